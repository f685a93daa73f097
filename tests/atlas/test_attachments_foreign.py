"""The shipped definitions on a hip made by others: other vertices, another frame, landmarks found on its surfaces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import trimesh

from anatomy_viewer.atlas.attachments import Attached, attachments_for, parse_definitions
from anatomy_viewer.atlas.figures.solid import fit_sphere
from anatomy_viewer.atlas.loader import shipped_pack
from anatomy_viewer.atlas.model import Landmark
from tests.atlas.attachment_models import NAMES, bone

FOLDER = Path(__file__).parents[3] / "shared" / "reference_meshes" / "visible_human_female"
HIP, FEMUR = FOLDER / "right_hip_bone_registered.obj", FOLDER / "right_femur_registered.obj"

Places = dict[str, np.ndarray]


def extreme(points: np.ndarray, *direction: float) -> np.ndarray:
    """The point farthest in a direction (x right, y anterior, z superior)."""
    return points[np.argmax(points @ np.array(direction, float))]


def head_center(femur: np.ndarray) -> np.ndarray:
    """Centre of the sphere through what lies highest and most medial."""
    top = femur[femur[:, 2] > femur[:, 2].max() - 45]
    center = top[top[:, 0] < top[:, 0].min() + 45].mean(axis=0)
    for _ in range(10):
        offset = femur - center
        on_head = (np.abs(np.linalg.norm(offset, axis=1) - 23) < 5) & (offset @ [0.7, 0, -0.7] < 8)
        center = fit_sphere(femur[on_head])[0]
    return center


def hip_landmarks(v: np.ndarray) -> Places:
    """Spines, tubercle and notch of a hip bone whose joint centre is the origin."""
    x, y, z = v.T
    found = {
        "asis": extreme(v[z > 40], 0, 1, 0),
        "psis": extreme(v[z > 40], 0, -1, 0.25),
        "aiis": extreme(v[(z > 18) & (z < 50) & (x > -25)], 0, 1, 0),
        "piis": extreme(v[(z > 35) & (z < 80) & (y < -45)], 0, -0.5, -1),
        "ischial_spine": extreme(v[(z < 12) & (z > -25) & (y < -20)], -0.9, -0.6, 0),
    }
    found["iliac_tubercle"] = extreme(v[(y < found["asis"][1] - 35) & (z > 80)], 1, 0, 0)
    return found | {"greater_sciatic_notch": notch(v, found["piis"], found["ischial_spine"])}


def notch(v: np.ndarray, upper: np.ndarray, lower: np.ndarray) -> np.ndarray:
    """The place of the hind border that lies farthest in front of the line from the spine above to the spine below."""
    heights = np.arange(lower[2] + 2, upper[2], 1.0)
    border = np.array([extreme(v[np.abs(v[:, 2] - height) < 2], 0, -1, 0) for height in heights])
    line = np.interp(border[:, 2], [lower[2], upper[2]], [lower[1], upper[1]])
    return border[np.argmax(border[:, 1] - line)]


def femur_landmarks(v: np.ndarray) -> Places:
    """Trochanters, epicondyles and facets of a femur whose head centre is the origin."""
    trochanter = v[(v[:, 0] > 25) & (v[:, 2] > -45)]
    knee = v[v[:, 2] < v[:, 2].min() + 45]
    corner, side = extreme(trochanter, 0.2, -0.7, 0.7), extreme(trochanter, 1, 0, 0)
    turn = np.radians(36.8)
    middle = [side[0] - 3, corner[1] + 9 + 17.4 * np.sin(turn), corner[2] - 4 - 17.4 * np.cos(turn)]
    return {
        "greater_trochanter": side,
        "lesser_trochanter": extreme(v[(v[:, 2] < -35) & (v[:, 2] > -95)], -0.6, -0.8, 0),
        "medial_epicondyle": extreme(knee, -1, 0, 0),
        "lateral_epicondyle": extreme(knee, 1, 0, 0),
        "lateral_facet": np.array(middle),
        "superoposterior_facet": corner,
        "anterior_facet": extreme(trochanter[trochanter[:, 0] > 45], 0, 1, 0),
    }


@pytest.fixture(scope="module")
def foreign() -> Attached:
    for file in (HIP, FEMUR):
        if not file.is_file():
            pytest.skip(f"the foreign bone {file.name} is not beside the project")
    meshes = [trimesh.load_mesh(file, process=False) for file in (HIP, FEMUR)]
    center = head_center(np.array(meshes[1].vertices))
    for mesh in meshes:
        mesh.apply_translation(-center)
    places = hip_landmarks(np.array(meshes[0].vertices)) | femur_landmarks(np.array(meshes[1].vertices))
    structures = {id_: bone(id_, mesh) for id_, mesh in zip(("hip_bone.right", "femur.right"), meshes, strict=True)}
    marks = {f"{name}.right": Landmark(f"{name}.right", NAMES, "", place) for name, place in places.items()}
    definitions = parse_definitions((shipped_pack() / "attachments.toml").read_bytes())
    return attachments_for(structures, marks, definitions)


def test_all_that_its_bones_can_carry_is_laid(foreign: Attached) -> None:
    assert {problem.where.split('"')[1] for problem in foreign.problems} == {
        "gluteus_maximus.origin_sacrum",
        "gluteus_maximus.origin_coccyx",
    }
    assert len(foreign.attachments) == 7
    assert len(foreign.curves) == 4


def test_origin_of_medius(foreign: Attached) -> None:
    """45 to 85 cm² on this bone, on the outer side of its ilium, above the notch."""
    origin = foreign.attachments["gluteus_medius.right.origin"]
    assert 45 <= origin.area_mm2 / 100 <= 85
    corners = origin.patch.vertices[origin.patch.triangles].astype(np.float64)
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert normals[normals[:, 0] > 0].shape[0] > 0.95 * len(normals)
    assert origin.boundary[:, 2].min() > 40


def test_facets(foreign: Attached) -> None:
    """Robertson et al. 2008: 438 ± 58 mm², 34.8 ± 4.3 mm long; 196 ± 48 mm²."""
    lateral = foreign.attachments["gluteus_medius.right.insertion_lateral_facet"]
    assert 380 <= lateral.area_mm2 <= 496
    apart = np.linalg.norm(lateral.boundary[:, None] - lateral.boundary[None], axis=2)
    assert 30 <= apart.max() <= 39
    assert 148 <= foreign.attachments["gluteus_medius.right.insertion_superoposterior_facet"].area_mm2 <= 244


def test_gluteal_lines_leave_the_crest_where_gray_says(foreign: Attached) -> None:
    crest = foreign.curves["iliac_crest.right"].points
    way = np.append(0, np.cumsum(np.linalg.norm(np.diff(crest, axis=0), axis=1)))
    for line, from_end in (("anterior", way), ("posterior", way[-1] - way)):
        start = foreign.curves[f"{line}_gluteal_line.right"].points[0]
        nearest = np.argmin(np.linalg.norm(crest - start, axis=1))
        assert 30 <= from_end[nearest] <= 60


def test_origins_lie_beside_each_other(foreign: Attached) -> None:
    names = ("gluteus_medius.right.origin", "gluteus_minimus.right.origin", "gluteus_maximus.right.origin_ilium")
    distances = [foreign.attachments[name].signed_distance for name in names]
    for one in range(3):
        for other in range(one):
            assert np.minimum(distances[one], distances[other]).max() < 0.8
