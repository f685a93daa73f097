"""Reads PLY files that may be hostile: text or binary, any elements and properties in any order.

Nothing is made of a number in the head before it is held against the bytes that are there. An own reader because
those of others lose triangles that stand beside larger polygons or texture coordinates (trimesh), are slower and
under a licence that the program cannot take (plyfile, GPL), or need VTK.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.ply_binary import BinaryRows
from anatomy_viewer.files.ply_columns import Column
from anatomy_viewer.files.ply_head import Element, read_head
from anatomy_viewer.files.ply_text import TextRows

MOST_ROWS = 2_000_000
"""Of an element that is used or holds lists: twenty times the largest shipped surface."""

MOST_LISTS = 4 * MOST_ROWS
"""Of all elements together."""

MOST_TEXT_BYTES = 64 * 1024 * 1024
"""Of rows written as text, which take ten times the time and room of binary ones."""


def read_ply(data: bytes, wanted: Collection[str]) -> Mapping[str, Mapping[str, Column]]:
    """The wanted properties of each element, by the names of element and property; FileError unless all is there.

    Every element of the file is named, also one that has none of the wanted properties. Where two have the same name,
    the first one counts.
    """
    head = read_head(data)
    for element in head.elements:
        if element.rows > MOST_ROWS and _is_used(element, wanted):
            raise FileError(f"holds more than {MOST_ROWS:,} of `{element.shown}`.", "Simplify the mesh.")
    if sum(_lists_of(element) for element in head.elements) > MOST_LISTS:
        raise FileError(f"holds more than {MOST_LISTS:,} lists.", "Simplify the mesh.")
    if head.ascii and len(data) - head.begin > MOST_TEXT_BYTES:
        raise FileError(f"holds more than {MOST_TEXT_BYTES // 2**20} MiB of text.", "Export it as binary PLY.")
    rows = TextRows(data[head.begin :]) if head.ascii else BinaryRows(data, head.begin)
    found: dict[str, Mapping[str, Column]] = {}
    for element in head.elements:
        found.setdefault(element.name, rows.read(element, wanted))
    return found


def _lists_of(element: Element) -> int:
    return element.rows * sum(property_.count is not None for property_ in element.properties)


def _is_used(element: Element, wanted: Collection[str]) -> bool:
    return any(property_.count is not None or property_.name in wanted for property_ in element.properties)
