"""The report tells of motion, where a model moves."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from anatomy_viewer import pose
from anatomy_viewer.atlas.figures.figure import Figure
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.motion.figures import measure_motion
from tests.motion.moving_pack import MEDIUS


def told(atlas: Atlas) -> dict[str, Figure]:
    """The figures by what they tell."""
    return {figure.what: figure for figure in measure_motion(atlas)}


def test_figures_are_those_of_the_pose(moving_atlas: Atlas) -> None:
    figures = told(moving_atlas)
    arms = [
        pose(moving_atlas, hip_abduction_deg={"right": float(angle)}).moment_arm_mm(MEDIUS).mean()
        for angle in range(-10, 21)
    ]
    assert figures["least mean moment arm, -10 to 20°"].value == pytest.approx(min(arms))
    assert figures["largest mean moment arm, -10 to 20°"].value == pytest.approx(max(arms))
    lengths = [pose(moving_atlas, hip_abduction_deg={"right": angle}).length_mm(MEDIUS) for angle in (0.0, 40.0)]
    shortening = figures["mean shortening of the fibres, 0 to 40°"].value
    assert shortening == pytest.approx(100 * np.mean(1 - lengths[1] / lengths[0]))
    assert figures["largest change of volume"].met is False, "the invented muscle does not keep its volume"
    assert figures["most of it in hip bone, 25° adduction to 45°"].value > 1000, "its ellipsoids lie in each other"
    assert 1.0 < figures["abductors on one leg"].value < 3.0
    assert all(figure.group == "motion" for figure in figures.values())


def test_a_model_that_does_not_move_is_not_asked(tiny_atlas: Atlas) -> None:
    assert told(tiny_atlas) == {}


def test_what_cannot_be_measured_says_why(moving_atlas: Atlas) -> None:
    figures = told(replace(moving_atlas, fibres=MappingProxyType({}), joints=MappingProxyType({})))
    assert "how the fibres" in figures["weakest arm of any fibre, 0 to 30°"].why_not
    assert "no joint" in figures["farthest from the joint centre"].why_not
    assert "there is no lever" in figures["joint force on one leg"].why_not
