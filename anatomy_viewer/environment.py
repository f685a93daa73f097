"""Keeps variables that were set for other programs from steering the libraries of this one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OPENGL_WINDOW = "VTK_DEFAULT_OPENGL_WINDOW"
"""Which kind of OpenGL VTK draws with where there is no window."""

_WITHOUT_DISPLAY = ("vtkEGLRenderWindow", "vtkOSOpenGLRenderWindow")
"""What may be asked for: with any other name VTK would find no OpenGL where it is."""

_OF_THE_MACHINE = ("VTK_DEFAULT_EGL_DEVICE_INDEX", "VTK_EGL_DEVICE_INDEX", "VTK_SMP_MAX_THREADS")
"""Which card and how many cores are to be used: those are the person's to say."""

_OURS = {"QT_API": "pyside6", "PYQTGRAPH_QT_LIB": "PySide6"}
"""The Qt that the window is made with; other programs may want another."""


_TO_FORGET = (
    "FORCE_QT_API",
    "MPLBACKEND",
    "MATPLOTLIBRC",
    "MPLCONFIGDIR",
    "MESA_EXTENSION_OVERRIDE",
    "MESA_EXTENSION_MAX_YEAR",
)

_SCALES = {
    "QT_SCALE_FACTOR": (0.5, 4.0),
    "QT_SCREEN_SCALE_FACTORS": (0.5, 4.0),
    "QT_FONT_DPI": (48.0, 384.0),
}
"""How much larger Qt draws everything, and in which range that is of use: at 8 a window takes 1.7 GB, at 50 5 GB."""

_NUMBER = re.compile(r"(?:[^=;]*=)?([^=;]*)")
"""One scale, of a screen that may be named: "1.5;2" or "HDMI-1=1.5;DP-1=2"."""


def settle() -> None:
    """Makes the environment of this process our own; called where the program starts, before anything is imported.

    PyVista's and VTK's variables go: they make windows invisible, load themes, other builds of VTK and more libraries.
    So do those that have matplotlib, which PyVista brings along, draw as a notebook does, Pillow's, those that have
    Mesa deny what a card can do, on which VTK ends the process, and a scale at which no window could be drawn, or only
    with gigabytes. A current folder that may not be entered is left.
    """
    for name in list(os.environ):
        if name.startswith(("PYVISTA_", "VTK_", "PILLOW_")) and not _stays(name):
            del os.environ[name]
    for name in _TO_FORGET:
        os.environ.pop(name, None)
    os.environ.update(_OURS)
    for name, (low, high) in _SCALES.items():
        if name in os.environ and not _is_of_use(os.environ[name], low, high):
            del os.environ[name]
    if _current() == Path(os.sep):
        os.chdir(os.sep)


@contextmanager
def away() -> Iterator[None]:
    """Another current folder: matplotlib reads a file of settings that lies where the program was started."""
    before = _current()
    os.chdir(Path(__file__).parent)
    try:
        yield
    finally:
        with suppress(OSError):
            os.chdir(before)


def _current() -> Path:
    """The current folder; the uppermost one where it is gone or may not be entered."""
    try:
        here = Path.cwd()
    except OSError:
        return Path(os.sep)
    return here if os.access(here, os.X_OK) else Path(os.sep)


def _is_of_use(text: str, low: float, high: float) -> bool:
    """Whether each number of a scale lies where a window can be drawn."""
    try:
        return all(low <= float(_NUMBER.fullmatch(part)[1]) <= high for part in text.split(";"))  # type: ignore[index]
    except (ValueError, TypeError):
        return False


def _stays(name: str) -> bool:
    return name in _OF_THE_MACHINE or (name == OPENGL_WINDOW and os.environ[name] in _WITHOUT_DISPLAY)


def opengl_variables() -> tuple[str, ...]:
    """Names of the variables that are set here and steer which OpenGL is used: where none works, they may be why."""
    return tuple(sorted(name for name in os.environ if _STEERS_OPENGL.match(name)))


_STEERS_OPENGL = re.compile(
    r"GALLIUM_|LIBGL_|MESA_|__EGL_|__GLX_|EGL_|QT_XCB_GL_INTEGRATION$|QT_OPENGL$|VTK_.*EGL|VTK_DEFAULT_OPENGL_WINDOW$"
)
