"""The report measures right: on shapes whose figures are known beforehand."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
import trimesh

from anatomy_viewer.atlas.figures import hip_joint, muscles, pose, size, skin, surfaces
from anatomy_viewer.atlas.figures.figure import CannotMeasureError, Figure, Question
from anatomy_viewer.atlas.figures.parts import Parts
from anatomy_viewer.atlas.figures.solid import Solid, fit_sphere
from anatomy_viewer.atlas.model import Atlas, Joint, Kind, Landmark, Mesh, Names, Side, Structure, Subject
from tests.tiny_pack import ellipsoid, open_skin

NAMES = Names("part", "pars")


def mesh_of(shape: trimesh.Trimesh) -> Mesh:
    return Mesh(np.array(shape.vertices, np.float32), np.array(shape.faces, np.int32))


def model(
    shapes: dict[str, trimesh.Trimesh],
    landmarks: dict[str, tuple[float, float, float]] | None = None,
    joints: dict[str, tuple[float, float, float]] | None = None,
    folder: str = "",
) -> Parts:
    """An atlas of given shapes; kind and side from the id."""
    structures = {id_: structure(id_, mesh_of(shape)) for id_, shape in shapes.items()}
    marks = {id_: Landmark(id_, NAMES, "", np.array(place)) for id_, place in (landmarks or {}).items()}
    axes = np.array([0.0, -1.0, 0.0])
    centers = {id_: Joint(id_, np.array(place), axes) for id_, place in (joints or {}).items()}
    none: dict[str, Any] = {}
    return Parts(
        Atlas(
            "test", folder, Subject(1.71, 71.8, ""), MappingProxyType(structures), MappingProxyType(marks), none,
            MappingProxyType(centers), none,
        )
    )  # fmt: skip


def structure(id_: str, mesh: Mesh) -> Structure:
    kind: Kind = "skin" if id_ == "skin" else "muscle" if id_.startswith("gluteus") else "bone"
    last = id_.rpartition(".")[2]
    side: Side = "right" if last == "right" else "left" if last == "left" else "midline"
    return Structure(id_, NAMES, kind, side, "pelvis", (0, 0, 0), mesh, mesh, ())


def figures(topic: Any, parts: Parts) -> dict[tuple[str, str], Figure]:
    answers = [question.answer() for question in topic.questions(parts)]
    return {(answer.part, answer.what): answer for answer in answers}


def sphere(x: float, y: float, z: float, radius: float, subdivisions: int = 4) -> trimesh.Trimesh:
    return ellipsoid((x, y, z), (radius, radius, radius), subdivisions)


def with_faces(shape: trimesh.Trimesh, faces: np.ndarray) -> trimesh.Trimesh:
    return trimesh.Trimesh(shape.vertices, faces, process=False)


BALL = sphere(100, 0, 0, 20)
FAULTY = {
    "open edges": with_faces(BALL, BALL.faces[1:]),
    "edges wound twice the same way": with_faces(BALL, np.vstack([BALL.faces[:1, ::-1], BALL.faces[1:]])),
    "degenerate or duplicate triangles": with_faces(BALL, np.vstack([BALL.faces, BALL.faces[:1]])),
    "components": trimesh.util.concatenate([BALL, sphere(200, 0, 0, 5, 1)]),
    "triangles in self-intersection": trimesh.util.concatenate([BALL, sphere(115, 3, 1, 20)]),
}


def test_a_sound_surface_has_no_fault() -> None:
    answers = figures(surfaces, model({"femur.right": BALL}))
    of_surface = [figure for figure in answers.values() if figure.group == "surface"]
    assert len(of_surface) == 6
    assert all(figure.met for figure in of_surface)


@pytest.mark.parametrize("fault", FAULTY)
def test_each_fault_of_a_surface_is_found(fault: str) -> None:
    answers = figures(surfaces, model({"femur.right": FAULTY[fault]}))
    assert not answers["femur.right", fault].met
    assert not answers["femur.right", "any of these in the light surface"].met


def test_a_triangle_without_area_is_found() -> None:
    vertices = np.array(BALL.vertices)
    a, b, c = BALL.faces[0]
    vertices[c] = (vertices[a] + vertices[b]) / 2
    parts = model({"femur.right": trimesh.Trimesh(vertices, BALL.faces, process=False)})
    answer = figures(surfaces, parts)["femur.right", "degenerate or duplicate triangles"]
    assert answer.value == 1


def test_a_vertex_off_its_mirror_image_is_found() -> None:
    left = trimesh.Trimesh(BALL.vertices * [-1, 1, 1], BALL.faces[:, ::-1], process=False)
    what = ("femur.right", "triangles without a mirror image")
    assert figures(surfaces, model({"femur.right": BALL, "femur.left": left}))[what].value == 0
    moved = np.array(left.vertices)
    moved[17, 2] += 0.001
    crooked = trimesh.Trimesh(moved, left.faces, process=False)
    parts = model({"femur.right": BALL, "femur.left": crooked})
    assert not figures(surfaces, parts)[what].met
    assert parts.sides == ("right", "left")


def test_a_landmark_off_its_mirror_image_is_found() -> None:
    what = ("all", "landmarks and joints off their mirror image")
    good = model({}, {"asis.right": (90, 40, 80), "asis.left": (-90, 40, 80), "s2": (0, -50, 60)})
    assert figures(surfaces, good)[what].value == 0
    bad = model({}, {"asis.right": (90, 40, 80), "asis.left": (-90, 40, 81), "s2": (0, -50, 60)})
    assert figures(surfaces, bad)[what].value == pytest.approx(1)
    assert figures(surfaces, model({}, {"asis.right": (90, 40, 80)}))[what].value is None
    assert not figures(surfaces, model({}, {"s2": (1, -50, 60)}))[what].met


def test_a_sphere_is_fitted_from_a_part_of_it() -> None:
    rng = np.random.default_rng(1)
    directions = rng.normal(size=(500, 3))
    directions[:, 0] = np.abs(directions[:, 0])
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    points = directions * (23 + rng.normal(scale=0.3, size=(500, 1))) + [80, 3, -2]
    center, radius, rms = fit_sphere(points)
    np.testing.assert_allclose(center, [80, 3, -2], atol=0.1)
    assert radius == pytest.approx(23, abs=0.1)
    assert rms == pytest.approx(0.3, rel=0.15)


def hip(offset: float, socket: float = 26.0) -> Parts:
    """A femur with a head of radius 24 and neck, and a cup of radius `socket` whose centre lies `offset` higher."""
    shaft = trimesh.creation.capsule(height=300, radius=14, count=[32, 32])
    shaft.apply_translation([45, 0, -320])
    neck = trimesh.creation.cylinder(radius=13, segment=[[10, 0, -10], [50, 0, -40]], sections=48)
    femur = trimesh.boolean.union([sphere(0, 0, 0, 24, 5), neck, shaft])
    block = trimesh.creation.box(bounds=[[-60, -40, -30], [0, 40, 70]])
    hollow = sphere(0, 0, offset, socket, 5)
    opening = trimesh.creation.cylinder(radius=socket, segment=[[0, 0, offset], [100, 0, offset]], sections=96)
    lower = trimesh.creation.box(bounds=[[-200, -200, -200], [200, 200, -15]])
    bone = trimesh.boolean.difference([block, hollow, opening, lower])
    fine = [part.subdivide_to_size(4.0) for part in (femur, bone)]
    return model({"femur.right": fine[0], "hip_bone.right": fine[1]}, joints={"hip.right": (0.5, 0, 0)})


def test_head_and_socket_are_found() -> None:
    parts = hip(offset=0.0)
    head, socket = hip_joint.head_sphere(parts, "right"), hip_joint.socket_sphere(parts, "right")
    np.testing.assert_allclose(head.center, [0, 0, 0], atol=0.1)
    assert head.radius == pytest.approx(24, abs=0.1)
    np.testing.assert_allclose(socket.center, [0, 0, 0], atol=0.2)
    assert socket.radius == pytest.approx(26, abs=0.2)
    answers = figures(hip_joint, parts)
    assert answers["right", "least gap"].value == pytest.approx(2.0, abs=0.1)
    assert answers["right", "head centre to joint centre"].value == pytest.approx(0.5, abs=0.1)
    assert all(figure.met for key, figure in answers.items() if key[0] == "right")


def test_a_socket_off_centre_is_found() -> None:
    answer = figures(hip_joint, hip(offset=1.5))["right", "head centre to socket centre"]
    assert answer.value == pytest.approx(1.5, abs=0.2)
    assert not answer.met


def test_a_head_in_the_bone_is_found() -> None:
    answers = figures(hip_joint, hip(offset=0.0, socket=23.0))
    assert answers["right", "least gap"].value == pytest.approx(-1.0, abs=0.1)
    assert not answers["right", "least gap"].met
    assert not answers["right", "femur in hip bone"].met


def test_without_a_round_head_nothing_is_measured() -> None:
    parts = model({"femur.right": BALL, "hip_bone.right": BALL}, joints={"hip.right": (300, 0, 0)})
    answer = figures(hip_joint, parts)["right", "femoral head, RMS from sphere"]
    assert (answer.value, answer.met) == (None, False)
    assert "femur.right" in answer.why_not or "neck" in answer.why_not


def test_overlap_of_two_balls_is_that_of_the_formula() -> None:
    one, other = Solid.of(mesh_of(sphere(0, 0, 0, 20, 5))), Solid.of(mesh_of(sphere(30, 0, 0, 20, 5)))
    expected = np.pi * (4 * 20 + 30) * (2 * 20 - 30) ** 2 / 12
    assert one.overlap(other) == pytest.approx(expected, rel=0.01)
    assert one.gap(other) == pytest.approx(-10, abs=0.1)


def test_an_open_surface_has_no_volume_to_overlap() -> None:
    one, other = (Solid.of(mesh_of(shape)) for shape in (FAULTY["open edges"], sphere(110, 0, 0, 20)))
    with pytest.raises(CannotMeasureError, match="not a solid"):
        one.overlap(other)


def test_muscles_are_measured() -> None:
    bone = trimesh.creation.box(bounds=[[60, -100, -20], [80, 100, 180]]).subdivide_to_size(3.0)
    medius = trimesh.creation.box(bounds=[[81, -40, 20], [110, 40, 140]]).subdivide_to_size(3.0)
    minimus = trimesh.creation.box(bounds=[[108, -40, 20], [130, 40, 140]]).subdivide_to_size(3.0)
    maximus = trimesh.creation.box(bounds=[[76, -90, 20], [100, -50, 140]]).subdivide_to_size(3.0)
    marks = {"lateral_facet.right": (112.5, 0, 20), "superoposterior_facet.right": (95, 0, 80)}
    parts = model(
        {"hip_bone.right": bone, "gluteus_medius.right": medius, "gluteus_minimus.right": minimus,
         "gluteus_maximus.right": maximus},
        marks, {"hip.right": (83, 0, 0)},
    )  # fmt: skip
    answers = figures(muscles, parts)
    assert answers["gluteus_medius.right", "volume"].value == pytest.approx(29 * 80 * 120 / 1000)
    assert answers["gluteus_medius.right", "outer ilium within 2 mm"].value == pytest.approx(103, rel=0.02)
    assert answers["gluteus_medius.right", "deepest vertex in bone"].value == 0
    assert answers["gluteus_maximus.right", "deepest vertex in bone"].value == pytest.approx(4, abs=0.01)
    assert answers["gluteus_maximus.right", "deepest vertex of bone in it"].value == pytest.approx(4, abs=0.01)
    assert answers["gluteus_medius.right", "distance to lateral_facet.right"].value == pytest.approx(2.5, abs=0.01)
    assert answers["gluteus_medius.right", "distance to superoposterior_facet.right"].value == 0
    assert answers["gluteus_minimus.right", "distance to anterior_facet.right"].value is None
    overlap = answers["gluteus_medius.right, gluteus_minimus.right", "overlap of the smaller"]
    assert overlap.value == pytest.approx(100 * 2 / 22, rel=0.001)


def test_expected_volumes_are_those_of_the_paper() -> None:
    expected = {"gluteus_maximus": 842, "gluteus_medius": 320, "gluteus_minimus": 104}
    for muscle, volume in expected.items():
        assert muscles.expected_volume_cm3(muscle, 1.71, 71.8) == pytest.approx(volume, abs=1)


def test_the_pose_is_measured() -> None:
    marks = {
        "asis.right": (120.0, 50.0, 80.0), "asis.left": (-120.0, 50.0, 81.0),
        "pubic_tubercle.right": (20.0, 53.0, 0.0), "pubic_tubercle.left": (-20.0, 50.0, 0.0),
        "medial_epicondyle.right": (50.0, 7.0, -400.0), "lateral_epicondyle.right": (130.0, 3.0, -400.0),
    }  # fmt: skip
    answers = figures(pose, model({}, marks, {"hip.right": (83, 0, 0), "hip.left": (-83, 0, 0.4)}))
    assert answers["pelvis", "ASISs and pubic tubercles off one frontal plane"].value == pytest.approx(1.5)
    assert answers["pelvis", "difference in height of the ASISs"].value == pytest.approx(1.0)
    assert answers["pelvis", "origin to the middle of the hip joint centres"].value == pytest.approx(0.2)
    off = "joint centre to mid-epicondyles, off vertical"
    assert answers["thigh.right", f"{off}, frontal view"].value == pytest.approx(np.degrees(np.arctan(7 / 400)))
    assert answers["thigh.right", f"{off}, sagittal view"].value == pytest.approx(np.degrees(np.arctan(5 / 400)))
    across = answers["thigh.right", "epicondylar axis off the frontal plane"]
    assert across.value == pytest.approx(np.degrees(np.arctan(4 / 80)))
    assert answers["knee.right", "tibia in femur"].value is None


def test_the_skin_is_measured() -> None:
    skin_shape = open_skin((0, 0, 0), (100, 100, 200), 72)
    inside, outside = sphere(0, 0, 0, 97.5, 5), sphere(20, 0, 0, 90, 5)
    answers = figures(skin, model({"skin": skin_shape, "femur.right": inside, "gluteus_medius.right": outside}))
    assert answers["skin", "openings"].met
    assert answers["skin", "unevenness of the cut"].met
    assert answers["femur.right", "least cover"].value == pytest.approx(2.5, abs=0.2)
    assert answers["gluteus_medius.right", "least cover"].value == pytest.approx(-10, abs=0.2)


def test_an_uneven_or_second_opening_of_the_skin_is_found() -> None:
    shape = open_skin((0, 0, 0), (100, 100, 200), 72)
    torn = with_faces(shape, shape.faces[np.arange(len(shape.faces)) != 2000])
    assert figures(skin, model({"skin": torn}))["skin", "openings"].value == 2
    vertices = np.array(shape.vertices)
    vertices[vertices[:, 2].argmax(), 2] += 1.0
    uneven = trimesh.Trimesh(vertices, shape.faces, process=False)
    assert figures(skin, model({"skin": uneven}))["skin", "unevenness of the cut"].value == pytest.approx(1.0)


def test_the_size_is_measured(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.ply").write_bytes(b"x" * 2_000_000)
    answers = figures(size, model({"femur.right": BALL}, folder=str(tmp_path)))
    assert answers["pack", "files"].value == pytest.approx(2.0)
    assert answers["full", "triangles"].value == len(BALL.faces)
    assert not answers["full", "triangles"].met


@pytest.mark.parametrize(
    ("value", "low", "high", "met", "target"),
    [
        (1.0, None, 1.0, True, "at most 1 mm"),
        (1.1, None, 1.0, False, "at most 1 mm"),
        (45.0, 45.0, None, True, "at least 45 mm"),
        (44.9, 45.0, None, False, "at least 45 mm"),
        (3.0, 2.0, 8.0, True, "2 to 8 mm"),
        (float("nan"), None, 1.0, False, "at most 1 mm"),
    ],
)
def test_a_figure_is_judged_by_its_band(
    value: float, low: float | None, high: float | None, met: bool, target: str
) -> None:
    figure = Question("group", "part", "what", lambda: value, "mm", low, high).answer()
    assert (figure.met, figure.target) == (met, target)
