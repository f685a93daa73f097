"""Text of others as it may be shown: nothing in it steers a terminal, a font or the direction of other words."""

from __future__ import annotations

import re

_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
"""Ends of lines and tabulators: as good as a space."""

_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Control characters, marks and overrides of direction, byte-order marks, halves of characters."""


def plain(text: str) -> str:
    """A text in one line, without what can only steer the program that shows it."""
    return _STEERING.sub("", _BREAKS.sub(" ", text))


def plain_lines(text: str) -> str:
    """A text without what can only steer the program that shows it; its lines stay."""
    return "\n".join(map(plain, text.splitlines()))
