"""Makes of the triangles of a file the surface that is meant, where programs write more than the surface.

What is right as it stands keeps its vertices. What is not closed is joined where corners coincide exactly, for
programs double vertices along a seam of texture and, with flat normals, everywhere. What no triangle uses is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vertices = npt.NDArray[np.float32]
Triangles = npt.NDArray[np.int32]
Keys = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Edges:
    """The sides of triangles as keys, start * size + end, sorted: as they are wound, and against it."""

    forward: Keys
    backward: Keys
    size: int

    @property
    def crowded(self) -> bool:
        """Whether two triangles run along the same side the same way."""
        return bool((self.forward[1:] == self.forward[:-1]).any())

    @property
    def is_closed(self) -> bool:
        """Whether each side has its partner; of a surface that is not crowded."""
        return np.array_equal(self.forward, self.backward)

    def open_sides(self) -> Keys:
        """The sides without a partner."""
        place = np.minimum(np.searchsorted(self.backward, self.forward), len(self.backward) - 1)
        return np.asarray(self.forward[self.backward[place] != self.forward])


def edges_of(triangles: Triangles) -> Edges:
    """The edges of triangles (m, 3)."""
    start = triangles.ravel().astype(np.int64)
    end = np.roll(triangles, -1, axis=1).ravel().astype(np.int64)
    size = int(triangles.max(initial=0)) + 1
    return Edges(np.sort(start * size + end), np.sort(end * size + start), size)


def mended(vertices: Vertices, triangles: Triangles) -> tuple[Triangles, Edges]:
    """The triangles of the surface, naming the same vertices, and their edges.

    A triangle that names a vertex twice goes, for its neighbours are each other's partners. The rest stays as it is
    unless it has a fault; then the way that leaves the fewest faults is taken.
    """
    triangles = _with_three_corners(triangles)
    edges = edges_of(triangles)
    if not edges.crowded and edges.is_closed:
        return triangles, edges
    for step in (_joined, _once, _without_folds):
        tried = _with_three_corners(step(vertices, triangles, edges))
        if tried is triangles or len(tried) == 0:
            continue
        then = edges_of(tried)
        if _faults(then) < _faults(edges):
            triangles, edges = tried, then
    return triangles, edges


def used_vertices(count: int, triangles: Triangles) -> Keys | None:
    """The numbers of the vertices that triangles use, ascending; None if these are all."""
    used = np.zeros(count, bool)
    used[triangles] = True
    return None if used.all() else np.flatnonzero(used)


def _faults(edges: Edges) -> int:
    """Sides that run the same way as another, and sides without a partner."""
    return int((edges.forward[1:] == edges.forward[:-1]).sum()) + len(edges.open_sides())


def _with_three_corners(triangles: Triangles) -> Triangles:
    following = np.roll(triangles, -1, axis=1)
    whole = (triangles != following).all(axis=1)
    return triangles if whole.all() else triangles[whole]


def _joined(vertices: Vertices, triangles: Triangles, edges: Edges) -> Triangles:
    """Vertices at open sides become one where they coincide exactly; all others are left alone."""
    sides = edges.open_sides()
    rim = np.unique(np.concatenate([sides // edges.size, sides % edges.size]))
    places = vertices[rim] + np.float32(0)  # so that 0 and -0 are the same
    order = np.lexsort(places.T)
    new = np.ones(len(rim), bool)
    new[1:] = (places[order[1:]] != places[order[:-1]]).any(axis=1)
    if new.all():
        return triangles
    # np.lexsort is stable: the first of each group has the lowest number.
    first = rim[order][np.flatnonzero(new)[np.cumsum(new) - 1]]
    number = np.arange(len(vertices), dtype=np.int32)
    number[rim[order]] = first
    return number[triangles]


def _once(vertices: Vertices, triangles: Triangles, edges: Edges) -> Triangles:
    """Of triangles with the same three corners the first, where triangles crowd; the outer side of two-sided ones."""
    if not edges.crowded:
        return triangles
    ordered = np.sort(triangles, axis=1)
    order = np.lexsort(ordered.T)
    again = np.zeros(len(triangles), bool)
    again[order[1:]] = (ordered[order[1:]] == ordered[order[:-1]]).all(axis=1)
    once = triangles[~again]
    if len(triangles) == 2 * len(once) and again[order[1::2]].all():
        first, second = (_smallest_first(triangles[order[start::2]]) for start in (0, 1))
        if (first == second[:, [0, 2, 1]]).all() and _volume(vertices, once) < 0:
            return once[:, ::-1]
    return once


def _smallest_first(triangles: Triangles) -> Triangles:
    """The same triangles, wound the same way, beginning at the corner of the lowest number."""
    turn = (triangles.argmin(axis=1)[:, None] + np.arange(3)) % 3
    return np.take_along_axis(triangles, turn, axis=1)


def _volume(vertices: Vertices, triangles: Triangles) -> float:
    """Negative if the surface is wound inside out."""
    corners = vertices.astype(np.float64)[triangles]
    return float(np.einsum("ij,ij->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])))


def _without_folds(vertices: Vertices, triangles: Triangles, edges: Edges) -> Triangles:
    """Without triangles that have no area, where triangles crowd."""
    if not edges.crowded:
        return triangles
    corners = vertices.astype(np.float64)[triangles]
    doubled = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.asarray(triangles[(doubled != 0).any(axis=1)])
