"""Variables that were set for other programs do not steer this one."""

from __future__ import annotations

import os

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
