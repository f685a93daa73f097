"""The attachments of the shipped model have their published size and place, measured with VTK's filters and trimesh."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

import numpy as np
import pytest
import pyvista as pv
import trimesh
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.model import Atlas, Attachment
from tests.figures.measures import MeshOf, PolyOf

ORIGIN = "gluteus_medius.right.origin"
LATERAL = "gluteus_medius.right.insertion_lateral_facet"
SUPEROPOSTERIOR = "gluteus_medius.right.insertion_superoposterior_facet"
RIGHT = [
    ORIGIN,
    LATERAL,
    SUPEROPOSTERIOR,
    "gluteus_minimus.right.origin",
    "gluteus_minimus.right.insertion_anterior_facet",
    "gluteus_maximus.right.origin_ilium",
    "gluteus_maximus.right.origin_sacrum",
    "gluteus_maximus.right.origin_coccyx",
    "gluteus_maximus.right.insertion_gluteal_tuberosity",
]
CURVES = ["iliac_crest", "anterior_gluteal_line", "posterior_gluteal_line", "inferior_gluteal_line"]

Inside = Callable[[str], pv.PolyData]


@pytest.fixture(scope="module")
def inside(shipped: Atlas, poly_of: PolyOf) -> Inside:
    """What VTK cuts out of a bone where the attachment's distance is positive."""

    def cut(id_: str) -> pv.PolyData:
        attachment = shipped.attachments[id_]
        whole = poly_of(attachment.structure).copy()
        whole["distance"] = attachment.signed_distance.astype(np.float64)
        return whole.clip_scalar(scalars="distance", value=0.0, invert=False)

    return cut


def rim(piece: pv.PolyData) -> np.ndarray:
    edges = piece.extract_feature_edges(
        boundary_edges=True, non_manifold_edges=False, feature_edges=False, manifold_edges=False
    )
    return np.asarray(edges.points)


def widths(points: np.ndarray) -> np.ndarray:
    """Distances between parallel lines that enclose the points in their best plane, for directions all around."""
    center, normal = points.mean(axis=0), trimesh.points.plane_fit(points)[1]
    flat = trimesh.points.project_to_plane(points, plane_normal=normal, plane_origin=center)
    return np.array([np.ptp(flat @ [np.cos(a), np.sin(a)]) for a in np.linspace(0, np.pi, 90, endpoint=False)])


def test_everything_is_there_on_both_sides(shipped: Atlas) -> None:
    for id_ in RIGHT:
        right, left = shipped.attachments[id_], shipped.attachments[id_.replace(".right", ".left")]
        assert left.area_mm2 == right.area_mm2
        assert np.array_equal(left.boundary, right.boundary * [-1, 1, 1])
        assert np.array_equal(np.sort(left.signed_distance), np.sort(right.signed_distance))
        assert left.structure == right.structure.replace(".right", ".left")
        assert right.sources
        assert right.note
    for name in CURVES:
        left = shipped.curves[f"{name}.left"]
        assert np.array_equal(left.points, shipped.curves[f"{name}.right"].points * [-1, 1, 1])
    assert len(shipped.attachments) == 2 * len(RIGHT)


@pytest.mark.parametrize("id_", RIGHT)
def test_area_is_that_of_what_the_distance_cuts_out(shipped: Atlas, inside: Inside, id_: str) -> None:
    assert shipped.attachments[id_].area_mm2 == pytest.approx(inside(id_).area, rel=0.02)


@pytest.mark.parametrize("id_", RIGHT)
def test_the_outline_is_smooth_and_on_the_bone(shipped: Atlas, mesh_of: MeshOf, id_: str) -> None:
    attachment = shipped.attachments[id_]
    steps = np.diff(attachment.boundary, axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    assert lengths.max() <= 1.0
    assert np.array_equal(attachment.boundary[0], attachment.boundary[-1])
    off = np.abs(trimesh.proximity.closest_point(mesh_of(attachment.structure), attachment.boundary)[1])
    assert off.max() < 1e-3
    # Along 3 mm the outline turns, but has no teeth: its way is hardly longer than a chord.
    chords = np.linalg.norm(attachment.boundary[6:-1] - attachment.boundary[:-7], axis=1)
    ways = np.convolve(lengths, np.ones(6), "valid")[: len(chords)]
    assert (ways / chords).max() < 1.4
    assert np.median(ways / chords) < 1.01


@pytest.mark.parametrize("id_", RIGHT)
def test_the_patch_ends_at_the_outline(shipped: Atlas, id_: str) -> None:
    attachment = shipped.attachments[id_]
    patch = pv.PolyData.from_regular_faces(attachment.patch.vertices.astype(np.float64), attachment.patch.triangles)
    fine = np.vstack([attachment.boundary[:-1] * (1 - t) + attachment.boundary[1:] * t for t in np.linspace(0, 1, 9)])
    assert cKDTree(fine).query(rim(patch))[0].max() < 0.15
    assert patch.area == pytest.approx(attachment.area_mm2, rel=1e-4)


def test_area_of_origin(inside: Inside) -> None:
    """45 to 80 cm²: after Gray's gluteal lines; no measured figure is published."""
    assert 45 <= inside(ORIGIN).area / 100 <= 80


def test_the_origin_lies_on_the_muscle(shipped: Atlas, depth: Callable[[np.ndarray, str], np.ndarray]) -> None:
    patch = shipped.attachments[ORIGIN].patch
    mesh = trimesh.Trimesh(patch.vertices, patch.triangles, process=False)
    points, _ = trimesh.sample.sample_surface(mesh, 4000, seed=4)
    assert (-depth(np.asarray(points), "gluteus_medius.right") <= 2.0).mean() >= 0.9


def test_the_origin_lies_on_the_outer_ilium(shipped: Atlas, inside: Inside) -> None:
    piece = inside(ORIGIN).compute_normals(cell_normals=True, point_normals=False, consistent_normals=False)
    assert (piece["Normals"][:, 0] > 0).mean() > 0.98
    assert piece.points[:, 2].min() > shipped.landmarks["greater_sciatic_notch.right"].position[2]


def test_the_crest_is_the_upper_edge_of_the_ilium(shipped: Atlas, poly_of: PolyOf) -> None:
    """In every frontal cut between the spines."""
    crest, bone = shipped.curves["iliac_crest.right"].points, poly_of("hip_bone.right")
    for y in np.linspace(crest[:, 1].min() + 8, crest[:, 1].max() - 8, 15):
        section = bone.slice(normal="y", origin=(0, y, 0))
        at = crest[np.argmin(np.abs(crest[:, 1] - y))]
        assert at[2] > section.points[:, 2].max() - 2.5


@pytest.mark.parametrize(
    ("line", "end", "least", "most"), [("anterior", "asis", 30, 50), ("posterior", "psis", 40, 60)]
)
def test_gluteal_lines_leave_the_crest_where_gray_says(
    shipped: Atlas, line: str, end: str, least: float, most: float
) -> None:
    """About 4 cm behind its front end, about 5 cm before its back end, ± 1 cm, along the crest."""
    crest = shipped.curves["iliac_crest.right"].points
    start = shipped.curves[f"{line}_gluteal_line.right"].points[0]
    reach, index = cKDTree(crest).query([start, shipped.landmarks[f"{end}.right"].position])
    assert (reach < 1.0).all()
    low, high = sorted(index)
    assert least <= trimesh.util.row_norm(np.diff(crest[low : high + 1], axis=0)).sum() <= most


@pytest.mark.parametrize("line", ["anterior", "posterior", "inferior"])
def test_gluteal_lines_end_at_the_greater_sciatic_notch(shipped: Atlas, line: str) -> None:
    end = shipped.curves[f"{line}_gluteal_line.right"].points[-1]
    border = [
        shipped.landmarks[f"{name}.right"].position for name in ("piis", "greater_sciatic_notch", "ischial_spine")
    ]
    chain = np.vstack([np.linspace(a, b, 50) for a, b in pairwise(border)])
    assert cKDTree(chain).query(end)[0] < 12


def test_the_lines_bound_the_origins(shipped: Atlas) -> None:
    """Of the ilium's outer side, medius has what lies between the lines, minimus and maximus what lies beyond."""
    for line, beyond in (
        ("anterior", "gluteus_minimus.right.origin"),
        ("posterior", "gluteus_maximus.right.origin_ilium"),
    ):
        points = shipped.curves[f"{line}_gluteal_line.right"].points
        for id_ in (ORIGIN, beyond):
            along = cKDTree(shipped.attachments[id_].boundary).query(points)[0] < 0.5
            assert along.mean() > 0.5, (line, id_)


def test_patches_of_one_bone_do_not_overlap(shipped: Atlas) -> None:
    for one, other in combinations((shipped.attachments[id_] for id_ in RIGHT), 2):
        if one.structure == other.structure:
            both = np.minimum(one.signed_distance, other.signed_distance)
            assert both.max() < 0.6, (one.id, other.id)


def test_lateral_facet(shipped: Atlas, inside: Inside, poly_of: PolyOf) -> None:
    """Robertson et al. 2008: 438 ± 58 mm², 34.8 ± 4.3 mm long, 36.8 ± 6.7° to the shaft."""
    piece = inside(LATERAL)
    assert 380 <= piece.area <= 496
    border = rim(piece)
    apart = np.linalg.norm(border[:, None] - border[None], axis=2)
    one, other = np.unravel_index(apart.argmax(), apart.shape)
    assert 30 <= apart.max() <= 39
    femur = poly_of("femur.right")
    heights = femur.bounds[4] + np.array([0.35, 0.65]) * (femur.bounds[5] - femur.bounds[4])
    low, high = (np.mean(femur.slice(normal="z", origin=(0, 0, height)).points, axis=0) for height in heights)
    cosine = abs((border[one] - border[other]) @ (high - low)) / apart.max() / np.linalg.norm(high - low)
    assert 30 <= np.degrees(np.arccos(cosine)) <= 44
    lower = min(border[one], border[other], key=lambda point: point[2])
    assert lower[1] > border.mean(axis=0)[1], "its lower end lies in front"


def test_superoposterior_facet(shipped: Atlas, inside: Inside) -> None:
    """Robertson et al. 2008: 196 ± 48 mm², nearly round, 17 ± 2 mm across."""
    piece = inside(SUPEROPOSTERIOR)
    assert 148 <= piece.area <= 244
    across = widths(rim(piece))
    assert 14.9 <= across.min() <= across.max() <= 19


@pytest.mark.parametrize("facet", ["lateral_facet", "superoposterior_facet"])
def test_facets_lie_at_their_landmarks_and_on_the_tendon(
    shipped: Atlas, depth: Callable[[np.ndarray, str], np.ndarray], facet: str
) -> None:
    attachment: Attachment = shipped.attachments[f"gluteus_medius.right.insertion_{facet}"]
    mark = shipped.landmarks[f"{facet}.right"].position
    vertices = shipped.structures["femur.right"].vertices
    assert attachment.signed_distance[np.argmin(np.linalg.norm(vertices - mark, axis=1))] > 3
    near = -depth(attachment.patch.vertices.astype(np.float64), "gluteus_medius.right") <= 2.0
    assert near.mean() > 0.8
