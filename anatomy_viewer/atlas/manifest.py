"""The schema of manifest.toml, and its checks. A wrong manifest gives errors that name the line or the key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from anatomy_viewer.atlas.model import Kind, PackProblem, Side
from anatomy_viewer.atlas.pack_path import PackPath
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
    listed,
    parse_toml,
    unknown,
)

FORMAT = 1
"""Version of the manifest that this program reads."""

FILE_NAME = "manifest.toml"

_Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
_Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F]{64}$", to_lower=True)]
_Millimetres = Annotated[float, Field(ge=-1e4, le=1e4)]
_Point = tuple[_Millimetres, _Millimetres, _Millimetres]


class SubjectTable(Table):
    """The person the model stands for."""

    stature_m: float = Field(gt=0.3, lt=2.8)
    mass_kg: float = Field(gt=2, lt=500)
    source: Text


class SourceTable(Table):
    """Credit, licence (SPDX) and changes of one origin of meshes."""

    title: Text
    credit: Text
    licence: Text
    changes: Text


class BodyTable(Table):
    """A rigid body; the root has neither parent nor joint. A kneecap takes only a share of the knee's turn."""

    parent: Id | None = None
    joint: Id | None = None
    turn_share: float = Field(default=1.0, ge=0.0, le=1.0)


class JointTable(Table):
    """A joint: centre in mm, unit axis of abduction."""

    center: _Point
    abduction_axis: _Point

    @model_validator(mode="after")
    def _unit_axis(self) -> JointTable:
        if abs(sum(value * value for value in self.abduction_axis) - 1.0) > 1e-3:
            raise PydanticCustomError("axis", "abduction_axis must have length 1")
        return self


class FilesTable(Table):
    """One entry for the full and one for the light surface."""

    full: PackPath
    light: PackPath


class HashesTable(Table):
    """SHA-256 of each file, 64 hexadecimal digits."""

    full: _Sha256
    light: _Sha256


class StructureTable(Table):
    """One structure: with files of its own, or the mirror image of another."""

    names: NamesTable
    kind: Kind
    side: Side
    parent: Id
    color: _Color
    sources: tuple[Id, ...] = Field(min_length=1, max_length=MOST_SOURCES)
    note: Note = ""
    files: FilesTable | None = None
    sha256: HashesTable | None = None
    mirror_of: Id | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> StructureTable:
        own = self.files is not None and self.sha256 is not None
        none_of_own = self.files is None and self.sha256 is None
        if not (own if self.mirror_of is None else none_of_own):
            raise PydanticCustomError("origin", "needs either both 'files' and 'sha256', or only 'mirror_of'")
        return self


class LandmarkTable(Table):
    """A named point on a structure, mm."""

    structure: Id
    names: NamesTable
    position: _Point


class FibresTable(Table):
    """Fibre lines of one muscle: a file of their own, or the mirror image of another muscle's."""

    parts: tuple[NamesTable, ...] = Field(default=(), max_length=100)
    method: Note = ""
    file: PackPath | None = None
    sha256: _Sha256 | None = None
    mirror_of: Id | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> FibresTable:
        own = self.file is not None and self.sha256 is not None and bool(self.parts)
        if own != (self.mirror_of is None) or (self.file is None) != (self.sha256 is None):
            raise PydanticCustomError("origin", "needs either 'file', 'sha256' and 'parts', or only 'mirror_of'")
        return self


class MotionTable(Table):
    """How a muscle or the skin changes its shape with the joints: a file, or the mirror image of another muscle."""

    file: PackPath | None = None
    sha256: _Sha256 | None = None
    mirror_of: Id | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> MotionTable:
        own = self.file is not None and self.sha256 is not None
        if own != (self.mirror_of is None) or (self.file is None) != (self.sha256 is None):
            raise PydanticCustomError("origin", "needs either 'file' and 'sha256', or only 'mirror_of'")
        return self


class Manifest(Table):
    """The whole of manifest.toml."""

    format: Literal[1]
    name: Text
    units: Literal["mm"]
    frame: Literal["RAS"]
    absent: Note = ""
    subject: SubjectTable
    sources: dict[Id, SourceTable]
    bodies: dict[Id, BodyTable]
    joints: dict[Id, JointTable] = Field(default_factory=dict)
    structures: dict[Id, StructureTable] = Field(min_length=1)
    landmarks: dict[Id, LandmarkTable] = Field(default_factory=dict)
    fibres: dict[Id, FibresTable] = Field(default_factory=dict)
    motion: dict[Id, MotionTable] = Field(default_factory=dict)


class ManifestError(TableError):
    """A manifest that cannot be used; `problems` says what is wrong in it."""


def parse_manifest(data: bytes) -> Manifest:
    """Reads and checks a manifest; ManifestError lists everything wrong in it, by line or key."""
    try:
        table = parse_toml(data, FILE_NAME)
        check_format(table, FILE_NAME, FORMAT)
        manifest = Manifest.model_validate_json(as_json(table))
    except TableError as error:
        raise ManifestError(error.problems) from None
    except ValidationError as error:
        raise ManifestError(all_told(error, FILE_NAME, _TABLES)) from None
    problems = listed(FILE_NAME, _broken_references(manifest))
    if problems:
        raise ManifestError(problems)
    return manifest


def json_schema() -> dict[str, Any]:
    """The manifest's JSON schema, for editors that check while one types."""
    return Manifest.model_json_schema()


_Problem = Callable[[], PackProblem]
"""Puts into words what is wrong."""


def _broken_references(manifest: Manifest) -> Iterator[_Problem]:
    yield from _broken_bodies(manifest)
    for id_, part in manifest.structures.items():
        key = f'structures."{id_}"'
        yield from _unknown(f"{key}.parent", part.parent, manifest.bodies, "body")
        for source in part.sources:
            yield from _unknown(f"{key}.sources", source, manifest.sources, "source")
        yield from _broken_side(key, id_, part)
        if part.mirror_of is not None:
            yield from _broken_mirror(key, part.mirror_of, manifest)
    for id_, landmark in manifest.landmarks.items():
        yield from _unknown(f'landmarks."{id_}".structure', landmark.structure, manifest.structures, "structure")
    yield from _broken_files("fibres", manifest.fibres, manifest)
    yield from _broken_files("motion", manifest.motion, manifest)


def _broken_files(
    group: str, tables: Mapping[str, FibresTable] | Mapping[str, MotionTable], manifest: Manifest
) -> Iterator[_Problem]:
    """Fibres or motion of a structure that is not there, or the mirror image of nothing."""
    own = dict.fromkeys(name for name, table in tables.items() if table.mirror_of is None)
    for id_, table in tables.items():
        yield from _unknown(f'{group}."{id_}"', id_, manifest.structures, "structure")
        if table.mirror_of is not None:
            yield from _unknown(f'{group}."{id_}".mirror_of', table.mirror_of, own, group)


def _broken_bodies(manifest: Manifest) -> Iterator[_Problem]:
    circling = _circling(manifest.bodies)
    for id_, body in manifest.bodies.items():
        key = f'bodies."{id_}"'
        if (body.parent is None) != (body.joint is None):
            yield _problem(key, "has only one of 'parent' and 'joint'.", "Give both, or neither.")
        if body.parent is not None:
            yield from _unknown(f"{key}.parent", body.parent, manifest.bodies, "body")
        if body.joint is not None:
            yield from _unknown(f"{key}.joint", body.joint, manifest.joints, "joint")
        if id_ in circling:
            what = "is its own ancestor: the parents go in a circle."
            yield _problem(f"{key}.parent", what, "Let one body of the circle have no parent.")


def _circling(bodies: Mapping[str, BodyTable]) -> set[str]:
    """The bodies from which following the parents leads back to themselves."""
    circling: set[str] = set()
    followed: dict[str, str] = {}
    for start in bodies:
        at: str | None = start
        while at is not None and at in bodies and at not in followed:
            followed[at] = start
            at = bodies[at].parent
        # Only a way that meets itself is a circle, not one that meets what was followed before.
        if at is not None and followed.get(at) == start:
            circling |= _circle(at, bodies)
    return circling


def _circle(start: str, bodies: Mapping[str, BodyTable]) -> set[str]:
    circle = {start}
    at = bodies[start].parent
    while at is not None and at != start:
        circle.add(at)
        at = bodies[at].parent
    return circle


def _broken_side(key: str, id_: str, part: StructureTable) -> Iterator[_Problem]:
    last = id_.rpartition(".")[2]
    expected = last if last in {"right", "left"} else "midline"
    if part.side != expected:
        yield _problem(f"{key}.side", f"is '{part.side}'.", f"The id asks for '{expected}'.")


def _broken_mirror(key: str, master: str, manifest: Manifest) -> Iterator[_Problem]:
    yield from _unknown(f"{key}.mirror_of", master, manifest.structures, "structure")
    if master in manifest.structures and manifest.structures[master].mirror_of is not None:
        what = f"'{master}' is itself a mirror image."
        yield _problem(f"{key}.mirror_of", what, "Name a structure with files of its own.")


def _unknown(key: str, id_: str, known: Mapping[str, object], what: str) -> Iterator[_Problem]:
    if id_ not in known:
        yield partial(unknown, f"{FILE_NAME}: {key}", id_, known, what)


def _problem(key: str, what: str, remedy: str) -> _Problem:
    return partial(PackProblem, f"{FILE_NAME}: {key}", what, remedy)


_TABLES = (
    Manifest,
    SubjectTable,
    SourceTable,
    BodyTable,
    JointTable,
    FilesTable,
    StructureTable,
    LandmarkTable,
    NamesTable,
)
