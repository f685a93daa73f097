"""Takes one triangle surface out of a PLY file, in the forms that programs write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.polygons import Corners, Cutter, Points, unrolled
from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.ply import read_ply
from anatomy_viewer.files.ply_columns import Column, Lists, Offsets

MOST_TRIANGLES = 2_000_000
"""Twice the whole of a large pack."""

_AXES = ("x", "y", "z")
_INDICES = ("vertex_indices", "vertex_index", "vertex_indexes")
_TRIANGLES_ONLY = "Export it as PLY with faces (polygons)."
_MEND = "Mend the mesh, or export it again."

_Elements = Mapping[str, Mapping[str, Column]]


def ply_surface(data: bytes) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int32]]:
    """Vertices (n, 3) as the file has them, and triangles (m, 3); FileError if there is no surface in it.

    Polygons are cut into triangles and strips unrolled. Lines, colours, normals, texture and whatever else the file
    holds is passed over. Every triangle names three vertices that exist and, if used, are finite numbers.
    """
    elements = read_ply(data, {*_AXES, *_INDICES})
    vertices = _vertices(elements)
    sides, corners = _faces(elements, "face")
    strips = _strips(elements)
    if int(np.maximum(sides - 2, 0).sum()) + len(strips) > MOST_TRIANGLES:
        raise FileError(f"holds more than {MOST_TRIANGLES:,} triangles.", "Simplify the mesh.")
    _check_corners(corners, vertices)
    _check_corners(strips[strips != -1], vertices)
    triangles = np.concatenate([*_cut(sides, corners, vertices), unrolled(strips)])
    if len(triangles) == 0:
        raise FileError(f"holds no triangles{_instead(elements)}.", _TRIANGLES_ONLY)
    with np.errstate(over="ignore", invalid="ignore"):  # checked already, as far as they are used
        return np.ascontiguousarray(vertices, np.float32), np.ascontiguousarray(triangles, np.int32)


def _vertices(elements: _Elements) -> Points:
    columns = [elements.get("vertex", {}).get(axis) for axis in _AXES]
    found = [column for column in columns if column is not None and not isinstance(column, Lists)]
    if len(found) < 3:
        raise FileError("holds no points (an element `vertex` with x, y and z).", _TRIANGLES_ONLY)
    with np.errstate(invalid="ignore"):  # what is no number is told once it is known whether a triangle uses it
        return np.stack(found, axis=1).astype(np.float64)


def _faces(elements: _Elements, name: str) -> tuple[Offsets, Corners]:
    """How many corners each face or strip has, and their numbers, one after the other."""
    element = elements.get(name, {})
    for key in _INDICES:
        column = element.get(key)
        if isinstance(column, Lists):
            whole = column.values.dtype.kind in "iu"
            return column.counts, column.values.astype(np.int64) if whole else _whole(column.values)
    return np.empty(0, np.int64), np.empty(0, np.int64)


def _whole(values: npt.NDArray[np.generic]) -> Corners:
    """Numbers of vertices that were written as text, or as numbers with a point."""
    numbers = values.astype(np.float64)
    if not (np.isfinite(numbers).all() and (np.abs(numbers) < 2**53).all() and (numbers == np.floor(numbers)).all()):
        raise FileError("has a face that names a vertex by no whole number.", _MEND)
    return numbers.astype(np.int64)


def _strips(elements: _Elements) -> Corners:
    """The corners of all strips, one after the other, -1 between them."""
    counts, corners = _faces(elements, "tristrips")
    return np.insert(corners, np.cumsum(counts), -1) if len(corners) else corners


def _check_corners(corners: Corners, vertices: Points) -> None:
    """FileError unless each corner is a vertex that exists and is a finite number."""
    if not len(corners):
        return
    if not 0 <= int(corners.min()) <= int(corners.max()) < len(vertices):
        raise FileError(f"has a triangle that names a vertex outside 0 to {len(vertices) - 1}.", _MEND)
    used = np.zeros(len(vertices), bool)
    used[corners] = True
    with np.errstate(over="ignore", invalid="ignore"):  # beyond float32, as which it is kept: as good as infinite
        bad = np.flatnonzero(used & ~np.isfinite(vertices.astype(np.float32)).all(axis=1))
    if len(bad):
        raise FileError(f"has {len(bad)} vertices that are not finite numbers, the first is vertex {bad[0]}.", _MEND)


def _cut(sides: Offsets, corners: Corners, vertices: Points) -> Iterator[Corners]:
    """Triangles of the polygons, those with as many sides together; points and lines are no polygons."""
    if (sides == 3).all():
        yield corners.reshape(-1, 3)
        return
    begins = np.cumsum(sides) - sides
    cutter = Cutter(vertices)
    for count in np.unique(sides[sides >= 3]):
        yield cutter.cut(corners[begins[sides == count][:, None] + np.arange(count)])


def _instead(elements: _Elements) -> str:
    """What the file holds instead of triangles, as far as that is known."""
    if "range_grid" in elements:
        return ": it is a grid of distances from a scanner"
    if "edge" in elements or "cell" in elements:
        return ": it holds lines only"
    return "" if "face" in elements or "tristrips" in elements else ": it is a cloud of points"
