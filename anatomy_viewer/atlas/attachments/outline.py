"""A closed outline on a surface, and the signed distance from it."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.attachments.surface import Floats, Points, Surface, closest_on_segments, unit

_NEIGHBOURS = 6


class Outline:
    """A closed chain of points (k, 3) on a surface, the first not repeated; about evenly spaced."""

    def __init__(self, surface: Surface, points: Points) -> None:
        self.points, self.triangles = surface.closest(points)
        self._heads = np.roll(self.points, -1, axis=0)
        self._middles = (self.points + self._heads) / 2.0
        self._normals = surface.normals_at(self._middles)
        self._tree = cKDTree(self._middles)
        # Of a right turn about the outward normal: points to the left of the way along the chain.
        self._left = unit(np.cross(self._normals, self._heads - self.points))

    def signed(self, points: Points) -> Floats:
        """Distance of points on the surface near the outline from it, (k,): positive to the left of its way.

        At a corner the side is that of the mean of both segments (pseudonormal, Bærentzen & Aanæs 2005).
        """
        count = min(_NEIGHBOURS, len(self.points))
        index = self._tree.query(points, k=np.arange(1, count + 1))[1]
        places, share = closest_on_segments(points[:, None], self.points[index], self._heads[index])
        squared = ((places - points[:, None]) ** 2).sum(axis=2)
        rows, best = np.arange(len(points)), squared.argmin(axis=1)
        segment, share, place = index[rows, best], share[rows, best], places[rows, best]
        left = self._left[segment]
        left = np.where((share <= 0.0)[:, None], left + np.roll(self._left, 1, axis=0)[segment], left)
        left = np.where((share >= 1.0)[:, None], left + np.roll(self._left, -1, axis=0)[segment], left)
        side = np.where(((points - place) * left).sum(axis=1) >= 0.0, 1.0, -1.0)
        return np.asarray(side * np.sqrt(squared[rows, best]))

    def crossing(self) -> Points | None:
        """A place where the outline crosses itself, (3,), or None."""
        lengths = np.linalg.norm(self._heads - self.points, axis=1)
        pairs = self._tree.query_pairs(float(lengths.max()) * 1.01, output_type="ndarray")
        apart = (pairs[:, 1] - pairs[:, 0]) % len(self.points)
        pairs = pairs[(apart > 1) & (apart < len(self.points) - 1)]
        # Two sheets of a thin bone lie near each other without meeting.
        pairs = pairs[(self._normals[pairs[:, 0]] * self._normals[pairs[:, 1]]).sum(axis=1) > 0.5]
        one, other = pairs.T
        cut = self._parts(one, other) & self._parts(other, one)
        return self._middles[one[cut][0]] if cut.any() else None

    def _parts(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Whether segment `one`, made endless, parts the ends of segment `other`, seen along the normal."""
        left = self._left[one]
        tail = ((self.points[other] - self.points[one]) * left).sum(axis=1)
        head = ((self._heads[other] - self.points[one]) * left).sum(axis=1)
        return np.asarray(tail * head < 0.0)
