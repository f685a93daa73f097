"""Names beside the anatomy, each with a leader line to what it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from anatomy_viewer.atlas.model import Atlas, Vector
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.scene.label_words import Word, broken, words
from anatomy_viewer.scene.themes import PALETTES, Palette
from anatomy_viewer.scene.wording import ENGLISH, Wording
from anatomy_viewer.stage.flat import bar, disc, flat_mesh
from anatomy_viewer.stage.label_layout import Area, Pixels, Placed, lay_out
from anatomy_viewer.stage.projection import Projection
from anatomy_viewer.stage.surface import Surface
from anatomy_viewer.stage.vtk_names import vtkActor, vtkPolyDataMapper, vtkRenderer
from anatomy_viewer.stage.writing import Style, Writer, extent
from anatomy_viewer.state.view_state import ViewState

_LETTER = 1 / 46
"""Height of the letters, in heights of the picture; never below what can be read."""
_LEAST_LETTER_PX = 14
_GAP, _MARGIN, _STUB = 0.45, 0.9, 0.8
"""Between names, along the edges, and the level end of a leader line; in letters."""
_LINE, _CASING, _DOT, _DOT_CASING = 0.055, 0.13, 0.17, 0.27
"""Half widths of line and casing, radii of the dot at its end and of its casing; in letters."""
_LONG_LINE, _SHORT_LINE, _WIDE = 28, 16, 0.5
"""Letters in a line of a name where there is room, and where the anatomy fills the picture; a letter's mean width, in
letters' height."""
_SPACING = 1.0
"""From line to line of a name, in heights of a line."""
_WIDEST = 0.46
"""No line of a name is wider than this share of the picture, so that there is room at either side."""
_FIGURE_TOP = 0.31
_DEEPER = 1.001

Hidden = Callable[[Vector], bool]


class Labels:
    """Draws names and leader lines in a layer above the scene."""

    def __init__(self, renderer: vtkRenderer, atlas: Atlas, wording: Wording = ENGLISH) -> None:
        self._renderer = renderer
        self._atlas = atlas
        self._wording = wording
        self._writer = Writer(renderer)
        self.boxes: list[tuple[float, float, float, float]] = []
        """Where the names stand: left, bottom, right, top, pixels."""
        self._words: tuple[object, list[Word]] = (None, [])
        self._palette = PALETTES["light"]
        self._lines, self._casings = vtkActor(), vtkActor()
        self._pose: Pose | None = None
        for actor in (self._lines, self._casings):
            actor.GetProperty().LightingOff()
            actor.VisibilityOff()
            renderer.AddActor(actor)

    def draw(
        self,
        state: ViewState,
        size: tuple[int, int],
        surfaces: Iterable[Surface],
        hidden: Hidden,
        marks: Sequence[Word] = (),
        spared: Vector | None = None,
    ) -> None:
        """Names what a state shows, in a picture of this size; `hidden` says whether something lies before a point.

        `marks` are names of what stands above the scene, and so is always seen; `spared`, (n, 3) mm, are points of the
        skin that names keep off.
        """
        self._clear()
        view = Projection(state.camera, *size)
        eye = np.array(state.camera.position)
        named = self._words_of(state) if state.fan.labels else []
        spots = [(word, word.spots[0]) for word in marks]
        spots += [(word, _seen_spot(word, eye, hidden)) for word in named]
        led = [(word, spot) for word, spot in spots if spot is not None]
        if not led:
            return
        seen = [word for word, _ in led]
        letter = max(size[1] * _LETTER, _LEAST_LETTER_PX)
        area = self._area(state, view, surfaces, letter, spared)
        longest = _line_length(area, letter)
        texts = [broken(word.text, longest) for word in seen]
        style = Style(letter, self._palette.hover, _WIDEST * size[0], self._palette.background, _SPACING)
        anchors = view.pixels(np.array([spot for _, spot in led]))
        sizes = np.array([extent(text, style) for text in texts])
        placed = lay_out(anchors, sizes, area, _GAP * letter)
        self._put(placed, texts, style)
        self._draw_lines(placed, anchors, view, letter)

    def stand(self, pose: Pose | None) -> None:
        """What is named follows the body into a pose; `draw` has to follow."""
        self._pose = pose

    def close(self) -> None:
        """Lets go of what was kept."""
        self._clear()
        self._writer.close()

    def set_palette(self, palette: Palette) -> None:
        """Colours them for the background."""
        self._palette = palette
        self._lines.GetProperty().SetColor(*palette.hover)
        self._casings.GetProperty().SetColor(*palette.background)

    def _clear(self) -> None:
        self._writer.clear()
        self.boxes = []
        for actor in (self._lines, self._casings):
            actor.VisibilityOff()

    def _words_of(self, state: ViewState) -> list[Word]:
        """What a state names; the camera, which moves most often, has no part in it."""
        named_by = state.fan, state.looks, self._pose
        if self._words[0] != named_by:
            self._words = named_by, words(self._atlas, state, self._wording, self._pose)
        return self._words[1]

    def _area(
        self, state: ViewState, view: Projection, surfaces: Iterable[Surface], letter: float, spared: Vector | None
    ) -> Area:
        """The picture as the names see it; of skin, which reaches everywhere, only what has to be is spared."""
        extent = {one.id: one.extent() for one in surfaces if one.drawn and one.structure.kind != "skin"}
        kept_off = [*extent.values()] if spared is None else [*extent.values(), spared]
        x = _across(view, np.concatenate(kept_off)) if kept_off else np.array([view.width / 2])
        fan = _across(view, extent[state.fan.muscle]) if state.fan.muscle in extent else x
        floor = _FIGURE_TOP * view.height if state.orientation_figure else 0.0
        return Area(view.width, view.height, float(x.min()), float(x.max()), floor, _MARGIN * letter, *_ends(fan))

    def _put(self, placed: list[Placed], texts: list[str], style: Style) -> None:
        for one in placed:
            left = one.side == "left"
            name = texts[one.index]
            alike = sum(shown.text == name for shown in self._writer.shown)
            text = self._writer.text(name, replace(style, flush=1.0 if left else 0.0), alike)
            width, height = text.size
            x = one.x - 0.3 * style.letter - width if left else one.x + 0.3 * style.letter
            self._writer.show(text, x, one.y - height / 2)
            self.boxes.append((x, one.y - height / 2, x + width, one.y + height / 2))

    def _draw_lines(self, placed: list[Placed], anchors: Pixels, view: Projection, letter: float) -> None:
        if not placed:
            return
        for actor, width, radius, depth in (
            (self._lines, _LINE, _DOT, 1.0),
            (self._casings, _CASING, _DOT_CASING, _DEEPER),
        ):
            shapes = [_leader(one, anchors[one.index], letter, width, radius) for one in placed]
            mesh = flat_mesh([shape for shapes_of_one in shapes for shape in shapes_of_one], view, depth)
            mapper = vtkPolyDataMapper()
            mapper.SetInputData(mesh)
            actor.SetMapper(mapper)
            actor.VisibilityOn()


def _seen_spot(word: Word, eye: Vector, hidden: Hidden) -> Vector | None:
    """The first spot of a word that nothing lies before; a measure's where it is turned towards the eye."""
    if word.measure is not None:
        return word.measure.figure_at if word.measure.read_from(eye) else None
    return next((spot for spot in word.spots if not hidden(spot)), None)


def _across(view: Projection, points: Vector) -> Pixels:
    """How far to the right points (n, 3) mm appear; where all are behind the eye, the middle of the picture."""
    x = view.pixels(points)[:, 0]
    x = x[np.isfinite(x)]
    return x if len(x) else np.array([view.width / 2])


def _ends(x: Pixels) -> tuple[float, float]:
    return float(x.min()), float(x.max())


def _line_length(area: Area, letter: float) -> int:
    """How many letters a line of a name may have beside the anatomy."""
    room = min(area.anatomy_left, area.width - area.anatomy_right) - area.margin
    return _SHORT_LINE if room < 0.7 * _LONG_LINE * _WIDE * letter else _LONG_LINE


def _leader(placed: Placed, anchor: Pixels, letter: float, width: float, radius: float) -> list[Pixels]:
    """Outlines of the parts of a leader line, convex, pixels: level end, slanting line, dot."""
    toward = 1 if placed.side == "left" else -1
    end = np.array([placed.x, placed.y])
    bend = end + [toward * min(_STUB * letter, abs(anchor[0] - placed.x)), 0.0]
    dot = disc(anchor, radius * letter)
    return [bar(end, bend, width * letter), bar(bend, anchor, width * letter), dot]
