"""The mouse in the 3D view."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.state.view_state import Camera
from tests.desktop.conftest import drag, drain, empty_place, place_of, press, send_mouse, state_of, wheel

MEDIUS = "gluteus_medius.right"
FAR = QPoint(80, 30)


def _distance(camera: Camera) -> float:
    return float(np.linalg.norm(np.subtract(camera.focal_point, camera.position)))


def test_a_click_selects(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.viewport.surface, Qt.MouseButton.LeftButton, pos=place_of(window, MEDIUS))
    assert state_of(window).selected == MEDIUS


def test_a_click_beside_the_model_selects_nothing(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.viewport.surface, Qt.MouseButton.LeftButton, pos=place_of(window, MEDIUS))
    qtbot.mouseClick(window.viewport.surface, Qt.MouseButton.LeftButton, pos=empty_place(window))
    assert state_of(window).selected is None


def test_a_drag_turns_and_is_no_click(window: MainWindow) -> None:
    before = state_of(window).camera
    start = place_of(window, MEDIUS)
    drag(window, start, start + FAR)
    after = state_of(window)
    assert after.selected is None
    assert after.camera.position != before.position
    assert after.camera.focal_point == before.focal_point


def test_a_drag_that_comes_back_is_no_click_either(window: MainWindow) -> None:
    start = place_of(window, MEDIUS)
    drag(window, start, start + FAR)
    surface, left = window.viewport.surface, Qt.MouseButton.LeftButton
    send_mouse(surface, QEvent.Type.MouseButtonPress, start, left, left)
    send_mouse(surface, QEvent.Type.MouseMove, start + FAR, buttons=left)
    send_mouse(surface, QEvent.Type.MouseMove, start, buttons=left)
    send_mouse(surface, QEvent.Type.MouseButtonRelease, start, left)
    assert state_of(window).selected is None


def test_a_trembling_hand_still_clicks(window: MainWindow) -> None:
    place = place_of(window, MEDIUS)
    before = state_of(window).camera
    nudge = QPoint(QApplication.startDragDistance() - 1, 0)
    surface, left = window.viewport.surface, Qt.MouseButton.LeftButton
    send_mouse(surface, QEvent.Type.MouseButtonPress, place, left, left)
    send_mouse(surface, QEvent.Type.MouseMove, place + nudge, buttons=left)
    send_mouse(surface, QEvent.Type.MouseButtonRelease, place, left)
    assert state_of(window).selected == MEDIUS
    assert state_of(window).camera == before


def test_a_drag_to_the_right_turns_the_front_to_the_right(window: MainWindow) -> None:
    window.camera.show_view("front")
    middle = window.viewport.surface.rect().center()
    drag(window, middle, middle + QPoint(60, 0))
    assert state_of(window).camera.position[0] > 1  # the subject's right side comes into sight on the left


@pytest.mark.parametrize(
    ("button", "modifiers"),
    [
        (Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier),
        (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_middle_or_shift_drag_carries_the_point_along(
    window: MainWindow, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier
) -> None:
    before = state_of(window).camera
    drag(window, QPoint(300, 300), QPoint(340, 320), button, modifiers)
    after = state_of(window).camera
    sight = np.subtract(before.focal_point, before.position)
    assert np.allclose(np.subtract(after.focal_point, after.position), sight)
    assert after.focal_point != before.focal_point


def test_a_right_drag_zooms(window: MainWindow) -> None:
    before = _distance(state_of(window).camera)
    drag(window, QPoint(300, 300), QPoint(300, 200), Qt.MouseButton.RightButton)
    assert _distance(state_of(window).camera) < before
    assert state_of(window).selected is None


@pytest.mark.parametrize("notches", [2, -1])
def test_the_wheel_zooms_toward_what_is_under_the_pointer(window: MainWindow, notches: int) -> None:
    place = place_of(window, MEDIUS)
    found = window.viewport.pick(QPointF(place))
    before = state_of(window).camera
    wheel(window, place, notches)
    again = window.viewport.pick(QPointF(place))
    assert found is not None
    assert again is not None
    assert np.linalg.norm(again.position - found.position) < 1.0
    assert (_distance(state_of(window).camera) < _distance(before)) == (notches > 0)


def test_the_wheel_beside_the_model_keeps_that_place(window: MainWindow) -> None:
    from anatomy_viewer.desktop.camera_control import point_at_focus

    place, surface = empty_place(window), window.viewport.surface
    where = (place.x(), surface.height() - place.y() - 1, surface.width(), surface.height())
    before = point_at_focus(state_of(window).camera, *where)
    wheel(window, place, 3)
    assert np.allclose(point_at_focus(state_of(window).camera, *where), before)


def test_a_double_click_centres_on_the_point(window: MainWindow, qtbot: QtBot) -> None:
    place = place_of(window, MEDIUS)
    found = window.viewport.pick(QPointF(place))
    surface, left = window.viewport.surface, Qt.MouseButton.LeftButton
    qtbot.mouseClick(surface, left, pos=place)
    qtbot.mouseDClick(surface, left, pos=place)
    assert found is not None
    assert np.allclose(state_of(window).camera.focal_point, found.position)
    assert state_of(window).selected == MEDIUS


def test_moving_the_mouse_names_what_is_under_it(window: MainWindow, qtbot: QtBot) -> None:
    send_mouse(window.viewport.surface, QEvent.Type.MouseMove, place_of(window, MEDIUS))
    qtbot.waitUntil(lambda: state_of(window).hovered == MEDIUS)
    assert window.caption.name.text() == "Right gluteus medius"
    assert window.caption.latin.text() == "Musculus gluteus medius dexter"
    send_mouse(window.viewport.surface, QEvent.Type.MouseMove, empty_place(window))
    qtbot.waitUntil(lambda: state_of(window).hovered is None)
    assert window.caption.name.text() == ""


def test_leaving_the_view_ends_the_hover(window: MainWindow, qtbot: QtBot) -> None:
    send_mouse(window.viewport.surface, QEvent.Type.MouseMove, place_of(window, MEDIUS))
    qtbot.waitUntil(lambda: state_of(window).hovered == MEDIUS)
    QApplication.sendEvent(window.viewport.surface, QEvent(QEvent.Type.Leave))
    assert state_of(window).hovered is None


def test_what_comes_to_light_under_a_resting_pointer_is_named(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.viewport.surface, Qt.MouseButton.LeftButton, pos=place_of(window, MEDIUS))
    assert window.caption.name.text() == "Right gluteus medius"
    press(window, "structure.hide", qtbot)
    qtbot.waitUntil(lambda: state_of(window).hovered != MEDIUS)
    hovered = state_of(window).hovered
    assert hovered is None or state_of(window).look(hovered).visible
    press(window, "edit.undo", qtbot)
    qtbot.waitUntil(lambda: state_of(window).hovered == MEDIUS)
    assert window.caption.name.text() == "Right gluteus medius"


def test_a_click_names_what_it_selects_though_the_mouse_came_from_elsewhere(window: MainWindow, qtbot: QtBot) -> None:
    surface, left = window.viewport.surface, Qt.MouseButton.LeftButton
    places = [place_of(window, id_) for id_ in (MEDIUS, "femur.right")]
    send_mouse(surface, QEvent.Type.MouseMove, places[0])
    qtbot.waitUntil(lambda: state_of(window).hovered == MEDIUS)
    qtbot.mouseClick(surface, left, pos=places[1])
    assert window.caption.name.text() == "Right femur"
    qtbot.mouseClick(surface, left, pos=empty_place(window))
    assert window.caption.name.text() == ""


def test_a_pointer_that_left_the_view_names_nothing_when_the_picture_changes(window: MainWindow, qtbot: QtBot) -> None:
    send_mouse(window.viewport.surface, QEvent.Type.MouseMove, place_of(window, MEDIUS))
    qtbot.waitUntil(lambda: state_of(window).hovered == MEDIUS)
    QApplication.sendEvent(window.viewport.surface, QEvent(QEvent.Type.Leave))
    window.camera.show_view("right")
    QApplication.processEvents()
    assert state_of(window).hovered is None


def test_many_moves_are_one_pick(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    picked: list[QPointF] = []
    real = window.viewport.gestures._pick
    monkeypatch.setattr(window.viewport.gestures, "_pick", lambda at: (picked.append(at), real(at))[1])
    place = place_of(window, MEDIUS)
    picked.clear()
    for step in range(10):
        send_mouse(window.viewport.surface, QEvent.Type.MouseMove, place + QPoint(step % 2, 0))
    qtbot.waitUntil(lambda: state_of(window).hovered == MEDIUS)
    assert len(picked) == 1


def test_a_whole_drag_is_one_undo(window: MainWindow) -> None:
    assert window.document is not None
    before = state_of(window).camera
    drag(window, QPoint(300, 300), QPoint(380, 320))
    window.document.store.undo()
    assert state_of(window).camera == before
    assert not window.document.store.can_undo


def test_no_key_of_vtk_is_at_work(window: MainWindow, qtbot: QtBot) -> None:
    assert window.viewport.surface.iren.interactor.GetInteractorStyle() is None
    for key in "weqspujr3":
        QApplication.sendEvent(
            window.viewport.surface,
            QKeyEvent(QEvent.Type.KeyPress, ord(key.upper()), Qt.KeyboardModifier.NoModifier, key),
        )
    drain()
    assert window.isVisible(), "VTK complains of nothing, and asks for no end"
