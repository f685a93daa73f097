"""The stage follows the state, draws only when asked, and leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import pyvista as pv

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.stage.stage import Stage
from anatomy_viewer.state.view_state import Camera, Look, ViewState
from tests.stage.conftest import MakeSet
from tests.stage.scene import FRONT, GREEN, RED, atlas_of, ball, shows, state_of, structure, three_balls, with_looks

SIDE = Camera((400.0, 300.0, 200.0), (10.0, 0.0, 0.0), (0.0, 0.0, 1.0), 35.0)
HIDDEN, FADED = Look(visible=False), Look(opacity=0.4)


def journey() -> list[ViewState]:
    """States one after the other, in which everything changes at least once."""
    start = state_of()
    return [
        start,
        replace(start, camera=SIDE),
        with_looks(replace(start, camera=SIDE), green=FADED, red=FADED),
        replace(with_looks(start, green=FADED), selected="red", hovered="blue"),
        replace(with_looks(start, red=HIDDEN), selected="red", theme="dark", orientation_figure=True),
        replace(start, hovered="green", theme="dark", camera=SIDE),
        start,
    ]


def test_going_there_step_by_step_shows_the_same_as_starting_there(make_set: MakeSet, tiny_atlas: Atlas) -> None:
    atlas = three_balls()
    traveller = make_set(atlas, journey()[0])
    for state in journey()[1:]:
        traveller.go(state)
        arrived = traveller.picture()
        at_rest = traveller.still()
        fresh = make_set(atlas, state)
        # The traveller remembers the shade; only what is at rest is the same to the pixel.
        assert np.abs(fresh.picture().astype(int) - arrived).mean() < 3
        assert np.abs(fresh.still().astype(int) - at_rest).max() <= 1


def test_one_request_for_each_change_and_none_without(make_set: MakeSet) -> None:
    view = make_set(three_balls(), journey()[0])
    view.picture()
    for number, state in enumerate(journey()[1:], 1):
        view.requests.clear()
        view.go(state)
        assert len(view.requests) == 1, number
        view.go(state)
        assert len(view.requests) == 1, "nothing changed"


def test_changes_and_picks_draw_nothing_by_themselves(make_set: MakeSet) -> None:
    view = make_set(three_balls(), journey()[0])
    view.picture()
    view.frames.clear()
    for state in journey()[1:]:
        view.go(state)
        view.stage.pick(160, 120)
        view.stage.camera()
        view.stage.set_moving(True)
        view.stage.set_moving(False)
    assert view.frames == []


def test_at_rest_nothing_is_drawn_or_asked_for(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of())
    view.still()
    view.frames.clear()
    view.requests.clear()
    for _ in range(5):
        assert view.stage.refine() is False
    assert view.frames == []
    assert view.requests == []


def test_refining_ends_and_asks_to_be_shown(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of())
    view.picture()
    view.requests.clear()
    steps = sum(1 for _ in iter(view.stage.refine, False))
    assert 10 < steps < 200
    assert 2 <= len(view.requests) <= 10
    assert view.requests


def test_what_is_drawn_to_refine_is_not_shown(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of())
    before = view.picture()
    view.stage.refine()
    assert np.array_equal(view.picture(), before), "the first step only looks"


def test_moving_suspends_refining(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of())
    quick = view.picture()
    still = view.still()
    assert not np.array_equal(quick, still)
    view.stage.set_moving(True)
    assert view.stage.refine() is False
    moving = view.picture()
    view.stage.set_moving(False)
    assert np.array_equal(view.still(), still)
    assert not np.array_equal(moving, still)


def test_hovering_leaves_the_finished_scene_alone(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of())
    finished = view.still()
    view.go(replace(view.state, hovered="red"))
    at_once = view.picture()
    far = np.s_[:, 200:]
    assert np.array_equal(at_once[far], finished[far])
    steps = sum(1 for _ in iter(view.stage.refine, False))
    assert steps < 12, "only the outline is made smooth"


def test_another_size_starts_over(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of())
    view.still()
    view.requests.clear()
    view.plotter.render_window.SetSize(400, 200)
    assert view.picture().shape == (200, 400, 3)
    assert view.requests, "asks to be refined again"
    again = view.still()
    assert np.abs(again.astype(int) - make_set(three_balls(), state_of(), (400, 200)).still()).max() <= 1


def test_still_picture_is_the_one_on_the_screen(make_set: MakeSet) -> None:
    view = make_set(three_balls(), replace(state_of(), selected="green", orientation_figure=True))
    assert np.abs(view.stage.still_picture().astype(int) - view.still()).max() <= 1


def test_camera_reads_back_what_was_set(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of(SIDE))
    view.still()
    camera = view.stage.camera()
    assert camera.position == pytest.approx(SIDE.position)
    assert camera.focal_point == pytest.approx(SIDE.focal_point)
    assert camera.view_up == pytest.approx(SIDE.view_up)
    assert camera.view_angle_deg == pytest.approx(SIDE.view_angle_deg)


def test_nothing_is_cut_off_near_or_far(make_set: MakeSet) -> None:
    far_apart = atlas_of(
        structure("red", ball((0, 350, 0), 4), RED), structure("green", ball((0, -20000, 0), 8000), GREEN)
    )
    picture = make_set(far_apart, state_of(replace(FRONT, position=(0.0, 400.0, 0.0)))).still()
    assert shows(picture, RED).sum() > 100
    assert shows(picture, GREEN).sum() > 100


def test_an_atlas_without_structures_shows_background(make_set: MakeSet) -> None:
    view = make_set(atlas_of(), state_of())
    assert view.still().min() > 200
    assert view.stage.pick(160, 120) is None


def test_multisampling_stays_off(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of(green=FADED))
    view.still()
    assert view.plotter.render_window.GetMultiSamples() == 0


def test_closed_in_any_state_it_does_nothing_more(make_set: MakeSet) -> None:
    for steps in (0, 1, 40, 1000):
        view = make_set(three_balls(), replace(state_of(green=FADED), selected="red", hovered="blue"))
        for _ in range(steps):
            view.stage.refine()
        view.stage.close()
        view.stage.close()
        assert view.stage.closed
        view.requests.clear()
        view.go(state_of())
        assert view.stage.refine() is False
        assert view.stage.pick(160, 120) is None
        assert view.stage.camera() == FRONT
        view.stage.set_moving(True)
        assert view.requests == []


def test_closing_leaves_the_plotter_as_bare_as_before(no_leaks: None) -> None:
    plotter = pv.Plotter(off_screen=True, window_size=[200, 150])
    window = plotter.render_window
    renderers = window.GetRenderers().GetNumberOfItems()
    stage = Stage(plotter, three_balls(), replace(state_of(), selected="red"), request_render=lambda: None)
    stage.still_picture()
    stage.close()
    assert window.GetRenderers().GetNumberOfItems() == renderers
    assert plotter.renderer.GetActors().GetNumberOfItems() == 0
    assert not window.HasObserver("StartEvent")
    second = Stage(plotter, three_balls(), state_of(), request_render=lambda: None)
    assert shows(second.still_picture(), RED).sum() > 100
    second.close()
    plotter.close()


def test_closing_after_the_plotter_is_harmless(no_leaks: None) -> None:
    plotter = pv.Plotter(off_screen=True, window_size=[200, 150])
    stage = Stage(plotter, three_balls(), state_of(), request_render=lambda: None)
    stage.still_picture()
    plotter.close()
    stage.close()
    assert stage.closed
