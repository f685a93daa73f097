"""The skeleton of the atlas: bones of the right side, in pose, with even triangles, and symmetric midline bones."""

from __future__ import annotations

import numpy as np
import trimesh
from scipy.sparse import coo_matrix, diags
from scipy.spatial.transform import Rotation
from surfaces import Grid, field_of, largest, remeshed, signed_distance, symmetric

EDGE_MM = {
    "hip_bone.right": 2.0,
    "sacrum": 2.0,
    "femur.right": 2.4,
    "patella.right": 1.8,
    "tibia.right": 2.6,
    "fibula.right": 2.2,
}
"""Length of triangle edges of the full surfaces."""

SOCKET_GAP_MM = 0.9
"""Least gap between femoral head and socket, for cartilage; the mean shapes overlap by 0.6-1.5 mm when concentric."""
SWEEP_DEG = np.arange(-25, 46, 5)
"""Abduction angles through which the femur must pass the hip bone freely."""
JOINT_GAP_MM = 0.4
"""Gap left between sacrum and hip bone."""


def _averaging(mesh: trimesh.Trimesh) -> diags:
    """Sparse matrix that replaces each vertex value by the mean of its neighbours."""
    edges = mesh.edges_unique
    n = len(mesh.vertices)
    links = coo_matrix((np.ones(len(edges)), edges.T), shape=(n, n)).tocsr()
    links = links + links.T
    return diags(1.0 / np.asarray(links.sum(axis=1)).ravel()) @ links


def _overlap_with_moving_femur(points: np.ndarray, femur: trimesh.Trimesh, centre: np.ndarray) -> np.ndarray:
    """How far each point lies too close to the femur at the worst angle of the sweep, mm."""
    worst = np.zeros(len(points))
    for angle in SWEEP_DEG:
        # Abducting the right femur turns it about -y of the right-handed frame; turn the points the other way.
        back = Rotation.from_euler("y", angle, degrees=True)
        worst = np.maximum(worst, SOCKET_GAP_MM - signed_distance(femur, back.apply(points - centre) + centre))
    return worst


def widen_socket(hip: trimesh.Trimesh, femur: trimesh.Trimesh, centre: np.ndarray) -> trimesh.Trimesh:
    """Push the socket outward from the joint centre until the femur passes it freely through the sweep."""
    vertices = np.array(hip.vertices)
    near = np.flatnonzero(np.linalg.norm(vertices - centre, axis=1) < 60.0)
    average = _averaging(hip)
    for _ in range(12):
        push = np.zeros(len(vertices))
        push[near] = _overlap_with_moving_femur(vertices[near], femur, centre)
        if push.max() < 0.02:
            break
        wide = push
        for _ in range(6):  # spread the push so that the socket's rim stays smooth
            wide = np.maximum(push, average @ wide)
        away = vertices - centre
        vertices += away / np.linalg.norm(away, axis=1, keepdims=True) * wide[:, None]
    return trimesh.Trimesh(vertices, hip.faces, process=False)


def symmetric_sacrum(sacrum: trimesh.Trimesh, hip: trimesh.Trimesh) -> trimesh.Trimesh:
    """Mean of the sacrum and its mirror image, kept clear of the hip bones."""
    half_width = abs(sacrum.bounds[:, 0]).max()
    bounds = np.array([[-half_width, *sacrum.bounds[0, 1:]], [half_width, *sacrum.bounds[1, 1:]]])
    grid = Grid.around(bounds, 1.0, 4.0)
    field = field_of(sacrum, grid)
    clear = JOINT_GAP_MM - field_of(hip, grid)
    even = (field + field[::-1]) / 2.0
    return symmetric(np.maximum(even, np.maximum(clear, clear[::-1])), grid, EDGE_MM["sacrum"])


def skeleton(posed: dict[str, trimesh.Trimesh], centre: np.ndarray) -> dict[str, trimesh.Trimesh]:
    """Right and midline bones with even triangles; `posed` as `pose.standing` gives them."""
    bones = {name: largest(remeshed(posed[name], edge)) for name, edge in EDGE_MM.items() if name != "sacrum"}
    bones["hip_bone.right"] = widen_socket(bones["hip_bone.right"], bones["femur.right"], centre)
    bones["sacrum"] = symmetric_sacrum(posed["sacrum"], bones["hip_bone.right"])
    return bones
