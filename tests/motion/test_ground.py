"""The floor: the standing foot is on it, the free foot never touches it, also on the way from leg to leg."""

from __future__ import annotations

import numpy as np
import pytest

from anatomy_viewer import pose
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.motion import ground


def lowest(atlas: Atlas, side: str, **asked: float) -> float:
    """Height of a foot over the floor in right stance: the skin below the knee, moved stiffly with the shank, mm."""
    matrix = pose(atlas, stance="right", **asked).body_transform(f"shank.{side}")
    skin = atlas.structures["skin"].vertices.astype(np.float64)
    own = skin[(skin[:, 2] < -450) & ((skin[:, 0] > 0) == (side == "right"))]
    return float((own @ matrix[2, :3] + matrix[2, 3]).min() - skin[:, 2].min())


def test_the_floor_lies_under_the_feet(shipped: Atlas) -> None:
    assert ground.floor_mm(shipped) == pytest.approx(shipped.structures["skin"].vertices[:, 2].min())


@pytest.mark.parametrize("knee", [60.0, 75.0, 90.0])
def test_the_free_foot_never_touches_the_floor(shipped: Atlas, knee: float) -> None:
    for drop in np.arange(-15.0, 15.1, 1.0):
        asked = {"pelvic_drop_deg": float(drop), "free_knee_flexion_deg": knee}
        assert lowest(shipped, "left", **asked) > 20.0
        assert lowest(shipped, "right", **asked) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("knee", [60.0, 90.0])
def test_no_foot_goes_below_the_floor_in_flight(shipped: Atlas, knee: float) -> None:
    for flight in np.linspace(0.0, 1.0, 21):
        for side in ("right", "left"):
            asked = {"free_knee_flexion_deg": knee, "flight": float(flight)}
            assert lowest(shipped, side, **asked) > -0.5
    assert lowest(shipped, "right", free_knee_flexion_deg=knee, flight=1.0) > 20.0
