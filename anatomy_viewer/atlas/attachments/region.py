"""What lies inside an outline on a surface: signed distance, area, and the piece cut out along it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from anatomy_viewer.atlas.attachments.cutting import Piece, cut, refined
from anatomy_viewer.atlas.attachments.outline import Outline
from anatomy_viewer.atlas.attachments.surface import Floats, Indices, Points, Surface

EDGE_MM = 0.6
"""Triangles that the outline passes are split until their edges are no longer than this."""

_MOST_ROUNDS = 8
_RINGS = 2
_SMALLEST_MM2 = 1.0


class RegionError(ValueError):
    """An outline that encloses nothing that can be used; the text says why."""


@dataclass(frozen=True, eq=False)
class Region:
    """The inside of an outline.

    outline: (k, 3), closed, first point not repeated; distance: (n,) mm at each vertex of the surface, positive
    inside, exact near the outline and along edges farther off; piece: the surface inside; area: of the piece, mm².
    """

    outline: Points
    distance: Floats
    piece: Piece
    area: float


class Ground:
    """A surface on which regions are marked out; keeps what all of them need."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface

    def region(self, points: Points) -> Region:
        """The smaller part of the surface that a closed chain (k, 3) bounds; RegionError if it bounds none."""
        outline, distance = self.enclosed(points)
        piece = self._piece(outline, distance)
        area = piece.area
        if area < _SMALLEST_MM2:
            raise RegionError(f"encloses {area:.2g} mm²")
        if piece.euler != 1:
            raise RegionError("does not enclose one piece without holes")
        return Region(outline.points, distance, piece, area)

    def enclosed(self, points: Points) -> tuple[Outline, Floats]:
        """The outline along a closed chain (k, 3), and the signed distance from it at each vertex, (n,) mm.

        Positive in the smaller part; exact near the outline, farther off along the surface. RegionError if the chain
        crosses itself or parts nothing.
        """
        outline = Outline(self.surface, points)
        crossing = outline.crossing()
        if crossing is not None:
            raise RegionError(f"crosses itself near ({', '.join(f'{value:.0f}' for value in crossing)}) mm")
        distance = self._distance(outline)
        if self._share_inside(distance) > 0.5:
            return Outline(self.surface, outline.points[::-1]), -distance
        return outline, distance

    def _share_inside(self, distance: Floats) -> float:
        return float(self._vertex_areas[distance > 0.0].sum() / self._vertex_areas.sum())

    def _distance(self, outline: Outline) -> Floats:
        """Signed distance at every vertex; exact within two rings of triangles around the outline."""
        band = np.zeros(len(self.surface.vertices), bool)
        band[self.surface.triangles[outline.triangles]] = True
        self.surface.going_on()
        for _ in range(_RINGS - 1):
            band |= self._neighbours @ band.astype(np.float64) > 0
        where = np.flatnonzero(band)
        near = outline.signed(self.surface.vertices[where])
        distance = self._along_edges(where, np.abs(near)) * self._sides(band, np.sign(near))
        distance[where] = near
        return distance

    def _along_edges(self, where: Indices, near: Floats) -> Floats:
        """Least sum of a known distance near the outline and the way from there along edges, (n,)."""
        count = len(self.surface.vertices)
        ways = self._ways
        # One more vertex, from which the known distances lead to where they hold; a way of length 0 would be none.
        values = np.append(ways.data, np.maximum(near, 1e-9))
        starts = np.append(ways.indptr, len(values))
        graph = sparse.csr_array((values, np.append(ways.indices, where), starts), shape=(count + 1, count + 1))
        return np.asarray(csgraph.dijkstra(graph, indices=count)[:count])

    def _sides(self, band: npt.NDArray[np.bool_], near: Floats) -> Floats:
        """+1 or -1 at every vertex: what is connected without crossing the band is on one side, (n,)."""
        sides = np.zeros(len(band))
        sides[band] = near
        rest = np.flatnonzero(~band)
        count, label = csgraph.connected_components(self._neighbours[rest][:, rest], directed=False)
        touching = self._neighbours[rest] @ sides
        votes = np.bincount(label, touching, minlength=count)
        against = np.bincount(label, touching * votes[label] < 0, minlength=count)
        voters = np.bincount(label, touching != 0, minlength=count)
        if (against > 0.05 * np.maximum(voters, 1)).any():
            raise RegionError("does not part the surface into an inside and an outside")
        sides[rest] = np.where(votes[label] >= 0, 1.0, -1.0)
        return sides

    def _piece(self, outline: Outline, distance: Floats) -> Piece:
        mesh = Piece(self.surface.vertices, self.surface.triangles, distance)
        touched = np.zeros(len(mesh.triangles), bool)
        touched[outline.triangles] = True
        inner = touched | (mesh.highest > 0.0)
        mesh, passed = mesh.only(inner), touched[inner]
        for _ in range(_MOST_ROUNDS):
            self.surface.going_on()
            reach = mesh.longest_edges
            passed = (passed | (mesh.lowest < 0.3 * reach) & (mesh.highest > -0.3 * reach)) & (reach > EDGE_MM)
            if not passed.any():
                break
            mesh = refined(mesh, passed, outline.signed)
            mesh = mesh.only(mesh.highest > -0.3 * mesh.longest_edges)
            passed = np.zeros(len(mesh.triangles), bool)
        return cut(mesh)

    @cached_property
    def _neighbours(self) -> sparse.csr_array:
        """1 where two vertices share an edge, (n, n)."""
        return _symmetric(self.surface.edges, np.ones(len(self.surface.edges)), len(self.surface.vertices))

    @cached_property
    def _ways(self) -> sparse.csr_array:
        """Lengths of edges, and of the straight ways across each edge between the corners that face it, (n, n)."""
        pairs, ways = _across_edges(self.surface)
        edges = self.surface.edges
        ends = self.surface.vertices[edges]
        straight = np.linalg.norm(ends[:, 0] - ends[:, 1], axis=1)
        every = np.vstack([edges, pairs])
        return _symmetric(every, np.append(straight, ways), len(self.surface.vertices))

    @cached_property
    def _vertex_areas(self) -> Floats:
        areas = np.linalg.norm(self.surface.area_vectors, axis=1)
        count = len(self.surface.vertices)
        return np.bincount(self.surface.triangles.ravel(), np.repeat(areas, 3) / 3, count).astype(np.float64)


def _symmetric(pairs: Indices, values: Floats, count: int) -> sparse.csr_array:
    both = np.vstack([pairs, pairs[:, ::-1]])
    return sparse.csr_array((np.append(values, values), (both[:, 0], both[:, 1])), shape=(count, count))


def _across_edges(surface: Surface) -> tuple[Indices, Floats]:
    """The two corners that face each inner edge, (e, 2), and their distance with both triangles laid flat, (e,)."""
    triangles, count = surface.triangles, len(surface.vertices)
    sides = np.vstack([triangles[:, [0, 1, 2]], triangles[:, [1, 2, 0]], triangles[:, [2, 0, 1]]])
    keys = np.minimum(sides[:, 0], sides[:, 1]) * count + np.maximum(sides[:, 0], sides[:, 1])
    order = np.argsort(keys, kind="stable")
    twice = np.flatnonzero(np.diff(keys[order]) == 0)
    one, other = sides[order[twice]], sides[order[twice + 1]]
    tail, head = surface.vertices[one[:, 0]], surface.vertices[one[:, 1]]
    length = np.maximum(np.linalg.norm(head - tail, axis=1), 1e-12)
    along = (head - tail) / length[:, None]
    flat = []
    for corner in (surface.vertices[one[:, 2]], surface.vertices[other[:, 2]]):
        offset = corner - tail
        share = (offset * along).sum(axis=1)
        flat.append((share, np.linalg.norm(offset - share[:, None] * along, axis=1)))
    (s, h), (t, k) = flat
    meets = (s * k + t * h) / np.maximum(h + k, 1e-12)
    inside = (meets > 0.0) & (meets < length) & (one[:, 2] != other[:, 2])
    return np.column_stack([one[:, 2], other[:, 2]])[inside], np.hypot(s - t, h + k)[inside]
