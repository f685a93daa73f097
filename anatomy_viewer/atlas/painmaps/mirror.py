"""The mirror image of a skin, and of what is laid on it, across the plane x = 0."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.attachments.surface import Indices
from anatomy_viewer.atlas.model import Mesh
from anatomy_viewer.atlas.trigger_points import SkinPlaces

_SAME_MM = 0.01


def mirror_vertices(mesh: Mesh) -> Indices:
    """For each vertex the one that is its mirror image, (n,); ValueError unless all have one."""
    image = mesh.vertices.astype(np.float64) * [-1.0, 1.0, 1.0]
    gaps, order = cKDTree(mesh.vertices).query(image)
    if gaps.max() > _SAME_MM or not np.array_equal(order[order], np.arange(len(order))):
        raise ValueError(f"is not its own mirror image (off by up to {gaps.max():.2g} mm)")
    return np.asarray(order, np.int64)


def mirrored_places(places: SkinPlaces, mirror: Indices) -> SkinPlaces:
    """The same places on the other side of the skin; mirror: (n,) from mirror_vertices."""
    return SkinPlaces(mirror[places.corners].astype(np.int32), places.weights)
