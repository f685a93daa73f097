"""Landmarks and joints are held against the meshes: told together where they are wrong together, and what to change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from anatomy_viewer import load_atlas as load
from anatomy_viewer.atlas.doubts import doubts
from anatomy_viewer.atlas.loader import shipped_pack
from anatomy_viewer.atlas.manifest import Manifest, parse_manifest
from anatomy_viewer.atlas.model import Mesh, Structure

Change = Callable[[np.ndarray], np.ndarray]
load_atlas = cache(load)
LEGS = ("thigh", "shank", "patella")


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return parse_manifest((shipped_pack() / "manifest.toml").read_bytes())


def same(points: np.ndarray) -> np.ndarray:
    return points


def told(manifest: Manifest, *, marks: Change = same, joints: Change = same, meshes: Change = same) -> list[str]:
    """What is told of the shipped model with its landmarks, joints or meshes changed."""
    own = {id_: table.model_copy(update={"mirror_of": None}) for id_, table in manifest.structures.items()}
    landmarks = {
        id_: mark.model_copy(update={"position": tuple(marks(np.array(mark.position)))})
        for id_, mark in manifest.landmarks.items()
    }
    hinges = {
        id_: joint.model_copy(update={"center": tuple(joints(np.array(joint.center)))})
        for id_, joint in manifest.joints.items()
    }
    other = manifest.model_copy(update={"structures": own, "landmarks": landmarks, "joints": hinges})
    structures = {id_: moved(part, meshes) for id_, part in load_atlas().structures.items()}
    return [str(problem) for problem in doubts(structures, other)]


def moved(part: Structure, change: Change) -> Structure:
    mesh = Mesh(change(part.light.vertices.astype(float)).astype(np.float32), part.light.triangles)
    return replace(part, full=mesh, light=mesh)


@pytest.mark.parametrize("factor", [0.001, 0.1, 1 / 25.4, 10.0, 1000.0])
def test_joints_in_another_unit_are_told_together(manifest: Manifest, factor: float) -> None:
    [problem] = told(manifest, joints=lambda center: center * factor)
    assert problem.startswith("manifest.toml: joints: are wrong, 4 of 4: 'hip.right' ")
    assert "Are they in another unit or frame?" in problem


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda center: center * (-1, 1, 1), "mm away from Right femur"),
        (lambda center: center * (0, 1, 1), "is called right, but lies at x = 0 mm"),
        (lambda center: center + (0, 0, 120), "which it joins"),
    ],
)
def test_joints_beside_their_bones_or_on_the_other_side_are_told(
    manifest: Manifest, change: Change, expected: str
) -> None:
    problems = told(manifest, joints=change)
    assert 1 <= len(problems) <= 2
    assert expected in problems[0]


@pytest.mark.parametrize("axis", [(0, 1, 0), (1, 0, 0), (0, 0, 1)])
def test_an_axis_about_which_abduction_is_none_is_told(manifest: Manifest, axis: tuple[float, ...]) -> None:
    hip = manifest.joints["hip.right"].model_copy(update={"abduction_axis": axis})
    wrong = manifest.model_copy(update={"joints": {**manifest.joints, "hip.right": hip}})
    [problem] = told(wrong)
    assert 'joints."hip.right": has an axis about which abduction does not move the leg outward' in problem
    assert "near 0, -1, 0" in problem


@pytest.mark.parametrize(("unit", "factor"), [("metres", 0.001), ("centimetres", 0.1), ("inches", 1 / 25.4)])
def test_landmarks_in_another_unit_are_told_in_one_sentence(manifest: Manifest, unit: str, factor: float) -> None:
    [problem] = told(manifest, marks=lambda point: point * factor)
    assert problem.startswith("manifest.toml: landmarks: do not lie on the meshes: ")
    assert f"The landmarks look like {unit}." in problem


def test_only_the_landmarks_are_to_be_negated_where_the_meshes_are_right(manifest: Manifest) -> None:
    flip = (-1, -1, 1)
    frame, landmarks = told(manifest, marks=lambda point: point * flip, joints=lambda center: center * flip)
    assert "the landmarks and joints look like LPS, with x and y the other way" in frame
    assert frame.endswith("Negate x and y of all landmarks and joints.")
    assert "two frames" in landmarks


def test_only_the_meshes_are_to_be_changed_where_the_landmarks_are_right(manifest: Manifest) -> None:
    frame, landmarks = told(manifest, meshes=lambda points: points * (-1, -1, 1))
    assert "the meshes look like LPS" in frame
    assert "Negate x and y of all meshes, and write" in frame
    assert "two frames" in landmarks
    unit, landmarks = told(manifest, meshes=lambda points: points / 10)
    assert "Scale the meshes to millimetres" in unit
    assert "two units" in landmarks


def test_many_landmarks_off_their_structures_are_told_together(manifest: Manifest) -> None:
    """As of a scan that ends below the hip."""
    [problem] = told(manifest, marks=lambda point: point - (0, 0, 100 if point[2] < -300 else 0))
    assert problem.startswith("manifest.toml: landmarks: lie away from the structures on which they should lie: '")


@pytest.mark.parametrize("times", [2.0, 2.54, 0.4, 0.25])
def test_a_model_far_too_large_or_small_for_its_stature_is_told(manifest: Manifest, times: float) -> None:
    def scaled(points: np.ndarray) -> np.ndarray:
        return points * times

    problems = told(manifest, meshes=scaled, marks=scaled, joints=scaled)
    assert f"its parts measure {times:.2g} times what they do in a body 1.63 m tall" in problems[0]


@pytest.mark.parametrize("part", ["femur.right", "sacrum", "gluteus_medius.left"])
def test_a_part_too_large_for_the_others_is_told(manifest: Manifest, part: str) -> None:
    structures = dict(load_atlas().structures)
    structures[part] = moved(structures[part], lambda points: points * 2.54)
    own = {id_: table.model_copy(update={"mirror_of": None}) for id_, table in manifest.structures.items()}
    bare = manifest.model_copy(update={"structures": own, "landmarks": {}, "joints": {}})
    problems = [str(problem) for problem in doubts(structures, bare)]
    assert len(problems) == 1
    assert f'structures."{part}": measures 2.5 times what would go with the other parts.' in problems[0]


def posed(hip_deg: float, knee_deg: float) -> dict[str, Structure]:
    """The shipped bones, both thighs raised forward and both knees bent."""
    hips, knees = Rotation.from_euler("x", hip_deg, degrees=True), Rotation.from_euler("x", -knee_deg, degrees=True)

    def thigh(points: np.ndarray) -> np.ndarray:
        return hips.apply(points)

    def shank(points: np.ndarray) -> np.ndarray:
        knee = np.array([0.0, 0.0, -389.0])
        return hips.apply(knees.apply(points - knee) + knee)

    found = {}
    for id_, part in load_atlas().structures.items():
        if part.kind == "bone":
            limb = part.body.partition(".")[0]
            found[id_] = moved(part, thigh if limb == "thigh" else shank if limb in LEGS else same)
    return found


@pytest.mark.parametrize(("hip_deg", "knee_deg"), [(90, 90), (90, 0), (60, 110), (0, 90), (0, 0)])
@pytest.mark.parametrize(
    "names", [None, ("hip_bone", "femur"), ("femur", "tibia", "fibula", "patella"), ("femur", "tibia")]
)
def test_a_body_that_sits_or_bends_its_knees_raises_no_doubt(
    manifest: Manifest, hip_deg: float, knee_deg: float, names: tuple[str, ...] | None
) -> None:
    parts = posed(hip_deg, knee_deg)
    chosen = {id_: part for id_, part in parts.items() if names is None or id_.partition(".")[0] in names}
    own = {id_: table.model_copy(update={"mirror_of": None}) for id_, table in manifest.structures.items()}
    bare = manifest.model_copy(update={"structures": own, "landmarks": {}, "joints": {}})
    problems = [str(problem) for problem in doubts(chosen, bare)]
    legs_alone = names is not None and "hip_bone" not in names
    if not (legs_alone and hip_deg):  # legs alone that lie level may be a frame as well
        assert problems == []
