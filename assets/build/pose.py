"""Neutral standing pose: from the field models' own frames into the atlas frame.

Pelvis: mid-sagittal plane at x = 0, both anterior superior iliac spines and pubic tubercles in one frontal plane,
origin midway between the hip joint centres. Femur: the ISB zero (Wu et al. 2002, doi 10.1016/S0021-9290(01)00222-6),
head centre in the socket's centre, line from there to the middle of the epicondyles vertical, epicondyles in a frontal
plane. Shank and patella are set on the femur.
"""

from __future__ import annotations

import numpy as np
import trimesh
from scipy.optimize import brentq, minimize
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation
from spheres import find_sphere

HEAD_RADIUS_MM = 22.6
"""Starting value for the search of the femoral head."""
KNEE_GAP_MM = 4.0
"""Cartilage and menisci between femur and tibia, and between femur and patella; the report asks for 2-8 mm."""

_SEAT_SIMPLEX = np.array([[0.0, 0.0, 0.0], [6.0, 0.0, 0.0], [0.0, 6.0, 0.0], [0.0, 0.0, 8.0]])
"""First trials for the tibia under the femur: mm to the right, mm forward, degrees about z."""
_SEAT_BOUNDS = [(-4.0, 4.0), (-7.0, 7.0), (-10.0, 10.0)]
"""The eminence finds its place between the condyles well within these; outside, the tibia would pass beside them."""

Bones = dict[str, trimesh.Trimesh]


def _moved(bones: Bones, rotation: np.ndarray, pivot: np.ndarray, shift: np.ndarray) -> Bones:
    return {
        name: trimesh.Trimesh((bone.vertices - pivot) @ rotation.T + shift, bone.faces, process=False)
        for name, bone in bones.items()
    }


def symmetry_plane(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mid-sagittal plane of points (n, 3) by mirrored ICP: a point on it and its unit normal, pointing to +x."""
    middle = points.mean(axis=0)
    cloud = points - middle
    tree = cKDTree(cloud)
    reflection, shift = np.diag([-1.0, 1.0, 1.0]), np.zeros(3)
    for _ in range(60):
        distance, partner = tree.query(cloud @ reflection.T + shift)
        near = distance < np.percentile(distance, 85)
        a, b = cloud[near], cloud[partner[near]]
        u, _, vt = np.linalg.svd((a - a.mean(0)).T @ (b - b.mean(0)))
        reflection = vt.T @ np.diag([1.0, 1.0, -np.sign(np.linalg.det(vt.T @ u.T))]) @ u.T
        shift = b.mean(0) - reflection @ a.mean(0)
    values, vectors = np.linalg.eig(reflection)
    normal = np.real(vectors[:, np.argmin(np.real(values))])
    return middle + shift / 2.0, normal * np.sign(normal[0])


def _rotation_to(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The smallest rotation that turns one direction into another."""
    return np.asarray(Rotation.align_vectors([target], [source])[0].as_matrix())


def _pitch_to_frontal_plane(points: np.ndarray) -> np.ndarray:
    """Rotation about x that lays the foremost points of ilium and pubis in one frontal plane.

    `points` relative to the hip joint centres: spines lie above, tubercles below them.
    """

    def lead(angle: float) -> float:
        turned = Rotation.from_euler("x", angle).apply(points)
        return float(turned[points[:, 2] > 40, 1].max() - turned[points[:, 2] < 15, 1].max())

    return np.asarray(Rotation.from_euler("x", brentq(lead, -0.7, 0.7)).as_matrix())


def place_pelvis(bones: Bones) -> Bones:
    """Hip bones and sacrum in the atlas frame; the left hip bone only helps to find the plane."""
    everything = np.vstack([bones[name].vertices for name in ("hip_bone.left", "hip_bone.right", "sacrum")])
    point, normal = symmetry_plane(everything)
    placed = _moved(bones, _rotation_to(normal, np.array([1.0, 0.0, 0.0])), point, np.zeros(3))
    for _ in range(3):
        centre, _, _ = find_sphere(placed["hip_bone.right"], HEAD_RADIUS_MM, hollow=True)
        pivot = np.array([0.0, centre[1], centre[2]])
        pitch = _pitch_to_frontal_plane(placed["hip_bone.right"].vertices - pivot)
        placed = _moved(placed, pitch, pivot, np.zeros(3))
    return placed


def epicondyles(femur: trimesh.Trimesh, head: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Medial and lateral epicondyle of a right femur: the two ends of its distal end along its transverse axis."""
    low = femur.vertices[femur.vertices[:, 2] < femur.bounds[0, 2] + 60.0].view(np.ndarray)
    axis = np.array([1.0, 0.0, 0.0])
    for _ in range(10):
        along = low @ axis
        medial, lateral = low[np.argsort(along)[:12]].mean(0), low[np.argsort(along)[-12:]].mean(0)
        shaft = head - (medial + lateral) / 2.0
        axis = lateral - medial
        axis -= shaft * (axis @ shaft) / (shaft @ shaft)
        axis /= np.linalg.norm(axis)
    return medial, lateral


def _isb_rotation(femur: trimesh.Trimesh, head: np.ndarray) -> np.ndarray:
    medial, lateral = epicondyles(femur, head)
    up = head - (medial + lateral) / 2.0
    up /= np.linalg.norm(up)
    across = lateral - medial
    across -= up * (across @ up)
    across /= np.linalg.norm(across)
    return np.vstack([across, np.cross(up, across), up])


def place_femur(bones: Bones, socket: np.ndarray) -> tuple[Bones, np.ndarray]:
    """Femur, patella, tibia and fibula turned together to the femur's ISB zero, head centre in the socket's centre."""
    leg = {name: bones[name] for name in ("femur.right", "patella.right", "tibia.right", "fibula.right")}
    for _ in range(3):
        head, _, _ = find_sphere(leg["femur.right"], HEAD_RADIUS_MM, hollow=False)
        leg = _moved(leg, _isb_rotation(leg["femur.right"], head), head, socket)
    return leg, socket


def _approach(mover: trimesh.Trimesh, still: trimesh.Trimesh, direction: np.ndarray, gap: float) -> np.ndarray:
    """Shift along `direction` (unit) at which `mover`, coming from afar, stops `gap` mm before `still`."""
    points, target = mover.vertices.view(np.ndarray), cKDTree(trimesh.sample.sample_surface(still, 60_000, seed=1)[0])

    def excess(shift: float) -> float:
        return float(target.query(points + shift * direction)[0].min()) - gap

    first = next(shift for shift in np.arange(-80.0, 80.0, 2.0) if excess(shift) < 0.0)
    return direction * brentq(excess, first - 2.0, first, xtol=0.01)


def place_shank(leg: Bones) -> Bones:
    """Tibia and fibula upright under the condyles, `KNEE_GAP_MM` below them."""
    femur, tibia = leg["femur.right"], leg["tibia.right"]
    top = tibia.vertices[tibia.vertices[:, 2] > tibia.bounds[1, 2] - 18.0].mean(axis=0)
    bottom = tibia.vertices[tibia.vertices[:, 2] < tibia.bounds[0, 2] + 20.0].mean(axis=0)
    upright = _rotation_to(top - bottom, np.array([0.0, 0.0, 1.0]))
    condyles = femur.vertices[femur.vertices[:, 2] < femur.bounds[0, 2] + 22.0]
    over = np.append((condyles.min(axis=0) + condyles.max(axis=0))[:2] / 2.0, femur.bounds[0, 2])
    shank = _moved({n: leg[n] for n in ("tibia.right", "fibula.right")}, upright, top, over)
    return _moved(shank, *_seat(shank["tibia.right"], femur))


def _seat(tibia: trimesh.Trimesh, femur: trimesh.Trimesh) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Turn about z, pivot and shift that let the tibia rise highest: its eminence then lies between the condyles."""
    pivot = tibia.vertices[tibia.vertices[:, 2] > tibia.bounds[1, 2] - 18.0].mean(axis=0)
    up = np.array([0.0, 0.0, 1.0])

    def placed(guess: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return Rotation.from_euler("z", guess[2], degrees=True).as_matrix(), pivot + [guess[0], guess[1], 0.0]

    def height(guess: np.ndarray) -> float:
        rotation, shift = placed(guess)
        plateau = _moved({"t": tibia}, rotation, pivot, shift)["t"].vertices
        low = trimesh.Trimesh(plateau[plateau[:, 2] > plateau[:, 2].max() - 25.0], process=False)
        return -float(_approach(low, femur, up, KNEE_GAP_MM)[2])

    best = minimize(
        height,
        np.zeros(3),
        method="Nelder-Mead",
        bounds=_SEAT_BOUNDS,
        options={"initial_simplex": _SEAT_SIMPLEX, "xatol": 0.05, "maxfev": 80},
    )
    rotation, shift = placed(best.x)
    return rotation, pivot, shift - up * best.fun


def place_patella(leg: Bones) -> trimesh.Trimesh:
    """Patella before the trochlea, its apex about level with the joint line, `KNEE_GAP_MM` in front of the femur."""
    femur, patella = leg["femur.right"], leg["patella.right"]
    low = femur.vertices[femur.vertices[:, 2] < femur.bounds[0, 2] + 45.0]
    joint_line = femur.bounds[0, 2]
    start = np.array([(low[:, 0].min() + low[:, 0].max()) / 2.0, low[:, 1].max() + 60.0, joint_line + 30.0])
    moved = _moved({"p": patella}, np.eye(3), patella.centroid, start)["p"]
    shift = _approach(moved, femur, np.array([0.0, -1.0, 0.0]), KNEE_GAP_MM)
    return trimesh.Trimesh(moved.vertices + shift, moved.faces, process=False)


def standing(bones: Bones) -> tuple[Bones, np.ndarray]:
    """All bones of the right side, left hip bone and sacrum in the atlas frame, and the right hip joint centre."""
    pelvis = place_pelvis({n: bones[n] for n in ("hip_bone.left", "hip_bone.right", "sacrum")})
    socket, _, _ = find_sphere(pelvis["hip_bone.right"], HEAD_RADIUS_MM, hollow=True)
    origin = np.array([0.0, socket[1], socket[2]])
    pelvis = _moved(pelvis, np.eye(3), origin, np.zeros(3))
    leg, centre = place_femur(bones, socket - origin)
    leg |= place_shank(leg)
    leg["patella.right"] = place_patella(leg)
    return pelvis | leg, centre
