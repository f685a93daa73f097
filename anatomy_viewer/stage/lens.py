"""From the state's Camera to VTK's and back."""

from __future__ import annotations

import numpy as np

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.stage.vtk_names import vtkCamera
from anatomy_viewer.state.view_state import Camera

_NEAREST_MM = 2.0
"""Nothing nearer to the eye than this is drawn, in millimetres."""


def aim(lens: vtkCamera, camera: Camera, center: Vector, radius: float) -> None:
    """Points VTK's camera, and lets it see the ball around `center`, (3,) mm, and little more: depth stays fine."""
    lens.ParallelProjectionOff()
    lens.SetPosition(camera.position)
    lens.SetFocalPoint(camera.focal_point)
    lens.SetViewUp(camera.view_up)
    lens.SetViewAngle(camera.view_angle_deg)
    away = float(np.linalg.norm(np.subtract(center, camera.position)))
    far = max(away + radius, 10 * _NEAREST_MM)
    lens.SetClippingRange(max(away - radius, far / 5000, _NEAREST_MM), far)


def read_back(lens: vtkCamera) -> Camera:
    """The state's view of VTK's camera."""
    return Camera(lens.GetPosition(), lens.GetFocalPoint(), lens.GetViewUp(), lens.GetViewAngle())
