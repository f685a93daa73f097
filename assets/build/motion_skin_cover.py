"""What pushes the skin: bone and muscle under it, and the other thigh beside it."""

from __future__ import annotations

from dataclasses import dataclass

import igl
import numpy as np
from motion_skin_field import Flags, Floats, Half
from motion_skin_relax import Pull

TISSUE_WEIGHT = 0.05
"""Of a vertex over bone or muscle that lies too shallow, beside the weight of bending."""
PUSH_WEIGHT, PUSH_FACTOR = 0.3, 1.5
"""Of a vertex that meets the other thigh: it gives way by about a third of what is asked, so that more is asked."""
NEAR_MM = 2.0
"""Below this distance the direction of a push is the normal of the skin."""
MARGIN_MM = 1.5
"""Air left to the other thigh, or a quarter of what there is in the neutral pose."""
REACH_MM = 15.0
"""What lies deeper by so much than it has to is not watched."""
INNER_MM = 60.0
"""The inner side of the thigh: neutral distance from the mirror plane up to which skin can meet the other thigh."""

FLIP = np.array([-1.0, 1.0, 1.0])


@dataclass(frozen=True)
class Tissue:
    """Points under the skin (k, 3), posed, and the depth that each has to keep (k,), mm."""

    points: Floats
    needed: Floats


def _nearest(points: Floats, half: Half, queries: Floats) -> tuple[Floats, Floats, np.ndarray, Floats]:
    """Distances (k,) of queries to the skin, nearest points, their triangles and the triangles' outward normals."""
    squared, face, nearest = igl.point_mesh_squared_distance(queries, points, half.triangles)
    corners = points[half.triangles[face]]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.sqrt(squared), nearest, face, normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)


def _within(points: Floats, half: Half, queries: Floats) -> Flags:
    """Which queries lie in the body of the half and its mirror image, by winding number; the top may stay open."""
    vertices = np.vstack([points, points * FLIP])
    triangles = np.vstack([half.triangles, half.triangles[:, ::-1] + len(points)])
    return np.asarray(igl.fast_winding_number(vertices, triangles, np.ascontiguousarray(queries)) > 0.5)


def _apart(distance: Floats, nearest: Floats, queries: Floats, within: Flags, normal: Floats) -> Floats:
    """Unit direction (k, 3) outward at the nearest points: the normal, or away from the query if that is not near."""
    way = (nearest - queries) * (np.where(within, 1.0, -1.0) / np.maximum(distance, 1e-9))[:, None]
    return np.where(distance[:, None] > NEAR_MM, way, normal)


def _gathered(half: Half, count: int, face: np.ndarray, lack: Floats, direction: Floats) -> tuple[Floats, Floats]:
    """For each vertex the most that one of its triangles lacks (n,) and the mean direction (n, 3), weighted by it."""
    most, way = np.zeros(count), np.zeros((count, 3))
    for k in range(3):
        np.maximum.at(most, half.triangles[face, k], lack)
        np.add.at(way, half.triangles[face, k], lack[:, None] * direction)
    return most, way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-12)


def pushed_out(half: Half, tissue: Tissue, start: Floats) -> Pull:
    """Pulls the skin off points that lie less deep under it than they have to; `start` (n, 3) is about where it is."""
    outside = ~_within(start, half, tissue.points)
    near = outside | (_nearest(start, half, tissue.points)[0] < tissue.needed + REACH_MM)
    under, needed = np.ascontiguousarray(tissue.points[near]), tissue.needed[near]

    def pull(points: Floats) -> tuple[Floats, Floats]:
        distance, nearest, face, normal = _nearest(points, half, under)
        within = _within(points, half, under)
        lack = needed - np.where(within, distance, -distance)
        short = lack > 0.0
        way = _apart(distance, nearest, under, within, normal)[short]
        most, way = _gathered(half, len(points), face[short], lack[short], way)
        return TISSUE_WEIGHT * (most > 0.0), points + most[:, None] * way

    return pull


def kept_off(half: Half, other: Floats) -> Pull:
    """Pulls the skin off the other thigh, the mirror image of this half with its vertices at `other` (n, 3), x >= 0."""
    mirror = Half(other * FLIP, np.ascontiguousarray(half.triangles[:, ::-1]))
    inner = half.points[:, 0] < INNER_MM
    gap = _nearest(half.points * FLIP, mirror, half.points[inner])[0]
    margin = np.minimum(MARGIN_MM, 0.25 * gap)

    def pull(points: Floats) -> tuple[Floats, Floats]:
        lack, way = np.zeros(len(points)), np.zeros_like(points)
        distance, nearest, _, normal = _nearest(mirror.points, mirror, points[inner])
        within = (points[inner, 0] < 0.0) & _within(other, half, points[inner])
        lack[inner] = np.maximum(margin - np.where(within, -distance, distance), 0.0)
        way[inner] = _apart(distance, nearest, points[inner], within, normal)
        return _weights(lack), points + PUSH_FACTOR * lack[:, None] * way

    return pull


def _weights(lack: Floats) -> Floats:
    """Full from a millimetre on, less before: a push sets in softly."""
    return PUSH_WEIGHT * np.clip(lack, 0.0, 1.0)
