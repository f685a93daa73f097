"""What a picture shows, at once and at rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.state.view_state import Camera, Look, ViewState
from tests.stage.conftest import MakeSet
from tests.stage.scene import (
    BLUE,
    FRONT,
    GREEN,
    RED,
    Mask,
    Picture,
    atlas_of,
    ball,
    plate,
    shows,
    state_of,
    structure,
    three_balls,
    with_looks,
)

BACK = replace(FRONT, position=(0.0, -600.0, 0.0))
HIDDEN = Look(visible=False)


def middle(mask: Mask) -> tuple[float, float]:
    """Mean place of a mask, from the left and from the top, 0-1."""
    rows, columns = np.nonzero(mask)
    return float(columns.mean()) / mask.shape[1], float(rows.mean()) / mask.shape[0]


def overlap(one: Mask, other: Mask) -> float:
    return float((one & other).sum() / (one | other).sum())


@pytest.mark.parametrize("still", [False, True])
def test_each_structure_covers_its_disc(make_set: MakeSet, still: bool) -> None:
    view = make_set(three_balls(), state_of())
    picture = view.still() if still else view.picture()
    # A ball of radius 35 at 600 seen under 30 degrees in 240 pixels: about 26 pixels of radius.
    for color in (RED, GREEN, BLUE):
        assert shows(picture, color).sum() == pytest.approx(np.pi * 26.2**2, rel=0.06)


def test_the_subjects_right_is_left_from_the_front_and_right_from_behind(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of())
    assert middle(shows(view.picture(), RED))[0] < 0.4
    view.go(state_of(BACK))
    assert middle(shows(view.picture(), RED))[0] > 0.6


def test_up_is_up(make_set: MakeSet) -> None:
    high = atlas_of(structure("red", ball((0, 0, 60), 30), RED), structure("green", ball((0, 0, -60), 30), GREEN))
    picture = make_set(high, state_of()).picture()
    assert middle(shows(picture, RED))[1] < 0.4
    assert middle(shows(picture, GREEN))[1] > 0.6


def test_hiding_takes_away_and_showing_brings_back(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of())
    before = view.still()
    view.go(state_of(green=HIDDEN))
    hidden = view.still()
    assert shows(hidden, GREEN).sum() == 0
    assert shows(hidden, RED).sum() == pytest.approx(shows(before, RED).sum(), rel=0.02), "the others stay"
    view.go(state_of())
    assert shows(view.still(), GREEN).sum() == shows(before, GREEN).sum()


def test_opacity_nought_shows_nothing(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of(green=Look(opacity=0.0)))
    assert shows(view.picture(), GREEN).sum() == 0


def test_the_nearer_covers_the_farther(make_set: MakeSet) -> None:
    behind_one_another = atlas_of(
        structure("red", ball((0, 100, 0), 30), RED), structure("green", ball((0, -100, 0), 30), GREEN)
    )
    view = make_set(behind_one_another, state_of())
    assert shows(view.still(), GREEN).sum() == 0
    view.go(state_of(BACK))
    assert shows(view.still(), RED).sum() == 0


def test_moving_and_still_picture_agree_in_outline_and_light(make_set: MakeSet) -> None:
    fine, coarse = ball((0, 0, 0), 80, detail=5), ball((0, 0, 0), 80, detail=3)
    view = make_set(atlas_of(structure("red", fine, RED, light=coarse)), state_of())
    moving, still = view.picture(), view.still()
    assert overlap(shows(moving, RED), shows(still, RED)) > 0.985
    both = shows(moving, RED) & shows(still, RED)
    assert np.abs(moving[both].astype(int) - still[both]).mean() < 4


def test_the_still_picture_draws_the_full_mesh(make_set: MakeSet) -> None:
    full, light = ball((0, 0, 0), 80), ball((0, 0, 0), 40)
    view = make_set(atlas_of(structure("red", full, RED, light=light)), state_of())
    assert shows(view.picture(), RED).sum() * 3 < shows(view.still(), RED).sum()
    view.stage.set_moving(True)
    assert shows(view.picture(), RED).sum() * 3 < shows(view.still(), RED).sum() or view.stage.refine() is False


def test_only_the_still_picture_has_smooth_edges(make_set: MakeSet) -> None:
    view = make_set(atlas_of(structure("red", ball((0, 0, 0), 80, detail=5), RED)), state_of())

    def shades_on_the_rim(picture: Picture) -> int:
        grey = picture[:120, 130:190].astype(int).sum(axis=2)
        above, here, below = grey[:-2], grey[1:-1], grey[2:]
        return int(((np.abs(here - above) > 60) & (np.abs(here - below) > 60)).sum())

    assert shades_on_the_rim(view.picture()) == 0
    assert shades_on_the_rim(view.still()) > 20


def test_two_themes_differ_in_background_only(make_set: MakeSet) -> None:
    light = make_set(three_balls(), state_of()).still()
    dark = make_set(three_balls(), replace(state_of(), theme="dark")).still()
    corner = np.s_[:20, :20]
    assert light[corner].min() > 200
    assert dark[corner].max() < 60
    inside = shows(light, GREEN) & shows(dark, GREEN)
    assert np.abs(light[inside].astype(int) - dark[inside]).mean() < 3


def test_selection_and_hover_draw_a_line_around(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of())
    plain = view.still()
    view.go(replace(state_of(), selected="green"))
    selected = view.still()
    view.go(replace(state_of(), hovered="green"))
    hovered = view.still()
    disc = shows(plain, GREEN)
    for marked in (selected, hovered):
        changed = np.abs(marked.astype(int) - plain).max(axis=2) > 40
        ring = changed & ~disc
        assert ring.sum() > 60
        x, y = middle(ring)
        assert (x, y) == (pytest.approx(0.5, abs=0.02), pytest.approx(0.5, abs=0.02))
        assert np.ptp(np.nonzero(ring)[1]) > 2 * 26
    assert np.abs(selected.astype(int) - hovered).max() > 40, "the two can be told apart"


def test_a_line_differs_in_brightness_not_in_colour_alone(make_set: MakeSet) -> None:
    view = make_set(three_balls(), replace(state_of(), theme="light"))
    grey_before = view.still().mean(axis=2)
    view.go(replace(state_of(), selected="red"))
    assert np.abs(view.still().mean(axis=2) - grey_before).max() > 60


def test_an_outline_is_seen_through_what_is_in_front(make_set: MakeSet) -> None:
    behind = atlas_of(
        structure("red", plate((0, 100, 0), (200, 10, 200)), RED), structure("green", ball((0, -50, 0), 40), GREEN)
    )
    view = make_set(behind, state_of())
    plain = view.still()
    view.go(replace(state_of(), selected="green"))
    assert (np.abs(view.still().astype(int) - plain).max(axis=2) > 40).sum() > 60


def test_no_outline_around_what_is_hidden_or_unknown(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of(green=HIDDEN))
    plain = view.still()
    for state in (replace(view.state, selected="green"), replace(view.state, hovered="never heard of")):
        view.go(state)
        assert np.array_equal(view.still(), plain)


def test_a_faded_structure_lets_through_what_is_behind(make_set: MakeSet) -> None:
    behind = atlas_of(
        structure("red", plate((0, 100, 0), (200, 10, 200)), RED), structure("green", ball((0, -50, 0), 40), GREEN)
    )
    view = make_set(behind, state_of())
    at = (120, 160)
    covered = view.still()[at]
    view.go(with_looks(state_of(), red=Look(opacity=0.5)))
    faded = view.still()[at]
    view.go(with_looks(state_of(), red=HIDDEN))
    bare = view.still()[at]
    assert faded.astype(int) == pytest.approx((covered.astype(int) + bare) / 2, abs=6)


@pytest.mark.parametrize("still", [False, True])
def test_the_figure_stands_in_its_corner_and_turns(make_set: MakeSet, still: bool, tiny_atlas: Atlas) -> None:
    skin = Look(visible=False)
    size = (640, 400)

    def picture(state: ViewState) -> Picture:
        view = make_set(tiny_atlas, state, size)
        return view.still() if still else view.picture()

    with_figure = replace(state_of(FRONT, skin=skin), orientation_figure=True)
    changed = np.abs(picture(with_figure).astype(int) - picture(state_of(FRONT, skin=skin))).max(axis=2) > 20
    rows, columns = np.nonzero(changed)
    assert len(rows) > 500
    assert rows.min() > 0.7 * size[1]
    assert columns.max() < 0.2 * size[0]
    from_behind = picture(replace(state_of(BACK, skin=skin), orientation_figure=True))
    assert not np.array_equal(from_behind[rows, columns], picture(with_figure)[rows, columns])


def test_looking_into_a_cut_shows_the_inner_side(make_set: MakeSet, tiny_atlas: Atlas) -> None:
    others = {id_: HIDDEN for id_ in tiny_atlas.structures if id_ != "skin"}
    above = Camera((0.0, 0.0, 2500.0), (0.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    picture = make_set(tiny_atlas, state_of(above, **others)).still()
    inside = picture[110:130, 150:170].astype(int)
    assert (inside[..., 0] - inside[..., 2]).min() > 10, "skin, not background"
