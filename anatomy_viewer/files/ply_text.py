"""The rows of a PLY file that writes its numbers out, with any white space between them."""

from __future__ import annotations

import re
from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.ply_columns import Column, Lists, Offsets, places
from anatomy_viewer.files.ply_head import EXPORT, Element, cut_short

_PIECE = 1024 * 1024
_LONGEST_WORD = 1000
_DECIMAL_COMMA = re.compile(rb"[-+]?\d*,\d+(?:[eE][-+]?\d+)?")
_MARKS = "Its numbers have decimal commas: export it again with full stops, or as binary PLY."


class TextRows:
    """Rows of numbers, one element after the other."""

    def __init__(self, data: bytes) -> None:
        self._numbers, self._no_number = _numbers(data)
        self._at = 0

    def read(self, element: Element, wanted: Collection[str]) -> dict[str, Column]:
        """The wanted columns of the next element; FileError if the numbers end before it."""
        try:
            return self._columns(element, wanted)
        except FileError:
            if self._no_number is None:
                raise
            raise FileError(
                f"cannot be read as PLY: `{_shown(self._no_number)}` is no number.", _remedy(self._no_number)
            ) from None

    def _columns(self, element: Element, wanted: Collection[str]) -> dict[str, Column]:
        if element.rows * len(element.properties) > len(self._numbers) - self._at:
            raise cut_short(element)
        if not element.rows or not element.properties:
            return element.without_rows(wanted)
        first = dict(element.first_of(wanted))
        even = self._even(element, first)
        found = self._uneven(element, first) if even is None else even
        columns: dict[str, Column] = {}
        for number, property_ in first.items():
            starts, counts = found[number]
            values = self._numbers[places(starts, counts)]
            columns[property_.name] = Lists(counts, values) if property_.count is not None else values
        return columns

    def _even(self, element: Element, wanted: Collection[int]) -> dict[int, tuple[Offsets, Offsets]] | None:
        """Where the values of the wanted properties begin and how many they are, (n,) each, and moves on.

        None where a list is not as long as that of the first row.
        """
        at = 0
        lists, begin = [], {}
        for number, property_ in enumerate(element.properties):
            count = 1
            if property_.count is not None:
                count = self._count(element, self._at + at)
                lists.append((at, count))
                at += 1
            begin[number] = (at, count)
            at += count
        end = self._at + at * element.rows
        if end > len(self._numbers):
            return None
        table = self._numbers[self._at : end].reshape(element.rows, at)
        if any((table[:, column] != length).any() for column, length in lists):
            return None
        rows = self._at + at * np.arange(element.rows)
        self._at = end
        return {number: (rows + begin[number][0], np.full(element.rows, begin[number][1])) for number in wanted}

    def _uneven(self, element: Element, wanted: Collection[int]) -> dict[int, tuple[Offsets, Offsets]]:
        """As `_even`, row by row."""
        at = self._at
        found = {number: np.zeros((2, element.rows), np.int64) for number in wanted}
        steps = [
            (property_.count is not None, found.get(number)) for number, property_ in enumerate(element.properties)
        ]
        for row in range(element.rows):
            for is_list, notes in steps:
                count = 1
                if is_list:
                    count = self._count(element, at)
                    at += 1
                if notes is not None:
                    notes[:, row] = at, count
                at += count
        if at > len(self._numbers):
            raise cut_short(element)
        self._at = at
        return {number: (notes[0], notes[1]) for number, notes in found.items()}

    def _count(self, element: Element, at: int) -> int:
        """The number before a list; FileError if it is none."""
        count = float(self._numbers[at]) if at < len(self._numbers) else -1.0
        if not 0 <= count <= len(self._numbers) or count != int(count):
            raise cut_short(element)
        return int(count)


def _numbers(data: bytes) -> tuple[npt.NDArray[np.float64], bytes | None]:
    """All numbers of a text up to the first word that is none, and that word: after the rows may stand what they want.

    Piece by piece: the words of all of it at once would take twenty times its room.
    """
    data = data.rstrip(_PADDING)
    numbers = np.empty(len(data) // 2 + 1)  # a number and what parts it from the next take two bytes
    at = count = 0
    while at < len(data):
        end = _end_of_word(data, at + _PIECE)
        words = data[at:end].split()
        good = len(words)
        try:
            numbers[count : count + good] = _floats(words) if words else 0.0
        except ValueError:
            good = next((number for number, word in enumerate(words) if not _is_number(word)), 0)
            numbers[count : count + good] = _floats(words[:good]) if good else 0.0
            return numbers[: count + good], words[good]
        at, count = end, count + good
    return numbers[:count], None


_PADDING = b"\x00\x1a \t\r\n"
"""What stands after the last row: the end of a file in old systems, and blanks."""
_NO_NUMBER = re.compile(rb"[-+]?(?:nan\(\w*\)|1\.#[a-z0-9]+)", re.IGNORECASE)
"""What the C library of Windows writes for what is none, as -nan(ind) and -1.#IND00."""


def _floats(words: list[bytes]) -> npt.NDArray[np.float64]:
    """The words as numbers; ValueError if one is none."""
    if len(max(words, key=len)) > _LONGEST_WORD:
        raise ValueError
    try:
        return np.array(words, np.float64)
    except ValueError:
        return np.array([b"nan" if _NO_NUMBER.fullmatch(word) else word for word in words], np.float64)


def _end_of_word(data: bytes, at: int) -> int:
    """The next place from `at` on that parts two words; somewhere within a word that is longer than any number."""
    for end in range(at, min(at + _LONGEST_WORD, len(data))):
        if data[end : end + 1].isspace():
            return end
    return min(at + _LONGEST_WORD, len(data))


def _is_number(word: bytes) -> bool:
    if len(word) > _LONGEST_WORD or _NO_NUMBER.fullmatch(word):
        return len(word) <= _LONGEST_WORD
    try:
        float(word)
    except ValueError:
        return False
    return True


def _shown(word: bytes) -> str:
    return word[:30].decode("latin-1").encode("unicode_escape").decode()


def _remedy(word: bytes) -> str:
    return _MARKS if _DECIMAL_COMMA.fullmatch(word) else EXPORT
