"""Fit of the mannequin around bones and muscles: the calmest displacement that leaves enough tissue over everything.

The control cage is moved so that the displacement bends as little as possible (a discrete thin plate) while every
sampled point of bone and muscle lies at least its wanted depth under the subdivided surface and the right leg keeps
clear of the mirror plane. One-sided conditions as quadratic penalties, solved by the semi-smooth Newton method: a
sparse least-squares problem with the momentarily violated conditions, repeated.
"""

from __future__ import annotations

from dataclasses import dataclass

import igl
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse.linalg import splu
from skin_subdivision import HalfMesh, Refinement

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BENDING, STRETCHING, STAYING = 1.0, 1e-2, 1e-5
"""Weights of the displacement's squared Laplacian, gradient and size (all in mm)."""
NEEDED_WEIGHT, WANTED_WEIGHT = 1.0, 0.02
"""Weights of a squared millimetre missing at one sample, of the depth that must be and of the depth that is wanted: the
wish fills out whole regions, and a single edge or spine does not print through."""
ROUNDS = 30
CALM_MM = 0.02
"""The fit has settled when no cage point moves further than this in a round."""


@dataclass(frozen=True)
class Tissue:
    """Points that the skin has to cover, (k, 3) mm, right half; the needed and the wanted depth of each, (k,) mm."""

    points: Floats
    needed: Floats
    wanted: Floats


def triangles_of(quads: Ints) -> Ints:
    """Two triangles for each quad, (2 m, 3)."""
    return np.vstack([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def whole_surface(points: Floats, triangles: Ints) -> tuple[Floats, Ints]:
    """The right half together with its mirror image (seam vertices doubled)."""
    return (np.vstack([points, points * [-1.0, 1.0, 1.0]]), np.vstack([triangles, triangles[:, ::-1] + len(points)]))


def depth_under(points: Floats, triangles: Ints, queries: Floats) -> tuple[Floats, Ints, Floats]:
    """Depth of right-sided points (k, 3) under the skin, positive inside; nearest triangle (k,), nearest point (k, 3).

    For a point with x >= 0 the nearest place of the whole skin lies on its right half.
    """
    squared, face, nearest = igl.point_mesh_squared_distance(queries, points, triangles)
    vertices, faces = whole_surface(points, triangles)
    inside = igl.fast_winding_number(vertices, faces, queries) > 0.5
    return np.where(inside, 1.0, -1.0) * np.sqrt(squared), face, nearest


def _barycentric(points: Floats, triangles: Ints, face: Ints, at: Floats) -> sp.csr_matrix:
    """Matrix (k, n) that evaluates the surface at points on its triangles."""
    a, b, c = (points[triangles[face, k]] for k in range(3))
    normal = np.cross(b - a, c - a)
    area = np.einsum("ij,ij->i", normal, normal)
    u = np.einsum("ij,ij->i", np.cross(c - b, at - b), normal) / area
    v = np.einsum("ij,ij->i", np.cross(a - c, at - c), normal) / area
    weights = np.column_stack([u, v, 1.0 - u - v])
    rows = np.repeat(np.arange(len(face)), 3)
    return sp.csr_matrix((weights.ravel(), (rows, triangles[face].ravel())), (len(face), len(points)))


def _outward(points: Floats, triangles: Ints, face: Ints, nearest: Floats, queries: Floats, depth: Floats) -> Floats:
    """Unit direction (k, 3) in which the skin has to move to come to lie deeper over each query."""
    corners = points[triangles[face]]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    distance = np.abs(depth)[:, None]
    apart = (nearest - queries) * np.sign(depth)[:, None] / np.maximum(distance, 1e-9)
    return np.where(distance > 1.0, apart, normal)


def _laplacians(mesh: HalfMesh) -> tuple[list[sp.csr_matrix], list[sp.csr_matrix]]:
    """Uniform Laplacian and edge differences on the half cage, each for odd (x) and even (y, z) displacements."""
    sides = np.sort(np.stack([mesh.quads, np.roll(mesh.quads, -1, axis=1)], axis=2).reshape(-1, 2), axis=1)
    edges = np.unique(sides, axis=0)
    rows = np.repeat(np.arange(len(edges)), 2)
    difference = sp.csr_matrix((np.tile([1.0, -1.0], len(edges)), (rows, edges.ravel())), (len(edges), mesh.count))
    # Seen from the mirror plane, an edge that leaves it has a twin on the left.
    twice = sp.diags(np.where(mesh.in_plane[edges].all(axis=1), 1.0, 2.0))
    plane, beside = (sp.diags(flags.astype(float)) for flags in (mesh.in_plane, ~mesh.in_plane))
    sums = plane @ difference.T @ twice @ difference + beside @ difference.T @ difference
    even = sp.diags(1.0 / sums.diagonal()) @ sums
    return [beside @ even @ beside, even], [difference @ beside, difference]


def _stiffness(mesh: HalfMesh) -> sp.csr_matrix:
    """Energy of a displacement stacked as all x, all y, all z: (3 n, 3 n)."""
    laplacians, gradients = _laplacians(mesh)
    blocks = []
    for laplacian, gradient in ((laplacians[0], gradients[0]), (laplacians[1], gradients[1])):
        blocks.append(
            BENDING * laplacian.T @ laplacian + STRETCHING * gradient.T @ gradient + STAYING * sp.identity(mesh.count)
        )
    return sp.block_diag([blocks[0], blocks[1], blocks[1]]).tocsr()


def _rows(sample: sp.csr_matrix, direction: Floats, surface: Refinement) -> sp.csr_matrix:
    """Movement of sampled surface places along their directions, per cage displacement."""
    odd, even = sample @ surface.odd, sample @ surface.even
    return sp.hstack(
        [sp.diags(direction[:, 0]) @ odd, sp.diags(direction[:, 1]) @ even, sp.diags(direction[:, 2]) @ even]
    ).tocsr()


@dataclass(frozen=True)
class _Lack:
    """Conditions not met: movement rows (k, 3 n), missing mm (k,), weights (k,)."""

    rows: sp.csr_matrix
    missing: Floats
    weight: Floats


def _uncovered(points: Floats, triangles: Ints, surface: Refinement, tissue: Tissue) -> _Lack:
    """Tissue that lies less deep than wanted or needed."""
    depth, face, nearest = depth_under(points, triangles, tissue.points)
    low = depth < tissue.wanted
    outward = _outward(points, triangles, face[low], nearest[low], tissue.points[low], depth[low])
    rows = _rows(_barycentric(points, triangles, face[low], nearest[low]), outward, surface)
    wanted = _Lack(rows, (tissue.wanted - depth)[low], np.full(low.sum(), WANTED_WEIGHT))
    short = depth[low] < tissue.needed[low]
    needed = _Lack(rows[short], (tissue.needed - depth)[low][short], np.full(short.sum(), NEEDED_WEIGHT))
    return _joined(wanted, needed)


def _crowded(points: Floats, surface: Refinement, clearance: Floats) -> _Lack:
    """Surface points nearer to the mirror plane than their clearance."""
    near = points[:, 0] < clearance
    rows = surface.odd[near]
    nothing = sp.csr_matrix(rows.shape)
    return _Lack(
        sp.hstack([rows, nothing, nothing]).tocsr(),
        (clearance - points[:, 0])[near],
        np.full(near.sum(), NEEDED_WEIGHT),
    )


def _joined(first: _Lack, second: _Lack) -> _Lack:
    return _Lack(
        sp.vstack([first.rows, second.rows]).tocsr(),
        np.concatenate([first.missing, second.missing]),
        np.concatenate([first.weight, second.weight]),
    )


def _solved(stiffness: sp.csr_matrix, lack: _Lack, moved: Floats) -> Floats:
    """The stiffest displacement (n, 3) that makes up for what is missing after `moved`, by least squares."""
    target = lack.rows @ moved.T.ravel() + lack.missing
    weighted = lack.rows.T @ sp.diags(lack.weight)
    return splu((stiffness + weighted @ lack.rows).tocsc()).solve(weighted @ target).reshape(3, -1).T


def fit(
    cage: Floats,
    mesh: HalfMesh,
    surface: Refinement,
    fine: HalfMesh,
    tissue: Tissue,
    clearance: Floats,
) -> Floats:
    """Cage vertices (n, 3) moved so that the surface covers the tissue.

    clearance: least x of each fine vertex, mm.
    """
    stiffness, triangles = _stiffness(mesh), triangles_of(fine.quads)
    moved = np.zeros_like(cage)
    for _ in range(ROUNDS):
        points = surface(cage + moved)
        lack = _joined(_uncovered(points, triangles, surface, tissue), _crowded(points, surface, clearance))
        before, moved = moved, _solved(stiffness, lack, moved)
        moved[mesh.in_plane, 0] = 0.0
        if np.abs(moved - before).max() < CALM_MM:
            break
    return cage + moved
