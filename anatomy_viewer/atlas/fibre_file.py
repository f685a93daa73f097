"""Reads the fibre lines of one muscle from an .npz file and refuses what does not fit the muscle."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.mesh_file import MeshError, named_bytes
from anatomy_viewer.atlas.model import FibreSet, Mesh, Names, Structure
from anatomy_viewer.atlas.pack_path import in_pack

_RESTORE = "Restore the file from where the pack came from."
_REMAKE = "Make the fibres anew for this muscle and write the file's new SHA-256 into the manifest."
_KEYS = ("points", "part", "fleshy_mm", "tendon", "direction", "light_tendon", "light_direction")
_REACH_MM = 5.0
"""Fibres may leave the box around their muscle by this much, towards bone."""


def read_fibres(root: Path, name: str, sha256: str, muscle: Structure, parts: tuple[Names, ...]) -> FibreSet:
    """Reads `name` in the pack folder `root`; MeshError unless it is the named file and fits the muscle."""
    arrays = _arrays(named_bytes(root, in_pack(root, name, ".npz"), sha256))
    _check_lines(arrays, muscle.full, len(parts))
    _check_surface(arrays["tendon"], arrays["direction"], muscle.full, "full")
    _check_surface(arrays["light_tendon"], arrays["light_direction"], muscle.light, "light")
    for key in ("tendon", "direction"):
        arrays[key] = muscle.full.those_kept(arrays[key])
        arrays[f"light_{key}"] = muscle.light.those_kept(arrays[f"light_{key}"])
    floats = {key: np.ascontiguousarray(arrays[key], np.float32) for key in _KEYS if key != "part"}
    return FibreSet(muscle=muscle.id, parts=parts, part=np.ascontiguousarray(arrays["part"], np.uint8), **floats)


def mirrored_fibres(fibres: FibreSet, muscle: str) -> FibreSet:
    """The same fibres on the other side, mirrored across the plane x = 0."""
    flip = np.array([-1, 1, 1], np.float32)
    return replace(
        fibres,
        muscle=muscle,
        points=fibres.points * flip,
        direction=fibres.direction * flip,
        light_direction=fibres.light_direction * flip,
    )


def _arrays(data: bytes) -> dict[str, npt.NDArray[np.generic]]:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            missing = [key for key in _KEYS if key not in file]
            if missing:
                raise MeshError(f"lacks the arrays {', '.join(missing)}.", _REMAKE)
            return {key: file[key] for key in _KEYS}
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        if isinstance(error, MeshError):
            raise
        raise MeshError(f"is not a readable .npz file ({error}).", _RESTORE) from None


def _check_lines(arrays: dict[str, npt.NDArray[np.generic]], full: Mesh, parts: int) -> None:
    points, part, fleshy = arrays["points"], arrays["part"], arrays["fleshy_mm"]
    if points.ndim != 3 or points.shape[1] < 2 or points.shape[2] != 3 or points.dtype.kind != "f":
        raise MeshError("must hold `points` of shape (lines, samples, 3).", _REMAKE)
    if part.shape != points.shape[:1] or part.dtype.kind not in "iu" or not np.isin(part, np.arange(parts)).all():
        raise MeshError(f"must name one of the {parts} parts for each line in `part`.", _REMAKE)
    if fleshy.shape != (len(points), 2):
        raise MeshError("must hold `fleshy_mm` of shape (lines, 2).", _REMAKE)
    low, high = full.vertices.min(axis=0) - _REACH_MM, full.vertices.max(axis=0) + _REACH_MM
    if not (np.isfinite(points).all() and (points >= low).all() and (points <= high).all()):
        raise MeshError("holds lines that leave the muscle.", _REMAKE)


def _check_surface(tendon: npt.NDArray[np.generic], direction: npt.NDArray[np.generic], mesh: Mesh, level: str) -> None:
    if tendon.shape != (mesh.count_in_file,) or direction.shape != (mesh.count_in_file, 3):
        raise MeshError(f"does not have one value for each vertex of the {level} surface.", _REMAKE)
    if not (np.isfinite(tendon).all() and np.isfinite(direction).all()):
        raise MeshError("holds values that are no numbers.", _REMAKE)
