"""The fan of gluteus medius: enough fibres, in the muscle, from patch to patch, in order, as long as published."""

from __future__ import annotations

import numpy as np
import pytest
import pyvista as pv
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.model import Atlas, FibreSet
from anatomy_viewer.scene.fan_sheet import fan_sheet
from tests.figures.measures import PolyOf, points_of

MEDIUS = "gluteus_medius.right"
ANTERIOR, MIDDLE, POSTERIOR = range(3)
WAYS = ((2, True), (1, False), (1, True))
"""Axis and sense of above, behind and in front."""


@pytest.fixture(scope="session")
def fan(shipped: Atlas) -> FibreSet:
    return shipped.fibres[MEDIUS]


def outside(points: np.ndarray, surface: pv.PolyData) -> np.ndarray:
    """Signed distance of points to a closed surface by VTK, negative inside."""
    return np.asarray(points_of(points).compute_implicit_distance(surface)["implicit_distance"])


def to_patch(shipped: Atlas, id_: str, points: np.ndarray) -> np.ndarray:
    """Distance of points to a patch, from points strewn densely over it."""
    patch = shipped.attachments[id_].patch
    corners = patch.vertices[patch.triangles].astype(np.float64)
    rng = np.random.default_rng(4)
    weights = rng.dirichlet([1.0, 1.0, 1.0], size=(60, len(corners)))
    return cKDTree((weights[..., None] * corners).sum(axis=2).reshape(-1, 3)).query(points)[0]


def arc_lengths(points: np.ndarray) -> np.ndarray:
    step = points[:, 1:] - points[:, :-1]
    return np.sqrt((step**2).sum(axis=2)).sum(axis=1)


def test_there_are_three_parts_of_enough_fibres(fan: FibreSet) -> None:
    assert len(fan.points) >= 150
    assert [names.en for names in fan.parts] == ["Anterior part", "Middle part", "Posterior part"]
    assert np.bincount(fan.part).min() >= 40


@pytest.mark.parametrize("muscle", [MEDIUS, "gluteus_minimus.right", "gluteus_maximus.right"])
def test_fibres_run_in_their_muscle(shipped: Atlas, poly_of: PolyOf, muscle: str) -> None:
    points = shipped.fibres[muscle].points.astype(np.float64).reshape(-1, 3)
    assert (outside(points, poly_of(muscle)) <= 1.0).mean() >= 0.99


def test_fibres_run_from_the_origin_to_the_right_facet(shipped: Atlas, fan: FibreSet) -> None:
    """The posterior part to the superoposterior facet, the rest to the lateral one (Robertson 2008, Tsutsumi 2019)."""
    starts, ends = fan.points[:, 0].astype(np.float64), fan.points[:, -1].astype(np.float64)
    rear = fan.part == POSTERIOR
    assert to_patch(shipped, f"{MEDIUS}.origin", starts).max() <= 2.0
    assert to_patch(shipped, f"{MEDIUS}.insertion_superoposterior_facet", ends[rear]).max() <= 2.0
    assert to_patch(shipped, f"{MEDIUS}.insertion_lateral_facet", ends[~rear]).max() <= 2.0


def test_fibres_start_evenly_over_the_origin(shipped: Atlas, fan: FibreSet) -> None:
    """No point of the origin that the muscle touches is far from a fibre's start, and no two starts coincide."""
    starts = fan.points[:, 0].astype(np.float64)
    nearest = cKDTree(starts).query(starts, k=2)[0][:, 1]
    even = np.sqrt(shipped.attachments[f"{MEDIUS}.origin"].area_mm2 / len(starts))
    assert nearest.min() > 0.4 * even
    assert nearest.max() < 2.0 * even


def test_fibres_end_evenly_over_the_facets(shipped: Atlas, fan: FibreSet) -> None:
    """No point of a facet is far from the end of a fibre that goes there."""
    ends, rear = fan.points[:, -1].astype(np.float64), fan.part == POSTERIOR
    for facet, goes_there in (("insertion_lateral_facet", ~rear), ("insertion_superoposterior_facet", rear)):
        patch = shipped.attachments[f"{MEDIUS}.{facet}"]
        even = np.sqrt(patch.area_mm2 / goes_there.sum())
        away = cKDTree(ends[goes_there]).query(patch.patch.vertices.astype(np.float64))[0]
        assert away.max() < 2.0 * even, facet


def test_fibres_run_without_hooks(fan: FibreSet) -> None:
    """All the bends of a line together, degrees: a line that hooks out of its patch and comes back turns by 360."""
    steps = np.diff(fan.points.astype(np.float64), axis=1)
    steps /= np.linalg.norm(steps, axis=2, keepdims=True)
    bends = np.degrees(np.arccos(np.clip((steps[:, 1:] * steps[:, :-1]).sum(axis=2), -1.0, 1.0)))
    turned = bends.sum(axis=1)
    assert turned.mean() < 120.0
    assert np.quantile(turned, 0.95) < 210.0


def test_neighbours_keep_their_order(fan: FibreSet) -> None:
    """Those next to each other at the origin are so further down, and front to back stays front to back."""
    lines = fan.points.astype(np.float64)
    front = np.argsort(np.argsort(lines[:, 0, 1]))
    beside = cKDTree(lines[:, 0]).query(lines[:, 0], k=5)[1][:, 1:]
    for sample in (12, 24, 36):
        around = cKDTree(lines[:, sample]).query(lines[:, sample], k=25)[1]
        kept = (beside[:, :, None] == around[:, None, :]).any(axis=2)
        assert kept.mean() > 0.9, sample
        assert np.corrcoef(front, np.argsort(np.argsort(lines[:, sample, 1])))[0, 1] > 0.95, sample
    assert np.corrcoef(front, np.argsort(np.argsort(lines[:, -1, 1])))[0, 1] > 0.9


def test_the_posterior_part_runs_forward_and_down_deep_to_the_middle(fan: FibreSet) -> None:
    """Where both parts are seen one behind the other from the side, the posterior one lies nearer to the body."""
    lines = fan.points.astype(np.float64)
    rear = fan.part == POSTERIOR
    chord = lines[rear, -1] - lines[rear, 0]
    assert (chord[:, 2] < 0).all()
    assert (chord[:, 1] > 0).mean() > 0.9
    depth = [mean_by_cell(lines[fan.part == part].reshape(-1, 3)) for part in (POSTERIOR, MIDDLE)]
    both = sorted(depth[0].keys() & depth[1].keys())
    assert len(both) > 30
    assert np.mean([depth[0][cell] < depth[1][cell] for cell in both]) > 0.9


def mean_by_cell(points: np.ndarray, size_mm: float = 4.0) -> dict[tuple[int, ...], float]:
    """Mean distance from the midline of points in each square of the side view."""
    cells, inverse = np.unique(np.round(points[:, 1:] / size_mm).astype(int), axis=0, return_inverse=True)
    sums = np.bincount(inverse.ravel(), weights=points[:, 0]) / np.bincount(inverse.ravel())
    return {tuple(cell): float(mean) for cell, mean in zip(cells.tolist(), sums, strict=True)}


def test_fibres_are_as_long_as_published(shipped: Atlas, fan: FibreSet) -> None:
    """Bone to bone against gait2392, scaled; the fleshy part against Ward et al. 2009."""
    centers = [shipped.joints[f"hip.{side}"].center[0] for side in ("right", "left")]
    scale = (centers[0] - centers[1]) / 167.0
    length = arc_lengths(fan.points.astype(np.float64))
    assert length.mean() == pytest.approx(scale * (121 + 131 + 110) / 3, rel=0.15)
    for part, published in ((ANTERIOR, 121), (MIDDLE, 131), (POSTERIOR, 110)):
        assert length[fan.part == part].mean() == pytest.approx(scale * published, rel=0.25)
    belly = fan.fleshy_mm[:, 1] - fan.fleshy_mm[:, 0]
    assert 58 <= belly.mean() <= 89
    assert (belly < length).all()


def test_the_free_tendon_at_the_surface_is_short(shipped: Atlas, fan: FibreSet) -> None:
    """Pale tendon reaches at most 4 cm from the facets, and all of the belly's middle is flesh."""
    vertices = shipped.structures[MEDIUS].vertices.astype(np.float64)
    facets = [f"{MEDIUS}.insertion_lateral_facet", f"{MEDIUS}.insertion_superoposterior_facet"]
    gap = np.min([to_patch(shipped, id_, vertices) for id_ in facets], axis=0)
    assert fan.tendon[gap < 5.0].min() > 0.9
    assert fan.tendon[gap > 40.0].max() == 0.0


def test_the_fan_spreads(fan: FibreSet) -> None:
    """Between the end-to-end directions of the foremost and hindmost fibre, seen from the side."""
    chord = (fan.points[:, -1] - fan.points[:, 0]).astype(np.float64)
    angle = np.degrees(np.arctan2(chord[:, 1], -chord[:, 2]))
    assert np.ptp(angle) >= 37.0


def test_left_fibres_are_the_mirror_image(shipped: Atlas, fan: FibreSet) -> None:
    left = shipped.fibres["gluteus_medius.left"]
    assert np.array_equal(left.points * np.float32([-1, 1, 1]), fan.points)


def test_the_fan_surface_reaches_from_the_edge_of_the_origin_to_both_facets(shipped: Atlas) -> None:
    sheet = fan_sheet(shipped, MEDIUS)
    edge = shipped.attachments[f"{MEDIUS}.origin"].boundary
    assert cKDTree(edge).query(sheet.points[:, 0])[0].max() < 3.0
    posterior = sheet.part == POSTERIOR
    assert to_patch(shipped, f"{MEDIUS}.insertion_lateral_facet", sheet.points[~posterior, -1]).max() < 2.0
    assert to_patch(shipped, f"{MEDIUS}.insertion_superoposterior_facet", sheet.points[posterior, -1]).max() < 2.0
    above, behind, front = (edge[edge[:, axis].argmax() if up else edge[:, axis].argmin()] for axis, up in WAYS)
    for corner in (above, behind, front):
        assert np.linalg.norm(sheet.points[:, 0] - corner, axis=1).min() < 5.0
