"""Points that go with a drawn surface wherever the pose takes it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

Points = npt.NDArray[np.float64]

_NEIGHBOURS = 6
_LEAST_MM = 0.5


class Followed:
    """Points (k, 3) mm on or in a surface whose vertices lie at `neutral` (n, 3) mm as the atlas describes it."""

    def __init__(self, points: npt.NDArray[np.floating], neutral: npt.NDArray[np.floating]) -> None:
        self._points = np.asarray(points, np.float64).reshape(-1, 3)
        self._neutral = neutral
        away, self._near = cKDTree(neutral).query(self._points, k=min(_NEIGHBOURS, len(neutral)))
        weights = 1.0 / np.maximum(away, _LEAST_MM)
        self._weights = weights / weights.sum(axis=1, keepdims=True)

    @property
    def nearest(self) -> npt.NDArray[np.intp]:
        """For each point the vertex nearest to it, (k,)."""
        return np.asarray(self._near[:, 0])

    def at(self, vertices: npt.NDArray[np.floating]) -> Points:
        """Where the points are when the vertices are there, (k, 3) mm."""
        moved = (vertices[self._near] - self._neutral[self._near]).astype(np.float64)
        return np.asarray(self._points + np.einsum("kn,knd->kd", self._weights, moved))
