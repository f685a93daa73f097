"""Prepared motions: each a smooth function of time that ends as it began, with words on what works and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

import numpy as np

from anatomy_viewer.motion.effort import Posture
from anatomy_viewer.motion.pose import FREE_KNEE_DEG, StanceSide

Kind = Literal["leg_lift", "stance"]


@dataclass(frozen=True)
class PoseSetting:
    """One moment of a motion, in the terms of `pose` and of the lever; angles in degrees, `load_kg` in `load_hand`."""

    kind: Kind = "leg_lift"
    right_deg: float = 0.0
    left_deg: float = 0.0
    stance_side: StanceSide = "right"
    pelvic_drop_deg: float = 0.0
    free_knee_deg: float = FREE_KNEE_DEG
    flight: float = 0.0
    load_kg: float = 0.0
    load_hand: StanceSide = "right"
    posture: Posture = "standing"


@dataclass(frozen=True)
class PreparedMotion:
    """A motion to play; `at` gives the setting at any time in seconds, again and again every `duration_s`."""

    id: str
    title: str
    words: str
    duration_s: float
    moment: Callable[[float], PoseSetting]
    weak: bool = False
    """Whether the abductors of the standing side are told to be too weak for what is asked of them."""

    def at(self, seconds: float) -> PoseSetting:
        """The setting at a time, s."""
        return self.moment(seconds % self.duration_s / self.duration_s)


Keys = tuple[tuple[float, float], ...]
"""Values at shares of the duration, from 0 to 1."""


def _eased(keys: Keys, share: float) -> float:
    """Value between keys, each way from rest to rest."""
    for (start, before), (end, after) in pairwise(keys):
        if share <= end:
            return before + (after - before) * _ease((share - start) / (end - start))
    return keys[-1][1]


def _ease(share: float) -> float:
    """From 0 to 1 without a jump of speed or of its change: the polynomial of fifth degree that rests at both ends."""
    return min(max(share**3 * (10.0 - 15.0 * share + 6.0 * share**2), 0.0), 1.0)


_LIFT: Keys = ((0.0, 0.0), (0.4, 35.0), (0.55, 35.0), (0.95, 0.0), (1.0, 0.0))
_STAND_LIFT: Keys = ((0.0, 0.0), (0.4, 30.0), (0.55, 30.0), (0.95, 0.0), (1.0, 0.0))
_SINK: Keys = ((0.0, 0.0), (0.15, 0.0), (0.45, 10.0), (0.65, 10.0), (0.9, 0.0), (1.0, 0.0))
_LOAD: Keys = ((0.0, 0.0), (0.3, 1.0), (0.7, 1.0), (1.0, 0.0))
_LOAD_KG = 10.0
_SWAY_DEG = 1.5
_RUN_KNEE_DEG = 85.0
_RUN_DROP_DEG = 5.0
_AIR = 0.25
"""Share of a step before the foot stands, and after it leaves."""


def _side_lying_lift(share: float) -> PoseSetting:
    return PoseSetting(right_deg=_eased(_LIFT, share), posture="side_lying")


def _standing_lift(share: float) -> PoseSetting:
    return PoseSetting(right_deg=_eased(_STAND_LIFT, share))


def _held_level(share: float) -> PoseSetting:
    """A pelvis that sways a little about level, so that the picture lives; how far is our choice."""
    return PoseSetting(kind="stance", pelvic_drop_deg=_SWAY_DEG * float(np.sin(2.0 * np.pi * share)))


def _trendelenburg(share: float) -> PoseSetting:
    return PoseSetting(kind="stance", pelvic_drop_deg=_eased(_SINK, share))


def _running(share: float) -> PoseSetting:
    """Right leg, then left leg: on the ground the free side sinks a little and comes back; legs change in the air."""
    side: StanceSide = "right" if share < 0.5 else "left"
    step = 2.0 * share % 1.0
    # One sweep from leg to leg, 0 to 2, whose middle falls where one step ends and the next begins.
    to_middle = min(step, 1.0 - step)
    flight = 2.0 * _ease(0.5 - to_middle / (2.0 * _AIR)) if to_middle < _AIR else 0.0
    drop = _eased(((0.0, 0.0), (_AIR, 0.0), (0.5, _RUN_DROP_DEG), (1.0 - _AIR, 0.0), (1.0, 0.0)), step)
    return PoseSetting(
        kind="stance", stance_side=side, pelvic_drop_deg=drop, free_knee_deg=_RUN_KNEE_DEG, flight=flight
    )


def _carrying(share: float) -> PoseSetting:
    """On the right leg, level; the load is taken in the left hand and put down, then in the right."""
    hand: StanceSide = "left" if share < 0.5 else "right"
    held = _LOAD_KG * _eased(_LOAD, 2.0 * share % 1.0)
    return PoseSetting(kind="stance", load_kg=max(held, 0.0), load_hand=hand)


_ALL = (
    PreparedMotion(
        "side_lying_lift",
        "Leg lift, lying on the side",
        "Lying on the left side, the right leg rises. The moment of its weight is largest soon after the leg comes off "
        "the other, while it is almost level, and falls as it rises. The effort of its gluteus medius and minimus does "
        "not fall with it: their moment arm shortens in the model of this program, so from there they work about as "
        "hard all the way, and a little harder near the top. In two models of straight lines (gait2392 and Rajagopal "
        "2016, computed) the arm of medius, weighted by strength, grows up to about 30°; the effort would then fall, "
        "we reckon.",
        6.0,
        _side_lying_lift,
    ),
    PreparedMotion(
        "standing_lift",
        "Leg lift, standing",
        "Standing, the right leg rises sideways. At first it hangs almost plumb and needs little; the work of its "
        "gluteus medius and minimus grows with the angle, and stays below that of the lift lying on the side, as "
        "computed on this model. The "
        "standing side works too, to hold the pelvis; that is not in these figures: see one-leg stance.",
        6.0,
        _standing_lift,
    ),
    PreparedMotion(
        "stance_level",
        "One-leg stance, held level",
        "Standing on the right leg, the weight of the body would let the left side of the pelvis sink. Gluteus medius "
        "and minimus of the standing side, the right, pull the pelvis down on their side and so hold it nearly level "
        "(it sways by 1.5°, our choice).",
        4.0,
        _held_level,
    ),
    PreparedMotion(
        "trendelenburg",
        "Trendelenburg drop",
        "Standing on the right leg with weak right abductors: the opposite side, the left, sinks, here by 10°, our "
        "choice (Trendelenburg's sign). The weak muscle is the one of the standing side; the effort and the forces say "
        "what is asked of it, its demand, not its strength: it cannot meet it.",
        6.0,
        _trendelenburg,
        weak=True,
    ),
    PreparedMotion(
        "running",
        "Running stance",
        "At each step the abductors of the leg on the ground catch the pelvis, right and left in turn; the free side "
        "sinks, here by 5°, our choice (for walking, textbooks give about 4 to 5°; no source read), and comes back. "
        "Only the frontal plane is shown, not the swing of the legs forward and back; it runs slowly, and the forces "
        "are those of standing.",
        2.4,
        _running,
    ),
    PreparedMotion(
        "carrying",
        "A load in one hand",
        f"Standing on the right leg with {_LOAD_KG:g} kg in one hand. In the left hand the load adds to what would let "
        "the left side sink, so the right abductors pull harder. In the right hand it hangs beyond the standing hip "
        "and helps them (computed on this model; the place of the shoulder is assumed).",
        10.0,
        _carrying,
    ),
)

PREPARED: Mapping[str, PreparedMotion] = MappingProxyType({motion.id: motion for motion in _ALL})
"""The prepared motions by id, in the order of a menu."""
