"""The skin encloses everything below its cut; the pack is as large as it may be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import pyvista as pv

from anatomy_viewer.atlas.model import Atlas
from tests.figures.measures import MeshOf, PolyOf, inside, points_of
from tests.tiny_pack import PARTS

COVER_MM = {"muscle": 2.0, "bone": 1.0}


@pytest.fixture(scope="session")
def rim(poly_of: PolyOf) -> pv.PolyData:
    """The open edges of the skin."""
    return poly_of("skin").extract_feature_edges(
        boundary_edges=True, non_manifold_edges=False, feature_edges=False, manifold_edges=False
    )


def test_the_skin_is_open_only_at_its_flat_top(poly_of: PolyOf, rim: pv.PolyData) -> None:
    assert rim.n_cells > 20
    assert rim.n_points == rim.n_cells
    assert rim.connectivity()["RegionId"].max() == 0
    assert np.ptp(rim.points[:, 2]) <= 0.01
    assert rim.points[:, 2].min() >= poly_of("skin").points[:, 2].max() - 0.01


def test_the_skin_reaches_from_ribs_to_toes(mesh_of: MeshOf) -> None:
    top, bottom = mesh_of("skin").vertices[:, 2].max(), mesh_of("skin").vertices[:, 2].min()
    assert top > mesh_of("hip_bone.right").vertices[:, 2].max() + 30
    assert bottom < mesh_of("tibia.right").vertices[:, 2].min() - 40


@pytest.fixture(scope="session")
def under_skin(poly_of: PolyOf, rim: pv.PolyData) -> Callable[[np.ndarray], np.ndarray]:
    """How far under the skin points lie, mm, negative outside; the sign from the skin closed with a lid."""
    lidded = poly_of("skin").fill_holes(2000.0)
    closed = lidded.compute_normals(auto_orient_normals=True, split_vertices=False)  # the lid faces up like the rest
    assert closed.is_manifold

    def measure(points: np.ndarray) -> np.ndarray:
        reach = np.abs(points_of(points).compute_implicit_distance(poly_of("skin"))["implicit_distance"])
        return np.where(inside(points, closed), reach, -reach)

    return measure


@pytest.mark.parametrize("id_", [id_ for id_ in PARTS if id_ != "skin"])
def test_the_skin_covers_every_part_below_the_cut(
    shipped: Atlas, mesh_of: MeshOf, rim: pv.PolyData, under_skin: Callable[[np.ndarray], np.ndarray], id_: str
) -> None:
    points = mesh_of(id_).vertices
    below = points[points[:, 2] < rim.points[:, 2].min() - 0.1]
    assert len(below) > 0
    assert under_skin(below).min() >= COVER_MM[shipped.structures[id_].kind]


def test_the_pack_has_its_size(shipped: Atlas) -> None:
    files = [path for path in Path(shipped.folder).rglob("*") if path.is_file()]
    assert sum(len(path.read_bytes()) for path in files) <= 30_000_000
    full = sum(part.full.triangles.shape[0] for part in shipped.structures.values())
    light = sum(part.light.triangles.shape[0] for part in shipped.structures.values())
    assert 150_000 <= full <= 500_000
    assert light <= 60_000


def test_every_file_of_the_pack_is_used_and_credited(shipped: Atlas) -> None:
    manifest = (Path(shipped.folder) / "manifest.toml").read_text(encoding="utf-8")
    notice = (Path(shipped.folder) / "NOTICE.md").read_text(encoding="utf-8")
    for path in Path(shipped.folder).rglob("*.ply"):
        assert path.relative_to(shipped.folder).as_posix() in manifest
    for source in shipped.sources.values():
        assert source.licence in notice
    for part in shipped.structures.values():
        assert part.names.en
        assert part.names.la
