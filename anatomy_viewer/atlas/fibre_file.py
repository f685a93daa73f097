"""Reads the fibre lines of one muscle from an .npz file and refuses what does not fit the muscle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.mesh_file import named_bytes
from anatomy_viewer.atlas.model import FibreSet, Mesh, Names, Structure
from anatomy_viewer.atlas.pack_path import in_pack
from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.npz import read_npz

_Numbers = npt.NDArray[Any]

_REMAKE = "Make the fibres anew for this muscle and write the file's new SHA-256 into the manifest."
_KEYS = ("points", "part", "fleshy_mm", "tendon", "direction", "light_tendon", "light_direction")
_MOST_LINES, _MOST_POINTS = 10_000, 1_000_000
"""Fifty times the lines of the largest shipped muscle, and a hundred times their points."""
_REACH_MM = 5.0
"""Fibres may leave the box around their muscle by this much, towards bone."""
_SHORTEST_MM = 0.1
"""From end to end; less has no direction."""
_ROUNDED = 0.01
"""What is lost by whoever wrote the file: of lengths in mm, of shares and of lengths of unit vectors."""


def read_fibres(
    root: Path,
    name: str,
    sha256: str,
    muscle: Structure,
    parts: tuple[Names, ...],
    going_on: Callable[[], None] | None = None,
) -> FibreSet:
    """Reads `name` in the pack folder `root`; FileError unless it is the named file and fits the muscle.

    going_on: called while the file is read; what it raises ends the reading.
    """
    arrays = read_npz(named_bytes(root, in_pack(root, name, ".npz"), sha256, going_on), _KEYS)
    _check_lines(arrays, muscle.full, len(parts))
    _check_fleshy(arrays)
    _check_surface(arrays["tendon"], arrays["direction"], muscle.full, "full")
    _check_surface(arrays["light_tendon"], arrays["light_direction"], muscle.light, "light")
    kept = {key: muscle.full.those_kept(arrays[key]) for key in ("tendon", "direction")}
    kept |= {key: muscle.light.those_kept(arrays[key]) for key in ("light_tendon", "light_direction")}
    arrays = {**arrays, **kept}
    floats = {key: np.ascontiguousarray(arrays[key], np.float32) for key in _KEYS if key != "part"}
    return FibreSet(muscle=muscle.id, parts=parts, part=np.ascontiguousarray(arrays["part"], np.uint8), **floats)


def mirrored_fibres(fibres: FibreSet, muscle: str) -> FibreSet:
    """The same fibres on the other side, mirrored across the plane x = 0."""
    flip = np.array([-1, 1, 1], np.float32)
    return replace(
        fibres,
        muscle=muscle,
        points=fibres.points * flip,
        direction=fibres.direction * flip,
        light_direction=fibres.light_direction * flip,
    )


def _check_lines(arrays: Mapping[str, _Numbers], full: Mesh, parts: int) -> None:
    points, part = arrays["points"], arrays["part"]
    if points.ndim != 3 or points.shape[1] < 2 or points.shape[2] != 3 or points.dtype.kind != "f":
        raise FileError("must hold `points` of shape (lines, samples, 3).", _REMAKE)
    lines, samples, _ = points.shape
    if not 1 <= lines <= _MOST_LINES or lines * samples > _MOST_POINTS:
        raise FileError(f"must hold 1 to {_MOST_LINES:,} lines of {_MOST_POINTS:,} points in all.", _REMAKE)
    if part.shape != (lines,) or part.dtype.kind not in "iu" or not np.isin(part, np.arange(parts)).all():
        raise FileError(f"must name one of the {parts} parts for each line in `part`.", _REMAKE)
    if len(np.unique(part)) < parts:
        raise FileError(f"must hold a line of each of the {parts} parts in `part`.", _REMAKE)
    low, high = full.vertices.min(axis=0) - _REACH_MM, full.vertices.max(axis=0) + _REACH_MM
    if not ((points >= low).all() and (points <= high).all()):
        raise FileError("holds lines that leave the muscle.", _REMAKE)
    chords = np.linalg.norm(points[:, -1].astype(np.float64) - points[:, 0], axis=1)
    if chords.min() < _SHORTEST_MM:
        raise FileError(f"holds a line (number {chords.argmin() + 1}) that ends where it begins.", _REMAKE)


def _check_fleshy(arrays: Mapping[str, _Numbers]) -> None:
    """FileError unless the belly of each line begins and ends on it, in this order; lines have been checked."""
    points, fleshy = arrays["points"], arrays["fleshy_mm"]
    if fleshy.shape != (len(points), 2) or fleshy.dtype.kind != "f":
        raise FileError("must hold `fleshy_mm` of shape (lines, 2).", _REMAKE)
    lengths = np.linalg.norm(np.diff(points.astype(np.float64), axis=1), axis=2).sum(axis=1)
    begin, end = fleshy.T
    if not ((begin >= 0.0) & (begin <= end) & (end <= lengths + _ROUNDED)).all():
        raise FileError("must say in `fleshy_mm` where on its line each belly begins and where it ends.", _REMAKE)


def _check_surface(tendon: _Numbers, direction: _Numbers, mesh: Mesh, level: str) -> None:
    if tendon.shape != (mesh.count_in_file,) or direction.shape != (mesh.count_in_file, 3):
        raise FileError(f"does not have one value for each vertex of the {level} surface.", _REMAKE)
    if tendon.dtype.kind != "f" or not ((tendon >= -_ROUNDED) & (tendon <= 1.0 + _ROUNDED)).all():
        raise FileError(f"must say how tendinous each vertex of the {level} surface is, from 0 to 1.", _REMAKE)
    # A component of a unit vector is at most 1: larger ones would overflow when squared.
    if direction.dtype.kind != "f" or np.abs(direction).max() > 1.0 + _ROUNDED:
        raise FileError(f"must hold unit vectors for the {level} surface.", _REMAKE)
    if np.abs(np.linalg.norm(direction.astype(np.float64), axis=1) - 1.0).max() > _ROUNDED:
        raise FileError(f"must hold unit vectors for the {level} surface.", _REMAKE)
