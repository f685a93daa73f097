"""Which place of the neutral skin is seen at a pixel, also where the skin is a ghost or stands in a pose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyvista as pv

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.scene.placing import Matrix
from anatomy_viewer.stage.picking import Picker
from anatomy_viewer.stage.surface import Surface


@dataclass(frozen=True, eq=False)
class SkinPlace:
    """A place on the skin: the nearest vertex of the full skin, and the place on the neutral skin, (3,) mm."""

    vertex: int
    neutral: Vector


class _Met:
    """The skin as something that the pointer always meets, be it a ghost."""

    def __init__(self, skin: Surface) -> None:
        self._skin = skin
        self.id = skin.id
        self.pickable = True
        self.lead_mm = 0.0

    @property
    def mesh(self) -> pv.PolyData:
        return self._skin.mesh

    @property
    def version(self) -> object:
        return self._skin.version

    @property
    def matrix(self) -> Matrix | None:
        return self._skin.matrix

    @property
    def shows_inner_side(self) -> bool:
        return self._skin.shows_inner_side

    def outward(self, triangle: int, /) -> Vector:
        return self._skin.outward(triangle)


def skin_place(skin: Surface, picker: Picker, start: Vector, direction: Vector) -> SkinPlace | None:
    """Where a ray, start and unit direction (3,), first meets the skin; None where it does not."""
    hit = picker.first_hit([_Met(skin)], start, direction)
    if hit is None:
        return None
    points = skin.points("full")
    vertex = int(((points - hit.position) ** 2).sum(axis=1).argmin())
    neutral = skin.structure.vertices[vertex] + (hit.position - points[vertex])
    return SkinPlace(vertex, neutral.astype(np.float64))
