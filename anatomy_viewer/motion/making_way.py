"""How far the other leg must swing out when a leg crosses the midline, so that no leg passes through the other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.motion_file import LIFT_RANGE_DEG
from anatomy_viewer.atlas.once import once
from anatomy_viewer.motion.joints import SIDES
from anatomy_viewer.motion.pose import Pose, pose

_STEP_DEG = 5.0
_CLEAR_MM = 4.0
"""Room between points of the two legs. Own quality target: a few millimetres of air between the surfaces."""
_BELOW_HIP_MM = 110.0
"""The legs count from here downward: just below the crotch."""
_FAR_MM = 15.0
_HALVINGS = 8

Points = npt.NDArray[np.float32]


def other_leg_deg(atlas: Atlas, adducted_deg: float) -> float:
    """Abduction that the other leg needs, degrees, when one leg is at `adducted_deg`; 0 unless that is negative.

    Measured on the legs of this model, every 5 degrees; between them a curve without overshoot. 4 mm stay free between
    the legs, or as much as lies between them in the neutral pose where that is less.
    """
    if adducted_deg >= 0.0 or any(f"thigh.{side}" not in atlas.bodies for side in SIDES):
        return 0.0
    return float(_measured(atlas)(-adducted_deg))


def make_way(atlas: Atlas, right_deg: float, left_deg: float) -> tuple[float, float]:
    """Angles of both legs, the leg that is less adducted swung out where it must, degrees (right, left).

    The more adducted leg keeps its angle, the right one where both are alike; a leg far enough out keeps it too.
    """
    if right_deg <= left_deg:
        return right_deg, max(left_deg, other_leg_deg(atlas, right_deg))
    return max(right_deg, other_leg_deg(atlas, left_deg)), left_deg


def leg_gap_mm(atlas: Atlas, right_deg: float, left_deg: float) -> float:
    """Least distance between the inner sides of the two legs, from point to point, mm; near 0 where they cross.

    Infinite where it is more than 15 mm, so that it is found fast, and where the model has no two legs that could meet.
    """
    posed = pose(atlas, hip_abduction_deg={"right": right_deg, "left": left_deg})
    legs = [_inner_side(posed, side) for side in SIDES]
    if not all(len(leg) for leg in legs):
        return np.inf
    return float(cKDTree(legs[0]).query(legs[1], distance_upper_bound=_FAR_MM)[0].min())


@once
def _measured(atlas: Atlas) -> PchipInterpolator:
    angles = np.arange(0.0, -LIFT_RANGE_DEG[0] + _STEP_DEG / 2.0, _STEP_DEG)
    needed = np.array([0.0] + [_needed(atlas, -angle) for angle in angles[1:]])
    return PchipInterpolator(angles, np.maximum.accumulate(needed))


def _needed(atlas: Atlas, adducted_deg: float) -> float:
    """Least abduction of the left leg that leaves the room, by halving: at 45 degrees the legs are well apart."""
    if leg_gap_mm(atlas, adducted_deg, 0.0) == np.inf:
        return 0.0
    clear = min(_CLEAR_MM, leg_gap_mm(atlas, 0.0, 0.0))
    low, high = 0.0, LIFT_RANGE_DEG[1]
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if leg_gap_mm(atlas, adducted_deg, middle) >= clear else (middle, high)
    return high


def _inner_side(posed: Pose, side: str) -> Points:
    """Posed points of a leg that look at the other: of the skin where it can move, else of the bones."""
    atlas, sign = posed.atlas, 1.0 if side == "right" else -1.0
    limbs = (f"thigh.{side}", f"shank.{side}")
    parts = [part for part in atlas.structures.values() if part.kind == "skin" and atlas.skin_shapes is not None]
    parts = parts or [part for part in atlas.structures.values() if part.body in limbs]
    joint = atlas.joints.get(f"hip.{side}")
    reach = np.inf if joint is None else abs(joint.center[0])
    found = [np.zeros((0, 3), np.float32)]
    for part in parts:
        across = part.full.vertices[:, 0] * sign
        inner = (across > 0.0) & (across < reach) & (part.full.vertices[:, 2] < -_BELOW_HIP_MM)
        found.append(posed.vertices(part.id)[inner])
    return np.concatenate(found)
