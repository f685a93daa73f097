"""Whether a window with OpenGL can be opened here, found out without Qt in this process."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

from anatomy_viewer.desktop.probe_child import NO_OPENGL, OLD_OPENGL

TIMEOUT_S = 60
"""How long the try may take, in seconds: a slow disk at first start, not a slow driver."""

PACKAGES = "libegl1 libgl1 libgl1-mesa-dri libglx-mesa0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0"
"""What Debian and Ubuntu call what Qt and VTK need for a window."""

NO_DISPLAY = "there is no display."
NO_CONNECTION = "the display cannot be opened."
NO_GL = "there is no OpenGL."
OLD_GL = "OpenGL is older than 3.2."
NO_LIBRARY = "a system library is missing"
_PICTURES = 'Pictures without a window: "anatomy-viewer render -o picture.png".'


def start_probe() -> subprocess.Popen[str] | None:
    """Starts the try in a process of its own; None where there is clearly no display."""
    if not _display_named():
        return None
    child = Path(__file__).with_name("probe_child.py")
    return subprocess.Popen(  # noqa: S603  (our own file, our own interpreter)
        [sys.executable, "-P", str(child)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def window_problem(probe: subprocess.Popen[str] | None) -> str | None:
    """Why no window can be opened and what to do, in one plain message; None if it can."""
    if probe is None:
        return _message(NO_DISPLAY, "Start it in a desktop session.")
    try:
        _, errors = probe.communicate(timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        probe.kill()
        probe.communicate()
        return _message("the display does not answer.", "Start it in a desktop session.")
    match probe.returncode:
        case 0:
            return None
        case code if code == NO_OPENGL:
            return _message(NO_GL, _install())
        case code if code == OLD_OPENGL:
            return _message(OLD_GL, _install())
    return _qt_problem(errors)


def _qt_problem(errors: str) -> str:
    """What Qt complained about, in our words."""
    if "could not connect to display" in errors:
        return _message(NO_CONNECTION, "Start it in a desktop session, or set DISPLAY to a display that runs.")
    missing = next(
        (line.split(":")[1].strip() for line in errors.splitlines() if "cannot open shared object" in line), ""
    )
    return _message(f"{NO_LIBRARY}{f' ({missing})' if missing else ''}.", _install())


def _display_named() -> bool:
    """Only Unix without a Mac needs the environment to name a display; a chosen Qt platform is left to Qt."""
    if platform.system() in ("Windows", "Darwin"):
        return True
    return any(os.environ.get(key) for key in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _install() -> str:
    if platform.system() == "Linux":
        return f"On Debian or Ubuntu install: sudo apt install {PACKAGES}"
    return "Install the current driver of the graphics card."


def _message(cause: str, remedy: str) -> str:
    return f"anatomy-viewer: cannot open a window: {cause} {remedy}\n{_PICTURES}"
