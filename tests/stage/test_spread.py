"""The protractors measure what they draw, and stand in the picture only with the names of a fan that is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer.atlas.fan import crest_span
from anatomy_viewer.atlas.model import Atlas, Mesh, Names, SurfaceCurve
from anatomy_viewer.scene.label_words import words
from anatomy_viewer.scene.spread import (
    crest_width,
    protractors,
    sagittal_protractor,
    spatial_protractor,
    spread_is_shown,
)
from anatomy_viewer.scene.wording import Wording
from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.view_state import FAN_MODES, Look
from tests.stage.conftest import MakeSet
from tests.stage.fan_scene import MUSCLE, ORIGIN, fan_state
from tests.stage.test_fibres import atlas_with_fibres, lines, side

EXPECTED_DEG = 2 * np.degrees(np.arctan2(54.0, 140.0))
"""The outermost of the flat lines run from 60 mm before or behind to 6 mm, 140 mm further down."""


def test_both_protractors_measure_a_flat_fan_alike() -> None:
    assert sagittal_protractor(lines()).value == pytest.approx(EXPECTED_DEG, abs=0.01)
    assert spatial_protractor(lines()).value == pytest.approx(EXPECTED_DEG, abs=0.01)


def test_a_fan_tilted_sideways_is_wider_in_space_than_from_the_side() -> None:
    fan = lines()
    points = fan.points.copy()
    points[..., 0] += 40 * np.linspace(-1, 1, len(points), dtype=np.float32)[:, None] * np.linspace(1, 0, 16)
    tilted = replace(fan, points=points)
    assert sagittal_protractor(tilted).value == pytest.approx(EXPECTED_DEG, abs=0.01)
    assert spatial_protractor(tilted).value > EXPECTED_DEG + 3


def test_the_sagittal_arc_lies_in_one_plane_through_the_insertions_and_spans_its_angle() -> None:
    protractor = sagittal_protractor(lines())
    drawn = np.concatenate(protractor.lines)
    assert np.ptp(drawn[:, 0]) < 1e-4
    ends = lines().points[:, -1]
    assert drawn[0] == pytest.approx(ends[[0, -1]].mean(axis=0), abs=0.01), "from between foremost and hindmost"
    apex, (first, last) = drawn[0], (protractor.lines[-1][0], protractor.lines[-1][-1])
    one, other = first - apex, last - apex
    spanned = np.degrees(np.arccos(one @ other / np.linalg.norm(one) / np.linalg.norm(other)))
    assert spanned == pytest.approx(protractor.value, abs=0.05)


@pytest.mark.parametrize("mode", FAN_MODES)
def test_the_figures_stand_only_with_the_names_of_a_fan_that_is_seen(mode: str) -> None:
    state = fan_state(mode=mode, labels=True)
    figures = [word.text for word in words(atlas_with_fibres(), state) if "°" in word.text]
    both = [
        "between the shown fibres that lean most: 42° seen from the side (computed)",
        "the same two: 42° in space (computed)",
    ]
    assert figures == (both if mode in {"faded", "fibres", "surface"} else [])
    assert not spread_is_shown(fan_state(mode=mode, labels=False))
    assert not spread_is_shown(replace(state, looks=((MUSCLE, Look(visible=False)),)))


def crested() -> Atlas:
    """With a crest whose middle 80 mm the origin reaches, 30 mm above it, and an origin of that width."""
    y = np.linspace(-80, 80, 161)
    crest = SurfaceCurve(
        "iliac_crest.right", Names("crest", "crista"), "bone", np.column_stack([0 * y + 90, y, 0 * y + 75])
    )
    atlas = atlas_with_fibres()
    origin = atlas.attachments[ORIGIN]
    across, up = np.meshgrid(np.linspace(-40, 40, 81), np.linspace(60, 70, 11))
    spots = np.column_stack([0 * across.ravel() + 90, across.ravel(), up.ravel()])
    moved = replace(origin, boundary=spots, patch=Mesh(spots.astype(np.float32), origin.patch.triangles[:1]))
    return replace(atlas, curves={crest.id: crest}, attachments={ORIGIN: moved})


def test_the_width_along_the_crest_is_drawn_where_the_origin_reaches_it() -> None:
    width = crest_width(crested(), MUSCLE)
    assert width is not None
    span = crest_span(crested(), MUSCLE)
    assert span is not None
    assert width.value == pytest.approx(np.ptp(span[:, 1])) == pytest.approx(90, abs=3), "to within 8 mm of its corners"
    line, *ends = width.lines
    assert np.ptp(line[:, 1]) == pytest.approx(width.value, abs=6)
    assert line[:, 2].min() > 75, "outside the crest, not over the muscle"
    assert len(ends) == 2
    assert f"{width.value / 10:.1f} cm along the crest (computed)" in [
        word.text for word in words(crested(), fan_state(mode="fibres", labels=True))
    ]
    assert crest_width(atlas_with_fibres(), MUSCLE) is None


def test_the_angle_opens_with_the_fan() -> None:
    def told(sweep: float) -> list[float]:
        return [measure.value for measure in protractors(lines(), sweep)]

    assert told(1.0) == pytest.approx([EXPECTED_DEG] * 2, abs=0.01)
    assert told(0.5) == pytest.approx([EXPECTED_DEG / 2] * 2, abs=1.0)
    assert told(0.0) == [], "shut"
    half, whole = protractors(lines(), 0.5)[0], protractors(lines(), 1.0)[0]
    assert np.allclose(half.lines[0], whole.lines[0]), "the hindmost arm stays"
    assert not spread_is_shown(replace(fan_state(mode="fibres", labels=True), motion=MotionView(right_deg=20.0)))


def test_a_measure_is_read_from_its_own_side_only() -> None:
    seen, space = protractors(lines())
    assert [one.read_from(np.array([900.0, 0.0, 0.0])) for one in (seen, space)] == [True, True]
    for elsewhere in ((-900.0, 0.0, 0.0), (100.0, 0.0, 900.0), (100.0, -900.0, 0.0)):
        assert not seen.read_from(np.array(elsewhere))


def test_an_app_brings_words_of_its_own() -> None:
    german = Wording(sagittal="{figure}° von der Seite", space="{figure}° im Raum")
    named = words(atlas_with_fibres(), fan_state(mode="fibres", labels=True), german)
    assert [word.text for word in named if "°" in word.text] == ["42° von der Seite", "42° im Raum"]


def test_the_arc_is_drawn_and_goes_again(make_set: MakeSet) -> None:
    atlas = atlas_with_fibres()
    without, with_arc = side(mode="fibres", labels=False), side(mode="fibres", labels=True)
    place = make_set(atlas, without)
    bare = place.picture().copy()
    place.go(with_arc)
    assert np.any(place.picture() != bare, axis=2).sum() > 300
    place.go(without)
    assert np.array_equal(place.picture(), bare)
