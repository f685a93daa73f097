"""A pelvis and two thighs in pure colours, a muscle that follows the right one, and an attachment on its front."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from anatomy_viewer.atlas.model import Atlas, Body, FibreSet, Joint, Landmark, Names, ShapeSeries
from anatomy_viewer.motion.joints import turn
from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.view_state import FanView, ViewState
from tests.stage.fan_scene import attachment
from tests.stage.scene import BLUE, GREEN, RED, Mask, Picture, atlas_of, plate, state_of, structure

MEDIUS, FEMUR, OTHER_FEMUR = "gluteus_medius.right", "femur.right", "femur.left"
PATCH, TROCHANTER = f"{MEDIUS}.insertion", "greater_trochanter.right"
GREY = (170, 170, 170)
HIP = np.array([80.0, 0.0, 0.0])
DEPTH_MM = 5.0
ANGLES = np.arange(-25.0, 45.1, 2.5, dtype=np.float32)
STEP_MM = 0.01


def moving_atlas() -> Atlas:
    """Hips 160 mm apart; both thighs hang 120 mm down; the muscle lies beside the right one and turns with it."""
    thighs = (
        replace(structure(FEMUR, plate((80, 0, -60), (40, 10, 120)), RED), side="right", body="thigh.right"),
        replace(structure(OTHER_FEMUR, plate((-80, 0, -60), (40, 10, 120)), BLUE), side="left", body="thigh.left"),
    )
    muscle = replace(structure(MEDIUS, plate((125, 0, 20), (20, 10, 90)), GREEN, "muscle"), side="right")
    atlas = atlas_of(structure("pelvis", plate((0, 0, 60), (180, 10, 60)), GREY), *thighs, muscle)
    # On the front of the femur, where `attachment` puts it.
    painted = replace(attachment(PATCH, "insertion", (66, 94), (-60, -20)), muscle=MEDIUS, structure=FEMUR)
    trochanter = Landmark(TROCHANTER, Names("Greater trochanter", ""), FEMUR, np.array([98.0, DEPTH_MM, -10.0]))
    sides = (("right", 1.0), ("left", -1.0))
    return replace(
        atlas,
        bodies=dict(atlas.bodies)
        | {f"thigh.{side}": Body(f"thigh.{side}", "pelvis", f"hip.{side}") for side, _ in sides},
        joints={f"hip.{side}": Joint(f"hip.{side}", sign * HIP, np.array([0.0, -sign, 0.0])) for side, sign in sides},
        landmarks={TROCHANTER: trochanter},
        attachments={PATCH: painted},
        fibres={MEDIUS: _fibres(muscle.vertices.shape[0])},
        motion={MEDIUS: _series(muscle.vertices)},
    )


def motion_state(fan: FanView | None = None, **motion: Any) -> ViewState:
    """The atlas from the front, its muscle the fan's."""
    return replace(state_of(), fan=fan or FanView(muscle=MEDIUS), motion=MotionView(**motion))


def lifted(points: np.ndarray, degrees: float) -> np.ndarray:
    """Points (n, 3) of the right thigh, lifted."""
    matrix = turn(np.array([0.0, -1.0, 0.0]), HIP, degrees)
    return points @ matrix[:3, :3].T + matrix[:3, 3]


def middle(mask: Mask) -> tuple[float, float]:
    """Mean column and row of a mask."""
    rows, columns = np.nonzero(mask)
    return float(columns.mean()), float(rows.mean())


def fibre_points() -> np.ndarray:
    """Five upright lines, (5, 9, 3) float32."""
    along = np.linspace(0.0, 1.0, 9)[None, :, None]
    across = np.linspace(-3.0, 3.0, 5)[:, None, None]
    lines = np.array([125.0, 0.0, 60.0]) + along * [0.0, 0.0, -80.0] + across * [1.0, 1.0, 0.0]
    return lines.astype(np.float32)


def _fibres(vertices: int) -> FibreSet:
    down = np.tile(np.array([0.0, 0.0, -1.0], np.float32), (vertices, 1))
    none = np.zeros(vertices, np.float32)
    fleshy = np.tile(np.array([0.0, 80.0], np.float32), (5, 1))
    part = np.zeros(5, np.uint8)
    return FibreSet(MEDIUS, (Names("Only part", ""),), fibre_points(), part, fleshy, none, down, none, down)


def _series(vertices: np.ndarray) -> ShapeSeries:
    """All of the muscle turns with the thigh."""

    def displaced(points: np.ndarray) -> np.ndarray:
        moved = np.stack([lifted(points.astype(np.float64), float(angle)) - points for angle in ANGLES])
        return np.round(moved / STEP_MM).astype(np.int16)

    points = displaced(vertices)
    return ShapeSeries(MEDIUS, ANGLES, STEP_MM, points, points.copy(), displaced(fibre_points().reshape(-1, 3)))


def differs(one: Picture, other: Picture) -> Mask:
    """Where two pictures differ."""
    return np.asarray((one != other).any(axis=2))
