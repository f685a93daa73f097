"""What is drawn of a motion above the scene: lines, arrows and texts in pixels, made from points of the scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyvista as pv

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.scene.themes import Color, Palette
from anatomy_viewer.stage.notes import Note
from anatomy_viewer.stage.projection import Projection

Points = npt.NDArray[np.float64]

_LAYER = 0.0004
"""How much farther the casings lie than the lines, in distances to the focal point."""
_CASING = 0.05
"""How far the casing stands out on each side of a line, in letters."""
_HEAD_LONG, _HEAD_WIDE = 0.9, 0.38
"""Length and half width of an arrow's head, in letters; never more than half of a short arrow."""


@dataclass(frozen=True)
class Group:
    """Quadrilaterals (n, 4, 2), pixels, convex, of one colour; of two groups the one of the lower layer is whole."""

    quads: Points
    color: Color
    layer: int


@dataclass(eq=False)
class Sketch:
    """Collects shapes and notes; `letter` is the height of a letter in pixels, in which widths are given."""

    view: Projection
    palette: Palette
    letter: float
    groups: list[Group] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def faces(self, center: Vector, normal: Vector) -> bool:
        """Whether a plane through a point, (3,) mm, is turned so far to the eye that what lies in it can be read."""
        sight = np.subtract(self.view.camera.position, center)
        return bool(abs(sight @ normal) > _EDGE_ON * np.linalg.norm(sight))

    def line(self, points: Points, half_width: float, color: Color) -> None:
        """A line through points (n, 3) mm, with a casing."""
        points = np.asarray(points, np.float64)
        self._bars(*self.view.pieces(points[:-1], points[1:]), half_width, color)

    def dashed(self, start: Vector, stop: Vector, half_width: float, color: Color, dashes: int = 7) -> None:
        """A straight line in dashes."""
        points = start + np.linspace(0.0, 1.0, 2 * dashes)[:, None] * (stop - start)
        self._bars(*self.view.pieces(points[::2], points[1::2]), half_width, color)

    def arrow(self, start: Vector, stop: Vector, half_width: float, color: Color) -> None:
        """An arrow from one point to another, (3,) mm each; without its head where that lies outside what is drawn."""
        starts, stops = self.view.pieces(start[None], stop[None])
        lengths = np.linalg.norm(stops - starts, axis=1)
        if not (lengths >= 1.0).any():
            return
        tail, tip, length = starts[0], stops[0], float(lengths[0])
        if not np.allclose(tip, self._pixels(stop[None])[0], atol=0.5):
            self._bars(starts, stops, half_width, color)
            return
        along = (tip - tail) / length
        neck = tip - along * min(_HEAD_LONG * self.letter, length / 2)
        self._bars(tail[None], neck[None], half_width, color)
        aside = np.array([-along[1], along[0]])
        for wider, tone, layer in ((0.0, color, 0), (_CASING * self.letter, self.palette.casing, 1)):
            wing = aside * (_HEAD_WIDE * self.letter + 1.6 * wider)
            base, point = neck - along * wider, tip + along * 2 * wider
            self.groups.append(Group(np.array([[base - wing, point, point, base + wing]]), tone, layer))

    def note(self, text: str, at: Vector, toward: Vector, color: Color, *, small: bool = False) -> None:
        """A text beside a point, (3,) mm, on the side that a direction of the scene, (3,), leads to."""
        [place] = self._pixels(at[None])
        if np.isfinite(place).all():
            aside = self._pixels(self.view.just_before(at, toward, _FAR_MM)[None])[0] - place
            led = bool(np.isfinite(aside).all() and np.abs(aside).max() > 1.0)
            self.notes.append(Note(text, color, place, aside if led else _RIGHT, small))

    def mesh(self) -> pv.PolyData | None:
        """All shapes as one surface, upright before the camera, coloured by its cell array "color"; None if empty."""
        if not self.groups:
            return None
        counts = [len(group.quads) for group in self.groups]
        quads = np.concatenate([group.quads for group in self.groups])
        depth = 1.0 + _LAYER * np.repeat([group.layer for group in self.groups], counts)
        points = self.view.points(quads.reshape(-1, 2), np.repeat(depth, 4)[:, None])
        corner = 4 * np.arange(len(quads))[:, None]
        triangles = np.stack([corner + [0, 1, 2], corner + [0, 2, 3]], axis=1).reshape(-1, 3)
        mesh = pv.PolyData.from_regular_faces(cast("Any", points), cast("Any", triangles))
        colors = (255 * np.array([group.color for group in self.groups])).round().astype(np.uint8)
        mesh.cell_data["color"] = np.repeat(colors, 2 * np.array(counts), axis=0)
        return mesh

    def _pixels(self, points: Points) -> Points:
        return self.view.pixels(np.asarray(points, np.float64))

    def _bars(self, starts: Points, stops: Points, half_width: float, color: Color) -> None:
        """Straight pieces (n, 2) pixels each, a little longer than they are, so that they join."""
        if len(starts) == 0:
            return
        along = stops - starts
        along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
        for wider, tone, layer in ((0.0, color, 0), (_CASING, self.palette.casing, 1)):
            width = (half_width + wider) * self.letter
            aside, longer = width * np.column_stack([-along[:, 1], along[:, 0]]), 0.5 * width * along
            low, high = starts - longer, stops + longer
            quads = np.stack([low + aside, low - aside, high - aside, high + aside], axis=1)
            self.groups.append(Group(quads, tone, layer))


_EDGE_ON = 0.15
"""Cosine of the angle from which a plane is too much seen from its edge."""
_RIGHT = np.array([1.0, 0.0])
_FAR_MM = 50.0


def paler(color: Color, background: Color, share: float) -> Color:
    """A colour of which so large a share, 0-1, is left."""
    red, green, blue = (share * one + (1.0 - share) * other for one, other in zip(color, background, strict=True))
    return red, green, blue


def on_circle(center: Vector, reach: float, zero: Vector, ninety: Vector, degrees: Sequence[float]) -> Points:
    """Points at a distance from a centre, at angles from one unit direction to another square to it, (n, 3) mm."""
    turns = np.radians(np.asarray(degrees))[:, None]
    return np.asarray(center + reach * (np.cos(turns) * zero + np.sin(turns) * ninety))
