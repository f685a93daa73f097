"""Lines on the stage: bands that always face the eye and are shaded as round tubes.

Two triangles for each piece of line instead of a dozen, and round at any zoom: the band is laid across the line of
sight in the vertex shader, the normal of a tube is worked out across it in the fragment shader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyvista as pv

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.scene.placing import Matrix, into_body
from anatomy_viewer.stage.finish import Finish, carry, set_number, set_vector
from anatomy_viewer.stage.materials import Material
from anatomy_viewer.stage.placing import place
from anatomy_viewer.stage.shading import OPENNESS, carry_openness, light_surface
from anatomy_viewer.stage.soft_mesh import put
from anatomy_viewer.stage.vtk_names import vtkActor, vtkPolyDataMapper

Floats = npt.NDArray[np.float32]
Colors = npt.NDArray[np.uint8]

RANK = "rank"
"""Name of the point array that says how far the fan must be open for this point to show, 0-1."""

SWEEP = "sweep"
"""Name of the uniform that says how far the fan is open, 0-1."""

HIDE_UNSWEPT = f"if ({RANK}VS > {SWEEP} + 1e-5) discard;"
"""Fragment code that leaves out what the sweep has not reached."""

_TUBE = Material(softness=0.30, shine=0.10, polish=4, edge=0.0)

_ACROSS_THE_SIGHT = """
  vec3 toEye = eyeMC - vertexMC.xyz;
  float away = max(length(toEye), 1e-3);
  vec3 aside = cross(normalMC, toEye);
  aside /= max(length(aside), 1e-6);
  vec3 laid = vertexMC.xyz + aside * acrossMC * max(radius, away * thinnest);
  vertexVCVSOutput = MCVCMatrix * vec4(laid, 1.0);
  gl_Position = MCDCMatrix * vec4(laid, 1.0);
  vec4 nearer = MCDCMatrix * vec4(laid + toEye * min(lift / away, 0.5), 1.0);
  gl_Position.z = nearer.z / nearer.w * gl_Position.w;
"""

_ROUND = """
  vec3 along = normalize(normal);
  vec3 aside = normalize(cross(along, eye));
  normal = aside * acrossVS + cross(aside, along) * sqrt(max(0.0, 1.0 - acrossVS * acrossVS));
"""

_FINISH = Finish((("across", "float"), (RANK, "float")), _ACROSS_THE_SIGHT, HIDE_UNSWEPT + _ROUND)


@dataclass(frozen=True)
class Stroke:
    """How lines are drawn.

    radius: half the width, mm; thinnest_px: the least half width, pixels of a picture 800 high; lift: how much nearer
    the eye than it lies it counts as, mm; flat: evenly coloured instead of shaded as a tube.
    """

    radius: float
    thinnest_px: float
    lift: float = 0.0
    flat: bool = False


class Ribbons:
    """A set of lines in one actor."""

    def __init__(self, lines: Sequence[Floats], stroke: Stroke) -> None:
        """Lines of (s, 3) mm each."""
        self.actor = vtkActor()
        self._stroke = stroke
        self._matrix: Matrix | None = None
        mesh = _bands(lines)
        self._mesh = mesh
        self._mapper = vtkPolyDataMapper()
        self._mapper.SetInputData(mesh)
        self._mapper.SetVBOShiftScaleMethod(0)  # the shader reckons in mm
        self._mapper.ScalarVisibilityOff()
        carry_openness(self._mapper)
        carry(self._mapper, _FINISH)
        self.actor.SetMapper(self._mapper)
        self.actor.GetProperty().SetInterpolationToPhong()
        light_surface(self.actor, _TUBE, _FINISH)
        if stroke.flat:
            flat = "  " + HIDE_UNSWEPT + "\n  fragOutput0 = vec4(diffuseColor, 1.0);\n"
            self.actor.GetShaderProperty().AddFragmentShaderReplacement("//VTK::Light::Impl", True, flat, False)
        for name, value in (("radius", stroke.radius), ("lift", stroke.lift), (SWEEP, 1.0)):
            set_number(self.actor, name, value)
        self.look_from(np.zeros(3), 30.0)

    def move(self, lines: Floats) -> None:
        """Lays lines that are all as long as each other, and open, through points (k, s, 3) mm somewhere else."""
        along = np.gradient(lines, axis=1)
        along /= np.maximum(np.linalg.norm(along, axis=2, keepdims=True), 1e-9)
        put(self._mesh, *(np.repeat(array.reshape(-1, 3), 2, axis=0) for array in (lines, along)))

    def place(self, matrix: Matrix | None) -> None:
        """Draws them where a rigid body stands; `look_from` has to follow."""
        self._matrix = matrix
        place(self.actor, matrix)

    def paint(self, colors: Colors) -> None:
        """Colours each point of each line, (points of all lines in turn, 3) uint8."""
        self._mesh.point_data.set_array(cast("Any", np.repeat(colors, 2, axis=0)), "color")
        self._mesh.set_active_scalars("color")
        self._mapper.SetScalarModeToUsePointData()
        self._mapper.ScalarVisibilityOn()

    def rank(self, ranks: Floats) -> None:
        """Says how far the fan must be open for each point to show, (points of all lines in turn,) 0-1."""
        self._mesh.point_data[RANK] = np.repeat(ranks, 2).astype(np.float32)

    def sweep(self, sweep: float) -> None:
        """Shows only what a fan open so far shows, 0-1."""
        set_number(self.actor, SWEEP, sweep)

    def look_from(self, eye: Vector, view_angle_deg: float) -> None:
        """Turns the bands to a camera at `eye`, (3,) mm, of that vertical field of view."""
        x, y, z = into_body(eye, self._matrix)
        set_vector(self.actor, "eyeMC", (float(x), float(y), float(z)))
        slope = np.tan(np.radians(view_angle_deg / 2)) / 400.0
        set_number(self.actor, "thinnest", float(slope * self._stroke.thinnest_px))


def _bands(lines: Sequence[Floats]) -> pv.PolyData:
    """Each point twice, one for each edge of the band, and two triangles between neighbours."""
    counts = np.array([len(line) for line in lines])
    points = np.repeat(np.concatenate(lines), 2, axis=0).astype(np.float32)
    first = np.concatenate([np.arange(count - 1) + start for count, start in zip(counts, _starts(counts), strict=True)])
    quad = 2 * first[:, None]
    triangles = np.concatenate([quad + [0, 2, 1], quad + [1, 2, 3]]).astype(np.int32)
    mesh = pv.PolyData.from_regular_faces(cast("Any", points), cast("Any", triangles))
    mesh.point_data["Normals"] = np.repeat(np.concatenate([tangents(line) for line in lines]), 2, axis=0)
    mesh.GetPointData().SetNormals(mesh.GetPointData().GetArray("Normals"))
    mesh.point_data["across"] = np.tile(np.array([-1.0, 1.0], np.float32), len(points) // 2)
    mesh.point_data[RANK] = np.zeros(len(points), np.float32)
    mesh.point_data[OPENNESS] = np.ones(len(points), np.float32)
    return mesh


def tangents(line: Floats) -> Floats:
    """Unit directions along a line (s, 3), smooth across its joint where it is closed."""
    if np.allclose(line[0], line[-1]):
        steps = np.roll(line[:-1], -1, axis=0) - np.roll(line[:-1], 1, axis=0)
        steps = np.vstack([steps, steps[:1]])
    else:
        steps = np.gradient(line, axis=0)
    lengths = np.linalg.norm(steps, axis=1, keepdims=True)
    return (steps / np.maximum(lengths, 1e-9)).astype(np.float32)


def _starts(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.cumsum(counts) - counts
