"""Bones of the mean adult, out of the field models of `musculoskeletal-models`, in the atlas frame (RAS, mm).

The files are in millimetres with +x left, +y posterior, +z up. Femur, patella, tibia and fibula exist for the left leg;
the right leg is its mirror image.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import scipy
import trimesh

MESH_DENSITY = [14, 14]
"""Samples along each side of a field element; gives 73,008 triangles for the pelvis."""

FIELDS = {
    "pelvis": ("pelvis_combined_cubic_mean_rigid_LLP26", "pelvis_combined_cubic_flat"),
    "femur": ("femur_left_mean_rigid_LLP26", "femur_left_quartic_flat"),
    "patella": ("patella_left_mean_rigid_LLP26", "patella_11_left"),
    "shank": ("tibia_fibula_cubic_left_mean_rigid_LLP26", "tibia_fibula_left_cubic_flat"),
}


def _put_back_scipy_aliases() -> None:
    """gias3 3.0.1 calls numpy functions through scipy (`scipy.dot` and others), which new SciPy no longer carries."""
    for name in dir(np):
        if not name.startswith("_") and not hasattr(scipy, name):
            setattr(scipy, name, getattr(np, name))


def _evaluate(folder: Path, field: str, mesh: str) -> trimesh.Trimesh:
    """Triangulate one field model; returns it in RAS millimetres."""
    _put_back_scipy_aliases()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from gias3.fieldwork.field import geometric_field

        model = geometric_field.load_geometric_field(
            str(folder / f"{field}.geof"), str(folder / f"{mesh}.ens"), str(folder / f"{mesh}.mesh")
        )
        points, triangles = model.triangulate(MESH_DENSITY, merge=True)
    return trimesh.Trimesh(np.asarray(points) * [-1.0, -1.0, 1.0], np.asarray(triangles), process=False)


def mirrored(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
    """The mirror image in the plane x = 0, wound outward again."""
    return trimesh.Trimesh(mesh.vertices * [-1.0, 1.0, 1.0], mesh.faces[:, ::-1], process=False)


def raw_bones(folder: Path) -> dict[str, trimesh.Trimesh]:
    """All bones as the field models give them: hip bones and sacrum in place, one leg mirrored to the right."""
    raw = {name: _evaluate(folder, *files) for name, files in FIELDS.items()}
    parts = sorted(raw["pelvis"].split(), key=lambda part: part.centroid[0])
    tibia, fibula = sorted(raw["shank"].split(), key=lambda part: -part.volume)
    return {
        "hip_bone.left": parts[0],
        "sacrum": parts[1],
        "hip_bone.right": parts[2],
        "femur.right": mirrored(raw["femur"]),
        "patella.right": mirrored(raw["patella"]),
        "tibia.right": mirrored(tibia),
        "fibula.right": mirrored(fibula),
    }
