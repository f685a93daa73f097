from __future__ import annotations

import numpy as np
import pytest

from anatomy_viewer.stage.frames import FrameMean, jitters


def test_mean_is_rounded_to_the_nearest() -> None:
    frames = FrameMean()
    for value in (10, 11, 11):
        frames.add(np.full((2, 3, 3), value, np.uint8))
    assert frames.count == 3
    assert (frames.mean() == 11).all()


def test_many_white_frames_stay_white() -> None:
    frames = FrameMean()
    for _ in range(200):
        frames.add(np.full((1, 1, 3), 255, np.uint8))
    assert (frames.mean() == 255).all()


@pytest.mark.parametrize("count", [8, 16])
def test_jitters_fill_the_pixel_evenly(count: int) -> None:
    offsets = np.array(list(jitters(count)))
    assert len(np.unique(offsets, axis=0)) == count
    assert np.abs(offsets).max() <= 0.5
    assert np.abs(offsets.mean(axis=0)).max() < 0.1
    quadrants = np.unique(offsets >= 0, axis=0, return_counts=True)[1]
    assert len(quadrants) == 4
    assert quadrants.min() >= count // 8
