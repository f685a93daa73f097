"""The legend finds room: it covers no zone, no mark and no name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.scene.legend import entries, note, short
from anatomy_viewer.scene.pain_wording import ENGLISH
from anatomy_viewer.scene.themes import PALETTES
from anatomy_viewer.stage.pain_legend import Taken, free_place
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.views import default_state
from tests.pain_atlas import MAXIMUS, TRP1, TRP2, with_pain

PICTURE, SIZE = (800.0, 500.0), (200.0, 80.0)
NOTHING = np.zeros((0, 2))


@pytest.mark.parametrize("seed", range(30))
def test_it_covers_nothing_that_is_taken(seed: int) -> None:
    rng = np.random.default_rng(seed)
    middle, spread = rng.uniform(0, 1, 2) * PICTURE, rng.uniform(20, 200)
    points = middle + rng.normal(0, spread, (300, 2))
    corners = rng.uniform(0, 400, (3, 2))
    boxes = np.hstack([corners, corners + rng.uniform(20, 200, (3, 2))])
    place = free_place(SIZE, PICTURE, Taken(points, 10.0, boxes, NOTHING), 8.0)
    if place is None:
        return
    low, high = np.array(place), np.array(place) + SIZE
    assert (low >= 7.99).all()
    assert (high <= np.array(PICTURE) - 7.99).all()
    assert not ((points > low - 10) & (points < high + 10)).all(axis=1).any()
    assert not ((boxes[:, :2] < high) & (boxes[:, 2:] > low)).all(axis=1).any()


def test_it_stands_at_the_bottom_right_unless_it_would_hide_more_there() -> None:
    free = Taken(NOTHING, 5.0, np.zeros((0, 4)), NOTHING)
    assert free_place(SIZE, PICTURE, free, 8.0) == (592.0, 8.0)
    busy = Taken(NOTHING, 5.0, np.zeros((0, 4)), np.array([[700.0, 40.0]]))
    assert free_place(SIZE, PICTURE, busy, 8.0) == (592.0, 412.0)


def test_where_there_is_no_room_it_says_so() -> None:
    grid = np.stack(np.meshgrid(np.arange(0, 800, 20), np.arange(0, 500, 20)), axis=-1).reshape(-1, 2).astype(float)
    assert free_place(SIZE, PICTURE, Taken(grid, 10.0, np.zeros((0, 4)), NOTHING), 8.0) is None
    assert free_place((900.0, 80.0), PICTURE, Taken(NOTHING, 5.0, np.zeros((0, 4)), NOTHING), 8.0) is None


def test_it_names_what_is_shown_and_who_shares_a_place(tiny_atlas: Atlas) -> None:
    atlas = with_pain(tiny_atlas)
    state = commands.show_points([TRP1, MAXIMUS], True).change(default_state(atlas))
    points = [atlas.trigger_points[id_] for id_ in (TRP1, MAXIMUS)]
    sharing = sum(point.light_essential + point.light_spillover for point in points)
    told = [entry.text for entry in entries(atlas, state, [TRP1, MAXIMUS], sharing, ENGLISH)]
    assert told == [
        ENGLISH.essential,
        ENGLISH.spillover,
        "Darker: shared by medius TrP1 + maximus TrP3",
        ENGLISH.mark,
    ]
    pressed = replace(state, pain=replace(state.pain, press=True, opacity=0.2))
    faint = entries(atlas, pressed, [TRP1], sharing, ENGLISH)
    assert (faint[-1].sample, faint[-1].text) == ("ring", ENGLISH.ring)
    strong = entries(atlas, state, [TRP1], sharing, ENGLISH)
    background = np.array(PALETTES[state.theme].background)
    gaps = [np.abs(np.array(one[0].color) - background).sum() for one in (faint, strong)]
    assert gaps[0] < 0.5 * gaps[1], "samples are as faint as the zones"
    alone = [entry.text for entry in entries(atlas, state, [TRP2], np.zeros(len(points[0].light_essential)), ENGLISH)]
    assert alone == [ENGLISH.essential, ENGLISH.mark]


def test_a_picture_says_how_sure_its_zones_are(tiny_atlas: Atlas) -> None:
    """A slide that is saved has no panel beside it."""
    atlas = with_pain(tiny_atlas)
    points = dict(atlas.trigger_points)
    for id_, grade in ((TRP1, "B"), (TRP2, "D"), (MAXIMUS, "A")):
        points[id_] = replace(points[id_], essential_zone=replace(points[id_].essential_zone, confidence=grade))
    graded = replace(atlas, trigger_points=points)
    told = note(graded, [TRP1, TRP2, MAXIMUS], ENGLISH)
    first, second = short(points[TRP1]), short(points[TRP2])
    assert told.startswith(f"Second-hand: {first}. No source seen: {second}. Reported")
    assert short(points[MAXIMUS]) not in told
    assert note(graded, [MAXIMUS], ENGLISH) == ENGLISH.note
    many = note(graded, [TRP2] * 5, ENGLISH)
    assert f"No source seen: {second}, {second}, {second}, 2 more." in many
