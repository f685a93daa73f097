"""What to say where no manifest is found: what lies there instead, and the way on."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator
from itertools import filterfalse, islice
from pathlib import Path, PurePosixPath

from anatomy_viewer.atlas.manifest import FILE_NAME
from anatomy_viewer.atlas.model import PackProblem
from anatomy_viewer.atlas.pack_path import check_path, shown
from anatomy_viewer.files.errors import FileError, reason
from anatomy_viewer.files.kinds import kind_of
from anatomy_viewer.files.read import read_file

_MESHES = (".ply", ".stl", ".obj", ".glb", ".gltf", ".vtp", ".vtk", ".vtu", ".off", ".fbx", ".dae", ".3mf", ".wrl")
_SCANS = (".nii", ".nii.gz", ".nrrd", ".mha", ".mhd", ".dcm")
_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".tgz", ".tar.gz", ".tar.xz")

_MOST_ENTRIES = 5000
_DEEPEST = 3
_RENAMED = "mesh.ply"
"""What a file may be called that a manifest cannot name."""
_MOST_LETTERS = 60
"""Of a file's name that become the id and the name of a part."""
_MOST_HASHED = 64 * 1024 * 1024

_CHOOSE = f"Choose the folder that holds a {FILE_NAME}."
_EXAMPLE = """format = 1
name = "My model"
units = "mm"
frame = "RAS"  # x to the subject's right, y forward, z up

[subject]
stature_m = 1.70
mass_kg = 70.0
source = "Estimated."

[sources.own]
title = "Where the meshes come from"
credit = "Who made them"
licence = "CC-BY-4.0"
changes = "None."

[bodies.pelvis]

[structures."{id}"]
names = {{ en = "{name}", la = "{name}" }}
kind = "bone"  # or "muscle", "skin"
side = "{side}"  # as the id ends: .right, .left, or neither
parent = "pelvis"
color = "#e9dfcb"
sources = ["own"]
files = {{ full = "{file}", light = "{file}" }}
sha256 = {{ full = "{sha256}", light = "{sha256}" }}
"""


def pack_folder(path: Path) -> Path:
    """The folder of a pack that is named by its folder or by its manifest."""
    return path.parent if path.name.lower() == FILE_NAME and os.path.isfile(path) else path  # noqa: PTH113


def no_manifest(root: Path) -> PackProblem:
    """What is wrong with a path that is no folder with a manifest, and what to do."""
    if not os.path.isdir(root):  # noqa: PTH112  (raises nothing where a folder may not be entered)
        return _no_folder(root)
    here = str(root / FILE_NAME)
    found = list(_found(root))
    if not found:
        return PackProblem(here, *_nothing_found(root))
    elsewhere = _elsewhere(root, found)
    if elsewhere is not None:
        return PackProblem(here, *elsewhere)
    meshes = [name for name in found if name.lower().endswith(_MESHES)]
    if meshes:
        what = f"is missing. The folder holds {_counted(meshes, found)}."
        return PackProblem(here, what, _way_on(meshes), _example(root, meshes))
    archives = [name for name in found if name.lower().endswith(_ARCHIVES)]
    if archives:
        return PackProblem(here, f"is missing, but {shown(archives[0])} is there.", f"Unpack it. {_CHOOSE}")
    scans = f" The folder holds {_counted([], found)}." if _counted([], found) else ""
    return PackProblem(here, f"is missing.{scans}", _CHOOSE)


def _no_folder(path: Path) -> PackProblem:
    name = path.name.lower()
    if not os.path.lexists(path):
        return PackProblem(str(path), "is not a folder: nothing has this name.", _CHOOSE)
    if name.endswith(_ARCHIVES):
        return PackProblem(str(path), "is an archive, not a folder.", f"Unpack it. {_CHOOSE}")
    try:
        kind = kind_of(read_file(path, _MOST_HASHED))
    except FileError:
        kind = None
    told = f"is {kind}, not a folder." if kind else "is not a folder."
    if name.endswith(_MESHES):
        told = f"is one mesh ({path.suffix.lower()}), not a folder."
        return PackProblem(str(path), told, _way_on([path.name]), _example(path.parent, [path.name]))
    return PackProblem(str(path), told, _CHOOSE)


def _found(root: Path) -> Iterator[str]:
    """Paths of the files in the folder and in those inside it, with '/' between folders; the first few thousand."""
    yield from islice(_walk(root, PurePosixPath()), _MOST_ENTRIES)


def _nothing_found(root: Path) -> tuple[str, str]:
    """What is wrong with a folder in which nothing was found, and what to do."""
    try:
        with os.scandir(root):
            return "is missing: the folder is empty.", _CHOOSE
    except OSError as error:
        what = f"is missing, and what else is in the folder cannot be listed: {reason(error)}."
        return what, f"Check the rights of the folder. {_CHOOSE}"


def _walk(root: Path, inside: PurePosixPath) -> Iterator[str]:
    try:
        with os.scandir(root / inside) as listed:
            entries = sorted(islice(listed, _MOST_ENTRIES), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        path = inside / entry.name
        if not entry.is_dir(follow_symlinks=False):
            yield str(path)
        elif len(path.parts) < _DEEPEST:
            yield from _walk(root, path)


def _elsewhere(root: Path, found: list[str]) -> tuple[str, str] | None:
    """A manifest under another name, in a folder below, or above; what is wrong, and what to do."""
    deeper = [name for name in found if name.lower().endswith(f"/{FILE_NAME}")]
    if deeper:
        folder = shown(str(PurePosixPath(deeper[0]).parent))
        return f"is missing here: it lies in {folder}/.", f"Open {root / folder}."
    alike = [name for name in found if "/" not in name and re.fullmatch(r"manifest\b.*\.toml.*|manifest", name.lower())]
    if alike:
        return f"is missing, but {shown(alike[0])} is there.", f"Rename it to {FILE_NAME}."
    above = next((folder for folder in list(root.parents)[:2] if os.path.isfile(folder / FILE_NAME)), None)  # noqa: PTH113
    return None if above is None else (f"is missing here: it lies in {above}.", f"Open {above}.")


def _counted(meshes: list[str], found: list[str]) -> str:
    """How many meshes and scans there are, of which endings."""
    phrases = []
    if meshes:
        phrases.append(f"{len(meshes)} mesh{'es' * (len(meshes) > 1)}: {_endings(meshes, _MESHES)}")
    scans = [name for name in found if name.lower().endswith(_SCANS)]
    if scans:
        phrases.append(
            f"{len(scans)} scan{'s' * (len(scans) > 1)}, which show no surface yet: {_endings(scans, _SCANS)}"
        )
    return "; ".join(phrases)


def _endings(names: list[str], endings: tuple[str, ...]) -> str:
    longest = sorted(endings, key=len, reverse=True)
    counts = Counter(next(ending for ending in longest if name.lower().endswith(ending)) for name in names)
    return ", ".join(f"{count} {ending}" for ending, count in counts.most_common())


def _way_on(meshes: list[str]) -> str:
    """How these meshes become a model."""
    ready = [name for name in meshes if name.lower().endswith(".ply")]
    others = len(meshes) - len(ready)
    export = "Only PLY is read: export the meshes as PLY, in millimetres, for instance with MeshLab or Blender. "
    export = export.replace("the meshes", "the others") if ready else export
    hint = "a table for each mesh and its SHA-256 (`sha256sum FILE`; on Windows `Get-FileHash FILE`)"
    unfit = next(filterfalse(_can_be_named, meshes), None)
    rename = (
        f"Rename {shown(unfit)}, for instance to {_RENAMED}: a manifest cannot name it. " if unfit is not None else ""
    )
    return (
        f"{export if others else ''}{rename}Write a text file {FILE_NAME} beside them, with {hint}, as in the example."
    )


def _example(root: Path, meshes: list[str]) -> str:
    """A manifest for the first mesh that can be read, or else for the first as it will be once it is exported."""
    nameable = [name for name in meshes if _can_be_named(name)]
    mesh = next((name for name in nameable or meshes if name.lower().endswith(".ply")), (nameable or meshes)[0])
    path = PurePosixPath(_as_ply(mesh) if nameable else _RENAMED)
    words = re.sub(r"[^a-z0-9]+", " ", path.stem.lower()).split()
    side = next((side for side in ("right", "left") if side in words), "midline")
    id_ = "_".join(word for word in words if word != side)[:_MOST_LETTERS].strip("_") or "part"
    name = path.stem[:_MOST_LETTERS].strip() or "Part"
    return _EXAMPLE.format(
        id=id_ if side == "midline" else f"{id_}.{side}",
        name=name[:1].upper() + name[1:],
        side=side,
        file=str(path),
        sha256=_sha256(root / (path if nameable else mesh)),
    )


def _can_be_named(name: str) -> bool:
    """Whether a manifest can name this mesh, or its export as PLY, as it is."""
    try:
        check_path(_as_ply(name), ".ply")
    except FileError:
        return False
    return name.isprintable() and '"' not in name


def _as_ply(name: str) -> str:
    return name if name.lower().endswith(".ply") else str(PurePosixPath(name).with_suffix(".ply"))


def _sha256(path: Path) -> str:
    """Of a file that is there and not too large; else what to write."""
    try:
        return hashlib.sha256(read_file(path, _MOST_HASHED)).hexdigest()
    except FileError:
        return "the SHA-256 of the file"
