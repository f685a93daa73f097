"""What sets one drawn thing apart from plain tissue: extra data at its vertices, and shader code before the light."""

from __future__ import annotations

from dataclasses import dataclass

from anatomy_viewer.stage.vtk_names import vtkActor, vtkDataObject, vtkPolyDataMapper


@dataclass(frozen=True)
class Finish:
    """Additions to the light of `shading`.

    carried: name and GLSL type of each point array, seen as `nameMC` in vertex and `nameVS` in fragment code; place:
    vertex code that sets `vertexVCVSOutput` and `gl_Position`, or empty for VTK's own; surface: fragment code that may
    change `normal` and `albedo`, or discard; flow: fragment code that takes derivatives, which comes before any
    fragment may end early, as those that depth peeling has seen do.
    """

    carried: tuple[tuple[str, str], ...] = ()
    place: str = ""
    surface: str = ""
    flow: str = ""


PLAIN = Finish()


def set_number(actor: vtkActor, name: str, value: float) -> None:
    """Sets a number that the shader code calls `name`, in both stages."""
    shader = actor.GetShaderProperty()
    shader.GetVertexCustomUniforms().SetUniformf(name, value)
    shader.GetFragmentCustomUniforms().SetUniformf(name, value)


def set_vector(actor: vtkActor, name: str, value: tuple[float, float, float]) -> None:
    """Sets a vec3 that the vertex code calls `name`."""
    actor.GetShaderProperty().GetVertexCustomUniforms().SetUniform3f(name, value)


def set_color(actor: vtkActor, name: str, color: tuple[float, float, float]) -> None:
    """Sets a vec3 that the fragment code calls `name`."""
    actor.GetShaderProperty().GetFragmentCustomUniforms().SetUniform3f(name, color)


def joined(one: Finish, other: Finish) -> Finish:
    """Both finishes on one surface, the first one first; at most one of them places vertices."""
    place = one.place or other.place
    surface = f"  {{{one.surface}  }}\n  {{{other.surface}  }}\n"  # each may have names of its own
    return Finish(one.carried + other.carried, place, surface, one.flow + other.flow)


def carry(mapper: vtkPolyDataMapper, finish: Finish) -> None:
    """Hands the point arrays that a finish names to the shader."""
    for name, _ in finish.carried:
        mapper.MapDataArrayToVertexAttribute(f"{name}MC", name, vtkDataObject.FIELD_ASSOCIATION_POINTS, -1)
