"""Text of others as it may be shown: nothing in it steers a terminal, a font or the direction of other words."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
"""Ends of lines and tabulators: as good as a space."""

_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Control characters, marks and overrides of direction, byte-order marks, halves of characters."""

_UNSEEN = re.compile("[\u00ad\u034f\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\U000e0000-\U000e0fff]")
"""Letters that are never drawn and that no script needs: hyphens that may be, blanks of no width, tags."""

_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters that are drawn as a blank: fillers of Hangul, the Braille cell without dots."""

_MOST_MARKS = 8
"""Marks on one letter, twice what any script writes; thousands would fill the picture above and below a name."""


def plain(text: str) -> str:
    """A text in one line, without what can only steer the program that shows it, or cannot be seen at all."""
    found = _UNSEEN.sub("", _STEERING.sub("", _BREAKS.sub(" ", text)))
    return found if found.isascii() else _with_few_marks(found)


def plain_lines(text: str) -> str:
    """A text without what can only steer the program that shows it; its lines stay."""
    return "\n".join(map(plain, text.splitlines()))


def can_be_seen(text: str) -> bool:
    """Whether a text has anything that is drawn: not only blanks, joiners, and marks without a letter."""
    return any(letter not in _FILLERS and unicodedata.category(letter)[0] not in "CZM" for letter in text)


def _with_few_marks(text: str) -> str:
    letters, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if marks <= _MOST_MARKS:
            letters.append(letter)
    return "".join(letters)
