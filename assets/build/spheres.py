"""Spheres in bones: the femoral head and the acetabulum."""

from __future__ import annotations

import numpy as np
import trimesh


def fit_sphere(points: np.ndarray) -> tuple[np.ndarray, float]:
    """Least-squares sphere through points (n, 3): centre (3,) and radius, in the points' unit."""
    system = np.column_stack([2.0 * points, np.ones(len(points))])
    solution, *_ = np.linalg.lstsq(system, (points**2).sum(axis=1), rcond=None)
    centre = solution[:3]
    return centre, float(np.sqrt(solution[3] + centre @ centre))


def find_sphere(mesh: trimesh.Trimesh, radius: float, *, hollow: bool) -> tuple[np.ndarray, float, np.ndarray]:
    """The best spherical region of about this radius (mm): a ball, or a socket if `hollow`.

    Every vertex votes for the centre that its normal points at; the centre with most agreement is refined by
    least squares. Returns centre, radius and the indices of the vertices on it.
    """
    vertices, normals = mesh.vertices.view(np.ndarray), mesh.vertex_normals * (1.0 if hollow else -1.0)
    guesses = vertices + radius * normals
    votes = trimesh.proximity.cKDTree(guesses).query_ball_point(guesses, 2.0, return_length=True)
    centre = guesses[np.argsort(votes)[-50:]].mean(axis=0)
    for _ in range(20):
        towards = centre - vertices
        distance = np.linalg.norm(towards, axis=1)
        facing = np.einsum("ij,ij->i", towards, normals) / distance
        on_it = np.flatnonzero((facing > 0.95) & (abs(distance - radius) < 2.5))
        centre, radius = fit_sphere(vertices[on_it])
    return centre, radius, on_it
