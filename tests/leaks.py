"""Finds what a test leaves behind: VTK objects, plotters, windows, timers, threads."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

PATIENCE_S = 20
"""How long a loader that was given up may take to notice, in seconds."""


def alive(*classes: type) -> dict[int, Any]:
    """Objects of these classes that Python still reaches, by id; none of those set aside."""
    # The type is asked, not isinstance: a proxy's __class__ may do anything.
    return {id(thing): thing for thing in gc.get_objects() if issubclass(type(thing), classes)}


def new(before: set[int], *classes: type) -> list[Any]:
    """What is alive now and was not before, after a full collection."""
    gc.collect()
    return [thing for id_, thing in alive(*classes).items() if id_ not in before]


def settle() -> None:
    """Sets what is alive now aside, so that what a test makes is found among few objects: much the quicker search."""
    gc.collect()
    gc.freeze()


def described(things: list[Any]) -> str:
    """One line for each thing: what it is and what kinds of objects hold it."""
    lines = []
    for thing in things[:20]:
        holders = sorted({type(holder).__name__ for holder in gc.get_referrers(thing) if holder is not things})
        lines.append(f"  {type(thing).__name__} held by {', '.join(holders)}")
    return "\n".join([f"{len(things)} left behind:", *lines])


def no_vtk_left(failed: list[bool]) -> Iterator[None]:
    """Around one test: fails it if a VTK object survives, or if VTK complained."""
    import pyvista as pv
    from vtkmodules.vtkCommonCore import vtkObjectBase

    settle()
    before = set(alive(vtkObjectBase))
    with pv.VtkErrorCatcher(send_to_logging=False) as caught:
        yield
    if any(failed):
        return
    complaints = [str(event) for event in caught.error_events]
    del caught
    left = new(before, vtkObjectBase)
    assert not left, described(left)
    assert not complaints, "VTK complained:\n" + "\n".join(complaints)


def no_qt_left(failed: list[bool], app: Any) -> Iterator[None]:
    """Around one test: fails it if a window, running timer, running thread or plotter survives."""
    from PySide6.QtCore import QThread, QThreadPool, QTimer

    from anatomy_viewer.desktop.loading import THREAD_NAME, LoadThread

    settle()
    windows_before = {id(widget) for widget in app.topLevelWidgets()}
    threads_before = set(threading.enumerate())
    running_before = {id(thing) for thing in _running(QTimer, QThread, LoadThread)}
    plotters_before = set(alive(*_plotter_classes()))
    yield
    _drain(app)
    if any(failed):
        return
    windows = [widget for widget in app.topLevelWidgets() if id(widget) not in windows_before]
    assert not windows, described(windows)
    running = [thing for thing in _running(QTimer, QThread, LoadThread) if id(thing) not in running_before]
    assert not running, described(running)
    assert QThreadPool.globalInstance().activeThreadCount() == 0, "a worker of the thread pool is still at work"
    threads = [thread for thread in threading.enumerate() if thread not in threads_before and not _dummy(thread)]
    for loader in [thread for thread in threads if thread.name == THREAD_NAME]:  # given up: it may take a moment
        loader.join(PATIENCE_S)
        threads = [thread for thread in threads if thread.is_alive()]
    assert not threads, f"threads left behind: {threads}"
    plotters = new(plotters_before, *_plotter_classes())
    assert not plotters, described(plotters)


def _drain(app: Any) -> None:
    """Deletes what waits to be deleted: deferred deletes may queue others, so twice."""
    from PySide6.QtCore import QEvent

    for _ in range(2):
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


def _running(timer: type, *threads: type) -> list[Any]:
    import shiboken6

    things = [thing for thing in alive(timer, *threads).values() if shiboken6.isValid(thing)]
    return [thing for thing in things if (thing.isActive() if isinstance(thing, timer) else thing.isRunning())]


def _dummy(thread: threading.Thread) -> bool:
    """Whether Python only met this thread: Qt owns it and its pool keeps it for the next task."""
    return isinstance(thread, threading._DummyThread)


def _plotter_classes() -> tuple[type, ...]:
    module = sys.modules.get("pyvista.plotting.plotter")
    return (module.BasePlotter,) if module is not None else ()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Remembers that a test failed: what it leaves behind then is no news."""
    report = yield
    item.stash.setdefault(FAILED, []).append(report.failed)
    return report


FAILED = pytest.StashKey[list[bool]]()
