"""From points of the scene to pixels of the picture, and back onto an upright plane before the camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.state.view_state import Camera

Points = npt.NDArray[np.float64]

_NEAREST_MM = 1.0
"""What lies nearer before the eye is nowhere in the picture."""
_BESIDE = 8.0
"""Lines are drawn so many sizes of the picture beyond its edges."""


@dataclass(frozen=True)
class Projection:
    """A camera and the size of its picture; pixels count from the bottom left."""

    camera: Camera
    width: float
    height: float

    def pixels(self, points: Points) -> Points:
        """Where points (n, 3) mm appear, (n, 2) pixels; NaN behind the eye or all but at it."""
        eye, right, up, forward = self._axes()
        seen = (points - eye) @ np.column_stack([right, up, forward])
        depth = np.where(seen[:, 2] >= _NEAREST_MM, seen[:, 2], np.nan)
        scale = 1 / (depth * self._slope())
        return np.column_stack([seen[:, 0] * scale + self.width / 2, seen[:, 1] * scale + self.height / 2])

    def pieces(self, starts: Points, stops: Points) -> tuple[Points, Points]:
        """Straight pieces between points (n, 3) mm each as they appear: ends of what is seen, (k, 2) pixels.

        What lies behind the eye or far outside the picture is cut off: so near to the eye a line of a few millimetres
        would be longer than can be drawn.
        """
        starts, stops = np.asarray(starts, np.float64), np.asarray(stops, np.float64)
        eye, _, _, forward = self._axes()
        depths = np.column_stack([(starts - eye) @ forward, (stops - eye) @ forward])
        before = (depths > 1.001 * _NEAREST_MM).any(axis=1) & np.isfinite(depths).all(axis=1)
        starts, stops, depths = starts[before], stops[before], depths[before]
        low, high = _within(depths, 1.001 * _NEAREST_MM, np.inf)
        low, high = np.maximum(low, 0.0), np.minimum(high, 1.0)
        along = stops - starts
        starts, stops = self.pixels(starts + low[:, None] * along), self.pixels(starts + high[:, None] * along)
        low, high = self.seen_shares(starts, stops)
        seen = low < high
        starts, along, low, high = starts[seen], (stops - starts)[seen], low[seen], high[seen]
        return starts + low[:, None] * along, starts + high[:, None] * along

    def seen_shares(self, starts: Points, stops: Points) -> tuple[Points, Points]:
        """Of pieces between pixels (n, 2) each, the shares at which they enter the picture and leave it, (n,).

        `_BESIDE` pictures on every side count to it. The first is not below the second where nothing is seen.
        """
        size = np.array([self.width, self.height])
        low, high = np.zeros(len(starts)), np.ones(len(starts))
        for axis in (0, 1):
            ends = np.column_stack([starts[:, axis], stops[:, axis]])
            enter, leave = _within(ends, -_BESIDE * size[axis], (1.0 + _BESIDE) * size[axis])
            low, high = np.maximum(low, enter), np.minimum(high, leave)
        return low, high

    def points(self, pixels: Points, depth: float | Points) -> Points:
        """Points (n, 3) mm that appear at pixels (n, 2), `depth` times, (n, 1) or one for all, as far as the focus."""
        eye, right, up, forward = self._axes()
        away = depth * float(np.linalg.norm(np.subtract(self.camera.focal_point, eye)))
        aside = (pixels - np.array([self.width, self.height]) / 2) * self._slope()
        return np.asarray(eye + away * (forward + aside[:, :1] * right + aside[:, 1:] * up))

    def just_before(self, point: Vector, toward: Vector, farthest_mm: float) -> Vector:
        """A point, (3,) mm, in a direction from one that is seen, so near to it that it is seen too."""
        step = farthest_mm * toward
        eye, _, _, forward = self._axes()
        depth, nearer = float((point - eye) @ forward), float(-step @ forward)
        share = min(1.0, 0.5 * (depth - _NEAREST_MM) / nearer) if nearer > 0.0 else 1.0
        return np.asarray(point + share * step)

    def _axes(self) -> tuple[Vector, Vector, Vector, Vector]:
        return np.array(self.camera.position, dtype=np.float64), *axes(self.camera)

    def _slope(self) -> float:
        return float(np.tan(np.radians(self.camera.view_angle_deg / 2)) / (self.height / 2))


def axes(camera: Camera) -> tuple[Vector, Vector, Vector]:
    """To the right, up, and away from the eye, unit vectors (3,); also where "up" lies in the line of sight."""
    forward = np.subtract(camera.focal_point, camera.position).astype(np.float64)
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, camera.view_up)
    if not np.linalg.norm(right) > 1e-9:
        right = np.cross(forward, np.eye(3)[np.abs(forward).argmin()])
    right /= np.linalg.norm(right)
    return right, np.cross(right, forward), forward


def _within(values: Points, least: float, most: float) -> tuple[Points, Points]:
    """Of pieces whose one coordinate runs between two values, (n, 2), the shares at which it enters a range and leaves.

    Shares below 0 and above 1 lie beyond the ends; the first is the larger one for a piece that is never in the range.
    """
    start, change = values[:, 0], values[:, 1] - values[:, 0]
    still = (change == 0.0) | ~np.isfinite(change)
    ends = [(end - start) / np.where(still, 1.0, change) for end in (least, most)]
    inside = (start >= least) & (start <= most)
    enter = np.where(still, np.where(inside, 0.0, 2.0), np.minimum(*ends))
    leave = np.where(still, np.where(inside, 1.0, -1.0), np.maximum(*ends))
    return enter, leave
