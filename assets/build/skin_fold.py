"""The gluteal fold: a soft crease between buttock and thigh, which MakeHuman's plain suit only hints at.

The crease lies a little below the ischial tuberosity, runs level and fades outward over the thigh. It is where the skin
is tied to the deep fascia, not the lower border of gluteus maximus, which crosses it obliquely.
"""

from __future__ import annotations

import numpy as np
import trimesh
from scipy.spatial import cKDTree
from skin_fit import Floats

BELOW_TUBEROSITY_MM = 45.0
CREASE_MM = 6.0
"""Depth of the crease."""
ABOVE_MM, BELOW_MM = 10.0, 18.0
"""Widths of its slopes: the buttock turns in sharply, the thigh comes out gently."""
FULL_WIDTH_MM = (18.0, 75.0)
"""From the mirror plane outward: where the crease is deepest."""
FADE_MM = (14.0, 55.0)
"""Over how much it fades, inward and outward."""
KEEP_MM = 5.5
"""Tissue left over muscle and bone."""


def _share_across(x: Floats) -> Floats:
    """1 along the crease, falling to 0 inward and outward."""
    inner = np.clip((FULL_WIDTH_MM[0] - x) / FADE_MM[0], 0.0, 1.0)
    outer = np.clip((x - FULL_WIDTH_MM[1]) / FADE_MM[1], 0.0, 1.0)
    return np.cos(np.pi / 2.0 * np.maximum(inner, outer)) ** 2


def folded(half: trimesh.Trimesh, tuberosity: Floats, covered: Floats) -> trimesh.Trimesh:
    """The right half with its gluteal fold.

    tuberosity: (3,) mm; covered: points of bone and muscle (k, 3) mm, over which tissue is kept.
    """
    points, normals = np.array(half.vertices), np.array(half.vertex_normals)
    height = points[:, 2] - (tuberosity[2] - BELOW_TUBEROSITY_MM)
    across = np.exp(-0.5 * (height / np.where(height > 0.0, ABOVE_MM, BELOW_MM)) ** 2)
    behind = np.clip(-normals[:, 1], 0.0, 1.0)
    depth = CREASE_MM * across * _share_across(points[:, 0]) * behind
    near = depth > 0.01
    spare = cKDTree(covered).query(points[near])[0] - KEEP_MM
    depth[near] = np.minimum(depth[near], np.maximum(spare, 0.0))
    depth[points[:, 0] == 0.0] = 0.0
    return trimesh.Trimesh(points - depth[:, None] * normals, half.faces, process=False)
