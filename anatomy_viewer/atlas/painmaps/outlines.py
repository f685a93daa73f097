"""Closed outlines on the skin: smooth curves through places, and bands along them."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import PchipInterpolator

from anatomy_viewer.atlas.attachments import polyline
from anatomy_viewer.atlas.attachments.surface import Floats, Points, Surface, across, unit
from anatomy_viewer.atlas.painmaps.definitions import PartTable, PointTable
from anatomy_viewer.atlas.painmaps.places import Keys, MapError, Places

SPACING_MM = 2.0
"""Distance between points of an outline: less than half an edge of the skin."""

_SAME_MM = 1.0
_PASSES = 10
_OVERLAP = 12
_CAP_POINTS = 13


def outline_of(places: Places, part: PartTable, keys: Keys) -> Points:
    """The closed outline of one part of a zone on the skin, (k, 3), first point not repeated."""
    if part.outline is not None:
        controls = _controls(places, part.outline, (*keys, "outline"), closes=True)
        return laid_closed(places.skin, polyline.closed_spline(controls))
    assert part.along is not None
    assert part.width_mm is not None
    controls = _controls(places, part.along, (*keys, "along"), closes=False)
    widths = part.width_mm if isinstance(part.width_mm, list) else [part.width_mm] * len(controls)
    return band(places.skin, controls, np.array(widths))


def band(skin: Surface, controls: Points, widths: Floats) -> Points:
    """The outline of a band around a smooth curve through places (k, 3), so wide at each (k,), with round ends."""
    middle = laid(skin, polyline.spline(controls))
    along = polyline.lengths(middle)
    at = [float(along[np.linalg.norm(middle - control, axis=1).argmin()]) for control in controls]
    half = np.asarray(PchipInterpolator(_rising(at), widths / 2.0)(along))
    # The ends are round: the curve stops half a width before them.
    kept = (along >= min(half[0], 0.4 * along[-1])) & (along <= along[-1] - min(half[-1], 0.4 * along[-1]))
    middle, half = middle[kept], half[kept]
    normals = skin.normals_at(middle)
    tangents = unit(np.gradient(middle, axis=0))
    sideways = unit(across(np.cross(normals, tangents), normals))
    left = skin.walked(middle, sideways, half)
    right = skin.walked(middle, -sideways, half)
    end = _cap(skin, middle[-1], sideways[-1], tangents[-1], half[-1])
    start = _cap(skin, middle[0], -sideways[0], -tangents[0], half[0])
    return laid_closed(skin, np.vstack([left, end, right[::-1], start]))


def laid(skin: Surface, points: Points) -> Points:
    """An open chain on the skin, evenly spaced."""
    points = polyline.even(skin.closest(points)[0], SPACING_MM)
    points = skin.closest(polyline.smoothed(points, _PASSES))[0]
    return polyline.even(points, SPACING_MM)


def laid_closed(skin: Surface, points: Points) -> Points:
    """A closed chain (first point not repeated) on the skin, smoothed and evenly spaced."""
    for _ in range(2):
        points = polyline.even(polyline.closed(skin.closest(points)[0]), SPACING_MM)[:-1]
        # The ends overlap, so that no place of the chain is held fast.
        around = points[np.arange(-_OVERLAP, len(points) + _OVERLAP) % len(points)]
        points = polyline.smoothed(around, _PASSES, back=0.51)[_OVERLAP:-_OVERLAP]
    return skin.closest(points)[0]


def _controls(places: Places, tables: list[PointTable], keys: Keys, *, closes: bool) -> Points:
    points = places.on_skin(tables, keys)
    following = np.roll(points, -1, axis=0)
    gaps = np.linalg.norm(following - points, axis=1)[: None if closes else -1]
    if gaps.min() < _SAME_MM:
        number = int(gaps.argmin())
        what = f"has places {number + 1} and {(number + 1) % len(points) + 1} in one spot on the skin."
        raise MapError(places.map.file, keys, what, "Move them apart, or leave one out.")
    return points


def _cap(skin: Surface, center: Points, side: Points, ahead: Points, radius: float) -> Points:
    """Half a circle on the skin around a place, from its left side over ahead to its right, ends left out."""
    angles = np.linspace(0.0, np.pi, _CAP_POINTS)[1:-1]
    ways = np.cos(angles)[:, None] * side + np.sin(angles)[:, None] * ahead
    return skin.walked(np.repeat(center[None], len(ways), axis=0), ways, np.full(len(ways), radius))


def _rising(values: list[float]) -> Floats:
    """Distances along a curve, each at least a little beyond the one before; ValueError where one lies before it."""
    rising = np.array(values) + 1e-6 * np.arange(len(values))
    if (np.diff(rising) <= 0.0).any():
        raise ValueError("has a band whose places run back on themselves: name them in turn from one end to the other")
    return np.asarray(rising)
