"""Interpolating cubic spline on evenly spaced key angles: smooth to the second derivative, four terms a value."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def coefficients(values: npt.NDArray[np.generic], scale: float = 1.0) -> Floats:
    """B-spline coefficients (a + 2, ...) float32 that pass through `scale` times `values` (a, ...), a >= 4.

    At both ends the third derivative goes on ("not a knot"), so that cubics are met exactly (de Boor 1978, ch. 4).
    """
    rows = values.reshape(len(values), -1).astype(np.float32)
    solution = (_inverse(len(values)) * scale).astype(np.float32) @ rows
    return np.ascontiguousarray(solution.reshape(-1, *values.shape[1:]))


def taps(keys: npt.NDArray[np.floating], at: float) -> tuple[int, Floats]:
    """First of the four coefficient rows that count at `at`, and their weights (4,) float32.

    keys: (a,) ascending in equal steps; `at` between the first and the last of them.
    """
    place = (at - float(keys[0])) / (float(keys[-1]) - float(keys[0])) * (len(keys) - 1)
    first = min(max(int(np.floor(place)), 0), len(keys) - 2)
    t = place - first
    weights = ((1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3)
    return first, np.array(weights, np.float32) / np.float32(6.0)


def slopes(keys: npt.NDArray[np.floating], at: float) -> tuple[int, Floats]:
    """First of the four coefficient rows, and their weights (4,) float32 for the derivative, per unit of the keys."""
    span = (float(keys[-1]) - float(keys[0])) / (len(keys) - 1)
    place = (at - float(keys[0])) / span
    first = min(max(int(np.floor(place)), 0), len(keys) - 2)
    t = place - first
    weights = (-((1 - t) ** 2), 3 * t**2 - 4 * t, -3 * t**2 + 2 * t + 1, t**2)
    return first, np.array(weights, np.float32) / np.float32(2.0 * span)


@cache
def _inverse(count: int) -> npt.NDArray[np.float64]:
    """Matrix (count + 2, count) from values at the keys to coefficients."""
    system = np.zeros((count + 2, count + 2))
    for row in range(count):
        system[row, row : row + 3] = (1 / 6, 4 / 6, 1 / 6)
    fourth_difference = (1.0, -4.0, 6.0, -4.0, 1.0)
    system[count, :5] = fourth_difference
    system[count + 1, -5:] = fourth_difference
    return np.asarray(np.linalg.inv(system)[:, :count], np.float64)
