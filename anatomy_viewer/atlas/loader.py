"""Loads a model pack from a folder. Files are taken as hostile: bounded, checked, never executed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import numpy as np

from anatomy_viewer.atlas.attachments import FILE_NAME as ATTACHMENTS_FILE
from anatomy_viewer.atlas.attachments import Attached, attachments_for, parse_definitions
from anatomy_viewer.atlas.doubts import doubts
from anatomy_viewer.atlas.doubts.shapes import doubts_of_shapes
from anatomy_viewer.atlas.facts import FILE_NAME as FACTS_FILE
from anatomy_viewer.atlas.facts import facts_for, parse_facts
from anatomy_viewer.atlas.fibre_file import mirrored_fibres, read_fibres
from anatomy_viewer.atlas.manifest import (
    FILE_NAME,
    Manifest,
    ManifestError,
    StructureTable,
    parse_manifest,
)
from anatomy_viewer.atlas.mesh_file import MeshReader, mirrored, same_part
from anatomy_viewer.atlas.model import (
    Atlas,
    Body,
    Facts,
    FibreSet,
    Joint,
    Landmark,
    Mesh,
    Names,
    PackProblem,
    Source,
    Structure,
    Subject,
)
from anatomy_viewer.atlas.motion_file import load_motion
from anatomy_viewer.atlas.no_manifest import no_manifest, pack_folder
from anatomy_viewer.atlas.pack_path import shown
from anatomy_viewer.atlas.painmaps import load_painmaps
from anatomy_viewer.atlas.patience import Patience
from anatomy_viewer.atlas.tables import MAX_BYTES, NamesTable, TableError
from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.read import read_file

Progress = Callable[[int, int, str], None]
"""Called as (done, total, what comes next) again and again while a pack loads; what it raises ends the loading."""

MOST_TRIANGLES_IN_ALL = 5_000_000
"""Of a whole model, ten times the shipped one: as many as can be drawn in a few seconds."""

_T = TypeVar("_T")


class PackError(ValueError):
    """A model pack that cannot be loaded at all; `problems` says why."""

    def __init__(self, *problems: PackProblem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def shipped_pack() -> Path:
    """Folder of the pack that comes with the program: inside the installed package, else in the checkout."""
    candidates = _shipped_folders()
    for folder in candidates:
        if (folder / FILE_NAME).is_file():
            return folder
    what = "the model that belongs to the program is not there."
    raise PackError(PackProblem(str(candidates[0]), what, "Install the program again."))


def _shipped_folders() -> tuple[Path, Path]:
    package = Path(__file__).resolve().parents[1]
    return package / "_assets" / "meshes", package.parent / "assets" / "meshes"


def load_atlas(
    folder: str | os.PathLike[str] | None = None,
    *,
    painmaps: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> Atlas:
    """Loads a model pack, the shipped one if `folder` is None.

    painmaps: folder of pain maps; if None, the folder of that name in the pack, or of the shipped pack beside it.
    Coordinates are RAS millimetres. A structure whose mesh cannot be used is left out and listed in `missing` of
    the atlas, and so is an attachment that cannot be laid on its bone, or a pain map that cannot be laid on the skin.
    PackError if the folder or its manifest cannot be used.
    """
    root = shipped_pack().resolve() if folder is None else pack_folder(_resolved(folder))
    manifest = _read_manifest(root)
    steps = _Steps(progress or _silent, len(manifest.structures) + len(manifest.fibres) + len(manifest.motion) + 3)
    structures, missing = _load_structures(root, manifest, steps)
    landmarks = _landmarks(manifest)
    steps.next("")
    attached = _load_attachments(root, structures, landmarks, steps.going_on)
    fibres, tangled = _load_fibres(root, manifest, structures, steps)
    steps.next("")
    maps = painmaps_of(root) if painmaps is None else _resolved(painmaps)
    pain = load_painmaps(maps, structures, landmarks, attached.curves, going_on=steps.going_on)
    motion, skin_shapes, stiff = load_motion(root, manifest.motion, structures, fibres, steps.next, steps.going_on)
    steps.next("")
    facts, misread = _load_facts(root, structures, steps.going_on)
    steps.end()
    return Atlas(
        name=manifest.name,
        folder=str(root),
        subject=Subject(manifest.subject.stature_m, manifest.subject.mass_kg, manifest.subject.source),
        structures=MappingProxyType(structures),
        landmarks=landmarks,
        bodies=_frozen(
            (id_, Body(id_, body.parent, body.joint, body.turn_share)) for id_, body in manifest.bodies.items()
        ),
        joints=_joints(manifest),
        sources=_sources(manifest),
        absent=manifest.absent,
        curves=attached.curves,
        attachments=attached.attachments,
        fibres=MappingProxyType(fibres),
        motion=MappingProxyType(motion),
        skin_shapes=skin_shapes,
        facts=MappingProxyType(facts),
        trigger_points=pain.trigger_points,
        pain_not_read=pain.not_read,
        missing=(
            *missing,
            *doubts(structures, manifest),
            *attached.problems,
            *tangled,
            *stiff,
            *doubts_of_shapes(motion, fibres, manifest),
            *misread,
            *pain.problems,
        ),
    )


def painmaps_of(root: Path) -> Path:
    """Folder of the pain maps that go with the pack in a folder; it need not exist."""
    own, beside = root / "painmaps", root.parent / "painmaps"
    return beside if not own.is_dir() and root in [folder.resolve() for folder in _shipped_folders()] else own


class _Steps:
    """How far the loading is; `going_on` tells the same once more, so that a long step can be ended too."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._begun, self._total, self._what = 0, total, ""

    def next(self, what: str) -> None:
        """A further step begins; what it is about has a name, or none."""
        self._begun, self._what = self._begun + 1, what
        self.going_on()

    def going_on(self) -> None:
        """The same step goes on."""
        self._progress(self._begun - 1, self._total, self._what)

    def end(self) -> None:
        """All is done."""
        self._progress(self._total, self._total, "")


def _silent(done: int, total: int, what: str) -> None:
    """Progress that nobody asked for."""


def _resolved(folder: str | os.PathLike[str]) -> Path:
    """A folder without links; PackError if they lead nowhere."""
    try:
        return Path(folder).resolve()
    except (OSError, RuntimeError, ValueError):  # RuntimeError: links that lead to themselves
        remedy = "Choose the folder that holds a manifest.toml."
        raise PackError(PackProblem(os.fsdecode(folder), "leads nowhere.", remedy)) from None


def _read_manifest(root: Path) -> Manifest:
    path = root / FILE_NAME
    # What may not be entered or is no plain file is told by the reader.
    if not os.path.isdir(root) or (os.access(root, os.X_OK) and not os.path.lexists(path)):  # noqa: PTH112
        raise PackError(no_manifest(root))
    try:
        return parse_manifest(_read_text(root, FILE_NAME))
    except ManifestError as error:
        raise PackError(*error.problems) from None


def _read_text(root: Path, name: str, going_on: Callable[[], None] | None = None) -> bytes:
    """A file of text in the pack; PackError if it cannot be read."""
    try:
        return read_file(root / name, MAX_BYTES, inside=root, going_on=going_on)
    except FileError as error:
        raise PackError(PackProblem(str(root / name), error.what, error.remedy)) from None


def _load_attachments(
    root: Path,
    structures: Mapping[str, Structure],
    landmarks: Mapping[str, Landmark],
    going_on: Callable[[], None],
) -> Attached:
    """What attachments.toml gives on the bones; nothing in a pack without that file."""
    if not os.path.lexists(root / ATTACHMENTS_FILE):
        return Attached({}, {}, ())
    try:
        definitions = parse_definitions(_read_text(root, ATTACHMENTS_FILE, going_on))
    except (TableError, PackError) as error:
        return Attached({}, {}, error.problems)
    return attachments_for(structures, landmarks, definitions, Patience(going_on))


def _load_facts(
    root: Path, structures: Mapping[str, Structure], going_on: Callable[[], None]
) -> tuple[dict[str, Facts], tuple[PackProblem, ...]]:
    """What facts.toml tells of the muscles; nothing in a pack without that file."""
    if not os.path.lexists(root / FACTS_FILE):
        return {}, ()
    try:
        return facts_for(structures, parse_facts(_read_text(root, FACTS_FILE, going_on))), ()
    except (TableError, PackError) as error:
        return {}, error.problems


def _load_fibres(
    root: Path, manifest: Manifest, structures: Mapping[str, Structure], steps: _Steps
) -> tuple[dict[str, FibreSet], list[PackProblem]]:
    """Fibres of the muscles that are there, and what is wrong with the rest."""
    found: dict[str, FibreSet] = {}
    read: dict[tuple[object, ...], FibreSet] = {}
    problems: list[PackProblem] = []
    for id_, table in manifest.fibres.items():
        steps.next(manifest.structures[id_].names.en)
        if id_ not in structures or table.file is None or table.sha256 is None:
            continue
        parts = tuple(_names(names) for names in table.parts)
        part = structures[id_]
        key = table.sha256, id(part.full), id(part.light), parts
        try:
            if key not in read:
                read[key] = read_fibres(root, table.file, table.sha256, part, parts, steps.going_on)
            found[id_] = replace(read[key], muscle=id_)  # the same arrays for all that name them
        except FileError as error:
            problems.append(PackProblem(shown(str(root / table.file)), error.what, error.remedy))
    twins: dict[str, FibreSet] = {}
    for id_, table in manifest.fibres.items():
        if id_ in structures and table.mirror_of in found:
            master = table.mirror_of
            twins[master] = twins.get(master) or mirrored_fibres(found[master], id_)
            found[id_] = replace(twins[master], muscle=id_)
    return found, problems


def _load_structures(root: Path, manifest: Manifest, steps: _Steps) -> tuple[dict[str, Structure], list[PackProblem]]:
    """The structures that can be used, in the order of the manifest, and what is wrong with the rest."""
    surfaces: dict[str, tuple[Mesh, Mesh]] = {}
    problems: list[PackProblem] = []
    meshes = MeshReader(root, steps.going_on)
    masters = [item for item in manifest.structures.items() if item[1].mirror_of is None]
    for id_, part in masters:
        steps.next(part.names.en)
        loaded = _load_surfaces(meshes, part, _landmark_positions(manifest, id_), problems)
        if loaded is not None:
            surfaces[id_] = loaded
    structures = {}
    twins: dict[str, tuple[Mesh, Mesh]] = {}
    triangles = 0
    for id_, part in manifest.structures.items():
        if part.mirror_of is not None:
            steps.next(part.names.en)
        pair = _surfaces_of(id_, part, surfaces, twins, problems)
        if pair is None:
            continue
        triangles += len(pair[0].triangles)
        if triangles > MOST_TRIANGLES_IN_ALL:
            what = f"is left out: with it the model would have more than {MOST_TRIANGLES_IN_ALL:,} triangles in all."
            problems.append(PackProblem(id_, what, "Simplify the meshes, or leave some out."))
            triangles -= len(pair[0].triangles)
            continue
        structures[id_] = _structure(id_, part, *pair)
    return structures, problems


def _surfaces_of(
    id_: str,
    part: StructureTable,
    surfaces: Mapping[str, tuple[Mesh, Mesh]],
    twins: dict[str, tuple[Mesh, Mesh]],
    problems: list[PackProblem],
) -> tuple[Mesh, Mesh] | None:
    """Full and light surface of a structure: its own, or the mirror image of its master's, made once for all of it."""
    if part.mirror_of is None:
        return surfaces.get(id_)
    if part.mirror_of not in surfaces:
        what = f"is the mirror image of '{part.mirror_of}', which could not be loaded. {part.names.en} is left out."
        problems.append(PackProblem(id_, what, f"Mend '{part.mirror_of}'."))
        return None
    if part.mirror_of not in twins:
        full, light = surfaces[part.mirror_of]
        twin = mirrored(full)
        twins[part.mirror_of] = twin, (mirrored(light) if light is not full else twin)
    return twins[part.mirror_of]


def _load_surfaces(
    meshes: MeshReader, part: StructureTable, landmarks: np.ndarray, problems: list[PackProblem]
) -> tuple[Mesh, Mesh] | None:
    """Full and light surface from the files; without a usable light one, the full one twice."""
    assert part.files is not None
    assert part.sha256 is not None
    may_be_open = part.kind == "skin"
    try:
        full = meshes.read(part.files.full, part.sha256.full, may_be_open=may_be_open, landmarks=landmarks)
    except FileError as error:
        problems.append(PackProblem(shown(part.files.full), f"{error.what} {part.names.en} is left out.", error.remedy))
        return None
    try:
        light = meshes.read(part.files.light, part.sha256.light, may_be_open=may_be_open)
        same_part(full, light)
    except FileError as error:
        what = f"{error.what} {part.names.en} is shown in full detail also while it moves."
        problems.append(PackProblem(shown(part.files.light), what, error.remedy))
        light = full
    return full, light


def _landmark_positions(manifest: Manifest, id_: str) -> np.ndarray:
    positions = [landmark.position for landmark in manifest.landmarks.values() if landmark.structure == id_]
    return np.array(positions, dtype=np.float64).reshape(-1, 3)


def _structure(id_: str, part: StructureTable, full: Mesh, light: Mesh) -> Structure:
    red, green, blue = bytes.fromhex(part.color[1:])
    return Structure(
        id=id_,
        names=_names(part.names),
        kind=part.kind,
        side=part.side,
        body=part.parent,
        color=(red, green, blue),
        full=full,
        light=light,
        sources=part.sources,
        note=part.note,
    )


def _names(table: NamesTable) -> Names:
    return Names(table.en, table.la, table.fma, table.ta2)


def _landmarks(manifest: Manifest) -> Mapping[str, Landmark]:
    return _frozen(
        (id_, Landmark(id_, _names(mark.names), mark.structure, _vector(mark.position)))
        for id_, mark in manifest.landmarks.items()
    )


def _joints(manifest: Manifest) -> Mapping[str, Joint]:
    return _frozen(
        (id_, Joint(id_, _vector(joint.center), _vector(joint.abduction_axis)))
        for id_, joint in manifest.joints.items()
    )


def _sources(manifest: Manifest) -> Mapping[str, Source]:
    return _frozen(
        (id_, Source(id_, source.title, source.credit, source.licence, source.changes))
        for id_, source in manifest.sources.items()
    )


def _vector(values: tuple[float, float, float]) -> np.ndarray:
    vector = np.array(values, dtype=np.float64)
    vector.setflags(write=False)
    return vector


def _frozen(items: Iterable[tuple[str, _T]]) -> Mapping[str, _T]:
    return MappingProxyType(dict(items))
