"""Does the femoral head sit in its socket?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from anatomy_viewer.atlas.figures.figure import CannotMeasureError, Question
from anatomy_viewer.atlas.figures.parts import Parts
from anatomy_viewer.atlas.figures.solid import Points, Solid, fit_sphere

_ROUNDS = 12
_FACING_COS = np.cos(np.radians(25.0))
_SHELL_MM = 2.0
"""Half thickness of the shell that holds the lunate surface; the fossa lies deeper."""


@dataclass(frozen=True)
class Sphere:
    """A fitted sphere, mm."""

    center: Points
    radius: float
    rms: float


def questions(parts: Parts) -> Iterator[Question]:
    """Roundness of the head, its place in the socket, and room between the bones."""
    for side in parts.sides:
        femur, hip = f"femur.{side}", f"hip_bone.{side}"
        ask = partial(Question, "hip joint", side)
        yield ask("femoral head, RMS from sphere", partial(_head_rms, parts, side), "mm", high=0.7)
        yield ask("head centre to socket centre", partial(_off_center, parts, side), "mm", high=1.0)
        yield ask("head centre to joint centre", partial(_off_joint, parts, side), "mm", high=1.0)
        yield ask("femur in hip bone", partial(parts.overlap, femur, hip), "mm³", high=0)
        yield ask("least gap", partial(parts.gap, femur, hip), "mm", low=0.5, high=5.0)


def head_sphere(parts: Parts, side: str) -> Sphere:
    """The sphere of a femoral head, fitted to the half of it that looks away from the neck."""
    femur, center, radius = parts[f"femur.{side}"], parts.joint_center(f"hip.{side}"), 24.0
    for _ in range(_ROUNDS):
        offsets = femur.vertices - center
        lengths = np.linalg.norm(offsets, axis=1)
        neck = _direction(offsets[(lengths > 1.3 * radius) & (lengths < 1.9 * radius)])
        on_head = (np.abs(lengths - radius) < 0.25 * radius) & (offsets @ neck < 0.0)
        sphere = _fitted(femur.vertices[on_head], f"femur.{side}")
        center, radius = sphere.center, sphere.radius
    return sphere


def socket_sphere(parts: Parts, side: str) -> Sphere:
    """The sphere of an acetabulum, fitted to its lunate surface: what faces the centre from about one distance."""
    hip, head = parts[f"hip_bone.{side}"], head_sphere(parts, side)
    center, radius = head.center, head.radius + 2.0
    for _ in range(_ROUNDS):
        on_socket = _facing(hip, center) & (np.abs(np.linalg.norm(hip.vertices - center, axis=1) - radius) < _SHELL_MM)
        sphere = _fitted(hip.vertices[on_socket], f"hip_bone.{side}")
        center, radius = sphere.center, sphere.radius
    return sphere


def _facing(solid: Solid, center: Points) -> np.ndarray:
    toward = center - solid.vertices
    cosine = np.einsum("ij,ij->i", solid.vertex_normals, toward) / np.linalg.norm(toward, axis=1)
    return np.asarray(cosine > _FACING_COS)


def _fitted(points: Points, part: str) -> Sphere:
    if len(points) < 20:
        raise CannotMeasureError(f"'{part}' has no round surface at the joint centre")
    return Sphere(*fit_sphere(points))


def _direction(offsets: Points) -> Points:
    if len(offsets) == 0:
        raise CannotMeasureError("the femur has no neck near the joint centre")
    mean = offsets.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def _head_rms(parts: Parts, side: str) -> float:
    return head_sphere(parts, side).rms


def _off_center(parts: Parts, side: str) -> float:
    return float(np.linalg.norm(head_sphere(parts, side).center - socket_sphere(parts, side).center))


def _off_joint(parts: Parts, side: str) -> float:
    return float(np.linalg.norm(head_sphere(parts, side).center - parts.joint_center(f"hip.{side}")))
