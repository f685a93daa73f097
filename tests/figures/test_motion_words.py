"""What the words of prepared motions claim, held against the program's own curves on the shipped model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from anatomy_viewer import pose
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.motion.abductors import abductor_pull
from anatomy_viewer.motion.effort import SUPPORTED_DEG, Effort, lift_effort, stance_effort
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.motion.prepared import PREPARED, PoseSetting

Curve = list[tuple[PoseSetting, dict[str, Effort]]]
"""Moments of a motion, with the effort of either side."""


def _posed(atlas: Atlas, at: PoseSetting) -> Pose:
    if at.kind == "leg_lift":
        return pose(atlas, hip_abduction_deg={"right": at.right_deg, "left": at.left_deg})
    return pose(atlas, stance=at.stance_side, pelvic_drop_deg=at.pelvic_drop_deg, flight=at.flight)


@pytest.fixture(scope="module")
def curve_of(shipped: Atlas) -> Callable[[str], Curve]:
    def effort(at: PoseSetting) -> dict[str, Effort]:
        posed = _posed(shipped, at)
        if at.kind == "leg_lift":
            return lift_effort(posed, at.posture)
        return stance_effort(posed, load_kg=at.load_kg, load_hand=at.load_hand)

    def curve(prepared: str) -> Curve:
        motion = PREPARED[prepared]
        settings = [motion.at(share * motion.duration_s) for share in np.linspace(0.0, 1.0, 41)[:-1]]
        return [(at, effort(at)) for at in settings]

    return curve


def rising(curve: Curve) -> Curve:
    """The way up of a lift of the right leg, to its highest place."""
    highest = int(np.argmax([at.right_deg for at, _ in curve]))
    return curve[: highest + 1]


def share(moment: tuple[PoseSetting, dict[str, Effort]], side: str = "right") -> float:
    return 100.0 * moment[1][side].share


def test_side_lying_the_moment_is_largest_soon_and_the_effort_does_not_fall(
    shipped: Atlas, curve_of: Callable[[str], Curve]
) -> None:
    words = PREPARED["side_lying_lift"].words
    assert "Lying on the left side, the right leg rises" in words
    up = rising(curve_of("side_lying_lift"))
    needed = [effort["right"].needed_nm for _, effort in up]
    largest = up[int(np.argmax(needed))][0].right_deg
    assert "moment of its weight is largest soon after" in words
    assert 0.0 < largest <= SUPPORTED_DEG + 2.0
    assert "falls as it rises" in words
    free = [moment for moment in up if moment[0].right_deg > SUPPORTED_DEG]
    assert [m[1]["right"].needed_nm for m in free] == sorted([m[1]["right"].needed_nm for m in free], reverse=True)
    assert "does not fall with it" in words
    assert "about as hard all the way" in words
    efforts = [share(moment) for moment in free]
    assert max(efforts) - min(efforts) < 4.0
    assert "a little harder near the top" in words
    assert int(np.argmax(efforts)) == len(efforts) - 1
    assert "their moment arm shortens" in words
    arms = [abductor_pull(_posed(shipped, moment[0]), "right").arm_mm for moment in (free[0], free[-1])]
    assert arms[1] < arms[0]
    assert "beginning" not in words


def test_standing_the_effort_grows_and_stays_below_that_of_the_lift_on_the_side(
    shipped: Atlas, curve_of: Callable[[str], Curve]
) -> None:
    words = PREPARED["standing_lift"].words
    up = rising(curve_of("standing_lift"))
    efforts = [share(moment) for moment in up]
    assert "At first it hangs almost plumb and needs little" in words
    assert share(next(moment for moment in up if moment[0].right_deg > 1.0)) < 5.0
    assert "grows with the angle" in words
    assert efforts == sorted(efforts)
    assert "stays below that of the lift lying on the side" in words
    for degrees in (1.0, 5.0, 10.0, 20.0, 30.0):
        posed = pose(shipped, hip_abduction_deg={"right": degrees})
        lying, standing = (lift_effort(posed, posture)["right"].share for posture in ("side_lying", "standing"))
        assert standing < lying
    assert "that is not in these figures" in words
    assert all(share(moment, "left") == 0.0 for moment in up)


def test_held_level_the_standing_side_works_and_the_pelvis_stays_about_level(
    curve_of: Callable[[str], Curve],
) -> None:
    words = PREPARED["stance_level"].words
    assert "Gluteus medius and minimus of the standing side, the right" in words
    largest = max(at.pelvic_drop_deg for at, _ in curve_of("stance_level"))
    assert f"hold it nearly level (it sways by {largest:.1f}°, our choice)" in words
    for at, effort in curve_of("stance_level"):
        assert (at.stance_side, abs(at.pelvic_drop_deg) < 2.0) == ("right", True)
        assert effort["right"].share > 0.2
        assert effort["left"].share == 0.0


def test_trendelenburg_sinks_on_the_opposite_side_and_asks_of_the_standing_one(
    shipped: Atlas, curve_of: Callable[[str], Curve]
) -> None:
    words = PREPARED["trendelenburg"].words
    curve = curve_of("trendelenburg")
    lowest = max((at for at, _ in curve), key=lambda at: at.pelvic_drop_deg)
    assert f"the opposite side, the left, sinks, here by {lowest.pelvic_drop_deg:.0f}°, our choice" in words
    posed = _posed(shipped, lowest)
    assert posed.landmark("asis.left")[2] < posed.landmark("asis.right")[2] - 10.0
    assert "The weak muscle is the one of the standing side" in words
    assert PREPARED["trendelenburg"].weak
    assert all(effort["right"].share > 0.2 and effort["left"].share == 0.0 for _, effort in curve)


def test_running_the_leg_on_the_ground_works_and_the_free_side_sinks_as_in_walking(
    curve_of: Callable[[str], Curve],
) -> None:
    words = PREPARED["running"].words
    assert "the abductors of the leg on the ground" in words
    assert "right and left in turn" in words
    curve = curve_of("running")
    largest = max(at.pelvic_drop_deg for at, _ in curve)
    assert (
        f"the free side sinks, here by {largest:.0f}°, our choice (for walking, textbooks give about 4 to 5°" in words
    )
    for side, free in (("right", "left"), ("left", "right")):
        steps = [(at, effort) for at, effort in curve if at.stance_side == side and at.flight == 0.0]
        assert all(effort[side].share > 0.2 and effort[free].share == 0.0 for _, effort in steps)
        drops = [at.pelvic_drop_deg for at, _ in steps]
        assert 2.0 <= max(drops) <= 6.0
        assert min(drops) >= 0.0


def test_carrying_the_left_hand_makes_it_harder_and_the_right_hand_easier(curve_of: Callable[[str], Curve]) -> None:
    words = PREPARED["carrying"].words
    curve = curve_of("carrying")
    assert f"{max(at.load_kg for at, _ in curve):g} kg in one hand" in words
    bare = share(curve[0])
    assert "the right abductors pull harder" in words
    assert max(share(moment) for moment in curve if moment[0].load_hand == "left") > bare + 10.0
    assert "In the right hand it hangs beyond the standing hip and helps them" in words
    assert min(share(moment) for moment in curve if moment[0].load_hand == "right") < bare - 5.0


def test_no_prepared_motion_is_left_out() -> None:
    assert set(PREPARED) == {
        "side_lying_lift",
        "standing_lift",
        "stance_level",
        "trendelenburg",
        "running",
        "carrying",
    }, "each has a test of its words above"


@pytest.mark.parametrize("posture", ["side_lying", "standing"])
def test_effort_of_a_lift_begins_at_nothing_and_has_no_jump(shipped: Atlas, posture: str) -> None:
    angles = np.arange(-5.0, 45.01, 0.25)
    shares = [
        100.0 * lift_effort(pose(shipped, hip_abduction_deg={"right": float(angle)}), posture)["right"].share  # type: ignore[arg-type]
        for angle in angles
    ]
    assert shares[: int(np.argmin(np.abs(angles))) + 1] == [0.0] * 21, "a leg that is not lifted rests"
    assert np.abs(np.diff(shares)).max() < 2.5, "per cent from one quarter of a degree to the next"
