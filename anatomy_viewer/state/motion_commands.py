"""The commands that move the hips: free functions that return a Command for the Store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from anatomy_viewer.state.motion import STANDING, HipSide, MotionView, Posture, problems, set_by_hand, without_prepared
from anatomy_viewer.state.store import Command
from anatomy_viewer.state.view_state import ViewState


def set_motion(motion: MotionView, name: str = "Motion", merge_key: str | None = None) -> Command:
    """Puts another motion in place: a prepared one, one frame of it; ValueError where a number is out of range."""
    return _change(name, lambda _: motion, merge_key)


def set_hip_angle(side: HipSide, deg: float, merge_key: str | None = None) -> Command:
    """Lifts one leg to this abduction; ValueError outside -25 to 45 degrees."""
    name = "right_deg" if side == "right" else "left_deg"
    return _leaving("Lift the leg", {"kind": "leg_lift", name: deg}, merge_key)


def lift_leg() -> Command:
    """Changes to lifting a leg, at the angles that were set before."""
    return _leaving("Lift the leg", {"kind": "leg_lift"})


def set_posture(posture: Posture) -> Command:
    """Says how the body is to gravity while a leg lifts."""
    return _leaving("Lift the leg", {"kind": "leg_lift", "posture": posture})


def set_stance(side: HipSide) -> Command:
    """Stands the body on one leg."""
    return _leaving("Stand on one leg", {"kind": "stance", "stance_side": side})


def set_pelvic_drop(deg: float, merge_key: str | None = None) -> Command:
    """Lets the free side of the pelvis sink, or hitches it where negative; ValueError outside -15 to 15 degrees."""
    return _leaving("Tilt the pelvis", {"kind": "stance", "pelvic_drop_deg": deg}, merge_key)


def set_free_knee(deg: float, merge_key: str | None = None) -> Command:
    """Bends the knee of the free leg; ValueError outside 60 to 90 degrees."""
    return _kept("Bend the knee", {"free_knee_deg": deg}, merge_key)


def set_body_mass(kg: float | None, merge_key: str | None = None) -> Command:
    """Sets the body mass that loads the hip, None for the model's own; ValueError outside 40 to 120 kg."""
    return _change("Body mass", lambda motion: replace(motion, body_mass_kg=kg), merge_key)


def set_load(kg: float, hand: HipSide, merge_key: str | None = None) -> Command:
    """Puts a load in one hand; ValueError outside 0 to 30 kg."""
    return _kept("Load", {"load_kg": kg, "load_hand": hand}, merge_key)


def set_load_hand(hand: HipSide) -> Command:
    """Says in which hand the load is; how heavy it is stays."""
    return _kept("Load", {"load_hand": hand})


def set_arc(shown: bool) -> Command:
    """Draws the angle and its normal range, or does not."""
    return _change("Angle", lambda motion: replace(motion, arc=shown))


def set_lever(shown: bool) -> Command:
    """Draws the forces about the standing hip, or does not."""
    return _kept("Lever", {"lever": shown})


def set_effort(shown: bool) -> Command:
    """Colours the muscles by how hard they work, or does not."""
    return _change("Effort", lambda motion: replace(motion, effort=shown))


def stand_still() -> Command:
    """Goes back to standing on both legs; what a person has set of drawing and load stays."""
    return _leaving("Stand", {"kind": "leg_lift", "right_deg": 0.0, "left_deg": 0.0, "pelvic_drop_deg": 0.0})


def _leaving(name: str, changes: Mapping[str, Any], merge_key: str | None = None) -> Command:
    """Changes how the body stands: what is set by hand is no prepared motion any more, and nothing of it is left."""
    return _change(name, lambda motion: replace(without_prepared(motion), **changes), merge_key)


def _kept(name: str, changes: Mapping[str, Any], merge_key: str | None = None) -> Command:
    """Changes what a prepared motion is shown with, and what is there after it."""
    return _change(name, lambda motion: set_by_hand(motion, changes), merge_key)


def _change(name: str, change: Callable[[MotionView], MotionView], merge_key: str | None = None) -> Command:
    found = " ".join(problems(change(STANDING)))
    if found:
        raise ValueError(found)
    return Command(name, lambda state: _moved(state, change), merge_key=merge_key)


def _moved(state: ViewState, change: Callable[[MotionView], MotionView]) -> ViewState:
    return replace(state, motion=change(state.motion))
