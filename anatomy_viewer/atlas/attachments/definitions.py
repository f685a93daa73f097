"""The schema of attachments.toml: where attachments lie, said in landmarks, curves and directions of the body."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from anatomy_viewer.atlas.model import AttachmentKind, PackProblem
from anatomy_viewer.atlas.tables import (
    MOST_SOURCES,
    Id,
    NamesTable,
    Table,
    TableError,
    Text,
    all_told,
    as_json,
    check_format,
    key_of,
    listed,
    parse_toml,
    told,
    unknown,
)

FILE_NAME = "attachments.toml"

FORMAT = 1
"""Version of the file that this program reads."""

MOST_OF_MIX = 50
"""Places of one mix."""

_MOST_POINTS, _MOST_SECTIONS = 100, 50
"""Of one curve, of one outline."""

_Direction = Literal["lateral", "medial", "anterior", "posterior", "superior", "inferior"]
_AttachmentId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$", max_length=100)]
_Millimetres = Annotated[float, Field(gt=0, le=1000)]
_FacetSize = Annotated[float, Field(ge=2, le=200)]
_Step = Annotated[float, Field(ge=-1000, le=1000)]
_Share = Annotated[float, Field(ge=-10, le=10)]


def _place(value: object) -> object:
    return {"at": value} if isinstance(value, str) else value


def _whole_curve(value: object) -> object:
    return {"curve": value} if isinstance(value, str) else value


class MoveTable(Table):
    """A way to go from a place, mm in each direction."""

    lateral: _Step = 0.0
    medial: _Step = 0.0
    anterior: _Step = 0.0
    posterior: _Step = 0.0
    superior: _Step = 0.0
    inferior: _Step = 0.0


class PointTable(Table):
    """A place: a landmark or named point; or so far along a curve from one of its ends; or a mix of places."""

    at: Id | None = None
    along: Id | None = None
    from_: Id | None = Field(default=None, alias="from")
    mm: _Millimetres | None = None
    mix: dict[Id, _Share] | None = Field(default=None, min_length=2, max_length=MOST_OF_MIX)
    move: MoveTable | None = None

    @model_validator(mode="after")
    def _one_way(self) -> PointTable:
        _exactly_one(self, "at", "along", "mix")
        if (self.along is None) != (self.from_ is None) or (self.along is None) != (self.mm is None):
            raise PydanticCustomError("along", "'along', 'from' and 'mm' go together")
        if self.mix is not None and abs(sum(self.mix.values()) - 1.0) > 1e-6:
            raise PydanticCustomError("mix", "the shares of a mix must add up to 1")
        return self


_Point = Annotated[PointTable, BeforeValidator(_place)]


class DirectionTable(Table):
    """The direction from one place to another."""

    from_: _Point = Field(alias="from")
    to: _Point


class RimTable(Table):
    """The rim of a bone between two landmarks: what lies farthest out on the given side of their chord."""

    from_: _Point = Field(alias="from")
    to: _Point
    side: _Direction


class CurveTable(Table):
    """A named curve on a structure: through points, on the side of the bone that faces `side`; or along its rim."""

    names: NamesTable
    structure: Id
    side: _Direction | None = None
    through: list[_Point] | None = Field(default=None, min_length=2, max_length=_MOST_POINTS)
    rim: RimTable | None = None
    sources: tuple[Id, ...] = Field(default=(), max_length=MOST_SOURCES)
    note: str = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _one_way(self) -> CurveTable:
        _exactly_one(self, "through", "rim")
        return self


class SectionTable(Table):
    """A section of an outline: a named curve, or what runs `beside_mm` beside it; or a curve of its own."""

    curve: Id | None = None
    beside_mm: _Millimetres | None = None
    toward: _Direction | None = None
    through: list[_Point] | None = Field(default=None, min_length=2, max_length=_MOST_POINTS)

    @model_validator(mode="after")
    def _one_way(self) -> SectionTable:
        _exactly_one(self, "curve", "through")
        if (self.beside_mm is None) != (self.toward is None):
            raise PydanticCustomError("beside", "'beside_mm' and 'toward' go together")
        if self.beside_mm is not None and self.curve is None:
            raise PydanticCustomError("beside", "'beside_mm' needs a 'curve'")
        return self


_Section = Annotated[SectionTable, BeforeValidator(_whole_curve)]


class AxisTable(Table):
    """The long axis of a facet: `along` a direction of the body or a named one; or at an angle to it, `toward` a side.

    The angle is that between the direction and the straight line that joins the two ends of the facet.
    """

    along: Id
    turned_deg: float = Field(default=0.0, ge=0.0, le=90.0)
    toward: _Direction | None = None

    @model_validator(mode="after")
    def _turned_somewhere(self) -> AxisTable:
        if (self.turned_deg > 0.0) != (self.toward is not None):
            raise PydanticCustomError("turned", "'turned_deg' and 'toward' go together")
        return self


class FacetTable(Table):
    """A facet: centre, long axis, and extent measured along the bone's surface."""

    center: _Point
    axis: AxisTable
    length_mm: _FacetSize
    width_mm: _FacetSize
    shape: Literal["stadium", "ellipse"]

    @model_validator(mode="after")
    def _longer_than_wide(self) -> FacetTable:
        if self.width_mm > self.length_mm:
            raise PydanticCustomError("width", "width_mm must not be more than length_mm")
        return self


class AttachmentTable(Table):
    """An attachment: a facet, or what a closed outline of sections bounds."""

    names: NamesTable
    structure: Id
    kind: AttachmentKind
    side: _Direction | None = None
    outline: list[_Section] | None = Field(default=None, min_length=1, max_length=_MOST_SECTIONS)
    corner_mm: float = Field(default=4.0, ge=0.0, le=50.0)
    facet: FacetTable | None = None
    sources: tuple[Id, ...] = Field(min_length=1, max_length=MOST_SOURCES)
    note: str = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _one_way(self) -> AttachmentTable:
        _exactly_one(self, "outline", "facet")
        if self.outline is not None and len(self.outline) == 2:
            raise PydanticCustomError(
                "outline", "its outline needs one closed section, or three or more that meet in turn"
            )
        return self


@dataclass(frozen=True)
class Definitions:
    """What attachments.toml says, each entry checked by itself; `problems`: the entries that are left out."""

    sources: Mapping[str, str]
    points: Mapping[str, PointTable]
    directions: Mapping[str, DirectionTable]
    curves: Mapping[str, CurveTable]
    attachments: Mapping[str, AttachmentTable]
    problems: tuple[PackProblem, ...] = ()


class _Frame(Table):
    """The file without its entries."""

    format: Literal[1]
    sources: dict[Id, Text] = Field(default_factory=dict)
    points: dict[Id, Any] = Field(default_factory=dict)
    directions: dict[Id, Any] = Field(default_factory=dict)
    curves: dict[Id, Any] = Field(default_factory=dict)
    attachments: dict[_AttachmentId, Any] = Field(default_factory=dict)


_Entry = TypeVar("_Entry", bound=Table)


def parse_definitions(data: bytes) -> Definitions:
    """Reads attachments.toml; a wrong entry is left out and told in `problems`; TableError if nothing can be read."""
    table = parse_toml(data, FILE_NAME)
    check_format(table, FILE_NAME, FORMAT)
    try:
        frame = _Frame.model_validate_json(as_json(table))
    except ValidationError as error:
        raise TableError(all_told(error, FILE_NAME, _TABLES)) from None
    problems: list[Callable[[], PackProblem]] = []
    points = _entries("points", frame.points, PointTable, problems)
    directions = _entries("directions", frame.directions, DirectionTable, problems)
    curves = _entries("curves", frame.curves, CurveTable, problems)
    attachments = _entries("attachments", frame.attachments, AttachmentTable, problems)
    for kind, entries in (("curves", curves), ("attachments", attachments)):
        problems += _unknown_sources(kind, entries, frame.sources)
    return Definitions(frame.sources, points, directions, curves, attachments, listed(FILE_NAME, problems))


def _entries(
    kind: str, found: Mapping[str, Any], schema: type[_Entry], problems: list[Callable[[], PackProblem]]
) -> dict[str, _Entry]:
    good = {}
    for id_, entry in found.items():
        try:
            value = _place(entry) if schema is PointTable else entry
            good[id_] = schema.model_validate_json(as_json(value))
        except ValidationError as error:
            details = error.errors(include_url=False)
            problems += [partial(told, detail, FILE_NAME, _TABLES, (kind, id_)) for detail in details]
    return good


def _unknown_sources(
    kind: str, entries: dict[str, Any], sources: Mapping[str, str]
) -> Iterator[Callable[[], PackProblem]]:
    """The sources that do not exist; what names them is taken out of `entries`."""
    for id_, entry in list(entries.items()):
        for source in entry.sources:
            if source not in sources:
                entries.pop(id_, None)
                yield partial(unknown, f"{FILE_NAME}: {key_of((kind, id_, 'sources'))}", source, sources, "source")


def _exactly_one(table: Table, *keys: str) -> None:
    if sum(getattr(table, key) is not None for key in keys) != 1:
        listed = ", ".join(f"'{key}'" for key in keys)
        raise PydanticCustomError("one_of", "needs exactly one of {keys}", {"keys": listed})


_TABLES = (
    _Frame,
    NamesTable,
    MoveTable,
    PointTable,
    DirectionTable,
    RimTable,
    CurveTable,
    SectionTable,
    AxisTable,
    FacetTable,
    AttachmentTable,
)
