"""The left twin of what was found on the right, across the plane x = 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from anatomy_viewer.atlas.attachments.surface import Indices
from anatomy_viewer.atlas.mesh_file import mirrored
from anatomy_viewer.atlas.model import Attachment, Mesh, Names, SurfaceCurve, Vector

MIRROR = np.array([-1.0, 1.0, 1.0])
_SAME_MM = 1e-6


def mirror_order(one: Mesh, other: Mesh) -> Indices | None:
    """For each vertex of a surface the vertex of the other that is its mirror image, (n,); None unless all are.

    The triangles must be mirror images too. Of a structure in the midline, `other` is the surface itself.
    """
    if one.vertices.shape != other.vertices.shape or one.triangles.shape != other.triangles.shape:
        return None
    image = mirrored(one)
    order = np.arange(len(one.vertices))
    if np.array_equal(image.vertices, other.vertices):
        if np.array_equal(image.triangles, other.triangles):
            return order
    else:
        here, there = np.lexsort(image.vertices.T), np.lexsort(other.vertices.T)
        if not np.array_equal(image.vertices[here], other.vertices[there]):
            return None
        order[here] = there
    same = np.array_equal(_sorted(order[image.triangles]), _sorted(other.triangles.astype(np.int64)))
    return order if same else None


def are_twins(left: Mapping[str, Vector], right: Mapping[str, Vector]) -> bool:
    """Whether both sides have the same landmarks in the same places, once one of them is mirrored."""
    return left.keys() == right.keys() and all(np.abs(left[name] - right[name]).max() < _SAME_MM for name in left)


def twin_curve(curve: SurfaceCurve, id_: str, names: Names, structure: str) -> SurfaceCurve:
    """The curve on the other side."""
    return replace(curve, id=id_, names=names, structure=structure, points=curve.points * MIRROR)


def twin_attachment(
    attachment: Attachment, id_: str, names: Names, muscle: str, structure: str, order: Indices
) -> Attachment:
    """The attachment on the other side; order: (n,) from mirror_order."""
    distance = np.empty_like(attachment.signed_distance)
    distance[order] = attachment.signed_distance
    return replace(
        attachment,
        id=id_,
        names=names,
        muscle=muscle,
        structure=structure,
        boundary=attachment.boundary * MIRROR,
        signed_distance=distance,
        patch=mirrored(attachment.patch),
    )


def _sorted(triangles: Indices) -> Indices:
    """Triangles (m, 3) with the lowest corner first, winding kept, in one order for all."""
    first = triangles.argmin(axis=1)
    turned = np.take_along_axis(triangles, (first[:, None] + np.arange(3)) % 3, axis=1)
    return turned[np.lexsort(turned.T)]
