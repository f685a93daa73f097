"""From a pain drawing to the trigger points, best explanation first."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from anatomy_viewer import rank_trigger_points
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.pain.ranking import SPILLOVER_WEIGHT, points_at, points_in
from anatomy_viewer.pain.regions import region_drawing
from anatomy_viewer.pain.skin import vertex_areas

ZONES = [
    (f"{point}.{side}", tier)
    for point, tiers in {
        "gluteus_medius.trp1": 2,
        "gluteus_medius.trp2": 2,
        "gluteus_medius.trp3": 2,
        "gluteus_minimus.anterior": 2,
        "gluteus_minimus.posterior": 1,
        "gluteus_maximus.trp1": 2,
        "gluteus_maximus.trp2": 1,
        "gluteus_maximus.trp3": 1,
    }.items()
    for side in ("right", "left")
    for tier in ("essential", "spillover")[:tiers]
]


@pytest.mark.parametrize(("id_", "tier"), ZONES)
def test_each_zone_painted_alone_finds_its_own_point(body: Atlas, id_: str, tier: str) -> None:
    zone = getattr(body.trigger_points[id_], tier) >= 0.5
    scores = rank_trigger_points(body, zone.astype(np.float32))
    [own] = [score for score in scores if score.id == id_]
    assert own.rank == 1
    assert own.tier == tier
    assert own.explained == pytest.approx(1.0)
    first = {score.id for score in scores if score.rank == 1}
    assert first == ({id_, body.trigger_points[id_].twin} if id_.startswith("gluteus_maximus.trp3") else {id_})


@pytest.mark.parametrize(("id_", "tier"), ZONES)
def test_a_random_half_of_a_zone_finds_it_among_the_first_three(body: Atlas, id_: str, tier: str) -> None:
    inside = np.flatnonzero(getattr(body.trigger_points[id_], tier) >= 0.5)
    vertices = body.structures["skin"].vertices
    rng = np.random.default_rng(5)
    for _ in range(8):
        drawing = np.zeros(len(vertices), np.float32)
        # Half of it scattered, and half of it on one side of a line at random.
        drawing[rng.choice(inside, len(inside) // 2, replace=False)] = 1.0
        assert _rank(body, drawing, id_) <= 3
        along = vertices[inside] @ rng.normal(size=3)
        drawing = np.zeros(len(vertices), np.float32)
        drawing[inside[along <= np.median(along)]] = 1.0
        assert _rank(body, drawing, id_) <= 3


@settings(max_examples=60, deadline=None)
@given(
    centres=st.lists(st.integers(0, 42_141), min_size=1, max_size=4),
    radius=st.floats(1.0, 400.0),
    scale=st.floats(1e-3, 1e3),
)
def test_random_blobs_are_ranked_soundly(body: Atlas, centres: list[int], radius: float, scale: float) -> None:
    vertices = body.structures["skin"].vertices
    gaps = np.min([np.linalg.norm(vertices - vertices[centre], axis=1) for centre in centres], axis=0)
    drawing = np.clip(1.0 - gaps / radius, 0.0, 1.0)
    scores = rank_trigger_points(body, drawing)
    assert {score.id for score in scores} == set(body.trigger_points)
    values = np.array([(score.score, score.explained, score.covered) for score in scores])
    assert np.isfinite(values).all()
    assert (values >= 0.0).all()
    assert (values <= 1.0).all()
    assert (np.diff(values[:, 0]) <= 1e-6).all()
    assert scores[0].rank == 1
    assert [score.rank for score in scores] == sorted(score.rank for score in scores)
    assert rank_trigger_points(body, drawing) == scores
    # How strongly one draws does not matter.
    again = {score.id: score for score in rank_trigger_points(body, drawing * scale)}
    assert all(again[score.id].score == pytest.approx(score.score, abs=1e-6) for score in scores)


@settings(max_examples=20, deadline=None)
@given(drawing=arrays(np.float64, 40, elements=st.floats(0.0, 1e6)))
def test_any_drawing_of_numbers_is_ranked(body: Atlas, drawing: np.ndarray) -> None:
    whole = np.zeros(len(body.structures["skin"].vertices))
    whole[:: len(whole) // 40][:40] = drawing
    assert all(np.isfinite(score.score) for score in rank_trigger_points(body, whole))


def test_names_and_order_of_the_points_do_not_matter(body: Atlas) -> None:
    zone = body.trigger_points["gluteus_minimus.posterior.right"].essential
    before = {score.id: score for score in rank_trigger_points(body, zone)}
    points = list(body.trigger_points.values())[::-1]
    renamed = {f"m.p{number:02}.right": point for number, point in enumerate(points)}
    other = replace(
        body,
        trigger_points=MappingProxyType({id_: replace(point, id=id_) for id_, point in renamed.items()}),
    )
    for score in rank_trigger_points(other, zone):
        old = before[renamed[score.id].id]
        assert (score.rank, score.tier) == (old.rank, old.tier)
        assert score.score == pytest.approx(old.score)


def test_nothing_drawn_explains_nothing(body: Atlas) -> None:
    scores = rank_trigger_points(body, np.zeros(len(body.structures["skin"].vertices)))
    assert {(score.score, score.rank, score.tier) for score in scores} == {(0.0, 1, None)}


def test_the_score_is_the_agreement_that_it_says(body: Atlas) -> None:
    point = body.trigger_points["gluteus_medius.trp1.right"]
    zones = point.essential + SPILLOVER_WEIGHT * point.spillover
    assert rank_trigger_points(body, zones)[0].score == pytest.approx(1.0)
    areas = vertex_areas(body)
    drawing = (point.spillover >= 0.5).astype(float)
    expected = (areas * drawing * zones).sum() / np.sqrt((areas * drawing**2).sum() * (areas * zones**2).sum())
    assert rank_trigger_points(body, drawing)[0].score == pytest.approx(expected)


@pytest.mark.parametrize("value", [np.nan, np.inf, -0.1])
def test_what_is_no_drawing_is_refused(body: Atlas, value: float) -> None:
    drawing = np.zeros(len(body.structures["skin"].vertices))
    drawing[7] = value
    with pytest.raises(ValueError, match="numbers of at least 0"):
        rank_trigger_points(body, drawing)
    with pytest.raises(ValueError, match="has the shape"):
        rank_trigger_points(body, drawing[1:])


def test_a_model_without_points_ranks_none(tiny_atlas: Atlas) -> None:
    drawing = np.ones(len(tiny_atlas.structures["skin"].vertices))
    assert rank_trigger_points(tiny_atlas, drawing) == ()
    assert points_in(tiny_atlas, drawing) == ()
    assert points_at(tiny_atlas, 0) == ()


def test_a_place_names_essential_points_before_spillover_with_shares(body: Atlas) -> None:
    psis = body.trigger_points["gluteus_medius.trp1.right"].essential_zone.center
    vertex = int(np.linalg.norm(body.structures["skin"].vertices - psis, axis=1).argmin())
    found = points_at(body, vertex)
    assert found[0].id.startswith("gluteus_medius.trp")
    assert found[0].tier == "essential"
    assert sum(pain.share for pain in found) == pytest.approx(1.0)
    tiers = [pain.tier for pain in found]
    assert tiers == sorted(tiers)
    assert points_at(body, int(body.structures["skin"].vertices[:, 1].argmax())) == ()
    with pytest.raises(IndexError):
        points_at(body, len(body.structures["skin"].vertices))


def test_a_region_names_its_points(body: Atlas) -> None:
    calf = points_in(body, region_drawing(body, "leg_back.right"))
    assert (calf[0].id, calf[0].tier) == ("gluteus_minimus.posterior.right", "essential")
    assert all(pain.id.endswith("right") for pain in calf)
    sacrum = points_in(body, region_drawing(body, "sacrum"))
    assert {pain.id for pain in sacrum} >= {f"gluteus_medius.trp3.{side}" for side in ("right", "left")}
    assert sum(pain.share for pain in sacrum) == pytest.approx(1.0)
    thigh = points_in(body, region_drawing(body, "thigh_back.right"))
    assert [pain.tier for pain in thigh] == sorted(pain.tier for pain in thigh)
    assert thigh[0].id == "gluteus_minimus.posterior.right"


def _rank(atlas: Atlas, drawing: np.ndarray, id_: str) -> int:
    return next(score.rank for score in rank_trigger_points(atlas, drawing) if score.id == id_)
