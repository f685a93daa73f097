"""The measures of a fan above the scene: thin lines with a casing, so that they can be read over anything."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from anatomy_viewer.scene.spread import Measure, dashed
from anatomy_viewer.scene.themes import Palette
from anatomy_viewer.stage.ribbons import Ribbons, Stroke
from anatomy_viewer.stage.vtk_names import vtkRenderer
from anatomy_viewer.state.view_state import Camera

_LINE = Stroke(radius=0.3, thinnest_px=1.0, lift=2.0, flat=True)
_CASING = Stroke(radius=0.8, thinnest_px=2.1, flat=True)


class SpreadMark:
    """Draws the measures of one fan at a time, each as long as it is turned towards the eye."""

    def __init__(self, renderer: vtkRenderer, palette: Palette) -> None:
        self._renderer = renderer
        self._palette = palette
        self._drawn: list[tuple[Measure, Ribbons, Ribbons]] = []

    def show(self, measures: tuple[Measure, ...]) -> None:
        """Draws these measures instead of the ones before."""
        if measures != tuple(measure for measure, *_ in self._drawn):
            kept = {id(measure): drawn for measure, *drawn in self._drawn}
            for ribbons in self._ribbons():
                self._renderer.RemoveActor(ribbons.actor)
            self._drawn = [(one, *(kept.get(id(one)) or _lines_of(one))) for one in measures]
            for ribbons in self._ribbons():
                self._renderer.AddActor(ribbons.actor)
            self.set_palette(self._palette)

    def set_palette(self, palette: Palette) -> None:
        """Colours them for the background."""
        self._palette = palette
        for _, casing, line in self._drawn:
            casing.actor.GetProperty().SetColor(*palette.casing)
            line.actor.GetProperty().SetColor(*palette.measure)

    def look_from(self, camera: Camera) -> None:
        """Follows the camera."""
        eye = np.array(camera.position)
        for measure, *both in self._drawn:
            for ribbons in both:
                ribbons.actor.SetVisibility(measure.read_from(eye))
                ribbons.look_from(eye, camera.view_angle_deg)

    def close(self) -> None:
        """Takes everything off the picture."""
        for ribbons in self._ribbons():
            self._renderer.RemoveActor(ribbons.actor)
        self._drawn = []

    def _ribbons(self) -> Iterator[Ribbons]:
        for _, *both in self._drawn:
            yield from both


def _lines_of(measure: Measure) -> tuple[Ribbons, Ribbons]:
    """Casing and line; the true angle in space is dashed, to be told from the one seen from the side."""
    lines = list(measure.lines)
    if measure.kind == "space":
        lines = [dash for line in lines for dash in dashed(line)]
    return Ribbons(lines, _CASING), Ribbons(lines, _LINE)
