"""The spread of a fan, drawn as with a protractor: foremost and hindmost direction, and the arc between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.fan import back_to_front, directions, sagittal_angles_deg
from anatomy_viewer.atlas.model import FibreSet, Vector
from anatomy_viewer.state.view_state import ViewState

_BESIDE_MM = 14.0
"""The sagittal protractor stands this far outside the muscle, so that it is not buried in it."""
_ARC_SHARE = 0.86
"""Where along its arms the arc lies."""
_STEPS = 40

MODES_WITH_SPREAD = frozenset({"faded", "fibres", "surface"})


@dataclass(frozen=True, eq=False)
class Protractor:
    """Two arms from one point and the arc between them; angle_deg is what the arc measures.

    lines: arms and arc, each (n, 3) float32 mm; figure_at: (3,) mm, the middle of the arc.
    """

    angle_deg: float
    lines: list[npt.NDArray[np.float32]]
    figure_at: Vector


def sagittal_protractor(fibres: FibreSet) -> Protractor:
    """The spread seen from the side: in a sagittal plane just outside the muscle."""
    hindmost, foremost = _outermost(fibres)
    angles = np.radians(sagittal_angles_deg(fibres.points)[[hindmost, foremost]])
    points = fibres.points.astype(np.float64)
    apex = points[[hindmost, foremost], -1].mean(axis=0)
    outward = np.sign(apex[0])
    apex[0] = outward * (abs(points[..., 0]).max() + _BESIDE_MM)
    turns = np.linspace(angles[0], angles[1], _STEPS)
    rays = np.column_stack([np.zeros(_STEPS), -np.sin(turns), np.cos(turns)])
    return _protractor(apex, rays, _reach(points, hindmost, foremost))


def spatial_protractor(fibres: FibreSet) -> Protractor:
    """The true angle in space, from the middle between the two insertions."""
    hindmost, foremost = _outermost(fibres)
    points = fibres.points.astype(np.float64)
    apex = points[[hindmost, foremost], -1].mean(axis=0)
    first, last = -directions(points)[[hindmost, foremost]]
    angle = np.arccos(np.clip(first @ last, -1.0, 1.0))
    share = np.linspace(0.0, 1.0, _STEPS)[:, None]
    rays = (np.sin((1 - share) * angle) * first + np.sin(share * angle) * last) / max(float(np.sin(angle)), 1e-9)
    return _protractor(apex, rays, _reach(points, hindmost, foremost))


def spread_is_shown(state: ViewState) -> bool:
    """Whether the protractors stand in this picture: with the names, wherever the fibres or their sheet are seen."""
    fan = state.fan
    return fan.labels and fan.mode in MODES_WITH_SPREAD and state.look(fan.muscle).visible


def _outermost(fibres: FibreSet) -> tuple[int, int]:
    order = back_to_front(fibres)
    return int(order[0]), int(order[-1])


def _reach(points: Vector, *fibres: int) -> float:
    """Length of the longer of the two chords, mm."""
    return max(float(np.linalg.norm(points[index, 0] - points[index, -1])) for index in fibres)


def _protractor(apex: Vector, rays: Vector, reach: float) -> Protractor:
    """Arms along the first and the last of the unit vectors `rays` (n, 3), arc over all of them."""
    arms = [np.array([apex, apex + reach * ray], np.float32) for ray in (rays[0], rays[-1])]
    arc = apex + _ARC_SHARE * reach * rays
    angle = np.degrees(np.arccos(np.clip(rays[0] @ rays[-1], -1.0, 1.0)))
    return Protractor(float(angle), [*arms, arc.astype(np.float32)], arc[len(arc) // 2])
