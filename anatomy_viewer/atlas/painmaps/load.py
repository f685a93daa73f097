"""From a folder of pain maps to the trigger points of a model, both sides."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import numpy as np

from anatomy_viewer.atlas.attachments.surface import Indices
from anatomy_viewer.atlas.model import Landmark, Names, PackProblem, Structure, SurfaceCurve
from anatomy_viewer.atlas.painmaps.compile import Body, Compiled, compile_point
from anatomy_viewer.atlas.painmaps.definitions import (
    PLACES_FILE,
    PainMap,
    SharedPlaces,
    ZoneTable,
    parse_map,
    parse_places,
)
from anatomy_viewer.atlas.painmaps.fields import as_intensity
from anatomy_viewer.atlas.painmaps.mirror import mirror_vertices, mirrored_places
from anatomy_viewer.atlas.painmaps.places import MapError
from anatomy_viewer.atlas.painmaps.store import STORE_FILE, body_key, from_store, is_right, point_key, read_store
from anatomy_viewer.atlas.patience import Patience
from anatomy_viewer.atlas.tables import MAX_BYTES, TableError, unknown
from anatomy_viewer.atlas.trigger_points import TriggerPoint, Zone
from anatomy_viewer.files.errors import FileError, reason
from anatomy_viewer.files.read import read_text

_BodySide = Literal["right", "left"]
_FLIP = np.array([-1.0, 1.0, 1.0])
_MOST_FILES, _MOST_ENTRIES = 200, 10_000
_MOST_S = 600.0
"""Work on all maps of a folder that are not compiled yet, s: a hundred times what the shipped ones take."""
_UNTOLD_S = 8.0
"""Who waits longer than this at every start is told why."""


@dataclass(frozen=True, eq=False)
class PainMaps:
    """The trigger points of a model by id, right before left; `problems`: the maps it cannot have, and why.

    compiled: of each point of the right side by its key, for the file of compiled maps; afresh: the points that this
    file lacked, such as "gluteus_medius.trp1". not_read: works that the maps name, but that nothing in them rests on.
    """

    trigger_points: Mapping[str, TriggerPoint]
    problems: tuple[PackProblem, ...]
    compiled: Mapping[str, Compiled]
    afresh: tuple[str, ...] = ()
    not_read: tuple[str, ...] = ()


NO_MAPS = PainMaps(MappingProxyType({}), (), MappingProxyType({}))


def load_painmaps(
    folder: Path,
    structures: Mapping[str, Structure],
    landmarks: Mapping[str, Landmark],
    curves: Mapping[str, SurfaceCurve],
    *,
    afresh: bool = False,
    going_on: Callable[[], None] | None = None,
) -> PainMaps:
    """Reads every map of a folder onto a model; a map that cannot be used is left out and told in `problems`.

    Zones come from the folder's file of compiled maps where it fits; `afresh`: never. going_on: called again and again;
    what it raises ends the work.
    """
    try:
        files = _files(folder)
    except TableError as error:
        return PainMaps({}, error.problems, {})
    if not files or "skin" not in structures:
        return NO_MAPS
    body = _body(structures, landmarks, curves, Patience(going_on) if going_on else None)
    try:
        mirrors = (mirror_vertices(body.skin), mirror_vertices(body.light_skin))
    except ValueError as error:
        what = f"cannot be laid on this skin, which {error}."
        return PainMaps({}, (PackProblem(str(folder), what, "Use a skin whose halves are mirror images."),), {})
    try:
        shared_text = _text(folder / PLACES_FILE) if os.path.lexists(folder / PLACES_FILE) else b""
        shared = parse_places(shared_text) if shared_text else SharedPlaces({}, {})
    except TableError as error:
        return PainMaps({}, error.problems, {})
    reader = _Reader(body, mirrors, shared_text, shared, {} if afresh else read_store(folder / STORE_FILE))
    for path in files:
        reader.read(path)
    began = time.thread_time()
    with body.patience.within(_MOST_S):
        reader.lay(structures)
    took_s = time.thread_time() - began
    slow = [_slow(folder, len(reader.afresh), took_s)] if took_s > _UNTOLD_S and reader.afresh and not afresh else []
    points = MappingProxyType(reader.points)
    return PainMaps(points, (*reader.problems, *slow), reader.compiled, tuple(reader.afresh), shared.not_read)


def _slow(folder: Path, points: int, took_s: float) -> PackProblem:
    what = f"has {points} of its trigger points worked out anew at every start, which takes {took_s:.0f} s."
    return PackProblem(
        str(folder), what, "Keep them: run anatomy-viewer compile, with the --model FOLDER if it has one."
    )


class _Reader:
    """Reads one file after the other, then lays all on the body."""

    def __init__(
        self,
        body: Body,
        mirrors: tuple[Indices, Indices],
        shared_text: bytes,
        shared: SharedPlaces,
        stored: Mapping[str, np.ndarray],
    ) -> None:
        self.points: dict[str, TriggerPoint] = {}
        self.problems: list[PackProblem] = []
        self.compiled: dict[str, Compiled] = {}
        self.afresh: list[str] = []
        self._maps: list[tuple[PainMap, bytes]] = []
        self._body = body
        self._body_key = body_key(body)
        self._mirrors = mirrors
        self._shared_text = shared_text
        self._shared = shared
        self._stored = stored

    def read(self, path: Path) -> None:
        """Takes in one file, or what is wrong in it."""
        self._body.patience()
        try:
            text = _text(path)
            pain_map = parse_map(text, path.name, self._shared)
        except TableError as error:
            self.problems += error.problems
            return
        if pain_map.muscle not in self._body.muscles:
            self.problems.append(unknown(f"{path.name}: muscle", pain_map.muscle, self._body.muscles, "muscle"))
            return
        self._maps.append((pain_map, text))

    def lay(self, structures: Mapping[str, Structure]) -> None:
        """Lays the maps on the body in their order; one that it cannot carry is left out."""
        for pain_map, text in sorted(self._maps, key=lambda entry: (entry[0].order, entry[0].file)):
            twice = self._twice(pain_map)
            if twice is not None:
                self.problems.append(twice)
                continue
            keys = {id_: point_key(self._body_key, (self._shared_text, text), id_) for id_ in pain_map.points}
            try:
                found = {id_: self._compiled(pain_map, id_, key) for id_, key in keys.items()}
            except MapError as error:
                self.problems.append(error.problem)
                continue
            self.compiled |= {keys[id_]: compiled for id_, compiled in found.items()}
            for id_, compiled in found.items():
                for side in _sides(pain_map.muscle, structures):
                    structure = structures[f"{pain_map.muscle}.{side}"]
                    point = _trigger_point(pain_map, id_, compiled, side, structure, self._mirrors)
                    self.points[point.id] = point

    def _twice(self, pain_map: PainMap) -> PackProblem | None:
        """The problem that a map gives a point which another one has given."""
        for id_ in pain_map.points:
            if any(f"{pain_map.muscle}.{id_}.{side}" in self.points for side in ("right", "left")):
                what = f"is the trigger point '{id_}' of '{pain_map.muscle}' once more."
                return PackProblem(f"{pain_map.file}: points.{id_}", what, "Give it another name, or leave one out.")
        return None

    def _compiled(self, pain_map: PainMap, id_: str, key: str) -> Compiled:
        sizes = (len(self._body.skin.vertices), len(self._body.light_skin.vertices))
        stored = from_store(self._stored, key, *sizes)
        if stored is not None and is_right(stored, self._body, pain_map, id_):
            return stored
        self.afresh.append(f"{pain_map.muscle}.{id_}")
        return compile_point(self._body, pain_map, id_)


def _files(folder: Path) -> list[Path]:
    """The maps in a folder, none if it is not there; TableError if it cannot be read or holds too many."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in islice(entries, _MOST_ENTRIES + 1)]
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        raise TableError.of(str(folder), "is no folder.", "Put a folder of pain maps there, or take it away.") from None
    except OSError as error:
        raise _unlisted(folder, error) from None
    maps = sorted(name for name in names if name.endswith(".toml") and name != PLACES_FILE)
    if len(names) > _MOST_ENTRIES or len(maps) > _MOST_FILES:
        what = f"holds more than {_MOST_FILES} maps, or {_MOST_ENTRIES:,} files in all, which is more than are read."
        raise TableError.of(str(folder), what, "Leave some out.")
    return [folder / name for name in maps]


def _unlisted(folder: Path, error: OSError) -> TableError:
    if error.errno == errno.ELOOP:
        return TableError.of(str(folder), "is a link that leads nowhere.", "Put the folder itself there.")
    return TableError.of(str(folder), f"cannot be read: {reason(error)}.", "Check its rights.")


def _text(path: Path) -> bytes:
    """A file as UTF-8 without a mark at its beginning, whatever editor has saved it."""
    try:
        return read_text(path, MAX_BYTES, inside=path.parent).encode()
    except FileError as error:
        raise TableError.of(path.name, error.what, error.remedy) from None


def _body(
    structures: Mapping[str, Structure],
    landmarks: Mapping[str, Landmark],
    curves: Mapping[str, SurfaceCurve],
    patience: Patience | None = None,
) -> Body:
    right = {_plain(id_): mark.position for id_, mark in landmarks.items() if not id_.endswith(".left")}
    lines = {_plain(id_): curve.points for id_, curve in curves.items() if not id_.endswith(".left")}
    muscles = {_plain(id_): part.full for id_, part in structures.items() if part.kind == "muscle"}
    skin = structures["skin"]
    return Body(skin.full, skin.light, right, lines, muscles, patience or Patience())


def _plain(id_: str) -> str:
    return id_.removesuffix(".right")


def _sides(muscle: str, structures: Mapping[str, Structure]) -> Iterator[_BodySide]:
    both: tuple[_BodySide, _BodySide] = ("right", "left")
    return (side for side in both if f"{muscle}.{side}" in structures)


def _trigger_point(
    pain_map: PainMap,
    id_: str,
    compiled: Compiled,
    side: _BodySide,
    muscle: Structure,
    mirrors: tuple[Indices, Indices],
) -> TriggerPoint:
    table = pain_map.points[id_]
    own = side == "right"
    flip = np.ones(3) if own else _FLIP
    full, light = (
        as_intensity(steps if own else steps[:, mirror])
        for steps, mirror in zip((compiled.full, compiled.light), mirrors, strict=True)
    )
    pieces = (compiled.press, *compiled.referral_paths)
    places = [piece if own else mirrored_places(piece, mirrors[0]) for piece in pieces]
    zones = [
        _zone(pain_map, zone, float(area), center * flip)
        for zone, area, center in zip(
            (table.essential, table.spillover), compiled.areas_cm2, compiled.centers, strict=True
        )
    ]
    assert zones[0] is not None
    return TriggerPoint(
        id=f"{pain_map.muscle}.{id_}.{side}",
        names=Names(f"{table.names.en}, {side}", table.names.la),
        label=table.label,
        muscle=muscle.id,
        side=side,
        twin=f"{pain_map.muscle}.{id_}.{'left' if own else 'right'}",
        body=muscle.body,
        position=compiled.position * flip,
        press_position=compiled.press_position * flip,
        press=places[0],
        depth_mm=float(np.linalg.norm(compiled.press_position - compiled.position)),
        essential=full[0],
        spillover=full[1],
        light_essential=light[0],
        light_spillover=light[1],
        essential_zone=zones[0],
        spillover_zone=zones[1],
        referral_paths=tuple(places[1:]),
        words=table.spot.words,
        confidence=table.spot.confidence,
        less_sure=MappingProxyType(table.spot.less_sure),
        sources=tuple(pain_map.sources[source] for source in table.spot.sources),
        note=table.spot.note,
    )


def _zone(pain_map: PainMap, table: ZoneTable | None, area_cm2: float, center: np.ndarray) -> Zone | None:
    if table is None:
        return None
    return Zone(
        words=table.words,
        confidence=table.confidence,
        less_sure=MappingProxyType(table.less_sure),
        sources=tuple(pain_map.sources[source] for source in table.sources),
        note=table.note,
        area_cm2=area_cm2,
        center=center,
        separate=table.separate,
    )
