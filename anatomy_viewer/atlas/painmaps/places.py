"""What the places of a pain map mean on one body: points in space, and on the skin."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from anatomy_viewer.atlas.attachments import polyline
from anatomy_viewer.atlas.attachments.definitions import MoveTable
from anatomy_viewer.atlas.attachments.places import FARTHEST_MM, MOST_STEPS
from anatomy_viewer.atlas.attachments.surface import DIRECTIONS, Floats, Indices, Points, Surface, direction, unit
from anatomy_viewer.atlas.model import PackProblem, Vector
from anatomy_viewer.atlas.painmaps.definitions import DirectionTable, PainMap, PointTable
from anatomy_viewer.atlas.tables import key_of, unknown

Keys = tuple[str | int, ...]

_FLIP = np.array([-1.0, 1.0, 1.0])
_BACK_MM = 40.0
"""A place moved out of the skin by no more than this is brought back onto it."""

_ON_EDGE = 1e-9
"""A line along the midline runs through corners of triangles and must not slip between them."""


class MapError(ValueError):
    """A pain map that this body cannot carry; `problem` says which key of which file, and why."""

    def __init__(self, file: str, keys: Keys, what: str, remedy: str) -> None:
        self.problem = PackProblem(f"{file}: {key_of(keys)}", what, remedy)
        super().__init__(str(self.problem))


class UnknownError(MapError):
    """A map that names what does not exist."""

    def __init__(self, file: str, keys: Keys, name: str, known: Mapping[str, object], what: str) -> None:
        problem = unknown(f"{file}: {key_of(keys)}", name, known, what)
        super().__init__(file, keys, problem.what, problem.remedy)


class Places:
    """The places of one map on the right side of a body.

    landmarks: positions (3,) mm and curves (k, 3) mm of the right side, by name without the side; a curve runs as the
    pack has it.
    """

    def __init__(
        self, pain_map: PainMap, skin: Surface, landmarks: Mapping[str, Vector], curves: Mapping[str, Points]
    ) -> None:
        self.map = pain_map
        self.skin = skin
        self._landmarks = landmarks
        self._curves = curves
        self._under_way: list[str] = []
        self._found: dict[str, Vector] = {}

    def point(self, table: PointTable, keys: Keys) -> Vector:
        """A place in space, (3,); on the skin where the map says in which direction."""
        if table.at is not None:
            found = self._named(table.at, keys)
        elif table.along is not None:
            found = self._on_curve(table, keys)
        else:
            assert table.mix is not None
            found = np.sum([share * self._named(name, keys) for name, share in table.mix.items()], axis=0)
        found = found + moved(table.move)
        if not np.abs(found).max() <= FARTHEST_MM:
            what = f"lies more than {FARTHEST_MM / 1000.0:g} m from the middle of the body."
            raise MapError(self.map.file, keys, what, "Correct this place.")
        if table.toward is not None:
            found = self._toward(found, vector(table.toward), keys)
        return found * _FLIP if table.side == "other" else found

    def on_skin(self, tables: list[PointTable], keys: Keys) -> Points:
        """Places on the skin, (k, 3)."""
        points = np.array([self.point(table, (*keys, number)) for number, table in enumerate(tables, 1)])
        return self.skin.closest(points)[0]

    def _named(self, name: str, keys: Keys) -> Vector:
        table = self.map.places.get(name)
        if table is None or name in self._under_way:
            if name in self._landmarks:
                return self._landmarks[name]
            if table is not None and name == self._under_way[-1] and table.at == name:
                what = f"names the landmark '{name}', which this model does not have."
                raise MapError(
                    self.map.file, keys, what, "Add the landmark to the manifest, or define the place by others."
                )
            if table is not None:
                raise MapError(self.map.file, keys, f"leads back to '{name}' in a circle.", "Define it by landmarks.")
            known = {**self._landmarks, **self.map.places}
            raise UnknownError(self.map.file, keys, name, known, "landmark or place")
        if name not in self._found:
            self._found[name] = self._worked_out(name, table, keys)
        return self._found[name]

    def _worked_out(self, name: str, table: PointTable, keys: Keys) -> Vector:
        if len(self._under_way) >= MOST_STEPS:
            what = f"leads through more than {MOST_STEPS} places, each by the next."
            raise MapError(self.map.file, keys, what, "Define it by landmarks.")
        self._under_way.append(name)
        try:
            return self.point(table, ("places", name))
        finally:
            self._under_way.pop()

    def _on_curve(self, table: PointTable, keys: Keys) -> Vector:
        assert table.along is not None
        assert table.share is not None
        if table.along not in self._curves:
            raise UnknownError(self.map.file, keys, table.along, self._curves, "curve")
        points = self._curves[table.along]
        return np.asarray(polyline.at(points, np.array([table.share * polyline.lengths(points)[-1]]))[0])

    def _toward(self, start: Vector, along: Vector, keys: Keys) -> Vector:
        ahead, _, facing = crossings(self.skin, start, along)
        out = ahead[(facing > 0.0) & (ahead > -_BACK_MM)]
        if len(out) == 0:
            what = "does not meet the skin in the direction of 'toward'."
            raise MapError(self.map.file, keys, what, "Choose another direction.")
        return np.asarray(start + out.min() * along)


def crossings(surface: Surface, start: Vector, along: Vector) -> tuple[Floats, Indices, Floats]:
    """Where an endless line through a place crosses a surface, ordered along it.

    along: unit vector (3,). Distances from the place (k,), triangles (k,), and whether the surface faces along the
    line (positive: the line leaves there), (k,).
    """
    surface.going_on()
    frame = _across(along)
    flat = (surface.vertices - start) @ frame.T
    a, b, c = flat[surface.triangles].transpose(1, 0, 2)
    near = (np.minimum(np.minimum(a, b), c) <= 0.0).all(axis=1) & (np.maximum(np.maximum(a, b), c) >= 0.0).all(axis=1)
    which = np.flatnonzero(near)
    a, b, c = a[which], b[which], c[which]
    weights = np.column_stack([_turn(b, c), _turn(c, a), _turn(a, b)])
    total = weights.sum(axis=1)
    weights = weights / np.where(total == 0.0, np.nan, total)[:, None]
    inside = (weights >= -_ON_EDGE).all(axis=1)
    which, weights = which[inside], weights[inside]
    depth = ((surface.vertices[surface.triangles[which]] - start) @ along * weights).sum(axis=1)
    facing = surface.area_vectors[which] @ along
    order = np.argsort(depth, kind="stable")
    return depth[order], which[order], facing[order]


def vector(table: DirectionTable) -> Vector:
    """The unit vector of a direction."""
    return unit(moved(table))


def moved(table: MoveTable | None) -> Vector:
    """A way in directions of the body as a vector, (3,) mm."""
    if table is None:
        return np.zeros(3)
    return np.asarray(np.sum([getattr(table, name) * direction(name) for name in DIRECTIONS], axis=0))


def _across(along: Vector) -> Points:
    """Two unit vectors across a third, (2, 3)."""
    helper = np.eye(3)[np.argmin(np.abs(along))]
    first = unit(np.cross(along, helper))
    return np.vstack([first, np.cross(along, first)])


def _turn(one: Points, other: Points) -> Floats:
    return np.asarray(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])
