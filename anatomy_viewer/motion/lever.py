"""The lever of standing on one leg, in the frontal plane, after Pauwels: weight, pull of the abductors, joint force."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.motion.abductors import Pull, abductor_pull
from anatomy_viewer.motion.pose import Pose, StanceSide

GRAVITY = 9.81
"""m/s²."""
LEG_MASS_SHARE = 0.161
"""Thigh, shank and foot, of body mass (Winter 2009, Biomechanics and Motor Control of Human Movement, table 4.1, after
Dempster 1955; not read)."""
SHOULDER_SHARE = 0.129
"""From the midline to the shoulder, of stature (Drillis and Contini 1966, in Winter 2009, figure 4.1; not read); a
loaded arm hangs plumb from there: approximate."""
MASS_RANGE_KG = (2.0, 500.0)
LOAD_RANGE_KG = (0.0, 200.0)

ASSUMPTIONS = (
    "Frontal plane only, nothing moves.",
    "The trunk stays upright over the middle of the pelvis; the free leg hangs plumb below its hip.",
    "All abductors pull as one, along the mean direction and at the mean arm of gluteus medius and minimus.",
)
"""What the lever leaves out: figures of it are approximate."""


@dataclass(frozen=True, eq=False)
class Force:
    """A force in the frontal plane: where it acts, (3,) mm, and its vector, (3,) newtons; y stays 0 in the vector."""

    point: Vector
    vector: Vector

    @property
    def newtons(self) -> float:
        """Its size."""
        return float(np.linalg.norm(self.vector))

    def arm_mm(self, center: Vector) -> float:
        """Distance of its line from a centre in the frontal plane, mm, positive; 0 for no force."""
        return abs(self.moment_nm(center)) * 1000.0 / self.newtons if self.newtons > 0.0 else 0.0

    def moment_nm(self, center: Vector) -> float:
        """Moment about the line forward through a centre, N·m; positive turns the right side of the body up."""
        x, z = (self.point - center)[[0, 2]] / 1000.0
        return float(-(z * self.vector[0] - x * self.vector[2]))


@dataclass(frozen=True, eq=False)
class Lever:
    """Forces on the pelvis of a body that stands on one leg, and the force on the head of the standing femur.

    center: of the standing hip; body: weight of all but the standing leg; load: in a hand; abductors: their pull on the
    pelvis; adductor_nm: what the adductors must hold instead where a load beside the hip is too heavy; joint: force of
    the pelvis on the femoral head, the vector sum of the other three (the adductors' pull is not in it).
    """

    side: StanceSide
    center: Vector
    body_mass_kg: float
    body: Force
    load: Force
    abductors: Force
    adductor_nm: float
    joint: Force
    pull: Pull

    @property
    def body_weight_n(self) -> float:
        """Weight of the whole body without the load."""
        return self.body_mass_kg * GRAVITY

    @property
    def moment_needed_nm(self) -> float:
        """Moment with which weight and load would let the free side sink, N·m, negative where they would lift it."""
        sinking = 1.0 if self.side == "right" else -1.0
        return sinking * (self.body.moment_nm(self.center) + self.load.moment_nm(self.center))

    @property
    def abductor_ratio(self) -> float:
        """Pull of the abductors over body weight."""
        return self.abductors.newtons / self.body_weight_n

    @property
    def joint_ratio(self) -> float:
        """Joint force over body weight."""
        return self.joint.newtons / self.body_weight_n


def stance_lever(
    posed: Pose, *, body_mass_kg: float | None = None, load_kg: float = 0.0, load_hand: StanceSide = "right"
) -> Lever:
    """The lever of a pose on one leg.

    body_mass_kg: the model's own if None; load_kg in `load_hand`. In flight the leg carries what is not yet in the air,
    nothing midway. ValueError if the pose is not on one leg, a mass is
    out of range or not a number, a side is unknown, or the model has no hip joints. Textbook statics, after Pauwels.
    """
    if posed.stance is None:
        raise ValueError("the pose is not on one leg: give pose() a `stance`.")
    side: StanceSide = posed.stance
    subject = posed.atlas.subject
    mass = _within("body_mass_kg", subject.mass_kg if body_mass_kg is None else body_mass_kg, MASS_RANGE_KG)
    load_kg = _within("load_kg", load_kg, LOAD_RANGE_KG)
    if load_hand not in ("right", "left"):
        raise ValueError(f"load_hand is {load_hand!r}: it must be 'right' or 'left'.")
    center, other = _hips(posed, side)
    middle = (center + other) / 2.0
    # The rest of the body: trunk, head and arms over the middle of the pelvis, and the free leg below its hip.
    share = LEG_MASS_SHARE / (1.0 - LEG_MASS_SHARE)
    carried = (1.0 - posed.flight) * GRAVITY
    body = Force(middle + share * (other - middle), _down((1.0 - LEG_MASS_SHARE) * mass * carried))
    hand = (
        middle + np.array([1.0 if load_hand == "right" else -1.0, 0.0, 0.0]) * SHOULDER_SHARE * subject.stature_m * 1e3
    )
    load = Force(hand, _down(load_kg * carried))
    needed = (body.moment_nm(center) + load.moment_nm(center)) * (1.0 if side == "right" else -1.0)
    pull = abductor_pull(posed, side)
    lateral = np.array([pull.direction[2], 0.0, -pull.direction[0]])
    lateral *= (1.0 if side == "right" else -1.0) * np.sign(lateral[0])
    abductors = Force(center + lateral * pull.arm_mm, pull.direction * max(needed, 0.0) / (pull.arm_mm / 1000.0))
    joint = Force(center, body.vector + load.vector + abductors.vector)
    return Lever(side, center, mass, body, load, abductors, max(-needed, 0.0), joint, pull)


def _hips(posed: Pose, side: StanceSide) -> tuple[Vector, Vector]:
    """Centres of the standing and of the free hip in the pose."""
    missing = [f"hip.{name}" for name in ("right", "left") if f"hip.{name}" not in posed.atlas.joints]
    if missing:
        raise ValueError(f"the model has no joint {' and '.join(missing)}: there is no lever to draw.")
    free = "left" if side == "right" else "right"
    return posed.joint_center(f"hip.{side}"), posed.joint_center(f"hip.{free}")


def _down(newtons: float) -> Vector:
    return np.array([0.0, 0.0, -newtons])


def _within(name: str, value: float, limits: tuple[float, float]) -> float:
    low, high = limits
    if not math.isfinite(value) or not low <= value <= high:
        raise ValueError(f"{name} is {value:g}: it must be from {low:g} to {high:g} kg.")
    return float(value)
