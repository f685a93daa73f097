"""The gluteal muscles at every degree: their volume, their surface, and that they go into nothing.

The shapes are read from the shipped pack and put through SciPy's own spline, not the program's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import igl
import manifold3d
import numpy as np
import pytest
from scipy.interpolate import CubicSpline
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from anatomy_viewer.atlas.model import Atlas

MUSCLES = ("gluteus_medius.right", "gluteus_minimus.right", "gluteus_maximus.right")
PELVIS = ("hip_bone.right", "sacrum", "coccyx")
FEMUR = "femur.right"
DEGREES = np.arange(-25.0, 45.1, 1.0)
FIFTHS = np.arange(-25.0, 45.1, 5.0)
HALVES = np.arange(-25.0, 45.1, 0.5)
NEAR_MM = 4.0
CONTACT_MM = 0.3
"""Muscle reaches 0.18 mm into the bone that it is attached to."""

Turn = Callable[[np.ndarray, float], np.ndarray]


@dataclass(frozen=True)
class Moving:
    """A muscle whose surface is known at any angle: neutral vertices, triangles, edges, and splines of the movement."""

    rest: np.ndarray
    triangles: np.ndarray
    edges: np.ndarray
    full: CubicSpline
    light: CubicSpline
    fibres: CubicSpline

    def at(self, degrees: float) -> np.ndarray:
        """Vertices (n, 3) of the full surface, the pelvis still."""
        return np.asarray(self.rest + self.full(degrees))


@pytest.fixture(scope="module")
def moving(shipped: Atlas) -> dict[str, Moving]:
    """The three muscles."""
    result = {}
    for name in MUSCLES:
        shapes, surface = shipped.motion[name], shipped.structures[name].full
        splines = [
            CubicSpline(shapes.angles_deg.astype(float), steps * float(shapes.step_mm))
            for steps in (shapes.full, shapes.light, shapes.fibres)
        ]
        triangles = surface.triangles.astype(np.int64)
        pairs = np.sort(np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
        result[name] = Moving(surface.vertices.astype(float), triangles, np.unique(pairs, axis=0), *splines)
    return result


@pytest.fixture(scope="module")
def turn(shipped: Atlas) -> Turn:
    """Points carried with the femur by so many degrees of abduction."""
    joint = shipped.joints["hip.right"]

    def carry(points: np.ndarray, degrees: float) -> np.ndarray:
        rotation = Rotation.from_rotvec(np.radians(degrees) * joint.abduction_axis)
        return np.asarray(rotation.apply(points - joint.center) + joint.center)

    return carry


def volume(points: np.ndarray, triangles: np.ndarray) -> float:
    a, b, c = (points[triangles[:, corner]] for corner in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6.0)


def normals(points: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Of triangles, as long as twice their area."""
    a, b, c = (points[triangles[:, corner]] for corner in range(3))
    return np.cross(b - a, c - a)


def lengths(points: np.ndarray, edges: np.ndarray) -> np.ndarray:
    return np.asarray(np.linalg.norm(points[edges[:, 0]] - points[edges[:, 1]], axis=1))


def depth(points: np.ndarray, vertices: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """How deep points lie in a closed surface, negative outside, by libigl; those outside its box are far off."""
    result = np.full(len(points), -np.inf)
    near = ((points > vertices.min(axis=0)) & (points < vertices.max(axis=0))).all(axis=1)
    if near.any():
        kind = igl.SIGNED_DISTANCE_TYPE_FAST_WINDING_NUMBER
        surface = np.ascontiguousarray(vertices), np.ascontiguousarray(triangles)
        result[near] = -igl.signed_distance(np.ascontiguousarray(points[near]), *surface, sign_type=kind)[0]
    return result


@pytest.mark.parametrize("muscle", MUSCLES)
def test_nothing_moves_in_the_neutral_pose(shipped: Atlas, muscle: str) -> None:
    shapes = shipped.motion[muscle]
    neutral = int(np.flatnonzero(shapes.angles_deg == 0.0)[0])
    assert not any(steps[neutral].any() for steps in (shapes.full, shapes.light, shapes.fibres))


@pytest.mark.parametrize("muscle", MUSCLES)
def test_the_volume_is_kept_at_every_degree(moving: dict[str, Moving], muscle: str) -> None:
    part = moving[muscle]
    neutral = volume(part.rest, part.triangles)
    for degrees in DEGREES:
        assert volume(part.at(degrees), part.triangles) == pytest.approx(neutral, rel=0.02), degrees


@pytest.mark.parametrize("muscle", MUSCLES)
def test_no_edge_is_crushed_or_drawn_out(moving: dict[str, Moving], muscle: str) -> None:
    part = moving[muscle]
    neutral = lengths(part.rest, part.edges)
    for degrees in DEGREES:
        share = lengths(part.at(degrees), part.edges) / neutral
        assert share.min() >= 0.25, degrees
        assert share.max() <= 3.0, degrees


@pytest.mark.parametrize("muscle", MUSCLES)
def test_no_triangle_turns_over_or_vanishes(moving: dict[str, Moving], muscle: str) -> None:
    """None leans against the surface around it unless that surface is an edge that turned with it; none is lost."""
    part = moving[muscle]
    middle = part.rest[part.triangles].mean(axis=1)
    around = cKDTree(middle).query(middle, k=13)[1]
    rest = normals(part.rest, part.triangles)

    def leaning(points: np.ndarray) -> np.ndarray:
        own = normals(points, part.triangles)
        return np.asarray(np.einsum("ij,ij->i", own, own[around].sum(axis=1)) <= 0.0)

    def turned_over(points: np.ndarray, triangle: int) -> bool:
        """Against its neutral normal, carried by the rotation that fits its surroundings best."""
        near = np.unique(part.triangles[around[triangle]])
        before, after = (at[near] - at[near].mean(axis=0) for at in (part.rest, points))
        carried = Rotation.align_vectors(after, before)[0].apply(rest[triangle])
        return float(carried @ normals(points, part.triangles[[triangle]])[0]) <= 0.0

    for degrees in DEGREES:
        points = part.at(degrees)
        assert not [one for one in np.flatnonzero(leaning(points)) if turned_over(points, one)], degrees
        area = np.linalg.norm(normals(points, part.triangles), axis=1) / np.linalg.norm(rest, axis=1)
        assert area.min() > 0.04, degrees


@pytest.mark.parametrize("muscle", MUSCLES)
def test_no_muscle_reaches_far_from_the_joint(shipped: Atlas, moving: dict[str, Moving], muscle: str) -> None:
    part = moving[muscle]
    for degrees in DEGREES:
        assert np.linalg.norm(part.at(degrees) - shipped.joints["hip.right"].center, axis=1).max() <= 165.0, degrees


@pytest.mark.parametrize("muscle", MUSCLES)
def test_nothing_pops(moving: dict[str, Moving], muscle: str) -> None:
    """In half-degree steps, no vertex moves more than 1.5 mm, nor changes its step by more than 0.3 mm."""
    part = moving[muscle]
    steps = np.diff(part.full(HALVES), axis=0)
    assert np.linalg.norm(steps, axis=2).max() <= 1.5
    assert np.linalg.norm(np.diff(steps, axis=0), axis=2).max() <= 0.3


@pytest.mark.parametrize("muscle", MUSCLES)
def test_attached_vertices_move_with_their_bone(
    shipped: Atlas, moving: dict[str, Moving], turn: Turn, muscle: str
) -> None:
    part = moving[muscle]
    checked = 0
    for attachment in shipped.attachments.values():
        if attachment.muscle != muscle:
            continue
        patch = attachment.patch.vertices.astype(float), attachment.patch.triangles.astype(np.int64)
        on_it = np.sqrt(igl.point_mesh_squared_distance(part.rest, *patch)[0]) < CONTACT_MM
        checked += int(on_it.sum())
        for degrees in DEGREES:
            expected = part.rest if attachment.kind == "origin" else turn(part.rest, degrees)
            off = np.linalg.norm(part.at(degrees) - expected, axis=1)[on_it]
            assert off.max(initial=0.0) <= 0.1, (attachment.id, degrees)
    assert checked > 300


@pytest.mark.slow
@pytest.mark.parametrize("muscle", MUSCLES)
def test_no_muscle_enters_bone(shipped: Atlas, moving: dict[str, Moving], turn: Turn, muscle: str) -> None:
    """Vertices of muscle in bone and of bone in muscle, of those within 4 mm of a vertex of the other.

    Triangles are at most 5 mm long, so that no surface gets deeper into another without passing there.
    """
    part = moving[muscle]
    surfaces = {bone: shipped.structures[bone].full for bone in (*PELVIS, FEMUR)}
    bones = {bone: (at.vertices.astype(float), at.triangles.astype(np.int64)) for bone, at in surfaces.items()}
    among = {bone: cKDTree(vertices) for bone, (vertices, _) in bones.items()}
    # Against a bone all degrees are asked at once, seen from the bone; against the muscle all bones, degree by degree.
    in_bone: dict[str, list[np.ndarray]] = {bone: [] for bone in bones}
    for degrees in DEGREES:
        points, of_bones = part.at(degrees), []
        for bone, (vertices, _) in bones.items():
            seen = turn(points, -degrees) if bone == FEMUR else points
            near = among[bone].query(seen, distance_upper_bound=NEAR_MM)[0] < NEAR_MM
            if near.any():
                close = cKDTree(seen[near]).query(vertices, distance_upper_bound=NEAR_MM)[0] < NEAR_MM
                in_bone[bone].append(seen[near])
                of_bones.append(turn(vertices[close], degrees) if bone == FEMUR else vertices[close])
        assert depth(np.concatenate(of_bones), points, part.triangles).max() <= 1.0, degrees
    for bone, found in in_bone.items():
        assert not found or depth(np.concatenate(found), *bones[bone]).max() <= 1.0, bone


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), tuple(combinations(MUSCLES, 2)))
def test_no_muscle_enters_another(moving: dict[str, Moving], one: str, other: str) -> None:
    """The volume that two share, of exact booleans, against the smaller of them."""

    @cache
    def solid(muscle: str, degrees: float) -> manifold3d.Manifold:
        part = moving[muscle]
        mesh = manifold3d.Mesh(part.at(degrees).astype(np.float32), part.triangles.astype(np.uint32))
        return manifold3d.Manifold(mesh)

    for degrees in map(float, DEGREES):
        a, b = solid(one, degrees), solid(other, degrees)
        assert (a ^ b).volume() <= 0.02 * min(a.volume(), b.volume()), degrees


@pytest.mark.parametrize("muscle", MUSCLES)
def test_fibres_stay_in_their_muscle(shipped: Atlas, moving: dict[str, Moving], muscle: str) -> None:
    """As many as in the neutral pose, where 99 of 100 points must."""
    part = moving[muscle]
    points = shipped.fibres[muscle].points.reshape(-1, 3).astype(float)
    for degrees in (-25.0, -10.0, 20.0, 45.0):
        lines, surface = points + part.fibres(degrees), part.at(degrees)
        inside = depth(lines, surface, part.triangles)
        stray = lines[inside < 0.0]
        gap = np.sqrt(igl.point_mesh_squared_distance(stray, surface, part.triangles)[0])
        assert (gap > 1.0).sum() <= 0.01 * len(lines), degrees


@pytest.mark.parametrize("muscle", MUSCLES)
def test_the_light_surface_goes_with_the_full_one(shipped: Atlas, moving: dict[str, Moving], muscle: str) -> None:
    """It lies on it as closely as in the neutral pose, at nearly the same volume."""
    part, light = moving[muscle], shipped.structures[muscle].light
    rest, triangles = light.vertices.astype(float), light.triangles.astype(np.int64)
    neutral = igl.point_mesh_squared_distance(rest, part.rest, part.triangles)[0].max()
    for degrees in FIFTHS:
        points = rest + part.light(degrees)
        gap = np.sqrt(igl.point_mesh_squared_distance(points, part.at(degrees), part.triangles)[0].max())
        assert gap <= np.sqrt(neutral) + 0.5, degrees
        assert volume(points, triangles) == pytest.approx(volume(rest, triangles), rel=0.02), degrees


def test_the_files_are_small(shipped: Atlas) -> None:
    """At most 30 MB for all that moves, by the issue's figure."""
    files = list((Path(shipped.folder) / "motion").glob("*.npz"))
    assert len(files) >= 3
    assert sum(file.stat().st_size for file in files) <= 30e6
