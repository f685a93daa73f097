"""Changes tables (what TOML and JSON hold) at random, key by key."""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tests.fuzz.mutate import WORDS

Tree = Any
Place = tuple[Any, Any]
"""A dictionary or list, and the key or index in it."""

_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    2,
    10**6,
    2**31,
    2**63,
    2**64,
    10**400,
    10**4000,
    0.0,
    -0.0,
    0.5,
    1e-320,
    1e200,
    1e308,
    -1e308,
    float("nan"),
    float("inf"),
    float("-inf"),
    [],
    {},
    [[]],
    [1, 2, 3],
    [0, 0, 0],
    [1e200, 1e200, 1e200],
    {"at": "asis"},
    dt.date(1992, 1, 1),
)


def mutate_tree(rng: random.Random, tree: Tree) -> Tree:
    """A copy with one to four changes."""
    tree = copy.deepcopy(tree)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        places = list(_places(tree))
        if places:
            rng.choice(_CHANGES)(rng, *rng.choice(places), places)
    return tree


def _places(tree: Tree) -> list[Place]:
    found: list[Place] = []
    waiting = [tree]
    while waiting and len(found) < 5000:
        at = waiting.pop()
        keys = list(at) if isinstance(at, dict) else range(len(at)) if isinstance(at, list) else ()
        for key in keys:
            found.append((at, key))
            waiting.append(at[key])
    return found


def _another_value(rng: random.Random, at: Any, key: Any, places: list[Place]) -> None:
    at[key] = copy.deepcopy(rng.choice((*_VALUES, *WORDS, rng.uniform(-1e4, 1e4), rng.randint(-50, 50))))


def _nudge(rng: random.Random, at: Any, key: Any, places: list[Place]) -> None:
    """A number a little or much off; a word with a letter more."""
    value = at[key]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        with suppress(OverflowError):  # a whole number that has been made too large for a float stays as it is
            at[key] = value * rng.choice((-1, 0, 2, 1e3, 1e-3, 1e150)) + rng.choice((0, 0, 1, -1, 1e-7))
    elif isinstance(value, str):
        at[key] = value + rng.choice(("x", ".", " ", ".left", ".right"))
    else:
        _another_value(rng, at, key, places)


def _one_from_elsewhere(rng: random.Random, at: Any, key: Any, places: list[Place]) -> None:
    there, other = rng.choice(places)
    if isinstance(there, (dict, list)):
        try:
            at[key] = copy.deepcopy(there[other])
        except (KeyError, IndexError):  # an earlier change took it away
            return


def _a_word_from_elsewhere(rng: random.Random, at: Any, key: Any, places: list[Place]) -> None:
    """One name for another: what refers to itself in a circle begins so."""
    keys = [str(other) for there, other in places if isinstance(there, dict)]
    if isinstance(at[key], str) and keys:
        at[key] = rng.choice(keys)


def _leave_out(rng: random.Random, at: Any, key: Any, places: list[Place]) -> None:
    del at[key]


def _rename(rng: random.Random, at: Any, key: Any, places: list[Place]) -> None:
    if isinstance(at, dict):
        others = [other for there, other in places if isinstance(there, dict)]
        new = rng.choice((str(key) + "s", str(key)[:-1], rng.choice(others), rng.choice(WORDS)))
        at[new] = at.pop(key)


def _twice(rng: random.Random, at: Any, key: Any, places: list[Place]) -> None:
    """The same once more, or hundreds of times."""
    times = rng.choice((1, 1, 3, 30, 300))
    for number in range(times):
        if isinstance(at, dict):
            at[f"{key}_{number}"] = copy.copy(at[key])
        else:
            at.append(copy.copy(at[key]))


def _deep(rng: random.Random, at: Any, key: Any, places: list[Place]) -> None:
    """Inside of lists in lists, or tables in tables."""
    value = at[key]
    for _ in range(rng.choice((1, 2, 30, 90, 180))):
        value = [value] if rng.random() < 0.5 else {str(key): value}
    at[key] = value


_CHANGES: tuple[Callable[[random.Random, Any, Any, list[Place]], None], ...] = (
    _another_value,
    _another_value,
    _nudge,
    _nudge,
    _one_from_elsewhere,
    _a_word_from_elsewhere,
    _a_word_from_elsewhere,
    _leave_out,
    _rename,
    _twice,
    _deep,
)
