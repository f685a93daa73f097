"""The figures of a fan on lines whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from anatomy_viewer.atlas.fan import directions, lengths_mm, measure_fan, sagittal_angles_deg
from anatomy_viewer.atlas.model import Atlas


def lines(angles_deg: list[float], length: float) -> np.ndarray:
    """Straight lines of a given length from above the origin down to it, tilted in the sagittal plane."""
    turn = np.radians(angles_deg)
    chord = length * np.column_stack([np.zeros_like(turn), np.sin(turn), -np.cos(turn)])
    return chord[:, None] * np.linspace(-1, 0, 9)[None, :, None]


def test_lengths_and_angles_of_straight_lines() -> None:
    fan = lines([-15.0, 0.0, 25.0], 120.0)
    assert lengths_mm(fan) == pytest.approx([120.0] * 3)
    assert sagittal_angles_deg(fan) == pytest.approx([-15.0, 0.0, 25.0])
    assert np.linalg.norm(directions(fan), axis=1) == pytest.approx([1.0] * 3)


def test_a_bent_line_is_longer_than_its_chord() -> None:
    bent = np.array([[[0.0, 0.0, 3.0], [4.0, 0.0, 0.0], [0.0, 0.0, -3.0]]])
    assert lengths_mm(bent) == pytest.approx([10.0])
    assert sagittal_angles_deg(bent) == pytest.approx([0.0])


def test_a_model_without_fibres_has_no_fan(tiny_atlas: Atlas) -> None:
    assert measure_fan(tiny_atlas, "gluteus_medius.right") is None
