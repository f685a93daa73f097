"""One gesture is one step of undo, two gestures are two: whatever they are made with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QNativeGestureEvent, QPointingDevice
from PySide6.QtWidgets import QApplication, QSlider, QStyle, QStyleOptionSlider, QWidget
from pytestqt.qtbot import QtBot

from anatomy_viewer.desktop import input_watch
from anatomy_viewer.desktop.motion_fields import NumberRow
from anatomy_viewer.desktop.window import MainWindow
from tests.desktop.conftest import drag, empty_place, press, state_of, wheel
from tests.desktop.test_motion_window import moving, moving_pack

__all__ = ["moving", "moving_pack"]

KEY = Qt.Key


class Clock:
    """Stands still until it is wound."""

    ms = 1_000_000

    def __call__(self) -> int:
        return self.ms

    def pause(self) -> None:
        self.ms += 10 * input_watch.PAUSE_MS


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(input_watch, "_now_ms", clock)
    return clock


def hold(widget: QWidget, key: Qt.Key, repeats: int = 3) -> None:
    """Holds a key down for a while."""
    none = Qt.KeyboardModifier.NoModifier
    for number in range(repeats + 1):
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, none, "", number > 0))
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyRelease, key, none))


def drag_slider(window: MainWindow, slider: QSlider, by: int) -> None:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    part = QStyle.SubControl.SC_SliderHandle
    at = slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, slider).center()
    drag(window, at, at + QPoint(by, 0), widget=slider)


def pinch(window: MainWindow) -> None:
    surface, device = window.viewport.surface, QPointingDevice.primaryPointingDevice()
    at = QPointF(empty_place(window))
    for kind in (Qt.NativeGestureType.BeginNativeGesture, *[Qt.NativeGestureType.ZoomNativeGesture] * 3):
        event = QNativeGestureEvent(kind, device, 2, at, at, QPointF(surface.mapToGlobal(at)), 0.1, QPointF())
        QApplication.sendEvent(surface, event)


def turn_wheel(window: MainWindow) -> None:
    for _ in range(3):
        wheel(window, empty_place(window), 1)


def press_keys(window: MainWindow, qtbot: QtBot) -> None:
    for action_id in ("move.turn_left", "move.turn_left", "move.zoom_in"):
        press(window, action_id, qtbot)


def row_of(window: MainWindow) -> NumberRow:
    if "motion" not in window.open_panels:
        window.toggle_panel("motion")
    return next(row for row in window.findChildren(NumberRow) if row.isVisible())


def type_number(row: NumberRow, text: str, qtbot: QtBot) -> None:
    row.box.setFocus()
    row.box.selectAll()
    qtbot.keyClicks(row.box, text)
    qtbot.keyClick(row.box, KEY.Key_Return)


def steps_back(window: MainWindow, read: Callable[[], object]) -> list[object]:
    """What `read` gives now and after each step back."""
    assert window.document is not None
    found = [read()]
    while window.document.store.can_undo:
        window.document.store.undo()
        found.append(read())
    return found


def test_each_typed_number_is_a_step_also_after_a_drag(moving: MainWindow, qtbot: QtBot, clock: Clock) -> None:
    row = row_of(moving)
    drag_slider(moving, row.slider, 40)
    dragged = state_of(moving).motion.right_deg
    for text in ("10", "20", "30"):
        type_number(row, text, qtbot)
    drag_slider(moving, row.slider, -30)
    again = state_of(moving).motion.right_deg
    found = steps_back(moving, lambda: state_of(moving).motion.right_deg)
    assert found == [again, 30.0, 20.0, 10.0, dragged, 0.0]


def test_a_number_that_is_left_for_another_is_a_step_too(moving: MainWindow, qtbot: QtBot, clock: Clock) -> None:
    row = row_of(moving)
    row.box.setFocus()
    hold(row.box, KEY.Key_Up)
    held = state_of(moving).motion.right_deg
    for text in ("10", "20"):
        row.box.setFocus()
        row.box.selectAll()
        qtbot.keyClicks(row.box, text)
        moving.viewport.setFocus()
    assert steps_back(moving, lambda: state_of(moving).motion.right_deg) == [20.0, 10.0, held, 0.0]


def test_a_held_key_is_one_step_and_the_next_another(moving: MainWindow, clock: Clock) -> None:
    row = row_of(moving)
    passed = [state_of(moving).motion.right_deg]
    for widget in (row.slider, row.slider, row.box):
        widget.setFocus()
        hold(widget, KEY.Key_Up)
        passed.append(state_of(moving).motion.right_deg)
    assert steps_back(moving, lambda: state_of(moving).motion.right_deg) == passed[::-1]


@pytest.mark.parametrize("action_id", ["move.turn_left", "motion.forward", "motion.more"])
def test_strokes_of_keys_are_one_step_until_a_pause(
    moving: MainWindow, qtbot: QtBot, clock: Clock, action_id: str
) -> None:
    assert moving.document is not None
    steps = 0
    for _ in range(2):
        press(moving, action_id, qtbot)
        press(moving, action_id, qtbot)
        clock.pause()
    while moving.document.store.can_undo:
        moving.document.store.undo()
        steps += 1
    assert steps == 2


GESTURES: dict[str, Callable[[MainWindow, QtBot], None]] = {
    "drag": lambda window, _: drag(window, empty_place(window), QPoint(60, 40)),
    "zoom by drag": lambda window, _: drag(window, empty_place(window), QPoint(60, 40), Qt.MouseButton.RightButton),
    "wheel": lambda window, _: turn_wheel(window),
    "keys": press_keys,
    "pinch": lambda window, _: pinch(window),
}


@pytest.mark.parametrize("second", GESTURES)
@pytest.mark.parametrize("first", GESTURES)
def test_two_gestures_of_the_camera_are_two_steps(
    window: MainWindow, qtbot: QtBot, clock: Clock, first: str, second: str
) -> None:
    start = state_of(window).camera
    GESTURES[first](window, qtbot)
    between = state_of(window).camera
    if first == second:
        clock.pause()
    GESTURES[second](window, qtbot)
    end = state_of(window).camera
    assert steps_back(window, lambda: state_of(window).camera) == [end, between, start]


def test_keys_and_wheel_during_a_drag_are_part_of_it(window: MainWindow, qtbot: QtBot, clock: Clock) -> None:
    start, surface = state_of(window).camera, window.viewport.surface
    qtbot.mousePress(surface, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    press(window, "move.turn_left", qtbot)
    clock.pause()
    qtbot.keyPress(surface, KEY.Key_Shift)
    wheel(window, QPoint(5, 5), 1)
    qtbot.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    end = state_of(window).camera
    assert steps_back(window, lambda: state_of(window).camera) == [end, start]


def test_each_drag_of_the_brush_slider_is_a_step(window: MainWindow, clock: Clock) -> None:
    window.toggle_panel("pain")
    slider = next(one for one in window.findChildren(QSlider) if one.accessibleName() == "Size of the brush")
    passed = [state_of(window).pain.brush_mm]
    for by in (30, 20, -40):
        drag_slider(window, slider, by)
        passed.append(state_of(window).pain.brush_mm)
    assert len(set(passed)) == 4
    assert steps_back(window, lambda: state_of(window).pain.brush_mm) == passed[::-1]
