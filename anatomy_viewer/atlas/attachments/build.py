"""From definitions to the attachments of a model, both sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeVar

import numpy as np

from anatomy_viewer.atlas.attachments.definitions import FILE_NAME, AttachmentTable, CurveTable, Definitions
from anatomy_viewer.atlas.attachments.mirror import MIRROR, are_twins, mirror_order, twin_attachment, twin_curve
from anatomy_viewer.atlas.attachments.places import PlaceError, Places
from anatomy_viewer.atlas.attachments.polyline import closed
from anatomy_viewer.atlas.attachments.region import Ground, RegionError
from anatomy_viewer.atlas.attachments.surface import Surface
from anatomy_viewer.atlas.mesh_file import mirrored
from anatomy_viewer.atlas.model import Attachment, Landmark, Mesh, Names, PackProblem, Structure, SurfaceCurve, Vector
from anatomy_viewer.atlas.patience import Patience, TooLongError
from anatomy_viewer.atlas.tables import NamesTable, key_of

_BodySide = Literal["right", "left"]
_SIDES: tuple[_BodySide, _BodySide] = ("right", "left")
_MOST_S = 4.0
"""Work on all curves and attachments of a file, s; those of the shipped pack take half a second."""

_Record = TypeVar("_Record", SurfaceCurve, Attachment)


@dataclass(frozen=True, eq=False)
class Attached:
    """What the definitions give on a model, by id; `problems`: what this model cannot carry, and why."""

    curves: Mapping[str, SurfaceCurve]
    attachments: Mapping[str, Attachment]
    problems: tuple[PackProblem, ...]


def attachments_for(
    structures: Mapping[str, Structure],
    landmarks: Mapping[str, Landmark],
    definitions: Definitions,
    patience: Patience | None = None,
) -> Attached:
    """Lays the defined curves and attachments on any bones that have the landmarks; RAS millimetres.

    On both sides where both have the bone; the left is the exact mirror image of the right where bones and landmarks
    are. What cannot be laid is told in `problems`, as is what was wrong with the definitions themselves. patience:
    called again and again; what it raises ends the work.
    """
    waiting = patience or Patience()
    right, left = (_Half(side, structures, landmarks, definitions, waiting) for side in _SIDES)
    with waiting.within(_MOST_S):
        right.lay()
        if not left.mirror(right):
            left.lay()
    return Attached(
        curves=_by_turns(definitions.curves, right.curves, left.curves),
        attachments=_by_turns(definitions.attachments, right.attachments, left.attachments),
        problems=tuple(dict.fromkeys([*definitions.problems, *right.problems(left), *left.problems(right)])),
    )


@dataclass(eq=False)
class _Half:
    """One side of a model under the names that the definitions use; a left side is worked on as a right one."""

    side: _BodySide
    structures: Mapping[str, Structure]
    landmarks: Mapping[str, Landmark]
    definitions: Definitions
    patience: Patience
    curves: dict[str, SurfaceCurve] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    failures: dict[tuple[str, str], PackProblem] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = [table.structure for table in self.definitions.curves.values()]
        names += [table.structure for table in self.definitions.attachments.values()]
        named = {name: self._id_of(name) for name in dict.fromkeys(names)}
        self.bones = {name: self.structures[id_] for name, id_ in named.items() if id_ is not None}
        self.places = dict(self._positions())

    def lay(self) -> None:
        """Finds every curve and attachment on the bones."""
        surfaces = {name: Surface.of(self._meshes(bone.full), self.patience) for name, bone in self.bones.items()}
        grounds = {name: Ground(surface) for name, surface in surfaces.items()}
        places = Places(grounds, self.places, self.definitions)
        for id_, curve in self.definitions.curves.items():
            with self._failing("curves", id_):
                self.patience()
                self.curves[id_] = self._curve(id_, curve, places)
        for id_, table in self.definitions.attachments.items():
            with self._failing("attachments", id_):
                self.patience()
                self.attachments[id_] = self._attachment(id_, table, places, grounds)

    @contextmanager
    def _failing(self, kind: str, id_: str) -> Iterator[None]:
        """What fails inside, or takes too long, costs only this entry."""
        try:
            yield
        except PlaceError as error:
            self.failures[kind, id_] = error.problem
        except (ValueError, TooLongError) as error:
            what = f"cannot be laid on this model: it {error}."
            self.failures[kind, id_] = PackProblem(f"{FILE_NAME}: {key_of((kind, id_))}", what, "Correct its places.")

    def mirror(self, right: _Half) -> bool:
        """Takes over everything from the right side; False if it is not the exact mirror image of this one."""
        if self.bones.keys() != right.bones.keys() or not are_twins(self.places, right.places):
            return False
        orders = {}
        for name, bone in self.bones.items():
            order = mirror_order(right.bones[name].full, bone.full)
            if order is None:
                return False
            orders[name] = order
        for id_, curve in right.curves.items():
            table = self.definitions.curves[id_]
            bone = self.bones[table.structure]
            self.curves[id_] = twin_curve(curve, f"{id_}.left", self._names(table.names), bone.id)
        for id_, attachment in right.attachments.items():
            entry = self.definitions.attachments[id_]
            muscle, record_id = self._ids(id_)
            bone, order = self.bones[entry.structure], orders[entry.structure]
            names = self._names(entry.names)
            self.attachments[id_] = twin_attachment(attachment, record_id, names, muscle, bone.id, order)
        self.failures = dict(right.failures)
        return True

    def problems(self, other: _Half) -> Iterator[PackProblem]:
        """What failed here; but a bone that only the other side has is no fault of a definition."""
        for (kind, id_), problem in self.failures.items():
            tables = self.definitions.curves if kind == "curves" else self.definitions.attachments
            structure = tables[id_].structure
            if structure in self.bones or structure not in other.bones:
                yield problem

    def _id_of(self, name: str) -> str | None:
        return next((id_ for id_ in (f"{name}.{self.side}", name) if id_ in self.structures), None)

    def _positions(self) -> Iterator[tuple[str, Vector]]:
        for id_, landmark in self.landmarks.items():
            base, _, side = id_.rpartition(".")
            if side not in _SIDES:
                base, side = id_, self.side
            if side == self.side:
                yield base, landmark.position * (MIRROR if self.side == "left" else 1.0)

    def _meshes(self, mesh: Mesh) -> Mesh:
        return mirrored(mesh) if self.side == "left" else mesh

    def _ids(self, id_: str) -> tuple[str, str]:
        """Ids of the muscle and of the attachment on this side."""
        muscle, part = id_.split(".")
        return f"{muscle}.{self.side}", f"{muscle}.{self.side}.{part}"

    def _names(self, table: NamesTable) -> Names:
        return Names(f"{table.en}, {self.side}", table.la, table.fma, table.ta2)

    def _curve(self, id_: str, table: CurveTable, places: Places) -> SurfaceCurve:
        points = places.curve(id_)
        return SurfaceCurve(
            id=f"{id_}.{self.side}",
            names=self._names(table.names),
            structure=self.bones[table.structure].id,
            points=points * MIRROR if self.side == "left" else points.copy(),
            sources=tuple(self.definitions.sources[source] for source in table.sources),
            note=table.note,
        )

    def _attachment(
        self, id_: str, table: AttachmentTable, places: Places, grounds: Mapping[str, Ground]
    ) -> Attachment:
        muscle, record_id = self._ids(id_)
        outline = places.outline(id_, table)
        try:
            region = grounds[table.structure].region(outline)
        except RegionError as error:
            problem = PackProblem(f"{FILE_NAME}: {key_of(('attachments', id_))}", f"{error}.", "Correct its outline.")
            raise PlaceError(problem) from None
        factors = MIRROR if self.side == "left" else np.ones(3)
        patch = Mesh(region.piece.vertices.astype(np.float32), region.piece.triangles.astype(np.int32))
        return Attachment(
            id=record_id,
            names=self._names(table.names),
            muscle=muscle,
            structure=self.bones[table.structure].id,
            kind=table.kind,
            area_mm2=region.area,
            boundary=closed(region.outline) * factors,
            signed_distance=region.distance.astype(np.float32),
            patch=self._meshes(patch),
            sources=tuple(self.definitions.sources[source] for source in table.sources),
            note=table.note,
        )


def _by_turns(
    order: Mapping[str, object], right: Mapping[str, _Record], left: Mapping[str, _Record]
) -> Mapping[str, _Record]:
    """Records by their own id in the order of the file, right before left."""
    found = [half[id_] for id_ in order for half in (right, left) if id_ in half]
    return MappingProxyType({record.id: record for record in found})
