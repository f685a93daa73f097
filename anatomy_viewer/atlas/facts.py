"""What a pack tells of its muscles in words: origin, insertion, action, nerve, and which muscles lie over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field, ValidationError

from anatomy_viewer.atlas.model import Fact, Facts, PackProblem, Structure
from anatomy_viewer.atlas.tables import (
    Id,
    Table,
    TableError,
    Text,
    all_told,
    as_json,
    check_format,
    listed,
    parse_toml,
    unknown,
)

FILE_NAME = "facts.toml"

FORMAT = 1
"""Version of the file that this program reads."""


class FactTable(Table):
    """A sentence or two, and the sources they rest on."""

    text: Text
    sources: tuple[Id, ...] = Field(min_length=1, max_length=20)


class MuscleTable(Table):
    """What is told of one muscle, named without its side; any of it may be left out."""

    origin: FactTable | None = None
    insertion: FactTable | None = None
    action: FactTable | None = None
    nerve: FactTable | None = None
    covered_by: tuple[Id, ...] = Field(default=(), max_length=100)


class FactsFile(Table):
    """The whole of facts.toml."""

    format: Literal[1]
    sources: dict[Id, Text]
    muscles: dict[Id, MuscleTable]


def parse_facts(data: bytes) -> FactsFile:
    """Checks the bytes of a file; TableError names the line or the key."""
    table: dict[str, Any] = parse_toml(data, FILE_NAME)
    check_format(table, FILE_NAME, FORMAT)
    try:
        facts = FactsFile.model_validate_json(as_json(table))
    except ValidationError as error:
        raise TableError(all_told(error, FILE_NAME, (FactsFile, MuscleTable, FactTable))) from None
    problems = listed(FILE_NAME, _unknown_sources(facts))
    if problems:
        raise TableError(problems)
    return facts


def facts_for(structures: Mapping[str, Structure], file: FactsFile) -> dict[str, Facts]:
    """What the file tells of each of these muscles, on whichever side; of others it may tell in vain."""
    found: dict[str, Facts] = {}
    for id_, structure in structures.items():
        name, _, side = id_.partition(".")
        if structure.kind == "muscle" and name in file.muscles:
            table = file.muscles[name]
            over = (f"{other}.{side}" if side else other for other in table.covered_by)
            told_of = {key: _fact(fact, file.sources) for key, fact in _facts(table)}
            covering = tuple(other for other in over if other in structures and other != id_)
            found[id_] = Facts(told=MappingProxyType(told_of), covered_by=covering)
    return found


def _facts(table: MuscleTable) -> Iterator[tuple[str, FactTable]]:
    pairs = {"origin": table.origin, "insertion": table.insertion, "action": table.action, "nerve": table.nerve}
    yield from ((key, fact) for key, fact in pairs.items() if fact is not None)


def _fact(table: FactTable, sources: Mapping[str, str]) -> Fact:
    return Fact(table.text, tuple(sources[id_] for id_ in table.sources))


def _unknown_sources(file: FactsFile) -> Iterator[Callable[[], PackProblem]]:
    for name, table in file.muscles.items():
        for key, fact in _facts(table):
            for id_ in fact.sources:
                if id_ not in file.sources:
                    where = f"{FILE_NAME}: muscles.{name}.{key}.sources"
                    yield partial(unknown, where, id_, file.sources, "source")
