"""Muscles brought to their bulk: each swells evenly, pushes its neighbours outward, and no bone gives way.

The scan's person has small muscles. Their volumes are brought to the regression of Handsfield et al. 2014
(doi 10.1016/j.jbiomech.2013.12.002) by a flow: muscle is a source, bone an impermeable wall, and everything else
yields. The flow is k grad u of a potential u with div(k grad u) = rate, k being nought in bone; it never folds space,
so muscles that did not overlap before do not overlap after.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyamg
import trimesh
from scipy.sparse import coo_matrix
from surfaces import Grid, field_of

SPACING_MM = 2.5
MARGIN_MM = 45.0
STEPS = 8
WALL_OUTSET_MM = 1.0
"""The wall begins this far outside bone: the ilium is barely two cells thick, and muscle must not slip along it."""
WALL = 1e-4
"""Permeability of bone against that of soft tissue."""

Meshes = dict[str, trimesh.Trimesh]


def handsfield_volume_cm3(muscle: str, stature_m: float, mass_kg: float) -> float:
    """Volume of one muscle of one side, cm3: b1 (47 height mass + 1285) + b2 (Handsfield et al. 2014)."""
    b1, b2 = {
        "gluteus_maximus": (0.123, -25.4),
        "gluteus_medius": (0.0478, -16.9),
        "gluteus_minimus": (0.0129, 12.6),
    }[muscle.split(".", 1)[0]]
    return b1 * (47.0 * stature_m * mass_kg + 1285.0) + b2


def _soft_inside(field: np.ndarray, width: float) -> np.ndarray:
    return np.clip(0.5 - field / width, 0.0, 1.0)


def laplacian(permeability: np.ndarray, spacing: float) -> coo_matrix:
    """Finite-volume matrix of -div(k grad u) with u = 0 around the box; harmonic mean of k at cell faces."""
    shape, index = permeability.shape, np.arange(permeability.size).reshape(permeability.shape)
    diagonal = np.zeros(permeability.size)
    rows, columns, values = [], [], []
    for axis in range(3):
        low = [slice(None)] * 3
        high = [slice(None)] * 3
        low[axis], high[axis] = slice(0, -1), slice(1, None)
        a, b = permeability[tuple(low)], permeability[tuple(high)]
        link = (2.0 * a * b / (a + b) / spacing**2).ravel()
        i, j = index[tuple(low)].ravel(), index[tuple(high)].ravel()
        rows += [i, j]
        columns += [j, i]
        values += [-link, -link]
        np.add.at(diagonal, i, link)
        np.add.at(diagonal, j, link)
        for end in (0, shape[axis] - 1):
            edge = [slice(None)] * 3
            edge[axis] = slice(end, end + 1)
            diagonal[index[tuple(edge)].ravel()] += 2.0 / spacing**2
    everyone = np.arange(permeability.size)
    return coo_matrix(
        (np.concatenate([*values, diagonal]), (np.concatenate([*rows, everyone]), np.concatenate([*columns, everyone])))
    ).tocsr()


def grown(muscles: Meshes, targets_cm3: dict[str, float], bones: Meshes, tick: Callable[[], None]) -> Meshes:
    """The muscles at their target volumes; `tick` is called after each of the steps."""
    boxes = np.array([mesh.bounds for mesh in muscles.values()])
    grid = Grid.around(np.array([boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)]), SPACING_MM, MARGIN_MM)
    wall = np.minimum.reduce([field_of(bone, grid) for bone in bones.values()])
    permeability = WALL + (1.0 - WALL) * _soft_inside(WALL_OUTSET_MM - wall, SPACING_MM)
    solver = pyamg.ruge_stuben_solver(laplacian(permeability, SPACING_MM), max_coarse=500)
    grown_so_far = {name: mesh.copy() for name, mesh in muscles.items()}
    for step in range(STEPS):
        rate = np.zeros(grid.shape)
        for name, mesh in grown_so_far.items():
            share = np.log(targets_cm3[name] * 1000.0 / mesh.volume) / (STEPS - step)
            inside = np.maximum(_soft_inside(field_of(mesh, grid), SPACING_MM) - _soft_inside(wall, SPACING_MM), 0.0)
            rate += share * inside
        potential = solver.solve(-rate.ravel(), tol=1e-6, accel="cg").reshape(grid.shape)
        flow = [permeability * part for part in np.gradient(potential, SPACING_MM)]
        for mesh in grown_so_far.values():
            mesh.vertices = _carried(mesh.vertices, flow, grid)
        tick()
    return grown_so_far


def _carried(points: np.ndarray, flow: list[np.ndarray], grid: Grid) -> np.ndarray:
    """Points moved one unit of time along the flow (midpoint rule)."""

    def velocity(where: np.ndarray) -> np.ndarray:
        return np.column_stack([grid.sample(part, where, outside=0.0) for part in flow])

    return points + velocity(points + 0.5 * velocity(points))
