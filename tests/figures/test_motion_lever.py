"""The lever of one-leg stance on the shipped model: published ratios, balance, and the hand that carries."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from anatomy_viewer import Atlas, pose
from anatomy_viewer.motion.effort import lift_effort, stance_effort
from anatomy_viewer.motion.lever import stance_lever


@pytest.mark.parametrize("side", ["right", "left"])
def test_the_defaults_give_the_published_ratios(moving: Atlas, side: Any) -> None:
    lever = stance_lever(pose(moving, stance=side))
    assert lever.pull.from_fibres
    assert 40.0 <= lever.pull.arm_mm <= 60.0
    assert 85.0 <= lever.body.arm_mm(lever.center) <= 110.0
    assert 1.2 <= lever.abductor_ratio <= 2.2
    assert 2.0 <= lever.joint_ratio <= 3.0


@pytest.mark.parametrize("drop", np.arange(-15.0, 15.1, 5.0))
@pytest.mark.parametrize(("load", "hand"), [(0.0, "right"), (10.0, "right"), (10.0, "left")])
def test_moments_balance_at_every_drop(moving: Atlas, drop: float, load: float, hand: Any) -> None:
    """Each force times its distance from the joint, by the cross product."""
    lever = stance_lever(pose(moving, stance="right", pelvic_drop_deg=float(drop)), load_kg=load, load_hand=hand)
    moments = [
        float(np.cross((force.point - lever.center) / 1000.0, force.vector)[1])
        for force in (lever.body, lever.load, lever.abductors)
    ]
    assert abs(sum(moments)) <= 0.01 * abs(moments[0] + moments[1])
    np.testing.assert_allclose(lever.joint.vector, sum(f.vector for f in (lever.body, lever.load, lever.abductors)))


def test_a_load_in_the_left_hand_is_harder_for_the_right_leg(moving: Atlas) -> None:
    posed = pose(moving, stance="right")
    pulls = [stance_lever(posed, load_kg=kg, load_hand="left").abductors.newtons for kg in (0.0, 5.0, 10.0)]
    assert pulls == sorted(pulls)
    assert pulls[0] < pulls[1]
    helped = [stance_lever(posed, load_kg=kg, load_hand="right").abductors.newtons for kg in (0.0, 5.0, 10.0)]
    assert helped == sorted(helped, reverse=True)
    assert helped[1] < helped[0]


def test_lying_on_the_side_takes_more_than_standing(moving: Atlas) -> None:
    """Measured activity is about 40 % and under 20 % of maximum (Ashtiani 2019); the order must agree."""
    for degrees in (5.0, 15.0, 25.0):
        posed = pose(moving, hip_abduction_deg={"right": degrees})
        lying, standing = (lift_effort(posed, posture)["right"].share for posture in ("side_lying", "standing"))
        assert 0.15 < lying < 0.6
        assert 0.0 < standing < 0.2
        assert lying > standing
    stance = stance_effort(pose(moving, stance="right"))
    assert stance["left"].share == 0.0
    assert 0.25 < stance["right"].share < 0.6
