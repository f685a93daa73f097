"""Areas, distances and outlines of attachments on shapes for which formulas give them."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.attachments import Attached
from anatomy_viewer.atlas.model import Attachment, Mesh
from tests.atlas.attachment_models import CORNERS, ball, facet, frame, lay, slab

SPOT = {"spot.right": (103.0, 2.0, 5.0)}


def only(attached: Attached) -> Attachment:
    assert attached.problems == ()
    (attachment,) = attached.attachments.values()
    return attachment


def area_of(mesh: Mesh) -> float:
    corners = mesh.vertices.astype(np.float64)[mesh.triangles]
    return (
        float(np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1).sum()) / 2
    )


def rim_of(mesh: Mesh) -> np.ndarray:
    """The edges that belong to one triangle only, as pairs of points."""
    edges = np.sort(mesh.triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    single, counts = np.unique(edges, axis=0, return_counts=True)
    return mesh.vertices[single[counts == 1]]


@pytest.mark.parametrize(
    ("shape", "length", "width", "area"),
    [
        ("stadium", 30, 12, 12 * 18 + np.pi * 36),
        ("ellipse", 30, 12, np.pi * 15 * 6),
        ("stadium", 16, 16, np.pi * 64),
        ("ellipse", 16, 16, np.pi * 64),
    ],
)
@pytest.mark.parametrize("edge", [1.5, 3.0, 10.0, 60.0])
def test_area_on_a_plane(shape: str, length: float, width: float, area: float, edge: float) -> None:
    found = only(lay({"bone.right": slab(edge)}, SPOT, facet(shape, length, width)))
    assert found.area_mm2 == pytest.approx(area, rel=0.01)
    assert found.area_mm2 == pytest.approx(area_of(found.patch), rel=1e-5)


def test_distance_on_a_plane() -> None:
    shape = slab(2.0)
    found = only(lay({"bone.right": shape}, SPOT, facet("stadium", 30, 12)))
    offset = shape.vertices - SPOT["spot.right"]
    expected = 6 - np.hypot(offset[:, 0], np.maximum(np.abs(offset[:, 1]) - 9, 0))
    top = shape.vertices[:, 2] > 4.9
    near = top & (np.abs(expected) < 2.5)
    assert near.sum() > 100
    np.testing.assert_allclose(found.signed_distance[near], expected[near], atol=0.1)
    outside = top & (expected < -2.5)
    np.testing.assert_allclose(found.signed_distance[outside], expected[outside], rtol=0.07, atol=0.1)
    assert (found.signed_distance[~top] < 0).all()


def test_area_and_distance_on_a_sphere() -> None:
    radius, reach = 40.0, 18.0
    shape = ball(radius)
    found = only(lay({"bone.right": shape}, {"spot.right": (100, 0, radius)}, facet("ellipse", 2 * reach, 2 * reach)))
    assert found.area_mm2 == pytest.approx(2 * np.pi * radius**2 * (1 - np.cos(reach / radius)), rel=0.01)
    expected = reach - radius * np.arccos(np.clip(shape.vertices[:, 2] / radius, -1, 1))
    near = np.abs(expected) < 2.0
    np.testing.assert_allclose(found.signed_distance[near], expected[near], atol=0.06)
    np.testing.assert_allclose(found.signed_distance, expected, rtol=0.07, atol=0.1)


def test_the_patch_ends_where_the_boundary_runs() -> None:
    found = only(lay({"bone.right": ball()}, {"spot.right": (130, 20, 20)}, facet("stadium", 30, 12)))
    rim = rim_of(found.patch)
    fine = np.vstack([found.boundary[:-1] * (1 - t) + found.boundary[1:] * t for t in np.linspace(0, 1, 9)])
    assert cKDTree(fine).query(rim.reshape(-1, 3))[0].max() < 0.06
    assert np.linalg.norm(rim[:, 0] - rim[:, 1], axis=1).max() < 0.7


def test_the_boundary_is_smooth_closed_and_on_the_surface() -> None:
    shape = ball()
    found = only(lay({"bone.right": shape}, {"spot.right": (130, 20, 20)}, facet("ellipse", 20, 16)))
    steps = np.diff(found.boundary, axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    assert np.array_equal(found.boundary[0], found.boundary[-1])
    assert 0.2 < lengths.min() <= lengths.max() <= 1.0
    turns = np.einsum("ij,ij->i", steps, np.roll(steps, -1, axis=0)) / (lengths * np.roll(lengths, -1))
    assert np.degrees(np.arccos(np.clip(turns, -1, 1))).max() < 10
    assert np.abs(trimesh.proximity.closest_point(shape, found.boundary)[1]).max() < 2e-5


def test_the_zero_line_of_the_distance_is_the_boundary() -> None:
    """Where the distance, linear between vertices, is zero: the same smooth line, without a vertex's tooth."""
    shape = ball()
    found = only(lay({"bone.right": shape}, {"spot.right": (130, 20, 20)}, facet("ellipse", 20, 16)))
    edges = shape.edges_unique
    one, other = found.signed_distance[edges].astype(np.float64).T
    crossed = one * other < 0
    share = (one / (one - other))[crossed, None]
    zero = shape.vertices[edges[crossed, 0]] * (1 - share) + shape.vertices[edges[crossed, 1]] * share
    assert cKDTree(found.boundary).query(zero)[0].max() < 0.3


@pytest.mark.parametrize("corner", [0.0, 3.0])
def test_an_outline_of_curves_that_meet(corner: float) -> None:
    """A rectangle whose corners are cut by parabolas, each of which takes a sixth of a square away."""
    found = only(lay({"bone.right": slab()}, CORNERS, frame(corner)))
    assert found.area_mm2 == pytest.approx(30 * 20 - 4 * corner**2 / 6, rel=0.005)
    low, high = found.boundary.min(axis=0), found.boundary.max(axis=0)
    np.testing.assert_allclose(low, [85, -10, 5], atol=0.15)
    np.testing.assert_allclose(high, [115, 10, 5], atol=0.15)


def test_a_line_beside_a_curve() -> None:
    """A strip between a curve, what runs 8 mm beside it, and two cross lines."""
    definitions = frame(0.0).replace(
        'outline = ["ab",', 'outline = [{ curve = "cd", beside_mm = 8, toward = "posterior" },'
    )
    found = only(lay({"bone.right": slab()}, CORNERS, definitions))
    assert found.area_mm2 == pytest.approx(30 * 8, rel=0.01)
    assert found.boundary[:, 1].min() == pytest.approx(2, abs=0.1)


def test_the_long_axis_is_turned_as_asked() -> None:
    axis = '{ along = "anterior", turned_deg = 30, toward = "lateral" }'
    found = only(lay({"bone.right": slab()}, SPOT, facet("stadium", 30, 10, axis)))
    offset = found.boundary - SPOT["spot.right"]
    far = offset[np.argmax(np.linalg.norm(offset, axis=1))]
    far *= np.sign(far[1])
    assert np.degrees(np.arctan2(far[0], far[1])) == pytest.approx(30, abs=2)


CREST = """
[curves.crest]
names = { en = "Crest", la = "Crista" }
structure = "bone"
rim = { from = "front", to = "back", side = "superior" }
[curves.cross]
names = { en = "Cross", la = "Crux" }
structure = "bone"
side = "superior"
through = [
    { along = "crest", from = "back", mm = 20 },
    { mix = { front = 0.5, back = 0.5 }, move = { lateral = 30, superior = 30 } },
]
note = "Oblique."
sources = ["book"]
"""


def test_a_rim_is_the_outermost_line() -> None:
    """On a sphere: the half of a great circle that faces the side given."""
    marks = {"front.right": (100.0, 40.0, 0.0), "back.right": (100.0, -40.0, 0.0)}
    found = lay({"bone.right": ball()}, marks, CREST)
    crest, cross = found.curves["crest.right"], found.curves["cross.right"]
    assert np.abs(crest.points[:, 0] - 100).max() < 0.3
    assert np.linalg.norm(np.diff(crest.points, axis=0), axis=1).sum() == pytest.approx(np.pi * 40, rel=0.005)
    assert np.linalg.norm(np.diff(crest.points, axis=0), axis=1).max() <= 1.0
    angle = 20 / 40
    np.testing.assert_allclose(cross.points[0], [100, -40 * np.cos(angle), 40 * np.sin(angle)], atol=0.3)
    assert (cross.structure, cross.note, cross.sources) == ("bone.right", "Oblique.", ("A book",))
    assert cross.names.en == "Cross, right"


def test_what_a_record_says() -> None:
    found = only(lay({"bone.right": slab()}, SPOT, facet("stadium", 30, 12)))
    assert (found.id, found.muscle, found.structure) == ("muscle.right.insertion", "muscle.right", "bone.right")
    assert (found.kind, found.sources, found.note) == ("insertion", ("A book",), "Round.")
    assert (found.names.en, found.names.la) == ("Facet, right", "Facies")
    assert found.signed_distance.dtype == np.float32
    assert not found.boundary.flags.writeable
    assert not found.signed_distance.flags.writeable
    assert not found.patch.vertices.flags.writeable


def test_the_patch_faces_outward() -> None:
    found = only(lay({"bone.right": slab()}, SPOT, facet("stadium", 30, 12)))
    corners = found.patch.vertices[found.patch.triangles]
    assert (np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 2] >= 0).all()


def test_moving_the_bone_moves_the_patch() -> None:
    here = only(lay({"bone.right": ball()}, {"spot.right": (130, 20, 20)}, facet("stadium", 30, 12)))
    there = only(lay({"bone.right": ball(x=400)}, {"spot.right": (430, 20, 20)}, facet("stadium", 30, 12)))
    assert there.area_mm2 == pytest.approx(here.area_mm2, rel=1e-3)
