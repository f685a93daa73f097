"""What a saved view asks for and a model does not have."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.export.lacking import lacking
from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.views import default_state


@pytest.mark.parametrize(
    ("motion", "keys"),
    [
        (MotionView(right_deg=30.0), ["motion.right_deg"]),
        (MotionView(right_deg=30.0, left_deg=-5.0), ["motion.right_deg", "motion.left_deg"]),
        (MotionView(kind="stance"), ["motion.kind", "motion.kind"]),
        (MotionView(), []),
    ],
)
def test_a_pose_that_the_model_cannot_take_is_told(tiny_atlas: Atlas, motion: MotionView, keys: list[str]) -> None:
    state = replace(default_state(tiny_atlas), motion=motion)
    assert list(lacking(tiny_atlas, state)) == []
    stiff = replace(tiny_atlas, joints=MappingProxyType({}))
    told = list(lacking(stiff, state))
    assert [problem.where for problem in told] == keys
    assert all("needs the joint 'hip." in str(problem) for problem in told)
