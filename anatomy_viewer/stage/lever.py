"""The lever of one-leg stance above the scene: forces as arrows to one scale, and their arms about the hip."""

from __future__ import annotations

import numpy as np

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.motion.lever import Force, Lever, stance_lever
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.scene.themes import Color
from anatomy_viewer.scene.wording import Wording
from anatomy_viewer.stage.sketch import Sketch
from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.view_state import Theme

MM_PER_N = 0.08
"""Length of the arrows: 8 mm for 100 newtons, one scale for all of them."""

_COLORS: dict[Theme, dict[str, Color]] = {
    "light": {
        "body": (0.20, 0.24, 0.30),
        "abductors": (0.72, 0.13, 0.08),
        "joint": (0.16, 0.28, 0.66),
        "load": (0.52, 0.33, 0.02),
    },
    "dark": {
        "body": (0.86, 0.89, 0.93),
        "abductors": (1.0, 0.52, 0.42),
        "joint": (0.56, 0.72, 1.0),
        "load": (0.95, 0.76, 0.36),
    },
}
_SHAFT, _ARM = 0.15, 0.06
_TICK_MM = 6.0
_LOWER_MM = 16.0
"""How much lower the arm of a load is drawn than that of the body, which lies in the same line."""
_LEAST_N = 1.0
_ACROSS: Vector = np.array([1.0, 0.0, 0.0])
_FORWARD: Vector = np.array([0.0, 1.0, 0.0])
_UP: Vector = np.array([0.0, 0.0, 1.0])


def draw_lever(sketch: Sketch, pose: Pose, motion: MotionView, theme: Theme, wording: Wording) -> None:
    """Forces and arms of a pose on one leg, with their figures; nothing where the model has no hip joints."""
    try:
        lever = stance_lever(pose, body_mass_kg=motion.body_mass_kg, load_kg=motion.load_kg, load_hand=motion.load_hand)
    except ValueError:
        return
    if not sketch.faces(lever.center, _FORWARD):
        return
    outward = _ACROSS if lever.side == "right" else -_ACROSS
    colors = _COLORS[theme]
    _draw_arm(sketch, lever, lever.body, 0.0, colors["body"], wording)
    _draw_arm(sketch, lever, lever.load, _LOWER_MM, colors["load"], wording)
    _draw_arm(sketch, lever, lever.abductors, 0.0, colors["abductors"], wording)
    body, load, pull, joint = (one.vector * MM_PER_N for one in (lever.body, lever.load, lever.abductors, lever.joint))
    start = lever.abductors.point - pull / 2
    _draw_force(sketch, lever.body, lever.body.point, body, colors["body"])
    _draw_force(sketch, lever.load, lever.load.point, load, colors["load"])
    _draw_force(sketch, lever.abductors, start, pull, colors["abductors"])
    _draw_force(sketch, lever.joint, lever.center - joint, joint, colors["joint"])
    for force, text, at, toward, name in (
        (lever.body, wording.body_weight, lever.body.point + body, -_UP, "body"),
        (lever.load, wording.load, lever.load.point, _UP, "load"),
        (lever.abductors, wording.abductors, start, outward, "abductors"),
        (lever.joint, wording.joint, lever.center - joint, _UP, "joint"),
    ):
        if force.newtons >= _LEAST_N:
            ratio = f"{force.newtons / lever.body_weight_n:.1f}"
            sketch.note(text.format(figure=f"{force.newtons:.0f}", ratio=ratio), at, toward, colors[name])


def _draw_force(sketch: Sketch, force: Force, start: Vector, arrow: Vector, color: Color) -> None:
    if force.newtons >= _LEAST_N:
        sketch.arrow(start, start + arrow, _SHAFT, color)


def _draw_arm(sketch: Sketch, lever: Lever, force: Force, lower_mm: float, color: Color, wording: Wording) -> None:
    """From the hip's centre square to the line of the force, with a stroke at either end."""
    if force.newtons < _LEAST_N:
        return
    along = force.vector / force.newtons
    foot = force.point + along * float(along @ (lever.center - force.point))
    start, stop = lever.center - lower_mm * _UP, foot - lower_mm * _UP
    sketch.line(np.array([start, stop]), _ARM, color)
    for end in (start, stop):
        sketch.line(np.array([end - _TICK_MM * along, end + _TICK_MM * along]), _ARM, color)
    figure = f"{force.arm_mm(lever.center) / 10:.1f}"
    sketch.note(wording.arm.format(figure=figure), (start + stop) / 2, -_UP, color, small=True)
