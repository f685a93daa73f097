"""Turns what mouse and keys ask for into cameras, and sends them to the store."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.stage.camera_moves import center_on, orbit, pan, zoom
from anatomy_viewer.stage.picking import pixel_ray
from anatomy_viewer.state import commands
from anatomy_viewer.state.view_state import Camera
from anatomy_viewer.state.views import fitted_camera, view_camera

FREEHAND = "freehand"
"""Merge key of all turning, shifting and zooming: a stretch of it is one undo step."""

DRAG_TURN_DEG = 200.0
"""How far a drag across the whole height of the view turns, in degrees."""


def point_at_focus(camera: Camera, x: float, y: float, width: int, height: int) -> Vector:
    """The point of the plane through the focal point under a pixel, (3,) mm; pixels count from the bottom left."""
    start, direction = pixel_ray(camera, x, y, width, height)
    forward = np.subtract(camera.focal_point, camera.position)
    return start + direction * float((forward @ forward) / (direction @ forward))


class CameraControl:
    """Moves the camera of whatever document is open; without one it does nothing."""

    def __init__(self, document: Callable[[], Document | None]) -> None:
        self._document = document

    def turn(self, dx_deg: float, dy_deg: float) -> None:
        """Turns the scene right and up by degrees."""
        self._move(lambda camera: orbit(camera, dx_deg, dy_deg))

    def pan(self, dx: float, dy: float) -> None:
        """Shifts the scene right and up by fractions of the view's height."""
        self._move(lambda camera: pan(camera, dx, dy, 1.0))

    def zoom(self, factor: float, toward: Vector | None = None) -> None:
        """Goes nearer by `factor`; the point `toward`, (3,) mm, stays where it is in the picture."""
        self._move(lambda camera: zoom(camera, factor, toward))

    def zoom_at(self, factor: float, x: float, y: float, width: int, height: int) -> None:
        """Goes nearer by `factor` toward a pixel, counted from the bottom left of a view of that size."""
        self._move(lambda camera: zoom(camera, factor, point_at_focus(camera, x, y, width, height)))

    def center_on(self, point: Vector) -> None:
        """Looks at `point`, (3,) mm, from the same side."""
        document = self._document()
        if document:
            document.store.do(commands.set_camera(center_on(document.state.camera, point)))

    def show_view(self, view_id: str) -> None:
        """Goes to a named view."""
        document = self._document()
        if document:
            document.store.do(commands.set_camera(view_camera(document.atlas, view_id), "Change view"))

    def fit_shown(self) -> None:
        """Goes as near as shows all that is not hidden, from the same side; with all hidden it stays."""
        document = self._document()
        if document is None:
            return
        state = document.state
        shown = [part.vertices for id_, part in document.atlas.structures.items() if state.look(id_).visible]
        if shown:
            document.store.do(commands.set_camera(fitted_camera(state.camera, np.concatenate(shown)), "Fit"))

    def _move(self, move: Callable[[Camera], Camera]) -> None:
        document = self._document()
        if document:
            camera = move(document.state.camera)
            document.store.do(commands.set_camera(camera, merge_key=FREEHAND))
