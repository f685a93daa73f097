"""Ambient light: where it is dark, when it is worked out, and that it does not depend on the view."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.stage.shading import OPENNESS
from anatomy_viewer.state.view_state import Look
from tests.stage.conftest import MakeSet, Set
from tests.stage.scene import BLUE, FRONT, RED, atlas_of, ball, plate, state_of, structure

ABOVE = replace(FRONT, position=(0.0, 200.0, 500.0))


def ball_on_floor() -> Atlas:
    floor = structure("floor", plate((0, 0, -5), (200, 200, 10)), BLUE)
    return atlas_of(floor, structure("ball", ball((0, 0, 31), 30), RED))


def openness_at(view: Set, place: tuple[float, float, float]) -> float:
    mesh = view.stage._surfaces["floor"].meshes["full"]
    return float(mesh.point_data[OPENNESS][mesh.find_closest_point(place)])


def test_the_floor_is_dark_under_the_ball_and_light_away_from_it(make_set: MakeSet) -> None:
    view = make_set(ball_on_floor(), state_of(ABOVE))
    view.still()
    assert openness_at(view, (0, 0, 0)) < 0.2
    assert openness_at(view, (95, 95, 0)) > 0.9


def test_it_follows_what_is_shown(make_set: MakeSet) -> None:
    view = make_set(ball_on_floor(), state_of(ABOVE))
    view.still()
    view.go(state_of(ABOVE, ball=Look(visible=False)))
    view.still()
    assert openness_at(view, (0, 0, 0)) > 0.9
    view.go(state_of(ABOVE, ball=Look(opacity=0.4)))
    view.still()
    assert openness_at(view, (0, 0, 0)) > 0.9, "a ghost throws no shade"


def test_what_was_worked_out_is_remembered(make_set: MakeSet) -> None:
    view = make_set(ball_on_floor(), state_of(ABOVE))
    view.still()
    view.go(state_of(ABOVE, ball=Look(visible=False)))
    view.still()
    view.go(state_of(ABOVE))
    assert openness_at(view, (0, 0, 0)) < 0.2, "before any step of refinement"


def test_the_camera_asks_for_no_new_light(make_set: MakeSet) -> None:
    view = make_set(ball_on_floor(), state_of(ABOVE))
    steps = 0
    while view.stage.refine():
        steps += 1
    view.go(state_of(FRONT))
    again = 0
    while view.stage.refine():
        again += 1
    assert again < steps / 2


def test_light_cut_short_by_a_move_is_finished_later(make_set: MakeSet) -> None:
    view = make_set(ball_on_floor(), state_of(ABOVE))
    for number in range(12):
        for _ in range(8):
            view.stage.refine()
        view.go(replace(view.state, camera=replace(ABOVE, position=(float(number), 200.0, 500.0))))
    assert openness_at(view, (0, 0, 0)) < 0.2


@pytest.mark.parametrize("level", ["full", "light"])
def test_both_levels_of_detail_are_lit(make_set: MakeSet, level: str) -> None:
    view = make_set(ball_on_floor(), state_of(ABOVE))
    view.still()
    values = np.asarray(view.stage._surfaces["ball"].meshes[level].point_data[OPENNESS])
    assert values.min() < 0.3
    assert values.max() > 0.95
