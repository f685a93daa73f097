"""Pain on the stage: zones on the skin and what lies under it, marks above the scene, the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas, Vector
from anatomy_viewer.pain.colours import PALETTES as COLOURS
from anatomy_viewer.pain.colours import Blend, blank, blend
from anatomy_viewer.scene.label_words import Word
from anatomy_viewer.scene.legend import entries, label, note, unit
from anatomy_viewer.scene.pain_wording import ENGLISH, PainWording
from anatomy_viewer.scene.sketch_on_skin import Sketch
from anatomy_viewer.scene.themes import PALETTES
from anatomy_viewer.scene.zones import shown_points
from anatomy_viewer.stage.pain_coat import PartCoat, SkinCoat
from anatomy_viewer.stage.pain_finish import color_zones
from anatomy_viewer.stage.pain_legend import Legend, Taken
from anatomy_viewer.stage.pain_marks import Marks
from anatomy_viewer.stage.projection import Projection
from anatomy_viewer.stage.surface import Level, Surface
from anatomy_viewer.stage.window import Window
from anatomy_viewer.state.pain import PainStroke
from anatomy_viewer.state.view_state import ViewState

_LEVELS: tuple[Level, Level] = ("full", "light")
_TOUCHED = 0.1
"""The legend keeps off skin with at least this intensity."""
_SPACING_MM = 12.0
"""Half the distance between neighbours on the light skin, rounded up: the legend keeps that far off each."""

_SAMPLES = 80
"""About so many points of each part stand for it when the legend looks for room."""

Points = npt.NDArray[np.float64]
Painted = tuple[tuple[str, ...], tuple[PainStroke, ...]]


class Pain:
    """Draws nothing, and makes nothing, before pain is first shown; without a skin it draws nothing at all."""

    def __init__(
        self, window: Window, atlas: Atlas, surfaces: Mapping[str, Surface], wording: PainWording = ENGLISH
    ) -> None:
        self._window = window
        self._atlas = atlas
        self._surfaces = surfaces
        self._skin = next((one for one in surfaces.values() if one.structure.kind == "skin"), None)
        self._coat: SkinCoat | None = None
        self._parts: list[PartCoat] = []
        self._sketch: Sketch | None = None
        self._blends: dict[Level, Blend] = {}
        self._painted: Painted | None = None
        self._marks: Marks | None = None
        self._legend: Legend | None = None
        self._wording = wording

    def ids(self, state: ViewState) -> tuple[str, ...]:
        """The trigger points in the picture: those that are on, and the one under the pointer."""
        return shown_points(self._atlas, state)

    def changes_scene(self, old: ViewState, new: ViewState) -> bool:
        """Whether two states differ in the colours or the looks that pain gives to surfaces."""
        return self._scene(old) != self._scene(new)

    def goes_on_drawing(self, old: ViewState, new: ViewState) -> bool:
        """Whether all that differs is how far the last stroke goes: names and legend may stay where they are."""
        if not new.pain.shown or not new.pain.drawing or len(old.pain.drawing) != len(new.pain.drawing):
            return False
        return replace(old, pain=replace(old.pain, drawing=new.pain.drawing)) == new

    def paint(self, state: ViewState) -> None:
        """Puts the zones of a state into the arrays of the surfaces, and sets their colours."""
        if self._skin is None or (self._coat is None and not state.pain.shown):
            return
        coat = self._coat = self._coat or SkinCoat(self._skin)
        if state.pain.shown:
            self._fill(coat, (self.ids(state), state.pain.drawing))
            self._paint_parts(coat, state)
        self._color(state)

    def draw_marks(self, state: ViewState, boxes: Sequence[tuple[float, float, float, float]]) -> None:
        """Draws marks and legend; `boxes` (left, bottom, right, top; pixels) is what else stands above the scene."""
        if self._skin is None or (self._marks is None and not state.pain.shown):
            return
        marks = self._the_marks(self._skin)
        legend = self._legend = self._legend or Legend(self._window.outlines)
        if not state.pain.shown:
            marks.clear()
            legend.clear()
            return
        view = Projection(state.camera, *self._window.size)
        palette, ids = PALETTES[state.theme], self.ids(state)
        marks.draw(state, ids, view, palette, unit(COLOURS[state.pain.palette].referral_paths))
        taken = self._taken(state, view, marks.places, boxes)
        lines = entries(self._atlas, state, ids, self._sharing(ids), self._wording)
        legend.draw(lines, note(self._atlas, ids, self._wording), view, taken, palette)

    def words(self, state: ViewState) -> list[Word]:
        """The names of the trigger points that are on, and where their X stand."""
        if self._skin is None or not self.ids(state):
            return []
        marks = self._the_marks(self._skin)
        named: list[Word] = []
        for id_ in self.ids(state):
            point = self._atlas.trigger_points[id_]
            named.append(Word(label(self._atlas, point), marks.mark_at(id_)[None]))
            if state.pain.press:
                text = self._wording.press.format(
                    muscle=self._atlas.structures[point.muscle].names.en, depth=5 * round(point.depth_mm / 5)
                )
                named.append(Word(text, marks.press_at(id_)[None]))
        return named

    def zone_points(self, state: ViewState) -> Points | None:
        """Points of the zones that face the eye, (n, 3) mm; None where there is none."""
        if not self.ids(state):
            return None
        points = self._touched(state)
        return points if len(points) else None

    def near(self, x: float, y: float) -> tuple[str, Vector] | None:
        """The trigger point whose X is at a pixel, counted from the bottom left, and where it stands."""
        id_ = None if self._marks is None else self._marks.near(x, y, self._window.size[1])
        return None if id_ is None or self._marks is None else (id_, self._marks.mark_at(id_))

    @property
    def skin(self) -> Surface | None:
        """The skin."""
        return self._skin

    def close(self) -> None:
        """Takes everything off the scene."""
        if self._marks is not None:
            self._marks.close()
        if self._legend is not None:
            self._legend.close()

    def _the_marks(self, skin: Surface) -> Marks:
        self._marks = self._marks or Marks(self._window.outlines, self._atlas, skin, self._surfaces)
        return self._marks

    def _scene(self, state: ViewState) -> object:
        pain = state.pain
        if not pain.shown:
            return False
        return self.ids(state), pain.palette, pain.opacity, pain.skin, pain.parts, pain.drawing

    def _fill(self, coat: SkinCoat, wanted: Painted) -> None:
        """The skin's own arrays; only the drawing's where only that has changed."""
        if self._sketch is None and wanted[1]:
            self._sketch = Sketch(self._atlas)
        drawn = self._sketch is not None and self._sketch.follow(wanted[1])
        if self._painted is None or self._painted[0] != wanted[0]:
            for level in _LEVELS:
                out = self._blends.setdefault(level, blank(self._atlas, level))
                blend(self._atlas, wanted[0], level=level, out=out)
                coat.paint(level, out, self._drawing(level))
        elif drawn:
            for level in _LEVELS:
                values = self._drawing(level)
                if values is not None:
                    coat.draw(level, values)
        self._painted = wanted

    def _drawing(self, level: Level) -> np.ndarray | None:
        if self._sketch is None:
            return None
        return self._sketch.full if level == "full" else self._sketch.light

    def _paint_parts(self, coat: SkinCoat, state: ViewState) -> None:
        if not state.pain.parts or self._skin is None:
            return
        if not self._parts:
            under = (one for one in self._surfaces.values() if one is not self._skin)
            self._parts = [PartCoat(surface, self._atlas) for surface in under]
        for part in self._parts:
            part.paint(coat.values["full"])

    def _color(self, state: ViewState) -> None:
        pain = state.pain
        coated = [(self._coat, pain.shown), *((part, pain.shown and pain.parts) for part in self._parts)]
        for coat, shown in coated:
            if coat is not None:
                color_zones(coat.surface.actor, COLOURS[pain.palette], opacity=pain.opacity, shown=shown)

    def _sharing(self, ids: Sequence[str]) -> np.ndarray:
        """How many points cover each vertex of the light skin, soft."""
        return self._blends["light"].sharing if ids else np.zeros(0)

    def _touched(self, state: ViewState) -> Points:
        """Points of the skin that carry pain and face the eye, (n, 3) mm."""
        if self._skin is None or self._coat is None:
            return np.zeros((0, 3))
        points, normals = self._skin.points("light").astype(np.float64), self._skin.normals("light")
        touched = self._coat.values["light"][:, [0, 1, 3]].max(axis=1) >= _TOUCHED
        touched &= np.einsum("nd,nd->n", normals, np.array(state.camera.position) - points) > 0
        return points[touched]

    def _taken(
        self, state: ViewState, view: Projection, marks: np.ndarray, boxes: Sequence[tuple[float, float, float, float]]
    ) -> Taken:
        """What the legend must not cover: all skin of the zones that faces the eye, the marks, the names."""
        pixels = view.pixels(self._touched(state))
        eye = np.array(state.camera.position)
        away = float(np.linalg.norm(np.subtract(state.camera.focal_point, eye)))
        reach = _SPACING_MM * view.height / (2 * away * np.tan(np.radians(state.camera.view_angle_deg / 2)))
        kept = np.array(boxes, dtype=np.float64).reshape(-1, 4)
        under = [one.points("light") for one in self._surfaces.values() if one.drawn and one is not self._skin]
        anatomy = np.concatenate([np.zeros((0, 3)), *(part[:: max(len(part) // _SAMPLES, 1)] for part in under)])
        seen = np.concatenate([pixels[np.isfinite(pixels).all(axis=1)], marks])
        return Taken(seen, float(reach), kept, view.pixels(anatomy))
