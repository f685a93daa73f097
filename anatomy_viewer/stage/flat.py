"""Flat shapes in the picture: convex outlines in pixels, laid upright before the camera."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyvista as pv

from anatomy_viewer.scene.themes import Color
from anatomy_viewer.stage.projection import Projection
from anatomy_viewer.stage.vtk_names import vtkActor, vtkPolyDataMapper

Pixels = npt.NDArray[np.float64]

_LAYER = 0.0004
"""How much farther each layer lies than the one before it, in distances to the focal point."""


@dataclass(frozen=True, eq=False)
class Shape:
    """A convex outline, (n, 2) pixels, and its colour; of two shapes the one of the lower layer is whole."""

    outline: Pixels
    color: Color
    layer: int = 0


class FlatShapes:
    """Draws many flat shapes in one actor, so many layers nearer the eye than names and their lines."""

    def __init__(self, nearer: int = 0) -> None:
        self._nearer = nearer
        self.actor = vtkActor()
        self.actor.GetProperty().LightingOff()
        self.actor.VisibilityOff()

    def draw(self, shapes: Sequence[Shape], view: Projection) -> None:
        """Draws these in place of those before."""
        self.actor.SetVisibility(bool(shapes))
        if not shapes:
            return
        depths = [np.full((len(shape.outline), 1), 1.0 + _LAYER * (shape.layer - self._nearer)) for shape in shapes]
        mesh = flat_mesh([shape.outline for shape in shapes], view, np.concatenate(depths))
        colors = (np.array([shape.color for shape in shapes]) * 255).round().astype(np.uint8)
        mesh.cell_data["color"] = np.repeat(colors, [len(shape.outline) - 2 for shape in shapes], axis=0)
        mapper = vtkPolyDataMapper()
        mapper.SetInputData(mesh)
        mapper.SetScalarModeToUseCellFieldData()
        mapper.SelectColorArray("color")
        self.actor.SetMapper(mapper)


def bar(start: Pixels, stop: Pixels, half_width: float) -> Pixels:
    """A straight line as an outline, (4, 2)."""
    along = stop - start
    along = along / max(float(np.linalg.norm(along)), 1e-9)
    aside = half_width * np.array([-along[1], along[0]])
    start, stop = start - along * half_width * 0.5, stop + along * half_width * 0.5
    return np.array([start + aside, start - aside, stop - aside, stop + aside])


def disc(center: Pixels, radius: float, corners: int = 16) -> Pixels:
    """A disc as an outline, (corners, 2)."""
    turn = np.linspace(0, 2 * np.pi, corners + 1)[:-1]
    return np.asarray(center + radius * np.column_stack([np.cos(turn), np.sin(turn)]))


def box(low: Pixels, high: Pixels) -> Pixels:
    """An upright rectangle as an outline, (4, 2)."""
    return np.array([low, (high[0], low[1]), high, (low[0], high[1])], dtype=np.float64)


def flat_mesh(shapes: Sequence[Pixels], view: Projection, depth: float | Pixels) -> pv.PolyData:
    """Convex outlines as one surface, `depth` times (one number, or (points, 1)) as far away as the focal point."""
    starts = np.cumsum([0, *(len(shape) for shape in shapes)])
    fans = [start + _fan(len(shape)) for shape, start in zip(shapes, starts[:-1], strict=True)]
    points = view.points(np.concatenate(shapes), depth)
    return pv.PolyData.from_regular_faces(cast("Any", points), cast("Any", np.concatenate(fans)))


def _fan(corners: int) -> npt.NDArray[np.int64]:
    """Triangles of a convex outline, (corners - 2, 3)."""
    second = np.arange(1, corners - 1)
    return np.column_stack([np.zeros_like(second), second, second + 1])
