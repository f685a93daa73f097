"""The commands that move the hips: free functions that return a Command for the Store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from anatomy_viewer.state.motion import STANDING, HipSide, MotionView, problems
from anatomy_viewer.state.store import Command
from anatomy_viewer.state.view_state import ViewState

_ON_ONE_LEG: dict[str, Any] = {"kind": "stance", "flight": 0.0, "prepared": None}
"""What is set by hand is no prepared motion any more."""


def set_motion(motion: MotionView, name: str = "Motion", merge_key: str | None = None) -> Command:
    """Puts another motion in place: a prepared one, one frame of it; ValueError where a number is out of range."""
    return _change(name, lambda _: motion, merge_key)


def set_hip_angle(side: HipSide, deg: float, merge_key: str | None = None) -> Command:
    """Lifts one leg to this abduction; ValueError outside -25 to 45 degrees."""
    if side == "right":
        return _change(
            "Lift the leg", lambda motion: replace(motion, kind="leg_lift", right_deg=deg, prepared=None), merge_key
        )
    return _change(
        "Lift the leg", lambda motion: replace(motion, kind="leg_lift", left_deg=deg, prepared=None), merge_key
    )


def set_stance(side: HipSide) -> Command:
    """Stands the body on one leg."""
    return _change("Stand on one leg", lambda motion: replace(motion, stance_side=side, **_ON_ONE_LEG))


def set_pelvic_drop(deg: float, merge_key: str | None = None) -> Command:
    """Lets the free side of the pelvis sink, or hitches it where negative; ValueError outside -15 to 15 degrees."""
    return _change("Tilt the pelvis", lambda motion: replace(motion, pelvic_drop_deg=deg, **_ON_ONE_LEG), merge_key)


def set_free_knee(deg: float, merge_key: str | None = None) -> Command:
    """Bends the knee of the free leg; ValueError outside 60 to 90 degrees."""
    return _change("Bend the knee", lambda motion: replace(motion, free_knee_deg=deg), merge_key)


def set_body_mass(kg: float | None, merge_key: str | None = None) -> Command:
    """Sets the body mass that loads the hip, None for the model's own; ValueError outside 40 to 120 kg."""
    return _change("Body mass", lambda motion: replace(motion, body_mass_kg=kg), merge_key)


def set_load(kg: float, hand: HipSide, merge_key: str | None = None) -> Command:
    """Puts a load in one hand; ValueError outside 0 to 30 kg."""
    return _change("Load", lambda motion: replace(motion, load_kg=kg, load_hand=hand), merge_key)


def set_arc(shown: bool) -> Command:
    """Draws the angle and its normal range, or does not."""
    return _change("Angle", lambda motion: replace(motion, arc=shown))


def set_lever(shown: bool) -> Command:
    """Draws the forces about the standing hip, or does not."""
    return _change("Lever", lambda motion: replace(motion, lever=shown))


def set_effort(shown: bool) -> Command:
    """Colours the muscles by how hard they work, or does not."""
    return _change("Effort", lambda motion: replace(motion, effort=shown))


def stand_still() -> Command:
    """Goes back to standing on both legs; what is drawn about a motion and what the hand carries stay as they are."""

    def change(motion: MotionView) -> MotionView:
        return replace(
            motion, kind="leg_lift", right_deg=0.0, left_deg=0.0, pelvic_drop_deg=0.0, flight=0.0, prepared=None
        )

    return _change("Stand", change)


def _change(name: str, change: Callable[[MotionView], MotionView], merge_key: str | None = None) -> Command:
    found = " ".join(problems(change(STANDING)))
    if found:
        raise ValueError(found)
    return Command(name, lambda state: _moved(state, change), merge_key=merge_key)


def _moved(state: ViewState, change: Callable[[MotionView], MotionView]) -> ViewState:
    return replace(state, motion=change(state.motion))
