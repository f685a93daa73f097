"""Pain drawings: strokes of a brush on the skin at rest, what they cover, and their files."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import Annotated, Final, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.attachments.surface import Surface, barycentric
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.once import once
from anatomy_viewer.atlas.tables import Table, key_of
from anatomy_viewer.files.read import MARK, json_fault
from anatomy_viewer.pain.skin import Floats, skin_digest, skin_of

FORMAT: Final = 1
"""Version of the files that this program reads."""

SMALLEST_MM, LARGEST_MM = 3.0, 80.0
"""Radius of the brush: a vertex of the skin, a hand."""

_Coordinate = Annotated[float, Field(ge=-5000, le=5000)]
_SOFT_MM = 8.0
_STEP = 0.3
"""Dabs of a stroke are this share of the radius apart: the rim stays even to a hundredth of it."""

_DETOUR = 1.3
"""What is farther over the skin than this times the radius is on another part of the body."""

_KEPT = 32
MOST_BYTES = 16 * 1024 * 1024
"""Of a file."""

_MOST_WORK = 300_000.0
"""Of all strokes of a file, in the work of a dab of the finest brush: eighty metres drawn with the widest brush."""

_DABS_AT_ONCE = 64
_NO_WAY_MM = 1e-9
"""A way of length 0 would be none."""


@dataclass(frozen=True)
class Stroke:
    """One stroke: places on the full skin at rest, mm; radius of the brush; painted also on the other side?"""

    points: tuple[tuple[float, float, float], ...]
    radius_mm: float
    erase: bool = False
    mirror: bool = False


@dataclass(frozen=True)
class PainDrawing:
    """Strokes one after the other."""

    strokes: tuple[Stroke, ...] = ()


class DrawingError(ValueError):
    """A file that is no drawing for this skin: what is wrong, and what to do."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what} {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy


class Canvas:
    """The full skin of a model to draw on. ValueError if the model has no skin."""

    def __init__(self, atlas: Atlas) -> None:
        skin = skin_of(atlas)
        self._surface = Surface.of(skin.full)
        self._light = skin.light.vertices.astype(np.float64)
        self._light_places: tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]] | None = None
        self._tree = cKDTree(self._surface.vertices)
        edges = self._surface.edges
        ends = self._surface.vertices[edges]
        lengths = np.linalg.norm(ends[:, 0] - ends[:, 1], axis=1)
        count = len(self._surface.vertices)
        both = np.vstack([edges, edges[:, ::-1]])
        self._ways = sparse.csr_array((np.append(lengths, lengths), (both[:, 0], both[:, 1])), shape=(count, count))
        self._longest = float(lengths.max())
        self._kept: OrderedDict[tuple[Stroke, ...], Floats] = OrderedDict()

    @property
    def blank(self) -> Floats:
        """Nothing drawn, (n_skin,)."""
        return np.zeros(len(self._surface.vertices), np.float32)

    def values(self, drawing: PainDrawing) -> Floats:
        """What a drawing covers, (n_skin,) float32 from 0 to 1, read-only. One more stroke costs that stroke only."""
        strokes = drawing.strokes
        start = next((size for size in range(len(strokes), 0, -1) if strokes[:size] in self._kept), 0)
        values = self._kept[strokes[:start]] if start else self.blank
        if start < len(strokes):
            values = values.copy()
            for stroke in strokes[start:]:
                self.stroke(values, stroke)
        self._keep(strokes, values)
        return values

    def stroke(self, values: Floats, stroke: Stroke) -> None:
        """Paints or erases a stroke in values (n_skin,), in place."""
        centers = _dabs(stroke)
        for some in np.array_split(centers, 1 + len(centers) // _DABS_AT_ONCE):
            self._paint(values, some, stroke.radius_mm, erase=stroke.erase, mirror=stroke.mirror)

    def dab(
        self,
        values: Floats,
        point: npt.ArrayLike,
        radius_mm: float,
        *,
        erase: bool = False,
        mirror: bool = False,
    ) -> npt.NDArray[np.int64]:
        """One touch of the brush at a place (3,) mm, in place; the vertices that it reaches, (k,)."""
        centers = np.asarray(point, np.float64).reshape(1, 3)
        return self._paint(values, centers, radius_mm, erase=erase, mirror=mirror)

    def off_skin(self, stroke: Stroke) -> int | None:
        """The first of its places that is farther from the skin than its brush reaches, if there is one."""
        reach = stroke.radius_mm + min(_SOFT_MM, stroke.radius_mm) / 2.0 + self._longest
        gaps = self._tree.query(np.array(stroke.points, np.float64), distance_upper_bound=reach)[0]
        far = np.flatnonzero(~np.isfinite(gaps))
        return int(far[0]) if len(far) else None

    def light(self, values: Floats) -> Floats:
        """The same over the light skin, (n_light,)."""
        if self._light_places is None:
            on_skin, triangles = self._surface.closest(self._light)
            weights = np.clip(barycentric(on_skin, self._surface.corners[triangles]), 0.0, 1.0)
            self._light_places = self._surface.triangles[triangles], weights / weights.sum(axis=1, keepdims=True)
        corners, weights = self._light_places
        return np.asarray((values[corners] * weights).sum(axis=1), np.float32)

    def _paint(
        self, values: Floats, centers: npt.NDArray[np.float64], radius_mm: float, *, erase: bool, mirror: bool
    ) -> npt.NDArray[np.int64]:
        """Touches of the brush at places (k, 3), in place; the vertices that they reach, (j,)."""
        if mirror:
            centers = np.vstack([centers, centers * [-1.0, 1.0, 1.0]])
        vertices, strength = self._touched(centers, radius_mm)
        if erase:
            np.minimum.at(values, vertices, 1.0 - strength)
        else:
            np.maximum.at(values, vertices, strength)
        return vertices

    def _touched(self, centers: npt.NDArray[np.float64], radius: float) -> tuple[npt.NDArray[np.int64], Floats]:
        """Vertices under the brush at each place (k, 3), and how strongly it touches them, 0.5 at its radius, (j,)."""
        soft = min(_SOFT_MM, radius)
        under = self._tree.query_ball_point(centers, radius + soft / 2.0 + self._longest, return_sorted=True)
        dab = np.repeat(np.arange(len(centers)), [len(vertices) for vertices in under])
        if len(dab) == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        near = np.concatenate([np.array(vertices, np.int64) for vertices in under])
        gaps = np.linalg.norm(self._surface.vertices[near] - centers[dab], axis=1)
        ways = self._ways_from_middle(dab, near, gaps, _DETOUR * (radius + soft / 2.0) + self._longest)
        share = np.clip((radius - gaps) / soft + 0.5, 0.0, 1.0)
        reached = np.isfinite(ways) & (share > 0.0)
        share = share[reached]
        return near[reached], (share * share * (3.0 - 2.0 * share)).astype(np.float32)

    def _ways_from_middle(
        self, dab: npt.NDArray[np.int64], near: npt.NDArray[np.int64], gaps: npt.NDArray[np.float64], limit: float
    ) -> npt.NDArray[np.float64]:
        """Way along edges to each vertex from the one nearest to the middle of its dab, (j,); inf beyond a limit.

        dab, near, gaps: (j,) number of the dab, vertex under it and its distance, ordered by the first two. All dabs
        are one graph of pieces that do not meet, with one more vertex that leads to the middle of each.
        """
        count, skin = len(near), len(self._surface.vertices)
        key = dab * skin + near
        first = self._ways.indptr[near]
        degree = self._ways.indptr[near + 1] - first
        tail = np.repeat(np.arange(count), degree)
        edge = np.arange(len(tail)) + np.repeat(first - (np.cumsum(degree) - degree), degree)
        wanted = dab[tail] * skin + self._ways.indices[edge]
        head = np.minimum(np.searchsorted(key, wanted), count - 1)
        inside = key[head] == wanted
        by_gap = np.lexsort((gaps, dab))
        middles = by_gap[np.append(True, np.diff(dab[by_gap]) > 0)]
        rows = np.append(tail[inside], np.full(len(middles), count))
        lengths = np.append(self._ways.data[edge[inside]], np.full(len(middles), _NO_WAY_MM))
        graph = sparse.csr_array((lengths, (rows, np.append(head[inside], middles))), shape=(count + 1, count + 1))
        return np.asarray(csgraph.dijkstra(graph, indices=count, limit=limit + _NO_WAY_MM)[:count])

    def _keep(self, strokes: tuple[Stroke, ...], values: Floats) -> None:
        values.setflags(write=False)
        self._kept[strokes] = values
        self._kept.move_to_end(strokes)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


@once
def canvas_of(atlas: Atlas) -> Canvas:
    """The canvas of a model, made once. ValueError if the model has no skin."""
    return Canvas(atlas)


def to_json(drawing: PainDrawing, atlas: Atlas) -> str:
    """A drawing as the text of a file that belongs to this skin."""
    strokes = [
        _StrokeTable(points=stroke.points, radius_mm=stroke.radius_mm, erase=stroke.erase, mirror=stroke.mirror)
        for stroke in drawing.strokes
    ]
    return _DrawingTable(pain_drawing=FORMAT, skin=skin_digest(atlas), strokes=tuple(strokes)).model_dump_json()


def from_json(text: str, atlas: Atlas, file: str) -> PainDrawing:
    """The drawing in the text of a file; DrawingError says what is wrong, also if it was made on another skin."""
    if len(text) > MOST_BYTES:
        raise DrawingError(file, f"is larger than {MOST_BYTES // 2**20} MiB.", _CHOOSE)
    text = text.removeprefix(MARK)
    try:
        version = _Version.model_validate_json(text).pain_drawing
        if version > FORMAT:
            what = f"has the version {version}, this program reads {FORMAT}."
            raise DrawingError(f"{file}: pain_drawing", what, "Use a newer version of the program.")
        table = _DrawingTable.model_validate_json(text)
    except ValidationError as error:
        raise _no_drawing(error.errors(include_url=False)[0], text, file) from None
    if table.skin != skin_digest(atlas):
        what = "was drawn on another skin than that of this model."
        raise DrawingError(f"{file}: skin", what, "Open the model on which it was drawn.")
    drawing = PainDrawing(
        tuple(Stroke(stroke.points, stroke.radius_mm, stroke.erase, stroke.mirror) for stroke in table.strokes)
    )
    _check_strokes(drawing, atlas, file)
    return drawing


def _no_drawing(detail: ErrorDetails, text: str, file: str) -> DrawingError:
    """What a text is instead of a pain drawing, from the first thing that is wrong in it."""
    if detail["type"] == "json_invalid":
        return DrawingError(file, f"is no pain drawing: {json_fault(detail['msg'])}.", _CHOOSE)
    if detail["loc"] == ("pain_drawing",) and detail["type"] == "missing":
        if _SAVED_VIEW.search(text):
            what = "is a saved view, not a pain drawing: the command anatomy-viewer render draws it."
            return DrawingError(file, what, _CHOOSE)
        return DrawingError(file, "is no pain drawing.", _CHOOSE)
    where = f"{file}: {key_of(detail['loc'])}" if detail["loc"] else file
    told = "this entry is missing" if detail["type"] == "missing" else f"{detail['msg'][0].lower()}{detail['msg'][1:]}"
    return DrawingError(where, f"is no pain drawing: {told}.", _CHOOSE)


_CHOOSE = "Choose the file of a pain drawing."
_SAVED_VIEW = re.compile(r'"camera"\s*:')


def _check_strokes(drawing: PainDrawing, atlas: Atlas, file: str) -> None:
    """DrawingError where a stroke leaves the skin, or all are longer than a person draws: both take long to paint."""
    canvas = canvas_of(atlas)
    work = 0.0
    for number, stroke in enumerate(drawing.strokes):
        far = canvas.off_skin(stroke)
        if far is not None:
            what = "lies farther off the skin than the brush reaches."
            raise DrawingError(f"{file}: strokes.{number}.points.{far}", what, "Choose a drawing made on this model.")
        work += _dab_count(stroke) * (1.0 + (stroke.radius_mm / 6.0) ** 2)
        if work > _MOST_WORK:
            what = "is too long: all strokes together are longer than anyone draws, and would take minutes to paint."
            raise DrawingError(f"{file}: strokes.{number}", what, "Choose a drawing made with this program.")


class _StrokeTable(Table):
    points: tuple[tuple[_Coordinate, _Coordinate, _Coordinate], ...] = Field(min_length=1, max_length=20_000)
    radius_mm: float = Field(ge=SMALLEST_MM, le=LARGEST_MM)
    erase: bool = False
    mirror: bool = False


class _DrawingTable(Table):
    pain_drawing: Literal[1]
    skin: str = Field(max_length=100)
    strokes: tuple[_StrokeTable, ...] = Field(max_length=5_000)


class _Version(Table, extra="ignore"):
    pain_drawing: int


def _dabs(stroke: Stroke) -> npt.NDArray[np.float64]:
    """Places of the brush along a stroke, close enough for an even rim, (k, 3)."""
    points = np.array(stroke.points, np.float64).reshape(-1, 3)
    if len(points) < 2:
        return points
    along = _along(points)
    where = np.linspace(0.0, along[-1], _dab_count(stroke))
    return np.column_stack([np.interp(where, along, column) for column in points.T])


def _dab_count(stroke: Stroke) -> int:
    if len(stroke.points) < 2:
        return len(stroke.points)
    length = float(_along(np.array(stroke.points, np.float64))[-1])
    return max(2, int(np.ceil(length / (_STEP * stroke.radius_mm))) + 1)


def _along(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Distance of each of the places (k, 3) from the first, along the stroke, (k,)."""
    return np.append(0.0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1)))
