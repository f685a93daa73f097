"""From points of the scene to pixels of the picture, and back onto an upright plane before the camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.state.view_state import Camera

Points = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Projection:
    """A camera and the size of its picture; pixels count from the bottom left."""

    camera: Camera
    width: float
    height: float

    def pixels(self, points: Points) -> Points:
        """Where points (n, 3) mm appear, (n, 2) pixels; behind the camera NaN."""
        eye, right, up, forward = self._axes()
        seen = (points - eye) @ np.column_stack([right, up, forward])
        depth = np.where(seen[:, 2] > 1e-6, seen[:, 2], np.nan)
        scale = 1 / (depth * self._slope())
        return np.column_stack([seen[:, 0] * scale + self.width / 2, seen[:, 1] * scale + self.height / 2])

    def points(self, pixels: Points, depth: float | Points) -> Points:
        """Points (n, 3) mm that appear at pixels (n, 2), `depth` times, (n, 1) or one for all, as far as the focus."""
        eye, right, up, forward = self._axes()
        away = depth * float(np.linalg.norm(np.subtract(self.camera.focal_point, eye)))
        aside = (pixels - np.array([self.width, self.height]) / 2) * self._slope()
        return np.asarray(eye + away * (forward + aside[:, :1] * right + aside[:, 1:] * up))

    def _axes(self) -> tuple[Vector, Vector, Vector, Vector]:
        eye = np.array(self.camera.position, dtype=np.float64)
        forward = np.subtract(self.camera.focal_point, eye)
        forward /= np.linalg.norm(forward)
        right = np.cross(forward, self.camera.view_up)
        right /= np.linalg.norm(right)
        return eye, right, np.cross(right, forward), forward

    def _slope(self) -> float:
        return float(np.tan(np.radians(self.camera.view_angle_deg / 2)) / (self.height / 2))
