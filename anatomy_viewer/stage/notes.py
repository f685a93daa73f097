"""Short texts that stand at places of the picture, each on a patch of background, so that they can be read anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.scene.themes import Color
from anatomy_viewer.stage.vtk_names import vtkRenderer
from anatomy_viewer.stage.writing import Style, Writer

Pixels = npt.NDArray[np.float64]
_OUTSIDE = 0.25
"""What lies outside the picture by less than this share of it has its note at the edge."""
_FARTHEST = 12.0
"""So many of its heights a note moves to keep off others."""

Edges = tuple[float, float, float, float]
"""Left, bottom, right, top, pixels."""
Box = tuple[Pixels, Pixels]
"""Middle, and half of width and height, (2,) pixels each."""

_LETTER = 1 / 46
"""Height of the letters, in heights of the picture; never below what can be read."""
_LEAST_LETTER_PX = 14


def letter_px(height: float) -> float:
    """Height of the letters in a picture of this height, pixels."""
    return max(height * _LETTER, _LEAST_LETTER_PX)


@dataclass(frozen=True, eq=False)
class Note:
    """A text beside a point, (2,) pixels; toward: the direction, (2,), in which it is put; small: fine print."""

    text: str
    color: Color
    at: Pixels
    toward: Pixels
    small: bool = False


class Notes:
    """Draws notes in the layer above the scene."""

    def __init__(self, renderer: vtkRenderer) -> None:
        self._writer = Writer(renderer)
        self.boxes: list[Edges] = []
        """Where they stand now."""

    def draw(
        self, notes: Iterable[Note], size: tuple[int, int], background: Color, taken: Iterable[Edges] = ()
    ) -> None:
        """Draws these in place of those before, in a picture of this size, width and height; none leaves it.

        taken: boxes that they keep off where they can, left, bottom, right, top, pixels. Each also keeps off those
        before it.
        """
        self.clear()
        letter = letter_px(size[1])
        boxes = [(np.array([x + end, y + top]) / 2, np.array([end - x, top - y]) / 2) for x, y, end, top in taken]
        for note in notes:
            alike = sum(one.text == note.text for one in self._writer.shown)
            style = Style(letter * (0.8 if note.small else 1.0), note.color, size[0], patch=background)
            text = self._writer.text(note.text, style, alike)
            half = np.array(text.size) / 2
            low, high = half + 0.3 * letter, np.array(size) - half - 0.3 * letter
            toward = note.toward / max(float(np.abs(note.toward).max()), 1e-9)
            middle = note.at + toward * (half + 0.4 * letter)
            if (np.abs(note.at / size - 0.5) < 0.5 + _OUTSIDE).all():
                middle = np.clip(middle, low, high)
            x, y = _free(middle, half + 0.15 * letter, boxes, (low[1], high[1])) - half
            self._writer.show(text, float(x), float(y))
            self.boxes.append((float(x), float(y), float(x + 2 * half[0]), float(y + 2 * half[1])))

    def clear(self) -> None:
        """Takes them away."""
        self._writer.clear()
        self.boxes = []

    def close(self) -> None:
        """Lets go of what was kept."""
        self._writer.close()
        self.boxes = []


def _free(middle: Pixels, half: Pixels, taken: list[Box], heights: tuple[float, float]) -> Pixels:
    """The place nearest to a wanted one, up or down from it within the picture, that overlaps no other; then taken."""
    steps = [0.0] + [sign * step for step in np.arange(0.5, _FARTHEST, 0.5) for sign in (-1.0, 1.0)]
    tried = (middle + np.array([0.0, step * 2 * half[1]]) for step in steps)
    places = (place for place in tried if heights[0] <= place[1] <= heights[1])
    place = next((place for place in places if not any(_overlap(place, half, *other) for other in taken)), middle)
    taken.append((place, half))
    return place


def _overlap(middle: Pixels, half: Pixels, other: Pixels, other_half: Pixels) -> bool:
    return bool((np.abs(middle - other) < half + other_half).all())
