"""The light of the scene, as a shader: soft key, cool fill, sky and edge light, all turning with the camera.

It takes the place of VTK's own light sum: the same three lights there cost a third of the frame on software OpenGL,
and know nothing of openness. Lighting is summed in linear light (colours squared, the sum's root shown), which keeps
the turn into shadow soft. The openness of `sky` darkens sky and fill in full and the key in part; where a coloured
surface is closed in, the light it throws on itself keeps the shadow warm (after Jimenez et al. 2016, "Practical
realtime strategies for accurate indirect occlusion", multi-bounce fit). A faded surface is a thin film: the more
it is seen edge on, the more of it is in the way, so that its outline stays readable. What glows
by itself (its ambient colour) does so most along its outline.
"""

from __future__ import annotations

from anatomy_viewer.stage.finish import PLAIN, Finish
from anatomy_viewer.stage.materials import Material
from anatomy_viewer.stage.vtk_names import vtkActor, vtkDataObject, vtkPolyDataMapper

OPENNESS = "openness"
"""Name of the point array with the openness of `sky`, float32, 0-1."""

_LIGHT = """
  vec3 eye = normalize(-vertexVC.xyz);
  vec3 normal = normalVCVSOutput;
  vec3 albedo = diffuseColor;
  {surface}
  vec3 toKey = vec3(0.344, 0.541, 0.767);
  vec3 toFill = vec3(-0.698, 0.100, 0.709);
  vec3 tint = albedo * albedo;
  float open = mix(0.10, 1.0, opennessVS);
  vec3 bounced = (open * (2.0404 * tint - 0.3324) + (-4.7951 * tint + 0.6417)) * open;
  bounced = (bounced + (2.7552 * tint + 0.6903)) * open;
  vec3 sheltered = max(vec3(open), bounced);
  float key = max(0.0, (dot(normal, toKey) + {softness}) / (1.0 + {softness}));
  float fill = max(0.0, (dot(normal, toFill) + 0.4) / 1.4);
  vec3 sky = mix(vec3(0.090, 0.080, 0.075), vec3(0.250, 0.258, 0.272), 0.5 + 0.5 * normal.y);
  vec3 light = vec3(0.92, 0.88, 0.82) * key * mix(vec3(1.0), sheltered, 0.6);
  light += sheltered * (vec3(0.12, 0.14, 0.17) * fill + sky);
  float shine = max(0.0, dot(normal, normalize(eye + toKey)));
  {polish}
  float facing = max(0.0, dot(normal, eye));
  float edge = 1.0 - facing;
  vec3 gleam = open * vec3({shine} * shine + {edge} * edge * edge * edge);
  gleam += ambientColor * (0.18 + 0.82 * edge * edge);
  float film = opacity < 1.0 ? 1.0 - pow(1.0 - opacity, 1.0 / max(facing, 0.25)) : 1.0;
  fragOutput0 = vec4(sqrt(tint * light + gleam), film);
"""


def light_surface(actor: vtkActor, material: Material, finish: Finish = PLAIN) -> None:
    """Gives an actor this light; its mappers need `carry_openness`, and `carry` for its finish."""
    carried = ((OPENNESS, "float"), *finish.carried)
    shader = actor.GetShaderProperty()
    into = "".join(f"\nin {kind} {name}MC;\nout {kind} {name}VS;" for name, kind in carried)
    handed = "".join(f"\n  {name}VS = {name}MC;" for name, _ in carried)
    arrived = "".join(f"\nin {kind} {name}VS;" for name, kind in carried)
    shader.AddVertexShaderReplacement("//VTK::Normal::Dec", True, f"//VTK::Normal::Dec{into}", False)
    shader.AddVertexShaderReplacement("//VTK::Normal::Impl", True, f"//VTK::Normal::Impl{handed}", False)
    if finish.place:
        shader.AddVertexShaderReplacement("//VTK::PositionVC::Impl", True, finish.place, False)
    shader.AddFragmentShaderReplacement("//VTK::Normal::Dec", True, f"//VTK::Normal::Dec{arrived}", False)
    if finish.flow:
        flow = f"//VTK::UniformFlow::Impl{finish.flow}"
        shader.AddFragmentShaderReplacement("//VTK::UniformFlow::Impl", True, flow, False)
    shader.AddFragmentShaderReplacement("//VTK::Light::Impl", True, _light_code(material, finish), False)


def carry_openness(mapper: vtkPolyDataMapper) -> None:
    """Hands the mesh's openness array to the shader."""
    mapper.MapDataArrayToVertexAttribute("opennessMC", OPENNESS, vtkDataObject.FIELD_ASSOCIATION_POINTS, -1)


def _light_code(material: Material, finish: Finish) -> str:
    return _LIGHT.format(
        surface=finish.surface,
        softness=material.softness,
        shine=material.shine,
        polish="shine *= shine; " * material.polish,
        edge=material.edge,
    )
