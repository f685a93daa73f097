"""Gluteus maximus below the scan's edge: down to the gluteal tuberosity and the start of the iliotibial tract.

The scan ends just under the greater trochanter and shows the muscle's cut face there. Its lower part is lofted from
that face: every point of the face's outline follows a curved path to a point of the insertion, lowest fibres (medial
in the face) to the lowest point. Which way the fibres run and where they end is textbook knowledge; the course between
is approximate.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import trimesh
from surfaces import Grid, field_of, isosurface, largest, remeshed

CUT_ABOVE_END_MM = 5.0
"""Height over the scan's lowest slice at which the face is taken: above the rounding that smoothing leaves."""
FIBRE_START = {"medial": (0.35, -0.05, -0.93), "lateral": (-0.02, -0.06, -1.0)}
"""Directions in which the outline leaves the face (approximate)."""
START_WEIGHT = 1.35
"""How far the paths keep their first direction, so that the surface runs on smoothly under the face."""
FIBRE_END = {"medial": (0.70, 0.45, -0.55), "lateral": (-0.10, 0.15, -1.0)}
"""Directions in which it arrives at the insertion (approximate)."""
INSERTION_TOP_MM, INSERTION_BOTTOM_MM = -58.0, -128.0
"""Heights between which the muscle ends, from below the lesser trochanter's middle downward: the gluteal tuberosity is
about 10 cm below the top of the trochanter at its middle (textbook knowledge)."""
TUBEROSITY_DEG, TRACT_DEG = -68.0, -8.0
"""Where around the shaft the deep and the superficial fibres end, from lateral (0) towards posterior (-90)."""
LEAST_HALF_THICKNESS_MM = 1.7
"""Added to the tapering end, which becomes tendon and tract rather than nothing."""
TRACT_OFFSET_MM = 7.0
"""How far the tract lies off the shaft: vastus lateralis is between them."""


def _cut_face(muscle: trimesh.Trimesh, samples: int) -> np.ndarray:
    """Outline of the section just above the muscle's cut end, (samples, 3), evenly spaced, in the mesh's frame."""
    height = muscle.bounds[0, 2] + CUT_ABOVE_END_MM
    section = muscle.section([0.0, 0.0, 1.0], [0.0, 0.0, height])
    outline = max(section.discrete, key=len)
    along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(outline, axis=0), axis=1)))
    where = np.linspace(0.0, along[-1], samples, endpoint=False)
    return np.column_stack([np.interp(where, along, outline[:, axis]) for axis in range(3)])


def _face_coordinates(ring: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Place of each outline point in the face: 0 medial to 1 lateral, and 0 deep (front) to 1 superficial (back)."""
    middle = ring.mean(axis=0)
    _, _, axes = np.linalg.svd(ring - middle)
    wide = axes[0] * np.sign(axes[0][0])
    thick = np.cross(wide, [0.0, 0.0, 1.0])
    thick *= -np.sign(thick[1])
    along, across = (ring - middle) @ wide, (ring - middle) @ thick
    return (along - along.min()) / np.ptp(along), (across - across.min()) / np.ptp(across)


def _shaft(femur: trimesh.Trimesh, height: float) -> tuple[np.ndarray, float]:
    """Centre and mean radius of the femoral shaft at a height."""
    outline = max(femur.section([0.0, 0.0, 1.0], [0.0, 0.0, height]).discrete, key=len)
    centre = (outline.min(axis=0) + outline.max(axis=0)) / 2.0
    return centre, float(np.linalg.norm(outline - centre, axis=1).mean())


def _insertion(femur: trimesh.Trimesh, across: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """Points where the fibres end, one for each place in the face."""
    points = []
    for u, d in zip(across, depth, strict=True):
        height = INSERTION_BOTTOM_MM + u * (INSERTION_TOP_MM - INSERTION_BOTTOM_MM)
        centre, radius = _shaft(femur, height)
        angle = np.radians(TUBEROSITY_DEG + d * (TRACT_DEG - TUBEROSITY_DEG))
        reach = radius + d * TRACT_OFFSET_MM - 1.0
        points.append(centre + reach * np.array([np.cos(angle), np.sin(angle), 0.0]))
    return np.array(points)


def _paths(start: np.ndarray, end: np.ndarray, across: np.ndarray, steps: int) -> np.ndarray:
    """Cubic Hermite paths from the face to the insertion, (steps, n, 3)."""

    def mixed(pair: dict[str, tuple[float, float, float]]) -> np.ndarray:
        ease = across[:, None]
        direction = (1.0 - ease) * np.array(pair["medial"]) + ease * np.array(pair["lateral"])
        return direction / np.linalg.norm(direction, axis=1, keepdims=True)

    length = np.linalg.norm(end - start, axis=1, keepdims=True)
    s = np.linspace(0.0, 1.0, steps)[:, None, None]
    return (
        (2 * s**3 - 3 * s**2 + 1) * start
        + (s**3 - 2 * s**2 + s) * mixed(FIBRE_START) * length * START_WEIGHT
        + (-2 * s**3 + 3 * s**2) * end
        + (s**3 - s**2) * mixed(FIBRE_END) * length
    )


def _tube(rings: np.ndarray) -> trimesh.Trimesh:
    """Closed surface over rings (k, n, 3), capped at both ends by fans."""
    k, n, _ = rings.shape
    index = np.arange(k * n).reshape(k, n)
    a, b = index[:-1], index[1:]
    a1, b1 = np.roll(a, -1, axis=1), np.roll(b, -1, axis=1)
    sides = np.concatenate([np.stack([a, b, a1], -1).reshape(-1, 3), np.stack([a1, b, b1], -1).reshape(-1, 3)])
    first, last = k * n, k * n + 1
    caps = [[first, index[0, i], index[0, (i + 1) % n]] for i in range(n)]
    caps += [[last, index[-1, (i + 1) % n], index[-1, i]] for i in range(n)]
    vertices = np.vstack([rings.reshape(-1, 3), rings[0].mean(axis=0), rings[-1].mean(axis=0)])
    mesh = trimesh.Trimesh(vertices, np.vstack([sides, caps]), process=False)
    if mesh.volume < 0:
        mesh.invert()
    return mesh


def completed(
    scan: trimesh.Trimesh, warp: Callable[[np.ndarray], np.ndarray], femur: trimesh.Trimesh, edge: float = 3.0
) -> trimesh.Trimesh:
    """The whole muscle in the atlas frame, from the scan's surface and the map scan -> atlas."""
    face = _cut_face(scan, 200)
    across, depth = _face_coordinates(face)
    ring = warp(face)
    lower = _tube(_paths(ring, _insertion(femur, across, depth), across, 40))
    upper = trimesh.Trimesh(warp(scan.vertices), scan.faces, process=False)
    grid = Grid.around(_joint_bounds(upper, lower), 1.5, 6.0)
    k = 4.0  # width of the smooth union, mm
    below = np.clip((grid.points()[:, 2].reshape(grid.shape) + 45.0) / -30.0, 0.0, 1.0)
    a, b = field_of(upper, grid), field_of(lower, grid) - LEAST_HALF_THICKNESS_MM * below
    blend = np.clip(0.5 + 0.5 * (b - a) / k, 0.0, 1.0)
    union = b + (a - b) * blend - k * blend * (1.0 - blend)
    return largest(remeshed(largest(isosurface(union, grid)), edge))


def _joint_bounds(*meshes: trimesh.Trimesh) -> np.ndarray:
    boxes = np.array([mesh.bounds for mesh in meshes])
    return np.array([boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)])
