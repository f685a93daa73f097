"""A pose of the model: where its bones, muscles and fibres are when a leg is lifted or the body stands on one leg."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas, PackProblem, Structure, Vector
from anatomy_viewer.atlas.motion_file import LIFT_RANGE_DEG
from anatomy_viewer.atlas.once import once
from anatomy_viewer.atlas.skin_shapes import SkinShapes
from anatomy_viewer.motion import ground, shapes
from anatomy_viewer.motion.joints import SIDES, Transform, inverse, missing_joints, moved, transforms, turn
from anatomy_viewer.motion.skin import SkinPoser

DROP_RANGE_DEG = (-15.0, 15.0)
"""Pelvic drop while standing on one leg, positive where the free side is lower. Own choice: three times the tilt of
normal walking (about 5 degrees, textbook)."""
FREE_KNEE_RANGE_DEG = (60.0, 90.0)
"""Bend of the free knee: enough to keep the free foot off the floor."""
FREE_KNEE_DEG = 75.0

Floats = npt.NDArray[np.float32]
Level = Literal["full", "light"]
StanceSide = Literal["right", "left"]


@dataclass(frozen=True, eq=False)
class Pose:
    """Everything of an atlas in one pose; made by `pose`.

    Coordinates are RAS mm: while a leg lifts the pelvis is where it is in the atlas, in one-leg stance the standing
    thigh is. `hip_deg` and `knee_deg` are hip abduction and knee flexion by side; `flight` is 0 on the ground and 1
    midway to the other leg; `unposed` says what could not move along.
    """

    atlas: Atlas
    stance: StanceSide | None
    hip_deg: Mapping[str, float]
    knee_deg: Mapping[str, float]
    transforms: Mapping[str, Transform]
    flight: float = 0.0
    unposed: tuple[PackProblem, ...] = ()

    def hip_abduction_deg(self, side: str) -> float:
        """Abduction of one hip, degrees; adduction is negative."""
        return self.hip_deg[_known_side(side, "side")]

    def knee_flexion_deg(self, side: str) -> float:
        """Flexion of one knee, degrees."""
        return self.knee_deg[_known_side(side, "side")]

    def body_transform(self, body: str) -> Transform:
        """From the neutral to the posed place of a rigid body, (4, 4) float64; ValueError if there is no such body."""
        if body not in self.transforms:
            raise ValueError(f"'{body}' is no body of the model; it has {', '.join(sorted(self.transforms))}.")
        return self.transforms[body]

    def landmark(self, id_: str) -> Vector:
        """Posed place of a landmark on a bone, (3,) mm."""
        mark = self.atlas.landmarks[id_]
        return self._moved(mark.position, self.atlas.structures[mark.structure].body)

    def joint_center(self, id_: str) -> Vector:
        """Posed centre of a joint, (3,) mm."""
        parent = next((body.parent for body in self.atlas.bodies.values() if body.joint == id_), None)
        center = self.atlas.joints[id_].center
        return center if parent is None else self._moved(center, parent)

    def vertices(self, id_: str, level: Level = "full", out: Floats | None = None) -> Floats:
        """Posed vertices of a structure, (n, 3) float32 mm; written into `out` if given.

        A muscle without shapes for motion, and a skin without them, keep their neutral shape and move with their body:
        `unposed` names them. ValueError if there is no such structure.
        """
        part = self._structure(id_)
        neutral = part.full.vertices if level == "full" else part.light.vertices
        out = np.empty_like(neutral) if out is None else out
        series = self.atlas.motion.get(id_)
        if series is not None:
            shapes.places(self.atlas, series, level, self._degrees(part), out)
            return _apply(self.transforms[part.body], out, out)
        if part.kind == "skin" and self.atlas.skin_shapes is not None:
            out[...] = _skin_poser(self.atlas.skin_shapes, part).vertices(
                level, hip_deg=self.hip_deg, knee_deg=self.knee_deg, transforms=self._limbs(part.body)
            )
            return out
        return _apply(self.transforms[part.body], neutral, out)

    def fibres(self, id_: str, out: Floats | None = None) -> Floats:
        """Posed fibre lines of a muscle, (k, s, 3) float32 mm; written into `out` if given.

        ValueError if the model has no fibres of it.
        """
        part, neutral = self._structure(id_), self._lines(id_)
        out = np.empty_like(neutral) if out is None else out
        flat, series = out.reshape(-1, 3), self.atlas.motion.get(id_)
        if series is None:
            _apply(self.transforms[part.body], neutral.reshape(-1, 3), flat)
        else:
            shapes.places(self.atlas, series, "fibres", self._degrees(part), flat)
            _apply(self.transforms[part.body], flat, flat)
        return out

    def length_mm(self, id_: str) -> npt.NDArray[np.float64]:
        """Length of each fibre line from bone to bone, (k,) mm; ValueError if the model does not say how it changes."""
        points, _ = self._moving_lines(id_)
        return np.asarray(np.linalg.norm(np.diff(points, axis=1), axis=2).sum(axis=1))

    def moment_arm_mm(self, id_: str) -> npt.NDArray[np.float64]:
        """Moment arm of each fibre about its own hip, (k,) mm, positive where it abducts.

        By tendon excursion, -dL/dθ with θ in radians (An et al. 1984), from the derivative of
        the very curves that `length_mm` measures. ValueError if the model does not say how the fibres change.
        """
        points, speed = self._moving_lines(id_)
        along = np.diff(points, axis=1)
        step = np.linalg.norm(along, axis=2)
        growth = np.einsum("ksi,ksi->ks", along, np.diff(speed, axis=1))
        with np.errstate(invalid="ignore", divide="ignore"):
            return -np.asarray(np.where(step > 0.0, growth / step, 0.0).sum(axis=1))

    def _moving_lines(self, id_: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Fibre points in the frame of the pelvis and their derivative by the angle, (k, s, 3), mm and mm a radian."""
        part, neutral = self._structure(id_), self._lines(id_)
        series = self.atlas.motion.get(id_)
        if series is None:
            raise ValueError(f"'{id_}' has no shapes for motion in this model: how its fibres change is not known.")
        degrees = self._degrees(part)
        points = shapes.places(self.atlas, series, "fibres", degrees)
        speed = shapes.velocities(self.atlas, series, "fibres", degrees)
        return points.reshape(neutral.shape).astype(np.float64), speed.reshape(neutral.shape).astype(np.float64)

    def _structure(self, id_: str) -> Structure:
        if id_ not in self.atlas.structures:
            raise ValueError(f"'{id_}' is no structure of the model.")
        return self.atlas.structures[id_]

    def _lines(self, id_: str) -> Floats:
        if id_ not in self.atlas.fibres:
            raise ValueError(f"the model has no fibres of '{id_}'.")
        return self.atlas.fibres[id_].points

    def _degrees(self, part: Structure) -> float:
        return self.hip_deg.get(part.side, 0.0)

    def _limbs(self, trunk: str) -> dict[str, Transform]:
        """Transforms of pelvis, thighs and shanks; a body that the model lacks goes with the one above it."""
        limbs = {"pelvis": self.transforms[trunk]}
        for side in SIDES:
            limbs[f"thigh.{side}"] = self.transforms.get(f"thigh.{side}", limbs["pelvis"])
            limbs[f"shank.{side}"] = self.transforms.get(f"shank.{side}", limbs[f"thigh.{side}"])
        return limbs

    def _moved(self, point: Vector, body: str) -> Vector:
        matrix = self.transforms[body]
        return np.asarray(matrix[:3, :3] @ point + matrix[:3, 3])


def pose(
    atlas: Atlas,
    *,
    hip_abduction_deg: Mapping[str, float] | None = None,
    stance: StanceSide | None = None,
    pelvic_drop_deg: float = 0.0,
    free_knee_flexion_deg: float | None = None,
    flight: float = 0.0,
) -> Pose:
    """The model with a leg or both lifted sideways, or standing on one leg.

    hip_abduction_deg: degrees by side, -25 (adduction) to 45; the pelvis holds still. Angles are taken exactly: whether
    one leg meets the other is not judged.
    stance: the leg that stands; its thigh holds still, the pelvis turns about its hip, the free thigh hangs plumb.
    pelvic_drop_deg: -15 to 15, positive where the free side is lower: the standing hip adducts by it, the free one
    abducts. free_knee_flexion_deg: 60 to 90, 75 if not given. flight: 0 standing to 1 midway to the other leg, in the
    air as in running: both knees then bend alike and the body rises so that no foot goes below the floor.

    ValueError for an angle out of range or not a number, an unknown side, or both motions at once.
    """
    if stance is None:
        if pelvic_drop_deg != 0.0 or free_knee_flexion_deg is not None or flight != 0.0:
            raise ValueError("pelvic_drop_deg, free_knee_flexion_deg and flight need `stance`, the leg that stands.")
        return _lifted(atlas, hip_abduction_deg or {})
    if hip_abduction_deg is not None:
        raise ValueError("hip_abduction_deg and stance are two motions; give only one of them.")
    knee = FREE_KNEE_DEG if free_knee_flexion_deg is None else free_knee_flexion_deg
    return _standing(
        atlas,
        _known_side(stance, "stance"),
        _within("pelvic_drop_deg", pelvic_drop_deg, DROP_RANGE_DEG, "degrees"),
        _within("free_knee_flexion_deg", knee, FREE_KNEE_RANGE_DEG, "degrees"),
        _within("flight", flight, (0.0, 1.0), ""),
    )


def _lifted(atlas: Atlas, asked: Mapping[str, float]) -> Pose:
    hip = dict.fromkeys(SIDES, 0.0)
    for side, degrees in asked.items():
        key = _known_side(side, "hip_abduction_deg")
        hip[key] = _within(f"hip_abduction_deg['{key}']", degrees, LIFT_RANGE_DEG, "degrees")
    knee = dict.fromkeys(SIDES, 0.0)
    return _posed(atlas, None, hip, knee, transforms(atlas, hip, knee))


def _standing(atlas: Atlas, side: StanceSide, drop: float, free_knee: float, flight: float) -> Pose:
    free = "left" if side == "right" else "right"
    hip = {side: 0.0 - drop, free: drop}
    knee = {side: flight * free_knee / 2.0, free: free_knee * (1.0 - flight / 2.0)}
    placed = transforms(atlas, hip, knee)
    joint = atlas.joints.get(f"hip.{side}")
    if joint is not None:  # the standing thigh holds still, so all else turns back about its hip
        back = inverse(turn(joint.abduction_axis, joint.center, -drop))
        placed = {body: back @ matrix for body, matrix in placed.items()}
    if flight > 0.0:
        rise = ground.rise_mm(atlas, knee[side], flight)
        placed = {body: ground.raised(matrix, rise) for body, matrix in placed.items()}
    return _posed(atlas, side, hip, knee, placed, flight)


def _posed(
    atlas: Atlas,
    stance: StanceSide | None,
    hip: dict[str, float],
    knee: dict[str, float],
    placed: dict[str, Transform],
    flight: float = 0.0,
) -> Pose:
    for matrix in placed.values():
        matrix.setflags(write=False)
    unposed = (*missing_joints(atlas, hip), *_stiff(atlas, hip))
    frozen = MappingProxyType(hip), MappingProxyType(knee), MappingProxyType(placed)
    return Pose(atlas, stance, *frozen, flight, unposed)


@once
def _skin_poser(shapes_: SkinShapes, skin: Structure) -> SkinPoser:
    return SkinPoser(shapes_, skin)


def _stiff(atlas: Atlas, hip: Mapping[str, float]) -> list[PackProblem]:
    """Muscles of a turned hip, and the skin, that the pack gives no shapes for motion."""
    remedy = "Give the pack shapes for motion in [motion]."
    problems = []
    for id_, part in atlas.structures.items():
        what = ""
        if part.kind == "muscle" and hip.get(part.side) and id_ not in atlas.motion:
            what = f"has no shapes for motion: {part.names.en} keeps its neutral shape and stays with its origin."
        if part.kind == "skin" and any(hip.values()) and atlas.skin_shapes is None:
            what = f"has no shapes for motion: {part.names.en} stays with the pelvis."
        if what:
            problems.append(PackProblem(id_, what, remedy))
    return problems


def _apply(transform: Transform, points: Floats, out: Floats) -> Floats:
    """Points (n, 3) moved rigidly into `out`, which may be the points themselves."""
    if _is_identity(transform):
        if out is not points:
            out[...] = points
        return out
    moved(points, transform, out)
    return out


def _is_identity(transform: Transform) -> bool:
    return bool((transform == np.eye(4)).all())


def _within(name: str, value: float, limits: tuple[float, float], unit: str) -> float:
    """The value as a float; ValueError that names it unless it is a number within the limits."""
    low, high = limits
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {value!r}: it must be a number.") from None
    if not math.isfinite(number) or not low <= number <= high:
        raise ValueError(f"{name} is {number:g}: it must be from {low:g} to {high:g} {unit}".strip() + ".")
    return number


def _known_side(side: str, name: str) -> StanceSide:
    if side == "right":
        return "right"
    if side == "left":
        return "left"
    raise ValueError(f"{name} names the side {side!r}: it must be 'right' or 'left'.")
