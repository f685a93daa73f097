"""The pose that a state asks for, and where it puts each rigid body."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.motion.making_way import make_way
from anatomy_viewer.motion.pose import Pose, pose
from anatomy_viewer.scene.placing import Matrix
from anatomy_viewer.state.motion import HipSide, MotionView


class Stand(NamedTuple):
    """What of a motion moves the body; all else only changes what is drawn about it."""

    right_deg: float = 0.0
    left_deg: float = 0.0
    stance: HipSide | None = None
    pelvic_drop_deg: float = 0.0
    free_knee_deg: float = 0.0
    flight: float = 0.0


STILL = Stand()


def stand_of(atlas: Atlas, motion: MotionView) -> Stand:
    """How the body stands in a motion; a leg that would be in the way of the other has swung out."""
    if motion.kind == "stance":
        return Stand(0.0, 0.0, motion.stance_side, motion.pelvic_drop_deg, motion.free_knee_deg, motion.flight)
    return Stand(*make_way(atlas, motion.right_deg, motion.left_deg))


def posed(atlas: Atlas, stand: Stand) -> Pose | None:
    """The pose; None where the body stands as the atlas describes it."""
    if stand == STILL:
        return None
    if stand.stance is None:
        return pose(atlas, hip_abduction_deg={"right": stand.right_deg, "left": stand.left_deg})
    return pose(
        atlas,
        stance=stand.stance,
        pelvic_drop_deg=stand.pelvic_drop_deg,
        free_knee_flexion_deg=stand.free_knee_deg,
        flight=stand.flight,
    )


def placing(posed_as: Pose | None, body: str) -> Matrix | None:
    """Where a pose puts a rigid body; None where it stays, or where the model has no such body."""
    matrix = None if posed_as is None else posed_as.transforms.get(body)
    return None if matrix is None or np.array_equal(matrix, np.eye(4)) else matrix
