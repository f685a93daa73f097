"""How the hips stand in a picture: a leg lifted sideways, or the body on one leg."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

HipSide = Literal["right", "left"]
MotionKind = Literal["leg_lift", "stance"]
"""The leg lifts (the pelvis stands still), or the body stands on one leg (its thigh stands still)."""
Posture = Literal["standing", "side_lying"]

LIFT_RANGE_DEG = (-25.0, 45.0)
"""Hip abduction, from adduction to abduction."""
DROP_RANGE_DEG = (-15.0, 15.0)
"""Pelvic drop: positive where the free side is lower."""
FREE_KNEE_RANGE_DEG = (60.0, 90.0)
BODY_MASS_RANGE_KG = (40.0, 120.0)
LOAD_RANGE_KG = (0.0, 30.0)

RANGES: dict[str, tuple[float, float]] = {
    "right_deg": LIFT_RANGE_DEG,
    "left_deg": LIFT_RANGE_DEG,
    "pelvic_drop_deg": DROP_RANGE_DEG,
    "free_knee_deg": FREE_KNEE_RANGE_DEG,
    "flight": (0.0, 1.0),
    "body_mass_kg": BODY_MASS_RANGE_KG,
    "load_kg": LOAD_RANGE_KG,
}
"""Least and greatest value of each number of a MotionView, by its name."""


@dataclass(frozen=True)
class OwnMotion:
    """What a person had set of that which prepared motions set too; the fields are those of a MotionView."""

    kind: MotionKind = "leg_lift"
    right_deg: float = 0.0
    left_deg: float = 0.0
    posture: Posture = "standing"
    stance_side: HipSide = "right"
    pelvic_drop_deg: float = 0.0
    free_knee_deg: float = 75.0
    load_kg: float = 0.0
    load_hand: HipSide = "right"
    lever: bool = False


@dataclass(frozen=True)
class MotionView:
    """The pose and what is drawn about it.

    `right_deg` and `left_deg` are hip abduction of each leg while a leg lifts; a leg that would be in the way of the
    other is drawn farther out. `posture` says how the body is to gravity then. `stance_side` is the leg that carries
    the body, `pelvic_drop_deg` how far the free side sinks (negative: is hitched), `free_knee_deg` how far the free
    knee is bent, `flight` how far the body is on its way to the other leg, as in running: 0 stands, 1 is midway.
    `body_mass_kg` (None: the model's own) and `load_kg` in `load_hand` load the standing hip. `arc` draws the angle
    and its normal range, `lever` the forces about the standing hip, `effort` colours the muscles by how hard they
    work. `prepared` names the prepared motion that is being played, by its id; `own` is what comes back when it is
    left.
    """

    kind: MotionKind = "leg_lift"
    right_deg: float = 0.0
    left_deg: float = 0.0
    posture: Posture = "standing"
    stance_side: HipSide = "right"
    pelvic_drop_deg: float = 0.0
    free_knee_deg: float = 75.0
    flight: float = 0.0
    body_mass_kg: float | None = None
    load_kg: float = 0.0
    load_hand: HipSide = "right"
    arc: bool = True
    lever: bool = False
    effort: bool = True
    prepared: str | None = None
    own: OwnMotion | None = None

    @property
    def neutral(self) -> bool:
        """Whether the body stands on both legs, as the atlas describes it."""
        return self.kind == "leg_lift" and self.right_deg == 0.0 and self.left_deg == 0.0


STANDING = MotionView()
"""On both legs, as the atlas describes the body."""


def with_prepared(motion: MotionView, prepared_id: str) -> MotionView:
    """The motion with a prepared one, before its first moment: what a person had set is kept in `own`."""
    before = without_prepared(motion)
    own = OwnMotion(**{field.name: getattr(before, field.name) for field in fields(OwnMotion)})
    return replace(before, prepared=prepared_id, own=own)


def without_prepared(motion: MotionView) -> MotionView:
    """The motion without its prepared one: all that this had set is as the person had it before."""
    if motion.prepared is None:
        return replace(motion, flight=0.0, own=None)
    own = motion.own or OwnMotion()
    found = {field.name: getattr(own, field.name) for field in fields(OwnMotion)}
    return replace(motion, **found, flight=0.0, prepared=None, own=None)


def set_by_hand(motion: MotionView, changes: Mapping[str, Any]) -> MotionView:
    """Changes what outlasts a prepared motion, because a person has set it."""
    own = None if motion.prepared is None else replace(motion.own or OwnMotion(), **changes)
    return replace(motion, **changes, own=own)


def problems(motion: MotionView) -> Iterator[str]:
    """Says of each number that lies outside its range, or is none, what was expected: "right_deg: expected ..."."""
    yield from _outside(motion, "")
    if motion.own is not None:
        yield from _outside(motion.own, "own.")


def _outside(motion: MotionView | OwnMotion, before: str) -> Iterator[str]:
    for name, (least, greatest) in RANGES.items():
        value = getattr(motion, name, None)
        if value is not None and not least <= value <= greatest:
            yield f"{before}{name}: expected {least:g} to {greatest:g}, found {value}."
