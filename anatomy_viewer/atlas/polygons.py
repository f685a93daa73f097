"""Cuts polygons into triangles, concave ones along diagonals that lie inside them; triangle strips too."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from anatomy_viewer.files.errors import FileError

Points = npt.NDArray[np.float64]
Corners = npt.NDArray[np.int64]

_Point = tuple[float, float]

_AT_ONCE = 100_000
"""Polygons of one number of corners that are looked at together: bounds the memory."""

MOST_TESTS = 2_000_000
"""Of a point against a triangle, for all polygons of a surface that are not convex: two seconds."""


class Cutter:
    """Cuts the polygons of one surface; points: (n, 3) mm, finite wherever a polygon names them."""

    def __init__(self, points: Points) -> None:
        self._points = points
        self._tests = 0

    def cut(self, corners: Corners) -> Corners:
        """The triangles, (p * (k - 2), 3), of p polygons of k corners each, (p, k); wound as the polygons are.

        FileError if concave polygons have so many corners that cutting them would take too long.
        """
        if corners.shape[1] == 3:
            return corners
        pieces = [self._cut(corners[start : start + _AT_ONCE]) for start in range(0, len(corners), _AT_ONCE)]
        return np.concatenate(pieces)

    def _cut(self, corners: Corners) -> Corners:
        turns = _turns(self._points[corners])
        if corners.shape[1] == 4:
            # The diagonal from a corner that points inward lies inside.
            start = turns.argmin(axis=1)
            order = (start[:, None] + np.arange(4)) % 4
            return _fans(np.take_along_axis(corners, order, axis=1))
        concave = (turns <= 0).any(axis=1)
        flat = _laid_flat(self._points[corners[concave]]).tolist()
        ears = [self._clipped([(x, y) for x, y in polygon]) for polygon in flat]
        sides = np.array(ears, np.int64).reshape(len(ears), 3 * (corners.shape[1] - 2))
        clipped = np.take_along_axis(corners[concave], sides, axis=1).reshape(-1, 3)
        return np.concatenate([_fans(corners[~concave]), clipped])

    def _clipped(self, flat: list[_Point]) -> list[tuple[int, int, int]]:
        """The triangles of one polygon, by places in it: one ear after the other is cut off (Meisters 1975)."""
        left = list(range(len(flat)))
        ears = []
        at, refused = 0, 0
        while len(left) > 3:
            at %= len(left)
            ear = (left[at - 1], left[at], left[(at + 1) % len(left)])
            # A polygon that crosses itself has no ear: then any corner goes, so that no edge is left without a partner.
            if refused > len(left) or self._is_ear(flat, ear, left):
                ears.append(ear)
                del left[at]
                refused = 0
            else:
                refused += 1
            at += 1
        return [*ears, (left[0], left[1], left[2])]

    def _is_ear(self, flat: list[_Point], ear: tuple[int, int, int], left: list[int]) -> bool:
        """Whether the corner points outward and no other corner lies in the triangle."""
        first, second, third = (flat[number] for number in ear)
        self._tests += len(left)
        if self._tests > MOST_TESTS:
            raise FileError("holds too many polygons that are not convex.", "Export it with triangles only.")
        if _turn(first, second, third) <= 0:
            return False
        own = {first, second, third}
        return not any(
            _turn(first, second, point) >= 0 and _turn(second, third, point) >= 0 and _turn(third, first, point) >= 0
            for point in (flat[number] for number in left)
            if point not in own
        )


def unrolled(strip: Corners) -> Corners:
    """The triangles of strips that -1 parts from each other; every second one is turned, so all are wound alike."""
    if len(strip) < 3:
        return np.empty((0, 3), np.int64)
    triangles = np.stack([strip[:-2], strip[1:-1], strip[2:]], axis=1)
    ends = np.flatnonzero(strip == -1)
    begins = np.concatenate([[0], ends + 1])
    place = np.arange(len(triangles))
    odd = (place - begins[np.searchsorted(begins, place, side="right") - 1]) % 2 == 1
    triangles[odd] = triangles[odd][:, [1, 0, 2]]
    return np.asarray(triangles[(triangles != -1).all(axis=1)])


def _fans(corners: Corners) -> Corners:
    """Triangles between the first corner and each side that does not touch it."""
    sides = corners.shape[1] - 2
    first = np.repeat(corners[:, :1], sides, axis=1)
    return np.stack([first, corners[:, 1:-1], corners[:, 2:]], axis=2).reshape(-1, 3)


def _turns(points: Points) -> Points:
    """How far each polygon of (p, k, 3) turns at each corner, (p, k); negative where a corner points inward."""
    before, after = points - np.roll(points, 1, axis=1), np.roll(points, -1, axis=1) - points
    return np.asarray(np.einsum("pkj,pj->pk", np.cross(before, after), _normals(points)))


def _normals(points: Points) -> Points:
    """Twice the area of each polygon along its normal, (p, 3), after Newell; right for polygons that are not flat."""
    spokes = points - points[:, :1]
    return np.asarray(np.cross(spokes[:, :-1], spokes[:, 1:]).sum(axis=1))


def _laid_flat(points: Points) -> Points:
    """Polygons (p, k, 3) seen against their normals, so that they run counter-clockwise, (p, k, 2)."""
    normals = _normals(points)
    across = np.cross(normals, np.eye(3)[np.abs(normals).argmin(axis=1)])
    axes = np.stack([_unit(across), _unit(np.cross(normals, across))], axis=2)
    return np.asarray(np.einsum("pkj,pja->pka", points, axes))


def _unit(vectors: Points) -> Points:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1.0))


def _turn(first: _Point, second: _Point, third: _Point) -> float:
    return (second[0] - first[0]) * (third[1] - second[1]) - (second[1] - first[1]) * (third[0] - second[0])
