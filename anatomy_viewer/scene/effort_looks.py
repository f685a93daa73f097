"""How muscles show their work: those that work glow, the harder the warmer; the others step back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from anatomy_viewer.atlas.model import Atlas, Structure
from anatomy_viewer.motion.effort import WORKING, lift_effort, stance_effort
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.motion.prepared import PREPARED
from anatomy_viewer.scene.themes import Color
from anatomy_viewer.state.motion import MotionView

_RESTING: Color = (0.70, 0.58, 0.56)
_WORKING: Color = (0.84, 0.10, 0.04)
_WEAK: Color = (0.88, 0.52, 0.46)
"""A muscle that is asked for more than it can give: pale, so that red goes on meaning work that is done."""
_GLOW: Color = (1.0, 0.42, 0.10)
_BRIGHTEST = 0.6
_FULL_DEG = 4.0
"""A leg lifted so far is in motion; below, the colours come on gradually, so that none jumps."""
_COLORED_BY, _LIT_BY = 0.3, 0.6
"""Powers of the effort that colour and glow follow: the smallest work has to be seen too, the largest to stand out."""


@dataclass(frozen=True)
class Tint:
    """Colour of a muscle, and light that it gives off by itself; sRGB, 0-1."""

    color: Color
    glow: Color = (0.0, 0.0, 0.0)


def in_motion(motion: MotionView) -> float:
    """How far the picture is one of a motion, 0-1: all of it on one leg, in a prepared motion, with a leg well up."""
    if motion.kind == "stance" or motion.prepared is not None:
        return 1.0
    share = min(max(abs(motion.right_deg), abs(motion.left_deg)) / _FULL_DEG, 1.0)
    return share * share * (3.0 - 2.0 * share)


def efforts(pose: Pose | None, motion: MotionView) -> dict[str, float]:
    """Effort of each muscle that works, above 1 where it cannot give so much, by id; empty where none does or the model
    cannot tell.
    """
    if pose is None:
        return {}
    try:
        if motion.kind == "stance":
            by_side = stance_effort(
                pose, body_mass_kg=motion.body_mass_kg, load_kg=motion.load_kg, load_hand=motion.load_hand
            )
        else:
            by_side = lift_effort(pose, motion.posture)
    except ValueError:
        return {}
    shares = {side: effort.share for side, effort in by_side.items() if effort.share > 0.0}
    return {f"{name}.{side}": share for name in WORKING for side, share in shares.items()}


def tints(atlas: Atlas, pose: Pose | None, motion: MotionView) -> dict[str, Tint]:
    """The tint of every muscle in a picture of this motion, by id."""
    shown = in_motion(motion) if motion.effort else 0.0
    work = efforts(pose, motion) if shown > 0.0 else {}
    weak = told_weak(motion)
    return {part.id: tint(part, work.get(part.id, 0.0), shown, weak=weak) for part in muscles(atlas)}


def told_weak(motion: MotionView) -> bool:
    """Whether the prepared motion that is shown tells of weak abductors."""
    prepared = PREPARED.get(motion.prepared or "")
    return prepared is not None and prepared.weak


def muscles(atlas: Atlas) -> Iterable[Structure]:
    """Every muscle of the model."""
    return (part for part in atlas.structures.values() if part.kind == "muscle")


def tint(part: Structure, effort: float, shown: float, *, weak: bool = False) -> Tint:
    """The tint of one muscle; effort above 1 looks as 1; shown: how far efforts are in the picture, 0-1.

    Weak muscles do not glow.
    """
    own = np.array(part.color) / 255
    if shown == 0.0:
        return Tint(_color(own))
    effort = min(effort, 1.0)
    work = effort**_COLORED_BY
    color = (1.0 - work) * np.array(_RESTING) + work * np.array(_WEAK if weak else _WORKING)
    bright = 0.0 if weak else shown * _BRIGHTEST
    return Tint(_color(own + shown * (color - own)), _color(bright * effort**_LIT_BY * np.array(_GLOW)))


def _color(channels: np.ndarray) -> Color:
    red, green, blue = (float(channel) for channel in channels)
    return red, green, blue
