"""Where names stand beside the anatomy, so that none covers another and no two leader lines cross.

Each side of the picture has a column of places. The names of a side are handed to its places such that all leader lines
together are as short as can be: lines of a shortest matching never cross, for uncrossing two would make it shorter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import isotonic_regression, linear_sum_assignment
from scipy.spatial.distance import cdist

LabelSide = Literal["left", "right"]
Pixels = npt.NDArray[np.float64]

_COVERING, _EDGE = 0.4, 0.25
"""Worth of a name that covers what is to be spared, as against one that does not, and the share that may be covered:
a line right across the picture is no better than a name upon an edge."""


@dataclass(frozen=True)
class Area:
    """The picture in pixels from the bottom left: its size, how far the anatomy reaches, what stays free of names.

    `floor_left` is the height below which the left column is taken; `margin` is kept along the picture's edges. From
    `spare_left` to `spare_right` lies what names should not cover where there is another place for them.
    """

    width: float
    height: float
    anatomy_left: float
    anatomy_right: float
    floor_left: float
    margin: float
    spare_left: float = np.inf
    spare_right: float = -np.inf


@dataclass(frozen=True)
class Placed:
    """One name: its index, its side, and the end of its leader line beside it, pixels; the text grows outward."""

    index: int
    side: LabelSide
    x: float
    y: float


def lay_out(anchors: Pixels, sizes: Pixels, area: Area, gap: float) -> list[Placed]:
    """Places names of given sizes (n, 2) for anchors (n, 2), pixels, the most important first.

    Names whose anchor is outside the picture, or that find no room, are left out.
    """
    placed: list[Placed] = []
    for side, indices in _sides(anchors, sizes, area, gap).items():
        placed += _column(side, indices, anchors, sizes, area, gap)
    return sorted(placed, key=lambda one: one.index)


def _sides(anchors: Pixels, sizes: Pixels, area: Area, gap: float) -> dict[LabelSide, list[int]]:
    """Parts the names by their anchors' place from left to right, so that lines of one side stay clear of the other's.

    They part in the middle of the anatomy, unless another place keeps more names, or covers less with them.
    """
    middle = (max(area.anatomy_left, 0.0) + min(area.anatomy_right, area.width)) / 2
    inside = [
        i for i, (x, y) in enumerate(anchors) if 0 <= x <= area.width and area.margin <= y <= area.height - area.margin
    ]
    ordered = sorted(inside, key=lambda i: float(anchors[i, 0]))
    natural = sum(1 for i in ordered if anchors[i, 0] < middle)

    def parted(at: int) -> dict[LabelSide, list[int]]:
        return {"left": sorted(ordered[:at]), "right": sorted(ordered[at:])}

    def worth(at: int) -> tuple[float, int]:
        kept = sum(_worth(side, indices, anchors, sizes, area, gap) for side, indices in parted(at).items())
        return kept, -abs(at - natural)

    return parted(max(range(len(ordered) + 1), key=worth))


def _worth(side: LabelSide, indices: Sequence[int], anchors: Pixels, sizes: Pixels, area: Area, gap: float) -> float:
    """How many names a side can keep; those that would cover what is to be spared count less."""
    if not indices:
        return 0.0
    x = _column_edge(side, float(sizes[list(indices), 0].max()), area, gap)
    over = x - area.spare_left if side == "left" else area.spare_right - x
    covers = over > _EDGE * (area.spare_right - area.spare_left) and np.isfinite(over)
    return len(_kept(side, indices, x, anchors, sizes, area, gap)[0]) * (_COVERING if covers else 1.0)


def _kept(
    side: LabelSide, indices: Sequence[int], x: float, anchors: Pixels, sizes: Pixels, area: Area, gap: float
) -> tuple[list[int], float, float, float]:
    """The names of a side that find room in its column at `x`; the distance of places, the lowest and the highest."""
    reached = [i for i in indices if (anchors[i, 0] - x) * (1 if side == "left" else -1) > gap]
    if not reached:
        return [], 0.0, 0.0, 0.0
    step = float(sizes[reached, 1].max()) + gap
    low = max(area.margin, area.floor_left if side == "left" else 0.0) + step / 2
    high = area.height - area.margin - step / 2
    return reached[: max(int((high - low) / step) + 1, 0)], step, low, high


def _column(
    side: LabelSide, indices: Sequence[int], anchors: Pixels, sizes: Pixels, area: Area, gap: float
) -> list[Placed]:
    if not indices:
        return []
    x = _column_edge(side, float(sizes[list(indices), 0].max()), area, gap)
    kept, step, low, high = _kept(side, indices, x, anchors, sizes, area, gap)
    if not kept:
        return []
    places = np.column_stack([np.full(len(kept), x), _spread(anchors[kept, 1], step, low, high)])
    names, at = linear_sum_assignment(cdist(anchors[kept], places))
    return [Placed(kept[name], side, x, float(places[place, 1])) for name, place in zip(names, at, strict=True)]


def _column_edge(side: LabelSide, width: float, area: Area, gap: float) -> float:
    """Where the leader lines of a side end: just outside the anatomy, or as near to that as the picture allows."""
    if side == "left":
        return max(area.anatomy_left - 3 * gap, area.margin + width)
    return min(area.anatomy_right + 3 * gap, area.width - area.margin - width)


def _spread(heights: Pixels, step: float, low: float, high: float) -> Pixels:
    """Heights at least `step` apart, from `low` to `high`, moved as little as possible (least squares)."""
    ordered = np.sort(heights)
    offsets = step * np.arange(len(ordered))
    free = isotonic_regression(ordered - offsets).x
    return np.asarray(np.clip(free, low, high - offsets[-1]) + offsets)
