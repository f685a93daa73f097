"""Unit, frame and plane of symmetry are held against the meshes; a right model raises no doubt, nor do its parts."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from anatomy_viewer import load_atlas
from anatomy_viewer.atlas.doubts import doubts
from anatomy_viewer.atlas.doubts.known import SIZES_MM, known_part
from anatomy_viewer.atlas.doubts.parts import named
from anatomy_viewer.atlas.loader import shipped_pack
from anatomy_viewer.atlas.manifest import Manifest, parse_manifest
from anatomy_viewer.atlas.model import Mesh, Names, Structure

Change = Callable[[np.ndarray], np.ndarray]
Model = tuple[Mapping[str, Structure], Manifest]


@pytest.fixture(scope="module")
def model() -> Model:
    """The shipped model without landmarks and joints; right and left each of its own."""
    manifest = parse_manifest((shipped_pack() / "manifest.toml").read_bytes())
    own = {id_: table.model_copy(update={"mirror_of": None}) for id_, table in manifest.structures.items()}
    bare = manifest.model_copy(update={"structures": own, "landmarks": {}, "joints": {}})
    return load_atlas().structures, bare


def told(
    model: Model, ids: Iterable[str] | None = None, change: Change = lambda points: points, **subject: float
) -> list[str]:
    structures, manifest = model
    chosen = {id_: moved(structures[id_], change) for id_ in (structures if ids is None else ids)}
    person = manifest.subject.model_copy(update=subject)
    return [str(problem) for problem in doubts(chosen, manifest.model_copy(update={"subject": person}))]


def moved(part: Structure, change: Change) -> Structure:
    return replace(part, full=Mesh(change(part.vertices.astype(float)).astype(np.float32), part.triangles))


def mirrored(model: Model) -> Model:
    """The same model, in which every left part is said to be the mirror image of the right one."""
    structures, manifest = model
    tables = {
        id_: table.model_copy(update={"mirror_of": id_.replace(".left", ".right") if id_.endswith(".left") else None})
        for id_, table in manifest.structures.items()
    }
    return structures, manifest.model_copy(update={"structures": tables})


def test_the_shipped_model_raises_no_doubt(model: Model) -> None:
    assert load_atlas().missing == ()
    assert told(model) == []
    assert told(mirrored(model)) == []


def test_no_part_of_it_alone_and_no_two_raise_a_doubt(model: Model) -> None:
    for ids in [*itertools.combinations(model[0], 1), *itertools.combinations(model[0], 2)]:
        assert told(model, ids) == [], ids


def test_no_choice_of_its_parts_raises_a_doubt(model: Model) -> None:
    rng = random.Random(3)
    for _ in range(100):
        ids = rng.sample(list(model[0]), rng.randint(3, 12))
        assert told(model, ids) == [], ids


@pytest.mark.parametrize("stature", [0.5, 0.9, 1.3, 2.1])
def test_children_and_tall_people_raise_no_doubt(model: Model, stature: float) -> None:
    assert told(model, change=lambda points: points * stature / 1.63, stature_m=stature) == []


@pytest.mark.parametrize("scale", [0.55, 1.6])
def test_a_stature_that_is_far_off_is_no_unit(model: Model, scale: float) -> None:
    assert told(model, change=lambda points: points * scale) == []


@pytest.mark.parametrize("axis", range(3))
@pytest.mark.parametrize("end", [0, 1])
def test_bones_cut_off_by_the_edge_of_a_scan_are_in_no_other_unit(model: Model, axis: int, end: int) -> None:
    def cut(points: np.ndarray) -> np.ndarray:
        low, high = points[:, axis].min(), points[:, axis].max()
        edge = low + 0.2 * (high - low) if end else high - 0.2 * (high - low)
        return points[points[:, axis] <= edge] if end else points[points[:, axis] >= edge]

    for id_ in model[0]:
        assert told(model, [id_], cut) == [], id_


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("centimetres", 10),
        ("inches", 25.4),
        ("decimetres", 100),
        ("metres", 1000),
        ("micrometres", 0.001),
        ("tenths of a millimetre", 0.1),
    ],
)
def test_another_unit_is_named(model: Model, unit: str, factor: float) -> None:
    for ids in (None, ["femur.right"], ["hip_bone.left", "sacrum"], ["gluteus_medius.right"], ["lumbar_vertebra_5"]):
        [problem] = told(model, ids, lambda points: points / factor)
        assert problem.startswith(f"manifest.toml: units: is 'mm', but the model looks like {unit}: ")
        assert "for a body 1.63 m tall" in problem
        assert "Scale the meshes, landmarks and joints to millimetres" in problem


def test_centimetres_are_told_of_a_child_too(model: Model) -> None:
    [problem] = told(model, change=lambda points: points * 0.9 / 16.3, stature_m=0.9)
    assert "looks like centimetres" in problem


def test_one_part_in_another_unit_is_named(model: Model) -> None:
    structures, manifest = model
    other = {
        **structures,
        "patella.left": moved(structures["patella.left"], lambda points: points / 25.4 + [-80, 48, -389]),
    }
    [problem] = told((other, manifest))
    assert problem.startswith('manifest.toml: structures."patella.left": measures 1.6')
    assert "It looks like inches." in problem


def test_parts_of_two_frames_are_told(model: Model) -> None:
    structures, manifest = model
    other = {**structures, "skin": moved(structures["skin"], lambda points: points + [0, 4000, 0])}
    [problem] = told((other, manifest))
    assert "in a body 1.63 m tall; Skin lies farthest" in problem


@pytest.mark.parametrize("signs", list(itertools.product([1, -1], repeat=3))[1:])
def test_axes_that_point_the_other_way_are_named(model: Model, signs: tuple[int, int, int]) -> None:
    letters = "".join(pair[sign < 0] for pair, sign in zip(("RL", "AP", "SI"), signs, strict=True))
    axes = [axis for axis, sign in zip("xyz", signs, strict=True) if sign < 0]
    [problem] = told(model, change=lambda points: points * signs)
    assert f"is 'RAS', but the model looks like {letters}, with" in problem
    assert f"Negate {' and '.join([', '.join(axes[:-1]), axes[-1]] if len(axes) > 1 else axes)} of all" in problem
    assert ("wind their triangles the other way" in problem) == (len(axes) % 2 == 1)
    assert ("lies on the other side" in problem) == (signs[0] < 0)
    assert ("lies in front of" in problem) == (signs[1] < 0)
    assert ("lies above" in problem) == (signs[2] < 0)


@pytest.mark.parametrize(
    "ids", [["femur.right"], ["hip_bone.left", "gluteus_medius.left"], ["femur.right", "femur.left"]]
)
def test_sides_are_told_of_few_parts_too(model: Model, ids: list[str]) -> None:
    [problem] = told(model, ids, lambda points: points * [-1, -1, 1])
    assert "lies on the other side" in problem


def test_sides_are_seen_from_the_middle_of_the_body(model: Model) -> None:
    away = np.array([-700, 300, 100])
    ids = ["hip_bone.right", "hip_bone.left", "sacrum"]
    assert not any("other side" in problem for problem in told(model, ids, lambda points: points + away))
    assert any("other side" in problem for problem in told(model, ids, lambda points: points * [-1, -1, 1] - away))


@pytest.mark.parametrize(
    ("turned", "up"),
    [
        (lambda points: points[:, [0, 2, 1]] * [1, 1, -1], "y"),  # as most programs for drawing have it
        (lambda points: points[:, [0, 2, 1]] * [-1, 1, 1], "y"),
        (lambda points: points[:, [0, 2, 1]] * [1, -1, 1], "-y"),
        (lambda points: points[:, [2, 0, 1]], "x"),
    ],
)
def test_a_body_along_another_axis_is_told(model: Model, turned: Change, up: str) -> None:
    [problem] = told(model, change=turned)
    assert f"in which z points up, but in the model {up} does" in problem
    assert "z up" in problem


WHOLE = None
ONE_LEG = ["femur.right", "patella.right", "tibia.right", "fibula.right"]
PELVIS = ["hip_bone.right", "hip_bone.left", "sacrum", "coccyx"]


def turned_by(degrees: float, *axis: float) -> Change:
    turn = Rotation.from_rotvec(np.radians(degrees) * np.array(axis) / np.linalg.norm(axis))
    return lambda points: turn.apply(points) + [5, -8, 12]


@pytest.mark.parametrize("ids", [WHOLE, ONE_LEG, PELVIS])
@pytest.mark.parametrize("degrees", [-135, -90, -45, 45, 90, 135])
def test_a_model_turned_about_its_upright_axis_is_told_once(
    model: Model, ids: list[str] | None, degrees: float
) -> None:
    [problem] = told(model, ids, turned_by(degrees, 0, 0, 1))
    assert f"looks turned by about {abs(degrees)}° about z" in problem
    assert f"Turn all meshes, landmarks and joints by {-degrees}° about z" in problem


BONES = ["hip_bone", "femur", "tibia", "fibula", "patella"]


@pytest.mark.parametrize("away", [(500, 0, 0), (0, 500, 0), (0, 0, -500)])
@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (BONES, "mm from Left hip bone: in a body they lie less than 120 mm apart"),
        (BONES[1:], "mm from Right hip bone, beside which it lies in a body"),
    ],
)
def test_a_side_or_a_leg_far_from_the_rest_is_told_without_a_middle(
    model: Model, which: list[str], expected: str, away: tuple[float, float, float]
) -> None:
    structures, manifest = model
    ids = [f"{name}.{side}" for name in BONES for side in ("right", "left")]
    parts = {id_: structures[id_] for id_ in ids}
    parts |= {f"{name}.right": moved(parts[f"{name}.right"], lambda points: points + away) for name in which}
    problems = told((parts, manifest))
    assert any(expected in problem for problem in problems), problems
    assert len(problems) == 1


@pytest.mark.parametrize("axis", [(1, 0, 0), (0, 1, 0), (1, 1, 1)])
def test_a_model_turned_halfway_about_another_axis_is_told(model: Model, axis: tuple[float, ...]) -> None:
    [problem] = told(model, WHOLE, turned_by(45, *axis))
    assert "looks turned by about 45°" in problem


@pytest.mark.parametrize("degrees", [-20, 20])
def test_a_body_that_leans_or_turns_a_little_raises_no_doubt(model: Model, degrees: float) -> None:
    for axis in ((1, 0, 0), (0, 1, 0), (0, 0, 1)):
        turn = turned_by(degrees, *axis)
        for ids in (WHOLE, ONE_LEG, PELVIS):
            assert not any("turned" in problem for problem in told(model, ids, turn))


def test_one_part_on_the_wrong_side_is_named(model: Model) -> None:
    structures, manifest = model
    swapped = {**structures, "patella.right": replace(structures["patella.left"], side="right")}
    [problem] = told((swapped, manifest))
    assert problem.startswith('manifest.toml: structures."patella.right": is called right, but its mesh lies')


def test_a_mirror_plane_off_the_middle_is_told(model: Model) -> None:
    for away in (-600.0, -30.0, 30.0, 600.0):
        structures, manifest = mirrored(model)
        aside = {
            id_: moved(part, lambda points, x=away: points + [x, 0, 0])
            for id_, part in structures.items()
            if ".left" not in id_
        }
        aside |= {
            id_: moved(aside[id_.replace("left", "right")], lambda points: points * [-1, 1, 1])
            for id_ in structures
            if ".left" in id_
        }
        problems = told((aside, manifest))
        [problem] = [problem for problem in problems if "puts the middle of the body at x = 0" in problem]
        assert f"lies at x = {away:.0f} mm" in problem
        assert ("and its mirror image lie" in problem) == (away > 0)
        assert ("run into each other" in problem) == (away < 0)


def test_halves_far_apart_or_across_the_plane_are_told_without_a_middle(model: Model) -> None:
    for away, expected in (
        (500, "leaves 10"),
        (70, "leaves 14"),
        (-70, "crosses the plane x = 0 in which it is mirrored by 6"),
    ):
        structures, manifest = mirrored(model)
        right = moved(structures["hip_bone.right"], lambda points, x=away: points + [x, 0, 0])
        left = moved(right, lambda points: points * [-1, 1, 1])
        [problem] = told(
            ({"hip_bone.right": right, "hip_bone.left": replace(left, id="hip_bone.left", side="left")}, manifest)
        )
        assert expected in problem


def test_a_model_off_its_origin_is_told_without_a_mirror_too(model: Model) -> None:
    [problem] = told(model, change=lambda points: points + [520, 400, 900])
    assert "puts the middle of the body at x = 0, but Sacrum lies at x = 520 mm" in problem


def test_landmarks_and_joints_far_from_their_bones_are_told() -> None:
    atlas = load_atlas()
    manifest = parse_manifest((shipped_pack() / "manifest.toml").read_bytes())
    assert list(doubts(atlas.structures, manifest)) == []
    mark = manifest.landmarks["asis.right"].model_copy(update={"position": (95.0, 45.0, -500.0)})
    joint = manifest.joints["knee.left"].model_copy(update={"center": (-80.0, 0.0, 500.0)})
    wrong = manifest.model_copy(
        update={
            "landmarks": {**manifest.landmarks, "asis.right": mark},
            "joints": {**manifest.joints, "knee.left": joint},
        }
    )
    told = [str(problem) for problem in doubts(atlas.structures, wrong)]
    assert len(told) == 2
    assert 'landmarks."asis.right": lies ' in told[0]
    assert "mm away from Right hip bone, on which it should lie" in told[0]
    assert 'joints."knee.left": lies ' in told[1]


@pytest.mark.parametrize(
    ("id_", "en", "la", "part"),
    [
        ("femur.right", "x", "y", "femur"),
        ("femur_r", "x", "y", "femur"),
        ("part1.left", "Left thigh bone (femur)", "y", "femur"),
        ("a", "b", "Os coxae dextrum", "hip bone"),
        ("a", "Right hip bone", "y", "hip bone"),
        ("a", "Femur, left", "y", "femur"),
        ("l4", "x", "y", "lumbar vertebra"),
        ("a", "Fifth lumbar vertebra (L5)", "y", "lumbar vertebra"),
        ("a", "b", "Musculus gluteus medius sinister", "gluteus medius"),
        ("femur_head.right", "Head of the femur", "Caput femoris", None),
        ("a", "Ligament of head of femur", "y", None),
        ("patellar_ligament.left", "Left patellar ligament", "Ligamentum patellae", None),
    ],
)
def test_parts_are_known_by_their_whole_name(id_: str, en: str, la: str, part: str | None) -> None:
    assert known_part(id_, Names(en, la)) == part


def test_the_table_of_sizes_is_that_of_the_shipped_model() -> None:
    for id_, part in load_atlas().structures.items():
        known = known_part(id_, part.names)
        assert known is not None
        size = np.sort(np.ptp(part.vertices, axis=0))[::-1]
        np.testing.assert_allclose(size, SIZES_MM[known], rtol=0.25)


@pytest.mark.parametrize(
    ("signs", "letters"), [((-1, -1, 1), "LPS"), ((1, -1, 1), "RPS"), ((1, 1, -1), "RAI"), ((-1, 1, 1), "LAS")]
)
def test_landmarks_and_joints_tell_the_frame_of_a_single_bone(signs: tuple[int, int, int], letters: str) -> None:
    manifest = parse_manifest((shipped_pack() / "manifest.toml").read_bytes())
    marks = {
        id_: mark.model_copy(update={"position": tuple(np.multiply(mark.position, signs))})
        for id_, mark in manifest.landmarks.items()
        if mark.structure == "hip_bone.right" or "epicondyle.right" in id_ or "trochanter.right" in id_
    }
    wrong = manifest.model_copy(update={"landmarks": marks, "joints": {}})
    bone = moved(load_atlas().structures["hip_bone.right"], lambda points: points * signs)
    [problem] = [str(problem) for problem in doubts({"hip_bone.right": bone}, wrong)]
    assert f"looks like {letters}, with" in problem


def test_thousands_of_landmarks_of_one_name_are_not_held_against_each_other() -> None:
    """5,000 of each took 30 s and 5.5 GB as pairs."""
    manifest = parse_manifest((shipped_pack() / "manifest.toml").read_bytes())
    front, back = manifest.landmarks["asis.right"], manifest.landmarks["psis.right"]
    many = {f"asis.a{i}": back for i in range(1000)} | {f"psis.a{i}": front for i in range(1000)}
    bone = load_atlas().structures["hip_bone.right"]
    wrong = manifest.model_copy(update={"landmarks": many, "joints": {}})
    [problem] = [str(problem) for problem in doubts({"hip_bone.right": bone}, wrong) if "looks like" in str(problem)]
    assert "and 398 more" in problem


def test_unknown_bones_of_both_sides_that_span_next_to_nothing_are_told(model: Model) -> None:
    structures, manifest = model
    names = Names("Thing", "Res")
    for ids, expected in ((["tibia.right", "tibia.left"], 1), (["tibia.right"], 0)):
        small = {id_: moved(structures[id_], lambda points: points / 10) for id_ in ids}
        unknown = {id_.replace("tibia", "thing"): replace(part, id=id_, names=names) for id_, part in small.items()}
        tables = {id_.replace("tibia", "thing"): manifest.structures[id_] for id_ in ids}
        problems = told((unknown, manifest.model_copy(update={"structures": tables})))
        assert len(problems) == expected
        assert all("both sides of the body span only 4" in problem for problem in problems)


def test_names_are_told_in_one_phrase() -> None:
    assert [named("ABCDE"[:n]) for n in range(6)] == [
        "",
        "A",
        "A and B",
        "A, B and C",
        "A, B, C and 1 more",
        "A, B, C and 2 more",
    ]
