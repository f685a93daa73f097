"""One structure on the stage: its two levels of detail and the one actor that draws them."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
import pyvista as pv

from anatomy_viewer.atlas.model import FibreSet, Mesh, Structure, Vector
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.scene.placing import Matrix, into_body, placed, turned
from anatomy_viewer.scene.stand import placing
from anatomy_viewer.scene.themes import Color
from anatomy_viewer.stage.finish import PLAIN, Finish, carry, joined
from anatomy_viewer.stage.grain import GRAIN, add_grain
from anatomy_viewer.stage.inner_side import inner_side_seen
from anatomy_viewer.stage.materials import MATERIALS
from anatomy_viewer.stage.placing import place
from anatomy_viewer.stage.shading import OPENNESS, carry_openness, light_surface
from anatomy_viewer.stage.soft_mesh import SoftMesh
from anatomy_viewer.stage.vtk_names import vtkActor, vtkPolyDataMapper
from anatomy_viewer.state.view_state import Look

Level = Literal["full", "light"]

OPAQUE = 0.999
"""An opacity at or above this is drawn without blending."""


_SAMPLES = 150

GHOST_OPACITY = 0.3
"""A structure fainter than this is picked through."""


class Surface:
    """Draws one structure. Each level keeps its own buffers, so that changing between them uploads nothing."""

    def __init__(self, structure: Structure, fibres: FibreSet | None = None) -> None:
        self.structure = structure
        self.id = structure.id
        self.look = Look()
        self.meshes: dict[Level, pv.PolyData] = {
            "full": drawable(structure.full),
            "light": drawable(structure.light),
        }
        self._shapes: dict[Level, SoftMesh] = {
            "full": SoftMesh(self.meshes["full"], structure.full),
            "light": SoftMesh(self.meshes["light"], structure.light),
        }
        self._posed = False
        self._body: Matrix | None = None
        if fibres is not None:
            add_grain(self.meshes["full"], fibres, fibres.tendon)
            add_grain(self.meshes["light"], fibres, fibres.light_tendon)
        finish = PLAIN if fibres is None else GRAIN
        self._mappers = {level: _mapper(mesh, finish) for level, mesh in self.meshes.items()}
        self._inner_side_seen = inner_side_seen(structure.light)
        self._finish = finish
        self.actor = _actor(structure, finish)
        self._level: Level = "light"
        self.set_level("light")

    @property
    def outermost(self) -> bool:
        """Whether all others lie within it."""
        return self.structure.kind == "skin"

    lead_mm = 0.0
    """What lies nearer the eye than it is met first."""

    @property
    def mesh(self) -> pv.PolyData:
        """The surface that the pointer meets: the full one, or the light one while it is drawn in a pose."""
        return self.settled(self._met_level)

    @property
    def version(self) -> tuple[Level, int]:
        """Another one whenever that surface is another or its points have moved."""
        return self._met_level, self._shapes[self._met_level].version

    @property
    def rigid(self) -> bool:
        """Whether it moves without changing its shape."""
        return self.structure.kind == "bone"

    @property
    def matrix(self) -> Matrix | None:
        """Where its meshes stand in the scene."""
        return self._body if self.rigid else None

    @property
    def pickable(self) -> bool:
        """Whether the pointer may meet it: shown, and more than a ghost."""
        return self.drawn and self.look.opacity >= GHOST_OPACITY

    @property
    def drawn(self) -> bool:
        """Whether any of it is in the picture."""
        return self.look.visible and self.look.opacity > 0

    @property
    def translucent(self) -> bool:
        """Whether something may be seen through it."""
        return self.drawn and self.look.opacity < OPAQUE

    def set_level(self, level: Level) -> None:
        """Draws the full or the light surface."""
        self._level = level
        self._settle()
        self.actor.SetMapper(self._mappers[level])

    def wear(self, coat: Finish) -> None:
        """Adds shader code to what it has; its meshes must carry the arrays that the code names."""
        self._finish = joined(self._finish, coat)
        # New mappers: one that has drawn already would go on with the buffers it has.
        self._mappers = {level: _mapper(mesh, self._finish) for level, mesh in self.meshes.items()}
        self.set_level(self._level)
        self.actor.GetShaderProperty().ClearAllShaderReplacements()
        light_surface(self.actor, MATERIALS[self.structure.kind], self._finish)

    def set_look(self, look: Look) -> None:
        """Shows, hides or fades it."""
        self.look = look
        self._settle()
        self.actor.SetVisibility(self.drawn)
        self.actor.GetProperty().SetOpacity(look.opacity if self.translucent else 1.0)

    def tint(self, color: Color, glow: Color) -> None:
        """Gives it another colour, and light that it gives off by itself; sRGB, 0-1."""
        look = self.actor.GetProperty()
        look.SetColor(*color)
        look.SetAmbientColor(*glow)
        look.SetAmbient(1.0 if any(glow) else 0.0)

    def stand(self, pose: Pose | None) -> None:
        """Follows the body into a pose; None is how the atlas describes it."""
        self._posed = pose is not None
        self._body = placing(pose, self.structure.body)
        if self.rigid:
            place(self.actor, self._body)
            return
        for level, shape in self._shapes.items():
            shape.stand(None if pose is None else partial(pose.vertices, self.id, level))
        self._settle()

    def settled(self, level: Level) -> pv.PolyData:
        """One of its meshes, in its present shape."""
        self._shapes[level].settle()
        return self.meshes[level]

    def face(self, eye: Vector) -> None:
        """Draws the inner side only where a camera at `eye`, (3,) mm, may see it: leaving it out halves the frame."""
        self.actor.GetProperty().SetBackfaceCulling(not self._inner_side_seen(into_body(eye, self._body)))

    def distance(self, eye: Vector) -> float:
        """Distance from a point, (3,) mm, to its middle."""
        return float(np.linalg.norm(np.subtract(self.actor.GetCenter(), eye)))

    @property
    def shows_inner_side(self) -> bool:
        """Whether its inner side is drawn."""
        return not self.actor.GetProperty().GetBackfaceCulling()

    def outward(self, triangle: int) -> Vector:
        """The direction one triangle of the surface that the pointer meets faces, (3,), not of unit length."""
        mesh = self.structure.full if self._met_level == "full" else self.structure.light
        a, b, c = np.asarray(self.mesh.points)[mesh.triangles[triangle]].astype(np.float64)
        return np.cross(b - a, c - a)

    def set_openness(self, level: Level, values: npt.NDArray[np.float32]) -> None:
        """Sets the openness of each vertex, (n,) float32, 0-1."""
        self.meshes[level].point_data[OPENNESS] = values

    def points(self, level: Level) -> npt.NDArray[np.float32]:
        """The vertices where they are in the scene, (n, 3) mm."""
        return placed(np.asarray(self.settled(level).points), self.matrix)

    def extent(self) -> npt.NDArray[np.float64]:
        """Some of its points where they are in the scene, (k, 3) mm: enough to tell how far it reaches."""
        points = np.asarray(self.settled("light").points)
        return np.asarray(placed(points[:: max(len(points) // _SAMPLES, 1)], self.matrix), np.float64)

    def normals(self, level: Level) -> npt.NDArray[np.float32]:
        """Unit normals at the vertices, (n, 3)."""
        return turned(np.asarray(self.settled(level).point_data["Normals"]), self.matrix)

    @property
    def _met_level(self) -> Level:
        return self._level if self._posed and not self.rigid else "full"

    def _settle(self) -> None:
        """Brings what is drawn up to date; what is hidden can wait."""
        if self.drawn:
            self._shapes[self._level].settle()


def drawable(mesh: Mesh) -> pv.PolyData:
    """A copy of a mesh for drawing, with smooth normals and an openness of 1."""
    surface = pv.PolyData.from_regular_faces(cast("Any", mesh.vertices.copy()), cast("Any", mesh.triangles.copy()))
    surface = surface.compute_normals(
        cell_normals=False, split_vertices=False, consistent_normals=False, auto_orient_normals=False
    )
    surface.point_data[OPENNESS] = np.ones(surface.n_points, np.float32)
    return surface


def _mapper(mesh: pv.PolyData, finish: Finish) -> vtkPolyDataMapper:
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(mesh)
    mapper.ScalarVisibilityOff()
    carry_openness(mapper)
    carry(mapper, finish)
    return mapper


def _actor(structure: Structure, finish: Finish) -> vtkActor:
    actor = vtkActor()
    look = actor.GetProperty()
    look.SetInterpolationToPhong()
    look.SetColor(*(channel / 255 for channel in structure.color))
    light_surface(actor, MATERIALS[structure.kind], finish)
    return actor
