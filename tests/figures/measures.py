"""What the tests of the shipped model measure with, written apart from the report."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyvista as pv
import rtree
import trimesh
from scipy.optimize import least_squares

MeshOf = Callable[[str], trimesh.Trimesh]
"""Gives a structure's full surface by id, as trimesh has it."""

PolyOf = Callable[[str], pv.PolyData]
"""Gives a structure's full surface by id, as VTK has it."""


def points_of(points: np.ndarray) -> pv.PolyData:
    """Bare points as VTK has them."""
    return pv.PolyData(np.ascontiguousarray(points, np.float64))


def robust_sphere(points: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, float, np.ndarray]:
    """Centre, radius and residuals of a sphere through points, some of which may lie off it."""

    def off(unknown: np.ndarray) -> np.ndarray:
        return np.linalg.norm(points - unknown[:3], axis=1) - unknown[3]

    fit = least_squares(off, [*start, 24.0], loss="soft_l1", f_scale=0.5)
    return fit.x[:3], float(fit.x[3]), off(fit.x)


def crossing_triangles(vertices: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Triangles that an edge of another triangle without a common corner passes through (Möller & Trumbore 1997)."""
    one, other = _near_pairs(vertices, triangles)
    apart = (triangles[one][:, :, None] != triangles[other][:, None, :]).all(axis=(1, 2))
    one, other = one[apart], other[apart]
    crossed = np.zeros(len(one), bool)
    for start, end in ((0, 1), (1, 2), (2, 0)):
        for edge_of, face in ((one, other), (other, one)):
            tail, head = vertices[triangles[edge_of, start]], vertices[triangles[edge_of, end]]
            crossed |= _passes(tail, head, vertices[triangles[face]])
    return np.unique(np.concatenate([one[crossed], other[crossed]]))


def _near_pairs(vertices: np.ndarray, triangles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of triangles whose boxes meet, each pair once."""
    corners = vertices[triangles]
    low, high = corners.min(axis=1), corners.max(axis=1)
    index = rtree.index.Index((np.arange(len(low)), low, high), properties=rtree.index.Property(dimension=3))
    found, counts = index.intersection_v(low, high)
    one, other = np.repeat(np.arange(len(low)), counts.astype(np.int64)), np.asarray(found, np.int64)
    return one[one < other], other[one < other]


def _passes(tail: np.ndarray, head: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Whether each segment passes through its triangle."""
    along, u, v = head - tail, faces[:, 1] - faces[:, 0], faces[:, 2] - faces[:, 0]
    p = np.cross(along, v)
    determinant = np.einsum("ij,ij->i", u, p)
    with np.errstate(divide="ignore", invalid="ignore"):
        from_corner = tail - faces[:, 0]
        a = np.einsum("ij,ij->i", from_corner, p) / determinant
        q = np.cross(from_corner, u)
        b = np.einsum("ij,ij->i", along, q) / determinant
        t = np.einsum("ij,ij->i", v, q) / determinant
        return (a >= 0) & (b >= 0) & (a + b <= 1) & (t >= 0) & (t <= 1)


def grid_between(one: np.ndarray, other: np.ndarray, step: float) -> np.ndarray:
    """Points of a regular grid in the box that two point sets share, (k, 3); empty where they share none."""
    low = np.maximum(one.min(axis=0), other.min(axis=0))
    high = np.minimum(one.max(axis=0), other.max(axis=0))
    if (low >= high).any():
        return np.empty((0, 3))
    axes = [np.arange(a + step / 2, b, step) for a, b in zip(low, high, strict=True)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)


def inside(points: np.ndarray, solid: pv.PolyData) -> np.ndarray:
    """Which points lie in a closed surface, by VTK."""
    if len(points) == 0:
        return np.zeros(0, bool)
    chosen = points_of(points).select_interior_points(solid, check_surface=False)
    return np.asarray(chosen["selected_points"], bool)
