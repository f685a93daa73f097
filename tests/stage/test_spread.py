"""The protractors measure what they draw, and stand in the picture only with the names of a fan that is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer.stage.label_words import words
from anatomy_viewer.stage.spread import sagittal_protractor, spatial_protractor, spread_is_shown
from anatomy_viewer.state.view_state import FAN_MODES, Look
from tests.stage.conftest import MakeSet
from tests.stage.fan_scene import MUSCLE, fan_state
from tests.stage.test_fibres import atlas_with_fibres, lines, side

EXPECTED_DEG = 2 * np.degrees(np.arctan2(54.0, 140.0))
"""The outermost of the flat lines run from 60 mm before or behind to 6 mm, 140 mm further down."""


def test_both_protractors_measure_a_flat_fan_alike() -> None:
    assert sagittal_protractor(lines()).angle_deg == pytest.approx(EXPECTED_DEG, abs=0.01)
    assert spatial_protractor(lines()).angle_deg == pytest.approx(EXPECTED_DEG, abs=0.01)


def test_a_fan_tilted_sideways_is_wider_in_space_than_from_the_side() -> None:
    fan = lines()
    points = fan.points.copy()
    points[..., 0] += 40 * np.linspace(-1, 1, len(points), dtype=np.float32)[:, None] * np.linspace(1, 0, 16)
    tilted = replace(fan, points=points)
    assert sagittal_protractor(tilted).angle_deg == pytest.approx(EXPECTED_DEG, abs=0.01)
    assert spatial_protractor(tilted).angle_deg > EXPECTED_DEG + 3


def test_the_sagittal_arc_lies_in_one_plane_outside_the_muscle_and_spans_its_angle() -> None:
    protractor = sagittal_protractor(lines())
    drawn = np.concatenate(protractor.lines)
    assert np.ptp(drawn[:, 0]) < 1e-4
    assert drawn[0, 0] > lines().points[..., 0].max() + 5
    apex, (first, last) = drawn[0], (protractor.lines[-1][0], protractor.lines[-1][-1])
    one, other = first - apex, last - apex
    spanned = np.degrees(np.arccos(one @ other / np.linalg.norm(one) / np.linalg.norm(other)))
    assert spanned == pytest.approx(protractor.angle_deg, abs=0.05)


@pytest.mark.parametrize("mode", FAN_MODES)
def test_the_figures_stand_only_with_the_names_of_a_fan_that_is_seen(mode: str) -> None:
    state = fan_state(mode=mode, labels=True)
    figures = [word.text for word in words(atlas_with_fibres(), state) if "°" in word.text]
    assert figures == (["42° sagittal", "42° 3D"] if mode in {"faded", "fibres", "surface"} else [])
    assert not spread_is_shown(fan_state(mode=mode, labels=False))
    assert not spread_is_shown(replace(state, looks=((MUSCLE, Look(visible=False)),)))


def test_the_arc_is_drawn_and_goes_again(make_set: MakeSet) -> None:
    atlas = atlas_with_fibres()
    without, with_arc = side(mode="fibres", labels=False), side(mode="fibres", labels=True)
    place = make_set(atlas, without)
    bare = place.picture().copy()
    place.go(with_arc)
    assert np.any(place.picture() != bare, axis=2).sum() > 300
    place.go(without)
    assert np.array_equal(place.picture(), bare)
