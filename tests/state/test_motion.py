"""The commands that move the hips."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anatomy_viewer.state import motion_commands as commands
from anatomy_viewer.state.motion import MotionView, OwnMotion, with_prepared, without_prepared
from anatomy_viewer.state.serial import StateError, from_json, to_json
from anatomy_viewer.state.store import Store
from anatomy_viewer.state.view_state import Camera, ViewState

STILL = MotionView()
START = ViewState(Camera((0.0, 500.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0)))


def after(*steps: commands.Command, motion: MotionView = STILL) -> MotionView:
    store = Store(ViewState(START.camera, motion=motion))
    for command in steps:
        store.do(command)
    return store.state.motion


def test_a_leg_lifts_and_the_body_stands_on_one_leg() -> None:
    lifted = after(commands.set_hip_angle("right", 30.0), commands.set_hip_angle("left", -5.0))
    assert (lifted.kind, lifted.right_deg, lifted.left_deg) == ("leg_lift", 30.0, -5.0)
    stance = after(commands.set_stance("left"), commands.set_pelvic_drop(8.0), motion=lifted)
    assert (stance.kind, stance.stance_side, stance.pelvic_drop_deg) == ("stance", "left", 8.0)


def test_what_is_set_by_hand_is_no_prepared_motion_any_more() -> None:
    running = MotionView("stance", prepared="running", flight=0.5)
    assert after(commands.set_pelvic_drop(3.0), motion=running) == MotionView("stance", pelvic_drop_deg=3.0)
    assert after(commands.set_stance("left"), motion=running) == MotionView("stance", stance_side="left")
    assert after(commands.set_hip_angle("left", 3.0), motion=running).prepared is None


def test_a_prepared_motion_is_saved_with_what_comes_back_after_it() -> None:
    own = MotionView("stance", stance_side="left", load_kg=5.0, lever=True)
    playing = replace(with_prepared(own, "carrying"), load_kg=9.7, stance_side="right")
    state = replace(START, motion=playing)
    assert from_json(to_json(state)) == state
    assert without_prepared(from_json(to_json(state)).motion) == own
    assert without_prepared(without_prepared(playing)) == own
    assert with_prepared(playing, "running").own == playing.own, "from one prepared motion to the next"
    heavy = to_json(replace(START, motion=replace(playing, own=OwnMotion(load_kg=31.0))))
    with pytest.raises(StateError, match=r"motion\.own\.load_kg: expected 0 to 30, found 31"):
        from_json(heavy)


def test_what_is_drawn_and_carried_outlasts_the_motion() -> None:
    shown = after(
        commands.set_stance("left"),
        commands.set_lever(True),
        commands.set_arc(False),
        commands.set_effort(False),
        commands.set_body_mass(80.0),
        commands.set_load(10.0, "left"),
        commands.set_free_knee(60.0),
        commands.stand_still(),
    )
    assert shown.neutral
    assert (shown.lever, shown.arc, shown.effort, shown.body_mass_kg) == (True, False, False, 80.0)
    assert (shown.load_kg, shown.load_hand, shown.free_knee_deg) == (10.0, "left", 60.0)


@pytest.mark.parametrize("deg", [-25.1, 45.1, float("nan")])
def test_an_angle_out_of_range_is_refused(deg: float) -> None:
    with pytest.raises(ValueError, match="right_deg: expected -25 to 45"):
        commands.set_hip_angle("right", deg)
    with pytest.raises(ValueError, match="left_deg"):
        commands.set_motion(MotionView(left_deg=deg))


def test_a_drag_is_one_step_back() -> None:
    store = Store(START)
    for deg in (1.0, 2.0, 3.0):
        store.do(commands.set_hip_angle("right", deg, merge_key="drag 1"))
    store.undo()
    assert store.state == START
