"""The rim of a bone between two places, such as the crest of the ilium."""

from __future__ import annotations

import numpy as np

from anatomy_viewer.atlas.attachments.polyline import smoothed
from anatomy_viewer.atlas.attachments.surface import Floats, Indices, Points, Surface, unit
from anatomy_viewer.atlas.model import Vector

_STEP_MM = 2.0
_SUMMIT_MM = 0.7
_PASSES = 30
_LEAST_STEPS = 3


def rim(surface: Surface, start: Vector, end: Vector, outward: Vector) -> Points:
    """What lies farthest from the middle between two places, in a fan of half planes from one to the other, (k, 3).

    The fan turns about the line through that middle across the chord and `outward` (3,).
    """
    middle = (start + end) / 2.0
    radius = float(np.linalg.norm(end - start)) / 2.0
    first = unit(start - middle)
    up = unit(outward - (outward @ first) * first)
    axis = np.cross(first, up)
    flat = (surface.vertices - middle) @ np.column_stack([first, up, axis])
    edges = _Edges(flat, surface.edges)
    count = int(np.ceil(np.pi * radius / _STEP_MM))
    if count < _LEAST_STEPS:
        raise ValueError("its ends lie in one place")
    angles = np.linspace(0.0, np.pi, count + 1)[1:-1]
    summits = np.array([_summit(surface, edges, angle) for angle in angles])
    # Where the rim is broad, its middle wanders from cut to cut.
    summits[:, 1:] = smoothed(summits[:, 1:], _PASSES)
    turned = np.column_stack([np.cos(angles), np.sin(angles)])
    found = middle + summits[:, :1] * (turned @ np.vstack([first, up])) + summits[:, 1:] * axis
    return np.vstack([start, found, end])


class _Edges:
    """Edges of a surface seen along the axis of the fan; flat: (n, 3) two coordinates across it, one along it."""

    def __init__(self, flat: Points, edges: Indices) -> None:
        bearing = np.arctan2(flat[:, 1], flat[:, 0])[edges]
        # What crosses the back of the fan, where the bearing jumps, meets none of its half planes.
        ahead = np.abs(bearing[:, 0] - bearing[:, 1]) < np.pi
        self._low, self._high = bearing[ahead].min(axis=1), bearing[ahead].max(axis=1)
        self._tails, self._heads = flat[edges[ahead, 0]], flat[edges[ahead, 1]]

    def met_by(self, angle: float) -> Floats:
        """Where the half plane at an angle meets them: distance from the axis, and place along it, (j, 2)."""
        met = np.flatnonzero((self._low < angle) & (self._high >= angle))
        tails, heads = self._tails[met], self._heads[met]
        across = [points[:, 1] * np.cos(angle) - points[:, 0] * np.sin(angle) for points in (tails, heads)]
        share = across[0] / (across[0] - across[1])
        points = tails + share[:, None] * (heads - tails)
        return np.column_stack([points[:, 0] * np.cos(angle) + points[:, 1] * np.sin(angle), points[:, 2]])


def _summit(surface: Surface, edges: _Edges, angle: float) -> Floats:
    """The top of the section at an angle; where it is broad, the middle of it."""
    surface.going_on()
    met = edges.met_by(angle)
    if len(met) == 0:
        raise ValueError("the rim has a gap: the surface does not reach around the chord")
    weights = np.exp((met[:, 0] - met[:, 0].max()) / _SUMMIT_MM)
    return np.asarray(np.average(met, axis=0, weights=weights))
