"""When the view draws, and that it does not draw while nothing happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.state import commands
from tests.desktop.conftest import drag, place_of, send_mouse, state_of, wait_still

MEDIUS = "gluteus_medius.right"


@contextmanager
def counted_renders(window: MainWindow) -> Iterator[list[int]]:
    """Counts every frame that VTK draws, shown or not."""
    count: list[int] = []
    render_window = window.viewport.surface.render_window
    tag = render_window.AddObserver("StartEvent", lambda *_: count.append(1))
    try:
        yield count
    finally:
        render_window.RemoveObserver(tag)


def _let_pass(qtbot: QtBot, milliseconds: int = 700) -> None:
    """Lets the event loop run with nothing but its own timer, which is no wait for a result."""
    done: list[bool] = []
    QTimer.singleShot(milliseconds, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done))


def test_idle_draws_nothing_and_no_timer_runs(window: MainWindow, qtbot: QtBot) -> None:
    wait_still(qtbot, window)
    assert [timer for timer in window.findChildren(QTimer) if timer.isActive()] == []
    with counted_renders(window) as count:
        _let_pass(qtbot)
    assert count == []


def test_many_changes_are_one_frame(window: MainWindow, qtbot: QtBot) -> None:
    wait_still(qtbot, window)
    with counted_renders(window) as count:
        for _ in range(10):
            window.camera.turn(1.0, 0.0)
        qtbot.waitUntil(lambda: bool(count))
        QApplication.processEvents()
        assert len(count) == 1


def test_changes_in_the_panels_alone_draw_nothing(window: MainWindow, qtbot: QtBot) -> None:
    wait_still(qtbot, window)
    with counted_renders(window) as count:
        window.caption.say("Something to read")
        window.docks["layers"].widget().search.setText("medius")
        _let_pass(qtbot, 300)
    assert count == []


def test_it_comes_to_rest_after_movement(window: MainWindow, qtbot: QtBot) -> None:
    wait_still(qtbot, window)
    drag(window, QPoint(200, 200), QPoint(260, 210))
    assert not window.viewport.at_rest
    wait_still(qtbot, window)


def test_it_comes_to_rest_after_a_resize(window: MainWindow, qtbot: QtBot) -> None:
    wait_still(qtbot, window)
    before = window.viewport.size_px
    window.resize(window.width() + 60, window.height() + 40)
    qtbot.waitUntil(lambda: window.viewport.size_px != before)
    wait_still(qtbot, window)


def test_hover_is_drawn(window: MainWindow, qtbot: QtBot) -> None:
    wait_still(qtbot, window)
    place = place_of(window, MEDIUS)
    before = window.grab().toImage()
    send_mouse(window.viewport.surface, QEvent.Type.MouseMove, place)
    qtbot.waitUntil(lambda: state_of(window).hovered == MEDIUS)
    wait_still(qtbot, window)
    assert window.grab().toImage() != before


def test_what_is_hidden_is_gone_from_the_picture(window: MainWindow, qtbot: QtBot) -> None:
    wait_still(qtbot, window)
    place = place_of(window, MEDIUS)
    assert window.document is not None
    before = _color(window, place)
    window.document.store.do(commands.isolate(["femur.left"], window.document.atlas.structures))
    wait_still(qtbot, window)
    assert before[0] > before[1] + 40, "a muscle is red"
    after = _color(window, place)
    assert abs(after[0] - after[1]) < 25, "bone or background are not"


def test_dark_is_dark(window: MainWindow, qtbot: QtBot) -> None:
    assert window.document is not None
    window.document.store.do(commands.set_theme("dark"))
    wait_still(qtbot, window)
    assert _color(window, QPoint(4, 4)).max() < 70
    assert window.palette().window().color().lightness() < 70


def _color(window: MainWindow, place: QPoint) -> np.ndarray:
    """The colour that is on the screen at a place in the view."""
    image = window.grab().toImage()
    at = window.viewport.surface.mapTo(window, place) * window.devicePixelRatioF()
    color = image.pixelColor(at)
    return np.array([color.red(), color.green(), color.blue()])
