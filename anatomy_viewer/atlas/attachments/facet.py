"""The outline of a facet: a stadium or an ellipse laid on a surface, measured along it."""

from __future__ import annotations

import numpy as np

from anatomy_viewer.atlas.attachments import polyline
from anatomy_viewer.atlas.attachments.definitions import FacetTable
from anatomy_viewer.atlas.attachments.surface import Floats, Points, Surface, across, direction, unit
from anatomy_viewer.atlas.model import Vector

_TURN_STEP_DEG = 0.5
_LEAST_SINE = 0.2


def outline(surface: Surface, center: Vector, axis: Vector, table: FacetTable) -> Points:
    """The closed outline, (k, 3), first point not repeated; `center` (3,) is put on the surface.

    axis: (3,) direction in the body from which the long axis is turned; length and width are those of the ways that
    run straight along the surface through the centre. ValueError if the axis stands on end there.
    """
    place = surface.closest(center[None])[0]
    normal = _normal(surface, place[0], table.width_mm / 2.0)
    long = _long_axis(surface, place[0], normal, axis, table)
    wide = np.cross(normal, long)
    flat = _shape(table)
    radii = np.linalg.norm(flat, axis=1)
    ends = surface.walked(np.repeat(place, len(flat), axis=0), flat @ np.vstack([long, wide]), radii)
    return polyline.laid_closed(surface, ends)


def _normal(surface: Surface, place: Vector, radius: float) -> Vector:
    """Mean outward normal around a place."""
    ring = np.linspace(0.0, 2.0 * np.pi, 12, endpoint=False)
    at = surface.normals_at(place[None])[0]
    side = unit(across(np.eye(3)[[int(np.argmin(np.abs(at)))]], at[None]))[0]
    offsets = np.outer(np.cos(ring), side) + np.outer(np.sin(ring), np.cross(at, side))
    around = np.vstack([place + share * radius * offsets for share in (0.0, 0.5, 1.0)])
    return unit(surface.normals_at(around).mean(axis=0))


def _long_axis(surface: Surface, place: Vector, normal: Vector, axis: Vector, table: FacetTable) -> Vector:
    """Direction of the long axis at the centre.

    It is turned until the straight line between the facet's two ends has the given angle to the direction in the
    body, or comes as near to it as can be: a facet curls with the bone, so its middle may be turned otherwise.
    """
    flat = axis - (axis @ normal) * normal
    if np.linalg.norm(flat) < _LEAST_SINE:
        raise ValueError("the axis stands on end at the centre")
    ahead = unit(flat)
    if table.axis.toward is None:
        return ahead
    sideways = np.cross(normal, ahead)
    if sideways @ direction(table.axis.toward) < 0.0:
        sideways = -sideways
    turns = np.radians(np.arange(0.0, 90.0 + _TURN_STEP_DEG, _TURN_STEP_DEG))
    tried = np.outer(np.cos(turns), ahead) + np.outer(np.sin(turns), sideways)
    count = 2 * len(turns)
    ends = surface.walked(np.tile(place, (count, 1)), np.vstack([tried, -tried]), np.full(count, table.length_mm / 2.0))
    found = np.degrees(np.arccos(np.clip(unit(ends[: len(turns)] - ends[len(turns) :]) @ axis, -1.0, 1.0)))
    return np.asarray(tried[np.argmin(np.abs(found - table.axis.turned_deg))])


def _shape(table: FacetTable) -> Floats:
    """Points around the flat shape, along and across its axis, (k, 2) mm."""
    half, radius = table.length_mm / 2.0, table.width_mm / 2.0
    count = max(24, int(np.ceil(np.pi * table.length_mm / polyline.SPACING_MM)))
    if table.shape == "ellipse":
        angles = np.linspace(0.0, 2.0 * np.pi, count, endpoint=False)
        return np.column_stack([half * np.cos(angles), radius * np.sin(angles)])
    angles = np.linspace(-np.pi / 2, np.pi / 2, count)
    cap = radius * np.column_stack([np.cos(angles), np.sin(angles)]) + [half - radius, 0.0]
    return polyline.even(np.vstack([cap, -cap, cap[:1]]))[:-1]
