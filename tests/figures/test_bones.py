"""The head sits in its socket, the model stands upright, the bones of the knee are in place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import trimesh

from anatomy_viewer.atlas.model import Atlas
from tests.figures.measures import MeshOf, PolyOf, robust_sphere

Depth = Callable[[np.ndarray, str], np.ndarray]


@pytest.fixture(scope="module")
def head(shipped: Atlas, mesh_of: MeshOf) -> tuple[np.ndarray, float, np.ndarray]:
    """Centre, radius and residuals of the right femoral head: what lies within 70° of the line from the trochanter."""
    start = np.asarray(shipped.joints["hip.right"].center)
    away = start - np.asarray(shipped.landmarks["greater_trochanter.right"])
    offsets = mesh_of("femur.right").vertices - start
    lengths = np.linalg.norm(offsets, axis=1)
    cosine = offsets @ away / (lengths * np.linalg.norm(away))
    return robust_sphere(mesh_of("femur.right").vertices[(cosine > np.cos(np.radians(70))) & (lengths < 35)], start)


def test_the_head_is_round(head: tuple[np.ndarray, float, np.ndarray]) -> None:
    _, radius, residuals = head
    assert 19 < radius < 27
    assert len(residuals) > 100
    assert np.sqrt(np.mean(residuals**2)) <= 0.7


def test_the_head_lies_at_the_joint_centre(shipped: Atlas, head: tuple[np.ndarray, float, np.ndarray]) -> None:
    assert np.linalg.norm(head[0] - shipped.joints["hip.right"].center) <= 1.0
    assert np.linalg.norm(head[0] - shipped.landmarks["hip_joint_center.right"].position) <= 1.0


def test_head_and_socket_are_concentric(mesh_of: MeshOf, head: tuple[np.ndarray, float, np.ndarray]) -> None:
    """The socket is where rays from the head's centre first meet bone at about one distance; the fossa is deeper."""
    center, radius, _ = head
    rays = trimesh.creation.icosphere(subdivisions=4).vertices
    medial = rays[rays[:, 0] < 0.2]
    hits, _, _ = mesh_of("hip_bone.right").ray.intersects_location(
        np.tile(center, (len(medial), 1)), medial, multiple_hits=False
    )
    reach = np.linalg.norm(hits - center, axis=1)
    counts, edges = np.histogram(reach, bins=np.arange(radius, radius + 12, 0.5))
    usual = edges[counts.argmax()] + 0.25
    socket, socket_radius, _ = robust_sphere(hits[np.abs(reach - usual) < 1.75], center)
    assert np.linalg.norm(socket - center) <= 1.0
    assert radius < socket_radius < radius + 6


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("femur.right", "hip_bone.right", 0.5, 5.0),
        ("tibia.right", "femur.right", 2.0, 8.0),
        ("patella.right", "femur.right", 2.0, 8.0),
    ],
)
def test_bones_that_move_keep_their_distance(
    one: str, other: str, least: float, most: float, mesh_of: MeshOf, depth: Depth
) -> None:
    gaps = []
    for inner, outer in ((one, other), (other, one)):
        low, high = mesh_of(outer).bounds + np.array([[-15.0], [15.0]])
        points = mesh_of(inner).vertices
        gaps.append(-depth(points[((points > low) & (points < high)).all(axis=1)], outer).max())
    assert least <= min(gaps) <= most


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("femur.right", "hip_bone.right"),
        ("tibia.right", "femur.right"),
        ("patella.right", "femur.right"),
        ("patella.right", "tibia.right"),
        ("fibula.right", "tibia.right"),
        ("fibula.right", "femur.right"),
    ],
)
def test_bones_do_not_cross(one: str, other: str, poly_of: PolyOf) -> None:
    contacts, count = poly_of(one).collision(poly_of(other))
    assert contacts.n_cells >= 0
    assert count == 0


def test_the_pelvis_is_upright_and_level(shipped: Atlas) -> None:
    names = [f"{name}.{side}" for name in ("asis", "pubic_tubercle") for side in ("right", "left")]
    points = np.array([shipped.landmarks[name].position for name in names])
    assert np.abs(points[:, 1] - points[:, 1].mean()).max() <= 2.0
    assert points[0, 2] == pytest.approx(points[1, 2], abs=0.01)
    centers = np.array([shipped.joints[f"hip.{side}"].center for side in ("right", "left")])
    np.testing.assert_allclose(centers.mean(axis=0), 0, atol=0.01)
    np.testing.assert_allclose(centers[0, 1:], centers[1, 1:], atol=0.01)


@pytest.mark.parametrize("side", ["right", "left"])
def test_the_thigh_hangs_plumb_and_the_knee_faces_forward(shipped: Atlas, side: str) -> None:
    medial, lateral = (np.asarray(shipped.landmarks[f"{end}_epicondyle.{side}"]) for end in ("medial", "lateral"))
    down = (medial + lateral) / 2 - shipped.joints[f"hip.{side}"].center
    limit = np.tan(np.radians(0.5)) * abs(down[2])
    assert down[2] < -300
    assert abs(down[0]) <= limit
    assert abs(down[1]) <= limit
    across = lateral - medial
    assert across[0] * (1 if side == "right" else -1) > 60
    assert np.degrees(np.arctan2(abs(across[1]), np.hypot(across[0], across[2]))) <= 2.0


def test_right_is_right_and_front_is_front(shipped: Atlas, mesh_of: MeshOf) -> None:
    """In RAS a right femur's head lies toward -x of its shaft and its condyles bulge toward -y."""
    points = mesh_of("femur.right").vertices
    height = (points[:, 2] - points[:, 2].min()) / np.ptp(points[:, 2])
    shaft = points[(height > 0.4) & (height < 0.6)].mean(axis=0)
    condyles = points[height < 0.06]
    assert shipped.joints["hip.right"].center[0] < shaft[0] - 15
    assert shaft[1] - condyles[:, 1].min() > condyles[:, 1].max() - shaft[1]
    assert mesh_of("patella.right").vertices[:, 1].mean() > condyles[:, 1].mean()
    assert mesh_of("sacrum").vertices[:, 1].mean() < 0 < shipped.landmarks["asis.right"].position[1]


@pytest.mark.parametrize("side", ["right", "left"])
def test_landmarks_lie_on_their_surfaces(shipped: Atlas, mesh_of: MeshOf, side: str) -> None:
    marks = [
        mark for mark in shipped.landmarks.values() if not mark.id.endswith("left" if side == "right" else "right")
    ]
    assert len(marks) > 15
    for mark in marks:
        if not mark.id.startswith("hip_joint_center"):
            _, distance, _ = trimesh.proximity.closest_point(mesh_of(mark.structure), mark.position[None])
            assert distance[0] <= 1.0, mark.id
