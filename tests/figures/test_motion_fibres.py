"""Fibres in motion: they stay on their bones, shorten as published, and turn the hip with the published arms."""

from __future__ import annotations

import numpy as np
import pytest

from anatomy_viewer import Atlas, pose
from anatomy_viewer.motion.curves import MotionCurves, motion_curves
from anatomy_viewer.motion.published import envelope_mm

MEDIUS = "gluteus_medius.right"
DEGREES = np.arange(-25.0, 45.1, 1.0)


@pytest.fixture(scope="module")
def curves(moving: Atlas) -> MotionCurves:
    """Means over the fibres of gluteus medius at each degree."""
    found = motion_curves(moving, MEDIUS)
    assert found is not None
    return found


def test_attached_fibres_move_with_their_bones(moving: Atlas) -> None:
    for muscle in ("gluteus_medius.right", "gluteus_minimus.right"):
        fibres = moving.fibres[muscle]
        for degrees in map(float, DEGREES):
            posed = pose(moving, hip_abduction_deg={"right": degrees})
            lines, matrix = posed.fibres(muscle), posed.body_transform("thigh.right")
            assert np.abs(lines[:, 0] - fibres.points[:, 0]).max() <= 0.1
            ends = fibres.points[:, -1] @ matrix[:3, :3].T + matrix[:3, 3]
            assert np.linalg.norm(lines[:, -1] - ends, axis=1).max() <= 0.1, (muscle, degrees)


def test_the_mean_arm_lies_in_the_published_range(curves: MotionCurves) -> None:
    judged = (DEGREES >= -10.0) & (DEGREES <= 20.0)
    assert curves.whole_arm_mm[judged].min() >= 33.0
    assert curves.whole_arm_mm[judged].max() <= 60.0


def test_the_mean_arm_lies_between_the_published_curves(curves: MotionCurves) -> None:
    low, high = envelope_mm(DEGREES)
    known = np.isfinite(low)
    assert known.sum() == 61
    assert (curves.whole_arm_mm[known] >= low[known]).all()
    assert (curves.whole_arm_mm[known] <= high[known]).all()


def test_every_fibre_abducts(moving: Atlas) -> None:
    for degrees in range(31):
        assert (pose(moving, hip_abduction_deg={"right": float(degrees)}).moment_arm_mm(MEDIUS) > 0.0).all(), degrees


def test_fibres_shorten_as_published(moving: Atlas) -> None:
    """From 0 to 40 degrees, the mean of each fibre's own shortening."""
    neutral, lifted = (pose(moving, hip_abduction_deg={"right": d}).length_mm(MEDIUS) for d in (0.0, 40.0))
    assert 0.22 <= np.mean(1.0 - lifted / neutral) <= 0.32


def test_the_arm_is_the_slope_of_the_length_at_every_degree(moving: Atlas) -> None:
    """Central differences of length_mm in radians, half a tenth of a degree wide on either side."""
    reach = 0.05
    for degrees in DEGREES[1:-1]:
        lengths = [pose(moving, hip_abduction_deg={"right": degrees + by}).length_mm(MEDIUS) for by in (-reach, reach)]
        arm = pose(moving, hip_abduction_deg={"right": degrees}).moment_arm_mm(MEDIUS)
        slope = (lengths[1] - lengths[0]) / np.radians(2 * reach)
        assert np.abs(arm + slope).max() <= 0.01 * max(np.abs(arm).max(), 30.0)
        assert arm.mean() == pytest.approx(-slope.mean(), rel=0.01)
