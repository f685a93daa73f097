"""Smooth surfaces from the labels of TotalSegmentator's example scan (3 mm voxels), in the scan's RAS millimetres."""

from __future__ import annotations

from pathlib import Path

import nibabel
import numpy as np
import trimesh
from scipy.ndimage import distance_transform_edt, gaussian_filter, zoom
from scipy.optimize import brentq
from surfaces import Grid, isosurface, largest, remeshed

LABELS = {
    "sacrum": (25, 26),
    "lumbar_vertebra_5": (27,),
    "lumbar_vertebra_4": (28,),
    "femur.right": (76,),
    "hip_bone.right": (78,),
    "gluteus_maximus.right": (81,),
    "gluteus_medius.right": (83,),
    "gluteus_minimus.right": (85,),
}
"""TotalSegmentator class numbers."""

SMOOTHING_VOXELS = 0.9
"""Gauss width on the distance field: takes the voxel steps away, keeps what is wider than two voxels."""
FINER = 3
"""Grid nodes per voxel."""


def _distance(mask: np.ndarray, voxel: float) -> np.ndarray:
    inside, outside = distance_transform_edt(mask), distance_transform_edt(~mask)
    return np.where(mask, 0.5 - inside, outside - 0.5) * voxel


def label_surface(labels: np.ndarray, affine: np.ndarray, numbers: tuple[int, ...], edge: float) -> trimesh.Trimesh:
    """Smooth closed surface of some labels, enclosing the volume of their voxels; edges about `edge` mm."""
    voxel = float(affine[0, 0])
    everywhere = np.isin(labels, numbers)
    box = tuple(slice(max(along.min() - 1, 0), along.max() + 2) for along in np.nonzero(everywhere))
    first = np.array([part.start for part in box])
    mask = np.pad(everywhere[box], 4)
    field = zoom(
        gaussian_filter(_distance(mask, voxel), SMOOTHING_VOXELS), FINER, order=3, grid_mode=True, mode="nearest"
    )
    spacing = voxel / FINER
    level = brentq(lambda value: (field < value).sum() * spacing**3 - mask.sum() * voxel**3, -voxel, voxel)
    origin = affine[:3, 3] + (first - 4) * voxel - 0.5 * voxel + 0.5 * spacing
    surface = isosurface(field, Grid(origin, spacing, field.shape), level)
    return largest(remeshed(largest(surface), edge))


def scan_surfaces(file: Path, edge: float = 3.0) -> dict[str, trimesh.Trimesh]:
    """All labelled surfaces of the scan that the atlas uses."""
    image = nibabel.load(file)
    labels = np.asarray(image.dataobj)
    return {name: label_surface(labels, image.affine, numbers, edge) for name, numbers in LABELS.items()}
