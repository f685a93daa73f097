"""Ambient occlusion: how much of the sky around it each point of a surface sees.

The sky is a set of directions. Along each one, sample points of the surfaces are dropped into a grid that keeps the
outermost depth of every cell; a point at that depth sees the sky there, a deeper one does not. The mean over the
directions, each weighted by its cosine to the normal, is the openness. It belongs to the surface and not to the
picture, so that it stays right while the camera turns and costs nothing to draw.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Mesh

Floats = npt.NDArray[np.float32]

DIRECTIONS = 64
"""How many directions of the sky are tried: more give no visible difference."""

CELL_MM = 3.0
"""Width of a grid cell, and so of the narrowest gap that reads as dark; millimetres.

Points look at the sky from as far above their surface, so that it does not hide itself.
"""

_SAMPLES_PER_CELL_WIDTH = 2.2  # five to a cell: fewer than one cell in a hundred stays empty and leaks light
_SOFT = 0.7  # cells of depth over which a point passes from hidden to seen
_GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))


@dataclass(frozen=True, eq=False)
class SampleSites:
    """Places on a surface, wherever its vertices go: corners (3, k) vertices of a triangle, shares (2, k) of its edges.

    The edges are those from the first corner to the second and to the third.
    """

    corners: npt.NDArray[np.int32]
    shares: npt.NDArray[np.float64]


def surface_samples(mesh: Mesh, cell_mm: float = CELL_MM) -> Floats:
    """Points spread evenly over a surface, (k, 3) float32 mm, enough for a grid of that cell; the same each time."""
    return points_at(sample_sites(mesh, cell_mm), mesh.vertices)


def points_at(sites: SampleSites, vertices: Floats) -> Floats:
    """Those places on a surface whose vertices, (n, 3) mm, are there now, (k, 3) float32 mm."""
    corner_a, corner_b, corner_c = (vertices[corner].astype(np.float64) for corner in sites.corners)
    b, c = sites.shares[:, :, None]
    return (corner_a + b * (corner_b - corner_a) + c * (corner_c - corner_a)).astype(np.float32)


def sample_sites(mesh: Mesh, cell_mm: float = CELL_MM) -> SampleSites:
    """Places spread evenly over a surface, enough for a grid of that cell; the same each time."""
    corner_a, corner_b, corner_c = (mesh.vertices[mesh.triangles[:, i]].astype(np.float64) for i in range(3))
    area = np.linalg.norm(np.cross(corner_b - corner_a, corner_c - corner_a), axis=1) / 2
    filled = np.cumsum(np.nan_to_num(area)) * (_SAMPLES_PER_CELL_WIDTH / cell_mm) ** 2
    k = np.arange(int(filled[-1]) if len(filled) else 0)
    triangle = np.searchsorted(filled, k + 0.5)
    b, c = (k * 0.7548776662466927) % 1, (k * 0.5698402909980532) % 1  # R2 sequence: even without being regular
    b, c = np.where(b + c > 1, (1 - b, 1 - c), (b, c))
    return SampleSites(mesh.triangles[triangle].T, np.stack([b, c]))


def openness(
    occluders: Floats, points: Floats, normals: Floats, cell_mm: float = CELL_MM
) -> Generator[None, None, Floats]:
    """Works out the openness of `points`, yielding after each direction of the sky.

    occluders: (k, 3) mm, sample points of all that hides the sky; points, normals: (n, 3) mm and unit vectors.
    The result is (n,) float32, 0 = closed in, 1 = open.
    """
    hiders = np.ascontiguousarray(occluders.T)
    eyes = np.ascontiguousarray((points + cell_mm * normals).T)
    normals = np.ascontiguousarray(normals.T)
    seen, asked = np.zeros(len(points), np.float32), np.full(len(points), 1e-6, np.float32)
    for number, direction in enumerate(_sky(DIRECTIONS)):
        weight = np.maximum(direction @ normals, 0)
        axes = _grid_axes(direction, number, cell_mm)
        seen += weight * _visible(axes @ hiders, axes @ eyes, (number * 0.618) % 1)
        asked += weight
        yield
    return seen / asked


def finished(work: Generator[None, None, Floats]) -> Floats:
    """The result of work done at once."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def _sky(count: int) -> Floats:
    """Unit vectors spread evenly over the sphere, (count, 3), so ordered that every part of the list is even too."""
    k = np.argsort([int(f"{i:032b}"[::-1], 2) for i in range(count)])
    z = 1 - (2 * k + 1) / count
    across = np.sqrt(1 - z**2)
    directions = np.stack([across * np.cos(k * _GOLDEN_ANGLE), across * np.sin(k * _GOLDEN_ANGLE), z], axis=1)
    return directions.astype(np.float32)


def _grid_axes(direction: Floats, number: int, cell_mm: float) -> Floats:
    """Rows: the two grid directions, turned differently for each direction, then depth; in cells."""
    helper = np.eye(3)[int(np.argmin(np.abs(direction)))]
    u = np.cross(direction, helper)
    u /= np.linalg.norm(u)
    v = np.cross(direction, u)
    cos, sin = np.cos(number * _GOLDEN_ANGLE), np.sin(number * _GOLDEN_ANGLE)
    return (np.stack([cos * u + sin * v, cos * v - sin * u, direction]) / cell_mm).astype(np.float32)


def _visible(hiders: Floats, eyes: Floats, offset: float) -> Floats:
    """Which eyes nothing hides, (n,) 0-1; rows of both are x, y and depth in cells."""
    if hiders.size == 0 or eyes.size == 0:
        return np.ones(eyes.shape[1], np.float32)
    low = np.minimum(hiders[:2].min(axis=1), eyes[:2].min(axis=1)) - np.float32(offset)
    high = np.maximum(hiders[:2].max(axis=1), eyes[:2].max(axis=1))
    columns, rows = (np.floor(high - low) + 1).astype(np.int64)
    outermost = np.full(columns * rows, -np.inf, np.float32)
    np.maximum.at(outermost, _cells(hiders, low, rows), hiders[2])
    return np.clip((eyes[2] - outermost[_cells(eyes, low, rows)]) / _SOFT + 1, 0, 1)


def _cells(points: Floats, low: Floats, rows: int) -> npt.NDArray[np.int64]:
    x, y = (points[:2] - low[:, None]).astype(np.int64)
    return x * rows + y
