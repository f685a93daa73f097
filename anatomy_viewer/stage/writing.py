"""Texts of the picture: drawn here letter for letter, in any script, and laid before the scene as small pictures.

VTK's own texts know the letters of few scripts, and take `$` for the beginning of a formula.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyvista as pv
from PIL import Image, ImageDraw, ImageFont

from anatomy_viewer.atlas.plain_text import plain
from anatomy_viewer.scene.themes import Color
from anatomy_viewer.stage.letters import house_font, runs
from anatomy_viewer.stage.vtk_names import vtkPolyDataMapper2D, vtkRenderer, vtkTexture, vtkTexturedActor2D

Mask = npt.NDArray[np.float32]

_EM = 0.94
"""Size of the font in letters as the picture counts them: its letters are broader than most."""
_ABOVE, _BELOW = 0.93, 0.24
"""From the base of a line to its upper and lower end, in sizes of the font."""
_MOST_ABOVE, _MOST_BELOW = 1.6, 0.8
"""Marks heaped upon a letter get so much room at most."""
_PAD_PX = 2
_PATCH = 0.85
"""Opacity of the background behind a text."""
_MOST_KEPT = 400
"""Pictures of so many texts are kept: every degree of a motion, and the forces it takes."""
_MOST_LETTERS, _MOST_LINES = 400, 40
"""No line and no text is longer, whatever a model calls its parts: more than any picture has room for."""
_ELLIPSIS = "…"


@dataclass(frozen=True)
class Style:
    """How a text is drawn.

    letter: size of the letters, pixels; widest: no line is wider, pixels; spacing: from line to line, in heights of a
    line; patch: colour of the background behind it, None for none; flush: where shorter lines begin, 0 left, 1 right.
    """

    letter: float
    color: Color
    widest: float
    patch: Color | None = None
    spacing: float = 1.0
    flush: float = 0.0


class Writing:
    """One text, drawn; `put` says where it stands."""

    def __init__(self, text: str, style: Style) -> None:
        self.text = text
        self.size = extent(text, style)
        """Width and height, pixels."""
        self.actor = _actor(_colored(drawn(text, style), style))

    def put(self, x: float, y: float) -> None:
        """Puts its lower left corner at a pixel, counted from the bottom left."""
        self.actor.SetPosition(round(x), round(y))


class Writer:
    """The texts of one part of the picture; one drawn before is not drawn again."""

    def __init__(self, renderer: vtkRenderer) -> None:
        self._renderer = renderer
        self._kept: dict[Hashable, Writing] = {}
        self.shown: list[Writing] = []
        """What stands in the picture now."""

    def text(self, text: str, style: Style, copy: int = 0) -> Writing:
        """A text, not yet in the picture; `copy` tells apart texts that stand there more than once."""
        key = text, style, copy
        if key not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = Writing(text, style)
        return self._kept[key]

    def show(self, writing: Writing, x: float, y: float) -> None:
        """Puts a text into the picture, its lower left corner at a pixel."""
        writing.put(x, y)
        self._renderer.AddViewProp(writing.actor)
        self.shown.append(writing)

    def clear(self) -> None:
        """Takes all texts out of the picture."""
        for writing in self.shown:
            self._renderer.RemoveViewProp(writing.actor)
        self.shown = []

    def close(self) -> None:
        """Lets go of what was kept."""
        self.clear()
        self._kept.clear()


def extent(text: str, style: Style) -> tuple[float, float]:
    """Width and height of a text, pixels."""
    lines = _laid_out(text, style)
    height = sum(line.step for line in lines)
    return float(round(max(line.width for line in lines)) + 2 * _PAD_PX + 1), float(max(height, 1))


def drawn(text: str, style: Style) -> Mask:
    """How much ink each pixel of a text has, 0-1, (height, width) with its first row on top."""
    width, height = extent(text, style)
    canvas = Image.new("L", (int(width), int(height)), 0)
    pen = ImageDraw.Draw(canvas)
    points, base = _points(style), 0
    for line in _laid_out(text, style):
        base += line.step - line.below
        x = _PAD_PX + style.flush * (width - 2 * _PAD_PX - 1 - line.width)
        for font, piece in runs(line.text):
            face = _face(font.path, points)
            pen.text((round(x), base), piece, fill=255, font=face, anchor="ls")
            x += face.getlength(piece)
        base += line.below
    return np.asarray(canvas, np.float32) / 255.0


@dataclass(frozen=True)
class _Line:
    """A line of a text, its width, how far it goes below its base, and from the line before it to it; pixels."""

    text: str
    width: float
    below: int
    step: int


@lru_cache(maxsize=4000)
def _laid_out(text: str, style: Style) -> tuple[_Line, ...]:
    points, lines = _points(style), []
    for number, whole in enumerate(text.split("\n")[:_MOST_LINES]):
        line = _elided(whole, points, style.widest)
        above, below = _reach(line, points)
        step = round((above + below) * (style.spacing if number else 1.0))
        lines.append(_Line(line, _width(line, points), below, step))
    return tuple(lines)


def _points(style: Style) -> int:
    return max(round(style.letter * _EM), 1)


def _elided(line: str, points: int, widest: float) -> str:
    """As much of a line as has room, and an ellipsis for the rest."""
    line = plain(line)
    if len(line) <= _MOST_LETTERS and _width(line, points) <= widest:
        return line
    low, high = 0, min(len(line), _MOST_LETTERS)
    while low < high:  # the longest beginning that fits
        middle = (low + high + 1) // 2
        fits = _width(line[:middle].rstrip() + _ELLIPSIS, points) <= widest
        low, high = (middle, high) if fits else (low, middle - 1)
    return line[:low].rstrip() + _ELLIPSIS


@lru_cache(maxsize=4000)
def _width(line: str, points: int) -> float:
    return float(sum(_face(font.path, points).getlength(piece) for font, piece in runs(line)))


def _reach(line: str, points: int) -> tuple[int, int]:
    """How far a line goes above and below its base, pixels; in every line at least as far as plain letters."""
    above, below = _ABOVE * points, _BELOW * points
    for font, piece in runs(line):
        if font is not house_font() or not piece.isascii():
            _, top, _, bottom = _face(font.path, points).getbbox(piece, anchor="ls")
            above, below = max(above, -top), max(below, bottom)
    return round(min(above, _MOST_ABOVE * points)), round(min(below, _MOST_BELOW * points))


@lru_cache(maxsize=64)
def _face(path: Path, points: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, points)


def _colored(mask: Mask, style: Style) -> npt.NDArray[np.uint8]:
    """The text in its colour over its patch, (height, width, 4)."""
    behind = 0.0 if style.patch is None else _PATCH
    under = np.array(style.color if style.patch is None else style.patch, np.float32)
    alpha = mask + behind * (1.0 - mask)
    ink = mask[..., None] * np.array(style.color, np.float32)
    color = (ink + (alpha - mask)[..., None] * under) / np.maximum(alpha, 1e-6)[..., None]
    return np.round(np.dstack([color, alpha]) * 255.0).astype(np.uint8)


def _actor(pixels: npt.NDArray[np.uint8]) -> vtkTexturedActor2D:
    """A picture (height, width, 4), first row on top, pixel for pixel before the scene."""
    height, width, _ = pixels.shape
    image = pv.ImageData(dimensions=(width, height, 1))
    image.point_data["pixels"] = pixels[::-1].reshape(-1, 4)
    texture = vtkTexture()
    texture.SetInputData(image)
    texture.SetColorModeToDirectScalars()
    texture.InterpolateOff()
    texture.EdgeClampOn()
    corners = np.array([(0, 0, 0), (width, 0, 0), (width, height, 0), (0, height, 0)], np.float32)
    quad = pv.PolyData.from_regular_faces(cast("Any", corners), np.array([[0, 1, 2], [0, 2, 3]]))
    quad.point_data["at"] = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32)
    quad.GetPointData().SetActiveTCoords("at")
    mapper = vtkPolyDataMapper2D()
    mapper.SetInputData(quad)
    mapper.ScalarVisibilityOff()
    actor = vtkTexturedActor2D()
    actor.SetMapper(mapper)
    actor.SetTexture(texture)
    return actor
