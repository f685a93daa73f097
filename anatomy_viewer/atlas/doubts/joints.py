"""Do joints lie by the bones that they join, on their side, and do legs abduct outward about their axes?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.doubts.known import STATURE_M
from anatomy_viewer.atlas.doubts.parts import SIGN, Part
from anatomy_viewer.atlas.manifest import FILE_NAME, Manifest
from anatomy_viewer.atlas.model import PackProblem, Vector

Floats = npt.NDArray[np.float64]

_REACH_MM = 150.0
"""A bone may be cut off before its joint."""

_HIP_REACH_MM = 60.0
"""The head of a femur holds the centre of the hip; of one that is cut off, what is left lies near."""

_LEAST_APART_MM = 80.0
"""Hips lie twice as far from each other, in a body of the usual stature."""

_ASIDE_MM = 5.0
_OUTWARD = 0.7
"""Cosine between the axis of abduction and the axis from front to back."""

_REMEDY = "Correct the joint: its center in millimetres, its axis as a unit vector, both RAS."


def doubts_of_joints(parts: list[Part], manifest: Manifest) -> Iterator[PackProblem]:
    """What is wrong with joints; in one sentence where it is most of them."""
    bones, joined = _bones_by_body(parts, manifest), _bodies_by_joint(manifest)
    told: dict[str, str] = {}
    for id_ in manifest.joints:
        bodies = sorted(joined.get(id_, ()))
        both = [bones[body] for body in bodies if body in bones]
        # A scan that ends above the knee tells nothing of the knee.
        what = next(_faults(id_, manifest, both if len(both) == len(bodies) else []), None)
        if what is not None:
            told[id_] = what
    if len(told) > _MOST_SINGLE and 2 * len(told) > len(manifest.joints):
        first = next(iter(told))
        what = f"are wrong, {len(told)} of {len(manifest.joints)}: '{first}' {told[first]}"
        yield PackProblem(f"{FILE_NAME}: joints", what, "Are they in another unit or frame? " + _REMEDY)
    else:
        yield from (PackProblem(f'{FILE_NAME}: joints."{id_}"', what, _REMEDY) for id_, what in told.items())


_MOST_SINGLE = 2


def _faults(id_: str, manifest: Manifest, joined: list[_Bones]) -> Iterator[str]:
    joint = manifest.joints[id_]
    center = np.array(joint.center)
    stem, _, side = id_.rpartition(".")
    for bones in joined:
        far, name = bones.nearest(center)
        if far > (_HIP_REACH_MM if stem == "hip" else _REACH_MM):
            yield f"lies {far:.0f} mm away from {name}, which it joins."
    sign = SIGN.get(side)
    if sign is None:
        return
    twin = manifest.joints.get(f"{stem}.{'left' if side == 'right' else 'right'}")
    if sign * center[0] < _ASIDE_MM and (twin is None or sign * (center[0] - twin.center[0]) < _ASIDE_MM):
        yield f"is called {side}, but lies at x = {center[0]:.3g} mm."
    if stem == "hip" and twin is not None:
        apart = float(np.linalg.norm(center - np.array(twin.center)))
        if apart < _LEAST_APART_MM * manifest.subject.stature_m / STATURE_M:
            yield f"lies only {apart:.3g} mm from the other hip, in a body {manifest.subject.stature_m:g} m tall."
    axis = np.array(joint.abduction_axis)
    if -sign * axis[1] < _OUTWARD * float(np.linalg.norm(axis)):
        outward = "0, -1, 0" if side == "right" else "0, 1, 0"
        told = "has an axis about which abduction does not move the leg outward"
        yield f"{told}; that of a {side} joint is near {outward}."


@dataclass(frozen=True, eq=False)
class _Bones:
    """The bones of one body; low, high: (n, 3) mm, their boxes, side by side: thousands of joints may ask them."""

    names: list[str]
    low: Floats
    high: Floats

    def nearest(self, point: Vector) -> tuple[float, str]:
        """The bone whose box is nearest to a point, and how far away it is, mm."""
        gaps = np.linalg.norm(np.maximum(np.maximum(self.low - point, point - self.high), 0.0), axis=1)
        nearest = int(gaps.argmin())
        return float(gaps[nearest]), self.names[nearest]


def _bones_by_body(parts: list[Part], manifest: Manifest) -> dict[str, _Bones]:
    """The bones of each body of which none could not be read."""
    loaded = {part.id for part in parts}
    lost = {table.parent for id_, table in manifest.structures.items() if table.kind == "bone" and id_ not in loaded}
    of_body: dict[str, list[Part]] = {}
    for part in parts:
        if part.kind == "bone":
            of_body.setdefault(part.body, []).append(part)
    return {
        body: _Bones([p.name for p in bones], np.stack([p.low for p in bones]), np.stack([p.high for p in bones]))
        for body, bones in of_body.items()
        if body not in lost
    }


def _bodies_by_joint(manifest: Manifest) -> dict[str, set[str]]:
    joined: dict[str, set[str]] = {}
    for body, table in manifest.bodies.items():
        if table.joint is not None:
            joined.setdefault(table.joint, set()).update({body, *([table.parent] if table.parent else [])})
    return joined
