"""Vertices that no triangle uses count for nothing, and arrays for the vertices of the file still fit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from anatomy_viewer.atlas.fibre_file import read_fibres
from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas, Kept, Mesh, Names, Structure
from anatomy_viewer.atlas.motion_file import read_shapes
from anatomy_viewer.atlas.skin_shapes import read_skin_shapes
from anatomy_viewer.files.errors import FileError
from tests.atlas.test_fibres import MUSCLE, arrays_for
from tests.atlas.test_loader import replace_bytes
from tests.ply_writing import faces, ply, points

STRAY = (5000.0, -5000.0, 9000.0)


def with_stray(mesh: Mesh) -> Mesh:
    """The same surface, as it is read from a file with a stray vertex before the others and one after the tenth."""
    numbers = np.delete(np.arange(len(mesh.vertices) + 2), [0, 11])
    return replace(mesh, kept=Kept(len(numbers) + 2, numbers))


@pytest.fixture
def stray_muscle(tiny_atlas: Atlas) -> Structure:
    part = tiny_atlas.structures[MUSCLE]
    return replace(part, full=with_stray(part.full), light=with_stray(part.light))


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., str]:
    """Writes arrays into `arrays.npz` and returns the hash of the file."""

    def write(**arrays: np.ndarray) -> str:
        np.savez(tmp_path / "arrays.npz", **arrays)
        return hashlib.sha256((tmp_path / "arrays.npz").read_bytes()).hexdigest()

    return write


def test_a_pack_with_stray_vertices_is_the_pack_without_them(own_pack: Path, tiny_atlas: Atlas) -> None:
    for name in ("full/femur.right.ply", "light/femur.right.ply"):
        part = tiny_atlas.structures["femur.right"]
        mesh = part.full if name.startswith("full") else part.light
        rows = [STRAY, *mesh.vertices.tolist(), STRAY]
        replace_bytes(own_pack, name, ply([points(rows), faces(mesh.triangles + 1)]))
    atlas = load_atlas(own_pack)
    assert atlas.missing == ()
    for id_ in ("femur.right", "femur.left"):
        for level in ("full", "light"):
            found, clean = (getattr(of.structures[id_], level) for of in (atlas, tiny_atlas))
            np.testing.assert_array_equal(found.vertices, clean.vertices)
            np.testing.assert_array_equal(found.triangles, clean.triangles)


def test_fibres_count_the_vertices_of_the_file(
    tmp_path: Path, tiny_atlas: Atlas, stray_muscle: Structure, written: Callable[..., str]
) -> None:
    arrays = arrays_for(tiny_atlas)
    for key, mesh in (("tendon", stray_muscle.full), ("light_tendon", stray_muscle.light)):
        arrays[key] = np.linspace(0, 1, mesh.count_in_file, dtype=np.float32)
        arrays[key.replace("tendon", "direction")] = np.tile(np.float32([0, 0.6, 0.8]), (mesh.count_in_file, 1))
    parts = (Names("Front", "Pars anterior"), Names("Back", "Pars posterior"))
    fibres = read_fibres(tmp_path, "arrays.npz", written(**arrays), stray_muscle, parts)
    for found, mesh, key in (
        (fibres.tendon, stray_muscle.full, "tendon"),
        (fibres.light_tendon, stray_muscle.light, "light_tendon"),
    ):
        np.testing.assert_array_equal(found, np.delete(arrays[key], [0, 11]))
        assert len(found) == len(mesh.vertices)
    assert fibres.direction.shape == stray_muscle.full.vertices.shape
    with pytest.raises(FileError, match="each vertex of the full surface"):
        read_fibres(tmp_path, "arrays.npz", written(**arrays_for(tiny_atlas)), stray_muscle, parts)


def test_motion_counts_the_vertices_of_the_file(
    tmp_path: Path, stray_muscle: Structure, written: Callable[..., str]
) -> None:
    angles = np.arange(-30, 60, 10, dtype=np.float32)
    shapes = {}
    for key, mesh in (("full", stray_muscle.full), ("light", stray_muscle.light)):
        each = np.arange(mesh.count_in_file * 3, dtype=np.int16).reshape(1, -1, 3)
        shapes[key] = each * (angles != 0)[:, None, None].astype(np.int16)
    lines = np.zeros((len(angles), 0, 3), np.int16)
    digest = written(angles_deg=angles, step_mm=np.float32(0.01), fibres=lines, **shapes)
    found = read_shapes(tmp_path, "arrays.npz", digest, stray_muscle, None)
    for key in ("full", "light"):
        np.testing.assert_array_equal(getattr(found, key), np.delete(shapes[key], [0, 11], axis=1))


def test_shapes_of_a_skin_with_stray_vertices_are_refused(
    tmp_path: Path, tiny_atlas: Atlas, written: Callable[..., str]
) -> None:
    skin = tiny_atlas.structures["skin"]
    keys = [f"{level}_{key}" for level in ("full", "light") for key in ("zone", "twin", "hip", "knee")]
    angles = np.arange(-30, 60, 10, dtype=np.float32)
    digest = written(hip_deg=angles, knee_deg=angles, step_mm=np.float32(0.1), **{key: np.zeros(1) for key in keys})
    with pytest.raises(FileError, match="doubled or that no triangle uses"):
        read_skin_shapes(tmp_path, "arrays.npz", digest, replace(skin, full=with_stray(skin.full)))
