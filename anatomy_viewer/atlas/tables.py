"""What all files of a pack have in common: strict tables in TOML, and errors that name the line or the key."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import ErrorDetails, PydanticCustomError

from anatomy_viewer.atlas.model import PackProblem
from anatomy_viewer.atlas.plain_text import plain

MAX_BYTES = 4 * 1024 * 1024
"""A manifest of 1,000 structures takes a tenth of this."""


def _shown(text: str) -> str:
    found = plain(text).strip()
    if not found:
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
    fma: int | None = Field(default=None, gt=0)
    ta2: int | None = Field(default=None, gt=0)


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
    """The tables of a file; TableError names the line."""
    if len(data) > MAX_BYTES:
        raise TableError.of(file, f"is larger than {MAX_BYTES // 2**20} MiB.", "It should hold text only.")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError.of(f"{file} line {line}", "is not UTF-8 text.", "Save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        last = data.count(b"\n") + 1
        what = str(error).replace("at end of document", f"at its end, line {last}")
        remedy = "Correct this line; an id or key may stand only once."
        raise TableError.of(file, f"is not valid TOML: {what}.", remedy) from None
    except RecursionError:
        raise TableError.of(file, "is nested too deeply.", "Use the tables of the format only.") from None


def check_format(table: Mapping[str, Any], file: str, format_: int) -> None:
    """TableError if the file was made for a newer program."""
    found = table.get("format")
    if type(found) is int and found > format_:
        remedy = "Use a newer version of the program."
        raise TableError.of(f"{file}: format", f"is {found}, this program reads {format_}.", remedy)


def as_json(table: object) -> str:
    """Tables for pydantic's JSON mode: strict, but an array may be a tuple, which TOML does not know."""
    return json.dumps(table, default=str)


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
    remedy = "Correct this entry." if isinstance(found, dict) else f"Found {json.dumps(found, default=str)[:60]}."
    return PackProblem(where, f"{what}.{expected}", remedy)


def key_of(loc: tuple[int | str, ...]) -> str:
    """A key the way it is written in the file."""
    parts = [str(part) for part in loc if part != "[key]"]
    return ".".join(part if re.fullmatch(r"[\w-]+", part) else json.dumps(part) for part in parts)


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """A question that proposes the most similar word, or nothing."""
    close = difflib.get_close_matches(found, list(known), n=1)
    return f"Did you mean '{close[0]}'?" if close else ""


def unknown(where: str, id_: str, known: Iterable[str], what: str) -> PackProblem:
    """The problem that something names another thing which does not exist."""
    remedy = did_you_mean(id_, known) or f"Add it, or name a {what} that exists."
    return PackProblem(where, f"names the {what} '{id_}', which does not exist.", remedy)
