"""The skin as pain needs it, worked out once for each model: areas, neighbours, and the zones side by side."""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas, Structure
from anatomy_viewer.atlas.once import once

Floats = npt.NDArray[np.float32]


def skin_of(atlas: Atlas) -> Structure:
    """The skin of a model; ValueError if it has none."""
    for part in atlas.structures.values():
        if part.kind == "skin":
            return part
    raise ValueError("this model has no skin")


@once
def vertex_areas(atlas: Atlas) -> npt.NDArray[np.float64]:
    """A third of the area of the triangles around each vertex of the full skin, (n_skin,) mm², read-only."""
    mesh = skin_of(atlas).full
    a, b, c = mesh.vertices[mesh.triangles].astype(np.float64).transpose(1, 0, 2)
    sizes = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 6.0
    areas = np.bincount(mesh.triangles.ravel(), np.repeat(sizes, 3), len(mesh.vertices)).astype(np.float64)
    areas.setflags(write=False)
    return areas


@once
def skin_digest(atlas: Atlas) -> str:
    """SHA-256 of the full skin, in hexadecimal: whether a drawing was made on this skin."""
    mesh = skin_of(atlas).full
    digest = hashlib.sha256(np.ascontiguousarray(mesh.vertices, "<f4").tobytes())
    digest.update(np.ascontiguousarray(mesh.triangles, "<i4").tobytes())
    return digest.hexdigest()
