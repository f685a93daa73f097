"""The lever of one-leg stance: balance, the vector sum, and which hand makes it harder."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from anatomy_viewer import pose
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.motion.lever import GRAVITY, Lever, stance_lever


def moment_nm(lever: Lever, *forces: Any) -> float:
    """Sum of the moments about the hip in the frontal plane, by the cross product."""
    return sum(float(np.cross((force.point - lever.center) / 1000.0, force.vector)[1]) for force in forces)


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize("drop", [-15.0, 0.0, 15.0])
@pytest.mark.parametrize("load", [0.0, 12.0])
def test_moments_balance_and_the_joint_carries_the_sum(
    moving_atlas: Atlas, side: Any, drop: float, load: float
) -> None:
    lever = stance_lever(pose(moving_atlas, stance=side, pelvic_drop_deg=drop), load_kg=load, load_hand="left")
    sinking = abs(moment_nm(lever, lever.body, lever.load))
    assert abs(moment_nm(lever, lever.body, lever.load, lever.abductors)) <= 0.01 * sinking
    total = lever.body.vector + lever.load.vector + lever.abductors.vector
    np.testing.assert_allclose(lever.joint.vector, total)
    assert lever.body.newtons == pytest.approx(0.839 * 61.1 * GRAVITY)
    assert lever.abductors.arm_mm(lever.center) == pytest.approx(lever.pull.arm_mm)
    assert lever.joint.vector[2] < 0, "the joint force presses down on the femur"


@pytest.mark.parametrize(("side", "far", "near"), [("right", "left", "right"), ("left", "right", "left")])
def test_a_load_in_the_other_hand_is_harder(moving_atlas: Atlas, side: Any, far: Any, near: Any) -> None:
    posed = pose(moving_atlas, stance=side)
    bare = stance_lever(posed)
    assert stance_lever(posed, load_kg=8.0, load_hand=far).abductor_ratio > 1.3 * bare.abductor_ratio
    assert stance_lever(posed, load_kg=8.0, load_hand=near).abductor_ratio < 0.95 * bare.abductor_ratio


def test_sides_mirror_each_other(moving_atlas: Atlas) -> None:
    right, left = (stance_lever(pose(moving_atlas, stance=side, pelvic_drop_deg=5.0)) for side in ("right", "left"))
    assert right.abductors.vector[0] > 0, "the pull leads down and outward"
    assert right.abductors.point[0] > right.center[0]
    for name in ("body", "abductors", "joint"):
        one, other = getattr(right, name), getattr(left, name)
        np.testing.assert_allclose(one.vector * [-1, 1, 1], other.vector, atol=1e-2)
        np.testing.assert_allclose(one.point * [-1, 1, 1], other.point, atol=1e-2)


def test_where_the_load_would_lift_the_free_side_the_adductors_hold(moving_atlas: Atlas) -> None:
    lever = stance_lever(pose(moving_atlas, stance="right"), load_kg=80.0, load_hand="right")
    assert lever.abductors.newtons == 0.0
    assert lever.moment_needed_nm < 0.0
    assert lever.adductor_nm == pytest.approx(-lever.moment_needed_nm)


def test_the_force_grows_with_the_body_and_ends_in_the_air(moving_atlas: Atlas) -> None:
    standing = pose(moving_atlas, stance="right")
    light, heavy = (stance_lever(standing, body_mass_kg=kg) for kg in (50.0, 100.0))
    assert heavy.joint.newtons == pytest.approx(2 * light.joint.newtons)
    assert heavy.joint_ratio == pytest.approx(light.joint_ratio)
    assert stance_lever(pose(moving_atlas, stance="right", flight=1.0)).joint.newtons == 0.0


def test_a_model_without_shapes_takes_the_arm_of_the_textbook(tiny_atlas: Atlas) -> None:
    lever = stance_lever(pose(tiny_atlas, stance="left"))
    assert not lever.pull.from_fibres
    assert lever.pull.arm_mm == 50.0
    assert 1.2 <= lever.abductor_ratio <= 2.2
    assert 2.0 <= lever.joint_ratio <= 3.0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"body_mass_kg": float("nan")}, "body_mass_kg is nan"),
        ({"body_mass_kg": 0.0}, "body_mass_kg is 0: it must be from 2 to 500 kg"),
        ({"load_kg": -1.0}, "load_kg is -1"),
        ({"load_kg": 1.0, "load_hand": "both"}, "load_hand is 'both'"),
    ],
)
def test_what_cannot_be_weighed_is_refused(tiny_atlas: Atlas, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        stance_lever(pose(tiny_atlas, stance="right"), **asked)


def test_a_lifted_leg_has_no_lever(tiny_atlas: Atlas) -> None:
    with pytest.raises(ValueError, match="not on one leg"):
        stance_lever(pose(tiny_atlas))
