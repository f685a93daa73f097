"""Keeps what is worked out of an atlas, or of a part of it, for as long as that lives."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

_Made = TypeVar("_Made", bound=Callable[..., Any])


def once(make: _Made) -> _Made:
    """Calls `make` once for each owner, its first argument, and all else that it is asked with, which must be hashable.

    An owner that nobody holds any more takes with it what was made of it. What `make` raises is not kept.
    """
    kept: WeakKeyDictionary[Any, dict[tuple[Hashable, ...], Any]] = WeakKeyDictionary()

    @wraps(make)
    def of(owner: Any, *asked: Hashable) -> Any:  # noqa: ANN401  (whatever `make` takes and gives)
        known = kept.setdefault(owner, {})
        if asked not in known:
            known[asked] = make(owner, *asked)
        return known[asked]

    return cast("_Made", of)
