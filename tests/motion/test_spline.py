"""The spline meets another library's, and its slope too."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from anatomy_viewer.motion import spline


@pytest.mark.parametrize("count", [5, 11, 29])
def test_values_and_slopes_are_those_of_scipy(count: int) -> None:
    keys = np.linspace(-25.0, 45.0, count)
    values = np.random.default_rng(1).normal(size=(count, 7)) * 10.0
    rows, expected = spline.coefficients(values), CubicSpline(keys, values, bc_type="not-a-knot")
    for at in np.linspace(-25.0, 45.0, 83):
        for taps, wanted in ((spline.taps, expected(at)), (spline.slopes, expected(at, 1))):
            first, weights = taps(keys, float(at))
            np.testing.assert_allclose(weights @ rows[first : first + 4], wanted, atol=3e-4)
