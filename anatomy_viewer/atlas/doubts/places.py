"""Do landmarks lie on their structures, and parts beside their neighbours?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from anatomy_viewer.atlas.doubts.parts import TOGETHER, Part, named, span
from anatomy_viewer.atlas.doubts.unit import unit_of
from anatomy_viewer.atlas.manifest import FILE_NAME, Manifest
from anatomy_viewer.atlas.model import PackProblem

_LANDMARK_REACH_MM = 50.0

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

_LEAST_PARTS = 3
"""Landmarks on fewer parts tell nothing of all."""

_MOST_SINGLE = 4
"""More landmarks than this are told together."""

_OTHER_UNIT = 5.0
_MOST_OF_ONE_NAME = 20

_REMEDY = "Correct its position, or move the mesh, and write the new SHA-256 of the file into the manifest."


def two_frames(parts: list[Part], manifest: Manifest) -> PackProblem | None:
    """That landmarks and meshes are not in one frame or unit, in one sentence; None if most landmarks lie right."""
    on = _on_their_parts(parts, manifest)
    far = [(gap, id_) for id_, _, gap in on if gap > _LANDMARK_REACH_MM]
    if len({part.id for _, part, _ in on}) < _LEAST_PARTS:
        return None
    places = np.array([manifest.landmarks[id_].position for id_, _, _ in on])
    size = float(np.linalg.norm(np.ptp(places, axis=0)))
    factor = span([part for _, part, _ in on]) / max(size, 1e-9)
    if not far or (2 * len(far) <= len(on) and factor <= _OTHER_UNIT):
        return None
    what = (
        f"do not lie on the meshes: {len(far)} of {len(on)} lie up to {max(far)[0]:.0f} mm away from their structures, "
        f"'{max(far)[1]}' farthest. Meshes and landmarks are in two frames, or in two units."
    )
    if factor > _OTHER_UNIT:
        what += f" The landmarks look like {unit_of(factor)}."
    remedy = "Bring the ones that are wrong, meshes or landmarks and joints, into the frame and unit of the others."
    return PackProblem(f"{FILE_NAME}: landmarks", what, remedy)


def doubts_of_landmarks(parts: list[Part], manifest: Manifest) -> Iterator[PackProblem]:
    """Single landmarks far from their structure."""
    astray = [(id_, part, far) for id_, part, far in _on_their_parts(parts, manifest) if far > _LANDMARK_REACH_MM]
    if len(astray) <= _MOST_SINGLE:
        for id_, part, far in astray:
            what = f"lies {far:.0f} mm away from {part.name}, on which it should lie."
            yield PackProblem(f'{FILE_NAME}: landmarks."{id_}"', what, _REMEDY)
        return
    told = named([f"'{id_}' {far:.0f} mm from {part.name}" for id_, part, far in astray], 2)
    what = f"lie away from the structures on which they should lie: {told}."
    remedy = "Correct their positions, or the meshes; landmarks of what a mesh does not hold can be left out."
    yield PackProblem(f"{FILE_NAME}: landmarks", what, remedy)


def _on_their_parts(parts: list[Part], manifest: Manifest) -> list[tuple[str, Part, float]]:
    """Each landmark of a loaded structure, that structure, and how far away from it the landmark lies, mm."""
    found = {part.id: part for part in parts}
    marks = [(id_, mark) for id_, mark in manifest.landmarks.items() if mark.structure in found]
    return [(id_, found[mark.structure], found[mark.structure].gap(np.array(mark.position))) for id_, mark in marks]


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
                    yield PackProblem(f'{FILE_NAME}: structures."{part.id}"', what, TOGETHER)
