"""How hard the abductors work: the moment that is needed over the largest they can give. Approximate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from anatomy_viewer.atlas.evidence import Evidence
from anatomy_viewer.motion.abductors import abductor_pull
from anatomy_viewer.motion.joints import SIDES
from anatomy_viewer.motion.lever import GRAVITY, LEG_MASS_SHARE, stance_lever
from anatomy_viewer.motion.pose import Pose, StanceSide

Posture = Literal["standing", "side_lying"]

LEG_CENTER_SHARE = 0.447
"""Centre of mass of the leg from the hip, as a share of the way to the ankle (Winter 2009, table 4.1, total leg; not
read here)."""
FORMULA = "effort = moment needed / Σ (cross-section × specific tension × moment arm)"
"""In words of the screen."""
WORKING = ("gluteus_medius", "gluteus_minimus")
"""The abductors of the model: they share one effort."""


SUPPORTED_DEG = 5.0
"""Lying on the side, the lower leg hands the weight of the upper one over by degrees: the soft parts of the two thighs,
pressed flat where they lie on each other, fill out again before they part. How far is a guess; nothing is published."""


@dataclass(frozen=True)
class Reported:
    """Muscle activity that others give for a task, to print beside the effort: not the same quantity.

    whole: what the percent are of.
    """

    task: str
    percent: str
    whole: str
    source: str
    evidence: Evidence


ASHTIANI = "Ashtiani et al. 2019, doi 10.5812/zjrms.68977, a simulation in AnyBody without added weight"
DISTEFANO = "Distefano et al. 2009, J Orthop Sports Phys Ther 39(7):532-540, abstract read"
REVIEW = (
    "table 2 of PMC4004121, Int J Sports Phys Ther 2014;9(2):157-167, which gathers studies of others (these not read)"
)
_CONTRACTION = "the activity in a maximum voluntary isometric contraction, by electrodes on the skin"
REPORTED: Mapping[str, tuple[Reported, ...]] = {
    "side_lying": (
        Reported("side-lying abduction", "about 40 %", "the maximum", ASHTIANI, "simulated"),
        Reported("side-lying abduction", "81 ± 42 % (mean ± SD)", _CONTRACTION, DISTEFANO, "measured"),
        Reported(
            "side-lying abduction, three studies, Distefano perhaps among them",
            "42 to 81 %",
            _CONTRACTION,
            REVIEW,
            "measured",
        ),
    ),
    "standing": (
        Reported("standing abduction", "under 20 %", "the maximum", ASHTIANI, "simulated"),
        Reported("standing abduction", "33 % (no spread given)", _CONTRACTION, REVIEW, "measured"),
    ),
}
"""By posture."""


@dataclass(frozen=True)
class Effort:
    """Of one side's abductors: moment needed and largest moment in N·m."""

    needed_nm: float
    largest_nm: float

    @property
    def share(self) -> float:
        """Moment needed over the largest, 0 where no abductor is needed; above 1 where the muscles are too weak."""
        return max(self.needed_nm, 0.0) / self.largest_nm


def lift_effort(posed: Pose, posture: Posture) -> dict[str, Effort]:
    """Effort by side of holding each leg at its angle against gravity.

    Standing, the leg's weight acts at sin(angle) of its arm, side-lying at cos(angle), less what the leg beneath still
    bears; the leg is straight. Only a lifted leg counts: at 0 degrees it stands or rests. ValueError if the pose is on
    one leg.
    """
    if posed.stance is not None:
        raise ValueError("the pose is on one leg: use stance_effort.")
    return {side: Effort(_leg_moment_nm(posed, side, posture), abductor_pull(posed, side).largest_nm) for side in SIDES}


def stance_effort(
    posed: Pose, *, body_mass_kg: float | None = None, load_kg: float = 0.0, load_hand: StanceSide = "right"
) -> dict[str, Effort]:
    """Effort by side of holding the pelvis on one leg: the standing side works, the free side rests.

    The muscles are those of the model, also where `body_mass_kg` is another. Errors are those of `stance_lever`.
    """
    lever = stance_lever(posed, body_mass_kg=body_mass_kg, load_kg=load_kg, load_hand=load_hand)
    found = {side: Effort(0.0, abductor_pull(posed, side).largest_nm) for side in SIDES}
    found[lever.side] = Effort(max(lever.moment_needed_nm, 0.0), lever.pull.largest_nm)
    return found


def leg_arm_mm(posed: Pose, side: str) -> float:
    """From the hip to the centre of mass of the straight leg, mm: by the ankle's landmarks, else by stature."""
    atlas = posed.atlas
    ends = [atlas.landmarks.get(f"{end}_malleolus.{side}") for end in ("medial", "lateral")]
    joint = atlas.joints.get(f"hip.{side}")
    if ends[0] is None or ends[1] is None or joint is None:
        # Leg from hip to ankle: 0.530 - 0.039 of stature (Drillis and Contini 1966, in Winter 2009, figure 4.1).
        return LEG_CENTER_SHARE * (0.530 - 0.039) * atlas.subject.stature_m * 1000.0
    ankle = (ends[0].position + ends[1].position) / 2.0
    return LEG_CENTER_SHARE * float(np.linalg.norm(ankle - joint.center))


def _leg_moment_nm(posed: Pose, side: str, posture: Posture) -> float:
    degrees = posed.hip_abduction_deg(side)
    weight = LEG_MASS_SHARE * posed.atlas.subject.mass_kg * GRAVITY
    return weight * leg_arm_mm(posed, side) / 1000.0 * _leverage(degrees, posture)


def _leverage(degrees: float, posture: Posture) -> float:
    """Share of the leg's weight times its arm that the abductors hold at an angle."""
    angle = math.radians(degrees)
    if posture == "standing":
        return math.sin(angle)
    free = min(max(degrees / SUPPORTED_DEG, 0.0), 1.0)
    return math.cos(angle) * free**2 * (3.0 - 2.0 * free)
