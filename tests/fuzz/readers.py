"""The readers that inputs go through: each takes the bytes of a file, and uses once what it accepts.

A reader gives True for a file that was accepted and False for one that was refused in the declared way; anything else
that it raises is a fault.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from anatomy_viewer.atlas.loader import PackError, load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.painmaps import load as compiling
from anatomy_viewer.motion.pose import pose
from anatomy_viewer.pain.drawing import DrawingError, PainDrawing, Stroke, canvas_of, from_json, to_json
from anatomy_viewer.state import serial
from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.pain import PainStroke
from anatomy_viewer.state.view_state import Camera, FanView, Look, ViewState
from anatomy_viewer.state.views import default_state
from tests.fuzz import definitions, packs
from tests.fuzz.promises import check_atlas
from tests.fuzz.toml_text import toml

_HASH = "hash of the file"


class OutOfMemoryError(MemoryError):
    """A reader asked for more memory than there was, and called the file damaged."""


@dataclass(frozen=True)
class Reader:
    """Takes the bytes of a file; `folder`: where it is put; `known`: what sound files are made of."""

    read: Callable[[bytes], bool]
    folder: Path
    known: Any = None


def manifest(folder: Path) -> Reader:
    """manifest.toml of a pack with fibres and shapes."""
    table = packs.write_pack(folder, packs.BONE, packs.MUSCLE)
    _add_fibres(folder, table)
    _add_motion(folder, table)
    table["fibres"][packs.LEFT_MUSCLE] = {"mirror_of": packs.MUSCLE}
    table["motion"][packs.LEFT_MUSCLE] = {"mirror_of": packs.MUSCLE}
    return Reader(lambda data: _loads(folder, "manifest.toml", data), folder, table)


def sound_manifests(reader: Reader) -> list[bytes]:
    """One with all kinds of tables, and one with the least."""
    least = {
        key: value for key, value in reader.known.items() if key not in {"fibres", "motion", "landmarks", "joints"}
    }
    least |= {"bodies": {"pelvis": {}}, "structures": {packs.BONE: reader.known["structures"][packs.BONE]}}
    return [toml(reader.known).encode(), toml(least).encode()]


def attachments(folder: Path) -> Reader:
    """attachments.toml on one bone."""
    packs.write_pack(folder, packs.BONE)
    return Reader(lambda data: _loads(folder, "attachments.toml", data), folder)


def facts(folder: Path) -> Reader:
    """facts.toml of one muscle."""
    packs.write_pack(folder, packs.MUSCLE)
    return Reader(lambda data: _loads(folder, "facts.toml", data), folder)


def places(folder: Path) -> Reader:
    """places.toml beside a good map."""
    _write_maps(folder)
    return Reader(lambda data: _loads(folder, "painmaps/places.toml", data), folder)


def painmap(folder: Path) -> Reader:
    """The map of one muscle beside good shared places."""
    _write_maps(folder)
    return Reader(lambda data: _loads(folder, "painmaps/gluteus_medius.toml", data), folder)


def ply(folder: Path) -> Reader:
    """The surface of a bone; its hash stands in the manifest whatever it is."""
    table = packs.write_pack(folder, packs.BONE)
    table["structures"][packs.BONE] |= {"sha256": {"full": _HASH, "light": _HASH}}
    return _hashed(folder, table, packs.FULL_FILE)


def fibres(folder: Path) -> Reader:
    """The fibres of a muscle."""
    table = packs.write_pack(folder, packs.MUSCLE)
    _add_fibres(folder, table)
    table["fibres"][packs.MUSCLE]["sha256"] = _HASH
    table["fibres"][packs.LEFT_MUSCLE] = {"mirror_of": packs.MUSCLE}
    return _hashed(folder, table, packs.FIBRES_FILE)


def motion(folder: Path) -> Reader:
    """The shapes of a muscle and its fibres."""
    table = packs.write_pack(folder, packs.MUSCLE)
    _add_fibres(folder, table)
    _add_motion(folder, table)
    table["motion"][packs.MUSCLE]["sha256"] = _HASH
    table["motion"][packs.LEFT_MUSCLE] = {"mirror_of": packs.MUSCLE}
    return _hashed(folder, table, packs.MOTION_FILE)


def skin_shapes(folder: Path) -> Reader:
    """The shapes of the skin."""
    table = packs.write_pack(folder, packs.SKIN)
    packs.add_file(folder, table, "motion", packs.SKIN, packs.SKIN_FILE, packs.npz(packs.skin_shape_arrays()))
    table["motion"][packs.SKIN]["sha256"] = _HASH
    return _hashed(folder, table, packs.SKIN_FILE)


def compiled(folder: Path) -> Reader:
    """The file of compiled maps: a cache, so that the maps load without it too; then they are worked out only once."""
    _write_maps(folder)
    real = compiling.compile_point
    at_work: list[tuple[compiling.Body, compiling.PainMap]] = []
    work_out = functools.cache(lambda id_: real(*at_work[0], id_))

    def once(body: compiling.Body, pain_map: compiling.PainMap, id_: str) -> compiling.Compiled:
        at_work[:] = [(body, pain_map)]
        return work_out(id_)

    def read(data: bytes) -> bool:
        (folder / "painmaps/compiled.npz").write_bytes(data)
        with mock.patch.object(compiling, "compile_point", once):
            atlas = load_atlas(folder, painmaps=folder / "painmaps")
        check_atlas(atlas)
        assert len(atlas.trigger_points) == 2, "a zone vanished in silence"
        return True

    return Reader(read, folder)


def sound_compiled(reader: Reader) -> list[bytes]:
    """What the program itself keeps of the good map."""
    path = reader.folder / "sound.npz"
    if not path.exists():
        from anatomy_viewer.atlas.painmaps import load_painmaps
        from anatomy_viewer.atlas.painmaps.store import write_store

        atlas = load_atlas(reader.folder)
        found = load_painmaps(reader.folder / "painmaps", atlas.structures, atlas.landmarks, atlas.curves, afresh=True)
        write_store(path, found.compiled)
    return [path.read_bytes()]


def view(folder: Path) -> Reader:
    """A saved view, drawn as far as it goes without a picture: posed, its pain drawing on the skin."""
    atlas = _body(folder)

    def read(data: bytes) -> bool:
        try:
            state = serial.from_json(_text(data))
        except (serial.StateError, UnicodeDecodeError):
            return False
        assert serial.from_json(serial.to_json(state)) == state, "a saved view does not survive being saved again"
        shown = state.motion
        hips = {"right": shown.right_deg, "left": shown.left_deg}
        placed = (
            pose(atlas, stance=shown.stance_side, pelvic_drop_deg=shown.pelvic_drop_deg)
            if shown.kind == "stance"
            else pose(atlas, hip_abduction_deg=hips)
        )
        placed.vertices(packs.MUSCLE, "light")
        strokes = tuple(Stroke(one.points, one.radius_mm, one.erase, one.mirror) for one in state.pain.drawing)
        canvas_of(atlas).values(PainDrawing(strokes))
        return True

    return Reader(read, folder, atlas)


def sound_views(reader: Reader) -> list[bytes]:
    """The first picture, and one in which everything differs from it."""
    first = default_state(reader.known)
    stroke = PainStroke(((0.0, 120.0, 0.0), (20.0, 115.0, 10.0)), 20.0, False, True)
    other = ViewState(
        camera=Camera((1.5, 500.25, -0.1), (0.0, 1e-7, 3.0), (0.0, 0.0, 1.0), 27.5),
        looks=((packs.MUSCLE, Look(True, 0.35)), ("skin", Look(False, 1.0))),
        selected=packs.MUSCLE,
        hovered="skin",
        theme="dark",
        fan=FanView("fibres", packs.MUSCLE, 0.25, labels=True, patches=True),
        motion=MotionView("stance", pelvic_drop_deg=-7.5, stance_side="left", body_mass_kg=70.0, lever=True, arc=False),
        pain=replace(first.pain, drawing=(stroke,)),
    )
    return [serial.to_json(state).encode() for state in (first, other, other)]


def drawing(folder: Path) -> Reader:
    """A pain drawing, laid on the skin at both levels of detail."""
    atlas = _body(folder)

    def read(data: bytes) -> bool:
        try:
            found = from_json(_text(data), atlas, "a.pain.json")
        except (DrawingError, UnicodeDecodeError):
            return False
        canvas = canvas_of(atlas)
        values = canvas.values(found)
        assert 0.0 <= values.min() <= values.max() <= 1.0, "a drawing covers more than all or less than nothing"
        canvas.light(values)
        return True

    return Reader(read, folder, atlas)


def sound_drawings(reader: Reader) -> list[bytes]:
    """A drawing of three strokes, one of them erased again."""
    strokes = (
        Stroke(((0.0, 120.0, 0.0), (30.0, 115.0, 20.0), (60.0, 100.0, 40.0)), 20.0, mirror=True),
        Stroke(((0.0, -120.0, 10.0),), 12.5),
        Stroke(((0.0, 120.0, 0.0), (5.0, 118.0, 0.0)), 8.0, erase=True),
    )
    return [to_json(PainDrawing(strokes), reader.known).encode()]


def settings(folder: Path) -> Reader:
    """What the program remembers between two starts, given back to a window."""
    from tests.fuzz.settings_reader import read_settings

    return Reader(lambda data: read_settings(folder / "settings.ini", data), folder)


def sound_settings(reader: Reader) -> list[bytes]:
    """Settings as the program writes them."""
    from tests.fuzz.settings_reader import sound

    return sound(reader.folder / "sound.ini")


def selftest(folder: Path) -> Reader:
    """No reader: does what no reader may do, to see that it is noticed."""

    def read(data: bytes) -> bool:
        if data == b"death":
            os.abort()
        while data == b"times":
            pass
        return bool(np.ones(2**29) if data == b"memory" else 1 // len(data.replace(b"fault", b"")))

    return Reader(read, folder)


def _add_fibres(folder: Path, table: packs.Table) -> None:
    data = packs.npz(packs.fibre_arrays())
    parts = packs.parts_of_fibres()
    packs.add_file(folder, table, "fibres", packs.MUSCLE, packs.FIBRES_FILE, data, parts=parts, method="Invented.")


def _add_motion(folder: Path, table: packs.Table) -> None:
    packs.add_file(folder, table, "motion", packs.MUSCLE, packs.MOTION_FILE, packs.npz(packs.motion_arrays()))


def _write_maps(folder: Path) -> None:
    packs.write_pack(folder, packs.BONE, packs.MUSCLE, packs.SKIN)
    (folder / "painmaps").mkdir()
    (folder / "painmaps/places.toml").write_text(definitions.PLACES, encoding="utf-8")
    (folder / "painmaps/gluteus_medius.toml").write_text(definitions.PAINMAP, encoding="utf-8")


def _body(folder: Path) -> Atlas:
    table = packs.write_pack(folder, packs.BONE, packs.MUSCLE, packs.SKIN)
    _add_fibres(folder, table)
    _add_motion(folder, table)
    return load_atlas(folder)


def _hashed(folder: Path, table: packs.Table, name: str) -> Reader:
    """A reader of a file whose hash is written into the manifest each time."""
    text = toml(table)

    def read(data: bytes) -> bool:
        named = text.replace(_HASH, hashlib.sha256(data).hexdigest())
        (folder / "manifest.toml").write_text(named, encoding="utf-8")
        return _loads(folder, name, data)

    return Reader(read, folder)


def _loads(folder: Path, name: str, data: bytes) -> bool:
    """Whether a pack loads whole with this file in it."""
    (folder / name).write_bytes(data)
    try:
        atlas = load_atlas(folder, painmaps=folder / "painmaps")
    except PackError as error:
        _check_told(error.problems)
        return False
    _check_told(atlas.missing)
    check_atlas(atlas)
    return not atlas.missing


def _check_told(problems: Iterable[Any]) -> None:
    """Each problem says where, what and what to do, in few words; none is the lack of memory under another name."""
    for problem in problems:
        if "llocate" in problem.what or "MemoryError" in problem.what:
            raise OutOfMemoryError(problem.what)
        assert problem.where, f"no file or key is named: {problem}"
        assert problem.what, f"nothing is said: {problem}"
        assert problem.remedy, f"nothing is proposed: {problem}"


def _text(data: bytes) -> str:
    return data.decode("utf-8")
