"""The joints in motion: the hip turns about its centre, bones stay out of each other, legs make way."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import igl
import manifold3d
import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from anatomy_viewer import Atlas, pose
from anatomy_viewer.motion.making_way import make_way, other_leg_deg

DEGREES = [float(degrees) for degrees in range(-25, 46)]

Solid = Callable[[str], manifold3d.Manifold]


@pytest.fixture(scope="module")
def solid(shipped: Atlas) -> Solid:
    """A structure's full surface as manifold3d has it."""

    @cache
    def get(id_: str) -> manifold3d.Manifold:
        part = shipped.structures[id_]
        mesh = manifold3d.Mesh64(part.vertices.astype(np.float64), part.triangles.astype(np.uint64))
        return manifold3d.Manifold(mesh)

    return get


@pytest.mark.parametrize("side", ["right", "left"])
def test_the_joint_centre_is_fixed(shipped: Atlas, side: str) -> None:
    """The motion found again from the vertices of the femur leaves the centre in place and has the angle asked for."""
    center, neutral = shipped.joints[f"hip.{side}"].center, shipped.structures[f"femur.{side}"].vertices[::20]
    for degrees in DEGREES:
        vertices = pose(shipped, hip_abduction_deg={side: degrees}).vertices(f"femur.{side}")[::20].astype(np.float64)
        turn, _ = Rotation.align_vectors(vertices - vertices.mean(axis=0), neutral - neutral.mean(axis=0))
        moved = turn.apply(center - neutral.mean(axis=0)) + vertices.mean(axis=0)
        assert np.linalg.norm(moved - center) <= 0.1
        outward = 1.0 if side == "right" else -1.0
        np.testing.assert_allclose(turn.as_rotvec(degrees=True), [0.0, -degrees * outward, 0.0], atol=0.01)


@pytest.mark.parametrize("side", ["right", "left"])
def test_the_standing_thigh_is_fixed(shipped: Atlas, side: Any) -> None:
    """At every degree of drop; the pelvis turns about the standing hip and the free side sinks."""
    free = "left" if side == "right" else "right"
    for drop in np.arange(-15.0, 15.1, 1.0):
        posed = pose(shipped, stance=side, pelvic_drop_deg=float(drop))
        still = shipped.structures[f"femur.{side}"].vertices
        np.testing.assert_allclose(posed.vertices(f"femur.{side}"), still, atol=1e-3)
        center = shipped.joints[f"hip.{side}"].center
        np.testing.assert_allclose(posed.joint_center(f"hip.{side}"), center, atol=1e-9)
        across = posed.joint_center(f"hip.{side}") - posed.joint_center(f"hip.{free}")
        assert np.degrees(np.arctan2(across[2], abs(across[0]))) == pytest.approx(drop, abs=0.01)
        assert posed.hip_abduction_deg(side) == pytest.approx(-drop)
        knee = posed.joint_center(f"knee.{free}") - posed.joint_center(f"hip.{free}")
        assert np.abs(knee[:2]).max() < 0.5, "the free thigh hangs plumb"


def test_the_femur_never_enters_the_hip_bone(shipped: Atlas, solid: Solid) -> None:
    for degrees in DEGREES:
        matrix = pose(shipped, hip_abduction_deg={"right": degrees}).body_transform("thigh.right")
        shared = solid("femur.right").transform(matrix[:3]) ^ solid("hip_bone.right")
        assert shared.num_tri() == 0, f"at {degrees} degrees they share {shared.volume():.2g} mm³"


@pytest.mark.parametrize("bend", [60.0, 75.0, 90.0])
def test_bones_of_the_bent_knee_stay_out_of_each_other(shipped: Atlas, solid: Solid, bend: float) -> None:
    posed = pose(shipped, stance="left", free_knee_flexion_deg=bend)
    placed = {}
    for id_ in ("femur.right", "tibia.right", "patella.right", "fibula.right"):
        placed[id_] = solid(id_).transform(posed.body_transform(shipped.structures[id_].body)[:3])
    for one, other in (("tibia", "femur"), ("patella", "femur"), ("patella", "tibia"), ("fibula", "femur")):
        assert (placed[f"{one}.right"] ^ placed[f"{other}.right"]).num_tri() == 0
    # The kneecap slides in its groove: as near as in the neutral pose, by a few millimetres.
    gap = placed["patella.right"].min_gap(placed["femur.right"], 20.0)
    assert solid("patella.right").min_gap(solid("femur.right"), 20.0) - 1.0 <= gap <= 9.0


def test_the_other_leg_makes_way(shipped: Atlas) -> None:
    """The skins of the two legs keep at least 2 mm between them, measured by libigl; nobody swings out needlessly."""
    skin, neutral = shipped.structures["skin"], shipped.structures["skin"].vertices
    legs = {side: (neutral[:, 2] < -110) & (neutral[:, 0] * sign > 0) for side, sign in (("right", 1), ("left", -1))}
    left = skin.triangles[legs["left"][skin.triangles].all(axis=1)].astype(np.int64)
    near = legs["right"] & (neutral[:, 0] < 60)
    for degrees in (-25.0, -20.0, -13.0, -7.0, -3.0):
        right_deg, left_deg = make_way(shipped, degrees, 0.0)
        assert right_deg == degrees
        vertices = pose(shipped, hip_abduction_deg={"right": right_deg, "left": left_deg}).vertices("skin")
        points = vertices.astype(np.float64)
        squared = igl.point_mesh_squared_distance(points[near], points, left)[0]
        assert np.sqrt(squared.min()) >= 2.0, degrees
        assert left_deg <= -1.6 * degrees


def test_making_way_is_smooth_and_stops_at_zero(shipped: Atlas) -> None:
    needed = np.array([other_leg_deg(shipped, -angle) for angle in np.arange(0.0, 25.1, 0.5)])
    assert needed[0] == 0.0
    assert (np.diff(needed) >= 0.0).all()
    assert np.diff(needed).max() < 1.5
    assert other_leg_deg(shipped, 12.0) == 0.0
    assert make_way(shipped, 20.0, 0.0) == (20.0, 0.0)
    assert make_way(shipped, 0.0, -10.0) == make_way(shipped, -10.0, 0.0)[::-1]
    assert make_way(shipped, -5.0, 40.0) == (-5.0, 40.0)
