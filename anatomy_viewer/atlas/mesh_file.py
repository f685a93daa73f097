"""Reads one surface from a PLY file and refuses what is not a sound surface in millimetres."""

from __future__ import annotations

import hashlib
import time
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

MOST_S = 60.0
"""Processor time for all meshes of a pack, a hundred times what the shipped ones take; one more is read to its end."""

SMALLEST_MM, LARGEST_MM = 8.0, 2600.0
"""Diagonals of the boxes around a coccyx of a small child and around a tall adult: outside, the unit is not mm."""

_LANDMARK_REACH_MM = 50.0
_RESTORE = "Restore the file from where the pack came from."
_MEND = "Mend the mesh and write its new SHA-256 into the manifest."
_LESS = "Write the meshes as binary PLY, with fewer triangles, or leave some out."
_SCALE = "Scale the mesh to millimetres and write its new SHA-256 into the manifest."


class MeshError(FileError):
    """A mesh file that cannot be used."""


class MeshReader:
    """Reads the meshes of one pack; a file that is named again is not parsed again, whether it could be used or not."""

    def __init__(
        self,
        root: Path,
        going_on: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self._root, self._going_on = root, going_on
        self._clock, self._worked_s = clock, 0.0
        self._named: dict[tuple[str, str, bool], Mesh | FileError] = {}
        self._parsed: dict[tuple[str, bool], Mesh | FileError] = {}
        """By what the bytes are: a file may lie in the pack under several names."""

    def read(
        self, name: str, sha256: str, *, may_be_open: bool, landmarks: npt.NDArray[np.float64] | None = None
    ) -> Mesh:
        """Reads `name` in the pack folder; FileError unless it is the named file and a sound surface in mm.

        landmarks: (k, 3) mm, points that should lie on the surface or near it; they tell a wrong unit.
        """
        key = name, sha256, may_be_open
        if key not in self._named:
            self._named[key] = self._parsed_once(name, sha256, may_be_open=may_be_open)
        found = self._named[key]
        if isinstance(found, FileError):
            raise type(found)(found.what, found.remedy)
        _check_place(found, np.empty((0, 3)) if landmarks is None else landmarks)
        return found

    def _parsed_once(self, name: str, sha256: str, *, may_be_open: bool) -> Mesh | FileError:
        try:
            data = named_bytes(self._root, in_pack(self._root, name, ".ply"), sha256, self._going_on)
        except FileError as error:
            return error
        key = sha256, may_be_open
        if key not in self._parsed:
            if self._worked_s > MOST_S:
                return MeshError(f"is not read: those before it took more than {MOST_S:g} s of work.", _LESS)
            began = self._clock()
            try:
                self._parsed[key] = _sound(data, may_be_open=may_be_open)
            except FileError as error:
                self._parsed[key] = error
            self._worked_s += self._clock() - began
        return self._parsed[key]


def read_mesh(root: Path, name: str, sha256: str, *, may_be_open: bool) -> Mesh:
    """Reads one mesh of the pack in the folder `root`, as `MeshReader` does."""
    return MeshReader(root).read(name, sha256, may_be_open=may_be_open)


def _sound(data: bytes, *, may_be_open: bool) -> Mesh:
    mesh, edges = _parse(data)
    _check_surface(edges, may_be_open=may_be_open)
    _check_unit(mesh)
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


def _ends(mesh: Mesh) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    return mesh.vertices.min(axis=0).astype(np.float64), mesh.vertices.max(axis=0).astype(np.float64)


def _check_unit(mesh: Mesh) -> None:
    low, high = _ends(mesh)
    diagonal = float(np.linalg.norm(high - low))
    if not SMALLEST_MM <= diagonal <= LARGEST_MM:
        guess = _guess(diagonal)
        raise MeshError(f"measures {diagonal:.4g} mm across, which is not the size of a body part.{guess}", _SCALE)


def _check_place(mesh: Mesh, landmarks: npt.NDArray[np.float64]) -> None:
    low, high = _ends(mesh)
    outside = np.maximum(np.maximum(low - landmarks, landmarks - high), 0.0)
    if len(landmarks) >= 2 and (np.linalg.norm(outside, axis=1) > _LANDMARK_REACH_MM).all():
        raise MeshError("lies far from all its landmarks: another unit, or another place.", _SCALE)


def _guess(diagonal: float) -> str:
    """In which unit a part of the body may have such a size."""
    if not SMALLEST_MM / 1000 <= diagonal < SMALLEST_MM:
        return ""
    surely = diagonal < SMALLEST_MM / 25.4  # in inches it would be smaller than anything
    return f" It looks like metres{'' if surely else ', inches or centimetres'}."
