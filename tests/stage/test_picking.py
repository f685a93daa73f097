"""A pick finds what the pixel shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer.stage.surface import GHOST_OPACITY
from anatomy_viewer.state.view_state import Camera, Look
from tests.stage.conftest import SIZE, MakeSet
from tests.stage.scene import BLUE, FRONT, GREEN, RED, atlas_of, ball, plate, shows, state_of, structure, three_balls

OBLIQUE = Camera((250.0, 380.0, 160.0), (20.0, 0.0, -10.0), (0.1, 0.0, 1.0), 28.0)


@pytest.mark.parametrize("camera", [FRONT, OBLIQUE])
def test_picks_agree_with_the_pixels(make_set: MakeSet, camera: Camera) -> None:
    view = make_set(three_balls(), state_of(camera))
    picture = view.picture()
    masks = {"red": shows(picture, RED), "green": shows(picture, GREEN), "blue": shows(picture, BLUE)}
    wrong = 0
    for x in range(1, SIZE[0], 6):
        for y in range(1, SIZE[1], 6):
            row = SIZE[1] - 1 - y
            seen = [id_ for id_, mask in masks.items() if mask[row, x]]
            hit = view.stage.pick(x, y)
            wrong += (hit.structure if hit else None) != (seen[0] if seen else None)
    assert wrong <= 8, "of two thousand pixels, a few at an edge"


def test_the_place_lies_on_the_surface_and_under_the_pixel(make_set: MakeSet) -> None:
    view = make_set(three_balls(), state_of())
    hit = view.stage.pick(SIZE[0] // 2, SIZE[1] // 2)
    assert hit is not None
    assert hit.position == pytest.approx((0, 35, 0), abs=1.5)


def test_nothing_beside_the_model(make_set: MakeSet) -> None:
    assert make_set(three_balls(), state_of()).stage.pick(2, 2) is None


def test_hidden_and_ghostly_structures_are_looked_through(make_set: MakeSet) -> None:
    atlas = atlas_of(
        structure("pane", plate((0, 60, 0), (200, 6, 200)), RED), structure("ball", ball((0, 0, 0), 30), GREEN)
    )
    center = (SIZE[0] // 2, SIZE[1] // 2)
    expected = {
        Look(): "pane",
        Look(opacity=GHOST_OPACITY): "pane",
        Look(opacity=GHOST_OPACITY - 0.05): "ball",
        Look(visible=False): "ball",
    }
    view = make_set(atlas, state_of())
    for look, id_ in expected.items():
        view.go(state_of(pane=look))
        hit = view.stage.pick(*center)
        assert hit is not None
        assert hit.structure == id_, look


def test_from_inside_a_surface_its_undrawn_side_is_not_hit(make_set: MakeSet) -> None:
    shell = atlas_of(structure("shell", ball((0, 0, 0), 200), BLUE), structure("ball", ball((0, -100, 0), 30), GREEN))
    view = make_set(shell, state_of(replace(FRONT, position=(0.0, 50.0, 0.0))))
    picture = view.picture()
    assert shows(picture, BLUE).sum() == 0
    hit = view.stage.pick(SIZE[0] // 2, SIZE[1] // 2)
    assert hit is not None
    assert hit.structure == "ball"
    assert view.stage.pick(5, 5) is None


def test_the_orientation_figure_is_not_picked(make_set: MakeSet) -> None:
    view = make_set(three_balls(), replace(state_of(), orientation_figure=True))
    hits = [view.stage.pick(x, y) for x in range(2, 50, 6) for y in range(2, 60, 6)]
    assert not np.any([hit is not None for hit in hits])
