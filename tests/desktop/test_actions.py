"""Every entry of the action table can be reached and does what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot

from anatomy_viewer.desktop.about_dialog import AboutDialog
from anatomy_viewer.desktop.actions.fan_table import FAN
from anatomy_viewer.desktop.actions.motion_table import MOTION
from anatomy_viewer.desktop.actions.pain_table import PAIN
from anatomy_viewer.desktop.actions.spec import Menu, always
from anatomy_viewer.desktop.actions.table import ACTIONS
from anatomy_viewer.desktop.picture_dialog import PictureDialog
from anatomy_viewer.desktop.shortcuts_dialog import ShortcutsDialog
from anatomy_viewer.desktop.style import DEFAULT_TEXT_PT
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.state import commands
from anatomy_viewer.state.view_state import Camera, ViewState
from anatomy_viewer.state.views import view_camera
from tests.desktop.conftest import Chosen, MakeWindow, press, state_of, wait_loaded
from tests.tiny_pack import write_tiny_pack

MEDIUS = "gluteus_medius.right"


def test_ids_and_keys_are_unique() -> None:
    ids = Counter(spec.id for spec in ACTIONS)
    keys = Counter(
        QKeySequence(keys).toString() for spec in ACTIONS for keys in (*spec.shortcuts, *spec.view_shortcuts)
    )
    assert not [what for what, times in (ids | keys).items() if times > 1]


def test_digits_are_for_pain() -> None:
    digits = {keys: spec.menu for spec in ACTIONS for keys in spec.shortcuts if keys.isdigit()}
    assert digits == dict.fromkeys("0123456789", Menu.PAIN)


def test_every_key_is_understood() -> None:
    for spec in ACTIONS:
        for keys in spec.shortcuts:
            assert QKeySequence(keys)[0].key() != Qt.Key.Key_unknown, spec.id


def test_every_action_stands_in_a_menu(window: MainWindow) -> None:
    def below(menu: QMenu) -> set[QAction]:
        found = set(menu.actions())
        return found.union(*(below(action.menu()) for action in menu.actions() if isinstance(action.menu(), QMenu)))

    in_menus = {action.objectName() for top in window.menuBar().actions() for action in below(top.menu())}  # type: ignore[arg-type]
    assert {spec.id for spec in ACTIONS} <= in_menus


def test_tool_bar_tells_the_keys(window: MainWindow) -> None:
    for action in window.actions_.toolbar.actions():
        if not action.isSeparator() and not action.shortcut().isEmpty():
            assert action.shortcut().toString(QKeySequence.SequenceFormat.NativeText) in action.toolTip()


def test_without_a_model_only_what_makes_sense_is_enabled(make_window: MakeWindow) -> None:
    window = make_window()
    enabled = {spec.id for spec in ACTIONS if window.actions_.actions[spec.id].isEnabled()}
    without_rule = {spec.id for spec in ACTIONS if spec.enabled is always}
    assert enabled == without_rule | {"file.open", "file.open_shipped"}


def _camera(window: MainWindow) -> Camera:
    return state_of(window).camera


def _sight(camera: Camera) -> np.ndarray:
    forward = np.subtract(camera.focal_point, camera.position)
    return forward / np.linalg.norm(forward)


def _distance(camera: Camera) -> float:
    return float(np.linalg.norm(np.subtract(camera.focal_point, camera.position)))


def _turned(before: ViewState, window: MainWindow) -> bool:
    after = _camera(window)
    angle = np.degrees(np.arccos(np.clip(_sight(before.camera) @ _sight(after), -1, 1)))
    return after.focal_point == before.camera.focal_point and 1 < angle < 10


def _shifted(before: ViewState, window: MainWindow) -> bool:
    after = _camera(window)
    moved = np.linalg.norm(np.subtract(after.focal_point, before.camera.focal_point))
    return bool(np.allclose(_sight(before.camera), _sight(after)) and 1 < moved < 100)


def _dialog(kind: type[QDialog]) -> Callable[[ViewState, MainWindow], bool]:
    return lambda _, window: any(dialog.isVisible() for dialog in window.findChildren(kind))


def _at_view(view_id: str) -> Callable[[ViewState, MainWindow], bool]:
    return lambda _, window: _camera(window) == view_camera(window.document.atlas, view_id)  # type: ignore[union-attr]


def _hidden(window: MainWindow) -> set[str]:
    return {id_ for id_, look in state_of(window).looks if not look.visible}


DOES: dict[str, Callable[[ViewState, MainWindow], bool]] = {
    "file.open": lambda _, w: w.loading,
    "file.open_shipped": lambda _, w: w.loading,
    "file.save_picture": _dialog(PictureDialog),
    "file.quit": lambda _, w: not w.isVisible(),
    "edit.undo": lambda before, w: before.selected == MEDIUS and state_of(w).selected is None,
    "edit.redo": lambda before, w: before.selected is None and state_of(w).selected == MEDIUS,
    "structure.hide": lambda _, w: _hidden(w) == {"skin", MEDIUS},
    "structure.isolate": lambda _, w: _hidden(w) == set(w.document.atlas.structures) - {MEDIUS},  # type: ignore[union-attr]
    "structure.show_all": lambda before, w: not before.look(MEDIUS).visible and _hidden(w) == {"skin"},
    "structure.skin": lambda before, w: not before.look("skin").visible and state_of(w).look("skin").visible,
    "structure.center": lambda _, w: np.allclose(_camera(w).focal_point, (135, -15, 60), atol=2),
    "structure.deselect": lambda before, w: before.selected is not None and state_of(w).selected is None,
    **{f"view.{id_}": _at_view(id_) for id_ in ("default", "front", "back", "right", "left", "top", "bottom")},
    "view.fit": lambda before, w: _distance(_camera(w)) > 1.3 * _distance(before.camera),  # the legs are shown too
    **{f"move.turn_{way}": _turned for way in ("left", "right", "up", "down")},
    **{f"move.pan_{way}": _shifted for way in ("left", "right", "up", "down")},
    "move.zoom_in": lambda before, w: _distance(_camera(w)) < _distance(before.camera),
    "move.zoom_out": lambda before, w: _distance(_camera(w)) > _distance(before.camera),
    "view.orientation_figure": lambda before, w: before.orientation_figure and not state_of(w).orientation_figure,
    "view.dark": lambda before, w: before.theme == "light" and state_of(w).theme == "dark",
    "window.full_screen": lambda _, w: w.full_screen and not w.menuBar().isVisible() and not w.docks.open(),
    "window.leave_full_screen": lambda _, w: not w.full_screen and len(w.docks.open()) == 2,
    "window.larger_text": lambda _, w: w.text_pt > DEFAULT_TEXT_PT,
    "window.smaller_text": lambda _, w: w.text_pt < DEFAULT_TEXT_PT,
    "window.normal_text": lambda _, w: w.text_pt == DEFAULT_TEXT_PT,
    "panel.layers": lambda _, w: w.docks["layers"].isHidden(),
    "panel.info": lambda _, w: w.docks["info"].isHidden(),
    "panel.fan": lambda _, w: not w.docks["fan"].isHidden(),
    "panel.motion": lambda _, w: not w.docks["motion"].isHidden(),
    "panel.motion_plot": lambda _, w: not w.docks["motion_plot"].isHidden(),
    "panel.pain": lambda _, w: not w.docks["pain"].isHidden(),
    "help.shortcuts": _dialog(ShortcutsDialog),
    "help.about": _dialog(AboutDialog),
}
"""What can be seen afterwards, from the state before and the window after."""

FIRST: dict[str, Callable[[MainWindow], None]] = {
    "edit.redo": lambda w: w.document.store.undo(),  # type: ignore[union-attr]
    "structure.show_all": lambda w: w.document.store.do(commands.set_visible([MEDIUS, "sacrum"], False)),  # type: ignore[union-attr]
    "window.leave_full_screen": lambda w: w.set_full_screen(True),
    "window.normal_text": lambda w: w.set_text_pt(24),
    **{f"view.{id_}": lambda w: w.camera.turn(33, 7) for id_ in ("default", "front", "back", "right", "left", "top")},
}
"""What must have happened before, beyond medius being selected."""


def test_each_action_has_a_test() -> None:
    elsewhere = {spec.id for spec in (*FAN, *MOTION, *PAIN)}  # test_fan_actions, test_motion_window, test_pain_actions
    assert {spec.id for spec in ACTIONS} - elsewhere == set(DOES)


@pytest.mark.parametrize("action_id", sorted(DOES))
def test_the_key_does_what_it_says(window: MainWindow, qtbot: QtBot, tmp_path: Path, action_id: str) -> None:
    assert isinstance(window.choose, Chosen)
    window.choose.folder = write_tiny_pack(tmp_path / "pack")
    assert window.document is not None
    window.document.store.do(commands.select(MEDIUS))
    FIRST.get(action_id, lambda _: None)(window)
    before = window.document.state
    action = window.actions_.actions[action_id]
    assert action.isEnabled()
    assert not DOES[action_id](before, window), "it is so before it was done"
    if action.shortcut().isEmpty():
        action.trigger()
    else:
        press(window, action_id, qtbot)
    assert DOES[action_id](before, window)
    if window.loading:
        wait_loaded(qtbot, window)


def test_second_keys_work_too(window: MainWindow, qtbot: QtBot) -> None:
    before = _distance(_camera(window))
    qtbot.keyClick(window.viewport.surface, Qt.Key.Key_PageUp)
    assert _distance(_camera(window)) < before
    qtbot.keyClick(window.viewport.surface, Qt.Key.Key_PageDown)
    assert _distance(_camera(window)) == pytest.approx(before)


def test_keys_work_in_full_screen(window: MainWindow, qtbot: QtBot) -> None:
    press(window, "window.full_screen", qtbot)
    assert window.isFullScreen()
    press(window, "view.back", qtbot)
    assert _at_view("back")(state_of(window), window)
    press(window, "window.leave_full_screen", qtbot)
    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert window.actions_.toolbar.isVisible()


def test_full_screen_brings_back_only_the_panels_that_were_open(window: MainWindow, qtbot: QtBot) -> None:
    press(window, "panel.info", qtbot)
    press(window, "window.full_screen", qtbot)
    press(window, "window.full_screen", qtbot)
    assert window.docks.open() == {"layers"}


def test_menus_name_what_undo_takes_back(window: MainWindow) -> None:
    assert window.document is not None
    window.document.store.do(commands.set_visible([MEDIUS], False))
    assert window.actions_.actions["edit.undo"].text() == "&Undo: Hide"
    window.document.store.undo()
    assert window.actions_.actions["edit.redo"].text() == "&Redo: Hide"
    assert not window.actions_.actions["edit.undo"].isEnabled()


def test_restore_hidden_counts(window: MainWindow) -> None:
    assert window.document is not None
    action = window.actions_.actions["structure.show_all"]
    assert (action.text(), action.isEnabled()) == ("Restore hidden", False)
    window.document.store.do(commands.set_visible([MEDIUS, "sacrum"], False))
    assert (action.text(), action.isEnabled()) == ("Restore hidden (2)", True)


def test_restoring_brings_back_the_look_it_had(window: MainWindow, qtbot: QtBot) -> None:
    assert window.document is not None
    window.document.store.do(commands.set_opacity([MEDIUS], 0.4))
    window.document.store.do(commands.select(MEDIUS))
    press(window, "structure.hide", qtbot)
    press(window, "structure.show_all", qtbot)
    look = state_of(window).look(MEDIUS)
    assert (look.visible, look.opacity) == (True, 0.4)


def test_letters_typed_into_the_search_box_are_text(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.docks["layers"].widget()
    before = state_of(window)
    panel.search.setFocus()
    qtbot.keyClicks(panel.search, "fbh")
    assert panel.search.text() == "fbh"
    assert state_of(window).camera == before.camera


def test_arrows_in_the_list_are_the_lists(window: MainWindow, qtbot: QtBot) -> None:
    view = window.docks["layers"].widget().view
    view.setFocus()
    before = state_of(window).camera
    row = view.currentIndex()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex() != row
    assert state_of(window).camera == before


def test_a_long_stretch_of_turning_is_one_undo(window: MainWindow, qtbot: QtBot) -> None:
    assert window.document is not None
    before = state_of(window).camera
    for _ in range(5):
        press(window, "move.turn_left", qtbot)
    press(window, "move.zoom_in", qtbot)
    window.document.store.undo()
    assert state_of(window).camera == before
    assert not window.document.store.can_undo


def test_nothing_modal_is_left_open(window: MainWindow, qtbot: QtBot) -> None:
    press(window, "help.shortcuts", qtbot)
    assert QApplication.activeModalWidget() is not None
    qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_fit_goes_near_to_what_is_shown_and_can_be_undone(window: MainWindow, qtbot: QtBot) -> None:
    assert window.document is not None
    before = state_of(window).camera
    window.document.store.do(commands.isolate(["sacrum"], window.document.atlas.structures))
    press(window, "view.fit", qtbot)
    after = state_of(window).camera
    sights = [np.subtract(camera.focal_point, camera.position) for camera in (before, after)]
    near, far = (float(np.linalg.norm(sight)) for sight in reversed(sights))
    assert near < far / 2
    assert np.allclose(sights[0] / far, sights[1] / near, atol=1e-3)
    press(window, "edit.undo", qtbot)
    assert state_of(window).camera == before
    window.document.store.do(commands.set_visible(window.document.atlas.structures, False))
    press(window, "view.fit", qtbot)
    assert state_of(window).camera == before
