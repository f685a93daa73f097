"""Reads one surface from a PLY file and refuses what is not a sound surface in millimetres."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.mending import Edges, mended, used_vertices
from anatomy_viewer.atlas.model import Kept, Mesh
from anatomy_viewer.atlas.pack_path import in_pack
from anatomy_viewer.atlas.ply_surface import ply_surface
from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.read import read_file

MAX_BYTES = 256 * 1024 * 1024
"""Ten times the whole shipped pack."""

SMALLEST_MM, LARGEST_MM = 8.0, 2600.0
"""Diagonals of the boxes around a coccyx of a small child and around a tall adult: outside, the unit is not mm."""

_LANDMARK_REACH_MM = 50.0
_RESTORE = "Restore the file from where the pack came from."
_MEND = "Mend the mesh and write its new SHA-256 into the manifest."
_SCALE = "Scale the mesh to millimetres and write its new SHA-256 into the manifest."


class MeshError(FileError):
    """A mesh file that cannot be used."""


def read_mesh(
    root: Path, name: str, sha256: str, *, may_be_open: bool, landmarks: npt.NDArray[np.float64] | None = None
) -> Mesh:
    """Reads `name` in the pack folder `root`; FileError unless it is the named file and a sound surface in mm.

    landmarks: (k, 3) mm, points that should lie on the surface or near it; they tell a wrong unit.
    """
    mesh, edges = _parse(named_bytes(root, in_pack(root, name, ".ply"), sha256))
    _check_surface(edges, may_be_open=may_be_open)
    _check_unit(mesh, np.empty((0, 3)) if landmarks is None else landmarks)
    if not may_be_open and signed_volume(mesh) <= 0:
        raise MeshError("is wound inside out.", _MEND)
    return mesh


def mirrored(mesh: Mesh) -> Mesh:
    """The mirror image across the plane x = 0, wound so that it still faces outward."""
    return Mesh(mesh.vertices * np.array([-1, 1, 1], np.float32), np.ascontiguousarray(mesh.triangles[:, ::-1]))


def same_part(full: Mesh, light: Mesh) -> None:
    """MeshError if the light surface does not fill the same box as the full one, to a tenth of its diagonal."""
    boxes = [np.stack([mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)]) for mesh in (full, light)]
    if float(np.abs(boxes[0] - boxes[1]).max()) > 0.1 * float(np.linalg.norm(np.ptp(boxes[0], axis=0))):
        raise MeshError("does not fill the same space as the full mesh: another part, or another unit.", _MEND)


def signed_volume(mesh: Mesh) -> float:
    """Volume inside a closed surface, mm³; negative if it is wound inside out."""
    corners = mesh.vertices.astype(np.float64)[mesh.triangles]
    return float(np.einsum("ij,ij->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2]))) / 6


def named_bytes(root: Path, name: str, sha256: str, going_on: Callable[[], None] | None = None) -> bytes:
    """The bytes of a file in the pack folder; FileError unless they are the ones that the manifest names.

    going_on: called while it is read; what it raises ends the reading.
    """
    data = read_file(root / name, MAX_BYTES, inside=root, going_on=going_on)
    if not data:
        raise FileError("is empty.", _RESTORE)
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        what = f"is not the file that the manifest names (SHA-256 {found}): it was changed or is incomplete."
        raise FileError(what, _RESTORE)
    return data


def _parse(data: bytes) -> tuple[Mesh, Edges]:
    """The surface that is meant, without what no triangle uses, and its edges."""
    vertices, triangles = ply_surface(data)
    triangles, edges = mended(vertices, triangles)
    if len(triangles) == 0:
        raise MeshError("holds no triangles: all of them name a vertex twice.", _RESTORE)
    used = used_vertices(len(vertices), triangles)
    if used is None:
        return Mesh(vertices, triangles), edges
    number = np.zeros(len(vertices), np.int32)
    number[used] = np.arange(len(used))
    return Mesh(np.ascontiguousarray(vertices[used]), number[triangles], Kept(len(vertices), used)), edges


def _check_surface(edges: Edges, *, may_be_open: bool) -> None:
    """MeshError unless each edge has one triangle on each side, both wound the same way."""
    if edges.crowded:
        raise MeshError(_crowded_edge(edges), _MEND)
    if not may_be_open and not edges.is_closed:
        raise MeshError(f"is not closed: {len(edges.open_sides())} edges belong to one triangle only.", _MEND)


def _crowded_edge(edges: Edges) -> str:
    start, end = edges.forward // edges.size, edges.forward % edges.size
    sides = np.minimum(start, end) * edges.size + np.maximum(start, end)
    crowded = int((np.unique(sides, return_counts=True)[1] > 2).sum())
    if crowded:
        return f"is not a surface (non-manifold): {crowded} edges have more than two triangles."
    return "is not wound consistently: neighbouring triangles face opposite ways."


def _check_unit(mesh: Mesh, landmarks: npt.NDArray[np.float64]) -> None:
    low, high = (ends.astype(np.float64) for ends in (mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)))
    diagonal = float(np.linalg.norm(high - low))
    if not SMALLEST_MM <= diagonal <= LARGEST_MM:
        guess = _guess(diagonal)
        raise MeshError(f"measures {diagonal:.4g} mm across, which is not the size of a body part.{guess}", _SCALE)
    outside = np.maximum(np.maximum(low - landmarks, landmarks - high), 0.0)
    if len(landmarks) >= 2 and (np.linalg.norm(outside, axis=1) > _LANDMARK_REACH_MM).all():
        raise MeshError("lies far from all its landmarks: another unit, or another place.", _SCALE)


def _guess(diagonal: float) -> str:
    """In which unit a part of the body may have such a size."""
    if not SMALLEST_MM / 1000 <= diagonal < SMALLEST_MM:
        return ""
    surely = diagonal < SMALLEST_MM / 25.4  # in inches it would be smaller than anything
    return f" It looks like metres{'' if surely else ', inches or centimetres'}."
