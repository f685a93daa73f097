"""A real window with the tiny pack in it, driven like a person would; file choosers answer at once."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.choose import Answer, Choosers
from anatomy_viewer.desktop.probe import start_probe, window_problem
from anatomy_viewer.desktop.settings import Settings
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.state.view_state import ViewState
from tests.desktop.fan_atlas import with_fan

MakeWindow = Callable[..., MainWindow]


@pytest.fixture(scope="session", autouse=True)
def _display() -> None:
    """Without a display these tests say so; where a display is promised, they fail."""
    problem = window_problem(start_probe())
    if problem:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(problem)


class Chosen(Choosers):
    """Answers that a test has prepared."""

    folder: Path | None = None
    file: Path | None = None
    unsaved: Answer = "discard"
    replace: bool = True
    asked: int = 0
    """How often a question was asked."""

    def model_folder(self, parent: QWidget) -> Path | None:
        return self.folder

    def picture_file(self, parent: QWidget, suggested: Path) -> Path | None:
        return self.file

    def values_file(self, parent: QWidget, suggested: Path) -> Path | None:
        return self.file

    def drawing_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        return self.file

    def drawing_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        return self.file

    def may_replace(self, parent: QWidget, file: Path) -> bool:
        self.asked += 1
        return self.replace

    def unsaved_drawing(self, parent: QWidget) -> Answer:
        self.asked += 1
        return self.unsaved


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that nobody else sees; pictures go to the test's own folder."""
    settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    settings.picture_folder = tmp_path
    return settings


@pytest.fixture
def make_window(qtbot: QtBot, settings: Settings) -> Iterator[MakeWindow]:
    """Makes windows that are shown and active; what they are made with can be said."""
    QApplication.setStyle("Fusion")
    made: list[MainWindow] = []

    def make(**options: Any) -> MainWindow:
        window = MainWindow(options.pop("settings", settings), options.pop("choose", Chosen()), **options)
        made.append(window)
        window.resize(960, 640)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield make
    while made:
        window = made.pop()
        window.close()
        window.deleteLater()
        del window
    drain()


@pytest.fixture
def window(
    make_window: MakeWindow, qtbot: QtBot, tiny_pack: Path, request: pytest.FixtureRequest
) -> Iterator[MainWindow]:
    """A window in which the tiny pack is open and drawn."""
    window = make_window()
    window.open_model(tiny_pack)
    wait_loaded(qtbot, window)
    qtbot.waitUntil(lambda: window.viewport.drawn)
    yield window
    # pytest holds what a test was given until after the leak check, which must find it gone.
    request.node.funcargs.pop("window", None)


@pytest.fixture
def fan_atlas(tiny_atlas: Atlas) -> Atlas:
    """The tiny model with fibres and attachments."""
    return with_fan(tiny_atlas)


@pytest.fixture
def fan_window(
    make_window: MakeWindow, qtbot: QtBot, tiny_pack: Path, request: pytest.FixtureRequest
) -> Iterator[MainWindow]:
    """A window in which the tiny model with fibres and attachments is open and drawn."""
    window = make_window(loader=lambda folder, **options: with_fan(load_atlas(folder, **options)))
    window.open_model(tiny_pack)
    wait_loaded(qtbot, window)
    qtbot.waitUntil(lambda: window.viewport.drawn)
    yield window
    request.node.funcargs.pop("fan_window", None)


def drain() -> None:
    """Delivers what Qt has put off, so that nothing of a test outlives it."""
    for _ in range(2):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


def wait_loaded(qtbot: QtBot, window: MainWindow) -> None:
    """Waits until a model is open and nothing loads any more."""
    qtbot.waitUntil(lambda: window.document is not None and not window.loading, timeout=20_000)


def wait_still(qtbot: QtBot, window: MainWindow) -> None:
    """Waits until the beautiful picture is finished."""
    qtbot.waitUntil(lambda: window.viewport.at_rest, timeout=60_000)


def state_of(window: MainWindow) -> ViewState:
    """The state of the open document."""
    assert window.document is not None
    return window.document.state


def press(window: MainWindow, action_id: str, qtbot: QtBot) -> None:
    """Presses the first shortcut of an action, in the view, as a person would."""
    keys = window.actions_.actions[action_id].shortcut()[0]
    qtbot.keyClick(window.viewport.surface, keys.key(), keys.keyboardModifiers())


def place_of(window: MainWindow, structure: str) -> QPoint:
    """A place in the view where `structure` is seen, in logical pixels."""
    surface = window.viewport.surface
    for y in range(2, surface.height(), 7):
        for x in range(2, surface.width(), 7):
            found = window.viewport.pick(QPointF(x, y))
            if found is not None and found.structure == structure:
                return QPoint(x, y)
    raise AssertionError(f"{structure} is nowhere to be seen")


def empty_place(window: MainWindow) -> QPoint:
    """A place in the view beside the model."""
    place = QPoint(5, 5)
    assert window.viewport.pick(QPointF(place)) is None
    return place


def drag(
    window: MainWindow,
    start: QPoint,
    end: QPoint,
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    widget: QWidget | None = None,
) -> None:
    """Presses at `start`, moves in eight steps to `end`, and lets go."""
    target = widget or window.viewport.surface
    send_mouse(target, QEvent.Type.MouseButtonPress, start, button, button, modifiers)
    for step in range(1, 9):
        at = start + (end - start) * step / 8
        send_mouse(target, QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, button, modifiers)
    send_mouse(target, QEvent.Type.MouseButtonRelease, end, button, Qt.MouseButton.NoButton, modifiers)


def send_mouse(
    target: QWidget,
    kind: QEvent.Type,
    at: QPoint,
    button: Qt.MouseButton = Qt.MouseButton.NoButton,
    buttons: Qt.MouseButton = Qt.MouseButton.NoButton,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Sends one mouse event; QTest leaves out the buttons that are held during a move."""
    place = QPointF(at)
    event = QMouseEvent(kind, place, QPointF(target.mapToGlobal(at)), button, buttons, modifiers)
    QApplication.sendEvent(target, event)


def wheel(window: MainWindow, at: QPoint, notches: int) -> None:
    """Turns the wheel at a place in the view."""
    surface = window.viewport.surface
    event = QWheelEvent(
        QPointF(at),
        QPointF(surface.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(surface, event)
