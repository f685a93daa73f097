"""Which of many thin lines lies under the pointer: the nearest to the ray within a few pixels, the foremost first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Vector

_HIT = 0.5
"""Share of the reach within which a line counts as met; of those the foremost is taken, of others the nearest."""


@dataclass(frozen=True, eq=False)
class LineHit:
    """Index of a line, the point of it that is met, (3,) mm, and how far from the start of the ray that is, mm."""

    index: int
    position: Vector
    away_mm: float


def nearest_line(
    lines: npt.NDArray[np.floating], start: Vector, direction: Vector, *, reach_mm: float, reach_slope: float
) -> LineHit | None:
    """The line of (k, s, 3) mm that a ray meets, or None.

    A line is met within `reach_mm` of the ray, or within the angle whose tangent is `reach_slope`, whichever is more.
    """
    if not lines.size:
        return None
    from_start = lines.astype(np.float64) - start
    depth = from_start @ direction
    aside = from_start - depth[..., None] * direction
    first, step = aside[:, :-1], np.diff(aside, axis=1)
    length2 = np.maximum((step**2).sum(axis=2), 1e-12)
    share = np.clip(-(first * step).sum(axis=2) / length2, 0.0, 1.0)
    gap = np.linalg.norm(first + share[..., None] * step, axis=2)
    at = depth[:, :-1] + share * np.diff(depth, axis=1)
    reach = np.maximum(reach_mm, reach_slope * at)
    rated = np.where((at > 0) & (gap <= reach), gap / reach, np.inf)
    if not np.isfinite(rated).any():
        return None
    met = rated <= _HIT
    best = np.where(met, at, np.inf) if met.any() else rated
    line, piece = np.unravel_index(int(best.argmin()), best.shape)
    a, b = lines[line, piece].astype(np.float64), lines[line, piece + 1].astype(np.float64)
    return LineHit(int(line), a + share[line, piece] * (b - a), float(at[line, piece]))
