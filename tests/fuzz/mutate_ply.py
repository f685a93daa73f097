"""Changes the head and the body of PLY files at random."""

from __future__ import annotations

import random
import re

from tests.fuzz.mutate import BYTES, NUMBERS, TEXT, mutate

_TYPES = (
    b"char",
    b"uchar",
    b"short",
    b"ushort",
    b"int",
    b"uint",
    b"float",
    b"double",
    b"int8",
    b"uint8",
    b"float64",
    b"int64",
    b"string",
    b"list",
    b"",
)
_END = b"end_header"
_LINES = (
    b"property float x",
    b"property list uchar int vertex_indices",
    b"property list int int vertex_indices",
    b"property list float float other",
    b"property list uchar uchar list",
    b"element vertex 0",
    b"element face 0",
    b"element edge 5",
    b"element tristrips 1",
    b"element vertex 1000000000",
    b"obj_info made",
    b"comment TextureFile x.png",
    b"format ascii 1.0",
    b"property",
    b"element",
    b"comment " + b"x" * 3000,
    b"property uchar red",
)


def mutate_ply(rng: random.Random, data: bytes) -> bytes:
    """One file made of another: a line of its head, a number of its body, or only its bytes."""
    head, end, body = data.partition(_END)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        way = rng.random()
        if way < 0.45:
            head = rng.choice((_line, _line, _type, _count, _count, _format))(rng, head)
        elif way < 0.6:
            head = mutate(rng, head, TEXT)
        elif b"ascii" in head:
            body = mutate(rng, body, TEXT)
        else:
            body = mutate(rng, body, BYTES)
    end = rng.choice((end,) * 30 + (b"", b"end_header\r", b"end_heade", b"\nend_header\nend_header"))
    return head + end + body


def _line(rng: random.Random, head: bytes) -> bytes:
    """A line more, one less, or two the other way round."""
    rows = head.split(b"\n")
    at = rng.randrange(len(rows))
    if rng.random() < 0.5:
        rows.insert(at, rng.choice(_LINES))
    elif rng.random() < 0.5:
        rows.insert(rng.randrange(len(rows)), rows.pop(at))
    else:
        del rows[at]
    return b"\n".join(rows)


def _type(rng: random.Random, head: bytes) -> bytes:
    places = list(re.finditer(rb"\b(u?char|u?short|u?int|float|double|list)\b", head))
    if not places:
        return head
    chosen = rng.choice(places)
    return head[: chosen.start()] + rng.choice(_TYPES) + head[chosen.end() :]


def _count(rng: random.Random, head: bytes) -> bytes:
    places = list(re.finditer(rb"(element \w+ )(\S+)", head))
    if not places:
        return head
    chosen = rng.choice(places)
    near = str(int(chosen[2]) + rng.choice((-1, 1, -40, 40))) if chosen[2].isdigit() and len(chosen[2]) < 9 else "3"
    return head[: chosen.start(2)] + rng.choice((near, rng.choice(NUMBERS))).encode() + head[chosen.end(2) :]


def _format(rng: random.Random, head: bytes) -> bytes:
    new = rng.choice((b"ascii", b"binary_little_endian", b"binary_big_endian", b"binary", b"ASCII"))
    return re.sub(rb"(?<=format )\S+", new, head, count=1)
