"""The points of one drawn mesh as the body moves: worked out only when they are wanted, and put in their place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyvista as pv

from anatomy_viewer.atlas.model import Mesh
from anatomy_viewer.stage.normals import SmoothNormals

Floats = npt.NDArray[np.float32]
Points = Callable[[], Floats]
"""Gives points, (n, 3) float32 mm."""


class SoftMesh:
    """Moves the points and normals of `drawn`, which shows `mesh`; the buffers stay, so that little is uploaded."""

    def __init__(self, drawn: pv.PolyData, mesh: Mesh) -> None:
        self._drawn = drawn
        self._mesh = mesh
        self._still_normals = np.array(drawn.point_data["Normals"], np.float32)
        self._reckon: SmoothNormals | None = None
        self._wanted: Points | None = None
        self._current = True
        self.version = 0
        """Counts how often the points have moved."""

    def stand(self, points: Points | None) -> None:
        """From now on it has these points, or with None those of the atlas again; `settle` puts them in place."""
        if points is not None or self._wanted is not None:
            self._wanted = points
            self._current = False

    def settle(self) -> None:
        """Brings the drawn mesh up to date, if it is not."""
        if self._current:
            return
        self._current = True
        self.version += 1
        if self._wanted is None:
            put(self._drawn, self._mesh.vertices, self._still_normals)
            return
        if self._reckon is None:
            self._reckon = SmoothNormals(self._mesh.triangles, len(self._mesh.vertices))
        points = self._wanted()
        put(self._drawn, points, self._reckon(points))


def put(drawn: pv.PolyData, points: Floats, normals: Floats) -> None:
    """Puts other points and normals, (n, 3) each, into the buffers of a mesh."""
    np.asarray(drawn.points)[:] = points
    np.asarray(drawn.point_data["Normals"])[:] = normals
    drawn.GetPoints().Modified()
    drawn.GetPointData().GetArray("Normals").Modified()
