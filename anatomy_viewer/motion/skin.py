"""The skin in a pose: rigid trunk, thighs and shanks, and splines between them around hip and knee."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Mesh, Structure
from anatomy_viewer.atlas.skin_shapes import SkinLevel, SkinShapes, Zone
from anatomy_viewer.motion import spline

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]
Matrix = npt.NDArray[np.float64]
Level = Literal["full", "light"]
_PELVIS = "pelvis"


@dataclass(frozen=True, eq=False)
class _Moving:
    """Vertices of one side that follow one joint: neutral places (v, 3) and spline coefficients (keys + 2, v * 3)."""

    at: Ints
    neutral: Floats
    rows: Floats

    def shape(self, keys: Floats, angle: float) -> Floats:
        """Places (v, 3) at an angle, in the frame of the body on this side of the joint."""
        if angle == 0.0:
            return self.neutral
        first, weights = spline.taps(keys, angle)
        return self.neutral + (weights @ self.rows[first : first + 4]).reshape(-1, 3)


@dataclass(frozen=True, eq=False)
class _Half:
    """One side of the skin at one level of detail; `fixed` are its rigid vertices by body."""

    side: str
    fixed: tuple[tuple[str, Ints, Floats], ...]
    hip: _Moving
    knee: _Moving


class SkinPoser:
    """Places the skin for given angles; made once for an atlas, without state of its own.

    Right and left half follow their own hip and knee alone and meet in the mirror plane, where nothing moves.
    """

    def __init__(self, shapes: SkinShapes, skin: Structure) -> None:
        self._hip_deg, self._knee_deg = shapes.hip_deg, shapes.knee_deg
        self._count = {"full": len(skin.full.vertices), "light": len(skin.light.vertices)}
        self._halves = {
            "full": _halves(shapes.full, skin.full, shapes.step_mm),
            "light": _halves(shapes.light, skin.light, shapes.step_mm),
        }

    def vertices(
        self,
        level: Level,
        *,
        hip_deg: Mapping[str, float],
        knee_deg: Mapping[str, float],
        transforms: Mapping[str, Matrix],
    ) -> Floats:
        """Posed vertices (n, 3) float32, mm, in the frame that `transforms` lead to.

        hip_deg, knee_deg: hip abduction and knee flexion by side, within the key angles; transforms: (4, 4), neutral to
        posed, of the pelvis and of thigh and shank of both sides.
        """
        posed = np.empty((self._count[level], 3), np.float32)
        for half in self._halves[level]:
            for body, at, neutral in half.fixed:
                posed[at] = _moved(neutral, transforms[body])
            hip = half.hip.shape(self._hip_deg, hip_deg[half.side])
            posed[half.hip.at] = _moved(hip, transforms[_PELVIS])
            knee = half.knee.shape(self._knee_deg, knee_deg[half.side])
            posed[half.knee.at] = _moved(knee, transforms[f"thigh.{half.side}"])
        return posed


def _moved(points: Floats, transform: Matrix) -> Floats:
    """Points (n, 3) by a rigid transform (4, 4)."""
    if np.array_equal(transform, np.eye(4)):
        return points
    turned: Floats = points @ transform[:3, :3].T.astype(np.float32)
    turned += transform[:3, 3].astype(np.float32)
    return turned


def _halves(level: SkinLevel, mesh: Mesh, step_mm: float) -> tuple[_Half, _Half]:
    """Right and left half at one level; the coefficients of the left are those of the right, mirrored."""
    right: Ints = np.arange(len(level.zone), dtype=np.intp)
    left: Ints = len(level.zone) + np.arange(len(level.twin), dtype=np.intp)
    flip = np.array([-1, 1, 1], np.float32)
    hip, knee = (spline.coefficients(values, step_mm) for values in (level.hip, level.knee))
    row = np.zeros(len(level.zone), np.intp)
    for zone in (Zone.HIP, Zone.KNEE):
        row[level.zone == zone] = np.arange(np.sum(level.zone == zone))
    halves = []
    for side, at, of, sign in (("right", right, right, flip**2), ("left", left, level.twin.astype(np.intp), flip)):
        zones = level.zone[of]

        def moving(zone: Zone, rows: Floats, at: Ints = at, of: Ints = of, sign: Floats = sign) -> _Moving:
            here = level.zone[of] == zone
            own = rows[:, row[of[here]]] * sign
            return _Moving(at[here], mesh.vertices[at[here]], np.ascontiguousarray(own.reshape(len(rows), -1)))

        bodies = ((_PELVIS, Zone.TRUNK), (f"thigh.{side}", Zone.THIGH), (f"shank.{side}", Zone.SHANK))
        fixed = tuple((body, at[zones == zone], mesh.vertices[at[zones == zone]]) for body, zone in bodies)
        halves.append(_Half(side, fixed, moving(Zone.HIP, hip), moving(Zone.KNEE, knee)))
    return halves[0], halves[1]
