"""Lines around an attachment or along a part that is selected or under the pointer, drawn over the scene."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from anatomy_viewer.scene.placing import Matrix
from anatomy_viewer.scene.themes import Color
from anatomy_viewer.stage.outline import Line
from anatomy_viewer.stage.ribbons import Floats, Ribbons, Stroke
from anatomy_viewer.stage.vtk_names import vtkRenderer
from anatomy_viewer.state.view_state import Camera

_ALONG = 0.4
"""Share of the width of an outline that lines along fibres have."""


class PatchMark:
    """Draws the lines of one thing at a time, in a renderer of its own."""

    def __init__(self, renderer: vtkRenderer, line: Line) -> None:
        self._renderer = renderer
        self._line = line
        self._colors: tuple[Color, Color] = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
        self._boundary: npt.NDArray[np.floating] | None = None
        self._ribbons: list[Ribbons] = []
        self._matrix: Matrix | None = None

    def surround(self, boundary: npt.NDArray[np.floating] | None, matrix: Matrix | None, camera: Camera) -> None:
        """Moves to other lines, (m, n, 3) mm, on a body that stands there, or with None goes away."""
        same = boundary is self._boundary or (
            boundary is not None and self._boundary is not None and np.array_equal(boundary, self._boundary)
        )
        if not same:
            self._boundary = boundary
            self._draw()
        self._matrix = matrix
        self.look_from(camera)

    def set_colors(self, color: Color, casing: Color) -> None:
        """Sets the colour of the line and of the casing around it."""
        self._colors = color, casing
        self._draw()

    def look_from(self, camera: Camera) -> None:
        """Follows the camera."""
        for ribbons in self._ribbons:
            ribbons.place(self._matrix)
            ribbons.look_from(np.array(camera.position), camera.view_angle_deg)

    def _draw(self) -> None:
        for ribbons in self._ribbons:
            self._renderer.RemoveActor(ribbons.actor)
        self._ribbons = [] if self._boundary is None else list(self._layers(self._boundary.astype(np.float32)))
        for ribbons in self._ribbons:
            self._renderer.AddActor(ribbons.actor)

    def _layers(self, boundary: Floats) -> Iterator[Ribbons]:
        line, (color, casing) = self._line, self._colors
        along = (line.width * _ALONG, 4.0, color)  # each fibre of many, whose own colour stays to be seen
        around = (line.casing, 2.0, casing), (line.width, 4.0, color)
        for width, lift, tone in around if len(boundary) == 1 else (along,):
            ribbons = Ribbons(list(boundary), Stroke(radius=0.0, thinnest_px=width * 0.75, lift=lift, flat=True))
            ribbons.actor.GetProperty().SetColor(*tone)
            yield ribbons
