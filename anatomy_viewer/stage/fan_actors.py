"""The fibres of one muscle and the sheet they span, each in one actor; the sweep only sets a number in their shader."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

import numpy as np
import pyvista as pv

from anatomy_viewer.atlas.model import FibreSet, Mesh, Vector
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.scene.fan_sheet import Sheet
from anatomy_viewer.scene.fibre_order import Floats, line_colors, opening_ranks
from anatomy_viewer.stage.finish import Finish, carry, set_number
from anatomy_viewer.stage.materials import Material
from anatomy_viewer.stage.ribbons import HIDE_UNSWEPT, RANK, SWEEP, Ribbons, Stroke
from anatomy_viewer.stage.shading import OPENNESS, carry_openness, light_surface
from anatomy_viewer.stage.soft_mesh import SoftMesh
from anatomy_viewer.stage.vtk_names import vtkActor, vtkPolyDataMapper

_THREAD = Stroke(radius=0.55, thinnest_px=0.6)

_SHEET_OPACITY = 0.78
_SILK = Material(softness=0.45, shine=0.10, polish=3, edge=0.10)

_RIB = "rib"
_RIB_COLUMNS = 2.5

# Fine ribs along the fibres, and a light rim where the fan is opening.
_RIBBED = (
    HIDE_UNSWEPT
    + """
  float rib = ribVS;
  float step_ = max(abs(dFdx(rib)) + abs(dFdy(rib)), 1e-5);
  float onRib = 1.0 - smoothstep(0.10, 0.10 + 1.2 * step_, abs(fract(rib + 0.5) - 0.5));
  albedo *= 1.0 - 0.30 * onRib * (1.0 - smoothstep(0.3, 0.8, step_));
  albedo = mix(albedo, vec3(1.0), 0.65 * smoothstep(0.014, 0.004, sweep - rankVS) * step(sweep, 0.999));
"""
)
_SHEET_FINISH = Finish(((RANK, "float"), (_RIB, "float")), "", _RIBBED)


class FibreThreads:
    """All fibres of a muscle as thin threads, coloured by part, their tendon pale."""

    def __init__(self, fibres: FibreSet) -> None:
        self._fibres = fibres
        self._pose: Pose | None = None
        self._ribbons = Ribbons(list(fibres.points), _THREAD)
        self._ribbons.paint(line_colors(fibres).reshape(-1, 3))
        self._ribbons.rank(np.repeat(opening_ranks(fibres.points), fibres.points.shape[1]))
        self.actor = self._ribbons.actor

    def show(self, shown: bool, sweep: float) -> None:
        """Shows the fibres that a fan open so far shows, or none."""
        self.actor.SetVisibility(shown)
        self._ribbons.sweep(sweep)

    def look_from(self, eye: Vector, view_angle_deg: float) -> None:
        """Follows the camera."""
        self._ribbons.look_from(eye, view_angle_deg)

    def bend(self, pose: Pose | None) -> None:
        """Follows the muscle into a pose."""
        if pose is not self._pose:
            self._pose = pose
            self._ribbons.move(self._fibres.points if pose is None else pose.fibres(self._fibres.muscle))


class FanSheet:
    """The translucent surfaces that the parts of a muscle span."""

    outermost = False

    def __init__(self, sheet: Sheet, muscle: str) -> None:
        mesh = _sheet_mesh(sheet)
        self._sheet, self._sheet_of = sheet, muscle
        self._pose: Pose | None = None
        self._shape = SoftMesh(mesh, Mesh(self._sheet.points.reshape(-1, 3), np.asarray(mesh.regular_faces, np.int32)))
        mapper = vtkPolyDataMapper()
        mapper.SetInputData(mesh)
        mapper.SetScalarModeToUsePointData()
        carry_openness(mapper)
        carry(mapper, _SHEET_FINISH)
        self.actor = vtkActor()
        self.actor.SetMapper(mapper)
        look = self.actor.GetProperty()
        look.SetInterpolationToPhong()
        look.SetOpacity(_SHEET_OPACITY)
        light_surface(self.actor, _SILK, _SHEET_FINISH)
        set_number(self.actor, SWEEP, 1.0)

    @property
    def translucent(self) -> bool:
        """Whether it has to be drawn in order with what else is seen through."""
        return bool(self.actor.GetVisibility())

    def show(self, shown: bool, sweep: float) -> None:
        """Shows the sheet as far as the fan is open, or not at all."""
        self.actor.SetVisibility(shown)
        set_number(self.actor, SWEEP, sweep)

    def bend(self, pose: Pose | None) -> None:
        """Follows the muscle into a pose."""
        if pose is not self._pose:
            self._pose = pose
            self._shape.stand(None if pose is None else partial(self._through, pose))
            self._shape.settle()

    def _through(self, pose: Pose) -> Floats:
        return self._sheet.through(pose.fibres(self._sheet_of)).reshape(-1, 3)

    def distance(self, eye: Vector) -> float:
        """Distance from a point, (3,) mm, to its middle."""
        return float(np.linalg.norm(np.subtract(self.actor.GetCenter(), eye)))


def _sheet_mesh(sheet: Sheet) -> pv.PolyData:
    points, triangles = sheet.points.reshape(-1, 3).copy(), sheet.triangles()
    mesh = pv.PolyData.from_regular_faces(cast("Any", points), cast("Any", triangles))
    mesh = mesh.compute_normals(
        cell_normals=False, split_vertices=False, consistent_normals=False, auto_orient_normals=False
    )
    mesh.point_data[RANK] = np.repeat(sheet.ranks, sheet.points.shape[1])
    ribs = np.arange(len(sheet.ranks), dtype=np.float32) / _RIB_COLUMNS
    mesh.point_data[_RIB] = np.repeat(ribs, sheet.points.shape[1])
    mesh.point_data[OPENNESS] = np.ones(mesh.n_points, np.float32)
    mesh.point_data.set_array(cast("Any", sheet.colors.reshape(-1, 3).copy()), "color")
    mesh.set_active_scalars("color")
    return mesh
