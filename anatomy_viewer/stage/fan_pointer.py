"""What of a fan the pointer meets besides surfaces: fibres, the sheet they span, the lines of the bones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.fibre_parts import part_id
from anatomy_viewer.atlas.model import FibreSet, Vector
from anatomy_viewer.stage.fibre_order import Floats, opening_ranks
from anatomy_viewer.stage.line_picking import LineHit, nearest_line

FIBRE_LEAD_MM, CURVE_LEAD_MM = 0.6, 3.0
"""How far behind a surface each may lie and still be met first: fibres are that thick, lines lie on the bone."""

_REACH_PX = 4.0
_FIBRE_REACH_MM, _COLUMN_REACH_MM, _CURVE_REACH_MM = 0.8, 3.0, 0.6
_INNER = (5, 95)
"""Percentiles of a part's fibres between which its outline runs: a few stray into the next part."""


def part_under(
    fibres: FibreSet, lines: Floats, ranks: Floats, sweep: float, ray: tuple[Vector, Vector], pixel_slope: float
) -> tuple[str, LineHit] | None:
    """The part whose fibres a ray meets, and where.

    lines: (c, s, 3) mm, the fibres themselves or the columns of their sheet; ranks: (c,) how far the fan must be open
    for each; pixel_slope: tangent of the angle of one pixel.
    """
    shown = np.flatnonzero(ranks <= sweep + 1e-5)
    apart = _FIBRE_REACH_MM if len(lines) == len(fibres.points) else _COLUMN_REACH_MM
    hit = nearest_line(lines[shown], *ray, reach_mm=apart, reach_slope=_REACH_PX * pixel_slope)
    if hit is None:
        return None
    own = opening_ranks(fibres.points)
    number = int(fibres.part[int(np.abs(own - ranks[shown[hit.index]]).argmin())])
    return part_id(fibres.muscle, fibres.parts[number], number), hit


def curve_under(line: npt.NDArray[np.floating], ray: tuple[Vector, Vector], pixel_slope: float) -> LineHit | None:
    """Where a ray meets a line of (n, 3) mm."""
    return nearest_line(line[None], *ray, reach_mm=_CURVE_REACH_MM, reach_slope=_REACH_PX * pixel_slope)


def part_outline(fibres: FibreSet, number: int, columns: Floats, ranks: Floats, sweep: float) -> Floats | None:
    """Outline of one part on the sheet (c, s, 3) mm of the fan, closed, (n, 3) mm; None where it is not open so far."""
    own = opening_ranks(fibres.points)[fibres.part == number]
    if not len(own):
        return None
    first, last = np.percentile(own, _INNER)
    inside = columns[(ranks >= first) & (ranks <= min(last, sweep))]
    if len(inside) < 2:
        return None
    return np.concatenate([inside[0], inside[1:-1, -1], inside[-1, ::-1], inside[::-1, 0]])
