"""What all files of a pack have in common: strict tables in TOML, and errors that name the line or the key."""

from __future__ import annotations

import bisect
import difflib
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from anatomy_viewer.atlas.model import PackProblem
from anatomy_viewer.atlas.plain_text import can_be_seen, plain
from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.read import decode_text

MAX_BYTES = 2 * 1024 * 1024
"""A manifest of 1,000 structures takes a fifth of this."""

_MOST_VALUES, _MOST_ENTRIES, _DEEPEST = 200_000, 10_000, 20
"""In a file; in one table or list; one in another. A manifest of 1,000 structures holds 25,000 values, 6 deep."""

_LONG_KEY = re.compile(r"""(?m)(?:^|[\[{,])[ \t]*(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){20}""")
"""A key of more parts than this is deep: TOML readers take the square of their number of steps."""

_LARGEST = 2**63 - 1
"""Whole numbers of TOML have 64 bits."""

MOST_TOLD = 50
"""Problems of one file that are told in full."""

MOST_SOURCES = 100
"""Of one thing."""

_LONGEST_WORD, _MOST_WORDS, _NEIGHBOURS = 100, 100, 10
"""Longer names are not likened to others; of more names than this, so many of each side in the alphabet are."""


def _shown(text: str) -> str:
    found = plain(text).strip()
    if not can_be_seen(found):
        raise PydanticCustomError("empty", "holds nothing that can be shown")
    return found


Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True), AfterValidator(_shown)]
"""What a person reads: in one line, without control characters."""

Note = Annotated[str, StringConstraints(max_length=2000), AfterValidator(plain)]
"""The same, where it may be left out."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", max_length=100)]


class Table(BaseModel):
    """A table in which every key is known and nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class NamesTable(Table):
    """English and Latin name, FMA id and TA2 number where they exist."""

    en: Text
    la: Text
    fma: int | None = Field(default=None, gt=0, lt=10**8)
    ta2: int | None = Field(default=None, gt=0, lt=10**8)


class TableError(ValueError):
    """A file that cannot be used; `problems` says what is wrong in it."""

    def __init__(self, problems: tuple[PackProblem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    @classmethod
    def of(cls, where: str, what: str, remedy: str) -> TableError:
        """The error with one problem."""
        return cls((PackProblem(where, what, remedy),))


def parse_toml(data: bytes, file: str) -> dict[str, Any]:
    """The tables of a file; TableError names the line, or the bound that the file passes."""
    if len(data) > MAX_BYTES:
        raise TableError.of(file, f"is larger than {MAX_BYTES // 2**20} MiB.", "It should hold text only.")
    try:
        text = decode_text(data)
    except FileError as error:
        raise TableError.of(file, error.what, error.remedy) from None
    long = _LONG_KEY.search(text)
    if long is not None:
        line = text.count("\n", 0, long.end()) + 1
        raise TableError.of(file, f"has a key of more than {_DEEPEST} parts in line {line}.", "Shorten it.")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        last = text.count("\n") + 1
        what = str(error).replace("at end of document", f"at its end, line {last}")
        remedy = "Correct this line; an id or key may stand only once."
        raise TableError.of(file, f"is not valid TOML: {shortened(what, 200)}.", remedy) from None
    except RecursionError:
        raise TableError.of(file, "is nested too deeply.", "Use the tables of the format only.") from None
    except ValueError:  # what Python says of it names no line
        raise TableError.of(file, "holds a number of thousands of digits.", "Correct it.") from None
    _check_bounds(table, file)
    return table


def _check_bounds(table: dict[str, Any], file: str) -> None:
    """TableError unless the tables of a file are as few, as shallow and their numbers as small as a reader can take."""
    left: list[tuple[tuple[str | int, ...], Any]] = [((), table)]
    count = 0
    while left:
        keys, value = left.pop()
        count += 1
        if type(value) is int and abs(value) > _LARGEST:
            raise TableError.of(f"{file}: {key_of(keys)}", "is a number of more than 64 bits.", "Correct it.")
        entries = _entries_of(value)
        where = f"{file}: {key_of(keys)}" if keys else file
        if len(entries) > _MOST_ENTRIES:
            what = f"has {len(entries):,} entries, more than the {_MOST_ENTRIES:,} that are read."
            raise TableError.of(where, what, "Leave some out.")
        if len(keys) > _DEEPEST:
            raise TableError.of(where, "is nested too deeply.", "Use the tables of the format only.")
        if count > _MOST_VALUES:
            raise TableError.of(file, f"has more than the {_MOST_VALUES:,} values that are read.", "Leave some out.")
        left += [((*keys, key), entry) for key, entry in entries]


def _entries_of(value: object) -> list[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def check_format(table: Mapping[str, Any], file: str, format_: int) -> None:
    """TableError if the file was made for a newer program."""
    found = table.get("format")
    if type(found) is int and found > format_:
        remedy = "Use a newer version of the program."
        raise TableError.of(f"{file}: format", f"is {found}, this program reads {format_}.", remedy)


def as_json(table: object) -> str:
    """Tables for pydantic's JSON mode: strict, but an array may be a tuple, which TOML does not know."""
    return json.dumps(table, default=str)


def listed(file: str, found: Iterable[Callable[[], PackProblem]]) -> tuple[PackProblem, ...]:
    """The first problems in words, and how many more there are: to find what was meant takes time."""
    told_of: list[PackProblem] = []
    more = 0
    for problem in found:
        if len(told_of) < MOST_TOLD:
            told_of.append(problem())
        else:
            more += 1
    if more:
        told_of.append(PackProblem(file, f"and {more:,} more problems in this file.", "Mend the others first."))
    return tuple(told_of)


def all_told(
    error: ValidationError, file: str, tables: Iterable[type[BaseModel]], inside: tuple[str, ...] = ()
) -> tuple[PackProblem, ...]:
    """What a schema check found, in the terms of the file; `inside`: keys that lead to what was checked."""
    details = error.errors(include_url=False)
    return listed(file, (partial(told, detail, file, tables, inside) for detail in details))


def told(
    detail: ErrorDetails, file: str, tables: Iterable[type[BaseModel]], inside: tuple[str, ...] = ()
) -> PackProblem:
    """One error of a schema check in the terms of the file; `inside`: keys that lead to what was checked."""
    where = f"{file}: {key_of((*inside, *detail['loc']))}"
    if detail["type"] == "extra_forbidden":
        known = sorted({field.alias or key for table in tables for key, field in table.model_fields.items()})
        return PackProblem(where, "is an unknown key.", did_you_mean(str(detail["loc"][-1]), known) or "Remove it.")
    if detail["type"] == "missing":
        return PackProblem(where, "is missing.", "Add it.")
    is_literal = detail["type"] == "literal_error"
    what = "has a wrong value" if is_literal else f"{detail['msg'][0].lower()}{detail['msg'][1:]}"
    expected = f" Expected {detail['ctx']['expected']}." if is_literal else ""
    found = detail["input"]
    remedy = "Correct this entry." if isinstance(found, dict) else f"Found {_found(found)}."
    return PackProblem(where, f"{shortened(what, 400)}.{expected}", remedy)


def _found(value: object) -> str:
    """A wrong value as it is written, its beginning only."""
    if isinstance(value, str):
        value = value[:60]
    if isinstance(value, list) and len(value) > 6:
        return f"a list of {len(value):,}"
    return json.dumps(value, default=str)[:60]


def shortened(text: str, most: int) -> str:
    """A text of at most so many letters: a file may put a book where a word is meant."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def key_of(loc: tuple[int | str, ...]) -> str:
    """A key the way it is written in the file."""
    parts = [shortened(str(part), _LONGEST_WORD) for part in loc if part != "[key]"]
    return ".".join(part if re.fullmatch(r"[\w-]+", part) else json.dumps(part) for part in parts)


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """A question that proposes the most similar word, or nothing."""
    if len(found) > _LONGEST_WORD:
        return ""
    close = difflib.get_close_matches(found, _near(found, list(known)), n=1)
    return f"Did you mean '{close[0]}'?" if close else ""


def _near(found: str, known: list[str]) -> list[str]:
    """The words that may be meant; of many, those that begin or end most like it: to liken takes time."""
    words = [word for word in known if len(word) <= _LONGEST_WORD]
    if len(words) <= _MOST_WORDS:
        return words
    near: dict[str, None] = {}
    for step in (1, -1):
        ordered = sorted(word[::step] for word in words)
        at = bisect.bisect_left(ordered, found[::step])
        near |= dict.fromkeys(word[::step] for word in ordered[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS])
    return list(near)


def unknown(where: str, id_: str, known: Iterable[str], what: str) -> PackProblem:
    """The problem that something names another thing which does not exist."""
    remedy = did_you_mean(id_, known) or f"Add it, or name a {what} that exists."
    return PackProblem(where, f"names the {what} '{shortened(id_, _LONGEST_WORD)}', which does not exist.", remedy)
