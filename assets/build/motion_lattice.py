"""A lattice of cubes through the muscles: what carries them when the hip moves, and the matrices that say how.

Vertices, fibre points and anything else inside are carried by the eight corners of their cube. Lengths in millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import igl
import numpy as np
import trimesh
from scipy.sparse import coo_matrix, csr_matrix

SPACING_MM = 5.0
LEAST_FILL = 0.12
"""A cube that muscle only touches is this stiff against a full one."""
SUBDIVISIONS = 4
CORNERS = np.array(list(product((0, 1), repeat=3)))


@dataclass(frozen=True)
class Lattice:
    """Cubes (c, 8) of nodes (n, 3); `fill` (c,) share of muscle, `owner` (c,) the muscle that fills it most."""

    spacing: float
    nodes: np.ndarray
    cubes: np.ndarray
    fill: np.ndarray
    owner: np.ndarray
    places: dict[tuple[int, int, int], int]

    @property
    def centres(self) -> np.ndarray:
        """Middle of each cube, (c, 3)."""
        return np.asarray(self.nodes[self.cubes].mean(axis=1))

    def weights(self, points: np.ndarray) -> csr_matrix:
        """Matrix (k, n) that gives points in the lattice from its nodes."""
        where = points / self.spacing
        cell = np.floor(where).astype(int)
        cube = np.array([self.places[tuple(row)] for row in cell.tolist()])
        share = where - cell
        values = np.ones((len(points), 8))
        for axis in range(3):
            values *= np.where(CORNERS[:, axis], share[:, axis, None], 1.0 - share[:, axis, None])
        rows = np.repeat(np.arange(len(points)), 8)
        return coo_matrix((values.ravel(), (rows, self.cubes[cube].ravel())), (len(points), len(self.nodes))).tocsr()

    def gradients(self) -> list[csr_matrix]:
        """Three matrices (c, n): derivative along x, y and z in the middle of each cube."""
        rows = np.repeat(np.arange(len(self.cubes)), 8)
        shape = (len(self.cubes), len(self.nodes))
        signs = (2.0 * CORNERS - 1.0) / (4.0 * self.spacing)
        return [
            coo_matrix((np.tile(signs[:, axis], len(self.cubes)), (rows, self.cubes.ravel())), shape).tocsr()
            for axis in range(3)
        ]

    def stiffness(self, weight: np.ndarray) -> csr_matrix:
        """Laplacian (n, n) of trilinear cubes, each with its weight (c,)."""
        line, mass = np.array([[1.0, -1.0], [-1.0, 1.0]]), np.array([[2.0, 1.0], [1.0, 2.0]]) / 6.0
        kernels = [
            np.kron(np.kron(a, b), c) for a, b, c in ((line, mass, mass), (mass, line, mass), (mass, mass, line))
        ]
        one = sum(kernels) * self.spacing
        rows = np.repeat(self.cubes, 8, axis=1).ravel()
        columns = np.tile(self.cubes, (1, 8)).ravel()
        values = (weight[:, None] * one.ravel()).ravel()
        return coo_matrix((values, (rows, columns)), (len(self.nodes),) * 2).tocsr()


def lattice(muscles: list[trimesh.Trimesh], extra: list[np.ndarray], spacing: float = SPACING_MM) -> Lattice:
    """All cubes that muscles or the extra points lie in; nodes at whole multiples of the spacing."""
    found: set[tuple[int, int, int]] = set()
    for points in [mesh.vertices for mesh in muscles] + [mesh.triangles_center for mesh in muscles] + extra:
        found |= {tuple(row) for row in np.unique(np.floor(points / spacing).astype(int), axis=0).tolist()}
    low = np.min([mesh.bounds[0] for mesh in muscles], axis=0)
    high = np.max([mesh.bounds[1] for mesh in muscles], axis=0)
    box = [
        np.arange(int(np.floor(a / spacing)), int(np.floor(b / spacing)) + 1) for a, b in zip(low, high, strict=True)
    ]
    every = np.stack(np.meshgrid(*box, indexing="ij"), axis=-1).reshape(-1, 3)
    touched = np.array([tuple(row) in found for row in every.tolist()])
    middle = np.any([_inside(mesh, (every + 0.5) * spacing) for mesh in muscles], axis=0)
    outlying = sorted(found - {tuple(row) for row in every.tolist()})
    cells = np.vstack([every[touched | middle], np.array(outlying, int).reshape(-1, 3)])
    shares = np.array([_fill(mesh, cells, spacing) for mesh in muscles])
    corners = cells[:, None] + CORNERS
    unique, inverse = np.unique(corners.reshape(-1, 3), axis=0, return_inverse=True)
    return Lattice(
        spacing,
        unique * spacing,
        inverse.reshape(-1, 8),
        np.clip(shares.sum(axis=0), LEAST_FILL, 1.0),
        shares.argmax(axis=0),
        {tuple(row): i for i, row in enumerate(cells.tolist())},
    )


def _inside(mesh: trimesh.Trimesh, points: np.ndarray) -> np.ndarray:
    triangles = np.ascontiguousarray(mesh.faces, np.int64)
    return igl.fast_winding_number(np.ascontiguousarray(mesh.vertices, float), triangles, points) > 0.5


def _fill(mesh: trimesh.Trimesh, cells: np.ndarray, spacing: float) -> np.ndarray:
    """Share of each cell that a muscle fills, from points strewn in it."""
    step = (np.array(list(product(range(SUBDIVISIONS), repeat=3))) + 0.5) / SUBDIVISIONS
    points = ((cells[:, None] + step) * spacing).reshape(-1, 3)
    near = ((points > mesh.bounds[0]) & (points < mesh.bounds[1])).all(axis=1)
    share = np.zeros(len(points))
    share[near] = _inside(mesh, points[near])
    return share.reshape(len(cells), -1).mean(axis=1)
