"""The skin follows hips and knees: covers all, does not tear, fold or pop; its left half mirrors the right one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
import pyvista as pv
import trimesh
from scipy.spatial import cKDTree

from anatomy_viewer import Atlas, pose
from anatomy_viewer.motion.making_way import make_way
from anatomy_viewer.motion.pose import Pose
from tests.figures.measures import crossing_triangles, inside, points_of

COVER_MM = {"muscle": 2.0, "bone": 1.0}
"""As in the neutral pose."""
HIP_DEG = range(-25, 46, 5)
HIP_BONES = ("hip_bone.right", "sacrum", "coccyx", "lumbar_vertebra_5", "femur.right")
MUSCLES = ("gluteus_medius.right", "gluteus_minimus.right", "gluteus_maximus.right")
KNEE_BONES = ("femur.right", "patella.right", "tibia.right", "fibula.right")
REACH_MM = 15.0
"""Points farther than this from every vertex of the skin are deep enough, whatever the triangles do."""

Posed = Callable[[float, float], Pose]


@pytest.fixture(scope="module")
def posed(shipped: Atlas) -> Posed:
    """The right hip at an angle, the other making way; or, at 0, the right knee of one that stands on the left leg."""
    assert shipped.skin_shapes is not None

    @cache
    def get(hip: float, knee: float) -> Pose:
        if knee:
            return pose(shipped, stance="left", free_knee_flexion_deg=knee)
        right, left = make_way(shipped, hip, 0.0)
        return pose(shipped, hip_abduction_deg={"right": right, "left": left})

    return get


@pytest.fixture(scope="module")
def lid(shipped: Atlas) -> np.ndarray:
    """Triangles that close the flat top of the skin, around one vertex after its last."""
    skin = trimesh.Trimesh(shipped.structures["skin"].vertices, shipped.structures["skin"].triangles, process=False)
    rim = skin.edges[trimesh.grouping.group_rows(skin.edges_sorted, require_count=1)]
    return np.column_stack([rim[:, ::-1], np.full(len(rim), len(skin.vertices))])


def depth_under(skin: np.ndarray, triangles: np.ndarray, lid: np.ndarray, points: np.ndarray) -> float:
    """Least depth of points under the skin, mm, at most 8; negative if one is outside."""
    middle = skin[np.unique(lid[:, :2])].mean(axis=0)
    closed = pv.PolyData.from_regular_faces(np.vstack([skin, middle]), np.vstack([triangles, lid]))
    near = cKDTree(skin).query(points, distance_upper_bound=REACH_MM)[0] < REACH_MM
    asked = near.copy()
    asked[::20] = True  # what is far from the skin is all inside or all outside
    if not inside(points[asked], closed).all():
        return -1.0
    if not near.any():
        return 8.0
    surface = pv.PolyData.from_regular_faces(skin, triangles)
    return min(8.0, np.abs(points_of(points[near]).compute_implicit_distance(surface)["implicit_distance"]).min())


def covered(at: Pose, names: tuple[str, ...], lid: np.ndarray) -> dict[str, float]:
    """By how much each structure lies deeper under the skin than it has to, mm."""
    skin = at.vertices("skin").astype(np.float64)
    spare = {}
    for name in names:
        part = at.atlas.structures[name]
        points = at.vertices(name).astype(np.float64)
        spare[name] = depth_under(skin, part_triangles(at.atlas), lid, points) - COVER_MM[part.kind]
    return spare


def part_triangles(atlas: Atlas) -> np.ndarray:
    """Triangles of the skin."""
    return atlas.structures["skin"].triangles


@pytest.mark.slow
@pytest.mark.parametrize("degrees", HIP_DEG)
def test_the_skin_covers_all_as_the_hip_turns(shipped: Atlas, posed: Posed, lid: np.ndarray, degrees: int) -> None:
    moving = tuple(name for name in MUSCLES if name in shipped.motion)
    spare = covered(posed(degrees, 0), HIP_BONES + moving, lid)
    assert min(spare.values()) >= 0.0, spare


@pytest.mark.parametrize("degrees", [60, 75, 90])
def test_the_skin_covers_the_bent_knee(posed: Posed, lid: np.ndarray, degrees: int) -> None:
    spare = covered(posed(0, degrees), KNEE_BONES, lid)
    assert min(spare.values()) >= 0.0, spare


@pytest.mark.parametrize("degrees", [-25, -10, 25, 45])
def test_the_skin_does_not_cross_itself_at_hip_and_buttock(shipped: Atlas, posed: Posed, degrees: int) -> None:
    skin, triangles = posed(degrees, 0).vertices("skin").astype(np.float64), part_triangles(shipped)
    about = triangles[shipped.structures["skin"].vertices[triangles][:, :, 2].min(axis=1) > -300.0]
    assert len(crossing_triangles(skin, about)) == 0


@pytest.mark.parametrize("degrees", [75, 90])
def test_the_skin_does_not_cross_itself_in_the_hollow_of_the_knee(shipped: Atlas, posed: Posed, degrees: int) -> None:
    skin, triangles = posed(0, degrees).vertices("skin").astype(np.float64), part_triangles(shipped)
    corners = shipped.structures["skin"].vertices[triangles]
    about = triangles[(np.abs(corners[:, :, 2] + 390.0) < 150.0).all(axis=1) & (corners[:, :, 0] > 0.0).all(axis=1)]
    assert len(crossing_triangles(skin, about)) == 0


@pytest.mark.parametrize(("hip", "knee"), [*((degrees, 0) for degrees in HIP_DEG), (0, 60), (0, 75), (0, 90)])
def test_no_triangle_tears_or_turns_over(shipped: Atlas, posed: Posed, hip: int, knee: int) -> None:
    neutral, triangles = shipped.structures["skin"].vertices.astype(np.float64), part_triangles(shipped)
    before, after = (trimesh.Trimesh(points, triangles, process=False) for points in (neutral, moved(posed, hip, knee)))
    edges = before.edges_unique
    length = [np.linalg.norm(np.diff(mesh.vertices[edges], axis=1)[:, 0], axis=1) for mesh in (before, after)]
    ratio = length[1] / length[0]
    assert ratio.max() <= 3.0
    assert ratio.min() >= 0.2
    assert (after.area_faces / before.area_faces).min() >= 0.1
    beside = np.einsum("ij,ij->i", *(after.face_normals[after.face_adjacency[:, k]] for k in (0, 1)))
    assert beside.min() >= -0.9  # a triangle that has turned over faces the one beside it
    # Only the crease between the thigh that is turned in and the crotch is sharp.
    assert (beside < 0.0).sum() <= (40 if hip < 0 else 0)


def moved(posed: Posed, hip: float, knee: float) -> np.ndarray:
    """The posed skin, (n, 3) float64."""
    return posed(hip, knee).vertices("skin").astype(np.float64)


@pytest.mark.parametrize("hip", [-25, -10, 20, 45])
def test_the_body_about_keeps_its_volume(shipped: Atlas, posed: Posed, lid: np.ndarray, hip: int) -> None:
    neutral, triangles = shipped.structures["skin"].vertices.astype(np.float64), part_triangles(shipped)
    volumes = []
    for points in (neutral, moved(posed, hip, 0)):
        closed = np.vstack([points, points[np.unique(lid[:, :2])].mean(axis=0)])
        volumes.append(trimesh.Trimesh(closed, np.vstack([triangles, lid]), process=False).volume)
    # Own quality target: muscles bulge at the waist and the crotch fills out in a lifted leg, and nothing caves in.
    assert 0.99 <= volumes[1] / volumes[0] <= 1.03


@pytest.mark.parametrize("level", ["full", "light"])
def test_the_left_half_mirrors_the_right(shipped: Atlas, level: str) -> None:
    one = pose(shipped, hip_abduction_deg={"right": 33.0, "left": -7.0}).vertices("skin", level)
    other = pose(shipped, hip_abduction_deg={"right": -7.0, "left": 33.0}).vertices("skin", level)
    shapes = getattr(shipped.skin_shapes, level)
    right = len(shapes.zone)
    flip = np.array([-1, 1, 1], np.float32)
    np.testing.assert_allclose(other[right:], one[shapes.twin] * flip, atol=2e-4)
    np.testing.assert_allclose(one[right:], other[shapes.twin] * flip, atol=2e-4)


def test_the_seam_and_the_waist_stand_still(shipped: Atlas) -> None:
    neutral = shipped.structures["skin"].vertices
    at = pose(shipped, hip_abduction_deg={"right": 45.0, "left": 30.0}).vertices("skin")
    still = (neutral[:, 0] == 0.0) | (neutral[:, 2] >= 201.0)
    np.testing.assert_array_equal(at[still], neutral[still])


def test_thigh_and_shank_are_stiff_away_from_the_joints(shipped: Atlas) -> None:
    neutral = shipped.structures["skin"].vertices.astype(np.float64)
    at = pose(shipped, stance="left", pelvic_drop_deg=5.0, free_knee_flexion_deg=80.0)
    skin = at.vertices("skin")
    for body, low, high in (("thigh.right", -280.0, -270.0), ("shank.right", -900.0, -545.0)):
        part = (neutral[:, 0] > 0.0) & (neutral[:, 2] > low) & (neutral[:, 2] < high)
        matrix = at.body_transform(body)
        np.testing.assert_allclose(skin[part], neutral[part] @ matrix[:3, :3].T + matrix[:3, 3], atol=0.5)


def test_the_light_skin_lies_on_the_full_one(shipped: Atlas) -> None:
    at = pose(shipped, hip_abduction_deg={"right": 40.0, "left": 10.0})
    full = pv.PolyData.from_regular_faces(at.vertices("skin").astype(np.float64), part_triangles(shipped))
    light = points_of(at.vertices("skin", "light")).compute_implicit_distance(full)
    assert np.abs(light["implicit_distance"]).max() <= 4.0


@pytest.mark.slow
@pytest.mark.parametrize("joint", ["hip", "knee"])
def test_nothing_pops(shipped: Atlas, joint: str) -> None:
    # As with the muscles: in steps of half a degree no vertex changes its step by more than 0.3 mm.
    degrees = np.arange(-25.0, 45.1, 0.5) if joint == "hip" else np.arange(60.0, 90.1, 0.5)
    last, step, worst = None, None, 0.0
    for angle in degrees:
        if joint == "hip":
            at = pose(shipped, hip_abduction_deg={"right": float(angle)})
        else:
            at = pose(shipped, stance="left", free_knee_flexion_deg=float(angle))
        skin = at.vertices("skin")
        if last is not None:
            if step is not None:
                worst = max(worst, float(np.abs(skin - last - step).max()))
            step = skin - last
        last = skin
    assert worst <= 0.3
