"""The fan of one muscle on the stage: its attachments, and what its mode shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from anatomy_viewer.atlas.fibre_parts import FibrePart, fibre_parts
from anatomy_viewer.atlas.model import Atlas, Attachment, FibreSet, Vector
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.scene.fan_sheet import fan_sheet
from anatomy_viewer.scene.fibre_order import Floats, opening_ranks
from anatomy_viewer.scene.label_words import shown_attachments, shown_curves
from anatomy_viewer.scene.placing import Matrix, placed
from anatomy_viewer.scene.spread import measures, spread_is_shown
from anatomy_viewer.scene.stand import placing
from anatomy_viewer.scene.themes import PALETTES, Palette
from anatomy_viewer.stage.fan_actors import FanSheet, FibreThreads
from anatomy_viewer.stage.fan_pointer import (
    CURVE_LEAD_MM,
    FIBRE_LEAD_MM,
    DrawnLines,
    curve_under,
    part_mark,
    part_under,
)
from anatomy_viewer.stage.outline import HOVER, SELECTION
from anatomy_viewer.stage.patch_mark import PatchMark
from anatomy_viewer.stage.patches import Patch
from anatomy_viewer.stage.picking import Pick
from anatomy_viewer.stage.ribbons import Ribbons, Stroke
from anatomy_viewer.stage.spread_mark import SpreadMark
from anatomy_viewer.stage.surface import Level
from anatomy_viewer.stage.window import Window
from anatomy_viewer.state.view_state import Camera, ViewState

_CURVE = Stroke(radius=0.3, thinnest_px=0.7, lift=2.0, flat=True)
_CURVE_COLOR = (0.36, 0.30, 0.24)


class Fan:
    """Keeps what it has drawn of each muscle, so that going back to it costs nothing."""

    def __init__(self, window: Window, atlas: Atlas) -> None:
        self._window = window
        self._atlas = atlas
        self._curves: dict[str, Ribbons] = {}
        self._fibres: Mapping[str, FibreSet] = atlas.fibres
        self._parts: dict[str, FibrePart] = fibre_parts(atlas)
        self._patches: dict[str, Patch] = {}
        self._threads: dict[str, FibreThreads] = {}
        self._sheets: dict[str, FanSheet] = {}
        self._spread = SpreadMark(window.outlines, PALETTES["light"])
        self._level: Level = "light"
        self._pose: Pose | None = None
        self._selection = PatchMark(window.outlines, SELECTION)
        self._hover = PatchMark(window.outlines, HOVER)

    @property
    def targets(self) -> Iterator[Patch]:
        """What the pointer may meet besides structures."""
        return (patch for patch in self._patches.values() if patch.drawn)

    @property
    def films(self) -> Iterable[FanSheet]:
        """What of it may be seen through."""
        return self._sheets.values()

    def thin_hits(
        self, state: ViewState, ray: tuple[Vector, Vector], pixel_slope: float
    ) -> Iterator[tuple[float, Pick]]:
        """Fibres, sheet and lines that a ray meets, each with how far away it counts, mm."""
        id_, fan = state.fan.muscle, state.fan
        fibres = self._fibres.get(id_) if state.look(id_).visible else None
        if fibres is not None and fan.mode in {"faded", "fibres", "surface"}:
            lines = self._drawn_lines(id_, on_sheet=fan.mode == "surface")
            found = part_under(fibres, lines, fan.sweep, ray, pixel_slope)
            if found is not None:
                yield found[1].away_mm - FIBRE_LEAD_MM, Pick(found[0], found[1].position)
        for curve in shown_curves(self._atlas, state):
            hit = curve_under(self._curve_points(curve), ray, pixel_slope)
            if hit is not None:
                yield hit.away_mm - CURVE_LEAD_MM, Pick(curve, hit.position)

    def draw(self, state: ViewState) -> None:
        """Shows what a state shows of the fan."""
        shown = {one.id: one for one in shown_attachments(self._atlas, state)}
        for attachment in shown.values():
            if attachment.id not in self._patches:
                self._add_patch(attachment)
        for id_, patch in self._patches.items():
            patch.show(id_ in shown)
        self._draw_curves(shown_curves(self._atlas, state))
        self._draw_fibres(state)
        self._draw_spread(state)
        self.look_from(state.camera)

    def stand(self, pose: Pose | None) -> None:
        """Follows the body into a pose; `draw` has to follow."""
        self._pose = pose
        for patch in self._patches.values():
            patch.place(self._matrix(patch.attachment.structure))
        for id_, curve in self._curves.items():
            curve.place(self._matrix(self._atlas.curves[id_].structure))

    def draw_marks(self, state: ViewState) -> None:
        """Surrounds the attachments and the parts of the fan that are selected or under the pointer."""
        for mark, id_ in ((self._selection, state.selected), (self._hover, state.hovered)):
            patch = self._patches.get(id_ or "")
            if patch is not None and patch.drawn:
                mark.surround(patch.attachment.boundary[None], patch.matrix, state.camera)
            else:
                mark.surround(self._thin_mark(state, id_ or ""), None, state.camera)

    def _thin_mark(self, state: ViewState, id_: str) -> Floats | None:
        """Lines around or along a part of the fan, (m, n, 3) mm, or along a line of a bone, where it is shown."""
        fan, part = state.fan, self._parts.get(id_)
        if id_ in shown_curves(self._atlas, state):
            return self._curve_points(id_)[None]
        if part is None or part.muscle != fan.muscle or fan.mode in {"solid", "attachments"}:
            return None
        if not state.look(part.muscle).visible:
            return None
        return part_mark(self._drawn_lines(part.muscle, on_sheet=fan.mode == "surface"), part.number, fan.sweep)

    def _drawn_lines(self, id_: str, *, on_sheet: bool) -> DrawnLines:
        """The fibres of a muscle, or the columns of their sheets, as they are drawn."""
        fibres = self._fibres[id_]
        points = fibres.points if self._pose is None else self._pose.fibres(id_)
        if not on_sheet:
            return DrawnLines(points, opening_ranks(fibres.points), fibres.part, on_sheet)
        sheet = fan_sheet(self._atlas, id_)
        columns = sheet.points if self._pose is None else sheet.through(points)
        return DrawnLines(columns, sheet.ranks, sheet.part, on_sheet)

    def _curve_points(self, id_: str) -> Floats:
        """Points of a line of a bone as it stands, (n, 3) mm."""
        curve = self._atlas.curves[id_]
        return placed(curve.points, self._matrix(curve.structure)).astype(np.float32)

    def look_from(self, camera: Camera) -> None:
        """Follows the camera."""
        eye = np.array(camera.position)
        for patch in self._patches.values():
            patch.look_from(eye, camera.view_angle_deg)
        for curve in self._curves.values():
            curve.look_from(eye, camera.view_angle_deg)
        for threads in self._threads.values():
            threads.look_from(eye, camera.view_angle_deg)
        for mark in (self._selection, self._hover, self._spread):
            mark.look_from(camera)

    def set_palette(self, palette: Palette) -> None:
        """Colours the marks for the background."""
        self._selection.set_colors(palette.selection, palette.casing)
        self._hover.set_colors(palette.hover, palette.casing)
        self._spread.set_palette(palette)

    def set_level(self, level: Level) -> None:
        """Draws for the full or the light surfaces."""
        self._level = level
        for patch in self._patches.values():
            patch.set_level(level)

    def close(self) -> None:
        """Takes everything off the scene."""
        for patch in self._patches.values():
            for actor in patch.actors:
                self._window.scene.RemoveActor(actor)
        for curve in self._curves.values():
            self._window.scene.RemoveActor(curve.actor)
        for threads in self._threads.values():
            self._window.scene.RemoveActor(threads.actor)
        for sheet in self._sheets.values():
            self._window.scene.RemoveActor(sheet.actor)
        self._spread.close()

    def _draw_curves(self, shown: set[str]) -> None:
        """The named lines of the bones that carry attachments."""
        for id_ in shown - self._curves.keys():
            ribbons = Ribbons([self._atlas.curves[id_].points.astype(np.float32)], _CURVE)
            ribbons.actor.GetProperty().SetColor(*_CURVE_COLOR)
            ribbons.place(self._matrix(self._atlas.curves[id_].structure))
            self._curves[id_] = ribbons
            self._window.scene.AddActor(ribbons.actor)
        for id_, ribbons in self._curves.items():
            ribbons.actor.SetVisibility(id_ in shown)

    def _draw_fibres(self, state: ViewState) -> None:
        """Fibres or sheet of the fan's muscle, made when first wanted."""
        id_, mode = state.fan.muscle, state.fan.mode
        if id_ in self._fibres and mode in {"faded", "fibres"} and id_ not in self._threads:
            self._threads[id_] = FibreThreads(self._fibres[id_])
            self._window.scene.AddActor(self._threads[id_].actor)
        if id_ in self._fibres and mode == "surface" and id_ not in self._sheets:
            self._sheets[id_] = FanSheet(fan_sheet(self._atlas, id_), id_)
            self._window.scene.AddActor(self._sheets[id_].actor)
        seen = state.look(id_).visible
        self._bend_fibres(id_)
        for muscle, threads in self._threads.items():
            threads.show(seen and muscle == id_ and mode in {"faded", "fibres"}, state.fan.sweep)
        for muscle, sheet in self._sheets.items():
            sheet.show(seen and muscle == id_ and mode == "surface", state.fan.sweep)

    def _bend_fibres(self, id_: str) -> None:
        """Fibres and sheet of one muscle follow the pose; those that are not shown are left where they are."""
        for lines in (self._threads.get(id_), self._sheets.get(id_)):
            if lines is not None:
                lines.bend(self._pose)

    def _matrix(self, structure: str) -> Matrix | None:
        """Where a bone stands."""
        return placing(self._pose, self._atlas.structures[structure].body)

    def _draw_spread(self, state: ViewState) -> None:
        """How far the fan spreads: its protractors and its width along the crest."""
        shown = spread_is_shown(state)
        self._spread.show(measures(self._atlas, state.fan.muscle, state.fan.sweep) if shown else ())

    def _add_patch(self, attachment: Attachment) -> None:
        patch = Patch(attachment)
        patch.set_level(self._level)
        patch.place(self._matrix(attachment.structure))
        self._patches[attachment.id] = patch
        for actor in patch.actors:
            self._window.scene.AddActor(actor)
