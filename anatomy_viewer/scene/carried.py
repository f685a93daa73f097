"""Pain of the skin on the muscles and bones under it: each vertex takes over what the skin over it has."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.model import Atlas, Mesh
from anatomy_viewer.atlas.once import once
from anatomy_viewer.pain.colours import Level
from anatomy_viewer.pain.skin import skin_of

Floats = npt.NDArray[np.float32]

_REACH_MM = 110.0
"""A part that lies deeper under the skin than this is not painted; deeper than any gluteal muscle."""
_ASIDE_COS = 0.35
"""Painted is what faces the same way as the skin over it, within about 70 degrees."""
_OUTWARD_MM = 20.0
"""The skin over a place is looked for this far along its normal."""
_NEIGHBOURS = 4


def _vertex_normals(mesh: Mesh) -> Floats:
    """Unit normals at the vertices (n, 3), weighted by the areas of the triangles around each."""
    corners = mesh.vertices[mesh.triangles]
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros_like(mesh.vertices)
    for corner in range(3):
        np.add.at(normals, mesh.triangles[:, corner], faces)
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(lengths, 1e-9), np.float32)


@once
def _over(atlas: Atlas) -> tuple[cKDTree, Floats]:
    """The skin's vertices to be looked for, and its normals (n_skin, 3)."""
    skin = skin_of(atlas).full
    return cKDTree(skin.vertices), _vertex_normals(skin)


@once
def carried_from_skin(atlas: Atlas, id_: str, level: Level) -> csr_array:
    """What brings values at the full skin's vertices to those of a structure under it, (n, n_skin).

    ValueError if the model has no skin.
    """
    part, skin = atlas.structures[id_], skin_of(atlas).full
    mesh = part.full if level == "full" else part.light
    over, skin_normals = _over(atlas)
    normals = _vertex_normals(mesh)
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
