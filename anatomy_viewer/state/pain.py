"""Which pain patterns a picture shows and how; what was asked of the skin; the pain drawn on it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

PainSide = Literal["right", "left"]
PainPalette = Literal["red", "blue", "orange"]
PainSkin = Literal["ghost", "solid"]
"""The skin outside the zones: a ghost through which muscles and bones are seen, or whole."""
PainTool = Literal["look", "find", "brush", "eraser"]
"""What a press on the skin does: turns the picture as ever; asks what sends pain there; draws pain; takes it away."""

PALETTE_IDS: tuple[PainPalette, ...] = get_args(PainPalette)
PAIN_TOOLS: tuple[PainTool, ...] = get_args(PainTool)

BRUSH_RANGE_MM = (4.0, 40.0)
"""Radius of the brush."""

Place = tuple[float, float, float]
"""A point of the neutral skin, mm."""


@dataclass(frozen=True)
class PainStroke:
    """One stroke of the brush.

    Where it went on the neutral skin and its radius, mm; whether it takes away; whether the other side is drawn too.
    """

    points: tuple[Place, ...]
    radius_mm: float
    erase: bool = False
    mirror: bool = False


@dataclass(frozen=True)
class PainView:
    """The pain patterns of a picture.

    `shown` is the one switch for all of it; `points` are the ids of the trigger points that are on, sorted; `side` is
    the side that the number keys mean. `opacity` is that of the zones, 0-1. `referral_paths` draws the way from each
    point to its zones, `press` the place on the skin over each point, `parts` paints muscles and bones under the zones
    too.
    `asked` is a place and `region` a named region of the skin about which the picture tells what sends pain there.
    `tool` is what a press on the skin does, `brush_mm` the radius and `mirror` the symmetry of the strokes to come;
    `drawing` the strokes so far.
    """

    shown: bool = False
    points: tuple[str, ...] = ()
    side: PainSide = "right"
    palette: PainPalette = "red"
    opacity: float = 0.85
    skin: PainSkin = "ghost"
    referral_paths: bool = False
    press: bool = False
    parts: bool = False
    asked: Place | None = None
    region: str | None = None
    tool: PainTool = "look"
    brush_mm: float = 12.0
    mirror: bool = False
    drawing: tuple[PainStroke, ...] = ()


NO_PAIN = PainView()


_FARTHEST_MM = 5000.0
_STROKE_RANGE_MM = (3.0, 80.0)
_MOST_STROKES, _MOST_POINTS = 5000, 20_000
"""More than a person draws; a file with more is not a drawing."""
_MOST_WORK, _STEP = 300_000.0, 0.3
"""In all, in the work of a touch of the finest brush; how far apart touches are, as a share of the radius."""


def problems(pain: PainView) -> Iterator[str]:
    """What of a view describes no picture: key, what was expected and what was found."""
    if not 0.0 <= pain.opacity <= 1.0:
        yield f"opacity: expected 0 to 1, found {pain.opacity}."
    low, high = BRUSH_RANGE_MM
    if not low <= pain.brush_mm <= high:
        yield f"brush_mm: expected {low:g} to {high:g}, found {pain.brush_mm}."
    if pain.points != tuple(sorted(set(pain.points))):
        yield "points: expected ids in alphabetical order, each once."
    if pain.asked is not None and max(map(abs, pain.asked)) > _FARTHEST_MM:
        yield f"asked: expected a point within {_FARTHEST_MM:g} mm of the origin."
    if len(pain.drawing) > _MOST_STROKES:
        yield f"drawing: expected at most {_MOST_STROKES} strokes, found {len(pain.drawing)}."
    work = 0.0
    for index, stroke in enumerate(pain.drawing[:_MOST_STROKES]):
        wrong = [f"drawing.{index}.{problem}" for problem in _stroke_problems(stroke)]
        yield from wrong
        work += 0.0 if wrong else _work(stroke)
    if work > _MOST_WORK:
        yield "drawing: expected strokes as a person draws them, found many times more."


def _work(stroke: PainStroke) -> float:
    """What it takes to paint a stroke."""
    length = sum(math.dist(one, other) for one, other in pairwise(stroke.points))
    return (1.0 + length / (_STEP * stroke.radius_mm)) * (1.0 + (stroke.radius_mm / 6.0) ** 2)


def _stroke_problems(stroke: PainStroke) -> Iterator[str]:
    low, high = _STROKE_RANGE_MM
    if not 1 <= len(stroke.points) <= _MOST_POINTS:
        yield f"points: expected 1 to {_MOST_POINTS} of them, found {len(stroke.points)}."
    if not low <= stroke.radius_mm <= high:
        yield f"radius_mm: expected {low:g} to {high:g}, found {stroke.radius_mm}."
    if any(max(map(abs, point)) > _FARTHEST_MM for point in stroke.points):
        yield f"points: expected points within {_FARTHEST_MM:g} mm of the origin."
