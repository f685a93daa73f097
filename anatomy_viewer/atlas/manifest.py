"""The schema of manifest.toml, and its checks. A wrong manifest gives errors that name the line or the key."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from anatomy_viewer.atlas.model import Kind, PackProblem, Side

FORMAT = 1
"""Version of the manifest that this program reads."""

MAX_BYTES = 4 * 1024 * 1024
"""A manifest of 1,000 structures takes a tenth of this."""

FILE_NAME = "manifest.toml"

_Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
_Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", max_length=100)]
_Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
_Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Millimetres = Annotated[float, Field(ge=-1e4, le=1e4)]
_Point = tuple[_Millimetres, _Millimetres, _Millimetres]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class NamesTable(_Table):
    """English and Latin name, FMA id and TA2 number where they exist."""

    en: _Text
    la: _Text
    fma: int | None = Field(default=None, gt=0)
    ta2: int | None = Field(default=None, gt=0)


class SubjectTable(_Table):
    """The person the model stands for."""

    stature_m: float = Field(gt=0.3, lt=2.8)
    mass_kg: float = Field(gt=2, lt=500)
    source: _Text


class SourceTable(_Table):
    """Credit, licence (SPDX) and changes of one origin of meshes."""

    title: _Text
    credit: _Text
    licence: _Text
    changes: _Text


class BodyTable(_Table):
    """A rigid body; the root has neither parent nor joint."""

    parent: _Id | None = None
    joint: _Id | None = None


class JointTable(_Table):
    """A joint: centre in mm, unit axis of abduction."""

    center: _Point
    abduction_axis: _Point

    @model_validator(mode="after")
    def _unit_axis(self) -> JointTable:
        if abs(sum(value * value for value in self.abduction_axis) - 1.0) > 1e-3:
            raise PydanticCustomError("axis", "abduction_axis must have length 1")
        return self


class FilesTable(_Table):
    """One entry for the full and one for the light surface."""

    full: _Text
    light: _Text

    @model_validator(mode="after")
    def _inside(self) -> FilesTable:
        for name in (self.full, self.light):
            if not re.fullmatch(r"[\w\-.]+(/[\w\-.]+)*\.ply", name) or ".." in name.split("/"):
                raise PydanticCustomError(
                    "path",
                    "'{name}' must be the path of a .ply file inside the pack, with '/' between folders",
                    {"name": name},
                )
        return self


class HashesTable(_Table):
    """SHA-256 of each file, 64 hexadecimal digits."""

    full: _Sha256
    light: _Sha256


class StructureTable(_Table):
    """One structure: with files of its own, or the mirror image of another."""

    names: NamesTable
    kind: Kind
    side: Side
    parent: _Id
    color: _Color
    sources: tuple[_Id, ...] = Field(min_length=1)
    note: str = Field(default="", max_length=2000)
    files: FilesTable | None = None
    sha256: HashesTable | None = None
    mirror_of: _Id | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> StructureTable:
        own = self.files is not None and self.sha256 is not None
        none_of_own = self.files is None and self.sha256 is None
        if not (own if self.mirror_of is None else none_of_own):
            raise PydanticCustomError("origin", "needs either both 'files' and 'sha256', or only 'mirror_of'")
        return self


class LandmarkTable(_Table):
    """A named point on a structure, mm."""

    structure: _Id
    names: NamesTable
    position: _Point


class Manifest(_Table):
    """The whole of manifest.toml."""

    format: Literal[1]
    name: _Text
    units: Literal["mm"]
    frame: Literal["RAS"]
    absent: str = Field(default="", max_length=2000)
    subject: SubjectTable
    sources: dict[_Id, SourceTable]
    bodies: dict[_Id, BodyTable]
    joints: dict[_Id, JointTable] = Field(default_factory=dict)
    structures: dict[_Id, StructureTable] = Field(min_length=1)
    landmarks: dict[_Id, LandmarkTable] = Field(default_factory=dict)


class ManifestError(ValueError):
    """A manifest that cannot be used; `problems` says what is wrong in it."""

    def __init__(self, problems: tuple[PackProblem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def parse_manifest(data: bytes) -> Manifest:
    """Reads and checks a manifest; ManifestError lists everything wrong in it, by line or key."""
    table = _parse_toml(data)
    _check_format(table)
    try:
        # JSON mode: strict, but an array may be a tuple, which TOML does not know.
        manifest = Manifest.model_validate_json(json.dumps(table, default=str))
    except ValidationError as error:
        raise ManifestError(tuple(_told(detail) for detail in error.errors(include_url=False))) from None
    problems = tuple(_broken_references(manifest))
    if problems:
        raise ManifestError(problems)
    return manifest


def json_schema() -> dict[str, Any]:
    """The manifest's JSON schema, for editors that check while one types."""
    return Manifest.model_json_schema()


def _parse_toml(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise _error(FILE_NAME, f"is larger than {MAX_BYTES // 2**20} MiB.", "A manifest holds text only.")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _error(f"{FILE_NAME} line {line}", "is not UTF-8 text.", "Save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        last = data.count(b"\n") + 1
        what = str(error).replace("at end of document", f"at its end, line {last}")
        remedy = "Correct this line; an id or key may stand only once."
        raise _error(FILE_NAME, f"is not valid TOML: {what}.", remedy) from None
    except RecursionError:
        raise _error(FILE_NAME, "is nested too deeply.", "Use the tables of the manifest format only.") from None


def _check_format(table: Mapping[str, Any]) -> None:
    found = table.get("format")
    if type(found) is int and found > FORMAT:
        remedy = "Use a newer version of the program."
        raise _error(f"{FILE_NAME}: format", f"is {found}, this program reads {FORMAT}.", remedy)


def _error(where: str, what: str, remedy: str) -> ManifestError:
    return ManifestError((PackProblem(where, what, remedy),))


def _told(detail: ErrorDetails) -> PackProblem:
    """One error of the schema check in the terms of the file."""
    where = f"{FILE_NAME}: {_key(detail['loc'])}"
    if detail["type"] == "extra_forbidden":
        close = difflib.get_close_matches(str(detail["loc"][-1]), _KNOWN_KEYS, n=1)
        return PackProblem(where, "is an unknown key.", f"Did you mean '{close[0]}'?" if close else "Remove it.")
    if detail["type"] == "missing":
        return PackProblem(where, "is missing.", "Add it.")
    what = (
        f"{detail['msg'][0].lower()}{detail['msg'][1:]}" if detail["type"] != "literal_error" else "has a wrong value"
    )
    found = json.dumps(detail["input"], default=str)[:60]
    expected = f" Expected {detail['ctx']['expected']}." if detail["type"] == "literal_error" else ""
    return PackProblem(where, f"{what}.{expected}", f"Found {found}.")


def _key(loc: tuple[int | str, ...]) -> str:
    """A key the way it is written in the file."""
    parts = [str(part) for part in loc if part != "[key]"]
    return ".".join(part if re.fullmatch(r"[\w-]+", part) else json.dumps(part) for part in parts)


def _broken_references(manifest: Manifest) -> Iterator[PackProblem]:
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


def _broken_bodies(manifest: Manifest) -> Iterator[PackProblem]:
    for id_, body in manifest.bodies.items():
        key = f'bodies."{id_}"'
        if (body.parent is None) != (body.joint is None):
            yield PackProblem(f"{FILE_NAME}: {key}", "has only one of 'parent' and 'joint'.", "Give both, or neither.")
        if body.parent is not None:
            yield from _unknown(f"{key}.parent", body.parent, manifest.bodies, "body")
        if body.joint is not None:
            yield from _unknown(f"{key}.joint", body.joint, manifest.joints, "joint")
        if _returns(id_, manifest.bodies):
            what = "is its own ancestor: the parents go in a circle."
            yield PackProblem(f"{FILE_NAME}: {key}.parent", what, "Let one body of the circle have no parent.")


def _returns(start: str, bodies: Mapping[str, BodyTable]) -> bool:
    """Whether following the parents from `start` leads back to it."""
    seen = set()
    at: str | None = start
    while at is not None and at in bodies and at not in seen:
        seen.add(at)
        at = bodies[at].parent
    return at == start


def _broken_side(key: str, id_: str, part: StructureTable) -> Iterator[PackProblem]:
    last = id_.rpartition(".")[2]
    expected = last if last in {"right", "left"} else "midline"
    if part.side != expected:
        yield PackProblem(f"{FILE_NAME}: {key}.side", f"is '{part.side}'.", f"The id asks for '{expected}'.")


def _broken_mirror(key: str, master: str, manifest: Manifest) -> Iterator[PackProblem]:
    yield from _unknown(f"{key}.mirror_of", master, manifest.structures, "structure")
    if master in manifest.structures and manifest.structures[master].mirror_of is not None:
        what = f"'{master}' is itself a mirror image."
        yield PackProblem(f"{FILE_NAME}: {key}.mirror_of", what, "Name a structure with files of its own.")


def _unknown(key: str, id_: str, known: Mapping[str, object], what: str) -> Iterator[PackProblem]:
    if id_ not in known:
        close = difflib.get_close_matches(id_, list(known), n=1)
        remedy = f"Did you mean '{close[0]}'?" if close else f"Add it, or name a {what} that exists."
        yield PackProblem(f"{FILE_NAME}: {key}", f"names the {what} '{id_}', which does not exist.", remedy)


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
_KNOWN_KEYS = sorted({key for table in _TABLES for key in table.model_fields})
