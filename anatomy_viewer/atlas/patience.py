"""Long work that can be ended: by whoever no longer waits for it, or because it takes too long."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class TooLongError(RuntimeError):
    """Work that passed its bound in time; the text follows the name of what was worked on."""


def _nothing() -> None:
    """Nobody waits."""


class Patience:
    """Called again and again while something is worked out; what it raises ends the work.

    going_on: called each time, and may raise too. clock: processor time, s.
    """

    def __init__(self, going_on: Callable[[], None] = _nothing, clock: Callable[[], float] = time.thread_time) -> None:
        self._going_on = going_on
        self._clock = clock
        self._ends, self._most_s = math.inf, math.inf

    def __call__(self) -> None:
        """TooLongError if time is up."""
        self._going_on()
        if self._clock() > self._ends:
            raise TooLongError(f"takes more than {self._most_s:g} s of work")

    @contextmanager
    def within(self, most_s: float) -> Iterator[None]:
        """What is done inside may take so many seconds, or what is left of a bound around it."""
        outer = self._ends, self._most_s
        ends = self._clock() + most_s
        if ends < self._ends:
            self._ends, self._most_s = ends, most_s
        try:
            yield
        finally:
            self._ends, self._most_s = outer
