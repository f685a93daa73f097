"""Writes PLY files in any of the forms that programs write, for tests of reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_SHORT = {"char": "i1", "uchar": "u1", "short": "i2", "ushort": "u2", "int": "i4", "uint": "u4"}
_LONG = {"uint8": "u1", "int32": "i4", "uint32": "u4", "float32": "f4", "float64": "f8"}
TYPES = {"float": "f4", "double": "f8"} | _SHORT | _LONG


@dataclass(frozen=True)
class Part:
    """An element: the lines of its properties, `float x` or `list uchar int vertex_indices`, and a row for each."""

    name: str
    properties: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


def points(
    vertices: Iterable[Sequence[float]], kind: str = "float", before: tuple[str, ...] = (), after: tuple[str, ...] = ()
) -> Part:
    """The element `vertex`, with properties before and after x, y, z that hold sevens."""
    rows = [[*(7 for _ in before), *vertex, *(7 for _ in after)] for vertex in vertices]
    return Part("vertex", (*before, f"{kind} x", f"{kind} y", f"{kind} z", *after), rows)


def faces(corners: Iterable[Sequence[int]], line: str = "list uchar int vertex_indices") -> Part:
    """The element `face` with nothing but its corners."""
    return Part("face", (line,), [[list(map(int, face))] for face in corners])


def ply(
    parts: Sequence[Part], form: str = "binary_little_endian", comments: Sequence[str] = (), end: str = "\n"
) -> bytes:
    """The bytes of a file; `end` is what ends the lines of its head, and of its rows where they are text."""
    head = ["ply", f"format {form} 1.0", *comments]
    for part in parts:
        head += [f"element {part.name} {len(part.rows)}", *(f"property {line}" for line in part.properties)]
    text = "".join(f"{line}{end}" for line in [*head, "end_header"]).encode("latin-1")
    rows = [list(_values(part, row)) for part in parts for row in part.rows]
    if form == "ascii":
        return text + "".join(" ".join(str(value) for _, value in row) + end for row in rows).encode("latin-1")
    order = "<" if "little" in form else ">"
    return text + b"".join(np.array(value, order + TYPES[type_]).tobytes() for row in rows for type_, value in row)


def _values(part: Part, row: Sequence[Any]) -> Iterable[tuple[str, Any]]:
    """Each number of a row with its type, the counts of lists among them."""
    for line, value in zip(part.properties, row, strict=True):
        words = line.split()
        if words[0] != "list":
            yield words[0], value
            continue
        yield words[1], len(value)
        yield from ((words[2], item) for item in value)
