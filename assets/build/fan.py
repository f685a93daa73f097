"""The fibres of the three muscles, and what their surfaces show of them: direction, and where belly becomes tendon.

Starts and ends are the attachments of the finished pack, so that definition, muscle and fibre agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import trimesh
from fibres import Course, FibreLines, fibre_lines, spread_over
from scipy.spatial import cKDTree
from surfaces import signed_distance

COUNTS = {"gluteus_medius": 192, "gluteus_minimus": 72, "gluteus_maximus": 120}
"""Lines drawn through each muscle."""
FLESHY_MM = {"gluteus_medius": 73.3, "gluteus_minimus": 73.0, "gluteus_maximus": 156.9}
"""Mean length of the fleshy part of a line: fascicles of medius and maximus after Ward et al. 2009; for minimus 10.3 cm
is published (Parvaresh et al. 2019), longer than this belly allows, so the value is approximate."""
LEAST_TENDON_MM = 14.0
"""Every line ends in at least so much tendon and aponeurosis (approximate)."""
CONTACT_MM = 2.0
"""Bone nearer than this to a muscle's surface is touched by it."""
FREE_TENDON_MM = {"gluteus_medius": (12.0, 30.0), "gluteus_minimus": (10.0, 26.0), "gluteus_maximus": (5.0, 22.0)}
"""Distances from the insertion over which the surface turns from tendon to belly (approximate, at most 4 cm)."""


class Surface(Protocol):
    """A mesh of the atlas: vertices (n, 3), triangles (m, 3)."""

    vertices: np.ndarray
    triangles: np.ndarray


class Muscle(Protocol):
    """A structure of the atlas."""

    full: Surface
    light: Surface


@dataclass(frozen=True)
class Fan:
    """Fibres of one muscle and what its surfaces show.

    lines: the fibres; parts: names, English and Latin, in the order of `part` (k,); fleshy_mm (k, 2): where along each
    line the belly begins and ends; tendon and direction, each for the full and the light surface: (n,) 0 belly to 1
    tendon, (n, 3) unit vectors along the fibres.
    """

    lines: FibreLines
    parts: tuple[tuple[str, str], ...]
    fleshy_mm: np.ndarray
    surfaces: dict[str, tuple[np.ndarray, np.ndarray]]


PARTS = {
    "gluteus_medius": (
        ("Anterior part", "Pars anterior"),
        ("Middle part", "Pars media"),
        ("Posterior part", "Pars posterior"),
    ),
    "gluteus_minimus": (("Anterior part", "Pars anterior"), ("Posterior part", "Pars posterior")),
    "gluteus_maximus": (("Upper part", "Pars superior"), ("Lower part", "Pars inferior")),
}


def _over(patch: Surface, spacing: float = 1.0) -> np.ndarray:
    """Points evenly over a patch, about one each `spacing` mm squared, the same ones every time."""
    mesh = trimesh.Trimesh(patch.vertices, patch.triangles, process=False)
    return np.asarray(trimesh.sample.sample_surface(mesh, int(mesh.area / spacing**2), seed=11)[0])


def _touched(points: np.ndarray, muscle: trimesh.Trimesh) -> np.ndarray:
    """Those of the points that the muscle lies on: no fibre starts where the belly is not."""
    return points[abs(signed_distance(muscle, points)) < CONTACT_MM]


def _by_angle(seeds: np.ndarray, pivot: np.ndarray, groups: int) -> list[np.ndarray]:
    """Seeds in equal groups from front to back, by their angle about the insertion seen from the side."""
    angle = np.arctan2(seeds[:, 1] - pivot[1], seeds[:, 2] - pivot[2])
    order = np.argsort(-angle, kind="stable")
    return [seeds[part] for part in np.array_split(order, groups)]


def _medius(patches: dict[str, Surface], muscle: trimesh.Trimesh) -> list[Course]:
    origin = _touched(_over(patches["origin"]), muscle)
    lateral, rear = _over(patches["insertion_lateral_facet"]), _over(patches["insertion_superoposterior_facet"])
    front, middle, back = _by_angle(spread_over(origin, COUNTS["gluteus_medius"]), lateral.mean(axis=0), 3)
    return [
        Course("0", front, origin, lateral),
        Course("1", middle, origin, lateral),
        Course("2", back, origin, rear),
    ]


def _minimus(patches: dict[str, Surface], muscle: trimesh.Trimesh) -> list[Course]:
    origin = _touched(_over(patches["origin"]), muscle)
    facet = _over(patches["insertion_anterior_facet"])
    groups = _by_angle(spread_over(origin, COUNTS["gluteus_minimus"]), facet.mean(axis=0), 2)
    return [Course(str(i), seeds, origin, facet) for i, seeds in enumerate(groups)]


def _maximus(patches: dict[str, Surface], muscle: trimesh.Trimesh) -> list[Course]:
    """Upper fibres end in the iliotibial tract, of which the model has the start; the lower ones on the tuberosity."""
    everywhere = [_over(patches[name]) for name in ("origin_ilium", "origin_sacrum", "origin_coccyx")]
    origin = _touched(np.vstack(everywhere), muscle)
    tuberosity = _over(patches["insertion_gluteal_tuberosity"])
    vertices = muscle.vertices.view(np.ndarray)
    low, outer = vertices[:, 2] < tuberosity[:, 2].max(), muscle.vertex_normals[:, 0] > 0.5
    tract = vertices[low & outer & (vertices[:, 0] > tuberosity[:, 0].max())]
    seeds = spread_over(origin, COUNTS["gluteus_maximus"])
    height = np.argsort(-seeds[:, 2], kind="stable")
    upper, lower = np.array_split(height, 2)
    return [Course("0", seeds[upper], origin, tract), Course("1", seeds[lower], origin, tuberosity)]


COURSES: dict[str, Callable[[dict[str, Surface], trimesh.Trimesh], list[Course]]] = {
    "gluteus_medius": _medius,
    "gluteus_minimus": _minimus,
    "gluteus_maximus": _maximus,
}


def _fleshy(lines: np.ndarray, mean_mm: float) -> np.ndarray:
    """Belly of each line, (k, 2) mm from the origin: from the bone on, the rest is tendon towards the insertion."""
    length = np.linalg.norm(np.diff(lines, axis=1), axis=2).sum(axis=1)
    belly = np.minimum(mean_mm * np.sqrt(length / length.mean()), length - LEAST_TENDON_MM)
    return np.column_stack([np.zeros_like(belly), belly]).astype(np.float32)


def _shown(
    vertices: np.ndarray, lines: np.ndarray, ends: np.ndarray, fade: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Tendon share (n,) and fibre direction (n, 3) of surface vertices, from the nearest fibres."""
    tangents = np.gradient(lines, axis=1).reshape(-1, 3)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    distance, index = cKDTree(lines.reshape(-1, 3)).query(vertices, k=12)
    direction = (tangents[index] / (distance + 1.0)[..., None]).sum(axis=1)
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    share = np.clip((fade[1] - cKDTree(ends).query(vertices)[0]) / (fade[1] - fade[0]), 0.0, 1.0)
    return (share**2 * (3.0 - 2.0 * share)).astype(np.float32), direction.astype(np.float32)


def fan(name: str, structure: Muscle, patches: dict[str, Surface]) -> Fan:
    """The fan of one muscle of the right side; `patches` by the last part of their id."""
    base = name.split(".", 1)[0]
    muscle = trimesh.Trimesh(structure.full.vertices, structure.full.triangles, process=False)
    courses = COURSES[base](patches, muscle)
    lines = fibre_lines(muscle, courses)
    ends = np.vstack([course.insertion for course in courses])
    surfaces = {
        level: _shown(np.asarray(mesh.vertices, float), lines.points.astype(float), ends, FREE_TENDON_MM[base])
        for level, mesh in (("full", structure.full), ("light", structure.light))
    }
    return Fan(lines, PARTS[base], _fleshy(lines.points, FLESHY_MM[base]), surfaces)
