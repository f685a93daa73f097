"""The pain drawn by hand, as values on the skin; going on with a stroke costs only what is new of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.pain.drawing import PainDrawing, Stroke, canvas_of
from anatomy_viewer.state.pain import PainStroke

Floats = npt.NDArray[np.float32]
Strokes = tuple[PainStroke, ...]


class Sketch:
    """Values of one drawing over the skin, (n_skin,) and (n_light,) float32 0-1."""

    def __init__(self, atlas: Atlas) -> None:
        self._canvas = canvas_of(atlas)
        self._strokes: Strokes = ()
        self.full: Floats = self._canvas.values(PainDrawing()).copy()

    @property
    def light(self) -> Floats:
        """The values over the light skin."""
        return self._canvas.light(self.full)

    def follow(self, strokes: Strokes) -> bool:
        """Draws these strokes; whether that changed anything."""
        if strokes == self._strokes:
            return False
        new = _gone_on(self._strokes, strokes)
        if new is None:
            self.full = self._canvas.values(as_drawing(strokes)).copy()
        for stroke in new or ():
            self._canvas.stroke(self.full, _stroke(stroke))
        self._strokes = strokes
        return True


def as_drawing(strokes: Strokes) -> PainDrawing:
    """The strokes of a state as a drawing."""
    return PainDrawing(tuple(map(_stroke, strokes)))


def _stroke(stroke: PainStroke) -> Stroke:
    return Stroke(stroke.points, stroke.radius_mm, stroke.erase, stroke.mirror)


def _gone_on(old: Strokes, new: Strokes) -> Strokes | None:
    """What has been drawn since, where `new` only goes on from `old`; None where it does not."""
    if not old:
        return new
    kept = len(old) - 1
    if len(new) < len(old) or new[:kept] != old[:kept]:
        return None
    last, grown = old[kept], new[kept]
    if replace(grown, points=last.points) != last or grown.points[: len(last.points)] != last.points:
        return None
    if grown.points == last.points:
        return new[len(old) :]
    added = replace(grown, points=grown.points[len(last.points) - 1 :])  # from the point where it had stopped
    return (added, *new[len(old) :])
