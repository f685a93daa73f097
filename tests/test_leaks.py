"""The guards against leaks find what they should find."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests import leaks


def run(guard: Iterator[None], held: list[Any], leak: Any) -> None:
    """Plays a test that makes something and keeps it in `held`."""
    next(guard)
    held.append(leak())
    next(guard, None)


@pytest.mark.stage
def test_a_vtk_object_that_stays_is_found() -> None:
    from vtkmodules.vtkCommonDataModel import vtkPolyData

    held: list[Any] = []
    with pytest.raises(AssertionError, match="vtkPolyData held by list"):
        run(leaks.no_vtk_left([]), held, vtkPolyData)


@pytest.mark.stage
def test_a_closed_plotter_leaves_nothing() -> None:
    import pyvista as pv

    def draw() -> None:
        plotter = pv.Plotter(off_screen=True, window_size=(64, 64))
        plotter.add_mesh(pv.Sphere(), color="red")
        plotter.screenshot(return_img=True)
        plotter.close()

    run(leaks.no_vtk_left([]), [], draw)


@pytest.mark.stage
def test_a_complaint_of_vtk_is_found() -> None:
    from vtkmodules.vtkIOPLY import vtkPLYReader

    def complain() -> None:
        reader = vtkPLYReader()
        reader.SetFileName("nowhere.ply")
        reader.Update()

    with pytest.raises(AssertionError, match=r"VTK complained(?s:.*)vtkPLYReader"):
        run(leaks.no_vtk_left([]), [], complain)


@pytest.mark.stage
def test_what_a_failed_test_leaves_is_no_news() -> None:
    from vtkmodules.vtkCommonDataModel import vtkPolyData

    held: list[Any] = []
    run(leaks.no_vtk_left([True]), held, vtkPolyData)
    held.clear()


@pytest.mark.desktop
def test_a_window_that_stays_is_found(qapp: Any) -> None:
    from PySide6.QtWidgets import QWidget

    held: list[Any] = []
    with pytest.raises(AssertionError, match="QWidget"):
        run(leaks.no_qt_left([], qapp), held, QWidget)
    held.pop().deleteLater()


@pytest.mark.desktop
def test_a_timer_that_runs_is_found(qapp: Any) -> None:
    from PySide6.QtCore import QTimer

    def start() -> QTimer:
        timer = QTimer()
        timer.start(100_000)
        return timer

    held: list[Any] = []
    with pytest.raises(AssertionError, match="QTimer"):
        run(leaks.no_qt_left([], qapp), held, start)
    held.pop().stop()


@pytest.mark.desktop
def test_a_thread_that_runs_is_found(qapp: Any) -> None:
    done = threading.Event()

    def start() -> threading.Thread:
        thread = threading.Thread(target=done.wait, name="worker")
        thread.start()
        return thread

    held: list[Any] = []
    with pytest.raises(AssertionError, match="worker"):
        run(leaks.no_qt_left([], qapp), held, start)
    done.set()
    held.pop().join()


@pytest.mark.desktop
def test_a_plotter_that_stays_is_found(qapp: Any) -> None:
    import pyvista as pv

    held: list[Any] = []
    with pytest.raises(AssertionError, match=r"Plotter held by .*list"):
        run(leaks.no_qt_left([], qapp), held, lambda: pv.Plotter(off_screen=True))
    held.pop().close()


@pytest.mark.desktop
def test_a_test_that_cleans_up_passes(qapp: Any) -> None:
    from PySide6.QtWidgets import QWidget

    run(leaks.no_qt_left([], qapp), [], lambda: QWidget().deleteLater())


@pytest.mark.desktop
def test_calls_to_qt_keep_their_references_to_none() -> None:
    """A PySide6 that drops one with every call ends Python 3.11 in the middle of a lesson."""
    from PySide6.QtCore import QObject

    thing, before = QObject(), sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("thing")
    assert sys.getrefcount(None) > before - 100
