"""Where each rigid body stands: turns of the hips and knees, and which of the bodies holds still."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas, Body, PackProblem, Vector

Transform = npt.NDArray[np.float64]
"""(4, 4) float64, from the neutral to the posed place, mm."""

SIDES = ("right", "left")
_BLOCK = 2048
_LEAST_WIDTH_MM = 1.0
"""Epicondyles of one knee are farther apart from side to side."""


def turn(axis: Vector, center: Vector, degrees: float) -> Transform:
    """A right-hand turn about an axis of any length through a point, after Rodrigues, (4, 4)."""
    x, y, z = axis / np.linalg.norm(axis)
    angle = np.radians(degrees)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    matrix = np.eye(4)
    matrix[:3, :3] += np.sin(angle) * cross + (1.0 - np.cos(angle)) * (cross @ cross)
    matrix[:3, 3] = center - matrix[:3, :3] @ center
    return matrix


def moved(points: npt.NDArray[np.float32], transform: Transform, out: npt.NDArray[np.float32]) -> None:
    """Writes points (n, 3) float32, moved rigidly, into `out`, which may be the points themselves.

    In blocks that stay in the cache, each shifted as one long row: three times as fast as in one piece.
    """
    turned = np.ascontiguousarray(transform[:3, :3].T, np.float32)
    shift = np.tile(transform[:3, 3].astype(np.float32), _BLOCK).reshape(_BLOCK, 3)
    for start in range(0, len(points), _BLOCK):
        block = points[start : start + _BLOCK] @ turned
        np.add(block.reshape(-1), shift[: len(block)].reshape(-1), out=block.reshape(-1))
        out[start : start + _BLOCK] = block


def inverse(transform: Transform) -> Transform:
    """The rigid transform back, (4, 4)."""
    back = np.eye(4)
    back[:3, :3] = transform[:3, :3].T
    back[:3, 3] = -transform[:3, :3].T @ transform[:3, 3]
    return back


def flexion_axis(atlas: Atlas, side: str) -> tuple[Vector, Vector]:
    """Direction and a point of the axis about which a right-hand turn bends the knee: through the epicondyles.

    In a model without those landmarks, or with both in one place: across, through the joint's centre.
    """
    ends = [atlas.landmarks.get(f"{end}_epicondyle.{side}") for end in ("medial", "lateral")]
    joint = atlas.joints.get(f"knee.{side}")
    if ends[0] is None or ends[1] is None:
        return np.array([-1.0, 0.0, 0.0]), np.zeros(3) if joint is None else joint.center
    across = np.asarray(ends[1].position - ends[0].position)
    if abs(across[0]) < _LEAST_WIDTH_MM:
        return np.array([-1.0, 0.0, 0.0]), np.asarray((ends[0].position + ends[1].position) / 2.0)
    # Bending moves the foot back: a right-hand turn about -x.
    return -across * np.sign(across[0]), np.asarray((ends[0].position + ends[1].position) / 2.0)


def transforms(atlas: Atlas, hip_deg: Mapping[str, float], knee_deg: Mapping[str, float]) -> dict[str, Transform]:
    """Transform of every body with the root held still; hip abduction and knee flexion by side, degrees."""
    placed: dict[str, Transform] = {}
    for body in _parents_first(atlas):
        if body.parent is None:
            placed[body.id] = np.eye(4)
        else:
            placed[body.id] = placed[body.parent] @ _joint_turn(atlas, body, hip_deg, knee_deg)
    return placed


def missing_joints(atlas: Atlas, hip_deg: Mapping[str, float]) -> Iterator[PackProblem]:
    """Hips that are asked to turn and that the model does not have."""
    used = {body.joint for body in atlas.bodies.values()}
    for side, degrees in hip_deg.items():
        if degrees != 0.0 and (f"hip.{side}" not in atlas.joints or f"hip.{side}" not in used):
            what = f"is no joint of the model: the {side} leg does not move."
            yield PackProblem(f"hip.{side}", what, "Give the pack this joint, and the thigh a body that hangs on it.")


def _parents_first(atlas: Atlas) -> Iterator[Body]:
    """Every body after the one it hangs on."""
    hanging: dict[str | None, list[Body]] = {}
    for body in atlas.bodies.values():
        hanging.setdefault(body.parent, []).append(body)
    ready = hanging.get(None, [])
    while ready:
        yield from ready
        ready = [body for parent in ready for body in hanging.get(parent.id, [])]


def _joint_turn(atlas: Atlas, body: Body, hip_deg: Mapping[str, float], knee_deg: Mapping[str, float]) -> Transform:
    kind, _, side = (body.joint or "").rpartition(".")
    joint = atlas.joints.get(f"{kind}.{side}")
    if joint is not None and kind == "hip" and hip_deg.get(side):
        return turn(joint.abduction_axis, joint.center, hip_deg[side] * body.turn_share)
    if joint is not None and kind == "knee" and knee_deg.get(side):
        axis, center = flexion_axis(atlas, side)
        return turn(axis, center, knee_deg[side] * body.turn_share)
    return np.eye(4)
