"""The one place that holds the current ViewState, changes it through commands, and remembers how to go back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from anatomy_viewer.state.view_state import ViewState

Listener = Callable[[ViewState, ViewState], None]
Unsubscribe = Callable[[], None]

_L = TypeVar("_L")

HISTORY_LIMIT = 200
"""Undo steps that are kept."""


@dataclass(frozen=True)
class Command:
    """A named change of the state.

    `name` is shown as "Undo: name". Consecutive undoable commands with the same `merge_key` become one undo step, up to
    the next `Store.seal`; without a key a command is a step of its own.
    """

    name: str
    change: Callable[[ViewState], ViewState]
    undoable: bool = True
    merge_key: str | None = None


@dataclass(frozen=True)
class _Step:
    """What a command did, seen from either end of it."""

    name: str
    state: ViewState
    merge_key: str | None = None


class Store:
    """Holds the current state; listeners hear of every change as (old, new), in order, also when they make changes."""

    def __init__(self, state: ViewState) -> None:
        self._state = state
        self._undo: deque[_Step] = deque(maxlen=HISTORY_LIMIT)
        self._redo: list[_Step] = []
        self._listeners: list[Listener] = []
        self._history_listeners: list[Callable[[], None]] = []
        self._changes: deque[tuple[ViewState, ViewState]] = deque()
        self._telling = False
        self._sealed = True

    @property
    def state(self) -> ViewState:
        """The current state."""
        return self._state

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to make again."""
        return bool(self._redo)

    @property
    def undo_name(self) -> str:
        """Name of the step that `undo` takes back, or an empty text."""
        return self._undo[-1].name if self._undo else ""

    @property
    def redo_name(self) -> str:
        """Name of the step that `redo` makes again, or an empty text."""
        return self._redo[-1].name if self._redo else ""

    def do(self, command: Command) -> None:
        """Carries a command out. One that changes nothing leaves no undo step and tells nobody."""
        old, new = self._state, command.change(self._state)
        if new == old:
            return
        recorded = command.undoable and not _same_but_hovered(old, new)
        if recorded:
            self._record(command, old, new)
        self._move_to(new)
        if recorded:
            self._tell_history()

    def seal(self) -> None:
        """Ends the last undo step: what is done next is another one, whatever its key. Each gesture begins so."""
        self._sealed = True

    def undo(self) -> None:
        """Takes the last step back; without one, nothing happens. What is hovered stays as it is."""
        if self._undo:
            self._step(self._undo, self._redo)

    def redo(self) -> None:
        """Makes the last undone step again; without one, nothing happens."""
        if self._redo:
            self._step(self._redo, self._undo)

    def subscribe(self, listener: Listener) -> Unsubscribe:
        """Calls `listener(old, new)` after each change until the returned function is called."""
        return _add(self._listeners, listener)

    def subscribe_history(self, listener: Callable[[], None]) -> Unsubscribe:
        """Calls `listener()` whenever undo and redo may have changed, until the returned function is called."""
        return _add(self._history_listeners, listener)

    def _record(self, command: Command, old: ViewState, new: ViewState) -> None:
        """Makes an undo step, or lets the last one grow; one that has come back to where it began is dropped."""
        merges = command.merge_key and not self._sealed and self._undo[-1].merge_key == command.merge_key
        self._sealed = False
        if not merges:
            self._undo.append(_Step(command.name, old, command.merge_key))
        elif _same_but_hovered(self._undo[-1].state, new):
            self._undo.pop()
            self._sealed = True  # the step before belongs to another gesture
        self._redo.clear()

    def _step(self, source: deque[_Step] | list[_Step], target: deque[_Step] | list[_Step]) -> None:
        step = source.pop()
        self._sealed = True
        target.append(_Step(step.name, self._state))
        self._move_to(replace(step.state, hovered=self._state.hovered))
        self._tell_history()

    def _move_to(self, new: ViewState) -> None:
        """Changes the state at once and tells the listeners, a change made by a listener after the present one."""
        self._changes.append((self._state, new))
        self._state = new
        if self._telling:
            return
        self._telling = True
        try:
            while self._changes:
                old, new = self._changes.popleft()
                for listener in tuple(self._listeners):
                    listener(old, new)
        finally:
            self._changes.clear()
            self._telling = False

    def _tell_history(self) -> None:
        for listener in tuple(self._history_listeners):
            listener()


def _same_but_hovered(a: ViewState, b: ViewState) -> bool:
    return replace(a, hovered=b.hovered) == b


def _add(listeners: list[_L], listener: _L) -> Unsubscribe:
    listeners.append(listener)

    def unsubscribe() -> None:
        if listener in listeners:
            listeners.remove(listener)

    return unsubscribe
