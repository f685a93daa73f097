"""The render window as the stage uses it: the layers of the picture, and frames that are drawn but not shown."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from typing import Protocol, cast

import numpy as np
import pyvista as pv

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.scene.themes import Palette
from anatomy_viewer.stage.frames import Image
from anatomy_viewer.stage.vtk_names import (
    vtkActor,
    vtkCamera,
    vtkGenericOpenGLRenderWindow,
    vtkLight,
    vtkRenderer,
    vtkRenderWindow,
    vtkTexture,
    vtkUnsignedCharArray,
)

_PEELS = 4
"""Rounds of peeling: each takes the nearest and the farthest layer left; what remains is blended as it comes."""


class Film(Protocol):
    """Something that may be seen through."""

    @property
    def actor(self) -> vtkActor:
        """What draws it."""

    @property
    def translucent(self) -> bool:
        """Whether it is seen through now."""

    @property
    def outermost(self) -> bool:
        """Whether all others lie within it."""

    def distance(self, eye: Vector, /) -> float:
        """Distance from a point, (3,) mm, to its middle."""


class Window:
    """Layers from back to front: the scene, a finished picture of it, the outlines, the orientation figure.

    Either the scene is drawn or the finished picture in its place, with or without what lies above; a finished
    picture costs no more than its pixels.
    """

    def __init__(self, plotter: pv.BasePlotter) -> None:
        self._window = cast("vtkRenderWindow", plotter.render_window)
        self._window.SetMultiSamples(0)  # with peeling, multisampling gives a blank picture on Mesa
        self.scene: vtkRenderer = plotter.renderer
        self._translucent: list[vtkActor] = []
        self._prepare_scene(plotter)
        self.camera: vtkCamera = self.scene.GetActiveCamera()
        plotter.camera_set = True  # or PyVista would move it before a screenshot
        self._picture, self.outlines, self.figure = (self._add_layer(number) for number in (1, 2, 3))
        self._texture = vtkTexture()
        self._prepare_picture()
        self.outlines.SetActiveCamera(self.camera)
        self.show_scene()
        self._hidden = False
        self._last_size: tuple[int, int] | None = None
        self._on_new_size: Callable[[], None] | None = None
        self._observer = self._window.AddObserver(cast("int", "StartEvent"), _weakly(self))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in device pixels."""
        width, height = self._window.GetSize()
        return width, height

    @property
    def aspect(self) -> float:
        """Width to height."""
        width, height = self.size
        return width / max(height, 1)

    @property
    def ready(self) -> bool:
        """Whether frames can be drawn: a window inside a widget cannot before the widget is first seen."""
        waiting = isinstance(self._window, vtkGenericOpenGLRenderWindow) and not self._window.GetReadyForRendering()
        return min(self.size) > 1 and not waiting

    def watch_size(self, on_new_size: Callable[[], None]) -> None:
        """Calls back before the first frame and before every frame of another size than the last."""
        self._on_new_size = on_new_size

    def set_peeling(self, peeling: bool) -> None:
        """Draws translucent parts in their right order, layer by layer, or quickly in the order of the parts."""
        self.scene.SetUseDepthPeeling(peeling)

    def sort_translucent(self, films: Iterable[Film], eye: Vector) -> None:
        """Orders the parts from far to near, skin last, as quick blending needs."""
        faded = [film for film in films if film.translucent]
        faded.sort(key=lambda film: (film.outermost, -film.distance(eye)))
        order = [film.actor for film in faded]
        if order != self._translucent:
            props = self.scene.GetViewProps()
            for actor in order:  # the collection itself: taking a part off the renderer would drop its buffers
                props.RemoveItem(actor)
                props.AddItem(actor)
            self._translucent = order

    def set_palette(self, palette: Palette) -> None:
        """Sets the background: one even tone, for a gradient would cost a quarter of the frame on software OpenGL."""
        self.scene.SetBackground(*palette.background)

    def show_scene(self) -> None:
        """From now on the scene itself is drawn."""
        self._show(scene=True, marks=True)

    def show_picture(self, picture: Image, *, marks: bool) -> None:
        """From now on a finished picture is drawn, with or without outlines and figure above it."""
        self._texture.SetInputData(_as_texture(picture))
        self._show(scene=False, marks=marks)

    def frame(self, offset_px: tuple[float, float], *, scene: bool) -> Image:
        """Draws the scene alone, or all but the scene, a fraction of a pixel aside, and shows nobody.

        What the window draws by itself is as before afterwards.
        """
        shown = [renderer.GetDraw() for renderer in self._renderers]
        self._show(scene=scene, marks=not scene)
        self._shift(offset_px)
        try:
            return self._hidden_frame()
        finally:
            self._shift((0.0, 0.0))
            for renderer, draw in zip(self._renderers, shown, strict=True):
                renderer.SetDraw(draw)

    def close(self) -> None:
        """Takes the layers away."""
        self._window.RemoveObserver(self._observer)
        self._translucent = []
        for renderer in (self._picture, self.outlines, self.figure):
            renderer.RemoveAllViewProps()
            self._window.RemoveRenderer(renderer)
        self.scene.SetDraw(True)

    @property
    def _renderers(self) -> tuple[vtkRenderer, ...]:
        return self.scene, self._picture, self.outlines, self.figure

    def _show(self, *, scene: bool, marks: bool) -> None:
        self.scene.SetDraw(scene)
        self._picture.SetDraw(not scene)
        self.outlines.SetDraw(marks)
        self.figure.SetDraw(marks)

    def _hidden_frame(self) -> Image:
        self._window.MakeCurrent()
        self._hidden = True
        self._window.SwapBuffersOff()  # keeps the frame away from the screen: Qt blits only what was swapped
        try:
            self._window.Render()
            return self._pixels()
        finally:
            self._window.SwapBuffersOn()
            self._hidden = False

    def before_frame(self) -> None:
        """A frame is about to be drawn."""
        if self._last_size != self.size:
            self._last_size = self.size
            if self._on_new_size is not None:
                self._on_new_size()

    def _pixels(self) -> Image:
        width, height = self.size
        pixels = vtkUnsignedCharArray()
        self._window.GetPixelData(0, 0, width - 1, height - 1, 0, pixels, 0)
        return np.array(pixels).reshape(height, width, 3)

    def _shift(self, offset_px: tuple[float, float]) -> None:
        """Moves what is drawn aside without moving the camera."""
        for renderer in (self.scene, self.figure):
            width, height = renderer.GetSize() if renderer is self.figure else self.size
            camera = renderer.GetActiveCamera()
            camera.SetWindowCenter(2 * offset_px[0] / max(width, 1), 2 * offset_px[1] / max(height, 1))

    def _prepare_scene(self, plotter: pv.BasePlotter) -> None:
        plotter.remove_all_lights()
        lamp = vtkLight()
        lamp.SetLightTypeToHeadlight()  # the shader has its own lights; VTK makes normals only where there is one
        self.scene.AddLight(lamp)
        self.scene.AutomaticLightCreationOff()
        self.scene.GradientBackgroundOff()
        self.scene.SetUseOIT(False)  # its mean of all layers has no front
        self.scene.SetMaximumNumberOfPeels(_PEELS)
        self.scene.SetOcclusionRatio(0.0)

    def _add_layer(self, number: int) -> vtkRenderer:
        renderer = vtkRenderer()
        renderer.SetLayer(number)
        renderer.InteractiveOff()
        self._window.SetNumberOfLayers(max(self._window.GetNumberOfLayers(), number + 1))
        self._window.AddRenderer(renderer)
        return renderer

    def _prepare_picture(self) -> None:
        self._texture.SetColorModeToDirectScalars()
        self._texture.InterpolateOff()
        self._picture.SetPreserveColorBuffer(False)
        self._picture.SetBackgroundTexture(self._texture)
        self._picture.TexturedBackgroundOn()


def _weakly(window: Window) -> Callable[[object, str], None]:
    """An observer that does not keep the window alive: VTK's own reference is invisible to the garbage collector."""
    reference = weakref.ref(window)

    def before_frame(_caller: object, _event: str) -> None:
        alive = reference()
        if alive is not None:
            alive.before_frame()

    return before_frame


def _as_texture(picture: Image) -> pv.ImageData:
    height, width, _ = picture.shape
    image = pv.ImageData(dimensions=(width, height, 1))
    image.point_data["pixels"] = picture.reshape(-1, 3)
    return image
