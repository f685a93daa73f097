"""The outer ilium: crest, gluteal lines and the surface that gluteus medius arises from.

After Gray 1918: the anterior gluteal line leaves the crest about 4 cm behind its front end (here 3.2) and runs to the
upper part of the greater sciatic notch; the posterior line leaves it about 5 cm before its back end (here 4.4), so that
the fan keeps its front and its back. Between them and the crest lies the origin of gluteus medius. The lines are faint
on mean bones, so their course between these points is approximate.
"""

from __future__ import annotations

import numpy as np
import trimesh
from matplotlib.path import Path as Outline
from scipy.spatial import cKDTree

ANTERIOR_LINE_FROM_ASIS_MM = 32.0
POSTERIOR_LINE_FROM_PSIS_MM = 44.0


def crest(hip: trimesh.Trimesh, asis: np.ndarray, psis: np.ndarray) -> np.ndarray:
    """The iliac crest from ASIS to PSIS, (n, 3), about 1 mm apart: the highest rim seen from the side."""
    vertices = hip.vertices.view(np.ndarray)
    middle = (asis + psis) / 2.0
    angles = np.linspace(
        np.arctan2(asis[2] - middle[2], asis[1] - middle[1]), np.arctan2(psis[2] - middle[2], psis[1] - middle[1]), 60
    )
    directions = np.column_stack([np.zeros_like(angles), np.cos(angles), np.sin(angles)])
    above = vertices[vertices[:, 2] > min(asis[2], psis[2]) - 5.0]
    rim = np.array([above[np.argsort((above - middle) @ d)[-6:]].mean(axis=0) for d in directions])
    rim = np.vstack([asis, rim[2:-2], psis])
    for _ in range(4):
        rim[1:-1] = (rim[:-2] + 2.0 * rim[1:-1] + rim[2:]) / 4.0
    along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(rim, axis=0), axis=1)))
    where = np.linspace(0.0, along[-1], int(along[-1]))
    dense = np.column_stack([np.interp(where, along, rim[:, axis]) for axis in range(3)])
    return vertices[cKDTree(vertices).query(dense)[1]]


def medius_origin(hip: trimesh.Trimesh, landmarks: dict[str, np.ndarray]) -> np.ndarray:
    """Signed distance (mm, seen from the side) of each hip-bone vertex to the outline of the origin of gluteus medius.

    Positive inside; -100 on the inner side of the bone.
    """
    rim = crest(hip, landmarks["asis.right"], landmarks["psis.right"])
    along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(rim, axis=0), axis=1)))
    front = rim[np.searchsorted(along, ANTERIOR_LINE_FROM_ASIS_MM)]
    back = rim[np.searchsorted(along, along[-1] - POSTERIOR_LINE_FROM_PSIS_MM)]
    between = rim[(along >= ANTERIOR_LINE_FROM_ASIS_MM) & (along <= along[-1] - POSTERIOR_LINE_FROM_PSIS_MM)]
    notch = landmarks["greater_sciatic_notch.right"]
    lower = notch + [0.0, 2.0, 14.0]
    upper = notch + [0.0, -14.0, 14.0]
    sag = np.linspace(0.0, np.pi, 30)
    chord = front + np.linspace(0.0, 1.0, 30)[:, None] * (lower - front)
    anterior_line = chord + np.outer(np.sin(sag), [0.0, 2.0, -4.0])
    posterior_line = upper + np.linspace(0.0, 1.0, 30)[:, None] * (back - upper)
    outline = np.vstack([anterior_line, posterior_line, between[::-1]])[:, 1:]
    flat = hip.vertices.view(np.ndarray)[:, 1:]
    dense = np.vstack([np.linspace(a, b, 8) for a, b in zip(outline, np.roll(outline, -1, axis=0), strict=True)])
    distance = cKDTree(dense).query(flat)[0]
    signed = np.where(Outline(outline).contains_points(flat), distance, -distance)
    outer = hip.vertex_normals[:, 0] > 0.1
    return np.where(outer, signed, -100.0)
