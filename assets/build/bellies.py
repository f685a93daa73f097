"""Final muscle surfaces: on the bone, completed by tendons, beside each other without overlap, at their volumes.

Everything happens on fields (negative inside) over one grid, so that union, contact and partition stay smooth.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import trimesh
from ilium import medius_origin
from parting import BONE_OVERLAP_MM, NEIGHBOUR_GAP_MM, parted_surfaces
from scipy.ndimage import distance_transform_edt, gaussian_filter
from scipy.spatial import cKDTree
from surfaces import Grid, field_of
from tendons import facets, maximus_origin, tendon_field

SPACING_MM = 1.0
CLOSING_MM = 5.0
"""Clefts narrower than twice this, between muscles and between muscle and bone, are filled by the nearest muscle."""
FILL_REACH_MM = {"gluteus_maximus.right": 1.5, "gluteus_medius.right": 5.0, "gluteus_minimus.right": 5.0}
"""Filled only this far from the muscle itself; gluteus maximus lies loosely over what is under it."""
SMOOTHING_MM = {"gluteus_maximus.right": 3.0, "gluteus_medius.right": 1.8, "gluteus_minimus.right": 1.5}
"""Gauss widths that take the last traces of the 3 mm voxels away."""
EDGE_MM = {"gluteus_maximus.right": 2.5, "gluteus_medius.right": 2.1, "gluteus_minimus.right": 1.7}
TENDON_SMOOTHING_MM = {"gluteus_maximus.right": 2.0, "gluteus_medius.right": 0.8, "gluteus_minimus.right": 0.8}
ORIGIN_SHEET_MM = 6.0
"""Greatest thickness of the sheet that ties gluteus medius to the whole of its origin."""
TENDONS = {
    "gluteus_medius.right": ("lateral_facet.right", "superoposterior_facet.right"),
    "gluteus_minimus.right": ("anterior_facet.right",),
}
SHEET_INSET_MM = 1.5
"""The sheet stays this far inside the outline, so that its corners are blunt."""
ROOT_REACH_MM = 65.0
"""The foremost fibres arise within this distance of the ASIS."""
SHEET_REACH_MM = (8.0, 20.0)
"""Distances from the belly over which the sheet fades out."""

Fields = dict[str, np.ndarray]
Meshes = dict[str, trimesh.Trimesh]


def smooth_union(a: np.ndarray, b: np.ndarray, width: float) -> np.ndarray:
    """Union of two fields with a rounded seam of about `width` mm."""
    blend = np.clip(0.5 + 0.5 * (b - a) / width, 0.0, 1.0)
    return b + (a - b) * blend - width * blend * (1.0 - blend)


def _origin_sheet(
    grid: Grid, hip: trimesh.Trimesh, bone: np.ndarray, belly: np.ndarray, landmarks: dict[str, np.ndarray]
) -> np.ndarray:
    """A sheet of muscle over the origin of gluteus medius, thinning out towards its outline and far from the belly."""
    inside = medius_origin(hip, landmarks)
    thickness = np.where(
        inside > SHEET_INSET_MM,
        np.minimum(0.5 * (inside - SHEET_INSET_MM), ORIGIN_SHEET_MM),
        np.maximum(inside - SHEET_INSET_MM, -20.0),
    )
    near = (abs(bone) < 15.0).ravel()
    points = grid.points()[near]
    distance, index = cKDTree(hip.vertices).query(points, k=6)
    weight = 1.0 / (distance + 0.5)
    local = (thickness[index] * weight).sum(axis=1) / weight.sum(axis=1)
    reach = np.clip((SHEET_REACH_MM[1] - belly.ravel()[near]) / (SHEET_REACH_MM[1] - SHEET_REACH_MM[0]), 0.0, 1.0)
    sheet = np.full(bone.size, 50.0)
    sheet[near] = bone.ravel()[near] - np.where(local > 0.0, local * reach, local) + 2.0 * (1.0 - reach)
    return sheet.reshape(bone.shape)


def _anterior_root(grid: Grid, hip: trimesh.Trimesh, belly: np.ndarray, landmarks: dict[str, np.ndarray]) -> np.ndarray:
    """The foremost fibres of gluteus medius, from the crest behind the ASIS to the belly.

    The scan's label ends a finger's breadth behind them, where tensor fasciae latae covers the muscle; that they arise
    up to the anterior gluteal line is in Gray 1918, their thickness is approximate.
    """
    vertices = hip.vertices.view(np.ndarray)
    from_asis = np.linalg.norm(vertices - landmarks["asis.right"], axis=1)
    front = vertices[(medius_origin(hip, landmarks) > 4.0) & (from_asis < ROOT_REACH_MM)]
    root = tendon_field(grid, belly, front, reach_mm=36.0, end_radius=4.0, start_radius=7.0)
    return np.asarray(gaussian_filter(np.clip(root, -60.0, 60.0), 1.5))


def _closed(union: np.ndarray) -> np.ndarray:
    """Field of the morphological closing of a union."""
    depth = distance_transform_edt(union < CLOSING_MM) * SPACING_MM
    return np.asarray(CLOSING_MM - depth)


def _others(fields: Fields, name: str) -> np.ndarray:
    return np.minimum.reduce([field for other, field in fields.items() if other != name])


def _filled(fields: Fields, bone: np.ndarray) -> Fields:
    """Muscles grown into the narrow clefts between them and towards bone."""
    union = np.minimum(np.minimum.reduce(list(fields.values())), bone)
    cleft = gaussian_filter(_closed(union), 1.5)
    result = {}
    for name, field in fields.items():
        share = np.maximum(cleft, np.maximum(field - FILL_REACH_MM[name], (field - _others(fields, name)) / 2.0))
        result[name] = smooth_union(field, share, 2.0)
    return result


def _parted(fields: Fields, bone: np.ndarray) -> Fields:
    """Muscles cut back from bone and from each other, half of an overlap to each: what `parted_surfaces` will leave."""
    return {
        name: np.maximum(
            np.maximum(field, (field - _others(fields, name)) / 2.0 + NEIGHBOUR_GAP_MM), -BONE_OVERLAP_MM - bone
        )
        for name, field in fields.items()
    }


def _volume(field: np.ndarray) -> float:
    """Volume inside a field, mm3, with partly filled cells."""
    return float(np.clip(0.5 - field / SPACING_MM, 0.0, 1.0).sum()) * SPACING_MM**3


def _tendon(grid: Grid, name: str, belly: np.ndarray, bones: Meshes, head: np.ndarray) -> np.ndarray | None:
    """Field of all tendons of a muscle, of gluteus maximus its sheet of origin."""
    if name == "gluteus_maximus.right":
        ends = maximus_origin(bones["sacrum"], bones["coccyx"])
        parts = [tendon_field(grid, belly, ends, reach_mm=22.0, end_radius=3.4, start_radius=6.0)]
    else:
        places = facets(bones["femur.right"], head)
        parts = [
            tendon_field(grid, belly, places[facet].points(bones["femur.right"], 1.5), 16.0, 2.4, 3.5)
            for facet in TENDONS[name]
        ]
    return gaussian_filter(np.clip(np.minimum.reduce(parts), -60.0, 60.0), TENDON_SMOOTHING_MM[name] / SPACING_MM)


def finished(
    grown: Meshes,
    bones: Meshes,
    landmarks: dict[str, np.ndarray],
    head: np.ndarray,
    targets_cm3: dict[str, float],
    tick: Callable[[], None],
) -> Meshes:
    """The three muscles of the right side; `tick` is called a few times."""
    boxes = np.array([mesh.bounds for mesh in grown.values()])
    grid = Grid.around(np.array([boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)]), SPACING_MM, 14.0)
    bone = np.minimum.reduce([field_of(mesh, grid) for mesh in bones.values()])
    tick()
    bellies: Fields = {}
    for name, mesh in grown.items():
        field = np.clip(field_of(mesh, grid), -60.0, 60.0)
        bellies[name] = gaussian_filter(field, SMOOTHING_MM[name] / SPACING_MM)
        tick()
    root = _anterior_root(grid, bones["hip_bone.right"], bellies["gluteus_medius.right"], landmarks)
    bellies["gluteus_medius.right"] = smooth_union(bellies["gluteus_medius.right"], root, 12.0)
    sheet = _origin_sheet(grid, bones["hip_bone.right"], bone, bellies["gluteus_medius.right"], landmarks)
    medius = smooth_union(bellies["gluteus_medius.right"], gaussian_filter(sheet, 1.5), 6.0)
    bellies["gluteus_medius.right"] = gaussian_filter(medius, 1.0)
    tendons = {name: _tendon(grid, name, field, bones, head) for name, field in bellies.items()}
    bellies = _filled(bellies, bone)
    tick()
    whole = _at_volume(bellies, tendons, bone, targets_cm3)
    return parted_surfaces(whole, bones, grid, EDGE_MM, tick)


def _at_volume(bellies: Fields, tendons: Fields, bone: np.ndarray, targets_cm3: dict[str, float]) -> Fields:
    """Bellies shifted by the little that brings the parted volumes to their targets, then joined with their tendons."""
    shift = dict.fromkeys(bellies, 0.0)

    def joined() -> Fields:
        result = {}
        for name, belly in bellies.items():
            field = belly - shift[name]
            for other, tendon in tendons.items():
                if other == name:
                    field = smooth_union(field, tendon, 5.0)
                else:  # a belly gives way to another muscle's tendon
                    field = np.maximum(field, 2.0 * NEIGHBOUR_GAP_MM - tendon)
            result[name] = field
        return result

    for _ in range(6):
        for name, field in _parted(joined(), bone).items():
            surface = float((abs(field) < 0.5 * SPACING_MM).sum()) * SPACING_MM**2
            shift[name] += 1.2 * (targets_cm3[name] * 1000.0 - _volume(field)) / surface
    return joined()
