"""What a motion adds to the picture: work shown in the muscles, floor, angle and lever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.scene.effort_looks import Tint, in_motion, tints
from anatomy_viewer.scene.themes import PALETTES
from anatomy_viewer.scene.wording import Wording
from anatomy_viewer.stage import arc, effort_note, lever
from anatomy_viewer.stage.floor import Floor
from anatomy_viewer.stage.notes import Edges, Notes, letter_px
from anatomy_viewer.stage.projection import Projection
from anatomy_viewer.stage.sketch import Sketch
from anatomy_viewer.stage.surface import Surface
from anatomy_viewer.stage.vtk_names import vtkActor, vtkPolyDataMapper
from anatomy_viewer.stage.window import Window
from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.view_state import ViewState

_FOOT_UP_DEG = 2.0
"""A leg out of neutral by so much no longer stands on the floor."""


class Motion:
    """Draws it; `draw` for whatever changes in the scene, `sketch` for what lies above it."""

    def __init__(self, window: Window, atlas: Atlas, surfaces: Mapping[str, Surface], wording: Wording) -> None:
        self._window = window
        self._atlas = atlas
        self._surfaces = surfaces
        self._wording = wording
        self._pose: Pose | None = None
        self._tints: dict[str, Tint] = {}
        self._floor: Floor | None = None
        self._lines = _flat_actor()
        self._notes = Notes(window.outlines)
        window.outlines.AddActor(self._lines)

    def draw(self, state: ViewState, pose: Pose | None) -> None:
        """Shows the work of the muscles and the floor in a pose."""
        self._pose = pose
        wanted = tints(self._atlas, pose, state.motion)
        for id_, tint in wanted.items():
            if tint != self._tints.get(id_):
                self._surfaces[id_].tint(tint.color, tint.glow)
        self._tints = wanted
        self._draw_floor(state, pose)

    def sketch(self, state: ViewState, size: tuple[int, int], taken: Iterable[Edges]) -> None:
        """Draws angle and lever into a picture of this size, their texts beside the boxes that are taken."""
        palette = PALETTES[state.theme]
        sketch = Sketch(Projection(state.camera, *size), palette, letter_px(size[1]))
        if self._pose is not None and state.motion.arc:
            draw = arc.draw_lift if self._pose.stance is None else arc.draw_stance
            draw(sketch, self._pose, self._wording)
        if self._pose is not None and self._pose.stance is not None and state.motion.lever:
            lever.draw_lever(sketch, self._pose, state.motion, state.theme, self._wording)
        if self._pose is not None:
            effort_note.draw_efforts(sketch, self._pose, state.motion, self._wording)
        mesh = sketch.mesh()
        self._lines.SetVisibility(mesh is not None)
        if mesh is not None:
            mapper = vtkPolyDataMapper()
            mapper.SetInputData(mesh)
            mapper.SetScalarModeToUseCellFieldData()
            mapper.SelectColorArray("color")
            self._lines.SetMapper(mapper)
        self._notes.draw(sketch.notes, size, palette.background, taken)

    @property
    def boxes(self) -> list[Edges]:
        """Where its texts stand: left, bottom, right, top, pixels."""
        return self._notes.boxes

    def close(self) -> None:
        """Takes everything off the picture."""
        if self._floor is not None:
            self._window.scene.RemoveActor(self._floor.actor)
        self._window.outlines.RemoveActor(self._lines)
        self._notes.close()

    def _draw_floor(self, state: ViewState, pose: Pose | None) -> None:
        """Made when it is first wanted: finding the feet takes a moment."""
        shown = _stands(pose, state.motion) if self._atlas.structures else 0.0
        if self._floor is None and shown > 0.0:
            self._floor = Floor(self._atlas)
            self._window.scene.AddActor(self._floor.actor)
        if self._floor is not None:
            self._floor.draw(pose, shown, PALETTES[state.theme])


def _flat_actor() -> vtkActor:
    actor = vtkActor()
    actor.GetProperty().LightingOff()
    actor.VisibilityOff()
    return actor


def _stands(pose: Pose | None, motion: MotionView) -> float:
    """How far the picture is one of a body that stands on the floor, 0-1."""
    if pose is None or (pose.stance is None and motion.posture != "standing"):
        return 0.0
    if pose.stance is not None:
        return 1.0
    lifted = min(abs(pose.hip_abduction_deg(side)) for side in ("right", "left"))
    return in_motion(motion) * max(1.0 - lifted / _FOOT_UP_DEG, 0.0)
