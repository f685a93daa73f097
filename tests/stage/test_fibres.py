"""Fibres and the sheet they span: which mode shows what, how the fan opens, and that opening it costs nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Atlas, FibreSet, Names
from anatomy_viewer.scene.fan_sheet import make_sheet, sheet_triangles
from anatomy_viewer.scene.fibre_order import (
    PART_COLORS,
    TENDON_COLOR,
    line_colors,
    opening_ranks,
    part_color,
)
from anatomy_viewer.state.view_state import FAN_MODES, Camera, Look, ViewState
from tests.stage.conftest import MakeSet
from tests.stage.fan_scene import MUSCLE, OTHER, fan_atlas, fan_state
from tests.stage.scene import GREEN, Mask, Picture

SIDE = Camera((600.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))
"""From the right: anterior is at the right of the picture."""

COUNT = 31


def lines() -> FibreSet:
    """A flat fan beside the muscle, listed from front to back; the last quarter of each line is tendon."""
    y = np.linspace(60, -60, COUNT)
    origin = np.column_stack([np.full(COUNT, 100.0), y, np.full(COUNT, 70.0)])
    insertion = np.column_stack([np.full(COUNT, 100.0), y * 0.1, np.full(COUNT, -70.0)])
    share = np.linspace(0, 1, 16)[None, :, None]
    points = (origin[:, None] * (1 - share) + insertion[:, None] * share).astype(np.float32)
    length = np.linalg.norm(insertion - origin, axis=1)
    part = np.repeat([0, 1, 2], [10, 11, 10]).astype(np.uint8)
    names = tuple(Names(name, name) for name in ("anterior", "middle", "posterior"))
    belly = np.column_stack([0 * length, 0.75 * length]).astype(np.float32)
    count = len(fan_atlas().structures[MUSCLE].vertices)
    tendon, direction = np.zeros(count, np.float32), np.zeros((count, 3), np.float32)
    return FibreSet(MUSCLE, names, points, part, belly, tendon, direction, tendon, direction)


def atlas_with_fibres() -> Atlas:
    return fan_atlas(fibres={MUSCLE: lines()})


def side(**fan: object) -> ViewState:
    hidden = Look(visible=False)
    return replace(fan_state(looks={"bone": hidden, OTHER: hidden}, **fan), camera=SIDE)


def near_color(picture: Picture, color: tuple[int, int, int]) -> Mask:
    """Where a picture has about the hue of a colour, lit anyhow."""
    seen = picture.astype(float) / np.maximum(picture.astype(float).max(axis=2, keepdims=True), 1)
    return np.abs(seen - np.array(color) / max(color)).max(axis=2) < 0.12


def columns(mask: Mask) -> tuple[int, int]:
    found = np.flatnonzero(mask.any(axis=0))
    return int(found[0]), int(found[-1])


def test_the_hindmost_fibre_comes_first() -> None:
    ranks = opening_ranks(lines().points)
    assert ranks[0] == 1.0, "the foremost is listed first"
    assert ranks[-1] == 0.0
    assert np.all(np.diff(ranks) < 0)


def test_parts_lie_where_their_colours_are(make_set: MakeSet) -> None:
    picture = make_set(atlas_with_fibres(), side(mode="fibres")).still()
    front, middle, back = (np.argwhere(near_color(picture, color))[:, 1].mean() for color in PART_COLORS)
    assert back < middle - 15 < middle + 15 < front
    assert not near_color(picture, GREEN).any(), "the muscle itself is gone"


def test_the_tendon_is_pale_and_below(make_set: MakeSet) -> None:
    picture = make_set(atlas_with_fibres(), side(mode="fibres")).picture()
    pale = near_color(picture, TENDON_COLOR) & (picture[..., 0].astype(int) - picture[..., 2] > 15)
    amber = near_color(picture, PART_COLORS[0])
    assert pale.sum() > 100
    assert np.percentile(np.argwhere(pale)[:, 0], 10) > np.percentile(np.argwhere(amber)[:, 0], 90)


@pytest.mark.parametrize("mode", ["fibres", "surface"])
def test_the_fan_opens_from_back_to_front(make_set: MakeSet, mode: str) -> None:
    view = make_set(atlas_with_fibres(), side(mode=mode, sweep=0.0))
    ends = []
    for sweep in (0.25, 0.5, 0.75, 1.0):
        view.go(side(mode=mode, sweep=sweep))
        drawn = np.abs(view.still().astype(int) - view.picture()[0, 0]).max(axis=2) > 25
        ends.append(columns(drawn[:120]))
    starts, stops = zip(*ends, strict=True)
    assert max(starts) - min(starts) <= 2, "the hindmost fibre stays"
    assert all(np.diff(stops) > 10), "each step opens it farther forward"


@pytest.mark.parametrize("mode", ["fibres", "surface"])
def test_opening_it_makes_nothing_anew(make_set: MakeSet, mode: str) -> None:
    view = make_set(atlas_with_fibres(), side(mode=mode))
    view.picture()
    props = list(view.plotter.renderer.GetViewProps())
    made = [prop.GetMapper().GetInput().GetMTime() for prop in props]
    for sweep in (0.2, 0.9):
        view.go(side(mode=mode, sweep=sweep))
        view.picture()
    assert list(view.plotter.renderer.GetViewProps()) == props
    assert [prop.GetMapper().GetInput().GetMTime() for prop in props] == made


def test_the_sheet_has_no_gaps_and_is_seen_through(make_set: MakeSet) -> None:
    view = make_set(atlas_with_fibres(), side(mode="surface"))
    picture = view.still()
    drawn = np.abs(picture.astype(int) - picture[0, 0]).max(axis=2) > 12
    for row in (60, 90, 120):
        first, last = columns(drawn[row : row + 1])
        assert drawn[row, first : last + 1].all()
    view.go(replace(view.state, theme="dark"))
    assert np.abs(view.still().astype(int) - picture)[90, 160].max() > 15, "the background shows through"


def test_faded_shows_fibres_and_the_muscle_around_them(make_set: MakeSet) -> None:
    atlas, quiet = atlas_with_fibres(), side(mode="fibres")
    view = make_set(atlas, quiet)
    only = view.still()
    view.go(side(mode="faded"))
    both = view.still()
    assert near_color(both, PART_COLORS[0]).sum() > 0.7 * near_color(only, PART_COLORS[0]).sum()
    assert (both[..., 1].astype(int) - only[..., 1] - both[..., 0] + only[..., 0] > 8).mean() > 0.01, "greener"


def test_a_muscle_without_fibres_stays_as_it_is(make_set: MakeSet) -> None:
    view = make_set(fan_atlas(), side(mode="solid"))
    solid = view.still()
    view.go(side(mode="fibres"))
    assert np.abs(view.still().astype(int) - solid).max() <= 1


def test_a_hidden_muscle_has_no_fibres_either(make_set: MakeSet) -> None:
    state = side(mode="fibres")
    everything = tuple(sorted({**dict(state.looks), MUSCLE: Look(visible=False)}.items(), key=lambda item: item[0]))
    picture = make_set(atlas_with_fibres(), replace(state, looks=everything)).still()
    assert np.ptp(picture) <= 20, "an empty background"


def test_one_mode_after_the_other_shows_the_same_as_each_alone(make_set: MakeSet) -> None:
    atlas = atlas_with_fibres()
    traveller = make_set(atlas, side(mode="attachments"))
    for number, mode in enumerate((*FAN_MODES, "solid")):
        state = side(mode=mode, sweep=0.4 + 0.1 * number, patches=number % 2 == 0)
        traveller.go(state)
        assert np.abs(traveller.still().astype(int) - make_set(atlas, state).still()).max() <= 1, mode


def test_a_sheet_goes_through_its_fibres() -> None:
    sheet = make_sheet(lines())
    assert sheet.points.shape[1:] == (16, 3)
    assert sheet.points[0, 0, 1] == pytest.approx(-60, abs=1)
    assert sheet.points[-1, 0, 1] == pytest.approx(60, abs=1)
    assert np.all(np.diff(sheet.points[:, 0, 1]) >= 0), "no folds"
    assert list(dict.fromkeys(sheet.part.tolist())) == [2, 1, 0], "a sheet for each part, from back to front"
    assert np.all(np.diff(sheet.ranks) >= 0)
    assert {tuple(color) for color in sheet.colors[:, 2]} == set(PART_COLORS), "no part's colour runs into another's"
    np.testing.assert_allclose(sheet.points[:, -1, 2], -70, atol=0.1)


def test_sheet_triangles_cover_each_quad_twice() -> None:
    triangles = sheet_triangles(np.array([1, 1, 1, 0, 0]), 4)
    assert len(triangles) == 2 * 3 * 3
    assert set(triangles.ravel()) == set(range(20))
    assert not {tuple(sorted(triangle)) for triangle in triangles} & {(8, 9, 12), (9, 12, 13)}, "not from part to part"


def test_two_parts_take_the_outer_colours() -> None:
    assert part_color(0, 2) == PART_COLORS[0]
    assert part_color(1, 2) == PART_COLORS[2]
    assert [part_color(part, 3) for part in range(3)] == list(PART_COLORS)


def test_lines_are_pale_only_past_the_belly() -> None:
    colors = line_colors(lines())
    assert tuple(colors[0, 0]) == PART_COLORS[0]
    assert tuple(colors[0, 10]) == PART_COLORS[0]
    assert tuple(colors[0, -1]) == TENDON_COLOR
