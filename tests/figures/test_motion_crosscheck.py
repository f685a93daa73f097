"""Gluteus medius in motion beside the straight lines of another model, run by MuJoCo."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from anatomy_viewer import Atlas
from anatomy_viewer.motion.curves import MotionCurves, motion_curves

MEDIUS = "gluteus_medius.right"
DEGREES = np.arange(-25.0, 45.1, 1.0)


@pytest.fixture(scope="module")
def curves(moving: Atlas) -> MotionCurves:
    """Means over the fibres of gluteus medius at each degree."""
    found = motion_curves(moving, MEDIUS)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def straight_lines() -> tuple[np.ndarray, np.ndarray]:
    """Lengths and moment arms for abduction, (a, 3) mm, of glmed1-3 in myo-sim's right leg at `DEGREES`.

    Its lines are those of Rajagopal 2016; adduction is positive there.
    """
    mujoco = pytest.importorskip("mujoco")
    myo_sim = pytest.importorskip("myo_sim")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of how its own legs are put together
        model = myo_sim.FRAGMENT_SPEC_BUILDERS["myolegs"]().compile()
    data, hip = mujoco.MjData(model), model.joint("hip_adduction_r")
    tendons = [model.tendon(f"glmed{number}_r_tendon").id for number in (1, 2, 3)]

    def lengths_mm(abduction_deg: float) -> np.ndarray:
        mujoco.mj_resetData(model, data)
        data.qpos[hip.qposadr] = np.radians(-abduction_deg)
        mujoco.mj_forward(model, data)
        return np.array(data.ten_length[tendons]) * 1000.0

    step = 0.1
    length = np.array([lengths_mm(degrees) for degrees in DEGREES])
    ahead, behind = (np.array([lengths_mm(degrees + by) for degrees in DEGREES]) for by in (step, -step))
    return length, (behind - ahead) / np.radians(2 * step)


def test_the_length_changes_as_that_of_straight_lines(
    curves: MotionCurves, straight_lines: tuple[np.ndarray, np.ndarray]
) -> None:
    theirs = straight_lines[0].mean(axis=1)
    one, other = (values - values[DEGREES == 0.0] for values in (curves.whole_length_mm, theirs))
    assert np.corrcoef(one, other)[0, 1] >= 0.99


def test_the_moment_arm_is_near_that_of_straight_lines(
    curves: MotionCurves, straight_lines: tuple[np.ndarray, np.ndarray]
) -> None:
    theirs = straight_lines[1].mean(axis=1)
    judged = (DEGREES >= -10.0) & (DEGREES <= 20.0)
    difference = np.abs(curves.whole_arm_mm - theirs)
    print("\nabduction, ours, straight lines in mm; past 10 degrees the shape is not judged")  # noqa: T201
    print(np.column_stack([DEGREES, curves.whole_arm_mm, theirs])[::5].round(1))  # noqa: T201
    assert difference[judged].mean() <= 12.0
