"""Reads the head of a PLY file: which elements it holds, in what form, and where they begin.

Form of the file: Turk, The PLY Polygon File Format (1994); names of types with sizes (`float32`) as many programs
write them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import numpy as np

from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.kinds import kind_of
from anatomy_viewer.files.ply_columns import Column, Lists

MOST_HEAD_BYTES = 1024 * 1024
"""Of the head with its comments; what cameras and textures write takes a thousandth."""

RESTORE = "Restore the file from where it came from."
EXPORT = "Export it as PLY again."

MOST_PROPERTIES = 1000
"""Of all elements together; splats of light, which have the most, take sixty."""

_TYPES = {
    name: type_
    for type_, names in {
        "i1": "char int8",
        "u1": "uchar uint8",
        "i2": "short int16",
        "u2": "ushort uint16",
        "i4": "int int32",
        "u4": "uint uint32",
        "i8": "int64",
        "u8": "uint64",
        "f4": "float float32",
        "f8": "double float64",
    }.items()
    for name in names.split()
}
_FORMATS = {"ascii": "", "binary_little_endian": "<", "binary_big_endian": ">"}
_REMARKS = {"comment", "obj_info", ""}


@dataclass(frozen=True)
class Property:
    """One property of an element; `count` is the type of the number before a list, None where it is no list."""

    name: str
    type: np.dtype[np.generic]
    count: np.dtype[np.generic] | None = None


@dataclass(frozen=True)
class Element:
    """So many rows, each with the same properties in the same order."""

    name: str
    rows: int
    properties: list[Property] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """Its name for a message."""
        return _shown(self.name, 40)

    def first_of(self, wanted: Collection[str]) -> Iterator[tuple[int, Property]]:
        """The wanted properties with their places; of two with the same name the first."""
        seen = set()
        for number, property_ in enumerate(self.properties):
            if property_.name in wanted and property_.name not in seen:
                seen.add(property_.name)
                yield number, property_

    def without_rows(self, wanted: Collection[str]) -> dict[str, Column]:
        """The wanted columns of an element that has no rows."""
        columns: dict[str, Column] = {}
        for _, property_ in self.first_of(wanted):
            nothing = np.empty(0, property_.type.newbyteorder("="))
            columns[property_.name] = nothing if property_.count is None else Lists(np.empty(0, np.int64), nothing)
        return columns


@dataclass(frozen=True)
class Head:
    """What a file says of itself; `begin` is where its rows begin."""

    ascii: bool
    elements: list[Element]
    begin: int


def read_head(data: bytes) -> Head:
    """The head of a file; FileError says which line cannot be read, or what the file is instead."""
    lines, begin = _lines(data)
    elements: list[Element] = []
    order: str | None = None
    for number, line in enumerate(lines, start=2):
        word, _, rest = line.partition(" ")
        if word == "format":
            order = _order(rest.split())
        elif word == "element":
            elements.append(_element(rest.split(), number))
        elif word == "property" and elements and order is not None:
            elements[-1].properties.append(_property(rest.split(), order, number))
        elif word not in _REMARKS:
            raise _not_read(number, line)
    if sum(len(element.properties) for element in elements) > MOST_PROPERTIES or len(elements) > MOST_PROPERTIES:
        raise FileError(f"names more than {MOST_PROPERTIES} properties in its head.", EXPORT)
    if order is None:
        raise FileError("does not say in its head how it is written (no line `format`).", EXPORT)
    return Head(not order, elements, begin)


def _lines(data: bytes) -> tuple[list[str], int]:
    """The lines between `ply` and `end_header`, with one space between words, and where the rows begin."""
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    if data[start : start + 3].lower() != b"ply" or data[start + 3 : start + 4] not in {b"\n", b"\r", b" ", b"\t"}:
        kind = kind_of(data)
        told = f"is no PLY file: it is {kind}." if kind else "is no PLY file: it does not begin with `ply`."
        raise FileError(told, "Export the mesh as PLY.")
    head = data[start : start + MOST_HEAD_BYTES]
    # A lone carriage return ends the lines only where the first one ends so; then a line feed may belong to the rows.
    ends = b"\n" if b"\n" in head[: head.find(b"\r") + 2] or b"\r" not in head else b"\r"
    lines: list[str] = []
    at = 0
    while (end := head.find(ends, at)) >= 0:
        lines.append(" ".join(head[at:end].decode("latin-1").split()))
        at = end + 1
        if lines[-1] == "end_header":
            return lines[1:-1], start + at
    raise FileError("cannot be read as PLY: its head does not end.", RESTORE)


def _order(words: list[str]) -> str:
    """The sign that numpy has for the order of bytes; empty for text."""
    if not words or words[0] not in _FORMATS:
        raise FileError(f"is written as `{_shown(' '.join(words), 40)}`, a form of PLY that is not known.", EXPORT)
    return _FORMATS[words[0]]


def _element(words: list[str], number: int) -> Element:
    if len(words) != 2 or not words[1].isascii() or not words[1].isdigit() or len(words[1]) > 18:
        raise _not_read(number, f"element {' '.join(words)}")
    return Element(words[0].lower(), int(words[1]))


def _property(words: list[str], order: str, number: int) -> Property:
    is_list = len(words) == 4 and words[0] == "list"
    types = [_TYPES.get(word) for word in (words[1:3] if is_list else words[:1])]
    if (len(words) != 2 and not is_list) or None in types or (is_list and str(types[0])[0] == "f"):
        raise _not_read(number, f"property {' '.join(words)}")
    dtypes = [np.dtype(f"{order}{name}") for name in types]
    return Property(words[-1].lower(), dtypes[-1], dtypes[0] if is_list else None)


def _not_read(number: int, line: str) -> FileError:
    return FileError(f"cannot be read as PLY: line {number} of its head is `{_shown(line, 60)}`.", EXPORT)


def cut_short(element: Element) -> FileError:
    """The error that a file ends before all rows of an element are there."""
    what = f"cannot be read as PLY: cut short, or damaged, within the {element.rows:,} of `{element.shown}`."
    return FileError(what, RESTORE)


def _shown(text: str, most: int) -> str:
    """Words of the file for a message: no letter of them that a terminal obeys."""
    return text[:most].encode("unicode_escape").decode()
