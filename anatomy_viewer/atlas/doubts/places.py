"""Do landmarks lie on their structures, and joints beside the bones that they join?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from anatomy_viewer.atlas.doubts.parts import Part
from anatomy_viewer.atlas.manifest import FILE_NAME, Manifest
from anatomy_viewer.atlas.model import PackProblem

_LANDMARK_REACH_MM = 50.0
_JOINT_REACH_MM = 150.0
"""A bone may be cut off before its joint."""

_REMEDY = "Correct its position, or move the mesh, and write the new SHA-256 of the file into the manifest."


def doubts_of_places(parts: list[Part], manifest: Manifest) -> Iterator[PackProblem]:
    """Landmarks far from their structure, and joints far from every bone that they join."""
    found = {part.id: part for part in parts}
    for id_, mark in manifest.landmarks.items():
        part = found.get(mark.structure)
        if part is not None and (far := part.gap(np.array(mark.position))) > _LANDMARK_REACH_MM:
            what = f"lies {far:.0f} mm away from {part.name}, on which it should lie."
            yield PackProblem(f'{FILE_NAME}: landmarks."{id_}"', what, _REMEDY)
    for id_, joint in manifest.joints.items():
        joined = {end for body, table in manifest.bodies.items() if table.joint == id_ for end in (body, table.parent)}
        bones = [part for part in parts if part.kind == "bone" and part.body in joined]
        gaps = [(part.gap(np.array(joint.center)), part.name) for part in bones]
        if gaps and min(gaps)[0] > _JOINT_REACH_MM:
            far, name = min(gaps)
            what = f"lies {far:.0f} mm away from {name}, the nearest bone that it joins."
            yield PackProblem(f'{FILE_NAME}: joints."{id_}"', what, _REMEDY)
