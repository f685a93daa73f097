"""The spread of a fan, drawn as it is measured: protractors between foremost and hindmost direction, and a dimension
line along the iliac crest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.fan import back_to_front, crest_span, directions, lengths_mm, sagittal_angles_deg
from anatomy_viewer.atlas.model import Atlas, FibreSet, Vector
from anatomy_viewer.atlas.once import once
from anatomy_viewer.state.view_state import ViewState

Line = npt.NDArray[np.float32]
MeasureKind = Literal["sagittal", "space", "crest"]

_ARC_SHARE: dict[MeasureKind, float] = {"sagittal": 0.86, "space": 0.70}
"""Where along its arms the arc lies: apart, so that the two can be told from each other where both are seen."""
_STEPS = 40
_DASHES = 16
_OFF_CREST_MM, _TICK_MM = 7.0, 3.0
"""The dimension line runs so far outside the crest; the strokes at its ends reach so much farther."""
_FROM_ABOVE = (0.6, 0.8)
"""The crest is read from its own side and from above: shares of outward and upward."""
_LEAST_DEG = 1.5
"""A smaller spread is not drawn: arms and arc would lie upon each other."""
_TURNED_TO_EYE: dict[MeasureKind, float] = {"sagittal": 0.7, "space": 0.35, "crest": 0.35}
"""Cosine of the angle up to which a measure is turned towards the eye: beyond it is foreshortened past reading."""

MODES_WITH_SPREAD = frozenset({"faded", "fibres", "surface"})


@dataclass(frozen=True, eq=False)
class Measure:
    """Something measured, as it is drawn.

    value: degrees for protractors, mm along the crest; lines: arms and arc, or dimension line and its ends, each
    (n, 3) float32 mm; figure_at: (3,) mm, where its figure belongs; facing: (3,) unit vector, the side it is read from.
    """

    kind: MeasureKind
    value: float
    lines: tuple[Line, ...]
    figure_at: Vector
    facing: Vector

    def read_from(self, eye: Vector) -> bool:
        """Whether it is turned to a camera at `eye`, (3,) mm."""
        sight = eye - self.figure_at
        return float(self.facing @ sight) > _TURNED_TO_EYE[self.kind] * float(np.linalg.norm(sight))


@lru_cache(maxsize=64)
def protractors(fibres: FibreSet, sweep: float = 1.0) -> tuple[Measure, ...]:
    """The spread seen from the side and the true one in space, of a fan open so far; none while it is all but shut.

    Remembered, for they are drawn and named.
    """
    if _foremost_shown(fibres, sweep) == _outermost(fibres)[0]:
        return ()
    both = sagittal_protractor(fibres, sweep), spatial_protractor(fibres, sweep)
    return tuple(measure for measure in both if measure.value >= _LEAST_DEG)


def measures(atlas: Atlas, muscle: str, sweep: float = 1.0) -> tuple[Measure, ...]:
    """Every measure that can be drawn of one muscle's fan, open so far."""
    fibres = atlas.fibres.get(muscle)
    if fibres is None:
        return ()
    width = crest_width(atlas, muscle)
    return (*protractors(fibres, sweep), *([] if width is None else [width]))


def sagittal_protractor(fibres: FibreSet, sweep: float = 1.0) -> Measure:
    """The spread seen from the side: in the sagittal plane through the middle between the two insertions."""
    hindmost, foremost = _outermost(fibres)
    angles = np.radians(sagittal_angles_deg(fibres.points)[[hindmost, _foremost_shown(fibres, sweep)]])
    points = fibres.points.astype(np.float64)
    apex = points[[hindmost, foremost], -1].mean(axis=0)
    turns = np.linspace(angles[0], angles[1], _STEPS)
    rays = np.column_stack([np.zeros(_STEPS), -np.sin(turns), np.cos(turns)])
    facing = np.array([np.sign(apex[0]), 0.0, 0.0])
    return _protractor("sagittal", apex, rays, _reach(points, hindmost, foremost), facing)


def spatial_protractor(fibres: FibreSet, sweep: float = 1.0) -> Measure:
    """The true angle in space, from the middle between the two insertions; dashed."""
    hindmost, foremost = _outermost(fibres)
    points = fibres.points.astype(np.float64)
    apex = points[[hindmost, foremost], -1].mean(axis=0)
    first, last = -directions(points)[[hindmost, _foremost_shown(fibres, sweep)]]
    angle = np.arccos(np.clip(first @ last, -1.0, 1.0))
    share = np.linspace(0.0, 1.0, _STEPS)[:, None]
    rays = (np.sin((1 - share) * angle) * first + np.sin(share * angle) * last) / max(float(np.sin(angle)), 1e-9)
    across = np.cross(first, last)
    facing = across * (np.sign(across[0] * apex[0]) or 1.0) / max(float(np.linalg.norm(across)), 1e-9)
    return _protractor("space", apex, rays, _reach(points, hindmost, foremost), facing)


@once
def crest_width(atlas: Atlas, muscle: str) -> Measure | None:
    """How far the origin reaches along the iliac crest, drawn just outside the crest; None if it arises elsewhere."""
    span = crest_span(atlas, muscle)
    if span is None:
        return None
    origin = [one.patch.vertices for one in atlas.attachments.values() if one.muscle == muscle and one.kind == "origin"]
    middle = np.concatenate(origin).mean(axis=0).astype(np.float64)
    outward = span - middle
    along = np.gradient(span, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    outward -= np.sum(outward * along, axis=1, keepdims=True) * along
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    line = span + _OFF_CREST_MM * outward
    ends = [np.array([span[i], line[i] + _TICK_MM * outward[i]], np.float32) for i in (0, -1)]
    facing = np.array([_FROM_ABOVE[0] * np.sign(middle[0]), 0.0, _FROM_ABOVE[1]])
    length = float(lengths_mm(span[None])[0])
    return Measure("crest", length, (line.astype(np.float32), *ends), line[len(line) // 2], facing)


def spread_is_shown(state: ViewState) -> bool:
    """Whether the measures stand in this picture: with the names, wherever the fibres or their sheet are seen.

    They are those of the neutral pose.
    """
    fan = state.fan
    seen = fan.mode in MODES_WITH_SPREAD and state.look(fan.muscle).visible
    return fan.labels and seen and state.motion.neutral


def dashed(line: Line) -> list[Line]:
    """A line in dashes."""
    at = np.linspace(0, len(line) - 1, 2 * _DASHES)
    spots = np.column_stack([np.interp(at, np.arange(len(line)), line[:, axis]) for axis in range(3)])
    return [spots[i : i + 2].astype(np.float32) for i in range(0, len(spots), 2)]


def _outermost(fibres: FibreSet) -> tuple[int, int]:
    order = back_to_front(fibres)
    return int(order[0]), int(order[-1])


def _foremost_shown(fibres: FibreSet, sweep: float) -> int:
    """The foremost fibre of those that a fan open so far shows."""
    order = back_to_front(fibres)
    return int(order[min(int(sweep * (len(order) - 1) + 1e-4), len(order) - 1)])


def _reach(points: Vector, *fibres: int) -> float:
    """Length of the longer of the two chords, mm."""
    return max(float(np.linalg.norm(points[index, 0] - points[index, -1])) for index in fibres)


def _protractor(kind: MeasureKind, apex: Vector, rays: Vector, reach: float, facing: Vector) -> Measure:
    """Arms along the first and the last of the unit vectors `rays` (n, 3), arc over all of them."""
    arms = [np.array([apex, apex + reach * ray], np.float32) for ray in (rays[0], rays[-1])]
    arc = apex + _ARC_SHARE[kind] * reach * rays
    angle = np.degrees(np.arccos(np.clip(rays[0] @ rays[-1], -1.0, 1.0)))
    return Measure(kind, float(angle), (*arms, arc.astype(np.float32)), arc[len(arc) // 2], facing)
