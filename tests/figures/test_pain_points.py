"""The shipped trigger points: where they lie, where one presses, and how referral paths run."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import trimesh

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.trigger_points import TriggerPoint
from tests.figures.measures import MeshOf


@pytest.mark.parametrize(
    ("point", "least", "most", "part"),
    [
        ("gluteus_medius.trp1", 0.70, 0.78, "Posterior part"),
        ("gluteus_medius.trp2", 0.45, 0.55, "Middle part"),
        ("gluteus_medius.trp3", 0.18, 0.25, "Anterior part"),
    ],
)
def test_points_of_medius_lie_below_the_crest_at_their_share_of_it(
    shipped: Atlas, point: str, least: float, most: float, part: str
) -> None:
    found = shipped.trigger_points[f"{point}.right"]
    crest = shipped.curves["iliac_crest.right"].points
    along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(crest, axis=0), axis=1)))
    gaps = np.linalg.norm(crest - found.position, axis=1)
    nearest = int(gaps.argmin())
    assert 15.0 <= gaps[nearest] <= 30.0
    assert 15.0 <= crest[nearest, 2] - found.position[2] <= 30.0
    assert least <= along[nearest] / along[-1] <= most
    assert _nearest_part(shipped, found) == part


def test_the_outer_points_of_medius_lie_near_what_their_words_name(shipped: Atlas) -> None:
    first, third = (shipped.trigger_points[f"gluteus_medius.trp{number}.left"] for number in (1, 3))
    assert np.linalg.norm(first.position - shipped.landmarks["psis.left"].position) < 60.0
    assert np.linalg.norm(third.position - shipped.landmarks["asis.left"].position) < 60.0


@pytest.mark.parametrize(
    ("point", "part"),
    [("gluteus_minimus.anterior", "Anterior part"), ("gluteus_minimus.posterior", "Posterior part")],
)
def test_points_of_minimus_lie_in_their_part(shipped: Atlas, point: str, part: str) -> None:
    assert _nearest_part(shipped, shipped.trigger_points[f"{point}.left"]) == part


def test_points_of_maximus_lie_where_their_words_say(shipped: Atlas, mesh_of: MeshOf) -> None:
    first, second, third = (shipped.trigger_points[f"gluteus_maximus.trp{number}.right"] for number in (1, 2, 3))
    gap = trimesh.proximity.closest_point(mesh_of("sacrum"), [first.position])[1][0]
    assert gap < 30.0
    tuber = shipped.landmarks["ischial_tuberosity.right"].position
    assert 10.0 < second.position[2] - tuber[2] < 30.0
    assert abs(second.position[0] - tuber[0]) < 10.0
    assert np.linalg.norm(third.position - shipped.landmarks["coccyx_tip"].position) < 30.0
    assert third.position[2] < first.position[2]


def test_points_lie_in_the_middle_of_their_muscle(
    shipped: Atlas, mesh_of: MeshOf, depth: Callable[[np.ndarray, str], np.ndarray]
) -> None:
    for point in shipped.trigger_points.values():
        assert depth(point.position[None], point.muscle)[0] > 3.0
        way = point.press_position - point.position
        assert np.linalg.norm(way) == pytest.approx(point.depth_mm)
        way /= np.linalg.norm(way)
        muscle = mesh_of(point.muscle)
        ahead, behind = (
            np.linalg.norm(muscle.ray.intersects_location([point.position], [line])[0] - point.position, axis=1).min()
            for line in (way, -way)
        )
        assert 0.3 <= ahead / (ahead + behind) <= 0.7


def test_one_presses_on_the_nearest_skin(shipped: Atlas, mesh_of: MeshOf) -> None:
    skin = mesh_of("skin")
    for point in shipped.trigger_points.values():
        closest, distance, _ = trimesh.proximity.closest_point(skin, [point.position])
        np.testing.assert_allclose(point.press_position, closest[0], atol=1e-3)
        assert point.depth_mm == pytest.approx(float(distance[0]), abs=1e-3)
        np.testing.assert_allclose(point.press.on(skin.vertices)[0], closest[0], atol=1e-3)


def test_referral_paths_run_over_the_skin_into_each_part_of_the_zones(shipped: Atlas, mesh_of: MeshOf) -> None:
    skin = mesh_of("skin")
    for point in shipped.trigger_points.values():
        ends = []
        for path in point.referral_paths:
            line = path.on(skin.vertices)
            np.testing.assert_allclose(line[0], point.press_position, atol=0.5)
            assert np.linalg.norm(np.diff(line, axis=0), axis=1).max() < 6.0
            assert trimesh.proximity.closest_point(skin, line)[1].max() < 0.1
            ends.append(int(path.corners[-1][path.weights[-1].argmax()]))
        tiers = 1 + (point.spillover_zone is not None)
        assert len(ends) >= tiers
        assert all(max(point.essential[end], point.spillover[end]) > 0.5 for end in ends)
    assert len(shipped.trigger_points["gluteus_medius.trp3.right"].referral_paths) == 3


def _nearest_part(atlas: Atlas, point: TriggerPoint) -> str:
    fibres = atlas.fibres[point.muscle]
    nearest = int(np.linalg.norm(fibres.points - point.position, axis=2).min(axis=1).argmin())
    return fibres.parts[fibres.part[nearest]].en
