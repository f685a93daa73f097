"""Prepared motions: they end as they began, nothing jumps, and every moment of them can be posed."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise

import numpy as np
import pytest

from anatomy_viewer import pose
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.motion.prepared import PREPARED, PoseSetting, PreparedMotion

STEP_S = 0.01


def posed(atlas: Atlas, setting: PoseSetting) -> Pose:
    """The pose of one moment."""
    if setting.kind == "leg_lift":
        return pose(atlas, hip_abduction_deg={"right": setting.right_deg, "left": setting.left_deg})
    return pose(
        atlas,
        stance=setting.stance_side,
        pelvic_drop_deg=setting.pelvic_drop_deg,
        free_knee_flexion_deg=setting.free_knee_deg,
        flight=setting.flight,
    )


def test_there_is_one_for_each_function() -> None:
    assert list(PREPARED) == [
        "side_lying_lift",
        "standing_lift",
        "stance_level",
        "trendelenburg",
        "running",
        "carrying",
    ]
    for motion in PREPARED.values():
        assert len(motion.words) > 80
        assert motion.title
    assert "frontal plane" in PREPARED["running"].words
    assert {PREPARED["side_lying_lift"].at(1.0).posture, PREPARED["standing_lift"].at(1.0).posture} == {
        "side_lying",
        "standing",
    }


@pytest.mark.parametrize("motion", PREPARED.values(), ids=list(PREPARED))
def test_it_ends_as_it_began_and_plays_again(motion: PreparedMotion) -> None:
    for start in (0.0, 0.3, 1.1):
        one, other = motion.at(start), motion.at(start + motion.duration_s)
        for field in fields(PoseSetting):
            assert getattr(one, field.name) == pytest.approx(getattr(other, field.name), abs=1e-6)


@pytest.mark.parametrize("motion", PREPARED.values(), ids=list(PREPARED))
def test_the_body_moves_without_a_jump(motion: PreparedMotion, tiny_atlas: Atlas) -> None:
    """Ankles and shoulders of the pelvis in the world: speed and change of speed stay bounded, across the loop too."""
    times = np.arange(0.0, motion.duration_s + 0.05, STEP_S)
    marks = np.array([_marks(posed(tiny_atlas, motion.at(float(at)))) for at in times])
    speed = np.diff(marks, axis=0) / STEP_S
    assert np.abs(speed).max() < 3000.0, "mm/s"
    assert (np.abs(speed).max() > 5.0) == (motion.id != "carrying"), "something moves, but where the load alone does"
    assert np.abs(np.diff(speed, axis=0)).max() < 150.0, "mm/s from one hundredth of a second to the next"


@pytest.mark.parametrize("motion", PREPARED.values(), ids=list(PREPARED))
def test_load_and_flight_do_not_jump(motion: PreparedMotion) -> None:
    settings = [motion.at(float(at)) for at in np.arange(0.0, motion.duration_s, STEP_S)]
    for name, most in (("load_kg", 0.5), ("flight", 0.2)):
        assert np.abs(np.diff([getattr(setting, name) for setting in settings])).max() < most
    for before, after in pairwise(settings):
        if before.load_hand != after.load_hand:
            assert max(before.load_kg, after.load_kg) < 0.1
        if before.stance_side != after.stance_side:
            assert max(before.flight, after.flight) > 0.98


def test_running_uses_both_legs_alike() -> None:
    running = PREPARED["running"]
    for at in (0.1, 0.4, 0.7):
        one, other = running.at(at), running.at(at + running.duration_s / 2)
        assert (one.stance_side, other.stance_side) == ("right", "left")
        assert one.pelvic_drop_deg == pytest.approx(other.pelvic_drop_deg)


def test_carrying_shows_both_hands() -> None:
    carrying = PREPARED["carrying"]
    heaviest = {carrying.at(share * carrying.duration_s).load_hand for share in (0.25, 0.75)}
    assert heaviest == {"left", "right"}
    drops = {carrying.at(share * carrying.duration_s).pelvic_drop_deg for share in np.linspace(0.0, 1.0, 21)}
    assert drops == {0.0}, "the pelvis is held level, so that the load alone makes the difference"


def _marks(pose_: Pose) -> np.ndarray:
    found = [pose_.landmark("asis.right"), pose_.landmark("asis.left")]
    for side in ("right", "left"):
        matrix = pose_.body_transform(f"shank.{side}")
        ankle = np.array([83.0 if side == "right" else -83.0, 0.0, -770.0])
        found.append(matrix[:3, :3] @ ankle + matrix[:3, 3])
    return np.concatenate(found)
