"""The surfaces that a fan of fibres spans: of each part one smooth sheet, from the rim of the origin to the insertion.

Where parts overlap, their sheets do: each keeps its own colour and runs to its own place.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.optimize import isotonic_regression
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.fan import sagittal_angles_deg
from anatomy_viewer.atlas.model import Atlas, FibreSet
from anatomy_viewer.atlas.once import once
from anatomy_viewer.scene.fan_rim import Points, outer_rim, smooth_along
from anatomy_viewer.scene.fibre_order import Colors, Floats, line_colors

_NEIGHBOURS, _LEAST_REACH_MM = 7, 6.0
"""A line of the sheet follows about so many fibres around it, and those of at least so near."""
_STEADY_MM = 1.5
"""Fibres closer together than this tell nothing about how neighbours differ."""
_TURN_AT = 0.6
"""From this share of its length on a line turns to its own place along the insertion's far rim."""
_OVERLAP_COLUMNS = 4
"""Sheets of neighbouring parts overlap by so many columns on either side."""
_GATHERED_MM = 45.0
"""Lines whose ends are strewn wider than this are left to end where the fibres around them do."""
_AIM_MM = 3.0
"""Farther than this from its fibres a column is not sent."""
_SAME_PLACE_MM = 12.0
"""Parts whose lines end so near to each other go to the same place."""
_SMOOTH_COLUMNS = 2.0
"""Over so many columns the sheet is smoothed (standard deviation)."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """The sheets column by column from back to front, those of one part together.

    points: (c, s, 3) float32 mm; colors: (c, s, 3) uint8; ranks: (c,) 0-1; part: (c,); weights: (2, c, k), of each
    fibre in a column at its origin and at its insertion.
    """

    points: Floats
    colors: Colors
    ranks: Floats
    part: npt.NDArray[np.uint8]
    weights: npt.NDArray[np.float64]

    def through(self, points: Floats) -> Floats:
        """Points of the sheet, (c, s, 3) mm, where the muscle has moved and its fibres run through points (k, s, 3)."""
        return _mean_lines(self.weights, points)

    def triangles(self) -> npt.NDArray[np.int32]:
        """Triangles between neighbouring columns of the same part, (m, 3)."""
        return sheet_triangles(self.part, self.points.shape[1])


@once
def fan_sheet(atlas: Atlas, muscle: str) -> Sheet:
    """The sheet of a muscle that has fibres; KeyError for another."""
    origins = (one for one in atlas.attachments.values() if one.muscle == muscle and one.kind == "origin")
    return make_sheet(atlas.fibres[muscle], tuple(one.boundary for one in origins))


def make_sheet(fibres: FibreSet, edges: tuple[Points, ...] = ()) -> Sheet:
    """Lines from the rim of the origin, each as the fibres of its part around it run; `edges`: outlines of origins."""
    points = fibres.points.astype(np.float64)
    rim = outer_rim(points, edges)
    part = fibres.part[cKDTree(points[:, 0]).query(rim)[1]]
    order = list(dict.fromkeys(part.tolist()))
    strips = [_strip(number, rim, part, fibres) for number in order]
    own = [strip.weights.copy() for strip in strips]
    for behind, before in pairwise(strips):
        _join(behind, before, points)
    weights = np.concatenate([strip.weights[:, strip.kept] for strip in strips], axis=1)
    painted = np.concatenate([each[:, strip.kept] for each, strip in zip(own, strips, strict=True)], axis=1)
    numbers = np.repeat(order, [strip.weights[0, strip.kept].shape[0] for strip in strips]).astype(np.uint8)
    lines = _mean_lines(weights, points)
    colors = _mean_lines(painted, line_colors(fibres).astype(np.float64))
    ranks = _ranks(lines, numbers, fibres.points)
    return _read_only(Sheet(lines, np.round(np.clip(colors, 0, 255)).astype(np.uint8), ranks, numbers, weights))


@dataclass
class _Strip:
    """The columns of one part: from which point of the rim on, their weights (2, c, k), and which of them are drawn."""

    first: int
    weights: npt.NDArray[np.float64]
    kept: slice


def _strip(number: int, rim: Points, part: npt.NDArray[np.uint8], fibres: FibreSet) -> _Strip:
    """A part's columns from its stretch of the rim and a little way into its neighbours'."""
    at = np.flatnonzero(part == number)
    first, last = max(int(at[0]) - _OVERLAP_COLUMNS, 0), int(at[-1]) + 1 + _OVERLAP_COLUMNS
    points = fibres.points.astype(np.float64)
    return _Strip(first, _part_weights(rim[first:last], points, fibres.part == number), slice(None))


def _join(behind: _Strip, before: _Strip, points: Points) -> None:
    """Lets two neighbours that run to the same place go over into each other, so that one does not pierce the other."""
    count = behind.first + behind.weights.shape[1] - before.first
    shared = behind.weights[:, -count:], before.weights[:, :count]
    apart = np.einsum("ck,kd->cd", shared[0][1] - shared[1][1], points[:, -1])
    if count < 2 or np.linalg.norm(apart.mean(axis=0)) > _SAME_PLACE_MM:
        return
    across = np.linspace(0.0, 1.0, count)[None, :, None]
    mixed = (1 - across) * shared[0] + across * shared[1]
    behind.weights[:, -count:], before.weights[:, :count] = mixed, mixed
    behind.kept = slice(behind.kept.start, -(count // 2) or None)
    before.kept = slice(count - count // 2 - 1, None)


def _part_weights(rim: Points, points: Points, own: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Shares of the fibres in the columns of one part, (2, c, k): from a stretch of the rim to the insertion's."""
    at_origin = _weights(rim, points[:, 0], own)
    natural = at_origin @ points[:, -1]
    if np.linalg.norm(np.ptp(points[own, -1], axis=0)) > _GATHERED_MM:
        return np.stack([at_origin, at_origin])
    far = outer_rim(points[own][:, ::-1])
    if np.linalg.norm(natural[[0, -1]] - far[[0, -1]]) > np.linalg.norm(natural[[0, -1]] - far[[-1, 0]]):
        far = far[::-1]
    place = isotonic_regression(cKDTree(far).query(natural)[1].astype(np.float64)).x
    place = 0.5 * (place + np.linspace(0.0, len(far) - 1, len(rim)))
    far = np.column_stack([np.interp(place, range(len(far)), x) for x in far.T])
    return np.stack([at_origin, _weights(far, points[:, -1], own)])


def _weights(rim: Points, starts: Points, own: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Share of each fibre in the columns through points of a rim, (c, k); aimed anew where smoothing falls short."""
    weights = _fitted(rim, starts, own)
    for _ in range(2):
        weights = _fitted(rim + np.clip(rim - weights @ starts, -_AIM_MM, _AIM_MM), starts, own)
    return weights


def _fitted(rim: Points, starts: Points, own: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """The same by a plane fitted to the fibres around each point."""
    weights = np.zeros((len(rim), len(starts)))
    apart = starts[own] - rim[:, None]
    distance = np.linalg.norm(apart, axis=2)
    nth = min(_NEIGHBOURS, distance.shape[1]) - 1
    reach = np.maximum(np.partition(distance, nth, axis=1)[:, nth], _LEAST_REACH_MM)
    near = np.exp(-0.5 * (distance / (0.6 * reach[:, None])) ** 2)
    terms = np.concatenate([np.ones((*distance.shape, 1)), apart], axis=2)
    normal = np.einsum("ck,ckp,ckq->cpq", near, terms, terms)
    normal += near.sum(axis=1)[:, None, None] * np.diag([0.0, *[_STEADY_MM**2] * 3])
    share = np.linalg.solve(normal, np.eye(4)[:1].T[None].repeat(len(rim), axis=0))[..., 0]
    weights[:, own] = near * np.einsum("cp,ckp->ck", share, terms)
    return smooth_along(weights, _SMOOTH_COLUMNS)


def _ranks(lines: Floats, part: npt.NDArray[np.uint8], fibres: Floats) -> Floats:
    """How far the fan must be open for each column: as for fibres of its angle, and of one part in its order."""
    angles = np.sort(-sagittal_angles_deg(fibres))
    ranks = np.interp(-sagittal_angles_deg(lines), angles, np.linspace(0.0, 1.0, len(angles)))
    for number in np.unique(part):
        ranks[part == number] = isotonic_regression(ranks[part == number]).x
    return np.asarray((ranks - ranks.min()) / max(float(np.ptp(ranks)), 1e-9), np.float32)


def _mean_lines(weights: npt.NDArray[np.floating], lines: npt.NDArray[np.floating]) -> Floats:
    count, steps, _ = lines.shape
    above, below = (shares @ lines.reshape(count, -1) for shares in weights)
    turned = np.clip((np.linspace(0.0, 1.0, steps) - _TURN_AT) / (1.0 - _TURN_AT), 0.0, 1.0)
    turned = np.repeat(turned**2 * (3.0 - 2.0 * turned), 3)
    return np.asarray((above + turned * (below - above)).reshape(-1, steps, 3), np.float32)


def _read_only(sheet: Sheet) -> Sheet:
    for array in (sheet.points, sheet.colors, sheet.ranks, sheet.part, sheet.weights):
        array.setflags(write=False)
    return sheet


def sheet_triangles(part: npt.NDArray[np.integer], rows: int) -> npt.NDArray[np.int32]:
    """Triangles between columns of the same part (c,), points listed column by column, (m, 3)."""
    first = np.flatnonzero(part[1:] == part[:-1])
    corner = (first[:, None] * rows + np.arange(rows - 1)).ravel()[:, None]
    return np.concatenate([corner + [0, rows, 1], corner + [1, rows, rows + 1]], axis=1).reshape(-1, 3).astype(np.int32)
