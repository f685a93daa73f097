"""Bones that muscles may not enter: signed distances on fine grids, in the frame of the body each moves with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import trimesh
from surfaces import Grid, field_of

SPACING_MM = 1.0
BAND_MM = 6.0
EXACT_MM = 3.5
"""Distances are exact this near to bone, interpolated farther off, and not told apart beyond the band."""


@dataclass(frozen=True)
class Turn:
    """A rigid motion: rotation (3, 3) about a centre (3,)."""

    rotation: np.ndarray
    centre: np.ndarray

    def __call__(self, points: np.ndarray) -> np.ndarray:
        """Points (n, 3) carried along."""
        return (points - self.centre) @ self.rotation.T + self.centre

    def back(self, points: np.ndarray) -> np.ndarray:
        """Points (n, 3) carried back."""
        return (points - self.centre) @ self.rotation + self.centre


@dataclass(frozen=True)
class Distances:
    """Signed distance to a rigid body of bones, negative inside, on a grid."""

    grid: Grid
    field: np.ndarray

    def value(self, points: np.ndarray) -> np.ndarray:
        """Distance of points (n, 3)."""
        return self.grid.sample(self.field, points, outside=BAND_MM)

    def value_and_normal(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Distance (n,) and its exact derivative (n, 3), trilinear between nodes."""
        where = (points - self.grid.origin) / self.grid.spacing
        cell = np.clip(np.floor(where).astype(int), 0, np.array(self.grid.shape) - 2)
        x, y, z = (where - cell).T
        _, ny, nz = self.grid.shape
        start = (cell[:, 0] * ny + cell[:, 1]) * nz + cell[:, 2]
        flat = self.field.ravel()
        f = [[[flat[start + (i * ny + j) * nz + k] for k in (0, 1)] for j in (0, 1)] for i in (0, 1)]
        along_z = [[f[i][j][0] + z * (f[i][j][1] - f[i][j][0]) for j in (0, 1)] for i in (0, 1)]
        along_y = [along_z[i][0] + y * (along_z[i][1] - along_z[i][0]) for i in (0, 1)]
        value = along_y[0] + x * (along_y[1] - along_y[0])
        dx = along_y[1] - along_y[0]
        dy = (1 - x) * (along_z[0][1] - along_z[0][0]) + x * (along_z[1][1] - along_z[1][0])
        edge = [[f[i][j][1] - f[i][j][0] for j in (0, 1)] for i in (0, 1)]
        dz = (1 - x) * ((1 - y) * edge[0][0] + y * edge[0][1]) + x * ((1 - y) * edge[1][0] + y * edge[1][1])
        normal = np.column_stack([dx, dy, dz]) / self.grid.spacing
        off = ((where < 0.0) | (where > np.array(self.grid.shape) - 1.0)).any(axis=1)
        value[off], normal[off] = BAND_MM, 0.0
        return value, normal


def distances(bones: list[trimesh.Trimesh], within: np.ndarray) -> Distances:
    """Signed distance to the union of bones over a box (2, 3); `BAND_MM` where they are farther off."""
    grid = Grid.around(within, SPACING_MM, 0.0)
    field = np.full(grid.shape, BAND_MM)
    for bone in bones:
        reach = np.array([bone.bounds[0] - BAND_MM, bone.bounds[1] + BAND_MM])
        low, high = np.clip(np.round((reach - grid.origin) / SPACING_MM).astype(int), 0, np.array(grid.shape))
        part = Grid(grid.origin + low * SPACING_MM, SPACING_MM, tuple(int(n) for n in high - low))
        block = tuple(slice(a, b) for a, b in zip(low, high, strict=True))
        field[block] = np.minimum(field[block], field_of(bone, part, EXACT_MM))
    return Distances(grid, field)


@dataclass(frozen=True)
class Obstacles:
    """The pelvis, which rests, and the femur, turned."""

    pelvis: Distances
    femur: Distances
    turn: Turn

    def gap(self, points: np.ndarray) -> np.ndarray:
        """Distance of points (n, 3) to the nearer bone, (n,)."""
        return np.minimum(self.pelvis.value(points), self.femur.value(self.turn.back(points)))

    def each(self) -> list[Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]]:
        """Distance and direction for each body by itself."""

        def leg(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            value, normal = self.femur.value_and_normal(self.turn.back(points))
            return value, normal @ self.turn.rotation.T

        return [self.pelvis.value_and_normal, leg]
