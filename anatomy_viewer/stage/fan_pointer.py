"""What of a fan the pointer meets besides surfaces: fibres, the sheet they span, the lines of the bones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.fibre_parts import part_id
from anatomy_viewer.atlas.model import FibreSet, Vector
from anatomy_viewer.scene.fibre_order import Floats
from anatomy_viewer.stage.line_picking import LineHit, nearest_line

FIBRE_LEAD_MM, CURVE_LEAD_MM = 0.6, 3.0
"""How far behind a surface each may lie and still be met first: fibres are that thick, lines lie on the bone."""

_REACH_PX = 4.0
_FIBRE_REACH_MM, _COLUMN_REACH_MM, _CURVE_REACH_MM = 0.8, 3.0, 0.6


@dataclass(frozen=True, eq=False)
class DrawnLines:
    """What is drawn of a fan: its fibres, or the columns of its sheets.

    points: (c, s, 3) mm; ranks: (c,) how far the fan must be open for each; part: (c,).
    """

    points: Floats
    ranks: Floats
    part: npt.NDArray[np.uint8]
    on_sheet: bool


def part_under(
    fibres: FibreSet, lines: DrawnLines, sweep: float, ray: tuple[Vector, Vector], pixel_slope: float
) -> tuple[str, LineHit] | None:
    """The part that a ray meets, and where; pixel_slope: tangent of the angle of one pixel."""
    shown = np.flatnonzero(lines.ranks <= sweep + 1e-5)
    apart = _COLUMN_REACH_MM if lines.on_sheet else _FIBRE_REACH_MM
    hit = nearest_line(lines.points[shown], *ray, reach_mm=apart, reach_slope=_REACH_PX * pixel_slope)
    if hit is None:
        return None
    number = int(lines.part[shown[hit.index]])
    return part_id(fibres.muscle, fibres.parts[number], number), hit


def curve_under(line: npt.NDArray[np.floating], ray: tuple[Vector, Vector], pixel_slope: float) -> LineHit | None:
    """Where a ray meets a line of (n, 3) mm."""
    return nearest_line(line[None], *ray, reach_mm=_CURVE_REACH_MM, reach_slope=_REACH_PX * pixel_slope)


def part_mark(lines: DrawnLines, number: int, sweep: float) -> Floats | None:
    """What tells one part from the others, (m, n, 3) mm: the outline of its own sheet, or each of its fibres, for no
    one line goes around all its fibres and around none of those that overlap them. None where it is not open so far.
    """
    inside = lines.points[(lines.part == number) & (lines.ranks <= sweep + 1e-5)]
    if not lines.on_sheet:
        return inside if len(inside) else None
    if len(inside) < 2:
        return None
    return np.concatenate([inside[0], inside[1:-1, -1], inside[-1, ::-1], inside[::-1, 0]])[None]
