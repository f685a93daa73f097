"""What lies under a pixel, found by a ray through the surfaces themselves: nothing is drawn to find out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pyvista as pv

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.scene.placing import Matrix, into_body, placed, turned_into_body
from anatomy_viewer.stage.projection import axes
from anatomy_viewer.stage.vtk_names import mutable, vtkStaticCellLocator
from anatomy_viewer.state.view_state import Camera

_MOST_LAYERS = 16
_STEP_MM = 1e-3
_HAIR_MM = 0.01


@dataclass(frozen=True, eq=False)
class Pick:
    """A hit: the id of the structure or attachment, and where on it, (3,) mm."""

    structure: str
    position: Vector


class Target(Protocol):
    """Something the pointer can meet."""

    @property
    def id(self) -> str:
        """What a hit on it is called."""

    @property
    def mesh(self) -> pv.PolyData:
        """What a ray meets."""

    @property
    def version(self) -> object:
        """Another one whenever the mesh is another or its points have moved."""

    @property
    def matrix(self) -> Matrix | None:
        """Where the mesh stands in the scene."""

    @property
    def pickable(self) -> bool:
        """Whether the pointer may meet it now."""

    @property
    def lead_mm(self) -> float:
        """How far behind another target it may lie and still come first, mm."""

    @property
    def shows_inner_side(self) -> bool:
        """Whether a ray meets its inner side too."""

    def outward(self, triangle: int, /) -> Vector:
        """The direction one triangle of the mesh faces, (3,)."""


def pixel_ray(camera: Camera, x: float, y: float, width: int, height: int) -> tuple[Vector, Vector]:
    """Start and unit direction of the ray through the centre of a pixel; pixels count from the bottom left."""
    position = np.array(camera.position, dtype=np.float64)
    right, up, forward = axes(camera)
    slope = np.tan(np.radians(camera.view_angle_deg / 2)) / (height / 2)
    direction = forward + slope * ((x + 0.5 - width / 2) * right + (y + 0.5 - height / 2) * up)
    return position, direction / np.linalg.norm(direction)


def pixel_slope(camera: Camera, height: int) -> float:
    """Tangent of the angle under which the camera sees one pixel in the middle of a picture so many pixels high."""
    return float(np.tan(np.radians(camera.view_angle_deg / 2)) / (height / 2))


@dataclass(eq=False)
class _Known:
    """What is known of one version of a target: its bounds, and its search tree once it was needed."""

    version: object
    bounds: Sequence[float]
    locator: vtkStaticCellLocator | None = None


class Picker:
    """Finds the nearest of many targets along a ray; each one's search tree is built when it is needed."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def first_hit(self, targets: Iterable[Target], start: Vector, direction: Vector) -> Pick | None:
        """The nearest hit on a target that can be picked, or None."""
        hits: list[tuple[float, Pick]] = []
        for target in targets:
            if target.pickable:
                point = self._crossing(target, start, direction)
                if point is not None:
                    away = float(np.linalg.norm(point - start)) - target.lead_mm
                    hits.append((away, Pick(target.id, point)))
        return min(hits, key=lambda hit: hit[0])[1] if hits else None

    def _crossing(self, target: Target, start: Vector, direction: Vector) -> Vector | None:
        """Where a ray first meets a target, in the scene, (3,) mm, or None."""
        start, direction = into_body(start, target.matrix), turned_into_body(direction, target.matrix)
        known = self._known.get(target.id)
        if known is None or known.version != target.version:
            mesh = target.mesh
            known = self._known[target.id] = _Known(target.version, mesh.bounds)
        if not _meets_box(known.bounds, start.tolist(), direction.tolist()):
            return None
        if known.locator is None:
            known.locator = _build_locator(target.mesh)
        point = _crossing(target, known.locator, start, direction)
        return None if point is None else np.asarray(placed(point, target.matrix))


def _build_locator(mesh: pv.PolyData) -> vtkStaticCellLocator:
    locator = vtkStaticCellLocator()
    locator.SetDataSet(mesh)
    locator.SetUseExistingSearchStructure(True)  # new colours at the vertices are no new shape
    locator.BuildLocator()
    return locator


def _meets_box(bounds: Sequence[float], start: Sequence[float], direction: Sequence[float]) -> bool:
    """Whether a ray comes within a hair of a box: what it passes by needs no search. Plain numbers, for speed."""
    near, far = 0.0, math.inf
    for axis in range(3):
        low, high = bounds[2 * axis] - _HAIR_MM - start[axis], bounds[2 * axis + 1] + _HAIR_MM - start[axis]
        if abs(direction[axis]) < 1e-12:
            if low > 0.0 or high < 0.0:
                return False
            continue
        one, other = low / direction[axis], high / direction[axis]
        near, far = max(near, min(one, other)), min(far, max(one, other))
    return near <= far


def _crossing(target: Target, locator: vtkStaticCellLocator, start: Vector, direction: Vector) -> Vector | None:
    """Where a ray first meets a side of the target that is drawn, (3,) mm, or None."""
    low, high = np.array(target.mesh.bounds).reshape(3, 2).T
    end = start + direction * (np.abs(np.stack([low, high]) - start).max(axis=0).sum() + 1.0)
    for _ in range(_MOST_LAYERS):
        met = _next_triangle(locator, start, end)
        if met is None:
            return None
        point, triangle = met
        if target.shows_inner_side or target.outward(triangle) @ direction < 0:
            return point
        start = point + direction * _STEP_MM
    return None


def _next_triangle(locator: vtkStaticCellLocator, start: Vector, end: Vector) -> tuple[Vector, int] | None:
    """Where a line first meets the surface, and the triangle it meets there."""
    t, sub_id, triangle = mutable(0.0), mutable(0), mutable(0)
    point, weights = [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
    meets: Any = locator.IntersectWithLine
    if not meets(start, end, 1e-6, t, point, weights, sub_id, triangle):
        return None
    return np.array(point), int(triangle)
