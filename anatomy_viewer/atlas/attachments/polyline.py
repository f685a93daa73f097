"""Chains of points on a surface: measured, cut, joined, smoothed. Millimetres throughout."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.attachments.surface import Floats, Points, Surface, across, unit

SPACING_MM = 0.5
"""Distance between neighbouring points of a finished curve."""

_PASSES = 12
_OVERLAP = 8
_LONGEST_MM = 10_000.0
"""Of a chain: ten times around the body."""


class ChainError(ValueError):
    """A chain of points that cannot be drawn; the text says why."""


def lengths(points: Points) -> Floats:
    """Distance of each point from the first, along the chain, (k,)."""
    return np.append(0.0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1)))


def closed(points: Points) -> Points:
    """The chain with its first point once more at its end."""
    return np.vstack([points, points[:1]])


def at(points: Points, where: Floats) -> Points:
    """The places at these distances from the chain's start, (k, 3)."""
    along = lengths(points)
    return np.column_stack([np.interp(where, along, column) for column in points.T])


def even(points: Points, spacing: float = SPACING_MM) -> Points:
    """The same chain with points evenly spaced, ends kept."""
    total = float(lengths(points)[-1])
    if not total <= _LONGEST_MM:
        raise ChainError(f"would be {total / 1000.0:,.0f} m long, more than {_LONGEST_MM / 1000.0:.0f} m")
    return at(points, np.linspace(0.0, total, max(2, int(np.ceil(total / spacing)) + 1)))


def spline(controls: Points) -> Points:
    """A smooth chain through control points, evenly spaced; two give a straight line."""
    knots = np.append(0.0, np.cumsum(np.sqrt(np.linalg.norm(np.diff(controls, axis=0), axis=1))))
    if len(controls) == 2:
        return even(controls)
    return even(CubicSpline(knots, controls, bc_type="natural")(np.linspace(0.0, knots[-1], 40 * len(controls))))


def closed_spline(controls: Points) -> Points:
    """A smooth closed chain through control points (k, 3), first point not repeated, evenly spaced."""
    around = closed(controls)
    knots = np.append(0.0, np.cumsum(np.sqrt(np.linalg.norm(np.diff(around, axis=0), axis=1))))
    curve = CubicSpline(knots, around, bc_type="periodic")
    return even(curve(np.linspace(0.0, knots[-1], 40 * len(around))))[:-1]


def laid(surface: Surface, points: Points, side: str | None, rounds: int = 3) -> Points:
    """An open chain brought onto the surface and smoothed there, evenly spaced; its ends stay where they meet it."""
    points = even(surface.closest(points, side)[0])
    for _ in range(rounds):
        points = even(surface.closest(smoothed(points, _PASSES), side)[0])
    return surface.closest(points, side)[0]


def laid_closed(surface: Surface, points: Points, rounds: int = 3) -> Points:
    """A closed chain (first point not repeated) brought onto the surface and smoothed there, evenly spaced."""
    points = surface.closest(even(closed(points))[:-1])[0]
    for _ in range(rounds):
        # The ends overlap, so that no place of the chain is held fast.
        around = points[np.arange(-_OVERLAP, len(points) + _OVERLAP) % len(points)]
        around = smoothed(around, _PASSES, back=0.51)[_OVERLAP:-_OVERLAP]
        points = surface.closest(even(closed(around))[:-1])[0]
    return points


def smoothed(values: Points, passes: int, back: float = 0.0) -> Points:
    """Rows (k, d) drawn towards the mean of their neighbours, the first and last kept.

    back: share of each step that is undone by a step away from that mean (Taubin 1995); a little more than 0.5 takes
    out ripples but keeps wide bends, so that a closed chain does not shrink.
    """
    values = values.copy()
    for _ in range(passes):
        for share in (0.5, -back) if back else (0.5,):
            values[1:-1] += share * ((values[:-2] + values[2:]) / 2.0 - values[1:-1])
    return values


def meeting(one: Points, other: Points) -> tuple[float, float, float]:
    """Where two chains come closest: distance along the one, along the other, and the gap between them."""
    gaps, index = cKDTree(other).query(one)
    best = int(np.argmin(gaps))
    return float(lengths(one)[best]), float(lengths(other)[index[best]]), float(gaps[best])


def stretch(points: Points, start: float, end: float) -> Points:
    """The part of the chain from one distance to another, run backwards if end < start."""
    along = lengths(points)
    low, high = min(start, end), max(start, end)
    inner = points[(along > low) & (along < high)]
    part = np.vstack([at(points, np.array([low])), inner, at(points, np.array([high]))])
    return part if start <= end else part[::-1]


def beside(surface: Surface, points: Points, distance: float, toward: Points) -> Points:
    """The chain on the surface that runs so far beside another, on the side of the direction `toward` (3,)."""
    normals = surface.normals_at(points)
    tangents = unit(np.gradient(points, axis=0))
    sideways = unit(across(np.cross(tangents, normals), tangents))
    if (sideways @ toward).mean() < 0:
        sideways = -sideways
    moved = surface.walked(points, sideways, np.full(len(points), distance))
    return laid(surface, moved, None)


def rounded(pieces: list[Points], radius: float) -> Points:
    """One closed chain (first point not repeated) of pieces run one after the other, corners cut round.

    Each corner is replaced by a parabola that leaves the pieces `radius` before it and meets them as far behind it.
    """
    cuts = [min(radius, 0.45 * float(lengths(piece)[-1])) for piece in pieces]
    share = np.linspace(0.0, 1.0, 24)[1:-1, None]
    parts = []
    for index, (piece, cut) in enumerate(zip(pieces, cuts, strict=True)):
        following = (index + 1) % len(pieces)
        kept = stretch(piece, cut, float(lengths(piece)[-1]) - cut)
        corner = (piece[-1] + pieces[following][0]) / 2.0
        arrive = at(pieces[following], np.array([cuts[following]]))[0]
        parts += [kept, (1 - share) ** 2 * kept[-1] + 2 * share * (1 - share) * corner + share**2 * arrive]
    return np.vstack(parts)
