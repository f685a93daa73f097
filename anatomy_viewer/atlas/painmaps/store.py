"""The file of compiled maps: read where it belongs to the maps and the body at hand, else made afresh."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from anatomy_viewer.atlas.attachments import polyline
from anatomy_viewer.atlas.mesh_file import MAX_BYTES
from anatomy_viewer.atlas.painmaps.compile import Body, Compiled
from anatomy_viewer.atlas.painmaps.definitions import PainMap, ZoneTable
from anatomy_viewer.atlas.painmaps.fields import as_intensity, covered_cm2
from anatomy_viewer.atlas.trigger_points import INSIDE, SkinPlaces
from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.npz import read_npz
from anatomy_viewer.files.read import read_file
from anatomy_viewer.files.write import replacing

STORE_FILE = "compiled.npz"

_COMPILER = 1
"""Raised by one whenever the same map compiles to something else."""

_SAMPLES = np.linspace(0.0, 1.0, 9)
_PATHS = 20
"""Most paths of one point."""

_MOST_PLACES = 100_000
"""Of all paths of one point, which take steps of 4 mm."""

_ROUNDED = 1e-3
_SAME_MM, _SAME_CM2 = 1.0, 0.1
_SURELY_SEEN_CM2 = 10.0
"""A zone of this size reaches a vertex of the light skin."""


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
    """The arrays of the file of compiled maps; none if there is no such file or it cannot be used."""
    try:
        return read_npz(read_file(path, MAX_BYTES, inside=path.parent))
    except FileError:
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
    sizes = {"full": (2, vertices), "light": (2, light_vertices), "spots": (4, 3), "areas_cm2": (2,)}
    if any(found[name].dtype.kind not in kinds for name, kinds in _KINDS.items()):
        return None
    if any(found[name].shape != shape for name, shape in sizes.items()) or not _places_fit(found, vertices):
        return None
    starts, corners, weights = found["path_starts"], found["corners"], found["weights"]
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


def _places_fit(found: Mapping[str, np.ndarray], vertices: int) -> bool:
    """Whether the places on the skin are places on it: one to press, and paths of one place or more."""
    starts, corners, weights = found["path_starts"], found["corners"], found["weights"]
    if corners.ndim != 2 or corners.shape[1] != 3 or weights.shape != corners.shape or starts.ndim != 1:
        return False
    if not 1 <= len(starts) <= _PATHS or not len(corners) <= _MOST_PLACES:
        return False
    ends = np.array([0, *starts.tolist(), len(corners)])
    if starts[0] != 1 or (np.diff(ends) < 1).any():
        return False
    if weights.min() < 0.0 or weights.max() > 1.0 + _ROUNDED:
        return False
    shares = np.abs(weights.sum(axis=1) - 1.0).max() < _ROUNDED
    return bool(shares and corners.min() >= 0 and corners.max() < vertices)


def is_right(point: Compiled, body: Body, pain_map: PainMap, id_: str) -> bool:
    """Whether a compiled point keeps what its map promises: zones where there should be, so large; places in the body.

    What was compiled for this very map and body and is not right was changed since.
    """
    table = pain_map.points[id_]
    places = np.vstack([point.position, point.press_position, point.centers])
    low, high = body.skin.vertices.min(axis=0) - 1.0, body.skin.vertices.max(axis=0) + 1.0
    if not ((places >= low) & (places <= high)).all():
        return False
    if np.linalg.norm(point.press.on(body.skin.vertices)[0] - point.press_position) > _SAME_MM:
        return False
    tiers = zip((table.essential, table.spillover), point.full, point.light, point.areas_cm2, strict=True)
    inside = INSIDE * 65535
    if ((point.full >= inside).sum(axis=0) > 1).any() or ((point.light >= inside).sum(axis=0) > 1).any():
        return False
    return all(_tier_is_right(body, *tier) for tier in tiers)


def _tier_is_right(body: Body, table: ZoneTable | None, full: np.ndarray, light: np.ndarray, area_cm2: float) -> bool:
    if table is None:
        return not full.any() and not light.any() and area_cm2 == 0.0
    low, high = table.area_cm2
    seen = area_cm2 < _SURELY_SEEN_CM2 or bool(light.any())
    return low <= area_cm2 <= high and seen and abs(covered_cm2(body.skin, as_intensity(full)) - area_cm2) < _SAME_CM2


_KINDS = {
    "full": "u",
    "light": "u",
    "spots": "f",
    "areas_cm2": "f",
    "corners": "iu",
    "weights": "f",
    "path_starts": "iu",
}
_NAMES = tuple(_KINDS)


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
