"""Poses: which body moves, muscles and fibres between their key angles, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from anatomy_viewer import pose
from anatomy_viewer.atlas.model import Atlas
from tests.motion.moving_pack import ANGLES, CENTER, MEDIUS, STEP_MM, turned

FLIP = np.array([-1, 1, 1])


def test_the_neutral_pose_is_the_atlas_itself(moving_atlas: Atlas) -> None:
    posed = pose(moving_atlas)
    for id_, part in moving_atlas.structures.items():
        for level, mesh in (("full", part.full), ("light", part.light)):
            np.testing.assert_array_equal(posed.vertices(id_, level), mesh.vertices)
    np.testing.assert_array_equal(posed.fibres(MEDIUS), moving_atlas.fibres[MEDIUS].points)
    assert posed.unposed == ()


def test_lifting_a_leg_turns_it_about_the_hip_and_nothing_else(moving_atlas: Atlas) -> None:
    posed = pose(moving_atlas, hip_abduction_deg={"right": 30.0})
    for id_ in ("femur.right", "patella.right", "tibia.right", "fibula.right"):
        neutral = moving_atlas.structures[id_].vertices
        np.testing.assert_allclose(posed.vertices(id_), turned(neutral, 30.0), atol=1e-3)
    for id_ in ("hip_bone.right", "sacrum", "femur.left", "tibia.left", "gluteus_medius.left"):
        np.testing.assert_array_equal(posed.vertices(id_), moving_atlas.structures[id_].vertices)
    np.testing.assert_allclose(posed.joint_center("hip.right"), CENTER, atol=1e-9)
    assert posed.vertices("tibia.right")[:, 0].mean() > 200, "abduction leads away from the middle"
    assert posed.landmark("greater_trochanter.right") == pytest.approx(turned(np.array([[120.0, 0, -10]]), 30)[0])


def test_left_mirrors_right(moving_atlas: Atlas) -> None:
    right = pose(moving_atlas, hip_abduction_deg={"right": 17.0})
    left = pose(moving_atlas, hip_abduction_deg={"left": 17.0})
    for base in ("femur", "tibia", "gluteus_medius"):
        mirrored = right.vertices(f"{base}.right") * FLIP
        np.testing.assert_allclose(left.vertices(f"{base}.left"), mirrored, atol=2e-3)
    np.testing.assert_allclose(left.fibres("gluteus_medius.left"), right.fibres(MEDIUS) * FLIP, atol=2e-3)
    for figure in ("length_mm", "moment_arm_mm"):
        there, here = getattr(left, figure)("gluteus_medius.left"), getattr(right, figure)(MEDIUS)
        np.testing.assert_allclose(there, here, rtol=1e-4)


@pytest.mark.parametrize(("side", "free"), [("right", "left"), ("left", "right")])
def test_standing_on_one_leg(moving_atlas: Atlas, side: Any, free: str) -> None:
    posed = pose(moving_atlas, stance=side, pelvic_drop_deg=8.0)
    np.testing.assert_allclose(posed.body_transform(f"thigh.{side}"), np.eye(4), atol=1e-12)
    np.testing.assert_allclose(posed.body_transform(f"shank.{side}"), np.eye(4), atol=1e-12)
    assert posed.landmark(f"asis.{free}")[2] < moving_atlas.landmarks[f"asis.{free}"].position[2] - 10
    assert posed.landmark(f"asis.{side}")[2] > moving_atlas.landmarks[f"asis.{side}"].position[2] - 5
    assert (posed.hip_abduction_deg(side), posed.hip_abduction_deg(free)) == (-8.0, 8.0)
    np.testing.assert_allclose(posed.body_transform(f"thigh.{free}")[:3, :3], np.eye(3), atol=1e-12)
    assert (posed.knee_flexion_deg(side), posed.knee_flexion_deg(free)) == (0.0, 75.0)
    moved = posed.vertices(f"tibia.{free}") - moving_atlas.structures[f"tibia.{free}"].vertices
    assert moved[:, 1].mean() < -100, "a bent knee takes the foot back"
    assert moved[:, 2].mean() > 50


def test_a_muscle_knows_only_the_angle_between_pelvis_and_thigh(moving_atlas: Atlas) -> None:
    lifted = pose(moving_atlas, hip_abduction_deg={"right": -12.0})
    standing = pose(moving_atlas, stance="right", pelvic_drop_deg=12.0)
    back = np.linalg.inv(standing.body_transform("pelvis"))
    for one, other in (
        (lifted.vertices(MEDIUS), standing.vertices(MEDIUS)),
        (lifted.fibres(MEDIUS).reshape(-1, 3), standing.fibres(MEDIUS).reshape(-1, 3)),
    ):
        np.testing.assert_allclose(other @ back[:3, :3].T + back[:3, 3], one, atol=1e-3)
    np.testing.assert_array_equal(standing.length_mm(MEDIUS), lifted.length_mm(MEDIUS))


@pytest.mark.parametrize("level", ["full", "light"])
def test_between_key_angles_runs_the_interpolating_cubic_spline(moving_atlas: Atlas, level: Any) -> None:
    series = moving_atlas.motion[MEDIUS]
    steps = getattr(series, level).astype(np.float64) * STEP_MM
    expected = CubicSpline(ANGLES, steps.reshape(len(ANGLES), -1), bc_type="not-a-knot")
    neutral = getattr(moving_atlas.structures[MEDIUS], level).vertices
    for degrees in (-25.0, -24.0, -11.3, -2.5, 0.7, 2.5, 20.0, 33.3, 44.9, 45.0):
        found = pose(moving_atlas, hip_abduction_deg={"right": degrees}).vertices(MEDIUS, level)
        np.testing.assert_allclose(found, neutral + expected(degrees).reshape(-1, 3), atol=2e-4)


def test_fibres_stay_on_both_bones(moving_atlas: Atlas) -> None:
    neutral = moving_atlas.fibres[MEDIUS].points
    for degrees in np.arange(-25.0, 45.1, 1.0):
        lines = pose(moving_atlas, hip_abduction_deg={"right": degrees}).fibres(MEDIUS)
        np.testing.assert_allclose(lines[:, 0], neutral[:, 0], atol=0.01)
        np.testing.assert_allclose(lines[:, -1], turned(neutral[:, -1], degrees), atol=0.01)


def test_the_moment_arm_is_the_slope_of_the_length(moving_atlas: Atlas) -> None:
    """Central differences of length_mm, in radians."""
    reach = 0.05

    def length(degrees: float) -> np.ndarray:
        return pose(moving_atlas, hip_abduction_deg={"right": degrees}).length_mm(MEDIUS)

    for degrees in (-24.0, -10.0, 0.0, 13.0, 40.0):
        slope = (length(degrees + reach) - length(degrees - reach)) / np.radians(2 * reach)
        arm = pose(moving_atlas, hip_abduction_deg={"right": degrees}).moment_arm_mm(MEDIUS)
        assert (arm > 5).all()
        np.testing.assert_allclose(arm, -slope, rtol=0.01)


def test_a_pose_writes_into_given_arrays(moving_atlas: Atlas) -> None:
    posed = pose(moving_atlas, stance="left", pelvic_drop_deg=-5.0)
    for id_ in ("femur.right", MEDIUS, "skin"):
        given = np.full_like(moving_atlas.structures[id_].vertices, 7.0)
        assert posed.vertices(id_, out=given) is given
        np.testing.assert_array_equal(given, posed.vertices(id_))
    lines = np.zeros_like(moving_atlas.fibres[MEDIUS].points)
    assert posed.fibres(MEDIUS, out=lines) is lines
    np.testing.assert_array_equal(lines, posed.fibres(MEDIUS))


def test_the_same_pose_gives_the_same_bits_and_leaves_the_atlas_alone(moving_atlas: Atlas) -> None:
    before = {id_: part.vertices.copy() for id_, part in moving_atlas.structures.items()}
    one, other = (pose(moving_atlas, hip_abduction_deg={"right": 21.7, "left": -3.2}) for _ in range(2))
    for id_, vertices in before.items():
        np.testing.assert_array_equal(one.vertices(id_), other.vertices(id_))
        np.testing.assert_array_equal(moving_atlas.structures[id_].vertices, vertices)
    assert one.vertices(MEDIUS).dtype == np.float32
    assert one.vertices(MEDIUS).flags.writeable


def test_the_kneecap_lags_behind_the_knee(shipped: Atlas) -> None:
    posed = pose(shipped, stance="right", free_knee_flexion_deg=80.0)
    turns = {}
    for body in ("shank.left", "patella.left"):
        cosine = (np.trace(posed.body_transform(body)[:3, :3]) - 1) / 2
        turns[body] = np.degrees(np.arccos(cosine))
    assert turns["shank.left"] == pytest.approx(80.0)
    assert turns["patella.left"] == pytest.approx(0.65 * 80.0)
    for id_, least in (("tibia.left", 100.0), ("patella.left", 10.0)):
        back = shipped.structures[id_].vertices[:, 1].mean() - posed.vertices(id_)[:, 1].mean()
        assert back > least, "a bent knee takes the foot back"


def test_flight_leads_from_one_leg_to_the_other(moving_atlas: Atlas) -> None:
    """Midway both stances are one pose, and no foot goes below the floor on the way."""
    floor = moving_atlas.structures["skin"].vertices[:, 2].min()
    right, left = (pose(moving_atlas, stance=side, flight=1.0) for side in ("right", "left"))
    for body in moving_atlas.bodies:
        np.testing.assert_allclose(right.body_transform(body), left.body_transform(body), atol=1e-6)
    for flight in np.linspace(0, 1, 11):
        posed = pose(moving_atlas, stance="right", flight=float(flight))
        for side in ("right", "left"):
            assert posed.vertices(f"tibia.{side}")[:, 2].min() > floor


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"hip_abduction_deg": {"right": 45.5}}, r"hip_abduction_deg\['right'\] is 45.5: it must be from -25 to 45"),
        ({"hip_abduction_deg": {"left": -26}}, r"hip_abduction_deg\['left'\] is -26"),
        ({"hip_abduction_deg": {"right": float("nan")}}, "is nan"),
        ({"hip_abduction_deg": {"right": float("inf")}}, "is inf"),
        ({"hip_abduction_deg": {"right": "much"}}, "'much': it must be a number"),
        ({"hip_abduction_deg": {"right": None}}, "must be a number"),
        ({"hip_abduction_deg": {"up": 3.0}}, "'up': it must be 'right' or 'left'"),
        ({"stance": "both"}, "'both': it must be 'right' or 'left'"),
        ({"stance": "right", "pelvic_drop_deg": 15.2}, "pelvic_drop_deg is 15.2: it must be from -15 to 15"),
        ({"stance": "right", "pelvic_drop_deg": float("nan")}, "pelvic_drop_deg is nan"),
        ({"stance": "right", "free_knee_flexion_deg": 59.0}, "free_knee_flexion_deg is 59: it must be from 60 to 90"),
        ({"stance": "right", "flight": 1.1}, "flight is 1.1"),
        ({"stance": "right", "hip_abduction_deg": {}}, "two motions"),
        ({"pelvic_drop_deg": 3.0}, "need `stance`"),
        ({"free_knee_flexion_deg": 70.0}, "need `stance`"),
    ],
)
def test_what_cannot_be_posed_is_refused_by_name(tiny_atlas: Atlas, asked: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        pose(tiny_atlas, **asked)


def test_questions_about_what_is_not_there_are_refused(moving_atlas: Atlas, tiny_atlas: Atlas) -> None:
    posed = pose(moving_atlas)
    with pytest.raises(ValueError, match="'gluteus' is no structure"):
        posed.vertices("gluteus")
    with pytest.raises(ValueError, match="'foot' is no body of the model; it has pelvis"):
        posed.body_transform("foot")
    with pytest.raises(ValueError, match=r"no fibres of 'femur\.right'"):
        posed.fibres("femur.right")
    with pytest.raises(ValueError, match="must be 'right' or 'left'"):
        posed.hip_abduction_deg("midline")
    stiff = replace(moving_atlas, motion=MappingProxyType({}))
    with pytest.raises(ValueError, match="has no shapes for motion"):
        pose(stiff).length_mm(MEDIUS)


def test_a_model_without_shapes_moves_its_bones_and_says_the_rest(tiny_atlas: Atlas) -> None:
    posed = pose(tiny_atlas, hip_abduction_deg={"right": 20.0})
    np.testing.assert_allclose(
        posed.vertices("femur.right"), turned(tiny_atlas.structures["femur.right"].vertices, 20.0), atol=1e-3
    )
    said = {problem.where for problem in posed.unposed}
    assert said == {f"gluteus_{name}.right" for name in ("maximus", "medius", "minimus")} | {"skin"}
    assert "keeps its neutral shape" in str(posed.unposed[0])
    np.testing.assert_array_equal(posed.vertices(MEDIUS), tiny_atlas.structures[MEDIUS].vertices)
    standing = pose(tiny_atlas, stance="right", pelvic_drop_deg=10.0)
    shift = standing.vertices(MEDIUS) - tiny_atlas.structures[MEDIUS].vertices
    assert np.abs(shift).max() > 1, "a muscle without shapes goes with the pelvis"


def test_a_model_without_the_joint_says_that_the_leg_stays(tiny_atlas: Atlas) -> None:
    joints = {id_: joint for id_, joint in tiny_atlas.joints.items() if id_ != "hip.right"}
    bodies = {id_: body for id_, body in tiny_atlas.bodies.items() if id_ != "thigh.right"}
    bodies["shank.right"] = replace(bodies["shank.right"], parent="pelvis")
    lame = replace(tiny_atlas, joints=MappingProxyType(joints), bodies=MappingProxyType(bodies))
    posed = pose(lame, hip_abduction_deg={"right": 20.0, "left": 20.0})
    assert any(problem.where == "hip.right" and "right leg does not move" in problem.what for problem in posed.unposed)
    assert posed.vertices("femur.left")[:, 0].min() < tiny_atlas.structures["femur.left"].vertices[:, 0].min() - 20
