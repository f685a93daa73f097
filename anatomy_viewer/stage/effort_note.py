"""The effort of a working muscle in figures beside it, so that its colour has a scale."""

from __future__ import annotations

import numpy as np

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.motion.abductors import abductor_pull
from anatomy_viewer.motion.effort import WORKING
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.scene.effort_looks import efforts, in_motion, told_weak
from anatomy_viewer.scene.wording import Wording
from anatomy_viewer.stage.sketch import Sketch
from anatomy_viewer.state.motion import HipSide, MotionView

_LEAST = 0.005
"""Less is rounded to nothing."""
_SHOWN = 0.5
"""From this share of a motion on the figure is told."""
_UP_MM, _OUT_MM = 95.0, 40.0
"""From the pull of the abductors to the crest and the outer side of gluteus medius: approximate."""
_FORWARD: Vector = np.array([0.0, 1.0, 0.0])
_UP: Vector = np.array([0.0, 0.0, 1.0])


def draw_efforts(sketch: Sketch, pose: Pose, motion: MotionView, wording: Wording) -> None:
    """The effort of each side that works; of weak muscles, that it is what is asked of them."""
    if not motion.effort or in_motion(motion) < _SHOWN:
        return
    work = efforts(pose, motion)
    text = wording.weak_effort if told_weak(motion) else wording.effort
    for side, outward in _sides():
        share = work.get(f"{WORKING[0]}.{side}", 0.0)
        if share < _LEAST or f"hip.{side}" not in pose.atlas.joints:
            continue
        center = pose.joint_center(f"hip.{side}")
        reach = abductor_pull(pose, side).arm_mm + _OUT_MM
        front = sketch.faces(center, _FORWARD)
        at = center + (reach * outward if front else 0.0) + _UP_MM * _UP
        figure = f"{share * 100.0:.0f}"
        sketch.note(text.format(figure=figure), at, outward if front else _UP, sketch.palette.measure, small=True)


def _sides() -> tuple[tuple[HipSide, Vector], ...]:
    return ("right", np.array([1.0, 0.0, 0.0])), ("left", np.array([-1.0, 0.0, 0.0]))
