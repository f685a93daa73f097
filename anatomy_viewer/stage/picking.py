"""What lies under a pixel, found by a ray through the surfaces themselves: nothing is drawn to find out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pyvista as pv

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.stage.placing import Matrix, into_body, placed, turned_into_body
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
    def version(self) -> int:
        """Counts how often the points of the mesh have moved."""

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
    forward = np.subtract(camera.focal_point, position)
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, camera.view_up)
    right /= np.linalg.norm(right)
    up = np.cross(right, forward)
    slope = np.tan(np.radians(camera.view_angle_deg / 2)) / (height / 2)
    direction = forward + slope * ((x + 0.5 - width / 2) * right + (y + 0.5 - height / 2) * up)
    return position, direction / np.linalg.norm(direction)


def pixel_slope(camera: Camera, height: int) -> float:
    """Tangent of the angle under which the camera sees one pixel in the middle of a picture so many pixels high."""
    return float(np.tan(np.radians(camera.view_angle_deg / 2)) / (height / 2))


class Picker:
    """Finds the nearest of many targets along a ray; each one's search tree is built when it is needed."""

    def __init__(self) -> None:
        self._locators: dict[str, tuple[int, vtkStaticCellLocator]] = {}

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
        low, high = np.array(target.mesh.bounds).reshape(3, 2).T
        if not _meets_box(low, high, start, direction):
            return None
        point = _crossing(target, self._locator(target), start, direction)
        return None if point is None else np.asarray(placed(point, target.matrix))

    def _locator(self, target: Target) -> vtkStaticCellLocator:
        known = self._locators.get(target.id)
        if known is None or known[0] != target.version:
            known = target.version, _build_locator(target.mesh)
            self._locators[target.id] = known
        return known[1]


def _build_locator(mesh: pv.PolyData) -> vtkStaticCellLocator:
    locator = vtkStaticCellLocator()
    locator.SetDataSet(mesh)
    locator.BuildLocator()
    return locator


def _meets_box(low: Vector, high: Vector, start: Vector, direction: Vector) -> bool:
    """Whether a ray comes within a hair of a box: what it passes by needs no search."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = (np.stack([low - _HAIR_MM, high + _HAIR_MM]) - start) / direction
    near, far = np.nan_to_num(ends.min(axis=0), nan=-np.inf), np.nan_to_num(ends.max(axis=0), nan=np.inf)
    return bool(near.max() <= far.min() and far.min() >= 0)


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
