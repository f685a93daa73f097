"""From the scan's person to the mean bones: one smooth map of space that carries the muscles along.

The scan's bones are fitted to the atlas bones, each by itself (the person lay, the atlas stands, so the femur is turned
by some 24 degrees against the pelvis); the displacements of all bone vertices are then interpolated through the space
between by a biharmonic spline, so that muscles follow the pelvis at their origin and the femur at their insertion.
"""

from __future__ import annotations

import itertools

import numpy as np
import trimesh
from scipy.interpolate import RBFInterpolator
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation
from spheres import find_sphere

Meshes = dict[str, trimesh.Trimesh]

FIT_STEPS = [[0.02, 0.0, 0.5, 8], [0.008, 0.0, 0.5, 8], [0.003, 0.0, 0.0, 8]]
"""Amberg's stiffness, landmark weight, normal weight and iterations, from stiff to supple."""
CONTROL_SPACING_MM = 9.0
"""Least distance between control points of the spline."""
SPLINE_SMOOTHING = 0.5


def similarity(
    source: np.ndarray, target: np.ndarray, start: np.ndarray, *, scale: bool, rounds: int = 80
) -> np.ndarray:
    """Trimmed ICP of points to points; returns a (4, 4) matrix. `start` is the first guess."""
    tree, matrix = cKDTree(target), start
    for _ in range(rounds):
        moved = trimesh.transform_points(source, matrix)
        distance, partner = tree.query(moved)
        near = distance <= np.percentile(distance, 80)
        step, _, _ = trimesh.registration.procrustes(
            moved[near], target[partner[near]], reflection=False, scale=scale, return_cost=True
        )
        matrix = step @ matrix
    return matrix


def _fitted(source: trimesh.Trimesh, target: trimesh.Trimesh) -> np.ndarray:
    """Vertices of `source` bent onto `target` (Amberg's non-rigid ICP)."""
    return np.asarray(
        trimesh.registration.nricp_amberg(
            source, target, steps=FIT_STEPS, distance_threshold=0.06, use_faces=True, use_vertex_normals=True
        )
    )


def _pelvis_matrix(scan: Meshes, atlas: Meshes) -> np.ndarray:
    parts = ("hip_bone.right", "sacrum")
    source = np.vstack([scan[name].vertices for name in parts])
    target = np.vstack([atlas[name].vertices for name in parts])
    start = trimesh.transformations.translation_matrix(target.mean(axis=0) - source.mean(axis=0))
    return similarity(source, target, start, scale=True)


def _femur_matrix(scan: Meshes, atlas: Meshes, pelvis: np.ndarray) -> np.ndarray:
    """Femur on femur: head on head first, then ICP of the proximal end at the pelvis's scale."""
    scale = np.cbrt(np.linalg.det(pelvis[:3, :3]))
    source = scan["femur.right"]
    head, _, _ = find_sphere(source, 22.6 / scale, hollow=False)
    target = atlas["femur.right"].vertices[atlas["femur.right"].vertices[:, 2] > -75.0]
    start = trimesh.transformations.translation_matrix(-trimesh.transform_points([head], pelvis)[0]) @ pelvis
    goal, _, _ = find_sphere(atlas["femur.right"], 22.6, hollow=False)
    points, tree = source.vertices.view(np.ndarray), cKDTree(target)
    found = []
    for flexion, rotation in itertools.product((-30.0, -15.0, 0.0, 15.0, 30.0), repeat=2):
        turn = np.eye(4)
        turn[:3, :3] = Rotation.from_euler("xz", [flexion, rotation], degrees=True).as_matrix()
        first = trimesh.transformations.translation_matrix(goal) @ turn @ start
        matrix = similarity(points[::4], target, first, scale=False, rounds=30)
        found.append(
            (np.sort(tree.query(trimesh.transform_points(points, matrix))[0])[: int(0.9 * len(points))].mean(), matrix)
        )
    best = min(found, key=lambda pair: float(pair[0]))[1]
    return similarity(points, target, best, scale=False)


def _controls(scan: Meshes, fitted: Meshes, centre: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of points scan -> atlas, thinned; none in the joint, where pelvis and femur move differently."""
    sources, targets = [], []
    for name, bone in fitted.items():
        apart = np.linalg.norm(bone.vertices - centre, axis=1) > 30.0
        sources.append(scan[name].vertices[apart])
        targets.append(bone.vertices[apart])
    source, target = np.vstack(sources), np.vstack(targets)
    _, keep = trimesh.points.remove_close(source, CONTROL_SPACING_MM)
    return source[keep], target[keep]


def register(scan: Meshes, atlas: Meshes, centre: np.ndarray) -> tuple[RBFInterpolator, Meshes, dict[str, np.ndarray]]:
    """The map scan -> atlas; the scan's bones fitted to the atlas; the similarity matrices of pelvis and femur."""
    matrices = {"pelvis": _pelvis_matrix(scan, atlas)}
    matrices["femur"] = _femur_matrix(scan, atlas, matrices["pelvis"])
    fitted: Meshes = {}
    for name, body in (("hip_bone.right", "pelvis"), ("sacrum", "pelvis"), ("femur.right", "femur")):
        start = scan[name].copy().apply_transform(matrices[body])
        fitted[name] = trimesh.Trimesh(_fitted(start, atlas[name]), start.faces, process=False)
    source, target = _controls(scan, fitted, centre)
    spline = RBFInterpolator(source, target, kernel="linear", degree=1, smoothing=SPLINE_SMOOTHING)
    return spline, fitted, matrices
