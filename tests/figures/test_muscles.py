"""The gluteal muscles have their size, lie on the bone, reach their insertions and keep out of each other."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
import trimesh
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.model import Atlas
from tests.figures.measures import MeshOf, PolyOf, grid_between, inside

MUSCLES = ["gluteus_medius.right", "gluteus_minimus.right", "gluteus_maximus.right"]


@pytest.mark.parametrize(
    ("muscle", "slope", "offset", "least", "most"),
    [
        ("gluteus_medius.right", 0.0478, -16.9, 240, 300),
        ("gluteus_minimus.right", 0.0129, 12.6, 80, 100),
        ("gluteus_maximus.right", 0.123, -25.4, 640, 800),
    ],
)
def test_volumes_follow_handsfield(
    shipped: Atlas, poly_of: PolyOf, muscle: str, slope: float, offset: float, least: float, most: float
) -> None:
    """Handsfield et al. 2014: b1 (47 h m + 1285) + b2, ±10 %; and about what a person of 1.63 m, BMI 23 has."""
    expected = slope * (47 * shipped.subject.stature_m * shipped.subject.mass_kg + 1285) + offset
    volume = poly_of(muscle).volume / 1000
    assert volume == pytest.approx(expected, rel=0.1)
    assert least <= volume <= most


def test_the_subject_is_the_one_described(shipped: Atlas) -> None:
    assert shipped.subject.stature_m == pytest.approx(1.63, abs=0.03)
    assert shipped.subject.mass_kg / shipped.subject.stature_m**2 == pytest.approx(23, abs=0.2)


@pytest.mark.parametrize("muscle", MUSCLES)
def test_no_vertex_of_muscle_lies_in_bone_or_of_bone_in_muscle(
    shipped: Atlas, mesh_of: MeshOf, depth: Callable[[np.ndarray, str], np.ndarray], muscle: str
) -> None:
    bones = [id_ for id_, part in shipped.structures.items() if part.kind == "bone"]
    for inner, outer in [*((muscle, bone) for bone in bones), *((bone, muscle) for bone in bones)]:
        points, (low, high) = mesh_of(inner).vertices, mesh_of(outer).bounds
        near = points[((points > low) & (points < high)).all(axis=1)]
        assert depth(near, outer).max(initial=0.0) <= 1.0, (inner, outer)


def test_medius_lies_on_the_outer_ilium(shipped: Atlas, mesh_of: MeshOf) -> None:
    """Of points strewn evenly over the hip bone, those on its outer side above the joint and within 2 mm of medius."""
    bone = mesh_of("hip_bone.right")
    points, faces = trimesh.sample.sample_surface(bone, 60_000, seed=1)
    outer = (bone.face_normals[faces, 0] > 0) & (points[:, 2] > shipped.joints["hip.right"].center[2])
    muscle, _ = trimesh.sample.sample_surface(mesh_of("gluteus_medius.right"), 200_000, seed=2)
    reach, _ = cKDTree(muscle).query(points[outer])
    assert bone.area * (reach <= 2.0).sum() / len(points) / 100 >= 45.0


@pytest.mark.parametrize(
    ("muscle", "facet"),
    [
        ("gluteus_medius.right", "lateral_facet.right"),
        ("gluteus_medius.right", "superoposterior_facet.right"),
        ("gluteus_minimus.right", "anterior_facet.right"),
    ],
)
def test_tendons_reach_their_facets(
    shipped: Atlas, depth: Callable[[np.ndarray, str], np.ndarray], muscle: str, facet: str
) -> None:
    assert shipped.landmarks[facet].structure == "femur.right"
    assert -depth(shipped.landmarks[facet].position[None], muscle)[0] <= 2.0


@pytest.mark.parametrize(
    ("one", "other"),
    [*combinations(MUSCLES, 2), *((muscle, muscle.replace(".right", ".left")) for muscle in MUSCLES)],
)
def test_muscles_keep_out_of_each_other(mesh_of: MeshOf, poly_of: PolyOf, one: str, other: str) -> None:
    step = 1.5
    grid = grid_between(mesh_of(one).vertices, mesh_of(other).vertices, step)
    in_one = grid[inside(grid, poly_of(one))]
    shared = inside(in_one, poly_of(other)).sum() * step**3
    assert shared <= 0.01 * min(mesh_of(one).volume, mesh_of(other).volume)
