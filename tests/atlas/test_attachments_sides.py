"""The left side is the exact mirror image of the right where the bones are, and is measured on its own where not."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from anatomy_viewer.atlas.model import Attachment
from tests.atlas.attachment_models import CORNERS, MIRROR, ball, facet, frame, lay, mirrored, slab

RIGHT = {"spot.right": (130.0, 20.0, 20.0)}
BOTH = RIGHT | {"spot.left": (-130.0, 20.0, 20.0)}


def assert_mirrored(right: Attachment, left: Attachment) -> None:
    assert left.area_mm2 == right.area_mm2
    assert np.array_equal(left.boundary, right.boundary * MIRROR)
    assert np.array_equal(left.patch.vertices, right.patch.vertices * MIRROR.astype(np.float32))
    assert {tuple(sorted(t)) for t in left.patch.triangles} == {tuple(sorted(t)) for t in right.patch.triangles}


def test_a_mirrored_bone_has_the_mirrored_patch() -> None:
    found = lay({"bone.right": ball(), "bone.left": mirrored(ball())}, BOTH, facet("stadium", 30, 12))
    right, left = found.attachments["muscle.right.insertion"], found.attachments["muscle.left.insertion"]
    assert_mirrored(right, left)
    assert np.array_equal(left.signed_distance, right.signed_distance)
    assert (left.muscle, left.structure, left.names.en) == ("muscle.left", "bone.left", "Facet, left")
    assert list(found.attachments) == ["muscle.right.insertion", "muscle.left.insertion"]


def test_the_mirrored_patch_faces_outward() -> None:
    found = lay({"bone.right": ball(), "bone.left": mirrored(ball())}, BOTH, facet("stadium", 30, 12))
    patch = found.attachments["muscle.left.insertion"].patch
    corners = patch.vertices[patch.triangles].astype(np.float64)
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert (np.einsum("ij,ij->i", normals, corners.mean(axis=1) - [-100, 0, 0]) >= 0).all()


def test_curves_are_mirrored() -> None:
    marks = CORNERS | {id_.replace("right", "left"): (-x, y, z) for id_, (x, y, z) in CORNERS.items()}
    found = lay({"bone.right": slab(), "bone.left": mirrored(slab())}, marks, frame(3.0))
    assert np.array_equal(found.curves["ab.left"].points, found.curves["ab.right"].points * MIRROR)
    assert found.curves["ab.left"].structure == "bone.left"


def test_vertices_in_another_order_do_not_matter() -> None:
    shape = mirrored(ball())
    order = np.random.default_rng(5).permutation(len(shape.vertices))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    shuffled = trimesh.Trimesh(shape.vertices[order], place[shape.faces], process=False)
    found = lay({"bone.right": ball(), "bone.left": shuffled}, BOTH, facet("stadium", 30, 12))
    right, left = found.attachments["muscle.right.insertion"], found.attachments["muscle.left.insertion"]
    assert_mirrored(right, left)
    assert np.array_equal(left.signed_distance, right.signed_distance[order])


def test_a_bone_in_the_midline_carries_both() -> None:
    shape = ball(x=0.0)
    found = lay({"bone": shape}, {"spot.right": (30, 20, 20), "spot.left": (-30, 20, 20)}, facet("stadium", 20, 12))
    right, left = found.attachments["muscle.right.insertion"], found.attachments["muscle.left.insertion"]
    assert_mirrored(right, left)
    assert right.structure == left.structure == "bone"
    assert (shape.vertices[left.signed_distance > 0, 0] < 0).all()
    assert (left.signed_distance > 0).sum() == (right.signed_distance > 0).sum() > 20


def test_another_left_bone_is_measured_on_its_own() -> None:
    smaller = mirrored(ball(radius=20.0))
    marks = RIGHT | {"spot.left": (-115.0, 10.0, 10.0)}
    found = lay({"bone.right": ball(), "bone.left": smaller}, marks, facet("ellipse", 20, 20))
    right, left = found.attachments["muscle.right.insertion"], found.attachments["muscle.left.insertion"]
    assert right.area_mm2 == pytest.approx(2 * np.pi * 40**2 * (1 - np.cos(10 / 40)), rel=0.01)
    assert left.area_mm2 == pytest.approx(2 * np.pi * 20**2 * (1 - np.cos(10 / 20)), rel=0.01)
    assert (left.boundary[:, 0] < -100).all()
    assert left.signed_distance.shape == (len(smaller.vertices),)
    center = np.argmin(np.linalg.norm(smaller.vertices - [-111.5, 11.5, 11.5], axis=1))
    assert left.signed_distance[center] > 0


def test_another_left_landmark_is_taken() -> None:
    marks = RIGHT | {"spot.left": (-130.0, -20.0, 20.0)}
    found = lay({"bone.right": ball(), "bone.left": mirrored(ball())}, marks, facet("ellipse", 20, 20))
    assert found.attachments["muscle.right.insertion"].boundary[:, 1].mean() > 10
    assert found.attachments["muscle.left.insertion"].boundary[:, 1].mean() < -10


def test_one_side_alone_is_no_problem() -> None:
    found = lay({"bone.right": ball()}, RIGHT, facet("stadium", 30, 12))
    assert list(found.attachments) == ["muscle.right.insertion"]
    assert found.problems == ()


def test_lateral_is_away_from_the_midline_on_both_sides() -> None:
    definitions = facet("ellipse", 10, 10).replace(
        'center = "spot"', 'center = { at = "spot", move = { lateral = 6 } }'
    )
    shape = slab()
    marks = {"spot.right": (100.0, 0.0, 5.0), "spot.left": (-100.0, 0.0, 5.0)}
    found = lay({"bone.right": shape, "bone.left": mirrored(shape)}, marks, definitions)
    assert found.attachments["muscle.right.insertion"].boundary[:, 0].mean() == pytest.approx(106, abs=0.2)
    assert found.attachments["muscle.left.insertion"].boundary[:, 0].mean() == pytest.approx(-106, abs=0.2)
