"""The legend of a picture of pain: what the colours mean, and what they do not mean; it never covers a zone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.scene.legend import Entry
from anatomy_viewer.scene.themes import Color, Palette
from anatomy_viewer.stage.flat import FlatShapes, Shape, bar, box, disc
from anatomy_viewer.stage.projection import Projection
from anatomy_viewer.stage.vtk_names import vtkRenderer
from anatomy_viewer.stage.writing import Style, Writer, extent

Pixels = npt.NDArray[np.float64]

_LETTER = 1 / 58
"""Height of the letters, in heights of the picture; never below what can be read."""
_LEAST_LETTER_PX = 12
_ROW, _PAD, _SWATCH, _GAP, _MARGIN = 1.5, 0.7, 2.4, 0.6, 0.8
"""Height of a row, room around all, width of a colour sample, room beside it, room to the picture's edge; letters."""
WHITE: Color = (1.0, 1.0, 1.0)
"""Beside a referral path, which is dark in every palette."""
_FORMS: tuple[tuple[bool, int], ...] = ((True, 54), (True, 36), (False, 54), (False, 30))
"""Whether the entries stand, and after how many letters the note is broken: from the best to the smallest."""
_WIDEST = 0.6
"""No line of it is wider than this share of the picture."""
_TRIES = 7
"""Places that are tried along each edge and across the picture."""


@dataclass(frozen=True, eq=False)
class Taken:
    """What the legend keeps off.

    points: of the zones, (n, 2) pixels, each with `reach` around it; boxes: (n, 4), left, bottom, right, top; anatomy:
    points (n, 2) of which it covers as few as it can.
    """

    points: Pixels
    reach: float
    boxes: Pixels
    anatomy: Pixels


class Legend:
    """Draws the legend in the layer above the scene."""

    def __init__(self, renderer: vtkRenderer) -> None:
        self._renderer = renderer
        self._shapes = FlatShapes()
        self._writer = Writer(renderer)
        renderer.AddActor(self._shapes.actor)

    def draw(self, entries: Sequence[Entry], note: str, view: Projection, taken: Taken, palette: Palette) -> None:
        """Draws entries and note where nothing is covered; the entries give way to the note, which always stands."""
        self.clear()
        letter = max(view.height * _LETTER, _LEAST_LETTER_PX)
        for whole, letters in _FORMS:
            rows = entries if whole else ()
            lines = textwrap.wrap(note, letters)
            style = Style(letter, palette.hover, _WIDEST * view.width)
            size = _size([entry.text for entry in rows], lines, style)
            place = free_place(size, (view.width, view.height), taken, _MARGIN * letter)
            if place is None and (whole, letters) != _FORMS[-1]:
                continue
            corner = (view.width - size[0] - _MARGIN * letter, _MARGIN * letter)
            low = np.array(place if place is not None else corner)
            self._put(rows, lines, low, size, style, view, palette)
            return

    def clear(self) -> None:
        """Takes it away."""
        self._writer.clear()
        self._shapes.actor.VisibilityOff()

    def close(self) -> None:
        """Lets go of everything."""
        self.clear()
        self._writer.close()
        self._renderer.RemoveActor(self._shapes.actor)

    def _put(
        self,
        rows: Sequence[Entry],
        notes: Sequence[str],
        low: Pixels,
        size: tuple[float, float],
        style: Style,
        view: Projection,
        palette: Palette,
    ) -> None:
        letter = style.letter
        shapes = [Shape(box(low, low + size), palette.background, layer=4)]
        y = low[1] + size[1] - (_PAD + _ROW / 2) * letter
        left = low[0] + _PAD * letter
        for entry in rows:
            corner = np.array([left, y - 0.5 * letter])
            shapes += _sample(entry, corner, corner + (_SWATCH * letter, letter), letter, palette)
            self._write(entry.text, style, left + (_SWATCH + _GAP) * letter, y)
            y -= _ROW * letter
        for text in notes:
            self._write(text, style, left, y)
            y -= _ROW * 0.85 * letter
        self._shapes.draw(shapes, view)

    def _write(self, text: str, style: Style, x: float, y: float) -> None:
        """A line of text that begins at `x`, its middle as high as `y`."""
        alike = sum(shown.text == text for shown in self._writer.shown)
        writing = self._writer.text(text, style, alike)
        self._writer.show(writing, x, y - writing.size[1] / 2)


def _size(texts: Sequence[str], notes: Sequence[str], style: Style) -> tuple[float, float]:
    """Width and height of the legend, pixels."""
    letter = style.letter
    wide = [extent(text, style)[0] + (_SWATCH + _GAP) * letter for text in texts]
    wide += [extent(text, style)[0] for text in notes]
    high = (_ROW * len(texts) + 0.85 * _ROW * len(notes)) * letter
    return max(wide, default=0.0) + 2 * _PAD * letter, high + 1.6 * _PAD * letter


def free_place(
    size: tuple[float, float], picture: tuple[float, float], taken: Taken, margin: float
) -> tuple[float, float] | None:
    """The bottom left corner, pixels, at which a box of that size covers nothing that is taken; None if nowhere.

    Of several the one that covers least of the anatomy; of those right before left, bottom before top.
    """
    room = np.array(picture) - size - 2 * margin
    if (room < 0).any():
        return None
    lows = [margin + np.array([x, y]) * room for x, y in _tries()]
    free = [low for low in lows if not _covers(low, low + size, taken)]
    if not free:
        return None
    hidden = [((taken.anatomy > low) & (taken.anatomy < low + size)).all(axis=1).sum() for low in free]
    low = free[int(np.argmin(hidden))]
    return float(low[0]), float(low[1])


def _tries() -> Iterator[tuple[float, float]]:
    """Places in the picture, 0-1 each way, the most welcome first."""
    steps = [float(step) for step in np.linspace(0, 1, _TRIES)]
    yield from ((1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    yield from ((x, y) for x in (1.0, 0.0) for y in steps)
    yield from ((x, y) for y in (0.0, 1.0) for x in reversed(steps))
    yield from ((x, y) for x in steps[-2:0:-1] for y in steps[1:-1])


def _covers(low: Pixels, high: Pixels, taken: Taken) -> bool:
    near, far = low - taken.reach, high + taken.reach
    if ((taken.points > near) & (taken.points < far)).all(axis=1).any():
        return True
    boxes = taken.boxes
    return bool(((boxes[:, :2] < high) & (boxes[:, 2:] > low)).all(axis=1).any())


def _sample(entry: Entry, low: Pixels, high: Pixels, letter: float, palette: Palette) -> list[Shape]:
    if entry.sample == "mark":
        middle, arm = (low + high) / 2, 0.42 * letter
        return cross(middle, arm, letter, palette.hover, palette.casing)
    if entry.sample == "line":
        return _dashed(low, high, letter, entry.color)
    if entry.sample == "ring":
        middle = (low + high) / 2
        rings = ((0.45, entry.color, 0), (0.31, palette.background, -1))
        casing = Shape(disc(middle, 0.53 * letter, 32), palette.casing, layer=1)
        return [*(Shape(disc(middle, radius * letter, 32), color, layer) for radius, color, layer in rings), casing]
    if entry.sample == "plain":
        return [Shape(box(low, high), entry.color, layer=2)]
    shapes = [Shape(box(low, high), entry.paler, layer=2)]
    width = (high[0] - low[0]) / 4
    slant = np.array([0.5 * width, 0.0])
    for stripe in range(4):
        start = low + (stripe * width, 0.0)
        foot = np.array([start, start + (0.45 * width, 0.0)])
        top = foot[::-1] + slant + (0.0, high[1] - low[1])
        shapes.append(Shape(np.concatenate([foot, top]), entry.color, layer=1))
    return shapes


def _dashed(low: Pixels, high: Pixels, letter: float, color: Color) -> list[Shape]:
    """A referral path as it is in the picture: in dashes."""
    height, step = (low[1] + high[1]) / 2, (high[0] - low[0]) / 5
    shapes = []
    for dash in (0, 2, 4):
        ends = np.array([(low[0] + dash * step, height), (low[0] + (dash + 1) * step, height)])
        shapes.append(Shape(bar(ends[0], ends[1], 0.12 * letter), color))
        shapes.append(Shape(bar(ends[0], ends[1], 0.2 * letter), WHITE, layer=1))
    return shapes


def cross(middle: Pixels, arm: float, letter: float, ink: Color, casing: Color) -> list[Shape]:
    """An X, with arms of that length in pixels."""
    shapes = []
    for slope in (1.0, -1.0):
        reach = arm * np.array([0.7071, 0.7071 * slope])
        shapes.append(Shape(bar(middle - reach, middle + reach, 0.11 * letter), ink))
        shapes.append(Shape(bar(middle - reach * 1.12, middle + reach * 1.12, 0.21 * letter), casing, layer=1))
    return shapes
