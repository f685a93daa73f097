"""Taking a fan apart by keys and menus."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.actions.fan_table import FAN
from anatomy_viewer.desktop.fan_modes import SWEEP_STEP, next_muscle, other_side
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.state import commands
from anatomy_viewer.state.store import Command
from anatomy_viewer.state.view_state import FanView
from tests.desktop.conftest import press, state_of
from tests.desktop.fan_atlas import LATERAL, MEDIUS, MINIMUS, ORIGIN, TWIN

START = FanView(mode="fibres", sweep=0.5)
"""A fan of which every action can change something, unless its test says otherwise."""

GIVES: dict[str, FanView] = {
    "fan.solid": replace(START, mode="solid"),
    "fan.faded": replace(START, mode="faded"),
    "fan.fibres": replace(START, mode="fibres"),
    "fan.surface": replace(START, mode="surface"),
    "fan.attachments": replace(START, mode="attachments"),
    "fan.patches": replace(START, patches=True),
    "fan.labels": replace(START, labels=True),
    "fan.clear": replace(START, clear=False),
    "fan.sweep_back": replace(START, sweep=0.5 - SWEEP_STEP),
    "fan.sweep_front": replace(START, sweep=0.5 + SWEEP_STEP),
    "fan.next_muscle": replace(START, muscle=MINIMUS),
    "fan.left_side": replace(START, muscle=TWIN),
}
"""What each action makes of START."""


def do(window: MainWindow, command: Command) -> None:
    assert window.document is not None
    window.document.store.do(command)


def begin(window: MainWindow, fan: FanView) -> None:
    """Puts a fan in place that is not the first step of undo."""
    do(window, commands.replace_all(replace(state_of(window), fan=fan), "Begin"))


def test_each_action_of_the_fan_has_a_test() -> None:
    assert {spec.id for spec in FAN} == set(GIVES)


@pytest.mark.parametrize("action_id", sorted(GIVES))
def test_the_key_does_what_it_says_and_undo_takes_it_back(fan_window: MainWindow, qtbot: QtBot, action_id: str) -> None:
    start = replace(START, mode="solid") if action_id == "fan.fibres" else START
    begin(fan_window, start)
    press(fan_window, action_id, qtbot)
    assert state_of(fan_window).fan == GIVES[action_id] != start
    press(fan_window, "edit.undo", qtbot)
    assert state_of(fan_window).fan == start


@pytest.mark.parametrize(
    ("action_id", "fan"),
    [
        *((f"fan.{mode}", FanView(mode=mode)) for mode in ("solid", "faded", "fibres", "surface", "attachments")),
        ("fan.patches", FanView(patches=True)),
        ("fan.patches", FanView(mode="attachments")),
        ("fan.labels", FanView(labels=True)),
        ("fan.left_side", FanView(muscle=TWIN)),
        ("fan.clear", FanView(mode="faded")),
    ],
)
def test_check_marks_follow_the_state(fan_window: MainWindow, action_id: str, fan: FanView) -> None:
    action = fan_window.actions_.actions[action_id]
    begin(fan_window, FanView(mode="fibres" if fan.mode == "solid" else "solid", clear=False))
    assert not action.isChecked()
    begin(fan_window, fan)
    assert action.isChecked()


def test_sweeping_by_keys_is_one_undo_and_stops_at_the_ends(fan_window: MainWindow, qtbot: QtBot) -> None:
    begin(fan_window, replace(START, sweep=1.0))
    back, front = (fan_window.actions_.actions[f"fan.sweep_{way}"] for way in ("back", "front"))
    assert (back.isEnabled(), front.isEnabled()) == (True, False)
    for _ in range(round(1 / SWEEP_STEP) + 3):
        qtbot.keyClick(fan_window.viewport.surface, Qt.Key.Key_BracketLeft)
    assert state_of(fan_window).fan.sweep == 0.0
    assert (back.isEnabled(), front.isEnabled()) == (False, True)
    press(fan_window, "edit.undo", qtbot)
    assert state_of(fan_window).fan.sweep == 1.0


@pytest.mark.parametrize("mode", ["solid", "attachments"])
def test_there_is_no_sweeping_where_no_fibres_are_seen(fan_window: MainWindow, mode: str) -> None:
    begin(fan_window, FanView(mode=mode, sweep=0.5))  # type: ignore[arg-type]
    assert not any(fan_window.actions_.actions[f"fan.sweep_{way}"].isEnabled() for way in ("back", "front"))


def test_without_fibres_nothing_can_be_taken_apart(window: MainWindow) -> None:
    assert [spec.id for spec in FAN if window.actions_.actions[spec.id].isEnabled()] == []


def test_a_muscle_without_attachments_has_fibres_only(fan_window: MainWindow) -> None:
    begin(fan_window, FanView(muscle=MINIMUS))
    enabled = {spec.id for spec in FAN if fan_window.actions_.actions[spec.id].isEnabled()}
    assert {"fan.faded", "fan.fibres", "fan.surface", "fan.next_muscle"} <= enabled
    assert not {"fan.attachments", "fan.patches", "fan.left_side", "fan.clear"} & enabled


def test_the_caption_tells_which_muscle(fan_window: MainWindow, qtbot: QtBot) -> None:
    press(fan_window, "fan.next_muscle", qtbot)
    assert "Right gluteus minimus" in fan_window.caption.message.text()


def test_next_muscle_stays_on_its_side_and_comes_round() -> None:
    muscles = ("gluteus_medius.right", "gluteus_minimus.right", "gluteus_medius.left")
    assert next_muscle(muscles, "gluteus_medius.right") == "gluteus_minimus.right"
    assert next_muscle(muscles, "gluteus_minimus.right") == "gluteus_medius.right"
    assert next_muscle(muscles, "gluteus_medius.left") is None
    assert next_muscle(muscles, "psoas.right") == "gluteus_medius.right"
    assert next_muscle((), "psoas.right") is None


def test_other_side_is_there_or_not() -> None:
    muscles = ("gluteus_medius.right", "gluteus_minimus.right", "gluteus_medius.left")
    assert other_side(muscles, "gluteus_medius.left") == "gluteus_medius.right"
    assert other_side(muscles, "gluteus_minimus.right") is None
    assert other_side((*muscles, "odd"), "odd") is None


def test_an_attachment_can_be_selected_but_not_hidden(fan_window: MainWindow, fan_atlas: Atlas) -> None:
    do(fan_window, commands.select(LATERAL))
    names = {id_: fan_window.actions_.actions[id_].isEnabled() for id_ in ("structure.hide", "structure.isolate")}
    assert names == {"structure.hide": False, "structure.isolate": False}
    assert fan_window.caption.name.text() == fan_atlas.attachments[LATERAL].names.en
    told = fan_window.docks["info"].widget().text.text()
    assert "Right femur: 444 mm²" in told
    assert "Somebody &lt;1999&gt;" in told


def test_muscles_and_parts_are_told_of(fan_window: MainWindow) -> None:
    card = fan_window.docks["info"].widget().text
    do(fan_window, commands.select(MEDIUS))
    assert "<b>Nerve (nervus)</b><br>A &lt;nerve&gt;." in card.text()
    assert "After: A book" in card.text()
    do(fan_window, commands.select(f"{MEDIUS}.fibres.back_part"))
    assert fan_window.caption.name.text() == "Right gluteus medius, back part"
    assert fan_window.caption.latin.text() == "Musculus gluteus medius dexter, pars posterior"
    assert "1 fibre lines, mean 10.0 cm from bone to bone, 7.0 cm fleshy" in card.text()
    assert fan_window.actions_.actions["structure.center"].isEnabled()
    assert not fan_window.actions_.actions["structure.hide"].isEnabled()


def test_the_view_can_be_centred_on_an_attachment(fan_window: MainWindow, fan_atlas: Atlas, qtbot: QtBot) -> None:
    do(fan_window, commands.select(ORIGIN))
    press(fan_window, "structure.center", qtbot)
    outline = fan_atlas.attachments[ORIGIN].boundary
    middle = (outline.min(axis=0) + outline.max(axis=0)) / 2
    assert state_of(fan_window).camera.focal_point == pytest.approx(tuple(middle), abs=0.01)
