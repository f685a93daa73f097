"""Each command changes what its name says and nothing else."""

from __future__ import annotations

import pytest

from anatomy_viewer.state import commands
from anatomy_viewer.state.store import Store
from anatomy_viewer.state.view_state import Camera, FanView, Look, ViewState

CAMERA = Camera((0.0, 500.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))
START = ViewState(CAMERA)


def after(*steps: commands.Command, start: ViewState = START) -> ViewState:
    for command in steps:
        start = command.change(start)
    return start


def test_hiding_and_showing_again_restores_the_look() -> None:
    faded = after(commands.set_opacity(["skin"], 0.3))
    again = after(commands.set_visible(["skin"], False), commands.set_visible(["skin"], True), start=faded)
    assert again == faded


def test_looks_stay_sorted_and_free_of_defaults() -> None:
    state = after(commands.set_visible(["skin", "femur.right", "coccyx"], False))
    assert [id_ for id_, _ in state.looks] == ["coccyx", "femur.right", "skin"]
    state = after(commands.set_visible(["femur.right"], True), start=state)
    assert [id_ for id_, _ in state.looks] == ["coccyx", "skin"]


def test_ids_may_come_from_a_generator_and_the_command_may_run_twice() -> None:
    command = commands.set_visible((id_ for id_ in ("skin", "sacrum")), False)
    assert after(command) == after(command)
    assert len(after(command).looks) == 2


@pytest.mark.parametrize("opacity", [-0.01, 1.01, float("nan")])
def test_opacity_outside_its_range_is_refused(opacity: float) -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        commands.set_opacity(["skin"], opacity)


def test_isolate_shows_only_the_ids_and_keeps_opacities() -> None:
    start = after(commands.set_opacity(["femur.right", "skin"], 0.5), commands.set_visible(["femur.right"], False))
    state = after(commands.isolate(["femur.right"], ["femur.right", "skin", "sacrum"]), start=start)
    assert state.look("femur.right") == Look(True, 0.5)
    assert state.look("skin") == Look(False, 0.5)
    assert state.look("sacrum") == Look(False, 1.0)


def test_show_all_keeps_opacities() -> None:
    start = after(commands.set_opacity(["skin"], 0.5), commands.set_visible(["skin", "sacrum"], False))
    assert after(commands.show_all(), start=start).looks == (("skin", Look(True, 0.5)),)


def test_the_small_ones() -> None:
    other = Camera((1.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    assert after(commands.set_camera(other)) == ViewState(other)
    assert after(commands.select("skin")) == ViewState(CAMERA, selected="skin")
    assert after(commands.hover("skin")) == ViewState(CAMERA, hovered="skin")
    assert after(commands.set_orientation_figure(False)) == ViewState(CAMERA, orientation_figure=False)
    assert after(commands.set_theme("dark")) == ViewState(CAMERA, theme="dark")
    assert after(commands.replace_all(ViewState(other, selected="skin"), "Scene")) == ViewState(other, selected="skin")


def test_only_hovering_is_not_undoable() -> None:
    assert not commands.hover("skin").undoable
    assert commands.set_camera(CAMERA).undoable
    assert commands.select(None).undoable


def test_each_part_of_the_fan_view_has_its_command() -> None:
    state = after(
        commands.set_fan_mode("surface"),
        commands.set_fan_muscle("gluteus_minimus.left"),
        commands.set_sweep(0.5),
        commands.set_labels(True),
        commands.set_patches(True),
    )
    assert state.fan == FanView("surface", "gluteus_minimus.left", 0.5, labels=True, patches=True)
    assert after(commands.set_fan_mode("solid"), start=state).fan.sweep == 0.5


@pytest.mark.parametrize("sweep", [-0.01, 1.01, float("nan")])
def test_a_sweep_outside_its_range_is_refused(sweep: float) -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        commands.set_sweep(sweep)


def test_bare_bone_shows_its_attachments_and_any_other_mode_when_asked() -> None:
    assert after(commands.set_fan_mode("attachments")).fan.shows_patches
    assert not after(commands.set_fan_mode("fibres")).fan.shows_patches
    assert after(commands.set_fan_mode("fibres"), commands.set_patches(True)).fan.shows_patches


def test_one_drag_of_the_sweep_is_one_step_back() -> None:
    store = Store(START)
    for sweep in (0.8, 0.6, 0.4):
        store.do(commands.set_sweep(sweep, merge_key="drag 1"))
    store.undo()
    assert store.state == START
