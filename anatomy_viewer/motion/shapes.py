"""The shape of one muscle at any angle of its hip: coefficients made once, four of them mixed at a time."""

from __future__ import annotations

from typing import Literal
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas, ShapeSeries
from anatomy_viewer.motion import spline

Floats = npt.NDArray[np.float32]
What = Literal["full", "light", "fibres"]

_made: WeakKeyDictionary[ShapeSeries, dict[str, Floats]] = WeakKeyDictionary()
"""Coefficients of each series for as long as its atlas lives; the same whenever they are made."""


def places(atlas: Atlas, series: ShapeSeries, what: What, degrees: float, out: Floats | None = None) -> Floats:
    """Points (n, 3) float32 mm at an angle of the hip, the pelvis still: a cubic spline through the given shapes.

    What is written for the neutral angle is the neutral shape itself, to the bit.
    """
    neutral = _neutral(atlas, series, what)
    out = np.empty_like(neutral) if out is None else out
    if degrees == 0.0:
        out[...] = neutral
        return out
    first, weights = spline.taps(series.angles_deg, degrees)
    return _mixed(_rows(atlas, series, what), first, weights, out)


def velocities(atlas: Atlas, series: ShapeSeries, what: What, degrees: float) -> Floats:
    """Derivative (n, 3) float32 of the places by the angle, mm per radian."""
    first, weights = spline.slopes(series.angles_deg, degrees)
    rows = _rows(atlas, series, what)
    per_degree = _mixed(rows, first, weights, np.empty((rows.shape[1] // 3, 3), np.float32))
    return per_degree * np.float32(np.degrees(1.0))


def _mixed(rows: Floats, first: int, weights: Floats, out: Floats) -> Floats:
    if out.flags.c_contiguous and out.dtype == np.float32:
        np.matmul(weights, rows[first : first + 4], out=out.reshape(-1))
    else:
        out[...] = (weights @ rows[first : first + 4]).reshape(-1, 3)
    return out


def _neutral(atlas: Atlas, series: ShapeSeries, what: What) -> Floats:
    if what == "fibres":
        return atlas.fibres[series.muscle].points.reshape(-1, 3)
    muscle = atlas.structures[series.muscle]
    return muscle.full.vertices if what == "full" else muscle.light.vertices


def _rows(atlas: Atlas, series: ShapeSeries, what: What) -> Floats:
    """Coefficients (a + 2, n * 3) of the places themselves: the weights of a spline add up to one."""
    made = _made.setdefault(series, {})
    if what not in made:
        steps: npt.NDArray[np.int16] = getattr(series, what)
        rows = spline.coefficients(steps, series.step_mm).reshape(len(steps) + 2, -1)
        rows += _neutral(atlas, series, what).reshape(-1)
        made[what] = rows
    return made[what]
