"""Zones of pain as data at the vertices of drawn surfaces, on both levels of detail; edited in place."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.model import Mesh
from anatomy_viewer.pain.colours import Blend, pattern_coordinate
from anatomy_viewer.stage.pain_finish import PAIN, PATTERN, ZONES
from anatomy_viewer.stage.surface import Level, Surface

Floats = npt.NDArray[np.float32]

_REACH_MM = 110.0
"""A part that lies deeper under the skin than this is not painted; deeper than any gluteal muscle."""
_ASIDE_COS = 0.35
"""Painted is what faces the same way as the skin over it, within about 70 degrees."""
_OUTWARD_MM = 20.0
"""The skin over a place is looked for this far along its normal."""
_NEIGHBOURS = 4


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

    def __init__(self, surface: Surface, skin: Mesh, over: cKDTree, skin_normals: Floats) -> None:
        self.surface = surface
        self._values = wear(surface)
        part = surface.structure
        meshes: Mapping[Level, Mesh] = {"full": part.full, "light": part.light}
        self._from_skin = {level: _carried(mesh, skin, over, skin_normals) for level, mesh in meshes.items()}

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


def vertex_normals(mesh: Mesh) -> Floats:
    """Unit normals at the vertices (n, 3), weighted by the areas of the triangles around each."""
    corners = mesh.vertices[mesh.triangles]
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros_like(mesh.vertices)
    for corner in range(3):
        np.add.at(normals, mesh.triangles[:, corner], faces)
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(lengths, 1e-9), np.float32)


def _carried(mesh: Mesh, skin: Mesh, over: cKDTree, skin_normals: Floats) -> csr_array:
    """What brings values at the skin's vertices to those of a part under it, (n, n_skin)."""
    normals = vertex_normals(mesh)
    away, near = over.query(mesh.vertices + _OUTWARD_MM * normals, k=_NEIGHBOURS, distance_upper_bound=_REACH_MM)
    found = np.isfinite(away)
    near = np.where(found, near, 0)
    alike = np.einsum("nkd,nd->nk", skin_normals[near], normals) > _ASIDE_COS
    weights = np.where(found & alike, 1.0 / np.maximum(away, 1e-3) ** 2, 0.0)
    total = weights.sum(axis=1, keepdims=True)
    weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    rows = np.repeat(np.arange(len(mesh.vertices)), _NEIGHBOURS)
    shape = (len(mesh.vertices), len(skin.vertices))
    return csr_array((weights.ravel().astype(np.float32), (rows, near.ravel())), shape=shape)
