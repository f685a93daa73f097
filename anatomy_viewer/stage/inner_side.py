"""Whether the inner side of a surface can be seen: never where it is closed, past the cut where it is cut open."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Mesh, Vector

_FLAT_MM = 1.0
"""A rim whose vertices stray less than this from one plane is a flat cut."""


def inner_side_seen(mesh: Mesh) -> Callable[[Vector], bool]:
    """A function that says whether a camera at a point, (3,) mm, may see the inner side of the surface."""
    rim = mesh.vertices[_rim_vertices(mesh.triangles)].astype(np.float64)
    if len(rim) == 0:
        return lambda _: False
    cut = rim.mean(axis=0)
    outward = np.linalg.svd(rim - cut, full_matrices=False)[2][-1]
    heights = (mesh.vertices - cut) @ outward
    if abs(heights.min()) < abs(heights.max()):
        outward, heights = -outward, -heights
    if heights.max() > _FLAT_MM:
        return lambda _: True
    return lambda eye: bool((eye - cut) @ outward > 0)


def _rim_vertices(triangles: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Vertices of the edges that belong to one triangle only."""
    edges = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    edges, uses = np.unique(edges, axis=0, return_counts=True)
    return np.unique(edges[uses == 1])
