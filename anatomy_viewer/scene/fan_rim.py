"""The outer rim of a fan: the edge of its origin, from the hindmost fibre over the farthest to the foremost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import Delaunay, cKDTree

Points = npt.NDArray[np.float64]

_STEP_MM = 1.5
_WIDEST_GAP_MM = 32.0
"""Fibres that begin farther apart have no origin between them."""
_ON_EDGE_MM = 6.0
"""The rim is drawn to the edge of an attachment that is so near: no fibre begins at the very edge."""
_SMOOTH_MM = 3.0
_FLAT = 0.02
"""Starts that are so much narrower than long stand in a row."""


def outer_rim(lines: Points, edges: Sequence[Points] = ()) -> Points:
    """Points of the rim every 1.5 mm from the hindmost to the foremost, (n, 3) mm.

    lines: (k, s, 3) mm, from origin to insertion; edges: outlines of the origins, each (n, 3) mm.
    """
    starts, toward = lines[:, 0], lines[:, -1].mean(axis=0)
    flat = _seen_flat(starts, toward)
    order = _row(flat) if _is_row(flat) else _far_side(_loop(flat), flat)
    rim = _drawn_to(_resampled(starts[order], _STEP_MM), edges)
    rim = _resampled(smooth_along(rim, _SMOOTH_MM / _STEP_MM), _STEP_MM)
    return rim if _forward(rim[0], toward) > _forward(rim[-1], toward) else rim[::-1]


def _seen_flat(starts: Points, toward: Points) -> Points:
    """Starts across and along the fan, (k, 2) mm from where it gathers."""
    away = starts.mean(axis=0) - toward
    away /= np.linalg.norm(away)
    aside = starts - starts.mean(axis=0)
    aside -= (aside @ away)[:, None] * away
    across = np.linalg.svd(aside, full_matrices=False)[2][0]
    return np.column_stack([(starts - toward) @ across, (starts - toward) @ away])


def _is_row(flat: Points) -> bool:
    width = np.linalg.svd(flat - flat.mean(axis=0), compute_uv=False)
    return len(flat) < 4 or bool(width[1] < _FLAT * width[0])


def _row(flat: Points) -> npt.NDArray[np.intp]:
    return np.argsort(flat[:, 0], kind="stable")


def _loop(flat: Points) -> npt.NDArray[np.intp]:
    """Indices of the starts around the region they fill, once around."""
    triangles = Delaunay(flat).simplices
    corners = flat[triangles]
    longest = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
    kept = triangles[longest < _WIDEST_GAP_MM]
    if not len(kept):
        kept = triangles
    sides = np.sort(np.concatenate([kept[:, [0, 1]], kept[:, [1, 2]], kept[:, [2, 0]]]), axis=1)
    sides, times = np.unique(sides, axis=0, return_counts=True)
    return _longest_walk(sides[times == 1])


def _longest_walk(sides: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The longest closed walk along sides (n, 2), each taken once."""
    free = {tuple(side) for side in sides.tolist()}
    best: list[int] = []
    while free:
        walk = list(free.pop())
        while (side := next((one for one in free if walk[-1] in one), None)) is not None:
            free.remove(side)
            walk.append(side[0] if side[1] == walk[-1] else side[1])
        best = max(best, walk, key=len)
    return np.array(best[:-1] if best[0] == best[-1] else best)


def _far_side(loop: npt.NDArray[np.intp], flat: Points) -> npt.NDArray[np.intp]:
    """The way around between the two outermost directions that lies farther from where the fan gathers."""
    angle = np.arctan2(flat[loop, 0], flat[loop, 1])
    turned = np.roll(loop, -int(angle.argmin()))
    end = int(np.arctan2(flat[turned, 0], flat[turned, 1]).argmax())
    ways = turned[: end + 1], np.roll(turned, -end)[: len(turned) - end + 1]
    return max(ways, key=lambda way: float(np.linalg.norm(flat[way], axis=1).mean()))


def _drawn_to(rim: Points, edges: Sequence[Points]) -> Points:
    if not edges:
        return rim
    edge = np.concatenate([np.asarray(one, np.float64) for one in edges])
    gap, nearest = cKDTree(edge).query(rim)
    return np.where((gap < _ON_EDGE_MM)[:, None], edge[nearest], rim)


def smooth_along(rows: Points, spread: float) -> Points:
    """Rows (n, d) without small steps from one to the next; the first and the last stay. `spread` in rows."""
    turned = np.concatenate([2 * rows[0] - rows[:0:-1], rows, 2 * rows[-1] - rows[-2::-1]])
    return np.asarray(gaussian_filter1d(turned, spread, axis=0)[len(rows) - 1 : 2 * len(rows) - 1])


def _resampled(line: Points, step: float) -> Points:
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    at = np.linspace(0.0, along[-1], max(round(along[-1] / step), 2) + 1)
    return np.column_stack([np.interp(at, along, line[:, axis]) for axis in range(3)])


def _forward(start: Points, toward: Points) -> float:
    """Angle from straight down, seen from the side, at which a line runs forward."""
    return float(np.arctan2(toward[1] - start[1], start[2] - toward[2]))
