"""How zones of pain look on a surface: coloured after interpolation, so that their edges are smooth at any zoom.

Essential zones are evenly red; spill-over is paler and striped, so that grey print and colour-blind eyes tell them
apart; where zones of several points lie over each other each keeps its outline and the shared part is darker. The
stripes lie in the coordinates of the neutral skin and go with it wherever it moves.
"""

from __future__ import annotations

from collections.abc import Mapping

from anatomy_viewer.pain.colours import PATTERN_PERIOD_MM, Palette
from anatomy_viewer.scene.themes import Color
from anatomy_viewer.stage.finish import Finish, set_color, set_number
from anatomy_viewer.stage.vtk_names import vtkActor

PAIN, PATTERN = "pain", "pattern"
"""Names of the point arrays: essential, spill-over, sharing and drawing (n, 4); where in the pattern, (n,) mm."""

_STRIPE_SHARE = 0.42
"""Share of the spill-over that its stripes take."""


def _line(value: str, slope: str, half_px: float) -> str:
    """Code that is 1 on the line where `value` is one half, `half_px` pixels to each side, with smooth edges.

    slope: its change from one pixel to the next.
    """
    away = f"abs({value} - 0.5) / max({slope}, 1e-4)"
    return f"(1.0 - smoothstep({half_px - 0.5:.2f}, {half_px + 0.5:.2f}, {away}))"


_SLOPES = """
  vec4 painSlope = fwidth(painVS);
  float patternSlope = fwidth(patternVS);
"""

_ZONES = f"""
  float essential = painVS.x; float spill = painVS.y; float sharing = painVS.z; float drawn = painVS.w;
  float solid = max(smoothstep(0.42, 0.52, essential), 0.3 * smoothstep(0.05, 0.50, essential));
  float pale = smoothstep(0.34, 0.52, spill) * (1.0 - solid);
  float period = {PATTERN_PERIOD_MM:.1f};
  float thick = {_STRIPE_SHARE / 2:.2f} * period;
  float fine = max(patternSlope, 1e-4);
  float stripe = 1.0 - smoothstep(thick - 0.7 * fine, thick + 0.7 * fine,
                                  abs(fract(patternVS / period) - 0.5) * period);
  stripe = mix(stripe, {_STRIPE_SHARE}, smoothstep(0.3, 0.7, fine / period));
  float shared = smoothstep(1.3, 1.6, sharing) * max(solid, pale);
  float further = max(sharing - 1.0, 0.0);
  further = min(further, 3.0) - floor(min(further, 2.999));
  float outline = 0.7 * {_line("spill", "painSlope.y", 0.7)} * (1.0 - solid);
  outline = max(outline, {_line("essential", "painSlope.x", 1.3)});
  outline = max(outline, 0.8 * {_line("further", "painSlope.z", 0.9)} * step(1.05, sharing));
  vec3 zone = mix(mix(spillColor, mix(spillColor, essentialColor, 0.55), stripe), essentialColor, solid);
  zone = mix(zone, sharedColor, shared * mix(0.35, 0.6, solid));
  zone = mix(zone, outlineColor, outline);
  float over = max(max(solid, pale * mix(0.62, 0.95, stripe)) * zoneOpacity, outline * min(1.0, 1.3 * zoneOpacity));
  float stroke = smoothstep(0.2, 0.6, drawn);
  zone = mix(zone, drawingColor, stroke * 0.9);
  zone = mix(zone, drawingColor * 0.5, {_line("drawn", "painSlope.w", 0.9)});
  over = max(over, max(stroke * 0.85, {_line("drawn", "painSlope.w", 0.9)}));
  over *= painOn;
  float under = opacity * (1.0 - over);
  albedo = (zone * over + albedo * under) / max(over + under, 1e-3);
  opacity = over + under;
"""

ZONES = Finish(((PAIN, "vec4"), (PATTERN, "float")), "", _ZONES, _SLOPES)


def color_zones(actor: vtkActor, palette: Palette, *, opacity: float, shown: bool) -> None:
    """Gives an actor with the finish `ZONES` its colours."""
    colors: Mapping[str, Color] = {
        "essentialColor": _unit(palette.essential),
        "spillColor": _unit(palette.spillover),
        "sharedColor": _unit(palette.shared),
        "outlineColor": _unit(palette.shared, 0.75),
        "drawingColor": _unit(palette.drawing),
    }
    for name, color in colors.items():
        set_color(actor, name, color)
    set_number(actor, "zoneOpacity", opacity)
    set_number(actor, "painOn", float(shown))


def _unit(color: tuple[int, int, int], share: float = 1.0) -> Color:
    red, green, blue = (channel / 255 * share for channel in color)
    return red, green, blue
