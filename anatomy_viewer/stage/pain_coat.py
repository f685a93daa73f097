"""Zones of pain as data at the vertices of drawn surfaces, on both levels of detail; edited in place."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas, Mesh
from anatomy_viewer.pain.colours import Blend, pattern_coordinate
from anatomy_viewer.scene.carried import carried_from_skin
from anatomy_viewer.stage.pain_finish import PAIN, PATTERN, ZONES
from anatomy_viewer.stage.surface import Level, Surface

Floats = npt.NDArray[np.float32]


class SkinCoat:
    """The zones on the skin itself."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self.values: dict[Level, Floats] = wear(surface)

    def paint(self, level: Level, blend: Blend, drawing: Floats | None) -> None:
        """Puts essential, spill-over and sharing (n,) in place, and the drawing (n,) if there is one."""
        values = self.values[level]
        values[:, 0], values[:, 1], values[:, 2] = blend.essential, blend.spillover, blend.sharing
        values[:, 3] = 0.0 if drawing is None else drawing
        self.touch(level)

    def draw(self, level: Level, drawing: Floats) -> None:
        """Puts the drawing (n,) alone in place."""
        self.values[level][:, 3] = drawing
        self.touch(level)

    def touch(self, level: Level) -> None:
        """Says that the values have changed."""
        self.surface.meshes[level].GetPointData().GetArray(PAIN).Modified()


class PartCoat:
    """The zones on a muscle or a bone: at each of its vertices those of the skin over it."""

    def __init__(self, surface: Surface, atlas: Atlas) -> None:
        self.surface = surface
        self._values = wear(surface)
        levels: tuple[Level, Level] = ("full", "light")
        self._from_skin = {level: carried_from_skin(atlas, surface.structure.id, level) for level in levels}

    def paint(self, skin_values: Floats) -> None:
        """Takes over the values (n_skin, 4) of the full skin."""
        for level, from_skin in self._from_skin.items():
            self._values[level][:] = from_skin @ skin_values
            self.surface.meshes[level].GetPointData().GetArray(PAIN).Modified()


def wear(surface: Surface) -> dict[Level, Floats]:
    """Gives a surface the arrays and the finish of zones, all empty; the arrays, (n, 4) each, to be edited in place."""
    part = surface.structure
    values: dict[Level, Floats] = {}
    meshes: dict[Level, Mesh] = {"full": part.full, "light": part.light}
    for level, mesh in meshes.items():
        drawn = surface.meshes[level]
        drawn.point_data[PAIN] = np.zeros((len(mesh.vertices), 4), np.float32)
        drawn.point_data[PATTERN] = pattern_coordinate(mesh.vertices)
        values[level] = np.asarray(drawn.point_data[PAIN])
    surface.wear(ZONES)
    return values
