"""The schema of the pain maps: zones of pain said in landmarks and curves over the skin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from anatomy_viewer.atlas.attachments.definitions import MOST_OF_MIX, MoveTable
from anatomy_viewer.atlas.confidence import Confidence
from anatomy_viewer.atlas.model import PackProblem
from anatomy_viewer.atlas.tables import (
    MOST_SOURCES,
    Id,
    NamesTable,
    Note,
    Table,
    TableError,
    Text,
    all_told,
    as_json,
    check_format,
    key_of,
    listed,
    parse_toml,
    unknown,
)

PLACES_FILE = "places.toml"

FORMAT = 1
"""Version of the files that this program reads."""

_MOST_POINTS = 50
"""Trigger points of one muscle."""

_Share = Annotated[float, Field(ge=-10, le=10)]
_Width = Annotated[float, Field(ge=5, le=400)]
_Area = Annotated[float, Field(ge=1, le=5000)]
_LessSure = Annotated[dict[Text, Confidence], Field(max_length=10)]


def _place(value: object) -> object:
    return {"at": value} if isinstance(value, str) else value


def _towards(value: object) -> object:
    return {value: 1.0} if isinstance(value, str) else value


class DirectionTable(MoveTable):
    """A direction of the body, or one between them."""

    @model_validator(mode="after")
    def _somewhere(self) -> DirectionTable:
        if (self.lateral, self.anterior, self.superior) == (self.medial, self.posterior, self.inferior):
            raise PydanticCustomError("toward", "leads nowhere")
        return self


Direction = Annotated[DirectionTable, BeforeValidator(_towards)]


class PointTable(Table):
    """A place: a landmark or named place; a share of the way along a curve; or a mix of places.

    Then moved so many mm, and brought onto the skin in a direction, or where the skin is nearest.
    """

    at: Id | None = None
    along: Id | None = None
    share: float | None = Field(default=None, ge=0.0, le=1.0)
    mix: dict[Id, _Share] | None = Field(default=None, min_length=2, max_length=MOST_OF_MIX)
    move: MoveTable | None = None
    toward: Direction | None = None
    side: Literal["own", "other"] = "own"

    @model_validator(mode="after")
    def _one_way(self) -> PointTable:
        _exactly_one(self, "at", "along", "mix")
        if (self.along is None) != (self.share is None):
            raise PydanticCustomError("along", "'along' and 'share' go together")
        if self.mix is not None and abs(sum(self.mix.values()) - 1.0) > 1e-6:
            raise PydanticCustomError("mix", "the shares of a mix must add up to 1")
        return self


Point = Annotated[PointTable, BeforeValidator(_place)]


class PartTable(Table):
    """A part of a zone: what a closed smooth curve through places bounds; or a band along a curve, so wide."""

    outline: list[Point] | None = Field(default=None, min_length=3, max_length=100)
    along: list[Point] | None = Field(default=None, min_length=2, max_length=100)
    width_mm: _Width | Annotated[list[_Width], Field(max_length=100)] | None = None
    sides: Literal["own", "both"] = "own"

    @model_validator(mode="after")
    def _one_way(self) -> PartTable:
        _exactly_one(self, "outline", "along")
        if (self.along is None) != (self.width_mm is None):
            raise PydanticCustomError("width", "'along' and 'width_mm' go together")
        if self.along is not None and isinstance(self.width_mm, list) and len(self.width_mm) != len(self.along):
            raise PydanticCustomError("width", "'width_mm' needs one width, or one for each place of 'along'")
        return self


class ZoneTable(Table):
    """A zone: the union of its parts, with what can be checked of it."""

    words: Text
    confidence: Confidence
    less_sure: _LessSure = Field(default_factory=dict)
    sources: tuple[Id, ...] = Field(min_length=1, max_length=MOST_SOURCES)
    note: Note = ""
    parts: list[PartTable] = Field(min_length=1, max_length=20)
    area_cm2: tuple[_Area, _Area]
    contains: list[Point] = Field(min_length=1, max_length=100)
    excludes: list[Point] = Field(min_length=3, max_length=100)
    soft_mm: float = Field(default=12.0, ge=4.0, le=40.0)
    separate: bool = False
    without_essential: bool = False

    @model_validator(mode="after")
    def _band_opens_upwards(self) -> ZoneTable:
        if self.area_cm2[0] >= self.area_cm2[1]:
            raise PydanticCustomError("area", "the least area must be below the largest")
        return self


class SpotTable(Table):
    """Where a trigger point lies: halfway through the muscle on the line through a place in a direction."""

    place: Point
    through: Direction
    words: Text
    confidence: Confidence
    less_sure: _LessSure = Field(default_factory=dict)
    sources: tuple[Id, ...] = Field(min_length=1, max_length=MOST_SOURCES)
    note: Note = ""


class TriggerPointTable(Table):
    """One trigger point of a muscle: its place and its zones, said for the right side."""

    names: NamesTable
    label: Annotated[Text, Field(max_length=24)]
    spot: SpotTable
    essential: ZoneTable
    spillover: ZoneTable | None = None


class _PlacesFile(Table):
    """places.toml: sources and named places that all maps share."""

    format: Literal[1]
    sources: dict[Id, Text] = Field(default_factory=dict)
    not_read: dict[Id, Text] = Field(default_factory=dict)
    places: dict[Id, Point] = Field(default_factory=dict)


class _MapFile(Table):
    """The map of one muscle."""

    format: Literal[1]
    muscle: Id
    order: int = Field(default=100, ge=0, le=1000)
    sources: dict[Id, Text] = Field(default_factory=dict)
    places: dict[Id, Point] = Field(default_factory=dict)
    points: dict[Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=40)], TriggerPointTable] = Field(
        min_length=1, max_length=_MOST_POINTS
    )


@dataclass(frozen=True)
class SharedPlaces:
    """What places.toml says; not_read: works that are named only, which no zone rests on."""

    sources: Mapping[str, str]
    places: Mapping[str, PointTable]
    not_read: tuple[str, ...] = ()


@dataclass(frozen=True)
class PainMap:
    """The map of one muscle: `file` is named in errors, `order` is its place among the maps, low ones first.

    Sources and places include the shared ones.
    """

    file: str
    muscle: str
    order: int
    sources: Mapping[str, str]
    places: Mapping[str, PointTable]
    points: Mapping[str, TriggerPointTable]


_Schema = TypeVar("_Schema", bound=Table)


def parse_places(data: bytes) -> SharedPlaces:
    """Reads places.toml; TableError if it cannot be used."""
    table = _checked(data, PLACES_FILE, _PlacesFile)
    return SharedPlaces(table.sources, table.places, tuple(table.not_read.values()))


def parse_map(data: bytes, file: str, shared: SharedPlaces) -> PainMap:
    """Reads the map of one muscle; TableError names file, key and reason of all that is wrong in it."""
    table = _checked(data, file, _MapFile)
    sources = {**shared.sources, **table.sources}
    problems = listed(file, _unknown_sources(file, table.points, sources))
    if problems:
        raise TableError(problems)
    return PainMap(file, table.muscle, table.order, sources, {**shared.places, **table.places}, table.points)


def _checked(data: bytes, file: str, schema: type[_Schema]) -> _Schema:
    table = parse_toml(data, file)
    check_format(table, file, FORMAT)
    try:
        return schema.model_validate_json(as_json(table))
    except ValidationError as error:
        raise TableError(all_told(error, file, _TABLES)) from None


def _unknown_sources(
    file: str, points: Mapping[str, TriggerPointTable], sources: Mapping[str, str]
) -> Iterator[Callable[[], PackProblem]]:
    for id_, point in points.items():
        for key, entry in (("spot", point.spot), ("essential", point.essential), ("spillover", point.spillover)):
            for source in entry.sources if entry else ():
                if source not in sources:
                    where = f"{file}: {key_of(('points', id_, key, 'sources'))}"
                    yield partial(unknown, where, source, sources, "source")


def _exactly_one(table: Table, *keys: str) -> None:
    if sum(getattr(table, key) is not None for key in keys) != 1:
        listed = ", ".join(f"'{key}'" for key in keys)
        raise PydanticCustomError("one_of", "needs exactly one of {keys}", {"keys": listed})


_TABLES = (
    _PlacesFile,
    _MapFile,
    NamesTable,
    DirectionTable,
    PointTable,
    PartTable,
    ZoneTable,
    SpotTable,
    TriggerPointTable,
)
