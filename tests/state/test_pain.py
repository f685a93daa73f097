"""Pain patterns in the state: commands, and what of a saved view is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.serial import StateError, from_json, to_json
from anatomy_viewer.state.store import Store
from anatomy_viewer.state.view_state import Camera, ViewState

TRP1, TRP2 = "gluteus_medius.trp1.right", "gluteus_medius.trp2.right"
NEAR = Camera((0.0, -500.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))


@pytest.fixture
def store(tiny_state: ViewState) -> Store:
    return Store(tiny_state)


def test_a_point_that_is_shown_switches_pain_on_and_moves_the_camera_in_one_step(store: Store) -> None:
    before = store.state
    store.do(commands.show_points([TRP2], True, NEAR))
    store.do(commands.show_points([TRP1], True))
    assert (store.state.pain.shown, store.state.pain.points) == (True, (TRP1, TRP2))
    assert store.state.camera == NEAR
    store.undo()
    store.undo()
    assert store.state == before


def test_pain_off_keeps_its_points_and_puts_the_tool_away(store: Store) -> None:
    store.do(commands.show_only(TRP1))
    store.do(commands.set_pain_tool("brush"))
    store.do(commands.show_pain(False))
    assert (store.state.pain.points, store.state.pain.tool) == ((TRP1,), "look")
    store.do(commands.show_points([TRP1], False))
    assert (store.state.pain.points, store.state.pain.shown) == ((), False)


def test_choosing_shows_and_selects(store: Store) -> None:
    store.do(commands.choose_point(TRP2, NEAR))
    assert (store.state.selected, store.state.pain.points, store.state.camera) == (TRP2, (TRP2,), NEAR)


@pytest.mark.parametrize("ask", [commands.ask_at((1.0, 2.0, 3.0)), commands.ask_region("buttock.right")])
def test_one_question_at_a_time_and_seen(store: Store, ask: Any) -> None:
    store.do(commands.ask_at((9.0, 9.0, 9.0)))
    store.do(ask)
    assert store.state.pain.shown
    assert (store.state.pain.asked is None) != (store.state.pain.region is None)


def test_a_new_stroke_ends_the_question(store: Store) -> None:
    store.do(commands.ask_region("buttock.right"))
    store.do(commands.paint((1.0, 2.0, 3.0), first=True))
    assert (store.state.pain.region, store.state.pain.asked) == (None, None)
    store.do(commands.ask_at((9.0, 9.0, 9.0)))
    store.do(commands.paint((2.0, 2.0, 3.0), (3.0, 2.0, 3.0)))
    assert store.state.pain.asked == (9.0, 9.0, 9.0), "only a new one does"
    assert len(store.state.pain.drawing[0].points) == 3


def test_a_stroke_is_one_undo_step_and_takes_the_tool_of_its_beginning(store: Store) -> None:
    store.do(commands.set_pain_tool("eraser"))
    store.do(commands.set_brush(20.0))
    store.do(commands.set_mirror(True))
    for stroke in ("a", "b"):
        for at in range(3):
            store.do(commands.paint((float(at), 0.0, 0.0), merge_key=stroke, first=at == 0))
    first, second = store.state.pain.drawing
    assert first == second
    assert (len(first.points), first.radius_mm, first.erase, first.mirror) == (3, 20.0, True, True)
    store.undo()
    assert store.state.pain.drawing == (first,)


def test_saved_and_read_again_it_is_equal(store: Store) -> None:
    store.do(commands.choose_point(TRP1))
    store.do(commands.set_pain_palette("blue"))
    store.do(commands.ask_at((1.5, -2.0, 3.25)))
    store.do(commands.paint((1.0, 2.0, 3.0), first=True))
    assert from_json(to_json(store.state)) == store.state


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda pain: pain.update(opacity=1.5), "pain.opacity"),
        (lambda pain: pain.update(palette="pink"), "pain.palette"),
        (lambda pain: pain.update(points=[TRP2, TRP1]), "pain.points"),
        (lambda pain: pain.update(asked=[1e9, 0.0, 0.0]), "pain.asked"),
        (lambda pain: pain.update(shwon=True), "Did you mean 'shown'"),
        (lambda pain: pain.update(brush_mm=0.0), "pain.brush_mm"),
        (lambda pain: pain["drawing"].append({"points": [], "radius_mm": 9.0}), "pain.drawing.0.points"),
        (lambda pain: pain["drawing"].append({"points": [[0.0, 0.0, 0.0]], "radius_mm": -1.0}), "drawing.0.radius_mm"),
    ],
)
def test_what_describes_no_picture_is_refused_by_name(
    tiny_state: ViewState, change: Callable[[dict[str, Any]], None], told: str
) -> None:
    saved = json.loads(to_json(tiny_state))
    change(saved["pain"])
    with pytest.raises(StateError, match=told.replace(".", r"\.")):
        from_json(json.dumps(saved))


def test_numbers_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="opacity is 2"):
        commands.set_pain_opacity(2.0)
    with pytest.raises(ValueError, match="brush radius is 400"):
        commands.set_brush(400.0)
