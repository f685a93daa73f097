"""Finds the places, curves and outlines of attachments.toml on the bones of one side of the body."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np

from anatomy_viewer.atlas.attachments import facet, polyline, rim
from anatomy_viewer.atlas.attachments.definitions import (
    FILE_NAME,
    AttachmentTable,
    CurveTable,
    Definitions,
    MoveTable,
    PointTable,
    SectionTable,
)
from anatomy_viewer.atlas.attachments.region import Ground
from anatomy_viewer.atlas.attachments.surface import DIRECTIONS, Points, Surface, direction, unit
from anatomy_viewer.atlas.model import PackProblem, Vector
from anatomy_viewer.atlas.tables import key_of, unknown

_WIDEST_GAP_MM = 18.0
"""Sections of an outline that stay farther apart than this are not meant to meet."""

FARTHEST_MM = 5000.0
"""No place of a body is farther from its middle."""

MOST_STEPS = 50
"""Places that may rest on each other, one by the next."""

_BRIDGE_MM = 1.0
_SMALLEST_STEP_MM = 0.1

_T = TypeVar("_T")


class PlaceError(ValueError):
    """A definition that this model cannot carry; `problem` says where and why."""

    def __init__(self, problem: PackProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem

    @classmethod
    def of(cls, keys: tuple[str, ...], what: str, remedy: str) -> PlaceError:
        """The error at a key of the file."""
        return cls(PackProblem(f"{FILE_NAME}: {key_of(keys)}", what, remedy))


class Places:
    """What the definitions mean on one model. Everything is on the right side: a left side comes mirrored.

    grounds: bones by the name that the definitions use; landmarks: positions (3,) mm by the same.
    """

    def __init__(
        self, grounds: Mapping[str, Ground], landmarks: Mapping[str, Vector], definitions: Definitions
    ) -> None:
        self._grounds = grounds
        self._landmarks = landmarks
        self._definitions = definitions
        self._curves: dict[str, Points | PlaceError] = {}
        self._points: dict[str, Vector] = {}
        self._under_way: list[str] = []

    def ground(self, structure: str, keys: tuple[str, ...]) -> Ground:
        """The bone of this name."""
        if structure not in self._grounds:
            raise PlaceError(unknown(f"{FILE_NAME}: {key_of(keys)}", structure, self._grounds, "structure"))
        return self._grounds[structure]

    def curve(self, id_: str) -> Points:
        """A curve of the definitions, (k, 3)."""
        if id_ not in self._curves:
            try:
                self._curves[id_] = self._guarded(f"curve '{id_}'", ("curves", id_), lambda: self._drawn(id_))
            except PlaceError as error:
                self._curves[id_] = error
        found = self._curves[id_]
        if isinstance(found, PlaceError):
            raise found
        return found

    def outline(self, id_: str, table: AttachmentTable) -> Points:
        """The closed outline of an attachment, (k, 3), first point not repeated."""
        keys = ("attachments", id_)
        surface = self.ground(table.structure, (*keys, "structure")).surface
        if table.facet is not None:
            center = self._point(table.facet.center, (*keys, "facet", "center"))
            axis = self._direction(table.facet.axis.along, (*keys, "facet", "axis", "along"))
            try:
                return facet.outline(surface, center, axis, table.facet)
            except ValueError as error:
                raise PlaceError.of((*keys, "facet"), f"cannot be drawn: {error}.", "Choose another axis.") from None
        assert table.outline is not None
        return self._bounded(surface, table.outline, table, (*keys, "outline"))

    def _bounded(
        self, surface: Surface, outline: Sequence[SectionTable], table: AttachmentTable, keys: tuple[str, ...]
    ) -> Points:
        if len(outline) == 1:
            return self._closed(surface, outline[0], table.side, keys)
        sections = [self._section(surface, section, table.side, keys) for section in outline]
        pieces = self._joined(surface, sections, table, keys)
        return polyline.laid_closed(surface, polyline.rounded(pieces, table.corner_mm))

    def _curve_for(self, id_: str, keys: tuple[str, ...]) -> Points:
        """A named curve that something else rests on."""
        if id_ not in self._definitions.curves:
            raise PlaceError(unknown(f"{FILE_NAME}: {key_of(keys)}", id_, self._definitions.curves, "curve"))
        if f"curve '{id_}'" in self._under_way:
            raise PlaceError.of(keys, f"leads back to the curve '{id_}' in a circle.", "Define it by other places.")
        try:
            return self.curve(id_)
        except PlaceError:
            raise PlaceError.of(keys, f"needs the curve '{id_}', which cannot be drawn.", "Mend that first.") from None

    def _drawn(self, id_: str) -> Points:
        table = self._definitions.curves[id_]
        keys = ("curves", id_)
        surface = self.ground(table.structure, (*keys, "structure")).surface
        if table.rim is not None:
            return self._rim(surface, table, keys)
        assert table.through is not None
        return self._through(surface, table.through, table.side, (*keys, "through"))

    def _rim(self, surface: Surface, table: CurveTable, keys: tuple[str, ...]) -> Points:
        assert table.rim is not None
        ends = [self._point(point, (*keys, "rim")) for point in (table.rim.from_, table.rim.to)]
        try:
            points = rim.rim(surface, ends[0], ends[1], direction(table.rim.side))
        except ValueError as error:
            raise PlaceError.of((*keys, "rim"), f"cannot be found: {error}.", "Choose other ends.") from None
        return polyline.laid(surface, points, None)

    def _through(
        self, surface: Surface, points: Sequence[PointTable], side: str | None, keys: tuple[str, ...]
    ) -> Points:
        controls = self._controls(surface, points, side, keys)
        chain = surface.closest(polyline.spline(controls), side)[0]
        # An end on another curve stays there, also where the bone turns away from the side.
        chain[[0, -1]] = controls[[0, -1]]
        return polyline.laid(surface, chain, None)

    def _controls(
        self, surface: Surface, points: Sequence[PointTable], side: str | None, keys: tuple[str, ...]
    ) -> Points:
        asked = np.array([self._point(point, keys) for point in points])
        try:
            controls = surface.closest(asked, side)[0]
        except ValueError as error:
            raise PlaceError.of(keys, f"cannot be drawn: {error}.", "Choose another 'side'.") from None
        on_curve = [point.along is not None and point.move is None for point in points]
        controls[on_curve] = asked[on_curve]
        for number, (one, other) in enumerate(pairwise(controls), start=1):
            if np.linalg.norm(other - one) < _SMALLEST_STEP_MM:
                what = f"has points {number} and {number + 1} in one place on the bone."
                raise PlaceError.of(keys, what, "Move them apart, or leave one out.")
        return controls

    def _section(self, surface: Surface, section: SectionTable, side: str | None, keys: tuple[str, ...]) -> Points:
        if section.through is not None:
            return self._through(surface, section.through, side, keys)
        assert section.curve is not None
        points = self._curve_for(section.curve, keys)
        if section.beside_mm is None or section.toward is None:
            return points
        return polyline.beside(surface, points, section.beside_mm, direction(section.toward))

    def _closed(self, surface: Surface, section: SectionTable, side: str | None, keys: tuple[str, ...]) -> Points:
        if section.through is None or len(section.through) < 3:
            raise PlaceError.of(keys, "has one section only.", "Let it run 'through' three points or more.")
        controls = self._controls(surface, section.through, side, keys)
        if np.linalg.norm(controls[0] - controls[-1]) < _SMALLEST_STEP_MM:
            raise PlaceError.of(keys, "ends where it begins.", "Leave the last point out: it closes by itself.")
        return polyline.laid_closed(surface, surface.closest(polyline.closed_spline(controls), side)[0])

    def _joined(
        self, surface: Surface, sections: list[Points], table: AttachmentTable, keys: tuple[str, ...]
    ) -> list[Points]:
        """The part of each section between the places where it meets the one before and the one after it."""
        after = sections[1:] + sections[:1]
        meetings = [polyline.meeting(one, other) for one, other in zip(sections, after, strict=True)]
        for number, (_, _, gap) in enumerate(meetings):
            if gap > _WIDEST_GAP_MM:
                what = f"has sections {number + 1} and {(number + 1) % len(sections) + 1} {gap:.0f} mm apart."
                raise PlaceError.of(keys, what, "Let each section come near the next.")
        pieces = []
        for index, section in enumerate(sections):
            start, end = meetings[index - 1][1], meetings[index][0]
            pieces.append(polyline.stretch(section, start, end))
            _, there, gap = meetings[index]
            # A smaller gap goes into the round corner.
            if gap > table.corner_mm + _BRIDGE_MM:
                bridge = np.vstack([pieces[-1][-1], polyline.at(after[index], np.array([there]))])
                pieces.append(polyline.laid(surface, polyline.even(bridge), table.side))
        return pieces

    def _direction(self, name: str, keys: tuple[str, ...]) -> Vector:
        if name in DIRECTIONS:
            return direction(name)
        table = self._definitions.directions.get(name)
        if table is None:
            known = [*DIRECTIONS, *self._definitions.directions]
            raise PlaceError(unknown(f"{FILE_NAME}: {key_of(keys)}", name, known, "direction"))
        start, end = (self._point(point, ("directions", name)) for point in (table.from_, table.to))
        return unit(end - start)

    def _point(self, table: PointTable, keys: tuple[str, ...]) -> Vector:
        if table.at is not None:
            found = self._named(table.at, keys)
        elif table.along is not None:
            found = self._on_curve(table, keys)
        else:
            assert table.mix is not None
            found = np.sum([share * self._named(name, keys) for name, share in table.mix.items()], axis=0)
        found = found + _move(table.move)
        if not np.abs(found).max() <= FARTHEST_MM:
            what = f"lies more than {FARTHEST_MM / 1000.0:g} m from the middle of the body."
            raise PlaceError.of(keys, what, "Correct this place.")
        return found

    def _on_curve(self, table: PointTable, keys: tuple[str, ...]) -> Vector:
        assert table.along is not None
        assert table.from_ is not None
        assert table.mm is not None
        points = self._curve_for(table.along, keys)
        total = float(polyline.lengths(points)[-1])
        if table.mm > total:
            what = f"goes {table.mm:g} mm along '{table.along}', which is {total:.0f} mm long."
            raise PlaceError.of(keys, what, "Give a shorter distance.")
        start = self._named(table.from_, keys)
        backwards = np.linalg.norm(start - points[-1]) < np.linalg.norm(start - points[0])
        return np.asarray(polyline.at(points, np.array([total - table.mm if backwards else table.mm]))[0])

    def _named(self, name: str, keys: tuple[str, ...]) -> Vector:
        if name in self._landmarks:
            return self._landmarks[name]
        table = self._definitions.points.get(name)
        if table is None:
            known = [*self._landmarks, *self._definitions.points]
            raise PlaceError(unknown(f"{FILE_NAME}: {key_of(keys)}", name, known, "landmark or point"))
        if name not in self._points:
            self._points[name] = self._guarded(f"point '{name}'", keys, lambda: self._point(table, ("points", name)))
        return self._points[name]

    def _guarded(self, what: str, keys: tuple[str, ...], find: Callable[[], _T]) -> _T:
        """Finds it; PlaceError if what is sought leads back to itself."""
        if what in self._under_way:
            raise PlaceError.of(keys, f"leads back to the {what} in a circle.", "Define it by other places.")
        if len(self._under_way) >= MOST_STEPS:
            remedy = "Define it by landmarks."
            raise PlaceError.of(keys, f"leads through more than {MOST_STEPS} places, each by the next.", remedy)
        self._under_way.append(what)
        try:
            return find()
        finally:
            self._under_way.pop()


def _move(table: MoveTable | None) -> Vector:
    if table is None:
        return np.zeros(3)
    steps = [getattr(table, name) * direction(name) for name in DIRECTIONS]
    return np.asarray(np.sum(steps, axis=0))
