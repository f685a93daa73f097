"""The file of compiled maps: read where it belongs to the maps and the body at hand, else made afresh."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from anatomy_viewer.atlas.attachments import polyline
from anatomy_viewer.atlas.mesh_file import MAX_BYTES
from anatomy_viewer.atlas.painmaps.compile import Body, Compiled
from anatomy_viewer.atlas.trigger_points import SkinPlaces
from anatomy_viewer.files.write import replacing

STORE_FILE = "compiled.npz"

_COMPILER = 1
"""Raised by one whenever the same map compiles to something else."""

_SAMPLES = np.linspace(0.0, 1.0, 9)
_PATHS = 20
"""Most paths of one point."""


def body_key(body: Body) -> str:
    """SHA-256 of all that a map can rest on in a body. Of curves a few points to 0.1 mm: processors differ below."""
    digest = hashlib.sha256(f"{_COMPILER}".encode())
    for mesh in (body.skin, body.light_skin, *(body.muscles[name] for name in sorted(body.muscles))):
        digest.update(np.ascontiguousarray(mesh.vertices, "<f4").tobytes())
        digest.update(np.ascontiguousarray(mesh.triangles, "<i4").tobytes())
    for name in sorted(body.landmarks):
        digest.update(f"{name} {np.round(body.landmarks[name], 3).tolist()}".encode())
    for name in sorted(body.curves):
        points = polyline.at(body.curves[name], _SAMPLES * polyline.lengths(body.curves[name])[-1])
        digest.update(f"{name} {(np.round(points, 1) + 0.0).tolist()}".encode())
    return digest.hexdigest()


def point_key(body: str, texts: Iterable[bytes], id_: str) -> str:
    """SHA-256 of a point: the body's key, the texts of the files its map is read from, and its name."""
    digest = hashlib.sha256(f"{body} {id_}".encode())
    for text in texts:
        digest.update(hashlib.sha256(text.replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()


def read_store(path: Path) -> Mapping[str, np.ndarray]:
    """The arrays of the file of compiled maps; none if there is no such file or it cannot be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return {}
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return {}


def write_store(path: Path, compiled: Mapping[str, Compiled]) -> None:
    """Writes compiled points by their keys, all or none of them; OSError names `path`."""
    arrays: dict[str, np.ndarray] = {}
    for key, point in compiled.items():
        arrays |= {f"{key}.{name}": array for name, array in _arrays(point).items()}
    with replacing(path) as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def from_store(arrays: Mapping[str, np.ndarray], key: str, vertices: int, light_vertices: int) -> Compiled | None:
    """The compiled point of this key for skins of so many vertices, if the file has it whole."""
    try:
        found = {name: arrays[f"{key}.{name}"] for name in _NAMES}
    except KeyError:
        return None
    shapes = (found["full"].shape, found["light"].shape, found["spots"].shape, found["areas_cm2"].shape)
    if shapes != ((2, vertices), (2, light_vertices), (4, 3), (2,)):
        return None
    starts = found["path_starts"].tolist()
    corners, weights = found["corners"], found["weights"]
    if corners.min() < 0 or corners.max() >= vertices or len(starts) > _PATHS or weights.shape != corners.shape:
        return None
    pieces = [SkinPlaces(*pair) for pair in zip(np.split(corners, starts), np.split(weights, starts), strict=True)]
    return Compiled(
        position=found["spots"][0],
        press_position=found["spots"][1],
        press=pieces[0],
        full=found["full"],
        light=found["light"],
        areas_cm2=found["areas_cm2"],
        centers=found["spots"][2:],
        referral_paths=tuple(pieces[1:]),
    )


_NAMES = ("full", "light", "spots", "areas_cm2", "corners", "weights", "path_starts")


def _arrays(point: Compiled) -> dict[str, np.ndarray]:
    pieces = [point.press, *point.referral_paths]
    return {
        "full": point.full,
        "light": point.light,
        "spots": np.vstack([point.position, point.press_position, point.centers]),
        "areas_cm2": point.areas_cm2,
        "corners": np.vstack([piece.corners for piece in pieces]),
        "weights": np.vstack([piece.weights for piece in pieces]),
        "path_starts": np.cumsum([len(piece.corners) for piece in pieces])[:-1],
    }
