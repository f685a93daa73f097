"""The stage: draws one state of the atlas, and from one state to the next only what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pyvista as pv

from anatomy_viewer.atlas.model import Atlas, Vector
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.scene.looks import look_of
from anatomy_viewer.scene.stand import STILL, posed, stand_of
from anatomy_viewer.scene.themes import PALETTES
from anatomy_viewer.scene.wording import ENGLISH, Wording
from anatomy_viewer.stage.daylight import Daylight
from anatomy_viewer.stage.fan import Fan
from anatomy_viewer.stage.figure import CORNER, OrientationFigure
from anatomy_viewer.stage.frames import Image
from anatomy_viewer.stage.labels import Labels
from anatomy_viewer.stage.lens import aim, read_back
from anatomy_viewer.stage.motion import Motion
from anatomy_viewer.stage.outline import HOVER, SELECTION, Outline
from anatomy_viewer.stage.pain import Pain
from anatomy_viewer.stage.pain_place import SkinPlace, skin_place
from anatomy_viewer.stage.picking import Pick, Picker, pixel_ray, pixel_slope
from anatomy_viewer.stage.still import StillPicture
from anatomy_viewer.stage.surface import Level, Surface
from anatomy_viewer.stage.window import Window
from anatomy_viewer.state.view_state import Camera, ViewState

_DONE = object()
_ASIDE_MM = 200.0  # of the hips and the floor around them: legs that swing stay within a ball about the middle
_HIDING_MM = 4.0  # what lies less than this before a point is the surface that the point is on


class Stage:
    """Shows `state` of `atlas` in a PyVista plotter, on screen or off.

    While anything changes it is quick: light meshes, plain blending. Left alone and called with `refine`, it becomes
    beautiful: full meshes, ambient light, smooth edges, translucent parts in their right order.

    `request_render` must have the window drawn soon, not at once, and `refine` called after that until it returns
    False. The stage owns the plotter's renderer, its camera and its lights until it is closed, which has to happen
    before the plotter is closed.
    """

    def __init__(
        self,
        plotter: pv.BasePlotter,
        atlas: Atlas,
        state: ViewState,
        *,
        request_render: Callable[[], None],
        wording: Wording = ENGLISH,
    ) -> None:
        self.closed = False
        self._state = state
        self._atlas = atlas
        self._stand = STILL
        self._pose: Pose | None = None
        self._request_render = request_render
        self._moving = False
        self._steps: Iterator[None] | None = None
        self._window = Window(plotter)
        self._surfaces = {id_: Surface(structure, atlas.fibres.get(id_)) for id_, structure in atlas.structures.items()}
        self._center, self._radius = _ball_around(atlas)
        self._reach = self._radius + 2 * float(np.linalg.norm(self._center)) + _ASIDE_MM
        self._picker = Picker()
        self._daylight = Daylight(self._surfaces.values(), self._radius)
        self._still = StillPicture(self._window)
        self._figure = OrientationFigure(self._window.figure, atlas)
        self._fan = Fan(self._window, atlas)
        self._pain = Pain(self._window, atlas, self._surfaces, wording.pain)
        self._motion = Motion(self._window, atlas, self._surfaces, wording)
        self._labels = Labels(self._window.outlines, atlas, wording)
        self._selection = Outline(self._window.outlines, SELECTION)
        self._hover = Outline(self._window.outlines, HOVER)
        for surface in self._surfaces.values():
            self._window.scene.AddActor(surface.actor)
        self._pain.paint(state)
        self._draw_stand()
        self._motion.draw(state, self._pose)
        self._draw_looks()
        self._draw_camera()
        self._draw_theme()
        self._draw_marks()
        self._draw_labels()
        self._daylight.recall()
        self._window.watch_size(self._on_new_size)

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Draws the difference between two states, of which `old` is the one drawn now, and asks for one render."""
        if self.closed or old == new:
            return
        self._state = new
        if self._pain.goes_on_drawing(old, new):
            self._pain.paint(new)
            self._go_live()
            self._request_render()
            return
        scene_changes = self._draw_scene(old, new)
        self._draw_marks()
        if replace(old, selected=new.selected, hovered=new.hovered) != new:
            self._draw_labels()
        elif self._pain.ids(old) or self._pain.ids(new):
            self._draw_pain_marks()
        if scene_changes:
            self._go_live()
        else:
            self._steps = None
            self._still.spoil_marks()
        self._request_render()

    def pick(self, x: int, y: int) -> Pick | None:
        """What is seen at a pixel, or None; device pixels from the bottom left. Ghosts are looked through."""
        if self.closed:
            return None
        point = self._pain.near(x, y)
        if point is not None:
            return Pick(*point)
        ray = pixel_ray(self._state.camera, x, y, *self._window.size)
        hits = list(self._fan.thin_hits(self._state, ray, pixel_slope(self._state.camera, self._window.size[1])))
        hit = self._picker.first_hit((*self._surfaces.values(), *self._fan.targets), *ray)
        if hit is not None:
            hits.append((float(np.linalg.norm(hit.position - ray[0])), hit))
        return min(hits, key=lambda one: one[0])[1] if hits else None

    def skin_place(self, x: int, y: int) -> SkinPlace | None:
        """Which place of the neutral skin is seen at a pixel, be the skin a ghost; None beside it."""
        if self.closed or self._pain.skin is None:
            return None
        ray = pixel_ray(self._state.camera, x, y, *self._window.size)
        return skin_place(self._pain.skin, self._picker, *ray)

    def camera(self) -> Camera:
        """The camera as it is now."""
        return self._state.camera if self.closed else read_back(self._window.camera)

    def set_moving(self, moving: bool) -> None:
        """While moving, only the quick look is drawn; afterwards `refine` may make the still picture."""
        if self.closed or moving == self._moving:
            return
        self._moving = moving
        if moving:
            self._go_live()

    def refine(self) -> bool:
        """Takes one short step towards the still picture; whether more steps remain."""
        if self.closed or self._moving or not self._window.ready:
            return False
        if self._steps is None:
            self._steps = self._still.develop(self._beautify, self._request_render)
        return next(self._steps, _DONE) is not _DONE

    def still_picture(self) -> Image:
        """The finished picture, (height, width, 3) uint8 sRGB, first row on top; takes all steps at once."""
        self.set_moving(False)
        while self.refine():
            pass
        assert self._still.finished is not None, "the window cannot be drawn into"
        return self._still.finished[::-1]

    def close(self) -> None:
        """Takes everything off the plotter; the stage does nothing after that."""
        if self.closed:
            return
        self.closed = True
        self._steps = None
        for surface in self._surfaces.values():
            self._window.scene.RemoveActor(surface.actor)
        self._fan.close()
        self._labels.close()
        self._motion.close()
        self._pain.close()
        self._window.close()

    def _draw_scene(self, old: ViewState, new: ViewState) -> bool:
        """Draws what differs in the scene itself; whether anything does."""
        pained = self._pain.changes_scene(old, new)
        if pained:
            self._pain.paint(new)
        moved = self._draw_stand()
        if moved or (old.motion, old.theme) != (new.motion, new.theme):
            self._motion.draw(new, self._pose)
        if pained or (old.looks, old.fan) != (new.looks, new.fan):
            self._draw_looks()
            self._daylight.recall()
        elif moved:
            self._fan.draw(new)
        if moved or old.camera != new.camera:
            self._draw_camera()
        if old.theme != new.theme:
            self._draw_theme()
        before, after = ((one.looks, one.fan, one.camera, one.theme, one.motion) for one in (old, new))
        return pained or before != after

    def _draw_stand(self) -> bool:
        """Brings every part to where the state has it; whether any has moved."""
        stand = stand_of(self._atlas, self._state.motion)
        if stand == self._stand:
            return False
        self._stand = stand
        self._pose = posed(self._atlas, stand)
        for surface in self._surfaces.values():
            surface.stand(self._pose)
        self._fan.stand(self._pose)
        self._labels.stand(self._pose)
        self._daylight.stand(stand)
        return True

    def _draw_looks(self) -> None:
        for surface in self._surfaces.values():
            surface.set_look(look_of(self._atlas, self._state, surface.structure))
        self._fan.draw(self._state)
        self._sort_translucent()

    def _draw_camera(self) -> None:
        camera = self._state.camera
        eye = np.array(camera.position)
        aim(self._window.camera, camera, self._center, self._radius if self._stand == STILL else self._reach)
        for surface in self._surfaces.values():
            surface.face(eye)
        self._sort_translucent()
        self._fan.look_from(camera)
        self._figure.turn(camera)

    def _sort_translucent(self) -> None:
        eye = np.array(self._state.camera.position)
        self._window.sort_translucent((*self._surfaces.values(), *self._fan.films), eye)

    def _draw_theme(self) -> None:
        palette = PALETTES[self._state.theme]
        self._window.set_palette(palette)
        self._figure.set_palette(palette)
        self._fan.set_palette(palette)
        self._labels.set_palette(palette)
        self._selection.set_colors(palette.selection, palette.casing)
        self._hover.set_colors(palette.hover, palette.casing)

    def _draw_marks(self) -> None:
        self._figure.show(self._state.orientation_figure)
        for outline, id_ in ((self._selection, self._state.selected), (self._hover, self._state.hovered)):
            surface = self._surfaces.get(id_) if id_ is not None else None
            if surface is not None and surface.drawn:
                outline.surround(surface.settled("light"), surface.matrix)
            else:
                outline.surround(None)
        self._fan.draw_marks(self._state)

    def _draw_labels(self) -> None:
        marks, zones = self._pain.words(self._state), self._pain.zone_points(self._state)
        self._labels.draw(self._state, self._window.size, self._surfaces.values(), self._hidden, marks, zones)
        self._motion.sketch(self._state, self._window.size, (*self._labels.boxes, *self._figure_box()))
        self._draw_pain_marks()

    def _draw_pain_marks(self) -> None:
        taken = (*self._labels.boxes, *self._motion.boxes, *self._figure_box())
        self._pain.draw_marks(self._state, taken)

    def _figure_box(self) -> list[tuple[float, float, float, float]]:
        """Where the figure in the corner stands, pixels."""
        width, height = self._window.size
        left, bottom, right, top = CORNER
        box = (left * width, bottom * height, right * width, top * height)
        return [box] if self._state.orientation_figure else []

    def _hidden(self, point: Vector) -> bool:
        """Whether something that is no ghost lies before a point, (3,) mm."""
        eye = np.array(self._state.camera.position)
        away = max(float(np.linalg.norm(point - eye)), 1e-6)
        hit = self._picker.first_hit(self._surfaces.values(), eye, (point - eye) / away)
        return hit is not None and float(np.linalg.norm(hit.position - eye)) < away - _HIDING_MM

    def _go_live(self) -> None:
        self._steps = None
        self._still.spoil()
        self._set_quality("light", peeling=False)

    def _beautify(self) -> Iterator[None]:
        while self._daylight.step():
            yield
        self._set_quality("full", peeling=True)

    def _set_quality(self, level: Level, *, peeling: bool) -> None:
        self._window.set_peeling(peeling)
        for surface in self._surfaces.values():
            surface.set_level(level)
        self._fan.set_level(level)

    def _on_new_size(self) -> None:
        """The window draws for the first time, or in another size: what was developed does not fit it."""
        for outline in (self._selection, self._hover):
            outline.set_aspect(self._window.aspect)
        self._figure.fit(self._window.aspect)
        self._figure.turn(self._state.camera)
        self._draw_labels()
        self._go_live()
        self._request_render()


def _ball_around(atlas: Atlas) -> tuple[Vector, float]:
    """Centre, (3,) mm, and radius of a ball that holds every structure."""
    ends = [end for part in atlas.structures.values() for end in (part.vertices.min(axis=0), part.vertices.max(axis=0))]
    corners = np.array(ends or [(-1.0, -1.0, -1.0), (1.0, 1.0, 1.0)], dtype=np.float64)
    low, high = corners.min(axis=0), corners.max(axis=0)
    return (low + high) / 2, float(np.linalg.norm(high - low) / 2)
