"""Numbers as people type them, whatever decimal mark, minus or digits their keyboard has; never read as another."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_MARKS = ".,\N{ARABIC DECIMAL SEPARATOR}"
"""Decimal marks of any locale; full stop and comma group digits in others."""

_SAME_MARKS = {"\N{FULLWIDTH FULL STOP}": ".", "\N{FULLWIDTH COMMA}": ",", "\N{MIDDLE DOT}": "."}
"""Marks of East Asian keyboards and of handwriting."""

_MINUS = "-\N{MINUS SIGN}\N{EN DASH}\N{FIGURE DASH}\N{FULLWIDTH HYPHEN-MINUS}"
_SIGNS = {**dict.fromkeys(_MINUS, "-"), "+": "+", "\N{FULLWIDTH PLUS SIGN}": "+"}
_GROUPING = (
    " '\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
    "\N{RIGHT SINGLE QUOTATION MARK}\N{ARABIC THOUSANDS SEPARATOR}"
)
_UNSEEN = "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
"""Marks of direction that keyboards and `QLocale` put around signs and numbers."""


@dataclass(frozen=True)
class Reading:
    """What a text may mean: nothing, one number, or two."""

    numbers: tuple[float, ...] = ()

    @property
    def number(self) -> float | None:
        """The number, if there is no doubt."""
        return self.numbers[0] if len(self.numbers) == 1 else None


def read_number(text: str, decimal_mark: str) -> Reading:
    """Reads a number.

    One full stop or comma is the decimal mark, also where the locale has the other one. Only where three digits follow
    the one that is not the locale's `decimal_mark`, as in 1.500, could it as well group digits: then both are told.
    Marks, blanks and apostrophes that group digits are taken where all of them do so by threes.
    """
    plain = _plain(text)
    found = re.fullmatch(rf"([-+]?)([\d {_MARKS}]*)", plain, re.ASCII)
    if found is None or not any(letter.isdecimal() for letter in plain):
        return Reading()
    sign, digits = found.groups()
    numbers = tuple(dict.fromkeys(float(sign + number) + 0.0 for number in _numbers(digits, decimal_mark)))
    return Reading(numbers)


def _plain(text: str) -> str:
    """With ASCII digits, one minus, one kind of blank between groups, nothing around."""
    seen = "".join(letter for letter in text if letter not in _UNSEEN).strip()
    plain = {**_SIGNS, **_SAME_MARKS}
    letters = [str(unicodedata.decimal(letter)) if letter.isdecimal() else plain.get(letter, letter) for letter in seen]
    return "".join(" " if letter in _GROUPING else letter for letter in letters)


def _numbers(digits: str, decimal_mark: str) -> list[str]:
    """The ways to read digits and marks, as Python writes numbers."""
    ways = []
    marks = [letter for letter in digits if letter in _MARKS]
    whole = _ungrouped(digits)
    if whole is not None and not (len(marks) == 1 and marks[0] == decimal_mark):
        ways.append(whole)
    if marks and digits.count(marks[-1]) == 1:
        before, _, after = digits.rpartition(marks[-1])
        front = _ungrouped(before) if before else "0"
        if front is not None and (after.isdecimal() or (not after and before)):
            ways.append(f"{front}.{after or 0}")
    return sorted(ways, key=len)


def _ungrouped(digits: str) -> str | None:
    """Whole digits without what groups them; None where the groups are not of three, or the marks of two kinds."""
    if digits.isdecimal():
        return digits
    grouped = re.fullmatch(rf"[1-9]\d{{0,2}}([ {_MARKS}])\d{{3}}(?:\1\d{{3}})*", digits, re.ASCII)
    return re.sub(r"\D", "", digits) if grouped else None
