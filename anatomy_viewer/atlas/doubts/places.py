"""Do landmarks lie on their structures, joints beside the bones that they join, parts beside their neighbours?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.doubts.parts import Part
from anatomy_viewer.atlas.manifest import FILE_NAME, Manifest
from anatomy_viewer.atlas.model import PackProblem, Vector

Floats = npt.NDArray[np.float64]

_LANDMARK_REACH_MM = 50.0
_JOINT_REACH_MM = 150.0
"""A bone may be cut off before its joint."""

_NEIGHBOURS = (
    ("femur", "hip bone"),
    ("femur", "pelvis"),
    ("tibia", "femur"),
    ("patella", "femur"),
    ("fibula", "tibia"),
    ("hip bone", "sacrum"),
    ("gluteus maximus", "hip bone"),
    ("gluteus medius", "hip bone"),
    ("gluteus minimus", "hip bone"),
)
"""Parts of the same side, or of the middle, that touch each other in a body, or nearly so."""

_NEIGHBOUR_REACH_MM = 150.0
"""A bone may be cut off before the joint."""

_MOST_OF_ONE_NAME = 20
_TOGETHER = "Bring both into one frame, in millimetres."

_REMEDY = "Correct its position, or move the mesh, and write the new SHA-256 of the file into the manifest."


def doubts_of_places(parts: list[Part], manifest: Manifest) -> Iterator[PackProblem]:
    """Landmarks far from their structure, and joints far from every bone that they join."""
    found = {part.id: part for part in parts}
    for id_, mark in manifest.landmarks.items():
        part = found.get(mark.structure)
        if part is not None and (far := part.gap(np.array(mark.position))) > _LANDMARK_REACH_MM:
            what = f"lies {far:.0f} mm away from {part.name}, on which it should lie."
            yield PackProblem(f'{FILE_NAME}: landmarks."{id_}"', what, _REMEDY)
    bones, joined = _bones_by_body(parts), _bodies_by_joint(manifest)
    for id_, joint in manifest.joints.items():
        center = np.array(joint.center)
        gaps = [bones[body].nearest(center) for body in sorted(joined.get(id_, ())) if body in bones]
        if gaps and min(gaps)[0] > _JOINT_REACH_MM:
            far, name = min(gaps)
            what = f"lies {far:.0f} mm away from {name}, the nearest bone that it joins."
            yield PackProblem(f'{FILE_NAME}: joints."{id_}"', what, _REMEDY)


def doubts_of_neighbours(parts: list[Part]) -> Iterator[PackProblem]:
    """Parts far from every part beside which they lie in a body."""
    by_name: dict[tuple[str | None, str], list[Part]] = {}
    for part in parts:
        by_name.setdefault((part.known, part.side), []).append(part)
    for first, second in _NEIGHBOURS:
        for side in ("right", "left"):
            for part in by_name.get((first, side), [])[:_MOST_OF_ONE_NAME]:
                others = [*by_name.get((second, side), []), *by_name.get((second, "midline"), [])]
                gaps = [(part.box_gap(other), other.name) for other in others[:_MOST_OF_ONE_NAME]]
                if gaps and min(gaps)[0] > _NEIGHBOUR_REACH_MM:
                    far, name = min(gaps)
                    what = f"lies {far:.0f} mm from {name}, beside which it lies in a body."
                    yield PackProblem(f'{FILE_NAME}: structures."{part.id}"', what, _TOGETHER)


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


def _bones_by_body(parts: list[Part]) -> dict[str, _Bones]:
    of_body: dict[str, list[Part]] = {}
    for part in parts:
        if part.kind == "bone":
            of_body.setdefault(part.body, []).append(part)
    return {
        body: _Bones([p.name for p in bones], np.stack([p.low for p in bones]), np.stack([p.high for p in bones]))
        for body, bones in of_body.items()
    }


def _bodies_by_joint(manifest: Manifest) -> dict[str, set[str]]:
    joined: dict[str, set[str]] = {}
    for body, table in manifest.bodies.items():
        if table.joint is not None:
            joined.setdefault(table.joint, set()).update({body, *([table.parent] if table.parent else [])})
    return joined
