"""The rows of a PLY file that keeps numbers as a machine does."""

from __future__ import annotations

from array import array
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from anatomy_viewer.files.ply_columns import Column, Lists, check_total, native, places
from anatomy_viewer.files.ply_head import Element, cut_short


@dataclass
class _Found:
    """Where in the file the values of one property begin, row by row, and of a list how many they are."""

    starts: array[int] = field(default_factory=lambda: array("q"))
    counts: array[int] = field(default_factory=lambda: array("q"))


class BinaryRows:
    """Rows of numbers, read from `at` on, one element after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at

    def read(self, element: Element, wanted: Collection[str]) -> dict[str, Column]:
        """The wanted columns of the next element; FileError if the file ends before it."""
        least = sum((property_.count or property_.type).itemsize for property_ in element.properties)
        if element.rows * least > len(self._data) - self._at:
            raise cut_short(element)
        if not element.rows or not least:
            return element.without_rows(wanted)
        columns = self._even(element, wanted)
        return self._uneven(element, wanted) if columns is None else columns

    def _even(self, element: Element, wanted: Collection[str]) -> dict[str, Column] | None:
        """The columns where all lists are as long as those of the first row; None where they are not."""
        layout, lengths = self._layout(element)
        if element.rows * layout.itemsize > len(self._data) - self._at:
            return None
        table = np.frombuffer(self._data, layout, element.rows, self._at)
        if any((table[f"c{number}"] != length).any() for number, length in lengths.items()):
            return None
        self._at += element.rows * layout.itemsize
        columns: dict[str, Column] = {}
        for number, property_ in element.first_of(wanted):
            check_total(element.rows * lengths.get(number, 0))
            values = native(table[f"v{number}"])
            if property_.count is None:
                columns[property_.name] = values
            else:
                counts = np.full(element.rows, lengths[number], np.int64)
                columns[property_.name] = Lists(counts, values.reshape(-1))
        return columns

    def _layout(self, element: Element) -> tuple[np.dtype[np.void], dict[int, int]]:
        """The first row as a type of numpy: values as v0, v1 …, counts before lists as c0, c1 …; and these counts."""
        every = {number: _Found() for number in range(len(element.properties))}
        self._walk(element, 1, every)
        fields: list[tuple[str, np.dtype[np.generic], int] | tuple[str, np.dtype[np.generic]]] = []
        lengths = {}
        for number, property_ in enumerate(element.properties):
            if property_.count is None:
                fields.append((f"v{number}", property_.type))
                continue
            lengths[number] = every[number].counts[0]
            # A field of one number in brackets keeps its second axis.
            fields += [(f"c{number}", property_.count), (f"v{number}", property_.type, (lengths[number],))]  # type: ignore[list-item]
        return np.dtype(fields), lengths

    def _uneven(self, element: Element, wanted: Collection[str]) -> dict[str, Column]:
        """The columns where lists differ in length: row by row to find them, all at once to take them out."""
        first = dict(element.first_of(wanted))
        found = {number: _Found() for number in first}
        self._at = self._walk(element, element.rows, found)
        columns: dict[str, Column] = {}
        for number, property_ in first.items():
            starts = np.array(found[number].starts, np.int64)
            counts = np.array(found[number].counts, np.int64) if property_.count else np.ones_like(starts)
            size = property_.type.itemsize
            at = places(starts, counts, size)
            raw = np.frombuffer(self._data, np.uint8)
            bytes_of = np.stack([raw[at + byte] for byte in range(size)], axis=1) if len(at) else raw[:0]
            values = native(bytes_of.reshape(-1).view(property_.type))
            columns[property_.name] = Lists(counts, values) if property_.count else values
        return columns

    def _walk(self, element: Element, rows: int, found: dict[int, _Found]) -> int:
        """Notes where the values of so many rows begin, and returns where the rows end."""
        at, size = self._at, len(self._data)
        steps = _steps(element, found)
        for _ in range(rows):
            for count_size, signed, order, item, notes in steps:
                count = 1
                if count_size:
                    count = int.from_bytes(self._data[at : at + count_size], order, signed=signed)
                    at += count_size
                if notes is not None:
                    notes.starts.append(at)
                    notes.counts.append(count)
                at += count * item
                if count < 0 or at > size:
                    raise cut_short(element)
        return at


_Step = tuple[int, bool, Literal["little", "big"], int, _Found | None]
"""Size of the number before a list (0: no list), whether it has a sign, its order of bytes; size of a value; notes."""


def _steps(element: Element, found: dict[int, _Found]) -> list[_Step]:
    """What there is to do for each row; numbers that nobody wants are passed over together."""
    steps: list[_Step] = []
    for number, property_ in enumerate(element.properties):
        notes, size, count = found.get(number), property_.type.itemsize, property_.count
        if count is not None:
            order: Literal["little", "big"] = "big" if count.byteorder == ">" else "little"
            steps.append((count.itemsize, count.kind == "i", order, size, notes))
        elif notes is None and steps and steps[-1][0] == 0 and steps[-1][-1] is None:
            steps[-1] = (0, False, "little", steps[-1][3] + size, None)
        else:
            steps.append((0, False, "little", size, notes))
    return steps
