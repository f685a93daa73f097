"""Landmarks of the right side and the midline, found on the surfaces by what defines them.

That is the end of a bone in a direction, the deepest point of a notch, the middle between two points. Frame: RAS, mm.
"""

from __future__ import annotations

import numpy as np
import trimesh
from pose import epicondyles

Points = dict[str, np.ndarray]


def _extreme(points: np.ndarray, *direction: float) -> np.ndarray:
    return np.asarray(points[np.argmax(points @ np.array(direction))])


def _hip_bone(hip: trimesh.Trimesh) -> Points:
    v = hip.vertices.view(np.ndarray)
    x, y, z = v.T
    found = {
        "asis": _extreme(v[z > 40], 0.0, 1.0, 0.0),
        "pubic_tubercle": _extreme(v[(z < 25) & (x > 14) & (x < 40)], 0.3, 1.0, 0.3),
        "psis": _extreme(v[z > 40], 0.0, -1.0, 0.25),
        "piis": _extreme(v[(z > 35) & (z < 80) & (y < -45)], 0.0, -0.5, -1.0),
        "aiis": _extreme(v[(z > 22) & (z < 46) & (x > 60)], 0.0, 1.0, 0.0),
        "ischial_spine": _extreme(v[(z < 12) & (z > -25) & (y < -20)], -0.9, -0.6, 0.0),
        "ischial_tuberosity": _extreme(v[z < -20], 0.0, -0.7, -0.7),
    }
    found["iliac_tubercle"] = _extreme(v[(y < found["asis"][1] - 35) & (z > 90)], 1.0, 0.0, 0.0)
    found["greater_sciatic_notch"] = _notch(v, found["piis"], found["ischial_spine"])
    return {f"{name}.right": point for name, point in found.items()}


def _notch(points: np.ndarray, upper: np.ndarray, lower: np.ndarray) -> np.ndarray:
    """Apex of the greater sciatic notch: the border's point farthest from the line between PIIS and ischial spine."""
    border = []
    for height in np.arange(lower[2] + 2.0, upper[2], 1.0):
        level = points[abs(points[:, 2] - height) < 2.0]
        border.append(level[np.argmin(level[:, 1])])
    along = (upper - lower)[1:] / np.linalg.norm((upper - lower)[1:])
    offset = np.array(border)[:, 1:] - lower[1:]
    return np.asarray(border[int(np.argmax(offset @ [along[1], -along[0]]))])


def _femur(femur: trimesh.Trimesh, head: np.ndarray) -> Points:
    v = femur.vertices.view(np.ndarray)
    medial, lateral = epicondyles(femur, head)
    trochanter = v[(v[:, 0] > head[0] + 25) & (v[:, 2] > head[2] - 45)]
    below_neck = v[(v[:, 2] < head[2] - 35) & (v[:, 2] > head[2] - 95)]
    return {
        "hip_joint_center.right": head,
        "greater_trochanter.right": _extreme(trochanter, 1.0, 0.0, 0.0),
        "lesser_trochanter.right": _extreme(below_neck, -0.6, -0.8, 0.0),
        "medial_epicondyle.right": medial,
        "lateral_epicondyle.right": lateral,
    }


def _shank(tibia: trimesh.Trimesh, fibula: trimesh.Trimesh) -> Points:
    t, f = tibia.vertices.view(np.ndarray), fibula.vertices.view(np.ndarray)
    return {
        "medial_malleolus.right": _extreme(t[t[:, 2] < t[:, 2].min() + 25], -0.5, 0.0, -1.0),
        "lateral_malleolus.right": _extreme(f[f[:, 2] < f[:, 2].min() + 25], 0.7, 0.0, -1.0),
        "fibular_head.right": _extreme(f, 0.1, 0.0, 1.0),
    }


def _midline(sacrum: trimesh.Trimesh, coccyx: trimesh.Trimesh, fifth: trimesh.Trimesh, psis: np.ndarray) -> Points:
    def back(mesh: trimesh.Trimesh, low: float, high: float) -> np.ndarray:
        v = mesh.vertices.view(np.ndarray)
        near = v[(abs(v[:, 0]) < 1.0) & (v[:, 2] > low) & (v[:, 2] < high)]
        return _extreme(near, 0.0, -1.0, 0.0)

    tip = coccyx.vertices.view(np.ndarray)
    points = {
        # The line between the posterior superior iliac spines passes through the second sacral vertebra.
        "s2": back(sacrum, psis[2] - 3.0, psis[2] + 3.0),
        "coccyx_tip": _extreme(tip[abs(tip[:, 0]) < 1.0], 0.0, 0.0, -1.0),
        "l5_spinous_process": back(fifth, -np.inf, np.inf),
    }
    return {name: point * [0.0, 1.0, 1.0] for name, point in points.items()}


def find_landmarks(bones: dict[str, trimesh.Trimesh], centre: np.ndarray) -> Points:
    """All bony landmarks of the right side and the midline; `centre` is the right hip joint centre."""
    found = _hip_bone(bones["hip_bone.right"]) | _femur(bones["femur.right"], centre)
    found |= _shank(bones["tibia.right"], bones["fibula.right"])
    return found | _midline(bones["sacrum"], bones["coccyx"], bones["lumbar_vertebra_5"], found["psis.right"])


def both_sides(points: Points) -> Points:
    """The same with the left side's twins, mirrored in x = 0."""
    left = {name.replace(".right", ".left"): point * [-1.0, 1.0, 1.0] for name, point in points.items()}
    return points | left
