"""Reads how muscles change their shape with the hip from .npz files, and refuses what does not fit the muscle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.manifest import FILE_NAME, MotionTable
from anatomy_viewer.atlas.mesh_file import named_bytes
from anatomy_viewer.atlas.model import FibreSet, PackProblem, ShapeSeries, Structure
from anatomy_viewer.atlas.pack_path import in_pack, shown
from anatomy_viewer.atlas.skin_shapes import SkinShapes, read_skin_shapes
from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.npz import Array, read_npz

LIFT_RANGE_DEG = (-25.0, 45.0)
"""Hip abduction that shapes must cover, negative is adduction. Goniometer tables end at 45 degrees of abduction;
adduction reaches 27 ± 3.6 degrees (Kosmahl 1999)."""

_REMAKE = "Make the shapes anew for this muscle and write the file's new SHA-256 into the manifest."
_KEYS = ("angles_deg", "step_mm", "full", "light", "fibres")
_MAX_STEP_MM = 0.05
_ROUNDED = 1.0 + 1e-6
"""What a float32 that was written as the largest number may lie above it."""
MOST_BYTES_IN_ALL = 256 * 1024 * 1024
"""Of all shapes of a model, twenty times those of the shipped one."""
_TOO_MUCH = f"would bring the shapes of all muscles to more than {MOST_BYTES_IN_ALL >> 20} MiB."
_FEWER = "Write the shapes at fewer angles."
_LEAST_ANGLES, _MOST_ANGLES = 5, 1000
_WIDEST_DEG = 180.0


def load_motion(
    root: Path,
    tables: Mapping[str, MotionTable],
    structures: Mapping[str, Structure],
    fibres: Mapping[str, FibreSet],
    begin: Callable[[str], None],
    going_on: Callable[[], None],
) -> tuple[dict[str, ShapeSeries], SkinShapes | None, list[PackProblem]]:
    """Shapes of the muscles and of the skin that are there, and what is wrong with the rest.

    begin: called with a name before each of them; going_on: called while it is read; what they raise ends the loading.
    """
    found: dict[str, ShapeSeries] = {}
    read: dict[tuple[object, ...], ShapeSeries] = {}
    twins: dict[str, ShapeSeries] = {}
    held = 0
    skin: SkinShapes | None = None
    problems: list[PackProblem] = []
    for id_, table in tables.items():
        begin(structures[id_].names.en if id_ in structures else "")
        if id_ not in structures or table.file is None or table.sha256 is None:
            continue
        try:
            if structures[id_].kind == "skin":
                skin = read_skin_shapes(root, table.file, table.sha256, structures[id_], going_on)
                continue
            muscle, lines = structures[id_], fibres.get(id_)
            key = table.sha256, id(muscle.full), id(muscle.light), lines is not None and id(lines.points)
            if key not in read:
                read[key] = read_shapes(root, table.file, table.sha256, muscle, lines, going_on)
            held += _bytes(read[key])
            if held > MOST_BYTES_IN_ALL:
                raise FileError(_TOO_MUCH, _FEWER)
            found[id_] = replace(read[key], muscle=id_)  # the same arrays for all that name them
        except FileError as error:
            what = f"{error.what} {structures[id_].names.en} does not move."
            problems.append(PackProblem(shown(str(root / table.file)), what, error.remedy))
    for id_, table in tables.items():
        if id_ in structures and table.mirror_of in found:
            master = table.mirror_of
            held += _bytes(found[master])
            if held > MOST_BYTES_IN_ALL:
                problems.append(PackProblem(f'{FILE_NAME}: motion."{id_}"', f"{_TOO_MUCH} It does not move.", _FEWER))
                continue
            twins[master] = twins.get(master) or mirrored_shapes(found[master], id_)
            found[id_] = replace(twins[master], muscle=id_)
    return found, skin, problems


def _bytes(shapes: ShapeSeries) -> int:
    """What shapes take; who moves keeps twice as much for each muscle, be the arrays shared or not."""
    return shapes.full.nbytes + shapes.light.nbytes + shapes.fibres.nbytes


def read_shapes(
    root: Path,
    name: str,
    sha256: str,
    muscle: Structure,
    fibres: FibreSet | None,
    going_on: Callable[[], None] | None = None,
) -> ShapeSeries:
    """Reads `name` in the pack folder `root`; FileError unless it is the named file and fits the muscle.

    Where the muscle has one surface for both levels of detail, its full shapes serve both. going_on: called while the
    file is read; what it raises ends the reading.
    """
    arrays = read_npz(named_bytes(root, in_pack(root, name, ".npz"), sha256, going_on), _KEYS)
    angles = _angles(arrays["angles_deg"])
    step = arrays["step_mm"]
    if step.shape != () or step.dtype.kind != "f" or not 0.0 < float(step) <= _MAX_STEP_MM * _ROUNDED:
        raise FileError(f"must hold `step_mm`, one number up to {_MAX_STEP_MM}.", _REMAKE)
    neutral = int(np.flatnonzero(angles == 0.0)[0])
    full = _displacements(arrays["full"], "full", (len(angles), muscle.full.count_in_file, 3), neutral)
    full = light = muscle.full.those_kept(full, axis=1)
    if muscle.light is not muscle.full:
        light = _displacements(arrays["light"], "light", (len(angles), muscle.light.count_in_file, 3), neutral)
        light = muscle.light.those_kept(light, axis=1)
    points = 0 if fibres is None else fibres.points.shape[0] * fibres.points.shape[1]
    lines = arrays["fibres"] if fibres is not None else np.zeros((len(angles), 0, 3), np.int16)
    lines = _displacements(lines, "fibres", (len(angles), points, 3), neutral)
    return ShapeSeries(muscle.id, angles, float(step), full, light, lines)


def mirrored_shapes(shapes: ShapeSeries, muscle: str) -> ShapeSeries:
    """The same shapes on the other side, mirrored across the plane x = 0."""
    flip = np.array([-1, 1, 1], np.int16)
    full = shapes.full * flip
    light = full if shapes.light is shapes.full else shapes.light * flip
    return replace(shapes, muscle=muscle, full=full, light=light, fibres=shapes.fibres * flip)


def _angles(values: Array) -> npt.NDArray[np.float32]:
    if values.ndim != 1 or not _LEAST_ANGLES <= len(values) <= _MOST_ANGLES or values.dtype.kind != "f":
        raise FileError(f"must hold at least {_LEAST_ANGLES} angles in `angles_deg`, {_MOST_ANGLES} at most.", _REMAKE)
    if np.abs(values).max() > _WIDEST_DEG:
        raise FileError(f"must hold angles up to {_WIDEST_DEG:g} degrees in `angles_deg`.", _REMAKE)
    angles = np.ascontiguousarray(values, np.float32)
    steps = np.diff(angles)
    if steps[0] <= 0.0 or not np.allclose(steps, steps[0], rtol=1e-3) or not (angles == 0.0).any():
        raise FileError("must hold angles in equal steps upward, 0 among them.", _REMAKE)
    low, high = LIFT_RANGE_DEG
    if angles[0] > low or angles[-1] < high:
        raise FileError(f"must reach from {low:g} to {high:g} degrees.", _REMAKE)
    return angles


def _displacements(values: Array, key: str, shape: tuple[int, ...], neutral: int) -> npt.NDArray[np.int16]:
    if values.shape != shape or values.dtype != np.int16:
        raise FileError(f"must hold `{key}`: whole numbers (int16) of shape {shape}.", _REMAKE)
    if values[neutral].any() or (values == np.iinfo(np.int16).min).any():
        raise FileError(f"must hold zeros at 0 degrees in `{key}`, and no number below -32767.", _REMAKE)
    return np.ascontiguousarray(values, np.int16)
