"""Changes bytes and text at random, without knowing what they mean."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Bytes = Callable[[random.Random, bytes], bytes]

NUMBERS = (
    "0",
    "-0.0",
    "1",
    "-1",
    "2",
    "255",
    "256",
    "65536",
    "2147483647",
    "2147483648",
    "-2147483649",
    "4294967295",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "-1e9",
    "1e-320",
    "1e308",
    "-1e308",
    "1e400",
    "nan",
    "inf",
    "-inf",
    "0.1",
    "0.5",
    "1.0000001",
    "1e16",
    "99999",
    "1" * 400,
    "1" * 5000,
    "0x7fffffff",
    "0b1",
    "+5",
    "1_0",
)
"""Numbers at the ends of what types hold, as text."""

WORDS = (
    "",
    " ",
    "x",
    "None",
    "null",
    "nan",
    "true",
    "\0",
    "\x07bell",
    "\x1b[31mred",
    "\u202eright to left",
    "ß" * 40,
    "日本語",
    "🦴",
    "a" * 3000,
    "a." * 1000,
    "../../etc/passwd",
    "/dev/zero",
    "C:\\CON",
    "<img src='file:///x'>",
    "$x^2$",
    "%s%n",
    "{0.__class__}",
    "asis",
    "asis.right",
    "gluteus_medius.right",
    "gluteus_medius",
    "skin",
    "pelvis",
    "\ufeff",
)
"""Words that programs trip over, and words that a pack knows."""

_MARKS = (
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"\n",
    b'"',
    b"[",
    b"]",
    b"{",
    b"}",
    b"=",
    b".",
    b",",
    b"#",
    b"'''",
)
_MOST = 200_000


def flip(rng: random.Random, data: bytes) -> bytes:
    """Some bits turned."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut(rng: random.Random, data: bytes) -> bytes:
    """The end missing, or a piece from within."""
    start = rng.randint(0, len(data))
    return data[:start] + (data[start + rng.randint(1, 40) :] if rng.random() < 0.6 else b"")


def insert(rng: random.Random, data: bytes) -> bytes:
    """Something put in: marks, zeros, or noise."""
    at = rng.randint(0, len(data))
    what = rng.choice((rng.choice(_MARKS) * rng.choice((1, 2, 50)), bytes(rng.randint(1, 60)), rng.randbytes(8)))
    return data[:at] + what + data[at:]


def repeat(rng: random.Random, data: bytes) -> bytes:
    """A piece said again, once or many times."""
    start = rng.randint(0, len(data))
    piece = data[start : start + rng.choice((1, 8, 60, 400))]
    times = min(rng.choice((2, 3, 30, 1000)), _MOST // max(len(piece), 1))
    return data[:start] + piece * times + data[start:]


def overwrite(rng: random.Random, data: bytes) -> bytes:
    """Four or eight bytes that stand for an extreme number."""
    value = rng.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x80000000, 0x7FC00000, 0x7F800000, rng.getrandbits(32)))
    what = value.to_bytes(4, rng.choice(("little", "big"))) * rng.choice((1, 2))
    at = rng.randint(0, max(len(data) - 1, 0))
    return data[:at] + what + data[at + len(what) :]


def number(rng: random.Random, data: bytes) -> bytes:
    """A number in a text made an extreme one."""
    return _swapped(rng, data, rb"-?\d+(\.\d+)?(e-?\d+)?", rng.choice(NUMBERS).encode())


def word(rng: random.Random, data: bytes) -> bytes:
    """A word in a text made another one, often one that stands elsewhere in it."""
    found = re.findall(rb"\w+", data)
    other = rng.choice(found) if found and rng.random() < 0.6 else rng.choice(WORDS).encode("utf-8", "surrogatepass")
    return _swapped(rng, data, rb"\w+", other)


def lines(rng: random.Random, data: bytes) -> bytes:
    """A line left out, said twice, or put elsewhere."""
    rows = data.split(b"\n")
    at, to = rng.randrange(len(rows)), rng.randrange(len(rows))
    row = rows[at] if rng.random() < 0.4 else rows.pop(at)
    if rng.random() < 0.7:
        rows.insert(to, row)
    return b"\n".join(rows)


def encoding(rng: random.Random, data: bytes) -> bytes:
    """The text as another editor might save it."""
    text = data.decode("utf-8", "replace")
    return text.encode(rng.choice(("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7")), "replace")


BYTES: tuple[Bytes, ...] = (flip, cut, insert, repeat, overwrite)
TEXT: tuple[Bytes, ...] = (*BYTES, number, number, word, word, lines, encoding)


def mutate(rng: random.Random, data: bytes, ways: tuple[Bytes, ...]) -> bytes:
    """One to four changes one after the other."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        data = rng.choice(ways)(rng, data)[: _MOST * 2]
    return data


def _swapped(rng: random.Random, data: bytes, pattern: bytes, new: bytes) -> bytes:
    places = list(re.finditer(pattern, data))
    if not places:
        return data + new
    chosen = rng.choice(places)
    return data[: chosen.start()] + new + data[chosen.end() :]
