"""Whether a window with OpenGL can be opened here, found out without Qt in this process."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

from anatomy_viewer.console import plain
from anatomy_viewer.desktop.probe_child import NO_OPENGL, OLD_OPENGL
from anatomy_viewer.environment import opengl_variables

_LONGEST = 60

TIMEOUT_S = 60
"""How long the try may take, in seconds: a slow disk at first start, not a slow driver."""

PACKAGES = "libegl1 libgl1 libgl1-mesa-dri libglx-mesa0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0"
"""What Debian and Ubuntu call what Qt and VTK need for a window."""

NO_DISPLAY = "there is no display."
NO_CONNECTION = "the display cannot be opened."
NO_GL = "there is no OpenGL."
OLD_GL = "OpenGL is older than 3.2."
NO_LIBRARY = "a system library is missing"
UNFIT = "which shows no window on a desktop."
PLATFORM = "QT_QPA_PLATFORM"
"""The variable that has Qt show its windows by another plugin than that of the desktop."""
_SHOWN = frozenset({"xcb", "wayland", "wayland-egl", "windows", "direct2d", "cocoa"})
"""Plugins that show windows on a desktop; the others have no OpenGL that reaches a screen, or none at all."""
_PLUGIN_FOLDERS = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_PLUGIN_PATH")
_PICTURES = 'Pictures without a window: "anatomy-viewer render -o picture.png".'


def start_probe() -> subprocess.Popen[str] | None:
    """Starts the try in a process of its own; None where there is clearly no display."""
    if not _display_named() or _unfit_platform() is not None:
        return None
    child = Path(__file__).with_name("probe_child.py")
    return subprocess.Popen(  # noqa: S603  (our own file, our own interpreter)
        [sys.executable, "-P", str(child)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def window_problem(probe: subprocess.Popen[str] | None) -> str | None:
    """Why no window can be opened and what to do, in one plain message; None if it can."""
    unfit = _unfit_platform()
    if unfit is not None:
        return _message(f"the variable {PLATFORM} asks for '{unfit}', {UNFIT}", f"Take {PLATFORM} away.")
    if probe is None:
        return _message(NO_DISPLAY, "Start it in a desktop session.")
    try:
        _, errors = probe.communicate(timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        probe.kill()
        probe.communicate()
        return _message("the display does not answer.", "Start it in a desktop session.")
    if probe.returncode == 0:
        return None
    lacking = {NO_OPENGL: NO_GL, OLD_OPENGL: OLD_GL}.get(probe.returncode)
    return _qt_problem(errors) if lacking is None else _message(lacking, _install())


def _qt_problem(errors: str) -> str:
    """What Qt complained about, in our words."""
    if "could not connect to display" in errors:
        return _message(NO_CONNECTION, "Start it in a desktop session, or set DISPLAY to a display that runs.")
    asked = os.environ.get(PLATFORM)
    if asked and "Qt platform plugin" in errors:
        cause = f"Qt cannot use what the variable {PLATFORM} asks for, '{shortened(asked)}'."
        return _message(cause, f"Take {PLATFORM} away, or start it in such a session.")
    folders = [name for name in _PLUGIN_FOLDERS if os.environ.get(name)]
    if folders and "Qt platform plugin" in errors:
        return _message(f"Qt does not find its plugins where {' and '.join(folders)} say.", "Take the variables away.")
    missing = next(
        (line.split(":")[1].strip() for line in errors.splitlines() if "cannot open shared object" in line), ""
    )
    return _message(f"{NO_LIBRARY}{f' ({missing})' if missing else ''}.", _install())


def _unfit_platform() -> str | None:
    """What was asked of Qt that can show no window; None if there is a way, or nothing was asked."""
    asked = os.environ.get(PLATFORM, "")
    names = [part.split(":")[0].strip().lower() for part in asked.split(";") if part.strip()]
    return shortened(asked) if names and not _SHOWN.intersection(names) else None


def shortened(text: str) -> str:
    """A value of the environment as it may stand in a line of a terminal."""
    return plain(text[:_LONGEST])


def _display_named() -> bool:
    """Only Unix without a Mac needs the environment to name a display; a chosen Qt platform is left to Qt."""
    if platform.system() in ("Windows", "Darwin"):
        return True
    return any(os.environ.get(key) for key in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _install() -> str:
    steering = opengl_variables()
    told = (
        f"These variables steer OpenGL and may be why: {', '.join(steering)}. Take them away, or: " if steering else ""
    )
    return told + _packages()


def _packages() -> str:
    if platform.system() == "Linux":
        return f"On Debian or Ubuntu install: sudo apt install {PACKAGES}"
    return "Install the current driver of the graphics card."


def _message(cause: str, remedy: str) -> str:
    return f"anatomy-viewer: cannot open a window: {cause} {remedy}\n{_PICTURES}"
