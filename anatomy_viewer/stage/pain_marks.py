"""What stands above the scene where pain is shown: each trigger point's X and referral paths, and where to press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas, Vector
from anatomy_viewer.atlas.trigger_points import TriggerPoint
from anatomy_viewer.pain.regions import regions
from anatomy_viewer.scene.followed import Followed
from anatomy_viewer.scene.themes import Color, Palette
from anatomy_viewer.stage.flat import FlatShapes, Pixels, Shape, bar, disc
from anatomy_viewer.stage.pain_legend import WHITE, cross
from anatomy_viewer.stage.projection import Projection
from anatomy_viewer.stage.surface import Surface
from anatomy_viewer.stage.vtk_names import vtkRenderer
from anatomy_viewer.state.view_state import ViewState

Points = npt.NDArray[np.float64]

_LETTER = 1 / 46
_ARM, _CHOSEN_ARM, _FAR_ARM = 0.42, 0.58, 0.30
"""Arms of an X, of one that is selected, and of one on the far side of the body; in letters."""
_RING_MM, _RING_CORNERS = 12.0, 40
_REACH_PX = 12.0
"""A click this near to an X is meant for it, in pixels of a picture 800 high."""
_DASH = 0.55
"""Length of a dash of the referral path, and of the gap after it; in letters."""


@dataclass(frozen=True, eq=False)
class _Bound:
    """One trigger point, tied to what moves it."""

    point: TriggerPoint
    mark: Followed
    press: Followed
    referral_paths: tuple[Followed, ...]


class Marks:
    """Draws the marks, and knows which X is near a pixel."""

    def __init__(self, renderer: vtkRenderer, atlas: Atlas, skin: Surface, muscles: Mapping[str, Surface]) -> None:
        self._shapes = FlatShapes(nearer=10)
        self._renderer = renderer
        self._atlas = atlas
        self._skin = skin
        self._muscles = muscles
        self._bound: dict[str, _Bound] = {}
        self._seen: dict[str, Pixels] = {}
        renderer.AddActor(self._shapes.actor)

    def draw(self, state: ViewState, ids: Sequence[str], view: Projection, palette: Palette, path_color: Color) -> None:
        """Draws what a state shows of the trigger points `ids`."""
        letter = max(view.height * _LETTER, 14.0)
        eye = np.array(state.camera.position)
        shapes: list[Shape] = []
        self._seen = {}
        for id_ in ids:
            bound = self._tied(id_)
            press = self.press_at(id_)
            outward = self._skin.normals("light")[bound.press.nearest[0]].astype(np.float64)
            turned_away = float(outward @ (eye - press)) < 0
            place = view.pixels(self.mark_at(id_)[None])[0]
            if state.pain.referral_paths:
                shapes += self._referral_paths(bound, place, view, eye, letter, path_color)
            if state.pain.press and not turned_away:
                shapes += _ring(press, outward, view, letter, palette)
            if not np.isfinite(place).all():
                continue
            self._seen[id_] = place
            shapes += _mark(place, letter, palette, chosen=state.selected == id_, far=turned_away)
        asked = self._asked(state)
        if asked is not None:
            shapes += self._question(asked, view, letter, palette)
        self._shapes.draw(shapes, view)

    def mark_at(self, id_: str) -> Vector:
        """Where the X of a trigger point stands now, (3,) mm."""
        bound = self._tied(id_)
        return np.asarray(bound.mark.at(self._muscles[bound.point.muscle].points("light"))[0])

    def press_at(self, id_: str) -> Vector:
        """Where to press for it now, (3,) mm on the skin."""
        return np.asarray(self._tied(id_).press.at(self._skin.points("light"))[0])

    def near(self, x: float, y: float, height: float) -> str | None:
        """The trigger point whose X is at a pixel of a picture that high, counted from the bottom left; else None."""
        reach = _REACH_PX * height / 800
        away = {id_: float(np.hypot(*(place - (x, y)))) for id_, place in self._seen.items()}
        id_ = min(away, key=lambda one: away[one], default=None)
        return id_ if id_ is not None and away[id_] <= reach else None

    @property
    def places(self) -> Pixels:
        """Where the X are, (n, 2) pixels."""
        return np.array(list(self._seen.values())).reshape(-1, 2)

    def clear(self) -> None:
        """Takes all marks away."""
        self._seen = {}
        self._shapes.actor.VisibilityOff()

    def close(self) -> None:
        """Takes them off the scene."""
        self._renderer.RemoveActor(self._shapes.actor)

    def _tied(self, id_: str) -> _Bound:
        if id_ not in self._bound:
            point = self._atlas.trigger_points[id_]
            skin = self._skin.structure
            vertices = skin.full.vertices
            self._bound[id_] = _Bound(
                point,
                Followed(point.position, self._muscles[point.muscle].structure.light.vertices),
                Followed(point.press_position, skin.light.vertices),
                tuple(Followed(_thinned(path.on(vertices)), skin.light.vertices) for path in point.referral_paths),
            )
        return self._bound[id_]

    def _referral_paths(
        self, bound: _Bound, mark: Pixels, view: Projection, eye: Vector, letter: float, color: Color
    ) -> list[Shape]:
        """From the X to the middle of each part of the zones, soon over the skin; an arrow head where that is seen."""
        shapes: list[Shape] = []
        for path in bound.referral_paths:
            places = path.at(self._skin.points("light"))
            seen = np.einsum("kd,kd->k", self._skin.normals("light")[path.nearest], eye - places) > 0
            line = view.pixels(places)
            if np.isfinite([line[0], mark]).all():
                line += (np.linspace(1, 0, len(line)) ** 2)[:, None] * (mark - line[0])
            shapes += _dashes(line, seen, view, letter, color)
            if seen[-1] and len(line) > 2 and np.isfinite(line[[-3, -1]]).all():
                shapes += _head(line[-3], line[-1], letter, color)
        return shapes

    def _asked(self, state: ViewState) -> Vector | None:
        """The place that the picture answers for, or the middle of the region, (3,) mm on the neutral skin."""
        if state.pain.asked is not None:
            return np.array(state.pain.asked)
        found = regions(self._atlas).get(state.pain.region) if state.pain.region is not None else None
        return None if found is None else self._skin.structure.full.vertices[found.center].astype(np.float64)

    def _question(self, asked: Vector, view: Projection, letter: float, palette: Palette) -> list[Shape]:
        """Two rings at the place that was asked about."""
        neutral = self._skin.structure.light.vertices
        place = view.pixels(Followed(asked, neutral).at(self._skin.points("light")))[0]
        if not np.isfinite(place).all():
            return []
        circles = [place + radius * letter * (disc(np.zeros(2), 1.0, 33)) for radius in (0.28, 0.75)]
        circles = [np.vstack([circle, circle[:1]]) for circle in circles]
        ink = [shape for circle in circles for shape in _band(circle, 0.09 * letter, palette.hover, 0)]
        return ink + [shape for circle in circles for shape in _band(circle, 0.17 * letter, palette.casing, 1)]


def _ring(press: Vector, outward: Vector, view: Projection, letter: float, palette: Palette) -> list[Shape]:
    """A ring that lies on the skin."""
    across = np.cross(outward, [0.0, 0.0, 1.0] if abs(outward[2]) < 0.9 else [1.0, 0.0, 0.0])
    across /= np.linalg.norm(across)
    turn = np.linspace(0, 2 * np.pi, _RING_CORNERS + 1)[:, None]
    circle = press + _RING_MM * (np.cos(turn) * across + np.sin(turn) * np.cross(outward, across))
    starts, stops = view.pieces(circle[:-1], circle[1:])
    lines = (0.11 * letter, palette.selection, 2), (0.2 * letter, palette.casing, 3)
    return [
        Shape(bar(start, stop, width), color, layer)
        for width, color, layer in lines
        for start, stop in zip(starts, stops, strict=True)
    ]


def _thinned(path: Points) -> Points:
    """About two dozen points of a path, its ends among them."""
    return path[np.unique(np.linspace(0, len(path) - 1, 24).round().astype(int))]


def _mark(place: Pixels, letter: float, palette: Palette, *, chosen: bool, far: bool) -> list[Shape]:
    ink, casing = palette.hover, palette.casing
    if far:  # seen through the whole body: there, but not before it
        ink = _between(ink, palette.background, 0.55)
        return cross(place, _FAR_ARM * letter, letter * 0.8, ink, palette.background)
    shapes = cross(place, (_CHOSEN_ARM if chosen else _ARM) * letter, letter, ink, casing)
    if chosen:
        circle = disc(place, 0.95 * letter, 40)
        ring = np.vstack([circle, circle[:1]])
        shapes += _band(ring, 0.1 * letter, palette.selection, 0) + _band(ring, 0.19 * letter, casing, 1)
    return shapes


def _dashes(line: Pixels, seen: npt.NDArray[np.bool_], view: Projection, letter: float, color: Color) -> list[Shape]:
    """A dashed line through points, pixels, where both ends of a piece are seen and as far as it is in the picture."""
    shapes: list[Shape] = []
    run, dash = 0.0, _DASH * letter
    shares = np.column_stack(view.seen_shares(line[:-1], line[1:]))
    for start, stop, visible, (enter, leave) in zip(line[:-1], line[1:], seen[:-1] & seen[1:], shares, strict=True):
        length = float(np.linalg.norm(stop - start))
        if not np.isfinite(length) or length < 1e-6:
            continue
        if visible and enter < leave:
            skipped = enter * length
            for low, high in _on(run + skipped, (leave - enter) * length, dash):
                first, last = (start + (stop - start) * (skipped + at) / length for at in (low, high))
                shapes.append(Shape(bar(first, last, 0.09 * letter), color, layer=2))
                shapes.append(Shape(bar(first, last, 0.17 * letter), WHITE, layer=3))
        run += length
    return shapes


def _on(run: float, length: float, dash: float) -> list[tuple[float, float]]:
    """The parts of a piece of line that carry a dash, when so much of the line lies before it."""
    first, last = int(run // (2 * dash)), int((run + length) // (2 * dash))
    parts = [(2 * dash * i - run, 2 * dash * i + dash - run) for i in range(first, last + 1)]
    return [(max(low, 0.0), min(high, length)) for low, high in parts if high > 0 and low < length]


def _head(before: Pixels, tip: Pixels, letter: float, color: Color) -> list[Shape]:
    along = (tip - before) / max(float(np.linalg.norm(tip - before)), 1e-9)
    aside = np.array([-along[1], along[0]])

    def triangle(size: float) -> Pixels:
        return np.array(
            [tip + along * size * 0.4, tip - along * size + aside * size * 0.6, tip - along * size - aside * size * 0.6]
        )

    return [Shape(triangle(0.6 * letter), color, layer=2), Shape(triangle(0.8 * letter), WHITE, layer=3)]


def _band(line: Pixels, half_width: float, color: Color, layer: int) -> list[Shape]:
    if not np.isfinite(line).all():
        return []
    return [Shape(bar(a, b, half_width), color, layer) for a, b in pairwise(line)]


def _between(one: Color, other: Color, share: float) -> Color:
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue
