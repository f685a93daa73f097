"""The floor under the feet, and how far the body must rise so that no foot goes below it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.once import once
from anatomy_viewer.motion.joints import SIDES, Transform, flexion_axis, turn

HOP_MM = 20.0
"""How far the feet clear the floor midway from one leg to the other. Own choice, in the range of slow running."""

Points = npt.NDArray[np.float64]


def floor_mm(atlas: Atlas) -> float:
    """Height of the floor, z in mm: the lowest point of the standing model."""
    return min(float(points[:, 2].min()) for points in feet(atlas).values())


@once
def feet(atlas: Atlas) -> Mapping[str, Points]:
    """Points of each side's shank and foot in the neutral pose by side, (n, 3) mm: of the skin where there is one."""
    return {side: _foot(atlas, side) for side in SIDES}


def lowest_mm(atlas: Atlas, placed: Mapping[str, Transform], side: str) -> float:
    """Height of the lowest point of a foot, z in mm, where the shank is placed so."""
    matrix = placed.get(f"shank.{side}", np.eye(4))
    return float((feet(atlas)[side] @ matrix[2, :3]).min() + matrix[2, 3])


def rise_mm(atlas: Atlas, knee_deg: float, flight: float) -> float:
    """How far to raise the body in flight, mm, where the knee of the leg that leaves the floor is bent so.

    The toes push off: as long as the bending knee would press them into the floor the body rises as much, and does not
    sink back. flight, 0 on the ground to 1 midway, adds up to `HOP_MM`, smoothly.
    """
    return float(_push(atlas)(knee_deg)) + HOP_MM * flight**2 * (3.0 - 2.0 * flight)


@once
def _push(atlas: Atlas) -> PchipInterpolator:
    """How far the foot has reached below the floor by each bend of the knee, mm over degrees."""
    axis, center = flexion_axis(atlas, "right")
    bends = np.arange(0.0, 91.0)
    lowest = [lowest_mm(atlas, {"shank.right": turn(axis, center, bend)}, "right") for bend in bends]
    return PchipInterpolator(bends, np.maximum.accumulate(lowest[0] - np.array(lowest)))


def raised(matrix: Transform, by_mm: float) -> Transform:
    """The transform, then straight up."""
    lifted = matrix.copy()
    lifted[2, 3] += by_mm
    return lifted


def _foot(atlas: Atlas, side: str) -> Points:
    joint = atlas.joints.get(f"knee.{side}")
    below = np.inf if joint is None else joint.center[2]
    sign = 1.0 if side == "right" else -1.0
    skins = [part for part in atlas.structures.values() if part.kind == "skin"]
    bones = [part for part in atlas.structures.values() if part.body == f"shank.{side}"]
    points = np.concatenate([part.full.vertices for part in skins or bones or atlas.structures.values()])
    # The lower half of the shank is enough: what is above never comes lowest before the knee is bent past 90 degrees.
    own = points[(points[:, 0] * sign >= 0.0) & (points[:, 2] < below)].astype(np.float64)
    if len(own) == 0:
        return np.asarray(points[points[:, 2].argmin()][None], np.float64)
    return own[own[:, 2] < own[:, 2].mean()] if len(own) > 2 else own
