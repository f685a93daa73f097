"""Cuts a surface along the zero line of a distance, after splitting the triangles that the line passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.attachments.surface import Floats, Indices, Points, dot

_ON_LINE_MM = 1e-4


@dataclass(frozen=True, eq=False)
class Piece:
    """A part of a surface: vertices (n, 3), triangles (m, 3), signed distance at the vertices (n,), mm."""

    vertices: Points
    triangles: Indices
    values: Floats

    @property
    def area(self) -> float:
        """Area of all triangles, mm²."""
        a, b, c = self.vertices[self.triangles].transpose(1, 0, 2)
        return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2.0)

    @cached_property
    def longest_edges(self) -> Floats:
        """Longest edge of each triangle, (m,)."""
        a, b, c = self.vertices[self.triangles].transpose(1, 0, 2)
        squared = [dot(one - other, one - other) for one, other in ((a, b), (b, c), (c, a))]
        return np.asarray(np.sqrt(np.maximum(np.maximum(squared[0], squared[1]), squared[2])))

    @cached_property
    def lowest(self) -> Floats:
        """Least distance at a corner of each triangle, (m,)."""
        a, b, c = self.values[self.triangles].T
        return np.asarray(np.minimum(np.minimum(a, b), c))

    @cached_property
    def highest(self) -> Floats:
        """Greatest distance at a corner of each triangle, (m,)."""
        a, b, c = self.values[self.triangles].T
        return np.asarray(np.maximum(np.maximum(a, b), c))

    @property
    def euler(self) -> int:
        """Corners less edges plus triangles: 1 for one piece without holes."""
        corners = len(np.unique(self.triangles))
        return corners - len(_edges(self.triangles)[0]) + len(self.triangles)

    def only(self, keep: npt.NDArray[np.bool_]) -> Piece:
        """Only these triangles, and their corners."""
        used, triangles = np.unique(self.triangles[keep], return_inverse=True)
        return Piece(self.vertices[used], triangles.reshape(-1, 3), self.values[used])


def refined(mesh: Piece, chosen: npt.NDArray[np.bool_], value_at: Callable[[Points], Floats]) -> Piece:
    """Splits the chosen triangles into four and their neighbours so that no gap opens.

    value_at gives the distance at new vertices, which lie in the middles of edges.
    """
    edges, of_triangle = _edges(mesh.triangles)
    split = np.zeros(len(edges), bool)
    split[of_triangle[chosen]] = True
    middles = mesh.vertices[edges[split]].mean(axis=1)
    new = np.full(len(edges), -1)
    new[split] = len(mesh.vertices) + np.arange(len(middles))
    parts = _split(mesh.triangles, new[of_triangle])
    vertices, values = np.vstack([mesh.vertices, middles]), np.append(mesh.values, value_at(middles))
    return Piece(vertices, parts, values)


def cut(mesh: Piece) -> Piece:
    """What lies where the distance, linear in each triangle, is positive."""
    values = np.where(np.abs(mesh.values) < _ON_LINE_MM, 0.0, mesh.values)
    inside = values >= 0.0
    count = inside[mesh.triangles].sum(axis=1)
    # A triangle that only touches the line from outside adds nothing.
    has_inner = (values[mesh.triangles] > 0.0).any(axis=1)
    edges, of_triangle = _edges(mesh.triangles)
    passed = (values[edges[:, 0]] > 0) & (values[edges[:, 1]] < 0) | (values[edges[:, 0]] < 0) & (
        values[edges[:, 1]] > 0
    )
    share = values[edges[passed, 0]] / (values[edges[passed, 0]] - values[edges[passed, 1]])
    points = mesh.vertices[edges[passed, 0]] * (1 - share)[:, None] + mesh.vertices[edges[passed, 1]] * share[:, None]
    new = np.full(len(edges), -1)
    new[passed] = len(mesh.vertices) + np.arange(len(points))
    parts = [mesh.triangles[(count == 3) & has_inner]]
    border = np.flatnonzero((count < 3) & has_inner)
    parts += _clipped(mesh.triangles[border], new[of_triangle[border]], inside)
    whole = Piece(np.vstack([mesh.vertices, points]), np.vstack(parts), np.append(values, np.zeros(len(points))))
    return whole.only(np.ones(len(whole.triangles), bool))


def _edges(triangles: Indices) -> tuple[Indices, Indices]:
    """Each edge once, (e, 2), and the edges of each triangle from corner 0, 1, 2 to the next, (m, 3)."""
    pairs = np.sort(np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=2).reshape(-1, 2), axis=1)
    size = int(triangles.max(initial=0)) + 1
    keys, index = np.unique(pairs[:, 0] * size + pairs[:, 1], return_inverse=True)
    return np.column_stack([keys // size, keys % size]), index.reshape(-1, 3)


def _split(triangles: Indices, middle: Indices) -> Indices:
    """Splits triangles at the middles of their edges; middle: (m, 3) vertex in the middle of each edge or -1."""
    has = middle >= 0
    count = has.sum(axis=1)
    parts = [triangles[count == 0]]
    a, b, c, ab, _, _ = _turned(triangles, middle, count == 1, has)
    parts += [_rows(a, ab, c), _rows(ab, b, c)]
    # The edge that stays whole comes last.
    a, b, c, ab, bc, _ = _turned(triangles, middle, count == 2, np.roll(~has, 1, axis=1))
    parts += [_rows(ab, b, bc), _rows(a, ab, bc), _rows(a, bc, c)]
    a, b, c, ab, bc, ca = _turned(triangles, middle, count == 3, has)
    parts += [_rows(a, ab, ca), _rows(ab, b, bc), _rows(ca, bc, c), _rows(ab, bc, ca)]
    return np.vstack(parts)


def _clipped(triangles: Indices, crossing: Indices, inside: npt.NDArray[np.bool_]) -> list[Indices]:
    """The inner parts of triangles that the line passes; crossing: (m, 3) vertex on each edge or -1."""
    within = inside[triangles]
    count = within.sum(axis=1)
    a, _, _, ab, _, ca = _turned(triangles, crossing, count == 1, within)
    parts = [_rows(a, ab, ca)]
    # The first corner is outside; an inner corner on the line itself has no crossing on its edge.
    _, b, c, ab, _, ca = _turned(triangles, crossing, count == 2, ~within)
    ab, ca = np.where(ab < 0, b, ab), np.where(ca < 0, c, ca)
    parts += [_rows(ab, b, c), _rows(ab, c, ca)]
    every = np.vstack(parts)
    return [every[(every != np.roll(every, 1, axis=1)).all(axis=1)]]


def _turned(
    triangles: Indices, edge_points: Indices, which: npt.NDArray[np.bool_], first: npt.NDArray[np.bool_]
) -> Indices:
    """Corners a, b, c and points on the edges ab, bc, ca of chosen triangles, (6, k).

    Each is turned so that the first corner set in `first` (m, 3) is a.
    """
    turn = (first[which].argmax(axis=1)[:, None] + np.arange(3)) % 3
    pair = [np.take_along_axis(values[which], turn, axis=1) for values in (triangles, edge_points)]
    return np.asarray(np.hstack(pair).T)


def _rows(*columns: Indices) -> Indices:
    return np.column_stack(columns)
