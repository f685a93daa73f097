"""Where muscles attach, painted on the bone: origins red and hatched, insertions blue and dotted, in clean outlines.

Red for origins and blue for insertions is the custom of anatomy atlases; the patterns tell them apart without colour.
"""

from __future__ import annotations

import numpy as np
import pyvista as pv

from anatomy_viewer.atlas.model import Attachment, AttachmentKind, Mesh, Vector
from anatomy_viewer.scene.placing import Matrix, into_body
from anatomy_viewer.scene.themes import Color
from anatomy_viewer.stage.chart import chart
from anatomy_viewer.stage.finish import Finish, carry, set_number, set_vector
from anatomy_viewer.stage.materials import MATERIALS
from anatomy_viewer.stage.placing import place
from anatomy_viewer.stage.ribbons import Ribbons, Stroke
from anatomy_viewer.stage.shading import carry_openness, light_surface
from anatomy_viewer.stage.surface import Level, drawable
from anatomy_viewer.stage.vtk_names import vtkActor, vtkPolyDataMapper

FILLS: dict[AttachmentKind, Color] = {"origin": (0.87, 0.47, 0.38), "insertion": (0.42, 0.66, 0.86)}
INKS: dict[AttachmentKind, Color] = {"origin": (0.64, 0.16, 0.11), "insertion": (0.08, 0.29, 0.56)}
"""Colour between the marks of the pattern; colour of the marks and of the outline."""

_LIFT_MM: dict[Level, float] = {"full": 0.4, "light": 3.0}
"""How much nearer the eye than the bone a patch counts as; the light bone strays that far from the full one."""

_OUTLINE = Stroke(radius=0.35, thinnest_px=0.9, lift=1.2, flat=True)

_NEARER = """
  vertexVCVSOutput = MCVCMatrix * vertexMC;
  gl_Position = MCDCMatrix * vertexMC;
  vec3 toEye = eyeMC - vertexMC.xyz;
  vec4 nearer = MCDCMatrix * vec4(vertexMC.xyz + toEye * min(lift / max(length(toEye), 1e-3), 0.5), 1.0);
  gl_Position.z = nearer.z / nearer.w * gl_Position.w;
"""

_MARKS: dict[AttachmentKind, str] = {
    # Distance from the middle of the nearest of the slanting lines, 3 mm apart and 0.6 mm wide.
    "origin": "float apart = 3.0; float from = abs(fract((chartVS.x + chartVS.y) * 0.7071 / apart) - 0.5) * apart;"
    " float half_width = 0.30; float share = 2.0 * half_width / apart;",
    # Distance from the middle of the nearest of two grids of dots, each in the gaps of the other.
    "insertion": "float apart = 3.0; vec2 cell = chartVS / vec2(apart, apart * 1.732);"
    " vec2 one = (fract(cell) - 0.5) * vec2(apart, apart * 1.732);"
    " vec2 other = (fract(cell + 0.5) - 0.5) * vec2(apart, apart * 1.732);"
    " float from = min(length(one), length(other)); float half_width = 0.62; float share = 0.155;",
}

_INKED = """
  {marks}
  float pixel = max(length(vec2(dFdx(chartVS.x), dFdy(chartVS.x))), length(vec2(dFdx(chartVS.y), dFdy(chartVS.y))));
  float inked = 1.0 - smoothstep(half_width - 0.7 * pixel, half_width + 0.7 * pixel, from);
  inked = mix(inked, share, smoothstep(0.35, 0.9, pixel / apart));
  albedo = mix(albedo, vec3({ink[0]}, {ink[1]}, {ink[2]}), inked);
"""


class Patch:
    """One attachment on its bone: the patch and its outline."""

    def __init__(self, attachment: Attachment) -> None:
        self.attachment = attachment
        self.id = attachment.id
        self.drawn = False
        self.matrix: Matrix | None = None
        """Where its bone stands in the scene."""
        self.mesh = _with_chart(attachment.patch)
        self._actor = _actor(self.mesh, attachment.kind)
        self._outline = Ribbons([attachment.boundary.astype(np.float32)], _OUTLINE)
        self._outline.actor.GetProperty().SetColor(*INKS[attachment.kind])
        self.set_level("light")
        self.show(False)

    lead_mm = 0.5
    """It wins over its own bone where both are met at the same place."""

    shows_inner_side = False
    version = 0

    @property
    def pickable(self) -> bool:
        """Whether the pointer may meet it."""
        return self.drawn

    @property
    def actors(self) -> tuple[vtkActor, vtkActor]:
        """The patch and its outline."""
        return self._actor, self._outline.actor

    def show(self, shown: bool) -> None:
        """Shows or hides it."""
        self.drawn = shown
        for actor in self.actors:
            actor.SetVisibility(shown)

    def place(self, matrix: Matrix | None) -> None:
        """Goes with its bone; `look_from` has to follow."""
        self.matrix = matrix
        place(self._actor, matrix)
        self._outline.place(matrix)

    def set_level(self, level: Level) -> None:
        """Lies before the full or the light bone."""
        set_number(self._actor, "lift", _LIFT_MM[level])

    def look_from(self, eye: Vector, view_angle_deg: float) -> None:
        """Follows the camera."""
        x, y, z = into_body(eye, self.matrix)
        set_vector(self._actor, "eyeMC", (float(x), float(y), float(z)))
        self._outline.look_from(eye, view_angle_deg)

    def outward(self, triangle: int) -> Vector:
        """The direction one triangle faces, (3,), not of unit length."""
        a, b, c = self.attachment.patch.vertices[self.attachment.patch.triangles[triangle]].astype(np.float64)
        return np.cross(b - a, c - a)


def _with_chart(patch: Mesh) -> pv.PolyData:
    mesh = drawable(patch)
    mesh.point_data["chart"] = chart(patch.vertices)
    return mesh


def _actor(mesh: pv.PolyData, kind: AttachmentKind) -> vtkActor:
    finish = Finish((("chart", "vec2"),), _NEARER, _INKED.format(marks=_MARKS[kind], ink=INKS[kind]))
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(mesh)
    mapper.SetVBOShiftScaleMethod(0)  # the shader reckons in mm
    mapper.ScalarVisibilityOff()
    carry_openness(mapper)
    carry(mapper, finish)
    actor = vtkActor()
    actor.SetMapper(mapper)
    look = actor.GetProperty()
    look.SetInterpolationToPhong()
    look.BackfaceCullingOn()  # seen from behind it would shine through thin bone
    look.SetColor(*FILLS[kind])
    light_surface(actor, MATERIALS["bone"], finish)
    set_vector(actor, "eyeMC", (0.0, 0.0, 0.0))
    return actor
