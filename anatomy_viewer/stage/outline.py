"""A line of even width around a structure, drawn over the scene, so that it reads without colour and through others.

The structure is drawn flat and nearly invisible, right in front of the eye, then blown up by the width of the line
and set a little behind: what stands out past its silhouette is the line. A few plain passes over one light mesh, and
no part of the picture is read back, which keeps it quick on software OpenGL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyvista as pv

from anatomy_viewer.scene.placing import Matrix
from anatomy_viewer.scene.themes import Color
from anatomy_viewer.stage.placing import place
from anatomy_viewer.stage.vtk_names import vtkActor, vtkDataObject, vtkPolyDataMapper, vtkRenderer


@dataclass(frozen=True)
class Line:
    """How an outline is drawn: width of line and of casing in pixels of a picture 800 high, wash over the inside, 0-1.

    `depth` is where it lies between the eye (-1) and the scene (1): of two outlines the nearer is whole.
    """

    width: float
    casing: float
    wash: float
    depth: float


SELECTION = Line(width=2.6, casing=4.4, wash=0.0, depth=0.5)
HOVER = Line(width=1.3, casing=2.4, wash=0.10, depth=-0.5)

_LEAST_ALPHA = 1 / 255
"""Fragments fainter than this are thrown away by VTK and would leave no depth."""

_WHITE: Color = (1.0, 1.0, 1.0)

_GROW = """//VTK::PositionVC::Impl
  gl_Position = MCDCMatrix * vertexMC;
  vec4 outward = MCDCMatrix * vec4(outwardMC, 0.0);
  vec2 aside = outward.xy - gl_Position.xy * (outward.w / gl_Position.w);
  aside *= vec2(outlineAspect, 1.0);
  aside /= max(length(aside), 1e-9);
  gl_Position.xy += aside * vec2(1.0 / outlineAspect, 1.0) * outlineWidth * gl_Position.w;
  gl_Position.z = {depth} * gl_Position.w + 0.04 * gl_Position.z;
"""


class Outline:
    """The outline of one structure at a time, in a renderer of its own."""

    def __init__(self, renderer: vtkRenderer, line: Line) -> None:
        self._renderer = renderer
        self._line = line
        self._colors: tuple[Color, Color] = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
        self._aspect = 1.0
        self._actors: list[vtkActor] = []
        self._mesh: pv.PolyData | None = None
        self._matrix: Matrix | None = None

    def surround(self, mesh: pv.PolyData | None, matrix: Matrix | None = None) -> None:
        """Moves the outline to a mesh that stands there in the scene, or with None takes it away."""
        self._matrix = matrix
        if mesh is not self._mesh:
            self._mesh = mesh
            self._draw()
        for actor in self._actors:
            place(actor, matrix)

    def set_colors(self, color: Color, casing: Color) -> None:
        """Sets the colour of the line and of the casing around it."""
        self._colors = color, casing
        self._draw()

    def set_aspect(self, aspect: float) -> None:
        """Keeps the line even in a picture of this width to height."""
        self._aspect = aspect
        for actor in self._actors:
            _set_uniform(actor, "outlineAspect", aspect)

    def _draw(self) -> None:
        for actor in self._actors:
            self._renderer.RemoveActor(actor)
        self._actors = [] if self._mesh is None else list(self._layers(self._mesh))
        for actor in self._actors:
            place(actor, self._matrix)
            self._renderer.AddActor(actor)
        self.set_aspect(self._aspect)

    def _layers(self, mesh: pv.PolyData) -> Iterator[vtkActor]:
        line, (color, casing) = self._line, self._colors
        yield _flat(mesh, _WHITE, 0.0, _LEAST_ALPHA, line.depth)
        if line.wash > 0:  # over the nearest side only, whose depth the layer before has left
            yield _flat(mesh, _WHITE, 0.0, line.wash, line.depth)
        yield _flat(mesh, casing, line.casing, 1.0, line.depth + 0.2)
        yield _flat(mesh, color, line.width, 1.0, line.depth + 0.1)


def _flat(mesh: pv.PolyData, color: Color, width: float, alpha: float, depth: float) -> vtkActor:
    """One plain layer, grown by `width` and laid at `depth`."""
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(mesh)
    mapper.ScalarVisibilityOff()
    mapper.MapDataArrayToVertexAttribute("outwardMC", "Normals", vtkDataObject.FIELD_ASSOCIATION_POINTS, -1)
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.ForceOpaqueOn()  # keeps it in the pass that writes depth, faint as it may be
    look = actor.GetProperty()
    look.LightingOff()
    look.SetColor(*color)
    shader = actor.GetShaderProperty()
    shader.AddVertexShaderReplacement("//VTK::Normal::Dec", True, "//VTK::Normal::Dec\nin vec3 outwardMC;", False)
    shader.AddVertexShaderReplacement("//VTK::PositionVC::Impl", True, _GROW.format(depth=depth), False)
    shader.AddFragmentShaderReplacement(
        "//VTK::Light::Impl", True, f"  fragOutput0 = vec4(diffuseColor, {alpha});", False
    )
    _set_uniform(actor, "outlineWidth", width / 400)  # 800 pixels high is 2 in clip space
    return actor


def _set_uniform(actor: vtkActor, name: str, value: float) -> None:
    actor.GetShaderProperty().GetVertexCustomUniforms().SetUniformf(name, value)
