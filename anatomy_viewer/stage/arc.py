"""The angle of a motion in the frontal plane of its hip: how far the leg is out, how far the pelvis has sunk."""

from __future__ import annotations

import numpy as np

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.motion.published import NORMAL_ABDUCTION, NORMAL_ADDUCTION
from anatomy_viewer.scene.wording import Wording
from anatomy_viewer.stage.sketch import Sketch, on_circle, paler
from anatomy_viewer.state.motion import HipSide

_REACH_MM = 105.0
_BEYOND_MM = 9.0
_RANGE, _NOW, _ARM, _TICK = 0.07, 0.15, 0.07, 0.05
"""Half widths in letters: of the normal range, of the angle now, of its arms, of the strokes at the range's ends."""
_PALE = 0.5
_TICK_MM = 7.0
_DOWN: Vector = np.array([0.0, 0.0, -1.0])
_FORWARD: Vector = np.array([0.0, 1.0, 0.0])


def draw_lift(sketch: Sketch, pose: Pose, wording: Wording) -> None:
    """The angle of each leg that is out of neutral, on the circle of its normal range."""
    for side, outward in _sides():
        degrees = pose.hip_abduction_deg(side)
        if degrees != 0.0 and f"hip.{side}" in pose.atlas.joints:
            _draw_leg(sketch, pose.joint_center(f"hip.{side}"), outward, degrees, wording)


def draw_stance(sketch: Sketch, pose: Pose, wording: Wording) -> None:
    """The tilt of the pelvis about the standing hip, against the horizontal."""
    if pose.stance is None or any(f"hip.{side}" not in pose.atlas.joints for side, _ in _sides()):
        return
    free = "left" if pose.stance == "right" else "right"
    center, other = pose.joint_center(f"hip.{pose.stance}"), pose.joint_center(f"hip.{free}")
    drop = -pose.hip_abduction_deg(pose.stance)
    level = np.array([np.sign(other[0] - center[0]), 0.0, 0.0])
    reach = float(np.linalg.norm(other - center)) + 8 * _BEYOND_MM
    text = wording.level if abs(drop) < _LEVEL_DEG else wording.drop if drop > 0.0 else wording.hike
    text = text.format(figure=_figure(drop))
    color, palette = sketch.palette.selection, sketch.palette
    if not sketch.faces(center, _FORWARD):
        sketch.note(text, center, _DOWN, color)
        return
    arm = on_circle(center, reach + _BEYOND_MM, level, _DOWN, [drop])[0]
    sketch.note(text, arm, level, color)
    sketch.line(np.array([center, arm]), _ARM, color)
    sketch.dashed(center, center + (reach + _BEYOND_MM) * level, _TICK, palette.measure, dashes=12)
    if abs(drop) >= _LEAST_DEG:
        sketch.line(on_circle(center, reach, level, _DOWN, _steps(0.0, drop)), _NOW, color)


def _draw_leg(sketch: Sketch, center: Vector, outward: Vector, degrees: float, wording: Wording) -> None:
    palette, color = sketch.palette, sketch.palette.selection
    text = (wording.abduction if degrees > 0.0 else wording.adduction).format(figure=_figure(degrees))
    tip = on_circle(center, _REACH_MM + 2 * _BEYOND_MM, _DOWN, outward, [degrees])[0]
    if not sketch.faces(center, _FORWARD):
        sketch.note(text, center, _DOWN, color)
        return
    sketch.note(text, tip, tip - center, color)
    sketch.line(np.array([center, tip]), _ARM, color)
    sketch.dashed(center, center + (_REACH_MM + _BEYOND_MM) * _DOWN, _TICK, palette.measure, dashes=12)
    if abs(degrees) >= _LEAST_DEG:
        sketch.line(on_circle(center, _REACH_MM, _DOWN, outward, _steps(0.0, degrees)), _NOW, color)
    pale = paler(palette.measure, palette.background, _PALE)
    adduction, abduction = NORMAL_ADDUCTION.end_deg, NORMAL_ABDUCTION.end_deg
    sketch.line(on_circle(center, _REACH_MM, _DOWN, outward, _steps(-adduction, abduction)), _RANGE, pale)
    for end, text in ((-adduction, wording.normal_adduction), (abduction, wording.normal_abduction)):
        tick = [on_circle(center, _REACH_MM + off, _DOWN, outward, [end])[0] for off in (-_TICK_MM, _TICK_MM)]
        sketch.line(np.array(tick), _TICK, palette.measure)
        away = tick[1] - center
        sketch.note(text.format(figure=f"{abs(end):.0f}"), tick[1], away, palette.measure, small=True)


def _figure(degrees: float) -> str:
    """An angle without its sign, to the tenth that can be set."""
    return f"{round(abs(degrees), 1):g}"


def _steps(start: float, stop: float) -> list[float]:
    """Angles so close that the line through them looks round."""
    return [float(angle) for angle in np.linspace(start, stop, max(int(abs(stop - start) / 2.0), 1) + 1)]


def _sides() -> tuple[tuple[HipSide, Vector], ...]:
    return ("right", np.array([1.0, 0.0, 0.0])), ("left", np.array([-1.0, 0.0, 0.0]))


_LEAST_DEG = 0.05
_LEVEL_DEG = 0.5
"""Less than this is rounded to nothing, and so called level."""
