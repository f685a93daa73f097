"""How the skin follows hip and knee: the record, and its reader, which refuses what does not fit the skin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.mesh_file import named_bytes
from anatomy_viewer.atlas.model import Mesh, Structure
from anatomy_viewer.atlas.pack_path import in_pack
from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.npz import Array, read_npz

_REMAKE = "Make the shapes of the skin anew for this skin and write the file's new SHA-256 into the manifest."
_LEVEL_KEYS = ("zone", "twin", "hip", "knee")
_KEYS = ("hip_deg", "knee_deg", "step_mm", *(f"{level}_{key}" for level in ("full", "light") for key in _LEVEL_KEYS))
_LEAST_KEYS, _MOST_KEYS = 5, 1000
"""A spline needs so many key angles; so many are a quarter of a degree apart."""
_WIDEST_DEG = 180.0


class Zone(IntEnum):
    """What a vertex of the skin follows."""

    TRUNK = 0
    HIP = 1
    THIGH = 2
    KNEE = 3
    SHANK = 4


@dataclass(frozen=True, eq=False)
class SkinLevel:
    """Shapes of the skin at one level of detail.

    The right half of its vertices comes first, the left half mirrors it. zone: (r,) uint8, a `Zone` for each right
    vertex; twin: (n - r,) int32, the right vertex that each left one mirrors; hip: (a, h, 3) int16, displacement of the
    h vertices of the hip zone in the pelvis frame at each key angle; knee: (b, k, 3) int16, likewise of the knee zone
    in the thigh frame. Displacements count in steps of `SkinShapes.step_mm`. All read-only.
    """

    zone: npt.NDArray[np.uint8]
    twin: npt.NDArray[np.int32]
    hip: npt.NDArray[np.int16]
    knee: npt.NDArray[np.int16]

    def __post_init__(self) -> None:
        for array in (self.zone, self.twin, self.hip, self.knee):
            array.setflags(write=False)


@dataclass(frozen=True, eq=False)
class SkinShapes:
    """How the skin follows hip abduction and knee flexion of each side.

    hip_deg (a,), knee_deg (b,) float32: key angles, ascending in equal steps, 0 among them; step_mm: millimetres that
    one unit of the displacements stands for.
    """

    hip_deg: npt.NDArray[np.float32]
    knee_deg: npt.NDArray[np.float32]
    step_mm: float
    full: SkinLevel
    light: SkinLevel

    def __post_init__(self) -> None:
        self.hip_deg.setflags(write=False)
        self.knee_deg.setflags(write=False)


def read_skin_shapes(
    root: Path, name: str, sha256: str, skin: Structure, going_on: Callable[[], None] | None = None
) -> SkinShapes:
    """Reads `name` in the pack folder `root`; FileError unless it is the named file and fits the skin.

    going_on: called while the file is read; what it raises ends the reading.
    """
    arrays = read_npz(named_bytes(root, in_pack(root, name, ".npz"), sha256, going_on), _KEYS)
    hip, knee = (_keys(arrays[key], key) for key in ("hip_deg", "knee_deg"))
    step = arrays["step_mm"]
    if step.shape != () or step.dtype.kind != "f" or not 0.0 < float(step) <= 1.0:
        raise FileError("must hold `step_mm`, one number up to 1.", _REMAKE)
    full, light = (
        _level(arrays, level, mesh, hip, knee) for level, mesh in (("full", skin.full), ("light", skin.light))
    )
    return SkinShapes(hip, knee, float(step), full, light)


def _keys(values: Array, name: str) -> npt.NDArray[np.float32]:
    """Key angles, checked."""
    if values.ndim != 1 or not _LEAST_KEYS <= len(values) <= _MOST_KEYS or values.dtype.kind != "f":
        raise FileError(f"must hold at least {_LEAST_KEYS} angles in `{name}`, {_MOST_KEYS} at most.", _REMAKE)
    if np.abs(values).max() > _WIDEST_DEG:
        raise FileError(f"must hold angles up to {_WIDEST_DEG:g} degrees in `{name}`.", _REMAKE)
    keys = np.ascontiguousarray(values, np.float32)
    steps = np.diff(keys)
    if not (steps[0] > 0 and np.allclose(steps, steps[0], rtol=1e-3) and (keys == 0).any()):
        raise FileError(f"must hold angles in equal steps, 0 among them, in `{name}`.", _REMAKE)
    return keys


def _level(
    arrays: Mapping[str, Array], level: str, mesh: Mesh, hips: npt.NDArray[np.float32], knees: npt.NDArray[np.float32]
) -> SkinLevel:
    if mesh.kept is not None:  # right and left would no longer be twins, one by one
        what = f"cannot be used: the {level} surface has vertices that are doubled or that no triangle uses."
        raise FileError(what, "Clean the mesh, and make the shapes anew.")
    zone, twin, hip, knee = (arrays[f"{level}_{key}"] for key in _LEVEL_KEYS)
    if zone.ndim != 1 or zone.dtype.kind not in "iu" or not np.isin(zone, [int(value) for value in Zone]).all():
        raise FileError(f"must name a zone from 0 to {max(Zone)} in `{level}_zone` for each right vertex.", _REMAKE)
    right = len(zone)
    fits = twin.shape == (len(mesh.vertices) - right,) and twin.dtype.kind in "iu"
    if not fits or not np.isin(twin, np.arange(right)).all():
        raise FileError(f"does not name the twin of each left vertex in `{level}_twin`.", _REMAKE)
    if not np.array_equal(mesh.vertices[right:], mesh.vertices[twin] * np.array([-1, 1, 1], np.float32)):
        raise FileError(f"names twins in `{level}_twin` that are no mirror images of each other.", _REMAKE)
    for key, shapes, angles, moved in (("hip", hip, hips, Zone.HIP), ("knee", knee, knees, Zone.KNEE)):
        if shapes.shape != (len(angles), int(np.sum(zone == moved)), 3) or shapes.dtype != np.int16:
            raise FileError(f"must hold whole numbers (int16) for each angle and vertex in `{level}_{key}`.", _REMAKE)
        if shapes[angles == 0.0].any():
            raise FileError(f"must hold zeros at 0 degrees in `{level}_{key}`.", _REMAKE)
    return SkinLevel(
        np.ascontiguousarray(zone, np.uint8), np.ascontiguousarray(twin, np.int32), _int16(hip), _int16(knee)
    )


def _int16(values: Array) -> npt.NDArray[np.int16]:
    return np.ascontiguousarray(values, np.int16)
