"""Faded structures keep their order, and shade is there beside them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Atlas, Mesh
from anatomy_viewer.state.view_state import Look, ViewState
from tests.stage.conftest import MakeSet
from tests.stage.scene import BLUE, FRONT, GREEN, RED, Picture, atlas_of, ball, plate, state_of, structure

BACK = replace(FRONT, position=(0.0, -600.0, 0.0))
MIDDLE = (120, 160)
HALF, HIDDEN = Look(opacity=0.5), Look(visible=False)


def two_panes(first: str, second: str) -> Atlas:
    """Red pane in front, green behind, a blue ball on a blue floor beside them; in the order of the names."""
    parts = {
        "red": structure("red", plate((0, 60, 0), (120, 6, 120)), RED),
        "green": structure("green", plate((0, -60, 0), (120, 6, 120)), GREEN),
    }
    floor = structure("floor", plate((110, 0, -52), (80, 120, 6), edge=4), BLUE)
    return atlas_of(parts[first], parts[second], structure("ball", ball((110, 0, -25), 22), BLUE), floor)


def at_middle(picture: Picture) -> np.ndarray:
    return picture[MIDDLE].astype(float)


@pytest.mark.parametrize("order", [("red", "green"), ("green", "red")])
@pytest.mark.parametrize("camera", [FRONT, BACK])
@pytest.mark.parametrize("still", [False, True])
def test_the_front_pane_tints_the_rear_one(
    make_set: MakeSet, order: tuple[str, str], camera: object, still: bool
) -> None:
    view = make_set(two_panes(*order), state_of(camera))

    def colour(**looks: Look) -> np.ndarray:
        view.go(state_of(camera, **looks))
        return at_middle(view.still() if still else view.picture())

    red, green = colour(green=HIDDEN), colour(red=HIDDEN)
    nothing = colour(red=HIDDEN, green=HIDDEN)
    front, rear = (red, green) if camera == FRONT else (green, red)
    expected = front / 2 + (rear / 2 + nothing / 2) / 2
    assert colour(red=HALF, green=HALF) == pytest.approx(expected, abs=6)


def test_shade_and_order_are_there_in_one_picture(make_set: MakeSet) -> None:
    from_above = replace(FRONT, position=(0.0, 500.0, 330.0))
    view = make_set(two_panes("red", "green"), state_of(from_above, red=HALF, green=HALF))
    before_shade = view.picture().astype(int)
    picture = view.still().astype(int)
    middle = at_middle(picture)
    assert middle[0] > middle[1] + 15, "red pane in front"
    darker = before_shade.sum(axis=2) - picture.sum(axis=2)
    beside_the_panes = darker[:, :105]
    assert (beside_the_panes > 60).sum() > 80, "the ball darkens the floor around its foot"
    assert (beside_the_panes > 60).mean() < 0.1, "and nothing else"


def test_many_layers_keep_their_order(make_set: MakeSet) -> None:
    colors = [RED, GREEN, BLUE, RED, GREEN]
    panes = [structure(f"pane{i}", plate((0, 80 - 40 * i, 0), (120, 4, 120)), c) for i, c in enumerate(colors)]
    looks = {pane.id: Look(opacity=0.4) for pane in panes}
    view = make_set(atlas_of(*panes[::-1]), state_of(**looks))
    alone = []
    for pane in panes:
        others = {other.id: HIDDEN for other in panes if other is not pane}
        view.go(state_of(**others))
        alone.append(at_middle(view.still()))
    view.go(state_of(**{pane.id: HIDDEN for pane in panes}))
    expected = at_middle(view.still())
    for color in reversed(alone):
        expected = 0.4 * color + 0.6 * expected
    view.go(state_of(**looks))
    assert at_middle(view.still()) == pytest.approx(expected, abs=6)


def test_a_part_between_two_sheets_of_another_is_seen_between_them(make_set: MakeSet) -> None:
    front, rear = plate((0, 80, 0), (120, 4, 120)), plate((0, -80, 0), (120, 4, 120))
    sheets = Mesh(
        np.concatenate([front.vertices, rear.vertices]),
        np.concatenate([front.triangles, rear.triangles + np.int32(len(front.vertices))]),
    )
    between = structure("green", plate((0, 0, 0), (120, 4, 120)), GREEN)
    view = make_set(atlas_of(structure("red", sheets, RED), between), state_of(green=HIDDEN))
    red = at_middle(view.still())
    view.go(state_of(red=HIDDEN))
    green = at_middle(view.still())
    view.go(state_of(red=HIDDEN, green=HIDDEN))
    expected = at_middle(view.still())
    for color in (red, green, red):
        expected = color / 2 + expected / 2
    view.go(state_of(red=HALF, green=HALF))
    assert at_middle(view.still()) == pytest.approx(expected, abs=6)


def test_a_ghost_is_denser_at_its_outline(make_set: MakeSet) -> None:
    view = make_set(atlas_of(structure("red", ball((0, 0, 0), 80, detail=5), RED)), state_of(red=Look(opacity=0.25)))
    row = view.still()[120].astype(int)
    tint = row[:, 0] - row[:, 1]
    inside = np.flatnonzero(tint > 10)
    assert tint[inside[3]] > 1.25 * tint[160]


def test_fading_keeps_the_light_meshs_and_the_still_picture_alike(make_set: MakeSet) -> None:
    fine, coarse = ball((0, 0, 0), 80, detail=5), ball((0, 0, 0), 80, detail=3)
    atlas = atlas_of(structure("red", fine, RED, light=coarse), structure("green", ball((0, 0, 0), 30), GREEN))
    state: ViewState = state_of(red=Look(opacity=0.3))
    view = make_set(atlas, state)
    view.still()
    still = view.picture().astype(int)
    view.stage.set_moving(True)
    moving = view.picture().astype(int)
    assert np.abs(still - moving).mean() < 2
