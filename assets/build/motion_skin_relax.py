"""The skin brought to rest: bends and stretches shared out evenly, and pushed out by what lies under it.

Starting from skin that turns by its share of the angle, vertices are moved so that each keeps its place among its
neighbours, turned as a whole (Laplacian coordinates; rotations as in Sorkine and Alexa 2007), each edge its length a
little, and all stay near where they were. Rotations and places are found in turn; the matrix stays the same.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import scipy.sparse as sp
from motion_skin_field import Flags, Floats, Half
from scipy.sparse.linalg import SuperLU, splu

LENGTH_WEIGHT = 0.02
"""Weight of a squared change of an edge beside that of a squared change of a vertex' place among its neighbours."""
STAY_WEIGHT = 1e-3
"""Weight of a squared move from the start: bends are shared out over some five edges, a few centimetres."""
CALM_WEIGHT = 1e-6
"""Weight of a squared move by a push beside that of its bending: it spreads over some thirty edges, 15 cm."""
NORMAL_WEIGHT = 25.0
"""mm²; tells the rotation of an almost flat ring of neighbours."""

Pull = Callable[[Floats], tuple[Floats, Floats]]
"""Says for posed vertices (n, 3) how strongly each is pulled (n,) and where to (n, 3)."""


def normals(points: Floats, half: Half) -> Floats:
    """Unit normals (n, 3) of the right half, weighted by area."""
    a, b, c = (points[half.triangles[:, k]] for k in range(3))
    faces = np.cross(b - a, c - a)
    sums = np.zeros_like(points)
    for k in range(3):
        np.add.at(sums, half.triangles[:, k], faces)
    return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)


class Rest:
    """Brings skin to rest about one joint; `moving` (n,) are the vertices that may move, seam and rim never do."""

    def __init__(self, half: Half, moving: Flags) -> None:
        self._half = half
        points, count = half.points, len(half.points)
        pairs = np.vstack([half.triangles[:, [0, 1]], half.triangles[:, [1, 2]], half.triangles[:, [2, 0]]])
        edges = np.unique(np.sort(pairs, axis=1), axis=0)
        self._from = np.concatenate([edges[:, 0], edges[:, 1]])
        self._to = np.concatenate([edges[:, 1], edges[:, 0]])
        links = sp.csr_matrix((np.ones(len(self._from)), (self._from, self._to)), (count, count))
        degree = np.asarray(links.sum(axis=1)).ravel()
        self._sum = sp.csr_matrix((np.ones(len(self._from)), (self._from, np.arange(len(self._from)))))
        among = (sp.identity(count) - sp.diags(1.0 / degree) @ links).tocsr()
        rim = half.seam | (points[:, 2] >= points[:, 2].max() - 0.1)
        self._free = np.flatnonzero(moving & ~rim)
        touched = np.asarray(abs(among[:, self._free]).sum(axis=1)).ravel() > 0.0
        self._rows = np.flatnonzero(touched & ~rim)
        self._turning = np.unique(np.concatenate([self._rows, self._free, links[self._free].indices]))
        self._among = among[self._rows]
        self._among_t = self._among[:, self._free].T.tocsr()
        self._place = (among @ points)[self._rows]
        self._lengths = (sp.diags(degree) - links).tocsr()[self._free]
        near = self._among_t @ self._among[:, self._free] + LENGTH_WEIGHT * self._lengths[:, self._free]
        self._matrix = (near + STAY_WEIGHT * sp.identity(len(self._free))).tocsc()
        self._solver = _factorised(self._matrix)
        self._bending = (
            self._among_t @ self._among[:, self._free] + CALM_WEIGHT * sp.identity(len(self._free))
        ).tocsc()
        self._normals = normals(points, half)

    def settled(self, start: Floats, rounds: int, pull: Pull | None = None, points: Floats | None = None) -> Floats:
        """Vertices (n, 3) at rest near their turned places `start`; `points` are a first guess."""
        points = start if points is None else points
        for _ in range(rounds):
            force = self._force(points, start)
            solver = self._solver
            if pull is not None:
                weight, target = (values[self._free] for values in pull(points))
                if weight.any():
                    solver = _factorised(self._matrix + sp.diags(weight))
                    force += weight[:, None] * (target - start[self._free])
            points = start.copy()
            points[self._free] += solver.solve(force)
        return points

    def pushed(self, start: Floats, rounds: int, pull: Pull) -> Floats:
        """Vertices (n, 3) moved from `start` by the calmest displacement that gives way to a pull."""
        points = start
        for _ in range(rounds):
            weight, target = (values[self._free] for values in pull(points))
            if not weight.any():
                return points
            points = start.copy()
            solver = _factorised(self._bending + sp.diags(weight))
            points[self._free] += solver.solve(weight[:, None] * (target - start[self._free]))
        return points

    def _force(self, points: Floats, start: Floats) -> Floats:
        """Right side of the system for the moves from `start`, with the rotations of `points`."""
        turn = np.tile(np.eye(3), (len(points), 1, 1))
        turn[self._turning] = self._rotations(points)
        place = np.einsum("nij,nj->ni", turn[self._rows], self._place)
        force = self._among_t @ (place - self._among @ start)
        mean = 0.5 * (turn[self._from] + turn[self._to])
        edges = np.einsum("nij,nj->ni", mean, self._half.points[self._from] - self._half.points[self._to])
        force += LENGTH_WEIGHT * ((self._sum @ edges)[self._free] - self._lengths @ start)
        return np.asarray(force)

    def _rotations(self, points: Floats) -> Floats:
        """Best rotation (k, 3, 3) of the neighbours of each vertex that matters."""
        before = self._half.points[self._to] - self._half.points[self._from]
        after = points[self._to] - points[self._from]
        spread = (self._sum @ (before[:, :, None] * after[:, None, :]).reshape(-1, 9)).reshape(-1, 3, 3)
        spread = spread + NORMAL_WEIGHT * self._normals[:, :, None] * normals(points, self._half)[:, None, :]
        u, _, vt = np.linalg.svd(spread[self._turning])
        sign = np.ones((len(u), 3))
        sign[:, 2] = np.sign(np.linalg.det(u @ vt))
        return np.einsum("nji,nj,nkj->nik", vt, sign, u)


def _factorised(matrix: sp.csc_matrix) -> SuperLU:
    return splu(matrix.tocsc(), permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True})
