"""Catmull-Clark subdivision of half of a mirror-symmetric quadrilateral mesh, as linear maps.

The smooth skin is a linear function of its coarse control cage. Keeping that function as sparse matrices lets the fit
move the few cage points while it measures the many points of the surface they stand for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class HalfMesh:
    """Topology of the right half: quads (m, 4), number of vertices, which of them lie in the mirror plane x = 0."""

    quads: Ints
    count: int
    in_plane: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Refinement:
    """Maps from the vertices of one half mesh to those of a finer one, apart for x (odd) and for y and z (even)."""

    odd: sp.csr_matrix
    even: sp.csr_matrix

    def __call__(self, points: Floats) -> Floats:
        """Carry vertices (n, 3) to the finer mesh."""
        return np.column_stack([self.odd @ points[:, 0], self.even @ points[:, 1], self.even @ points[:, 2]])

    def after(self, first: Refinement) -> Refinement:
        """This refinement applied to the result of `first`."""
        return Refinement((self.odd @ first.odd).tocsr(), (self.even @ first.even).tocsr())


def _edges(quads: Ints) -> tuple[Ints, Ints, Ints]:
    """Unique edges (k, 2), edge of each side of each quad (m, 4), number of faces at each edge (k,)."""
    sides = np.stack([quads, np.roll(quads, -1, axis=1)], axis=2)
    edges, of_side, faces = np.unique(
        np.sort(sides.reshape(-1, 2), axis=1), axis=0, return_inverse=True, return_counts=True
    )
    return edges, of_side.reshape(quads.shape), faces


def _averages(groups: Ints, count: int) -> sp.csr_matrix:
    """Row i is the mean of the vertices groups[i]."""
    rows = np.repeat(np.arange(len(groups)), groups.shape[1])
    return sp.csr_matrix((np.full(groups.size, 1.0 / groups.shape[1]), (rows, groups.ravel())), (len(groups), count))


def _edge_points(edges: Ints, of_side: Ints, inner: npt.NDArray[np.bool_], face: sp.csr_matrix) -> sp.csr_matrix:
    """New points on edges: mean of ends and both face points, on a border the middle of the edge."""
    middle = _averages(edges, face.shape[1])
    rows, faces = of_side.ravel(), np.repeat(np.arange(len(of_side)), 4)
    beside = sp.csr_matrix((np.full(rows.size, 0.5), (rows, faces)), (len(edges), len(of_side))) @ face
    half = sp.diags(np.where(inner, 0.5, 0.0))
    return sp.diags(np.where(inner, 0.5, 1.0)) @ middle + half @ beside


def _vertex_points(quads: Ints, edges: Ints, inner: npt.NDArray[np.bool_], face: sp.csr_matrix) -> sp.csr_matrix:
    """Old vertices moved: (F + 2 R + (n - 3) P) / n, on a border (1, 6, 1) / 8 (Catmull & Clark 1978)."""
    count = face.shape[1]
    corner = sp.csr_matrix(
        (np.ones(quads.size), (quads.ravel(), np.repeat(np.arange(len(quads)), 4))), (count, len(quads))
    )
    ends = sp.csr_matrix(
        (np.ones(edges.size), (edges.ravel(), np.repeat(np.arange(len(edges)), 2))), (count, len(edges))
    )
    valence = np.asarray(ends.sum(axis=1)).ravel()
    middle = _averages(edges, count)
    smooth = sp.diags(1.0 / valence**2) @ (corner @ face + 2.0 * (ends @ middle)) + sp.diags(1.0 - 3.0 / valence)
    border_ends = ends @ sp.diags(np.where(inner, 0.0, 1.0))
    border = 0.25 * (border_ends @ middle) + sp.identity(count) * 0.5
    on_border = np.asarray(border_ends.sum(axis=1)).ravel() > 0
    return sp.diags(np.where(on_border, 0.0, 1.0)) @ smooth + sp.diags(np.where(on_border, 1.0, 0.0)) @ border


def _catmull_clark(quads: Ints, count: int) -> tuple[sp.csr_matrix, Ints]:
    """One step for a whole mesh: map from old to new vertices, new quads (four for each old one, in its order)."""
    edges, of_side, faces = _edges(quads)
    inner = faces == 2
    face = _averages(quads, count)
    new = sp.vstack([_vertex_points(quads, edges, inner, face), _edge_points(edges, of_side, inner, face), face])
    side = count + of_side
    centre = count + len(edges) + np.arange(len(quads))
    corners = [np.stack([quads[:, k], side[:, k], centre, side[:, k - 1]], axis=1) for k in range(4)]
    return new.tocsr(), np.stack(corners, axis=1).reshape(-1, 4)


def _whole(half: HalfMesh) -> tuple[Ints, Ints]:
    """Both halves' quads, the right ones first, and for each left vertex beyond the half its right partner."""
    partner = np.flatnonzero(~half.in_plane)
    to_left = np.arange(half.count)
    to_left[partner] = half.count + np.arange(len(partner))
    return np.vstack([half.quads, to_left[half.quads][:, ::-1]]), partner


def refine(half: HalfMesh) -> tuple[Refinement, HalfMesh]:
    """One Catmull-Clark step of the right half, as if its mirror image were there."""
    quads, partner = _whole(half)
    step, fine = _catmull_clark(quads, half.count + len(partner))
    fine = fine[: 4 * len(half.quads)]
    used, flat = np.unique(fine, return_inverse=True)
    identity = sp.identity(half.count, format="csr")
    even = (step[used] @ sp.vstack([identity, identity[partner]])).tocsr()
    mirrored = sp.vstack([sp.diags(np.where(half.in_plane, 0.0, 1.0)), -identity[partner]])
    odd = (step[used] @ mirrored).tocsr()
    in_plane = _cancelled(odd)
    odd = (sp.diags(np.where(in_plane, 0.0, 1.0)) @ odd).tocsr()
    return Refinement(odd, even), HalfMesh(flat.reshape(fine.shape), len(used), in_plane)


def _cancelled(odd: sp.csr_matrix) -> npt.NDArray[np.bool_]:
    """Rows whose weights cancel between right and left: vertices of the mirror plane."""
    return np.asarray(abs(odd).sum(axis=1)).ravel() < 1e-12
