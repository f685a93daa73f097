"""A triangle surface, ready for questions about places on it. Millimetres throughout."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.model import Mesh, Vector

Points = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

DIRECTIONS: Final = {
    "lateral": (1.0, 0.0, 0.0),
    "medial": (-1.0, 0.0, 0.0),
    "anterior": (0.0, 1.0, 0.0),
    "posterior": (0.0, -1.0, 0.0),
    "superior": (0.0, 0.0, 1.0),
    "inferior": (0.0, 0.0, -1.0),
}
"""Anatomical directions on the right side of the body, RAS."""

_FACES_COS = 0.1
_CANDIDATES = 12
_MOST_CANDIDATES = 12 * 4**4
"""Enough for any point near a bone; for one far away the answer is then as good as exact."""
_PAIRS_AT_ONCE = 400_000
"""Points times candidates that are looked at together: 200 MB."""


def _nothing() -> None:
    """Nobody waits."""


class Surface:
    """A closed surface: vertices (n, 3) float64, triangles (m, 3) int64, wound outward.

    going_on: called while places on it are sought; what it raises ends the search.
    """

    def __init__(self, vertices: Points, triangles: Indices, going_on: Callable[[], None] = _nothing) -> None:
        self.vertices = vertices
        self.triangles = triangles
        self.going_on = going_on
        self._trees: dict[str, tuple[cKDTree, Indices, float]] = {}

    @classmethod
    def of(cls, mesh: Mesh, going_on: Callable[[], None] = _nothing) -> Surface:
        """The surface of a mesh as it is."""
        return cls(mesh.vertices.astype(np.float64), mesh.triangles.astype(np.int64), going_on)

    @cached_property
    def corners(self) -> Points:
        """Corners of the triangles, (m, 3, 3)."""
        return self.vertices[self.triangles]

    @cached_property
    def edges(self) -> Indices:
        """Each edge once, lower vertex first, (e, 2)."""
        tails, heads = self.triangles, np.roll(self.triangles, -1, axis=1)
        count = len(self.vertices)
        keys = np.sort((np.minimum(tails, heads) * count + np.maximum(tails, heads)).ravel())
        keys = keys[np.append(True, np.diff(keys) > 0)]
        return np.column_stack([keys // count, keys % count])

    @cached_property
    def area_vectors(self) -> Points:
        """Outward normal of each triangle, as long as its area, (m, 3)."""
        a, b, c = self.corners.transpose(1, 0, 2)
        return np.asarray(np.cross(b - a, c - a) / 2.0)

    @cached_property
    def vertex_normals(self) -> Points:
        """Unit normal at each vertex, weighted by area, (n, 3)."""
        corners, count = self.triangles.ravel(), len(self.vertices)
        sums = [np.bincount(corners, np.repeat(column, 3), count) for column in self.area_vectors.T]
        return unit(np.column_stack(sums))

    @cached_property
    def _middles(self) -> Points:
        return np.asarray(self.corners.mean(axis=1))

    @cached_property
    def _reaches(self) -> Floats:
        """Distance of the farthest corner of each triangle from its middle, (m,)."""
        offsets = self.corners - self._middles[:, None]
        return np.asarray(np.sqrt(dot(offsets, offsets).max(axis=1)))

    def closest(self, points: Points, side: str | None = None) -> tuple[Points, Indices]:
        """Closest point of the surface to each point, (k, 3), and the triangle it lies in, (k,).

        side: one of DIRECTIONS; then only what faces that way counts. ValueError if nothing does.
        """
        tree, which, farthest = self._tree(side or "")
        places, triangles = np.empty_like(points), np.zeros(len(points), np.int64)
        open_, count = np.arange(len(points)), _CANDIDATES
        while len(open_):
            count = min(count, len(which))
            left = []
            for some in np.array_split(open_, 1 + len(open_) * count // _PAIRS_AT_ONCE):
                self.going_on()
                distance, index = tree.query(points[some], k=np.arange(1, count + 1))
                places[some], triangles[some], best = self._best(points[some], which[index], distance)
                # A triangle that is no candidate is at least this far away.
                left.append(some[best > distance[:, -1] - farthest])
            open_ = np.concatenate(left) if count < min(len(which), _MOST_CANDIDATES) else open_[:0]
            count *= 4
        return places, triangles

    def normals(self, places: Points, triangles: Indices) -> Points:
        """Unit normals at places in triangles, changing smoothly from vertex to vertex, (k, 3)."""
        weights = barycentric(places, self.corners[triangles])
        return unit(np.einsum("kc,kcx->kx", weights, self.vertex_normals[self.triangles[triangles]]))

    def normals_at(self, points: Points) -> Points:
        """Unit normals of the surface where it is closest to points, (k, 3)."""
        return self.normals(*self.closest(points))

    def walked(self, points: Points, directions: Points, lengths: Floats, step: float = 1.5) -> Points:
        """Where one arrives going straight on along the surface from points on it, (k, 3).

        directions: (k, 3), need not be tangent; lengths: (k,) mm.
        """
        rounds = max(1, int(np.ceil(lengths.max(initial=0.0) / step)))
        at, triangles = self.closest(points)
        for _ in range(rounds):
            normals = self.normals(at, triangles)
            directions = unit(across(directions, normals))
            at, triangles = self.closest(at + directions * (lengths / rounds)[:, None])
        return at

    def _tree(self, side: str) -> tuple[cKDTree, Indices, float]:
        """Middles of the triangles that face a side, which these are, and how far the largest reaches."""
        if side not in self._trees:
            which = np.arange(len(self.triangles))
            if side:
                which = np.flatnonzero(unit(self.area_vectors) @ np.array(DIRECTIONS[side]) > _FACES_COS)
            if len(which) == 0:
                raise ValueError(f"no part of the surface faces {side}")
            self._trees[side] = cKDTree(self._middles[which]), which, float(self._reaches[which].max())
        return self._trees[side]

    def _best(self, points: Points, candidates: Indices, to_middle: Floats) -> tuple[Points, Indices, Floats]:
        """Of the candidate triangles (k, c) of each point: closest place, its triangle, its distance.

        to_middle: (k, c) distances to the middles of the candidates, nearest first.
        """
        # The first candidate is no farther than its middle; what cannot be nearer than that is passed over.
        rows, columns = np.nonzero(to_middle - self._reaches[candidates] <= to_middle[:, :1])
        chosen = candidates[rows, columns]
        places = closest_in_triangles(points[rows], self.corners[chosen])
        offsets = places - points[rows]
        distance = np.full(candidates.shape, np.inf)
        distance[rows, columns] = np.sqrt(dot(offsets, offsets))
        best = distance.argmin(axis=1)
        where = np.zeros(candidates.shape, np.int64)
        where[rows, columns] = np.arange(len(rows))
        every = np.arange(len(points))
        return places[where[every, best]], candidates[every, best], distance[every, best]


def dot(one: Points, other: Points) -> Floats:
    """Scalar products of vectors (..., 3), (...)."""
    return np.asarray(one[..., 0] * other[..., 0] + one[..., 1] * other[..., 1] + one[..., 2] * other[..., 2])


def unit(vectors: Points) -> Points:
    """Vectors (..., 3) scaled to length 1; zero stays zero."""
    lengths = np.sqrt(dot(vectors, vectors))
    return np.asarray(vectors / np.maximum(lengths, 1e-30)[..., None])


def across(vectors: Points, normals: Points) -> Points:
    """What is left of vectors (k, 3) in the planes across unit normals (k, 3)."""
    return np.asarray(vectors - dot(vectors, normals)[..., None] * normals)


def direction(name: str) -> Vector:
    """Unit vector of an anatomical direction."""
    return np.array(DIRECTIONS[name])


def closest_in_triangles(points: Points, corners: Points) -> Points:
    """Closest point of one triangle (k, 3, 3) to one point (k, 3) each, (k, 3)."""
    weights = barycentric(points, corners)
    places = np.einsum("kc,kcx->kx", weights, corners)
    outside = np.flatnonzero((weights < 0).any(axis=1))
    best = np.full(len(outside), np.inf)
    for start in range(3):
        tail, head = corners[outside, start], corners[outside, (start + 1) % 3]
        place = closest_on_segments(points[outside], tail, head)[0]
        offsets = place - points[outside]
        squared = dot(offsets, offsets)
        nearer = squared < best
        places[outside[nearer]] = place[nearer]
        best[nearer] = squared[nearer]
    return np.asarray(places)


def closest_on_segments(points: Points, tails: Points, heads: Points) -> tuple[Points, Floats]:
    """Closest point of one segment to one point each, (k, 3), and how far along the segment it is, 0 to 1, (k,)."""
    along = heads - tails
    share = np.clip(dot(points - tails, along) / np.maximum(dot(along, along), 1e-30), 0.0, 1.0)
    return tails + share[..., None] * along, share


def barycentric(points: Points, corners: Points) -> Floats:
    """Barycentric coordinates of the feet of points (k, 3) in the planes of triangles (k, 3, 3), (k, 3)."""
    u, v, w = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0], points - corners[:, 0]
    uu, uv, vv, uw, vw = dot(u, u), dot(u, v), dot(v, v), dot(u, w), dot(v, w)
    determinant = np.maximum(uu * vv - uv * uv, 1e-30)
    second, third = (vv * uw - uv * vw) / determinant, (uu * vw - uv * uw) / determinant
    return np.column_stack([1.0 - second - third, second, third])
