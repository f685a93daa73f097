"""Which pain a picture shows, as values at the vertices of the skin; whoever draws it colours them afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.pain.colours import PALETTES, Blend, Level, Rgb, blend, vertex_colours
from anatomy_viewer.scene.carried import carried_from_skin
from anatomy_viewer.scene.sketch_on_skin import Sketch
from anatomy_viewer.state.view_state import ViewState

Floats = npt.NDArray[np.float32]

_SURE = 0.5
"""A drawing covers a place from here on."""


@dataclass(frozen=True, eq=False)
class Zones:
    """Pain over the vertices of a skin, (n,) float32 each.

    essential, spillover: intensities 0 to 1 of all trigger points that are shown, outlined at 0.5; sharing: how many
    of them have the place in a zone, softly; drawing: the pain drawn by hand. palette: an id of `pain.colours`;
    opacity: of the colours over the skin, 0 to 1.
    """

    essential: Floats
    spillover: Floats
    sharing: Floats
    drawing: Floats
    palette: str
    opacity: float

    def colours(self, skin: Rgb) -> npt.NDArray[np.uint8]:
        """A colour for each vertex of a skin of that colour, (n, 4) uint8, alpha that of the pain; without stripes."""
        palette = PALETTES[self.palette]
        zones = Blend(self.essential, self.spillover, self.sharing)
        found = vertex_colours(zones, palette, skin, opacity=self.opacity)
        drawn = self.drawing >= _SURE
        found[drawn] = (*palette.drawing, round(255.0 * self.opacity))
        return found


def _has_skin(atlas: Atlas) -> bool:
    return any(part.kind == "skin" for part in atlas.structures.values())


def shown_points(atlas: Atlas, state: ViewState) -> tuple[str, ...]:
    """Ids of the trigger points in the picture, as the atlas orders them: those that are on, and the one pointed at."""
    if not state.pain.shown or not _has_skin(atlas):
        return ()
    wanted = {*state.pain.points, state.hovered, state.selected if state.selected in state.pain.points else None}
    return tuple(id_ for id_ in atlas.trigger_points if id_ in wanted)


def zones_of(atlas: Atlas, state: ViewState, level: Level = "full") -> Zones | None:
    """The pain of a picture over the full or the light skin; None where none is shown, or where there is no skin."""
    if not state.pain.shown or not _has_skin(atlas):
        return None
    found = blend(atlas, shown_points(atlas, state), level=level)
    drawing = np.zeros(len(found.essential), np.float32)
    if state.pain.drawing:
        sketch = Sketch(atlas)
        sketch.follow(state.pain.drawing)
        drawing = sketch.full if level == "full" else sketch.light
    return Zones(found.essential, found.spillover, found.sharing, drawing, state.pain.palette, state.pain.opacity)


def zones_under(atlas: Atlas, skin: Zones, id_: str, level: Level = "full") -> Zones:
    """The pain of the full skin on a muscle or a bone under it."""
    carried = carried_from_skin(atlas, id_, level)
    values = carried @ np.column_stack([skin.essential, skin.spillover, skin.sharing, skin.drawing])
    essential, spillover, sharing, drawing = np.ascontiguousarray(values.T, np.float32)
    return Zones(essential, spillover, sharing, drawing, skin.palette, skin.opacity)
