"""Tendons from the ends of the labels to the bone, and the facets of the greater trochanter that they reach.

The scan's labels stop where tendon begins. Facets: gluteus medius goes to the lateral facet (34.8 mm long, 438 mm2,
36.8 degrees to the shaft) and the superoposterior facet (196 mm2, nearly round) - Robertson et al. 2008,
doi 10.1016/j.arthro.2007.11.015 - the posterior part of the muscle to the latter, the anterior and middle part to the
former (Tsutsumi et al. 2019, doi 10.2106/JBJS.18.00602); gluteus minimus to the anterior facet (Gray 1918; size
approximate). The course of the tendon between muscle and bone is the shortest one, approximate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import trimesh
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree
from surfaces import FAR_MM, Grid


@dataclass(frozen=True)
class Facet:
    """A stadium-shaped patch on the femur: centre, direction of its long axis, length and width (mm).

    The area is that of the stadium: width * (length - width) + pi (width / 2)^2.
    """

    centre: np.ndarray
    axis: np.ndarray
    length: float
    width: float

    def points(self, femur: trimesh.Trimesh, spacing: float) -> np.ndarray:
        """Points over the facet on the femur's surface, (n, 3)."""
        normal = femur.vertex_normals[np.argmin(np.linalg.norm(femur.vertices - self.centre, axis=1))]
        along = self.axis - normal * (self.axis @ normal)
        along /= np.linalg.norm(along)
        across = np.cross(normal, along)
        half, radius = (self.length - self.width) / 2.0, self.width / 2.0
        reach = np.arange(-self.length / 2.0, self.length / 2.0 + 1e-6, spacing)
        s, w = (part.ravel() for part in np.meshgrid(reach, reach, indexing="ij"))
        inside = np.hypot(np.maximum(abs(s) - half, 0.0), w) <= radius
        flat = self.centre + s[inside, None] * along + w[inside, None] * across
        return np.asarray(trimesh.proximity.closest_point(femur, flat)[0])


def facets(femur: trimesh.Trimesh, head: np.ndarray) -> dict[str, Facet]:
    """The three facets of the right greater trochanter, found from its tip, its back corner and its side."""
    vertices = femur.vertices.view(np.ndarray)
    trochanter = vertices[(vertices[:, 0] > head[0] + 25.0) & (vertices[:, 2] > head[2] - 45.0)]

    def extreme(*direction: float) -> np.ndarray:
        return np.asarray(trochanter[np.argmax(trochanter @ np.array(direction))])

    corner, side, front = extreme(0.2, -0.7, 0.7), extreme(1.0, 0.0, 0.0), extreme(0.15, 1.0, 0.0)
    shaft_tilt = np.radians(36.8)
    down_and_forward = np.array([0.0, np.sin(shaft_tilt), -np.cos(shaft_tilt)])
    lateral_top = np.array([side[0] - 7.0, corner[1] + 9.0, corner[2] - 4.0])
    lateral = lateral_top + 17.4 * down_and_forward
    places = {
        "lateral_facet.right": (lateral + [4.0, 0.0, 0.0], down_and_forward, 34.8, 14.6),
        "superoposterior_facet.right": (corner + [0.6, 1.0, 0.4], np.array([1.0, 0.0, 0.0]), 16.4, 15.4),
        "anterior_facet.right": (front + [0.0, 0.0, 0.0], np.array([0.35, 0.0, -1.0]), 26.0, 13.0),
    }
    return {
        name: Facet(trimesh.proximity.closest_point(femur, [centre])[0][0], axis, length, width)
        for name, (centre, axis, length, width) in places.items()
    }


def maximus_origin(sacrum: trimesh.Trimesh, coccyx: trimesh.Trimesh, spacing: float = 2.2) -> np.ndarray:
    """Points of the back of sacrum and coccyx beside the midline, from which gluteus maximus arises, (n, 3).

    The label ends short of them, where the muscle thins into its aponeurosis; the extent is textbook knowledge.
    """
    points = []
    for bone, beside, top in ((sacrum, 0.62, 62.0), (coccyx, 0.45, np.inf)):
        vertices = bone.vertices.view(np.ndarray)
        height = np.round(vertices[:, 2] / 4.0)
        edge = np.array([vertices[height == level, 0].max() for level in height])
        depth = np.array([vertices[height == level, 1].mean() for level in height])
        back = (bone.vertex_normals[:, 1] < -0.2) & (vertices[:, 1] < depth)  # not in the sacroiliac joint
        points.append(vertices[back & (vertices[:, 0] > beside * edge) & (vertices[:, 2] < top)])
    return np.asarray(trimesh.points.remove_close(np.vstack(points), spacing)[0])


def _standard(points: np.ndarray) -> np.ndarray:
    return (points - points.mean(axis=0)) / points.std(axis=0).clip(1e-3)


def _paired(ends: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """For each end a start, keeping the order front to back and side to side."""
    cost = np.linalg.norm(_standard(ends)[:, None] - _standard(starts)[None], axis=2) ** 2
    return starts[linear_sum_assignment(cost)[1]]


def tendon_field(
    grid: Grid, belly: np.ndarray, ends: np.ndarray, reach_mm: float, end_radius: float, start_radius: float
) -> np.ndarray:
    """Field of a tendon from the part of a belly nearest to the facet, down to the facet's points `ends` (n, 3).

    Starts are points of the belly's core within `reach_mm` of its least distance to the facet.
    """
    core = grid.points()[(belly < -start_radius).ravel()]
    distance, _ = cKDTree(ends).query(core)
    core = core[distance < distance.min() + reach_mm]
    rng = np.random.default_rng(7)
    starts = core[rng.choice(len(core), size=4 * len(ends), replace=len(core) < 4 * len(ends))]
    starts = _paired(ends, starts)
    steps = np.linspace(0.0, 1.0, 40)[:, None, None]
    centres = (starts + steps * (ends - starts)).reshape(-1, 3)
    radii = np.broadcast_to(start_radius + steps[..., 0] * (end_radius - start_radius), (40, len(ends))).ravel()
    return _spheres(grid, centres, radii)


def _spheres(grid: Grid, centres: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """Field of a union of balls; exact near them, far elsewhere."""
    points = grid.points()
    near = ((points > centres.min(axis=0) - 12.0) & (points < centres.max(axis=0) + 12.0)).all(axis=1)
    distance, index = cKDTree(centres).query(points[near], k=12)
    field = np.full(len(points), FAR_MM)
    field[near] = (distance - radii[index]).min(axis=1)
    return field.reshape(grid.shape)
