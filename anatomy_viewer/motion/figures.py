"""The figures by which a model that moves is judged. Needs the extra `report`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.figures.figure import CannotMeasureError, Figure, Question, Source
from anatomy_viewer.atlas.figures.solid import Solid
from anatomy_viewer.atlas.mesh_file import signed_volume
from anatomy_viewer.atlas.model import Atlas, Mesh
from anatomy_viewer.atlas.motion_file import LIFT_RANGE_DEG
from anatomy_viewer.motion.curves import MotionCurves, motion_curves
from anatomy_viewer.motion.lever import Lever, stance_lever
from anatomy_viewer.motion.pose import pose

ARMS = Source(
    source="own band around 39 to 48 mm, weighted by strength (here the plain mean of all fibres), computed from "
    "gait2392 and Rajagopal 2016; the model was tuned to it",
    evidence="computed",
)
SHORTENING = Source(
    source="own band around 25 to 30 %, computed from gait2392 and Rajagopal 2016; the model was tuned to it",
    evidence="computed",
)
PULL = Source(
    source="own band; textbooks, after Pauwels (no source read), give about twice the weight carried (here "
    "1.7 × body weight, with the leg's share assumed)",
    evidence="own",
)
JOINT = Source(
    source="own band; textbooks, after Pauwels (no source read), give the sum of weight and pull", evidence="own"
)
_STEP_DEG = 5.0
_MEDIUS = "gluteus_medius.right"

Floats = npt.NDArray[np.float64]


def measure_motion(atlas: Atlas) -> Iterator[Figure]:
    """Measures one figure after the other; none for a model that does not say how its muscles move."""
    if atlas.motion:
        for question in questions(Moving(atlas)):
            yield question.answer()


@dataclass(frozen=True)
class Moving:
    """A model in motion, its right side: the left one mirrors it."""

    atlas: Atlas

    @property
    def degrees(self) -> list[float]:
        """The angles that are measured."""
        low, high = LIFT_RANGE_DEG
        return [float(angle) for angle in np.arange(low, high + _STEP_DEG / 2.0, _STEP_DEG)]

    @cached_property
    def curves(self) -> MotionCurves:
        """Lengths and arms of gluteus medius at each degree."""
        found = motion_curves(self.atlas, _MEDIUS)
        if found is None:
            raise CannotMeasureError(f"the model does not say how the fibres of '{_MEDIUS}' change")
        return found

    @cached_property
    def lever(self) -> Lever:
        """One-leg stance, the pelvis level."""
        try:
            return stance_lever(pose(self.atlas, stance="right"))
        except ValueError as error:
            raise CannotMeasureError(str(error)) from None

    def require_fibres(self) -> None:
        """CannotMeasureError if the fibres of gluteus medius cannot be asked."""
        _ = self.curves

    def arms(self, low: float, high: float) -> Floats:
        """Mean moment arms of gluteus medius from one angle to another, mm."""
        angles = self.curves.angles_deg
        return self.curves.whole_arm_mm[(angles >= low) & (angles <= high)]

    def mesh(self, muscle: str, degrees: float) -> Mesh:
        """A muscle's surface at an angle."""
        posed = pose(self.atlas, hip_abduction_deg={"right": degrees})
        return Mesh(posed.vertices(muscle), self.atlas.structures[muscle].triangles)


def questions(moving: Moving) -> Iterator[Question]:
    """Bones apart, muscles of one volume and near the joint, arms and shortening as published, the lever of stance."""
    ask = partial(Question, "motion")
    yield ask("femur.right", "most of it in hip bone, 25° adduction to 45°", partial(_in_bone, moving), "mm³", high=0)
    for muscle in sorted(id_ for id_ in moving.atlas.motion if id_.endswith(".right")):
        yield ask(muscle, "largest change of volume", partial(_volume_change, moving, muscle), "%", high=2.0)
        yield ask(muscle, "farthest from the joint centre", partial(_reach, moving, muscle), "mm", high=165.0)
    arm = partial(ask, _MEDIUS, **ARMS)
    yield arm("least mean moment arm, -10 to 20°", lambda: float(moving.arms(-10, 20).min()), "mm", low=33.0)
    yield arm("largest mean moment arm, -10 to 20°", lambda: float(moving.arms(-10, 20).max()), "mm", high=60.0)
    yield ask(_MEDIUS, "weakest arm of any fibre, 0 to 30°", partial(_weakest, moving), "mm", low=0.0)
    shortening = partial(ask, _MEDIUS, **SHORTENING)
    yield shortening("mean shortening of the fibres, 0 to 40°", partial(_shortening, moving), "%", low=22.0, high=32.0)
    stance, times = partial(ask, "hip.right"), "× body weight"
    yield stance("abductors on one leg", lambda: moving.lever.abductor_ratio, times, low=1.2, high=2.2, **PULL)
    yield stance("joint force on one leg", lambda: moving.lever.joint_ratio, times, low=2.0, high=3.0, **JOINT)


def _in_bone(moving: Moving) -> float:
    parts = moving.atlas.structures
    if "femur.right" not in parts or "hip_bone.right" not in parts:
        raise CannotMeasureError("the model lacks the right femur or hip bone")
    hip = Solid.of(parts["hip_bone.right"].full)
    return max(Solid.of(moving.mesh("femur.right", degrees)).overlap(hip) for degrees in moving.degrees)


def _volume_change(moving: Moving, muscle: str) -> float:
    neutral = signed_volume(moving.atlas.structures[muscle].full)
    return max(100.0 * abs(signed_volume(moving.mesh(muscle, d)) / neutral - 1.0) for d in moving.degrees)


def _reach(moving: Moving, muscle: str) -> float:
    if "hip.right" not in moving.atlas.joints:
        raise CannotMeasureError("the model has no joint 'hip.right'")
    center = moving.atlas.joints["hip.right"].center
    return max(
        float(np.linalg.norm(moving.mesh(muscle, degrees).vertices - center, axis=1).max())
        for degrees in moving.degrees
    )


def _weakest(moving: Moving) -> float:
    moving.require_fibres()
    angles = (angle for angle in moving.degrees if 0.0 <= angle <= 30.0)
    return min(
        float(pose(moving.atlas, hip_abduction_deg={"right": angle}).moment_arm_mm(_MEDIUS).min()) for angle in angles
    )


def _shortening(moving: Moving) -> float:
    moving.require_fibres()
    neutral, lifted = (
        pose(moving.atlas, hip_abduction_deg={"right": angle}).length_mm(_MEDIUS) for angle in (0.0, 40.0)
    )
    return 100.0 * float(np.mean(1.0 - lifted / neutral))
