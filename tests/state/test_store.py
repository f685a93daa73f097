"""The store keeps one state, tells of every change in order, and goes back and forth."""

from __future__ import annotations

import pytest

from anatomy_viewer.state import commands
from anatomy_viewer.state.store import HISTORY_LIMIT, Command, Store
from anatomy_viewer.state.view_state import Camera, ViewState

CAMERA = Camera((0.0, 500.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))


@pytest.fixture
def store() -> Store:
    return Store(ViewState(CAMERA))


def test_undo_and_redo_walk_the_same_path(store: Store) -> None:
    states = [store.state]
    for id_ in ("femur.right", "sacrum", "skin"):
        store.do(commands.set_visible([id_], False))
        states.append(store.state)
    for state in reversed(states[:-1]):
        store.undo()
        assert store.state == state
    assert not store.can_undo
    for state in states[1:]:
        store.redo()
        assert store.state == state
    assert not store.can_redo


def test_names_of_the_steps(store: Store) -> None:
    store.do(commands.set_visible(["skin"], False))
    assert (store.undo_name, store.redo_name) == ("Hide", "")
    store.undo()
    assert (store.undo_name, store.redo_name) == ("", "Hide")


def test_a_new_step_forgets_what_was_undone(store: Store) -> None:
    store.do(commands.select("sacrum"))
    store.undo()
    store.do(commands.select("femur.right"))
    assert not store.can_redo


def test_hovering_keeps_what_was_undone(store: Store) -> None:
    store.do(commands.select("sacrum"))
    store.undo()
    store.do(commands.hover("femur.right"))
    assert store.can_redo
    assert not store.can_undo


def test_undo_and_redo_leave_what_is_hovered(store: Store) -> None:
    store.do(commands.hover("sacrum"))
    store.do(commands.select("sacrum"))
    store.do(commands.hover("femur.right"))
    store.undo()
    assert (store.state.selected, store.state.hovered) == (None, "femur.right")
    store.do(commands.hover(None))
    store.redo()
    assert (store.state.selected, store.state.hovered) == ("sacrum", None)


def test_a_command_that_changes_nothing_leaves_no_step_and_tells_nobody(store: Store) -> None:
    heard: list[ViewState] = []
    store.subscribe(lambda old, new: heard.append(new))
    store.do(commands.show_all())
    store.do(commands.select(None))
    assert heard == []
    assert not store.can_undo


def test_a_drag_is_one_step(store: Store) -> None:
    for opacity in (0.9, 0.5, 0.2):
        store.do(commands.set_opacity(["skin"], opacity, merge_key="drag 1"))
        store.do(commands.hover(None if opacity == 0.5 else "skin"))
    store.do(commands.set_opacity(["skin"], 0.1, merge_key="drag 2"))
    store.undo()
    assert store.state.look("skin").opacity == 0.2
    store.undo()
    assert store.state.look("skin").opacity == 1.0
    assert not store.can_undo


def test_a_drag_back_to_its_start_leaves_no_step(store: Store) -> None:
    for opacity in (0.5, 1.0):
        store.do(commands.set_opacity(["skin"], opacity, merge_key="drag"))
    assert not store.can_undo


def test_a_drag_after_undo_is_a_step_of_its_own(store: Store) -> None:
    store.do(commands.select("skin"))
    store.do(commands.set_opacity(["skin"], 0.5, merge_key="drag"))
    store.undo()
    store.do(commands.set_opacity(["skin"], 0.4, merge_key="drag"))
    store.undo()
    assert store.state == ViewState(CAMERA, selected="skin")


def test_undo_of_nothing_does_nothing(store: Store) -> None:
    before = store.state
    store.undo()
    store.redo()
    assert store.state is before


def test_history_is_bounded(store: Store) -> None:
    for step in range(HISTORY_LIMIT + 50):
        store.do(commands.select(f"part_{step}"))
    steps = 0
    while store.can_undo:
        store.undo()
        steps += 1
    assert steps == HISTORY_LIMIT
    assert store.state.selected == "part_49"


def test_listeners_hear_old_and_new_until_they_unsubscribe(store: Store) -> None:
    heard: list[tuple[str | None, str | None]] = []
    unsubscribe = store.subscribe(lambda old, new: heard.append((old.selected, new.selected)))
    store.do(commands.select("sacrum"))
    store.undo()
    unsubscribe()
    unsubscribe()
    store.redo()
    assert heard == [(None, "sacrum"), ("sacrum", None)]


def test_a_change_made_by_a_listener_is_told_after_the_first_to_everyone(store: Store) -> None:
    heard: list[tuple[str | None, str | None]] = []

    def follow(old: ViewState, new: ViewState) -> None:
        if new.selected == "sacrum":
            store.do(commands.select("skin"))
            assert store.state.selected == "skin"

    store.subscribe(follow)
    store.subscribe(lambda old, new: heard.append((old.selected, new.selected)))
    store.do(commands.select("sacrum"))
    assert heard == [(None, "sacrum"), ("sacrum", "skin")]


def test_a_failing_listener_does_not_silence_the_store(store: Store) -> None:
    heard: list[str | None] = []

    def fail(old: ViewState, new: ViewState) -> None:
        if new.selected == "sacrum":
            raise RuntimeError("broken")

    store.subscribe(fail)
    store.subscribe(lambda old, new: heard.append(new.selected))
    with pytest.raises(RuntimeError, match="broken"):
        store.do(commands.select("sacrum"))
    store.do(commands.select("skin"))
    assert store.state.selected == "skin"
    assert heard[-1] == "skin"


def test_history_listeners_hear_of_steps_but_not_of_hovering(store: Store) -> None:
    heard: list[tuple[bool, bool]] = []
    unsubscribe = store.subscribe_history(lambda: heard.append((store.can_undo, store.can_redo)))
    store.do(commands.hover("sacrum"))
    store.do(commands.select("sacrum"))
    store.undo()
    store.redo()
    unsubscribe()
    store.undo()
    assert heard == [(True, False), (False, True), (True, False)]


def test_a_command_that_fails_changes_nothing(store: Store) -> None:
    def change(state: ViewState) -> ViewState:
        raise ValueError("no")

    before = store.state
    with pytest.raises(ValueError, match="no"):
        store.do(Command("Fail", change))
    assert store.state is before
    assert not store.can_undo


def test_what_is_done_after_a_seal_is_another_step(store: Store) -> None:
    for opacity in (0.9, 0.8):
        store.do(commands.set_opacity(["skin"], opacity, merge_key="slider"))
    store.seal()
    store.seal()
    for opacity in (0.5, 0.4):
        store.do(commands.set_opacity(["skin"], opacity, merge_key="slider"))
    store.undo()
    assert store.state.look("skin").opacity == 0.8
    store.do(commands.set_opacity(["skin"], 0.7, merge_key="slider"))
    store.undo()
    assert store.state.look("skin").opacity == 0.8, "what comes after undo is another step too"


def test_a_drag_that_comes_back_leaves_the_one_before_alone(store: Store) -> None:
    store.do(commands.set_opacity(["skin"], 0.5, merge_key="slider"))
    store.seal()
    for opacity in (0.4, 0.5, 0.3):
        store.do(commands.set_opacity(["skin"], opacity, merge_key="slider"))
    store.undo()
    assert store.state.look("skin").opacity == 0.5
