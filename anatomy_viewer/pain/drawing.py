"""Pain drawings: strokes of a brush on the skin at rest, what they cover, and their files."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Annotated, Final, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field, ValidationError
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.attachments.surface import Surface, barycentric
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.tables import Table, key_of
from anatomy_viewer.pain.skin import Floats, once, skin_digest, skin_of

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
_MOST_BYTES = 16 * 1024 * 1024


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
        for point in _dabs(stroke):
            self.dab(values, point, stroke.radius_mm, erase=stroke.erase, mirror=stroke.mirror)

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
        centers = [np.asarray(point, np.float64)]
        if mirror:
            centers.append(centers[0] * [-1.0, 1.0, 1.0])
        reached = []
        for center in centers:
            vertices, strength = self._touch(center, radius_mm)
            if erase:
                values[vertices] = np.minimum(values[vertices], 1.0 - strength)
            else:
                values[vertices] = np.maximum(values[vertices], strength)
            reached.append(vertices)
        return np.concatenate(reached)

    def light(self, values: Floats) -> Floats:
        """The same over the light skin, (n_light,)."""
        if self._light_places is None:
            on_skin, triangles = self._surface.closest(self._light)
            weights = np.clip(barycentric(on_skin, self._surface.corners[triangles]), 0.0, 1.0)
            self._light_places = self._surface.triangles[triangles], weights / weights.sum(axis=1, keepdims=True)
        corners, weights = self._light_places
        return np.asarray((values[corners] * weights).sum(axis=1), np.float32)

    def _touch(self, center: npt.NDArray[np.float64], radius: float) -> tuple[npt.NDArray[np.int64], Floats]:
        """Vertices under the brush and how strongly it touches them, 0.5 at its radius."""
        soft = min(_SOFT_MM, radius)
        near = np.array(self._tree.query_ball_point(center, radius + soft / 2.0 + self._longest), np.int64)
        if len(near) == 0:
            return near, np.empty(0, np.float32)
        gaps = np.linalg.norm(self._surface.vertices[near] - center, axis=1)
        limit = _DETOUR * (radius + soft / 2.0) + self._longest
        ways = csgraph.dijkstra(self._ways[near][:, near], indices=int(gaps.argmin()), limit=limit)
        share = np.clip((radius - gaps) / soft + 0.5, 0.0, 1.0)
        under = np.isfinite(ways) & (share > 0.0)
        share = share[under]
        return near[under], (share * share * (3.0 - 2.0 * share)).astype(np.float32)

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
    if len(text) > _MOST_BYTES:
        raise DrawingError(file, f"is larger than {_MOST_BYTES // 2**20} MiB.", "Choose the file of a pain drawing.")
    try:
        version = _Version.model_validate_json(text).pain_drawing
        if version > FORMAT:
            what = f"has the version {version}, this program reads {FORMAT}."
            raise DrawingError(f"{file}: pain_drawing", what, "Use a newer version of the program.")
        table = _DrawingTable.model_validate_json(text)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        where = f"{file}: {key_of(detail['loc'])}" if detail["loc"] else file
        missing = "this entry is missing"
        told = missing if detail["type"] == "missing" else f"{detail['msg'][0].lower()}{detail['msg'][1:]}"
        what = f"is no pain drawing: {told}."
        raise DrawingError(where, what, "Choose the file of a pain drawing.") from None
    if table.skin != skin_digest(atlas):
        what = "was drawn on another skin than that of this model."
        raise DrawingError(f"{file}: skin", what, "Open the model on which it was drawn.")
    return PainDrawing(
        tuple(Stroke(stroke.points, stroke.radius_mm, stroke.erase, stroke.mirror) for stroke in table.strokes)
    )


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
    along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1)))
    count = max(2, int(np.ceil(along[-1] / (_STEP * stroke.radius_mm))) + 1)
    where = np.linspace(0.0, along[-1], count)
    return np.column_stack([np.interp(where, along, column) for column in points.T])
