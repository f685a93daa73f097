"""Landmarks that only the skin has: the gluteal fold and the popliteal crease, found by their shape."""

from __future__ import annotations

import numpy as np
import trimesh
from scipy.ndimage import gaussian_filter1d
from skin_fit import Floats

STEP_MM = 1.0
SMOOTHING_MM = 6.0
"""Gauss width on the profile: keeps the fold, drops the facets."""
FOLD_BELOW_TUBEROSITY_MM = (20.0, 70.0)
CREASE_AROUND_KNEE_MM = (-25.0, -5.0)
"""The crease lies between the epicondyles and the joint line, about 27 mm below them."""


def _back_profile(skin: trimesh.Trimesh, x: float, low: float, high: float) -> tuple[Floats, Floats]:
    """Heights z (k,) and rearmost skin y (k,) of the sagittal section at `x` mm."""
    lines = skin.section([1.0, 0.0, 0.0], [x, 0.0, 0.0])
    ends = lines.vertices[np.vstack([path.nodes for path in lines.entities])]
    heights = np.arange(low, high + STEP_MM / 2.0, STEP_MM)
    back = np.full(len(heights), np.inf)
    for (_, y0, z0), (_, y1, z1) in ends:
        inside = (heights >= min(z0, z1)) & (heights <= max(z0, z1))
        share = (heights[inside] - z0) / (z1 - z0) if z1 != z0 else 0.0
        back[inside] = np.minimum(back[inside], y0 + share * (y1 - y0))
    return heights, back


def _hollowest(skin: trimesh.Trimesh, x: float, low: float, high: float) -> Floats:
    """Where the back profile at `x` bends inward most sharply between two heights, (3,) mm."""
    reach = 3.0 * SMOOTHING_MM
    heights, back = _back_profile(skin, x, low - reach, high + reach)
    smooth = gaussian_filter1d(back, SMOOTHING_MM / STEP_MM)
    slope = np.gradient(smooth, STEP_MM)
    bend = np.gradient(slope, STEP_MM) / (1.0 + slope**2) ** 1.5
    bend[(heights < low) | (heights > high)] = np.inf
    place = int(np.argmin(bend))
    return np.array([x, back[place], heights[place]])


def gluteal_fold(skin: trimesh.Trimesh, tuberosity: Floats, x: float) -> Floats:
    """Hollow under the buttock in the sagittal plane through the middle of the thigh, (3,) mm."""
    nearest, farthest = FOLD_BELOW_TUBEROSITY_MM
    return _hollowest(skin, x, tuberosity[2] - farthest, tuberosity[2] - nearest)


def popliteal_crease(skin: trimesh.Trimesh, knee: Floats) -> Floats:
    """Hollow of the knee behind the joint, in the sagittal plane through its middle, (3,) mm."""
    low, high = CREASE_AROUND_KNEE_MM
    return _hollowest(skin, knee[0], knee[2] + low, knee[2] + high)
