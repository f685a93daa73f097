"""Smooth fields over the skin: signed distances joined, rounded and turned into intensities."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy import sparse

from anatomy_viewer.atlas.attachments.region import Ground
from anatomy_viewer.atlas.attachments.surface import Floats, Indices, Points, Surface, barycentric
from anatomy_viewer.atlas.model import Mesh

_ROUNDING_MM = 15.0
"""Where parts of a zone meet, the corner between them is filled by about a quarter of this."""

_ROUNDS = 6
"""Rounds of smoothing: a Gauss of about 6 mm on edges of 5 mm, which rounds what is smaller than a finger's width."""

_FADE_RINGS = 4
"""A fading edge reaches over fewer triangles than this."""

_STEPS = 65535
"""Intensities are multiples of 1/65535, so that they are the same whether read from a file or made afresh."""


class SkinField:
    """What is needed to make fields on one skin that is its own mirror image.

    mirror: (n,) for each vertex the one that is its mirror image; near: (n, n), 1 where two vertices share an edge.
    """

    def __init__(self, skin: Surface, mirror: Indices) -> None:
        self.skin = skin
        self.mirror = mirror
        self.ground = Ground(skin)
        edges = skin.edges
        both = np.vstack([edges, edges[:, ::-1]])
        count = len(skin.vertices)
        self.near = sparse.csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(count, count))
        self._mean = sparse.csr_array(sparse.diags_array(1.0 / np.maximum(self.near.sum(axis=1), 1.0)) @ self.near)

    @cached_property
    def vertex_areas(self) -> Floats:
        """A third of the area of the triangles around each vertex, (n,) mm²."""
        sizes = np.linalg.norm(self.skin.area_vectors, axis=1)
        count = len(self.skin.vertices)
        return np.bincount(self.skin.triangles.ravel(), np.repeat(sizes, 3) / 3.0, count).astype(np.float64)

    def bound(self, points: Points) -> tuple[Indices, Floats]:
        """The vertices around the places of the skin that are nearest to points, and their shares, (k, 3) each."""
        on_skin, triangles = self.skin.closest(points)
        weights = np.clip(barycentric(on_skin, self.skin.corners[triangles]), 0.0, 1.0)
        return self.skin.triangles[triangles], weights / weights.sum(axis=1, keepdims=True)

    def distance(self, outline: Points) -> Floats:
        """Signed distance from a closed outline over the skin, (n,) mm, positive inside; RegionError if it fails."""
        return self.ground.enclosed(outline)[1]

    def mirrored(self, field: Floats) -> Floats:
        """The same field on the other side."""
        return np.asarray(field[self.mirror])

    def rounded(self, field: Floats) -> Floats:
        """The field drawn towards the mean of its neighbours: corners become round, ripples vanish."""
        for _ in range(_ROUNDS):
            field = 0.5 * (field + self._mean @ field)
        return field

    def near_inside(self, values: Floats, inside: float) -> Floats:
        """The values near where they reach `inside`; what only fades along another zone without that goes out."""
        reach = (values >= inside).astype(np.float64)
        for _ in range(_FADE_RINGS):
            reach = np.minimum(reach + self.near @ reach, 1.0)
        return np.asarray(values * (0.5 * (reach + self._mean @ reach)))

    def area_cm2(self, intensity: Floats) -> float:
        """Area of the skin where an intensity (n,), changing evenly over each triangle, is at least 0.5."""
        return covered_cm2(self.skin, intensity)


def covered_cm2(skin: Mesh | Surface, intensity: np.ndarray) -> float:
    """Area of a skin where an intensity (n,), changing evenly over each triangle, is at least 0.5."""
    reached = skin.triangles[(intensity >= 0.5)[skin.triangles].any(axis=1)]
    a, b, c = skin.vertices[reached].astype(np.float64).transpose(1, 0, 2)
    sizes = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2.0
    return float((sizes * _share_above(intensity[reached].astype(np.float64) - 0.5)).sum() / 100.0)


def union(fields: list[Floats]) -> Floats:
    """The signed distance of the union, with its inner corners filled smoothly (polynomial smooth maximum)."""
    joined = fields[0]
    for field in fields[1:]:
        blend = np.maximum(_ROUNDING_MM - np.abs(joined - field), 0.0) / _ROUNDING_MM
        joined = np.maximum(joined, field) + blend**2 * _ROUNDING_MM / 4.0
    return joined


def intensity(distance: Floats, soft_mm: float) -> Floats:
    """From signed distances (n,) to 0-1: 0.5 at the outline, 0 and 1 half of `soft_mm` outside and inside it."""
    share = np.clip(distance / soft_mm + 0.5, 0.0, 1.0)
    return np.asarray(share * share * (3.0 - 2.0 * share))


def stepped(values: Floats) -> np.ndarray:
    """Intensities as they are kept in files, (n,) uint16."""
    return np.rint(np.clip(values, 0.0, 1.0) * _STEPS).astype(np.uint16)


def as_intensity(steps: np.ndarray) -> np.ndarray:
    """Intensities from their steps, (n,) float32."""
    return (steps.astype(np.float64) / _STEPS).astype(np.float32)


def _share_above(value: Floats) -> Floats:
    """Share of each triangle (m, 3 values at its corners) in which the value is above zero, (m,)."""
    high = np.sort(value, axis=1)[:, ::-1]
    a, b, c = high.T
    with np.errstate(divide="ignore", invalid="ignore"):
        one = a * a / ((a - b) * (a - c))
        two = 1.0 - c * c / ((c - a) * (c - b))
    return np.select([c >= 0.0, a <= 0.0, b <= 0.0], [1.0, 0.0, one], two)
