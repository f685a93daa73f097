"""Attachments painted on the bone: where, when, how they differ, and that they can be met by the pointer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage

from anatomy_viewer.stage.chart import chart
from anatomy_viewer.stage.patches import FILLS
from anatomy_viewer.state.view_state import Camera, Look
from tests.stage.conftest import MakeSet
from tests.stage.fan_scene import INSERTION, MUSCLE, ORIGIN, OTHER, fan_atlas, fan_state
from tests.stage.scene import BLUE, GREEN, RED, Mask, Picture, shows

HIDDEN = Look(visible=False)
SIZE = (480, 480)
BEHIND = Camera((0.0, -600.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))


def halves(mask: Mask) -> tuple[float, float]:
    """Share of the upper and of the lower half of a picture."""
    middle = len(mask) // 2
    return float(mask[:middle].mean()), float(mask[middle:].mean())


def test_on_bare_bone_the_origin_is_red_and_the_insertion_blue(make_set: MakeSet) -> None:
    picture = make_set(fan_atlas(), fan_state(mode="attachments")).still()
    red_above, red_below = halves(shows(picture, RED))
    blue_above, blue_below = halves(shows(picture, BLUE))
    assert (red_above > 0.03, red_below) == (True, 0)
    assert (blue_below > 0.03, blue_above) == (True, 0)
    assert not shows(picture, GREEN).any(), "every muscle is hidden, the other one too"


@pytest.mark.parametrize("quick", [True, False])
def test_they_show_through_a_faded_muscle_and_not_through_a_solid_one(make_set: MakeSet, quick: bool) -> None:
    view = make_set(fan_atlas(), fan_state(patches=True))

    def red() -> float:
        picture = view.picture() if quick else view.still()
        return float((picture[..., 0].astype(int) - picture[..., 2] > 40).mean())

    assert red() == 0
    view.go(fan_state(mode="faded", patches=True))
    faded = red()
    assert faded > 0.01
    view.go(fan_state(mode="faded"))
    assert red() == 0, "only when asked for"


def inked(picture: Picture) -> tuple[Mask, Mask]:
    """Where the marks of the pattern lie in the middle of the origin and of the insertion."""
    grey = picture.astype(float).mean(axis=2)
    middles = []
    for rows in (slice(120, 170), slice(310, 360)):
        part = grey[rows, 180:300]
        middles.append(part < (part.min() + part.max()) / 2)
    return middles[0], middles[1]


def test_without_colour_lines_tell_an_origin_from_the_dots_of_an_insertion(make_set: MakeSet) -> None:
    near = Camera((0.0, 400.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    picture = make_set(fan_atlas(), replace(fan_state(mode="attachments"), camera=near), SIZE).still()
    lengths = []
    for mask in inked(picture):
        spots, count = ndimage.label(mask)
        assert count > 3
        lengths.append(np.median([max(s.stop - s.start for s in box) for box in ndimage.find_objects(spots)]))
    assert lengths[0] > 2.5 * lengths[1]


def test_seen_from_behind_they_do_not_shine_through(make_set: MakeSet) -> None:
    picture = make_set(fan_atlas(), replace(fan_state(mode="attachments"), camera=BEHIND)).still()
    assert not shows(picture, RED).any()
    assert not shows(picture, BLUE).any()


def test_without_their_bone_they_are_gone(make_set: MakeSet) -> None:
    view = make_set(fan_atlas(), fan_state(looks={"bone": HIDDEN}, mode="attachments"))
    assert not shows(view.picture(), RED).any()
    view.go(fan_state(mode="attachments"))
    assert shows(view.picture(), RED).any()


def test_only_those_of_the_chosen_muscle_are_painted(make_set: MakeSet) -> None:
    state = fan_state(mode="attachments")
    view = make_set(fan_atlas(), replace(state, fan=replace(state.fan, muscle=OTHER)))
    assert not shows(view.picture(), RED).any()


def picked(make_set: MakeSet, state: object, x: int, y: int) -> str | None:
    hit = make_set(fan_atlas(), state).stage.pick(x, y)
    return hit.structure if hit is not None else None


def test_the_pointer_meets_the_patch_before_its_bone(make_set: MakeSet) -> None:
    bare = fan_state(mode="attachments")
    assert picked(make_set, bare, 160, 150) == ORIGIN
    assert picked(make_set, bare, 160, 90) == INSERTION
    assert picked(make_set, bare, 160, 120) == "bone"
    assert picked(make_set, replace(bare, camera=BEHIND), 160, 150) == "bone"
    assert picked(make_set, fan_state(looks={OTHER: HIDDEN}), 160, 150) == MUSCLE, "not painted, not met"


def test_a_chosen_patch_is_surrounded_and_the_scene_kept(make_set: MakeSet) -> None:
    view = make_set(fan_atlas(), fan_state(mode="attachments"))
    plain = view.still()
    view.go(replace(view.state, hovered=ORIGIN))
    steps = sum(1 for _ in iter(view.stage.refine, False))
    assert steps < 12, "only the mark is made smooth"
    changed = np.abs(view.picture().astype(int) - plain).max(axis=2) > 30
    above, below = halves(changed)
    assert above > 0.003
    assert below == 0
    view.go(replace(view.state, hovered=None))
    assert np.abs(view.still().astype(int) - plain).max() <= 1


def test_fills_differ_for_every_kind_of_eye() -> None:
    assert abs(np.mean(FILLS["origin"]) - np.mean(FILLS["insertion"])) > 0.05


def test_the_chart_keeps_lengths_on_a_flat_patch() -> None:
    patch = fan_atlas().attachments[ORIGIN].patch
    flat = chart(patch.vertices)
    assert np.ptp(flat[:, 0]) == pytest.approx(60, abs=0.1)
    assert np.ptp(flat[:, 1]) == pytest.approx(40, abs=0.1)
