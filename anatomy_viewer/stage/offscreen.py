"""Pictures without a window and without a display."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pyvista as pv

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.environment import opengl_variables
from anatomy_viewer.scene.wording import ENGLISH, Wording
from anatomy_viewer.stage.frames import Image
from anatomy_viewer.stage.picture_memory import require_memory
from anatomy_viewer.stage.stage import Stage
from anatomy_viewer.stage.vtk_names import vtkLogger, vtkRenderWindow
from anatomy_viewer.state.view_state import ViewState

_OSMESA_FILES = ("libOSMesa.so.8", "libOSMesa.so.6", "libOSMesa.so")
"""What VTK may load; without any it would end the process at the first frame."""

_LINUX_REMEDY = "Install software OpenGL (Debian, Ubuntu: sudo apt install libegl1 libgl1 libgl1-mesa-dri)."
_OTHER_REMEDY = "Install the current driver of the graphics card."


class RenderError(RuntimeError):
    """No picture could be made here; the message says why and what to do."""


def offscreen_picture(atlas: Atlas, state: ViewState, size: tuple[int, int], wording: Wording = ENGLISH) -> Image:
    """The still picture of a state, (height, width, 3) uint8 sRGB, first row on top.

    size: width and height in pixels. Uses the display's OpenGL if there is one, else EGL, else OSMesa. RenderError
    where there is no OpenGL, or where the picture is larger than it can draw; TooLargeError before anything is drawn
    where it would take more memory than it may.
    """
    require_memory(size)
    with _quiet():
        plotter = pv.Plotter(off_screen=True, window_size=list(size), lighting="none")
    try:
        with _quiet():
            _require_opengl(plotter.render_window)
        return _still_picture(plotter, atlas, state, size, wording)
    finally:
        plotter.close()


def _still_picture(
    plotter: pv.Plotter, atlas: Atlas, state: ViewState, size: tuple[int, int], wording: Wording
) -> Image:
    stage = Stage(plotter, atlas, state, request_render=lambda: None, wording=wording)
    try:
        with pv.VtkErrorCatcher(send_to_logging=False, emit_warnings=False) as caught:
            picture = stage.still_picture().copy()
    finally:
        stage.close()
    if caught.error_events or picture.shape[1::-1] != size:
        what = caught.error_events[0].alert if caught.error_events else "the drawing surface has another size."
        raise RenderError(f"OpenGL cannot draw {size[0]} × {size[1]} pixels here: {what} Try a smaller size.")
    return picture


def _require_opengl(window: vtkRenderWindow | None) -> None:
    last_resort = window is None or window.GetClassName() == "vtkOSOpenGLRenderWindow"
    if last_resort and not any(_loads(name) for name in _OSMESA_FILES):
        raise RenderError(f"there is no OpenGL 3.2 or newer to draw with. {_remedy()}")
    # With an older one VTK would end the process at the first frame.
    if not last_resort and window is not None and not window.SupportsOpenGL():
        raise RenderError(f"OpenGL is older than 3.2 here, or does not answer. {_remedy()}")


def _remedy() -> str:
    install = _LINUX_REMEDY if sys.platform.startswith("linux") else _OTHER_REMEDY
    steering = opengl_variables()
    if not steering:
        return install
    return f"These variables steer OpenGL and may be why: {', '.join(steering)}. Take them away, or: {install}"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


@contextmanager
def _quiet() -> Iterator[None]:
    """While VTK tries one kind of OpenGL after the other, its warnings are of no use to anyone."""
    vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_OFF)
    try:
        yield
    finally:
        vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_INFO)
