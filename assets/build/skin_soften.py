"""Sharp hollows of the skin (cleft, groin, crotch) rounded, so that even triangles show them without ripples."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
import trimesh
from scipy.sparse.linalg import splu
from skin_fit import Floats
from surfaces import from_half, remeshed

EDGE_MM = 3.0
SHARP_RADIUS_MM = 18.0
"""Hollows start to be rounded at this radius and are fully at a third of it."""
SPREAD_MM = 12.0
"""Width to which the rounding fades out beside a hollow: no visible border, and even along its length."""
GAIN = 6.0
"""A crease is a thin line: spread out it weighs little, and this makes it count fully again."""
ROUNDING_MM = 8.0
"""Width of the smoothing within a hollow."""


def _averaging(mesh: trimesh.Trimesh) -> sp.csr_matrix:
    """Replaces each vertex value by the mean of its neighbours."""
    edges = mesh.edges_unique
    links = sp.coo_matrix((np.ones(len(edges)), edges.T), shape=(len(mesh.vertices),) * 2).tocsr()
    links = links + links.T
    return (sp.diags(1.0 / np.asarray(links.sum(axis=1)).ravel()) @ links).tocsr()


def _spread(values: Floats, average: sp.csr_matrix, width: float) -> Floats:
    """Values (n,) blurred over about `width` mm; one averaging on even triangles of edge h has variance h²/2."""
    for _ in range(round(2.0 * (width / EDGE_MM) ** 2)):
        values = average @ values
    return values


def _rounded(points: Floats, average: sp.csr_matrix, share: Floats, width: float) -> Floats:
    """Points (n, 3) smoothed over about `width` mm, each by its `share` (n,) in 0-1; where that is 0 they stay.

    An implicit step of heat flow, so that wide smoothing is one small linear system.
    """
    time = 2.0 * (width / EDGE_MM) ** 2
    moving, still = np.flatnonzero(share > 1e-3), np.flatnonzero(share <= 1e-3)
    flow = sp.diags(time * share[moving]) @ (sp.identity(len(points), format="csr") - average)[moving]
    system = sp.identity(len(moving)) + flow[:, moving]
    result = points.copy()
    result[moving] = splu(system.tocsc()).solve(points[moving] - flow[:, still] @ points[still])
    return result


def _hollowness(mesh: trimesh.Trimesh, average: sp.csr_matrix) -> Floats:
    """From 0 on round skin to 1 in sharp hollows, (n,): a vertex lies h²/4 times its curvature under its neighbours."""
    allowed = EDGE_MM**2 / 4.0 / SHARP_RADIUS_MM
    below = np.einsum("ij,ij->i", average @ mesh.vertices - mesh.vertices, mesh.vertex_normals)
    return np.clip(below / allowed - 1.0, 0.0, 2.0) / 2.0


def softened(half: trimesh.Trimesh) -> trimesh.Trimesh:
    """The right half in even triangles, its sharp hollows rounded as if the mirror image were there."""
    even = remeshed(half, EDGE_MM, 10)
    whole = from_half(even)
    average = _averaging(whole)
    share = np.clip(GAIN * _spread(_hollowness(whole, average), average, SPREAD_MM), 0.0, 1.0)
    share[np.unique(whole.edges[trimesh.grouping.group_rows(whole.edges_sorted, require_count=1)])] = 0.0
    points = _rounded(np.array(whole.vertices), average, share, ROUNDING_MM)[: len(even.vertices)]
    points[whole.vertices[: len(points), 0] == 0.0, 0] = 0.0
    return trimesh.Trimesh(points, even.faces, process=False)
