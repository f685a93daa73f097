"""The surface that a fan of fibres spans: one smooth sheet through them, from the hindmost to the foremost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d

from anatomy_viewer.atlas.model import FibreSet
from anatomy_viewer.stage.fibre_order import Colors, Floats, line_colors, opening_ranks

_COLUMNS = 121
_REACH, _REACH_AT_ENDS = 0.045, 0.015
"""Share of the fan over which neighbouring fibres are averaged to one line of the sheet; less at its two ends, where
there are neighbours on one side only."""
_LONGER_MM = 6.0
"""A fibre longer by so much counts 2.7 times as much, so that the sheet reaches as far as the fibres do."""
_RIM_COLUMNS = 6.0
"""Over so many columns the rim is smoothed, for the longest fibres come in steps (standard deviation)."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """The sheet column by column from back to front.

    points: (c, s, 3) float32 mm; colors: (c, s, 3) uint8; ranks: (c,) 0-1; weights: (c, k), of each fibre in a column.
    """

    points: Floats
    colors: Colors
    ranks: Floats
    weights: npt.NDArray[np.float64]

    def through(self, points: Floats) -> Floats:
        """Points of the sheet, (c, s, 3) mm, where the muscle has moved and its fibres run through points (k, s, 3)."""
        return _mean_lines(self.weights, points)


@lru_cache(maxsize=8)
def fan_sheet(fibres: FibreSet, columns: int = _COLUMNS) -> Sheet:
    """Averages fibres that leave at about the same angle, column by column; remembered, for names are placed on it."""
    points = fibres.points.astype(np.float64)
    ranks = opening_ranks(fibres.points)
    lengths = np.linalg.norm(np.diff(points, axis=1), axis=2).sum(axis=1)
    at = np.linspace(0.0, 1.0, columns)
    reach = _REACH + (_REACH_AT_ENDS - _REACH) * np.abs(2 * at - 1) ** 6
    near = np.exp(-0.5 * ((at[:, None] - ranks) / reach[:, None]) ** 2)
    usual = near @ lengths / near.sum(axis=1)
    weights = near * np.exp(np.clip((lengths - usual[:, None]) / _LONGER_MM, -4.0, 4.0))
    weights /= weights.sum(axis=1, keepdims=True)
    inner = 1.0 - np.abs(2 * at - 1)[:, None] ** 6  # at its two ends the fan would lose of its width
    weights += inner * (gaussian_filter1d(weights, _RIM_COLUMNS, axis=0, mode="nearest") - weights)
    lines = _mean_lines(weights, points)
    colors = np.einsum("ck,ksd->csd", weights, line_colors(fibres).astype(np.float64))
    return _read_only(Sheet(lines, np.round(colors).astype(np.uint8), at.astype(np.float32), weights))


def _mean_lines(weights: npt.NDArray[np.floating], lines: npt.NDArray[np.floating]) -> Floats:
    count, steps, _ = lines.shape
    return np.asarray((weights @ lines.reshape(count, -1)).reshape(-1, steps, 3), np.float32)


def _read_only(sheet: Sheet) -> Sheet:
    for array in (sheet.points, sheet.colors, sheet.ranks, sheet.weights):
        array.setflags(write=False)
    return sheet


def sheet_triangles(columns: int, rows: int) -> np.ndarray:
    """Triangles between neighbouring columns of a sheet whose points are listed column by column, (m, 3) int32."""
    corner = (np.arange(columns - 1)[:, None] * rows + np.arange(rows - 1)).ravel()[:, None]
    return np.concatenate([corner + [0, rows, 1], corner + [1, rows, rows + 1]], axis=1).reshape(-1, 3).astype(np.int32)
