"""What is worked out of an atlas is worked out once, and goes with it."""

from __future__ import annotations

import gc
import weakref

import pytest

from anatomy_viewer.atlas.once import once


class Owner:
    """Something that can be held weakly."""


def test_it_is_made_once_for_each_owner_and_question() -> None:
    asked: list[tuple[object, ...]] = []

    @once
    def made(owner: Owner, what: str = "all") -> list[str]:
        """Says what."""
        asked.append((owner, what))
        return [what]

    one, other = Owner(), Owner()
    assert made(one, "a") is made(one, "a")
    assert made(one, "b") == ["b"]
    assert made(other, "a") is not made(one, "a")
    assert made(one) == ["all"]
    assert len(asked) == 4
    assert made.__doc__ == "Says what."


def test_it_goes_with_its_owner() -> None:
    class Result:
        """What is made."""

    @once
    def made(owner: Owner) -> Result:
        return Result()

    one = Owner()
    result = weakref.ref(made(one))
    assert result() is not None
    del one
    gc.collect()
    assert result() is None


def test_what_fails_is_tried_again() -> None:
    tries: list[int] = []

    @once
    def made(owner: Owner) -> int:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("not yet")
        return 7

    one = Owner()
    with pytest.raises(ValueError, match="not yet"):
        made(one)
    assert made(one) == made(one) == 7
    assert len(tries) == 2
