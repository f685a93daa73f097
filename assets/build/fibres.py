"""Fibre lines through a muscle, from its origin to its insertion, following the shape of the belly.

A potential is 0 on the origin, 1 on the insertion and flows along the muscle's surface (div grad u = 0, no flux through
the sides): its field lines fill the belly, do not cross and keep their order - the usual way to fibre directions where
none are measured (Choi and Blemker 2013, doi 10.1371/journal.pone.0077576). Gluteus medius has two insertions, so it
has two potentials: the posterior part runs to the superoposterior facet, the anterior and the middle part to the
lateral facet (Robertson et al. 2008, Tsutsumi et al. 2019).

Field lines crowd at the rims of the patches, fibres do not: so their ends are spread over the insertion, in order, and
the lines are drawn tight within the belly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyamg
import trimesh
from growth import laplacian
from scipy.ndimage import distance_transform_edt
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree
from surfaces import Grid, field_of

SPACING_MM = 1.25
STEP_MM = 0.6
SAMPLES = 48
"""Points along each fibre line."""
PATCH_REACH_MM = 2.0
"""Cells of the belly this near to a patch belong to it."""
OUTSIDE_PERMEABILITY = 1e-5
ORDERED_AT, JOINED_AT = 0.7, 0.85
"""Shares of a field line: where the order of the ends is read from, and how much of it is kept."""
TIGHTENINGS, PASSES = 40, 20
"""How often lines are drawn tight and put back into the belly, and the smoothing passes of each time."""


@dataclass(frozen=True)
class Course:
    """One family of fibres: where they start and where they end; points (n, 3) on the bones, mm."""

    part: str
    seeds: np.ndarray
    origin: np.ndarray
    insertion: np.ndarray


@dataclass(frozen=True)
class FibreLines:
    """points (k, SAMPLES, 3) mm from origin to insertion; part (k,), one name for each line."""

    points: np.ndarray
    part: np.ndarray


def potential(inside: np.ndarray, grid: Grid, origin: np.ndarray, insertion: np.ndarray) -> np.ndarray:
    """The potential on the grid: 0 at the origin, 1 at the insertion, extended a little beyond the belly."""
    points = grid.points()
    near_start = (
        cKDTree(origin).query(points, distance_upper_bound=PATCH_REACH_MM)[0] < PATCH_REACH_MM
    ) & inside.ravel()
    near_end = (
        cKDTree(insertion).query(points, distance_upper_bound=PATCH_REACH_MM)[0] < PATCH_REACH_MM
    ) & inside.ravel()
    conductance = np.where(inside, 1.0, OUTSIDE_PERMEABILITY)
    matrix = laplacian(conductance, grid.spacing)
    hold = 1e3 * (near_start | near_end)
    matrix.setdiag(matrix.diagonal() + hold)
    solver = pyamg.ruge_stuben_solver(matrix, max_coarse=500)
    field = solver.solve(hold * near_end, tol=1e-8, accel="cg").reshape(grid.shape)
    return _extended(field, inside)


def _extended(field: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Values of the nearest cell inside, everywhere outside, so that gradients at the surface run along it."""
    nearest = distance_transform_edt(~inside, return_distances=False, return_indices=True)
    return np.asarray(field[tuple(nearest)])


def _kept_inside(
    points: np.ndarray, distance: np.ndarray, normal: list[np.ndarray], grid: Grid, depth: float
) -> np.ndarray:
    """Points that came out of the belly, moved back to `depth` mm under its surface."""
    out = np.maximum(grid.sample(distance, points) + depth, 0.0)
    outward = np.column_stack([grid.sample(part, points, outside=0.0) for part in normal])
    return points - out[:, None] * outward


def trace(seeds: np.ndarray, field: np.ndarray, distance: np.ndarray, grid: Grid) -> list[np.ndarray]:
    """Field lines from seeds (k, 3) to where the potential is nearly 1, a list of (m, 3)."""
    gradient = np.gradient(field, grid.spacing)
    normal = np.gradient(distance, grid.spacing)
    now = _kept_inside(seeds, distance, normal, grid, 0.6)
    lines = [now]
    arrived = np.zeros(len(seeds), bool)
    for _ in range(600):
        slope = np.column_stack([grid.sample(part, now, outside=0.0) for part in gradient])
        length = np.linalg.norm(slope, axis=1, keepdims=True)
        step = STEP_MM * slope / np.maximum(length, 1e-9)
        middle = now + 0.5 * step
        slope = np.column_stack([grid.sample(part, middle, outside=0.0) for part in gradient])
        step = STEP_MM * slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-9)
        now = np.where(arrived[:, None], now, _kept_inside(now + step, distance, normal, grid, 0.3))
        lines.append(now)
        arrived |= grid.sample(field, now, outside=0.0) > 0.985
        if arrived.all():
            break
    stacked = np.stack(lines, axis=1)
    return [line[: 1 + int(np.argmax((line == line[-1]).all(axis=1)))] for line in stacked]


def resampled(line: np.ndarray, samples: int) -> np.ndarray:
    """A line (m, 3) at evenly spaced points (samples, 3)."""
    along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1)))
    where = np.linspace(0.0, along[-1], samples)
    return np.column_stack([np.interp(where, along, line[:, axis]) for axis in range(3)])


def _eased(line: np.ndarray, passes: int = 3) -> np.ndarray:
    """A line with the small steps of the grid taken out; ends kept."""
    for _ in range(passes):
        line = np.vstack([line[:1], (line[:-2] + 2.0 * line[1:-1] + line[2:]) / 4.0, line[-1:]])
    return line


def taut(lines: np.ndarray, distance: np.ndarray, grid: Grid) -> np.ndarray:
    """Lines (k, s, 3) drawn tight within the belly, ends kept: field lines crowd out of the rim of a patch sideways."""
    normal = np.gradient(distance, grid.spacing)
    for _ in range(TIGHTENINGS):
        for _ in range(PASSES):
            lines[:, 1:-1] = (lines[:, :-2] + 2.0 * lines[:, 1:-1] + lines[:, 2:]) / 4.0
        inner = lines[:, 2:-2]
        depth = np.minimum(0.3 * np.arange(2, lines.shape[1] - 2), 0.6)
        out = np.maximum(grid.sample(distance, inner.reshape(-1, 3)).reshape(inner.shape[:2]) + depth, 0.0)
        outward = np.stack([grid.sample(part, inner.reshape(-1, 3), outside=0.0) for part in normal], axis=-1)
        lines[:, 2:-2] = inner - out[..., None] * outward.reshape(inner.shape)
    return lines


def spread_over(points: np.ndarray, count: int) -> np.ndarray:
    """So many of the points (n, 3), each as far as possible from those before it."""
    chosen = [int(np.argmin(points @ [0.0, 1.0, 1.0]))]
    distance = np.linalg.norm(points - points[chosen[0]], axis=1)
    while len(chosen) < count:
        chosen.append(int(np.argmax(distance)))
        distance = np.minimum(distance, np.linalg.norm(points - points[chosen[-1]], axis=1))
    return points[chosen]


def _places(lines: list[np.ndarray], insertion: np.ndarray) -> np.ndarray:
    """Where each line ends on its insertion, (k, 3), evenly over it: field lines all end at its near rim.

    Lines keep their order: as they lie beside each other before the end, so do their places (least sum of squares).
    """
    places = spread_over(insertion, len(lines))
    before = np.array([resampled(line, SAMPLES)[round(ORDERED_AT * SAMPLES)] for line in lines])
    axes = np.linalg.svd(places - places.mean(axis=0), full_matrices=False)[2][:2]
    goal, start = ((points - points.mean(axis=0)) @ axes.T for points in (places, before))
    start *= goal.std(axis=0) / start.std(axis=0)
    of_line, of_place = linear_sum_assignment(((start[:, None] - goal) ** 2).sum(axis=2))
    return np.asarray(places[of_place[np.argsort(of_line)]])


def _joined_to_bone(line: np.ndarray, seed: np.ndarray, place: np.ndarray) -> np.ndarray:
    return np.vstack([seed, line[: max(round(JOINED_AT * len(line)), 2)], place])


def _by_insertion(courses: Sequence[Course]) -> list[list[Course]]:
    """Courses that share origin and insertion together: their ends share the facet."""
    families: dict[int, list[Course]] = {}
    for course in courses:
        families.setdefault(id(course.insertion), []).append(course)
    return list(families.values())


def fibre_lines(muscle: trimesh.Trimesh, courses: Sequence[Course]) -> FibreLines:
    """Lines of all courses, each joined to its bones at both ends."""
    grid = Grid.around(muscle.bounds, SPACING_MM, 4.0)
    distance = field_of(muscle, grid)
    inside = distance < 0.0
    lines, parts = [], []
    for family in _by_insertion(courses):
        field = potential(inside, grid, family[0].origin, family[0].insertion)
        seeds = np.vstack([course.seeds for course in family])
        traced = trace(seeds, field, distance, grid)
        for seed, line, place in zip(seeds, traced, _places(traced, family[0].insertion), strict=True):
            lines.append(resampled(_joined_to_bone(line, seed, place), 3 * SAMPLES))
        parts += [course.part for course in family for _ in course.seeds]
    tight = taut(np.array(lines), distance, grid)
    return FibreLines(np.array([resampled(_eased(line), SAMPLES) for line in tight], np.float32), np.array(parts))
