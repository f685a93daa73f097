"""Where a rigid body stands in a pose: points and directions between the place the atlas gives it and the posed one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Vector

Matrix = npt.NDArray[np.float64]
"""A rigid move, (4, 4), from where the atlas has a body to where it stands; None stands for no move at all."""


def placed(points: npt.NDArray[np.floating], matrix: Matrix | None) -> npt.NDArray[np.floating]:
    """Points (n, 3) or one point (3,) of a body as it stands, mm; the same array where it has not moved."""
    return (
        points
        if matrix is None
        else points @ matrix[:3, :3].T.astype(points.dtype) + matrix[:3, 3].astype(points.dtype)
    )


def turned(directions: npt.NDArray[np.floating], matrix: Matrix | None) -> npt.NDArray[np.floating]:
    """Directions (n, 3) or (3,) of a body as it stands."""
    return directions if matrix is None else directions @ matrix[:3, :3].T.astype(directions.dtype)


def into_body(point: Vector, matrix: Matrix | None) -> Vector:
    """A point of the scene, (3,) mm, where the atlas would have it on that body."""
    return point if matrix is None else (point - matrix[:3, 3]) @ matrix[:3, :3]


def turned_into_body(direction: Vector, matrix: Matrix | None) -> Vector:
    """A direction of the scene, (3,), as the atlas would have it on that body."""
    return direction if matrix is None else direction @ matrix[:3, :3]
