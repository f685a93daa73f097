"""Variables that were set for other programs do not steer this one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from anatomy_viewer import environment

HOSTILE = {
    "PYVISTA_OFF_SCREEN": "true",
    "PYVISTA_BUILDING_GALLERY": "true",
    "PYVISTA_PLOT_THEME": "nonsense",
    "PYVISTA_VTK_BACKEND": "nonsense",
    "PYVISTA_JUPYTER_BACKEND": "nonsense",
    "PYVISTA_MULTI_SAMPLES": "-3",
    "PYVISTA_USERDATA_PATH": "/nowhere",
    "VTK_DEFAULT_OPENGL_WINDOW": "nonsense",
    "VTK_USE_LEGACY_DEPTH_PEELING": "1",
    "VTK_FORCE_MSAA": "1",
    "VTK_AUTOLOAD_PATH": "/nowhere",
    "QT_API": "pyqt5",
    "FORCE_QT_API": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MATPLOTLIBRC": "/nowhere",
    "MPLCONFIGDIR": "/dev/null",
    "MESA_EXTENSION_OVERRIDE": "-GL_ARB_framebuffer_object",
    "MESA_EXTENSION_MAX_YEAR": "2001",
    "PILLOW_BLOCK_SIZE": "abc",
    "QT_SCALE_FACTOR": "50",
    "PYQTGRAPH_QT_LIB": "PyQt5",
}
"""All that is known to change what the libraries do."""


def _settled(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(os, "environ", dict(variables))
    environment.settle()
    return dict(os.environ)


def test_what_steers_the_libraries_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = _settled({**HOSTILE, "HOME": "/home/a"}, monkeypatch)
    assert kept == {"HOME": "/home/a", "QT_API": "pyside6", "PYQTGRAPH_QT_LIB": "PySide6"}


@pytest.mark.parametrize(
    ("name", "value", "stays"),
    [
        ("QT_SCALE_FACTOR", "1.5", True),
        ("QT_SCALE_FACTOR", "4", True),
        ("QT_SCALE_FACTOR", "0", False),
        ("QT_SCALE_FACTOR", "-1", False),
        ("QT_SCALE_FACTOR", "nan", False),
        ("QT_SCALE_FACTOR", "large", False),
        ("QT_SCREEN_SCALE_FACTORS", "1.5;2", True),
        ("QT_SCREEN_SCALE_FACTORS", "HDMI-1=1.5;DP-1=2", True),
        ("QT_SCREEN_SCALE_FACTORS", "1;30", False),
        ("QT_SCREEN_SCALE_FACTORS", "DP-1=8", False),
        ("QT_SCREEN_SCALE_FACTORS", ";", False),
        ("QT_FONT_DPI", "192", True),
        ("QT_FONT_DPI", "2000", False),
        ("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow", True),
        ("VTK_DEFAULT_OPENGL_WINDOW", "vtkOSOpenGLRenderWindow", True),
        ("VTK_DEFAULT_OPENGL_WINDOW", "vtkXOpenGLRenderWindow", False),
        ("VTK_DEFAULT_EGL_DEVICE_INDEX", "1", True),
        ("VTK_SMP_MAX_THREADS", "2", True),
    ],
)
def test_which_hardware_is_used_is_the_persons_to_say(
    name: str, value: str, stays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (_settled({name: value}, monkeypatch).get(name) == value) == stays


@pytest.mark.stage
@pytest.mark.parametrize("denied", ["GL_ARB_framebuffer_object", "GL_ARB_texture_float", "GL_ARB_texture_rectangle"])
def test_a_picture_is_drawn_where_mesa_was_told_to_deny_what_it_can(
    denied: str, tiny_pack: Path, tmp_path: Path
) -> None:
    result = _render(tiny_pack, tmp_path, {"MESA_EXTENSION_OVERRIDE": f"-{denied}"})
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.stage
@pytest.mark.parametrize("content", ["\ufeffa".encode("utf-16"), None])
def test_settings_of_matplotlib_where_the_program_is_started_are_not_read(
    content: bytes | None, tiny_pack: Path, tmp_path: Path
) -> None:
    rc = tmp_path / "matplotlibrc"
    if content is None:
        os.mkfifo(rc)  # a pipe that nobody writes to
    else:
        rc.write_bytes(content)
    result = _render(tiny_pack, tmp_path)
    assert (result.returncode, result.stderr) == (0, "")


def _render(pack: Path, where: Path, variables: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Runs `render` in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "anatomy_viewer.cli", "render", "--size", "320x200", "-o", "out.png", "--model", pack],
        cwd=where,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])} | (variables or {}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_current_folder_that_is_gone_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    _settled({}, monkeypatch)
    assert Path.cwd() == Path(os.sep)


def test_a_current_folder_that_may_not_be_entered_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shiboken prints hundreds of warnings there."""
    monkeypatch.chdir(tmp_path)
    _settled({}, monkeypatch)
    assert Path.cwd() == tmp_path
    monkeypatch.setattr(os, "access", lambda *_: False)
    _settled({}, monkeypatch)
    assert Path.cwd() == Path(os.sep)


def test_one_may_be_away_for_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with environment.away():
        assert Path.cwd() != tmp_path
    assert Path.cwd() == tmp_path
