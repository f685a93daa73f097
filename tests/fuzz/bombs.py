"""Small files that take much time or memory to read where a reader has no bounds."""

from __future__ import annotations

import copy
import json
import random
import tomllib
from collections.abc import Iterator
from typing import Any

from tests.fuzz.toml_text import toml

_SIZES = (20, 200, 2_000, 20_000)


def toml_bomb(rng: random.Random, data: bytes) -> bytes:
    """A TOML file with something in it that grows."""
    return rng.choice((*_TEXTS, _grown_tables))(rng, data)


def json_bomb(rng: random.Random, data: bytes) -> bytes:
    """A JSON file with something in it that grows."""
    size = rng.choice((*_SIZES, 400_000))
    inner = rng.choice(
        (
            "[" * size + "]" * rng.choice((0, size)),
            '{"a":' * size + "1" + "}" * size,
            "1" * size,
            "0." + "0" * size + "1",
            "1e" + "9" * min(size, 500),
            '"' + "\\u0000" * size + '"',
            '"' + "x" * size + '"',
            "[" + "0," * size + "0]",
            "{" + ",".join(f'"k{number}":0' for number in range(size)) + "}",
            "[" + "{}," * size + "{}]",
            '{"a":1,"a":' + "2" * size + "}",
            '"\\ud800' + "\\udc00" * min(size, 2000) + '"',
            "-" * size,
            "[" + "null," * size + "1]",
        )
    )
    tree = json.loads(data)
    keys = [key for key in tree if key != "version"]
    if rng.random() < 0.2 or not keys:
        return inner.encode()
    mark = "\x00here\x00"
    if rng.random() < 0.8:
        _set_somewhere(rng, tree, mark)
    else:
        tree[rng.choice(("extra", "looks", "version"))] = mark
    return json.dumps(tree).replace(json.dumps(mark), inner).encode()


def _set_somewhere(rng: random.Random, tree: Any, value: object) -> None:
    """Puts a value in the place of another, at random."""
    while True:
        key = rng.choice(list(tree) if isinstance(tree, dict) else range(len(tree)))
        if isinstance(tree[key], (dict, list)) and tree[key] and rng.random() < 0.7:
            tree = tree[key]
            continue
        tree[key] = value
        return


def _dotted(rng: random.Random, data: bytes) -> bytes:
    size = rng.choice(_SIZES)
    return rng.choice(
        (
            b".".join([b"a"] * size) + b" = 1\n" + data,
            data + b"\n[" + b".".join([b"a"] * size) + b"]\n",
            b"".join(b".".join([b"a"] * 50) + b".k%d = 1\n" % number for number in range(min(size, 4000))) + data,
            data + b"".join(b"\n[[%s]]" % b".".join([b"b"] * (number % 60 + 1)) for number in range(min(size, 4000))),
        )
    )


def _nested(rng: random.Random, data: bytes) -> bytes:
    size = rng.choice((20, 90, 130, 900, 20_000))
    return (
        rng.choice(
            (b"x = " + b"[" * size + b"]" * size + b"\n", b"x = " + b"{ a = " * size + b"1" + b"}" * size + b"\n")
        )
        + data
    )


def _number(rng: random.Random, data: bytes) -> bytes:
    """Numbers of very many digits."""
    size = rng.choice((400, 4400, 50_000, 1_000_000))
    what = rng.choice(
        (
            b"1" * size,
            b"0x" + b"f" * size,
            b"0." + b"1" * size,
            b"1e" + b"9" * 300,
            b"0b" + b"1" * size,
            b"-" + b"9" * size,
        )
    )
    if rng.random() < 0.5:
        return b"x = " + what + b"\n" + data
    return data.replace(b"format = 1", b"format = " + what, 1)


def _long(rng: random.Random, data: bytes) -> bytes:
    """Long strings, comments, names of keys."""
    size = rng.choice((*_SIZES, 1_000_000, 4_300_000))
    what = rng.choice(
        (
            b'x = "' + b"\\u0041" * (size // 6) + b'"\n',
            b"#" + b"x" * size + b"\n",
            b"x" * size + b" = 1\n",
            b'x = """' + b"\n" * size,
            b"\n" * size,
            b'"' + b"k" * size + b'" = 1\n',
            b" " * size + b"\n",
        )
    )
    return what + data


def _rows(rng: random.Random, data: bytes) -> bytes:
    """Very many keys, tables or entries."""
    size = rng.choice((200, 2_000, 20_000, 100_000))
    return rng.choice(
        (
            b"".join(b"k%d = 1\n" % number for number in range(size)) + data,
            data + b"".join(b"\n[sources.k%d]" % number for number in range(size)),
            b"x = [" + b"1," * size + b"]\n" + data,
            b"x = [" + b"{}," * size + b"]\n" + data,
            data + b"".join(b"\n[[x]]\na = 1" for _ in range(size // 4)),
        )
    )


def _grown_tables(rng: random.Random, data: bytes) -> bytes:
    """The same tables with very many entries of their own kinds, names that are not there, chains and circles."""
    tree = tomllib.loads(data.decode())
    growths = rng.choices((_many_entries, _misspelt, _chain, _doubling), k=rng.choice((1, 1, 2)))
    for grow in sorted(growths, key=lambda one: one is _misspelt):  # which minds how many lists there are: comes last
        grow(rng, tree)
    return toml(tree).encode("utf-8", "surrogatepass")


def _many_entries(rng: random.Random, tree: dict[str, Any]) -> None:
    groups = [key for key, value in tree.items() if isinstance(value, dict) and value]
    if groups:
        group = tree[rng.choice(groups)]
        name = rng.choice(list(group))
        for number in range(rng.choice((30, 300, 3000))):
            group[f"{name}{number}"] = copy.deepcopy(group[name])


def _misspelt(rng: random.Random, tree: dict[str, Any]) -> None:
    """Thousands of names that do not exist, each near to one that does."""
    size = rng.choice((100, 1000, 5000))
    if isinstance(tree.get("sources"), dict):
        for number in range(rng.choice((0, size))):
            tree["sources"][f"bok_{number}"] = "A book"
    lists = list(_lists_of_names(tree))
    size = min(size, _MOST_NAMES // max(len(lists), 1))
    for at, key in lists:
        at[key] = [f"{at[key][0] if at[key] else 'book'}_{number}" for number in range(size)]


_MOST_NAMES = 200_000
"""In one file: readers refuse it by its size long before, and making a gigabyte of names takes minutes."""


def _lists_of_names(tree: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Where a list of names stands: what holds it, and its key."""
    names = {"sources", "covered_by", "contains", "excludes", "outline", "through"}
    waiting: list[Any] = [tree]
    while waiting:
        at = waiting.pop()
        for key, value in at.items() if isinstance(at, dict) else enumerate(at):
            if isinstance(value, (dict, list)):
                waiting.append(value)
            if key in names and isinstance(value, list):
                yield at, key


def _chain(rng: random.Random, tree: dict[str, Any]) -> None:
    """Places that lead to places, one after the other, to a landmark or round in a circle."""
    group, first = _places(tree)
    size = rng.choice((20, 300, 900, 3000))
    for number in range(size):
        last = first if rng.random() < 0.9 else "c0"
        group[f"c{number}"] = {"at": f"c{number + 1}" if number + 1 < size else last}
    _start_there(rng, tree, group)


def _doubling(rng: random.Random, tree: dict[str, Any]) -> None:
    """Mixtures of mixtures: each names the next twice."""
    group, first = _places(tree)
    size = rng.choice((8, 14, 24, 60))
    for number in range(size):
        following = f"c{number + 1}" if number + 1 < size else first
        group[f"c{number}"] = {"mix": {following: 0.5, f"d{number}": 0.5}}
        group[f"d{number}"] = {"at": following}
    _start_there(rng, tree, group)


def _places(tree: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The named places of a file, and a landmark."""
    group = tree.setdefault("points" if "attachments" in tree or "curves" in tree else "places", {})
    return group, next(name for name in ("asis", "psis", "ischial_tuberosity", "x") if name not in group)


def _start_there(rng: random.Random, tree: dict[str, Any], group: dict[str, Any]) -> None:
    """Has something of the file use the first place of the chain, so that it is followed."""
    for name in [name for name in group if name[0] not in "cd"][:3]:
        group[name] = {"at": "c0"}


_TEXTS = (_dotted, _nested, _number, _long, _rows)
