"""The floor under the body: a calm disc that fades into the background, darker where a foot comes near it."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyvista as pv
from scipy.ndimage import gaussian_filter

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.motion.ground import feet, floor_mm
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.scene.placing import placed
from anatomy_viewer.scene.stand import placing
from anatomy_viewer.scene.themes import Palette
from anatomy_viewer.stage.vtk_names import vtkActor, vtkPolyDataMapper

_RADIUS_MM, _CELL_MM = 420.0, 7.0
_FADE = 0.55
"""Share of the radius from which the disc fades."""
_NEAR_MM, _TOUCH_MM = 40.0, 8.0
"""A foot so high above the floor throws no shadow; one so low, all of it."""
_SOFT_MM = (10.0, 38.0)
"""Widths of the shadow close to the sole and around it."""
_DARKEST = 0.62

Points = npt.NDArray[np.float64]


class Floor:
    """One flat actor; not drawn from below, where it would hide the body."""

    def __init__(self, atlas: Atlas) -> None:
        self._feet = {
            side: points[points[:, 2] < points[:, 2].min() + 2 * _NEAR_MM] for side, points in feet(atlas).items()
        }
        soles = np.concatenate(list(self._feet.values()))
        self._center = np.append(soles[:, :2].mean(axis=0), floor_mm(atlas))
        self._mesh, self._cells, self._shape = _disc(self._center)
        self._away = np.linalg.norm(np.asarray(self._mesh.points)[:, :2] - self._center[:2], axis=1) / _RADIUS_MM
        self._shade = np.zeros(self._mesh.n_points)
        self._drawn: tuple[object, ...] = ()
        self.actor = _actor(self._mesh)

    def draw(self, pose: Pose | None, shown: float, palette: Palette) -> None:
        """Draws it as far as it is shown, 0-1, with the shadows of the feet of a pose."""
        self.actor.SetVisibility(pose is not None and shown > 0.0)
        if pose is None or shown <= 0.0:
            return
        soles = [placed(points, placing(pose, _lowest_body(pose, side))) for side, points in self._feet.items()]
        near = [points for points in soles if points[:, 2].min() < self._center[2] + _NEAR_MM]
        wanted = *(points.tobytes() for points in near), shown, palette
        if wanted != self._drawn:
            self._drawn = wanted
            self._paint(self._shadow(np.concatenate([np.empty((0, 3)), *near])), shown, palette)

    def _shadow(self, points: Points) -> Points:
        """How much of the light the feet take away at each vertex, 0-1."""
        height = points[:, 2] - self._center[2]
        weight = np.clip((_NEAR_MM - height) / (_NEAR_MM - _TOUCH_MM), 0.0, 1.0) ** 2
        cell = np.round((points[:, :2] - self._center[:2] + _RADIUS_MM) / _CELL_MM).astype(int)
        inside = ((cell >= 0) & (cell < self._shape)).all(axis=1)
        covered = np.zeros((self._shape, self._shape))
        np.maximum.at(covered, tuple(cell[inside].T), weight[inside])
        close, around = (gaussian_filter(covered, width / _CELL_MM) for width in _SOFT_MM)
        return np.asarray(np.clip(0.55 * close + 0.75 * around, 0.0, 1.0).ravel()[self._cells])

    def _paint(self, shadow: Points, shown: float, palette: Palette) -> None:
        there = shown * np.clip((1.0 - self._away) / (1.0 - _FADE), 0.0, 1.0)
        there = (there * there * (3.0 - 2.0 * there))[:, None]
        background, floor = np.array(palette.background), np.array(palette.floor)
        lit = background + there * (floor - background)
        color = lit * (1.0 - _DARKEST * there * shadow[:, None])
        self._mesh.point_data["color"] = np.round(255 * color).astype(np.uint8)


def _lowest_body(pose: Pose, side: str) -> str:
    """The body that a foot goes with: its shank, in a model without knees the thigh."""
    return next(body for body in (f"shank.{side}", f"thigh.{side}", "") if not body or body in pose.transforms)


def _disc(center: Points) -> tuple[pv.PolyData, npt.NDArray[np.intp], int]:
    """A disc cut from a square grid; which points of the grid it has, and how many there are along one side."""
    count = int(2 * _RADIUS_MM / _CELL_MM) + 1
    steps = np.linspace(-_RADIUS_MM, _RADIUS_MM, count)
    x, y = (axis.ravel() for axis in np.meshgrid(steps, steps, indexing="ij"))
    corner = (np.arange(count - 1)[:, None] * count + np.arange(count - 1)).ravel()[:, None]
    triangles = np.concatenate([corner + [0, count, 1], corner + [1, count, count + 1]])
    within = np.hypot(x, y) <= _RADIUS_MM
    triangles = triangles[within[triangles].all(axis=1)]
    kept, triangles = np.unique(triangles, return_inverse=True)
    points = np.column_stack([x, y, np.zeros_like(x)])[kept] + center
    mesh = pv.PolyData.from_regular_faces(cast("Any", points.astype(np.float32)), cast("Any", triangles.reshape(-1, 3)))
    mesh.point_data["color"] = np.zeros((len(points), 3), np.uint8)
    return mesh, kept, count


def _actor(mesh: pv.PolyData) -> vtkActor:
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(mesh)
    mapper.SetScalarModeToUsePointFieldData()
    mapper.SelectColorArray("color")
    actor = vtkActor()
    actor.SetMapper(mapper)
    look = actor.GetProperty()
    look.LightingOff()
    look.BackfaceCullingOn()
    actor.VisibilityOff()
    return actor
