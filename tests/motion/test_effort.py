"""Effort: which side works, when it grows, and that it is moment over moment."""

from __future__ import annotations

import numpy as np
import pytest

from anatomy_viewer import pose
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.motion.abductors import abductor_pull, strengths_n
from anatomy_viewer.motion.effort import SUPPORTED_DEG, lift_effort, stance_effort
from anatomy_viewer.motion.lever import stance_lever


def test_the_standing_side_works_in_stance(moving_atlas: Atlas) -> None:
    for side, free in (("right", "left"), ("left", "right")):
        posed = pose(moving_atlas, stance=side)
        effort = stance_effort(posed)
        assert effort[free].share == 0.0
        assert effort[side].share == pytest.approx(stance_lever(posed).moment_needed_nm / effort[side].largest_nm)
        assert 0.2 < effort[side].share < 1.0


def test_the_lifted_side_works_in_a_lift(moving_atlas: Atlas) -> None:
    for side, other in (("right", "left"), ("left", "right")):
        effort = lift_effort(pose(moving_atlas, hip_abduction_deg={side: 20.0}), "standing")
        assert effort[other].share == 0.0
        assert effort[side].share > 0.0


def test_gravity_pulls_by_posture(shipped: Atlas) -> None:
    """The leg's weight at the arm of its centre of mass: 0.161 × 61.1 kg at 0.447 of the way to the ankle."""
    whole = 0.161 * 61.1 * 9.81 * 0.447 * 0.7846
    for degrees in (SUPPORTED_DEG, 10.0, 30.0):
        posed = pose(shipped, hip_abduction_deg={"right": degrees})
        lying, standing = (lift_effort(posed, posture)["right"].needed_nm for posture in ("side_lying", "standing"))
        assert (lying**2 + standing**2) ** 0.5 == pytest.approx(whole, rel=0.01)
        assert lying > standing
    growing = [
        lift_effort(pose(shipped, hip_abduction_deg={"right": d}), "standing")["right"].needed_nm for d in (5, 15, 25)
    ]
    assert growing == sorted(growing)


def test_the_lower_leg_hands_the_weight_over_by_degrees(shipped: Atlas) -> None:
    """Half of it midway; at rest and at the end without a sudden change."""
    degrees = np.array([0.05, 2.5, 4.95, 5.0])
    needed = [
        lift_effort(pose(shipped, hip_abduction_deg={"right": d}), "side_lying")["right"].needed_nm for d in degrees
    ]
    free = np.array(needed) / (needed[-1] / np.cos(np.radians(5.0)) * np.cos(np.radians(degrees)))
    assert free == pytest.approx([0.0, 0.5, 1.0, 1.0], abs=0.001)


def test_nothing_is_needed_at_rest_or_across_the_midline(moving_atlas: Atlas) -> None:
    assert lift_effort(pose(moving_atlas), "side_lying")["right"].share == 0.0
    adducted = pose(moving_atlas, hip_abduction_deg={"right": -10.0})
    assert lift_effort(adducted, "side_lying")["right"].share == 0.0, "it lies on what is beneath"
    assert lift_effort(pose(moving_atlas, hip_abduction_deg={"right": -10.0}), "standing")["right"].share == 0.0


def test_the_largest_moment_is_area_times_tension_times_arm(moving_atlas: Atlas) -> None:
    posed = pose(moving_atlas, hip_abduction_deg={"right": 10.0})
    pull = abductor_pull(posed, "right")
    expected = 45.6 * (61.1 / 71.8) ** (2 / 3) * 60.0 * posed.moment_arm_mm("gluteus_medius.right").mean() / 1000.0
    assert pull.from_fibres
    assert pull.largest_nm == pytest.approx(expected)
    assert sum(strengths_n(71.8).values()) == pytest.approx((45.6 + 8.2) * 60.0)


def test_the_two_kinds_are_not_mixed(tiny_atlas: Atlas) -> None:
    with pytest.raises(ValueError, match="use stance_effort"):
        lift_effort(pose(tiny_atlas, stance="right"), "standing")
    with pytest.raises(ValueError, match="not on one leg"):
        stance_effort(pose(tiny_atlas))
