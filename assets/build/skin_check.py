"""What the skin must be, checked as it is made: one open rim at the flat top, and everything else under it."""

from __future__ import annotations

from collections.abc import Mapping

import igl
import numpy as np
import trimesh
from skin_surface import self_intersecting

LEAST_DEPTH_MM = {"bone": 1.0, "muscle": 2.0}
SELF_INTERSECTING_SHARE = 0.001


class SkinError(Exception):
    """The skin misses a requirement; the message says which and by how much."""


def capped(skin: trimesh.Trimesh) -> trimesh.Trimesh:
    """The skin closed at its flat top by a fan, for telling inside from outside."""
    outline = skin.outline().discrete
    if len(outline) != 1:
        raise SkinError(f"the skin has {len(outline)} open rims; only the one at the top cut may be open")
    edges = skin.edges[trimesh.grouping.group_rows(skin.edges_sorted, require_count=1)]
    middle = skin.vertices[np.unique(edges)].mean(axis=0)
    fan = np.column_stack([edges[:, ::-1], np.full(len(edges), len(skin.vertices))])
    return trimesh.Trimesh(np.vstack([skin.vertices, middle]), np.vstack([skin.faces, fan]), process=False)


def least_depth(skin: trimesh.Trimesh, structure: trimesh.Trimesh) -> float:
    """Least distance of a structure's vertices to the skin, mm; negative if one lies outside."""
    closed = capped(skin)
    points = np.ascontiguousarray(structure.vertices, dtype=float)
    squared, _, _ = igl.point_mesh_squared_distance(
        points, np.array(skin.vertices, float), np.array(skin.faces, np.int64)
    )
    inside = igl.fast_winding_number(np.array(closed.vertices, float), np.array(closed.faces, np.int64), points) > 0.5
    return float(np.min(np.where(inside, 1.0, -1.0) * np.sqrt(squared)))


def _check_shape(skin: trimesh.Trimesh, top: float) -> None:
    closed = capped(skin)
    rim = np.unique(skin.edges_sorted[trimesh.grouping.group_rows(skin.edges_sorted, require_count=1)])
    if not np.all(skin.vertices[rim, 2] == np.float32(top)):
        raise SkinError(f"the top cut is not flat at z = {top} mm")
    if not (closed.is_watertight and closed.is_winding_consistent and closed.volume > 0.0 and closed.body_count == 1):
        raise SkinError("the skin is not one consistently outward wound surface")
    share = float(self_intersecting(skin).mean())
    if share > SELF_INTERSECTING_SHARE:
        raise SkinError(f"{share:.2%} of the skin's triangles cross others; at most {SELF_INTERSECTING_SHARE:.2%} may")


def check(
    full: trimesh.Trimesh,
    light: trimesh.Trimesh,
    bones: Mapping[str, trimesh.Trimesh],
    muscles: Mapping[str, trimesh.Trimesh],
    top: float,
) -> None:
    """Raise `SkinError` if a requirement is missed."""
    for skin in (full, light):
        _check_shape(skin, top)
    for kind, structures in (("bone", bones), ("muscle", muscles)):
        for name, structure in sorted(structures.items()):
            depth = least_depth(full, structure)
            if depth < LEAST_DEPTH_MM[kind]:
                raise SkinError(
                    f"{name} lies {depth:.1f} mm under the skin; at least {LEAST_DEPTH_MM[kind]} mm are asked"
                )
