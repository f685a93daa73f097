"""How far each point of the skin turns with a joint: a share of the joint's angle, from 0 to 1.

The share is what leaves the body as calm as can be. A body whose points turn about the joint's axis by `share` times
the angle is strained by the gradient of the share times the distance from the axis, so the share minimises the squared
gradient times the squared distance, over the soft body between the bones and over its skin, which weighs as a layer of
its own. A lattice of cubes carries the body, its corners the share; bones hold it at 0 or 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import igl
import numpy as np
import numpy.typing as npt
import pyamg
import scipy.sparse as sp
import trimesh
from scipy.spatial import cKDTree
from skin_check import capped

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

CUBE_MM = 8.0
LEAST_SQUARED_DISTANCE = 500.0
"""Added to the squared distance from the axis, mm², so that the axis itself is not free of charge."""
SEAM_WEIGHT = 1e6
CORNERS = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)])


def inside(mesh: trimesh.Trimesh, points: Floats) -> Flags:
    """Which points (k, 3) lie in a closed surface, by winding number."""
    vertices, faces = np.array(mesh.vertices, float), np.array(mesh.faces, np.int64)
    return np.asarray(igl.fast_winding_number(vertices, faces, np.ascontiguousarray(points)) > 0.5)


def turned(points: Floats, centre: Floats, axis: Floats, degrees: Floats | float) -> Floats:
    """Points (n, 3) turned right-handed about a unit axis, each by its own angle (n,) or all by the same."""
    angle = np.radians(np.broadcast_to(degrees, len(points)))[:, None]
    arm = points - centre
    along = (arm @ axis)[:, None] * axis
    return centre + along + (arm - along) * np.cos(angle) + np.cross(axis, arm) * np.sin(angle)


def smooth_step(values: Floats, start: float, end: float) -> Floats:
    """From 0 at `start` to 1 at `end`, smooth to the second derivative."""
    t = np.clip((values - start) / (end - start), 0.0, 1.0)
    return t**3 * (10.0 - 15.0 * t + 6.0 * t**2)


@dataclass(frozen=True)
class Half:
    """The right half of the skin: vertices (n, 3) and triangles (m, 3); those with x = 0 lie on the seam."""

    points: Floats
    triangles: Ints

    @property
    def seam(self) -> Flags:
        """Which vertices lie in the mirror plane, (n,)."""
        return self.points[:, 0] == 0.0


@dataclass(frozen=True)
class Bend:
    """A joint as the skin sees it: axis, what stays and what turns, and the heights between which skin is drawn along.

    still, turning: bones; still_beyond, turning_beyond: heights, mm, past which the share is 0 or 1 for certain (the
    joint lies between); fade_mm: the way over which the share gets there.
    """

    centre: Floats
    axis: Floats
    still: Sequence[trimesh.Trimesh]
    turning: Sequence[trimesh.Trimesh]
    still_beyond: float
    turning_beyond: float
    fade_mm: tuple[float, float]
    skin_mm: float
    seam_still: bool

    def squared_distance(self, points: Floats) -> Floats:
        """From the axis, with the least added, mm²."""
        arm = points - self.centre
        return np.einsum("ij,ij->i", arm, arm) - (arm @ self.axis) ** 2 + LEAST_SQUARED_DISTANCE


@dataclass(frozen=True)
class Lattice:
    """Cubes that hold the right half of the body: their low corners (c, 3) in cubes, corner indices (c, 8), corners."""

    low: Floats
    cells: Ints
    corners: Ints
    nodes: Floats

    @property
    def centres(self) -> Floats:
        """Middles of the cubes (c, 3), mm."""
        return self.low + (self.cells + 0.5) * CUBE_MM

    def shares(self, points: Floats) -> sp.csr_matrix:
        """Matrix (k, nodes): values at points, linear along each edge of a cube."""
        at = (points - self.low) / CUBE_MM
        place = {tuple(cell): number for number, cell in enumerate(self.cells.tolist())}
        cell = np.array([place.get(tuple(key), -1) for key in np.floor(at).astype(int).tolist()])
        if (stray := cell < 0).any():
            cell[stray] = cKDTree(self.centres).query(points[stray])[1]
        t = (at - self.cells[cell])[:, None, :]
        weights = np.prod(np.where(CORNERS, t, 1.0 - t), axis=2)
        rows = np.repeat(np.arange(len(points)), 8)
        return sp.csr_matrix((weights.ravel(), (rows, self.corners[cell].ravel())), (len(points), len(self.nodes)))


def lattice(skin: trimesh.Trimesh, half: Half, low: float, high: float) -> Lattice:
    """Cubes with their centre in the right half of the skin or a piece of it, from z = low to high."""
    start = np.array([0.0, *np.floor(half.points.min(axis=0)[1:] / CUBE_MM) * CUBE_MM])
    start[2] = low
    size = np.ceil((np.array([*half.points.max(axis=0)[:2], high]) - start) / CUBE_MM).astype(int)
    grid = np.stack(np.meshgrid(*[np.arange(n) for n in size], indexing="ij"), axis=-1).reshape(-1, 3)
    inner = grid[inside(capped(skin), start + (grid + 0.5) * CUBE_MM)]
    pieces = np.vstack([half.points, half.points[half.triangles].mean(axis=1)])
    touched = np.floor((pieces - start) / CUBE_MM).astype(int)
    touched = touched[((touched >= 0) & (touched < size)).all(axis=1)]
    cells = np.unique(np.vstack([inner, touched]), axis=0)
    keys = np.ravel_multi_index((cells[:, None] + CORNERS).reshape(-1, 3).T, size + 1)
    used, corners = np.unique(keys, return_inverse=True)
    nodes = start + np.stack(np.unravel_index(used, size + 1), axis=-1) * CUBE_MM
    return Lattice(start, cells, corners.reshape(-1, 8), nodes)


def _body_energy(cubes: Lattice, weight: Floats) -> sp.csr_matrix:
    """Squared gradient over each cube times its weight (c,), as a matrix on the nodes."""
    gauss = 0.5 + np.array([-0.5, 0.5]) / np.sqrt(3.0)
    cube = np.zeros((8, 8))
    for point in np.stack(np.meshgrid(gauss, gauss, gauss), axis=-1).reshape(-1, 3):
        shape = np.where(CORNERS, point, 1.0 - point)
        sign = np.where(CORNERS, 1.0, -1.0)
        slope = np.column_stack([sign[:, d] * np.prod(np.delete(shape, d, axis=1), axis=1) for d in range(3)])
        cube += slope @ slope.T / 8.0 * CUBE_MM
    rows, columns = np.repeat(cubes.corners, 8, axis=1).ravel(), np.tile(cubes.corners, (1, 8)).ravel()
    values = (weight[:, None] * cube.ravel()).ravel()
    return sp.csr_matrix((values, (rows, columns)), (len(cubes.nodes),) * 2)


def _skin_energy(half: Half, triangles: Ints, weight: Floats) -> sp.csr_matrix:
    """Squared gradient along the skin times the weight of each triangle, as a matrix on its vertices (cotangents)."""
    count = len(half.points)
    energy = sp.csr_matrix((count, count))
    corners = half.points[triangles]
    double = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    for k in range(3):
        one, other = triangles[:, (k + 1) % 3], triangles[:, (k + 2) % 3]
        legs = half.points[one] - half.points[triangles[:, k]], half.points[other] - half.points[triangles[:, k]]
        cotangent = np.maximum(np.einsum("ij,ij->i", *legs) / double / 2.0, 0.0) * weight
        rows, columns = np.concatenate([one, other, one, other]), np.concatenate([one, other, other, one])
        values = np.concatenate([cotangent, cotangent, -cotangent, -cotangent])
        energy = energy + sp.csr_matrix((values, (rows, columns)), (count, count))
    return energy


def turn_share(skin: trimesh.Trimesh, half: Half, bend: Bend) -> Floats:
    """Share of the joint's angle by which each right vertex of the skin turns, (n,), exactly 0 and 1 far from it."""
    margin = 6.0 * CUBE_MM
    cubes = lattice(skin, half, bend.turning_beyond - margin, min(bend.still_beyond + margin, half.points[:, 2].max()))
    reach = cubes.low[2] + 1.0, cubes.nodes[:, 2].max() - 1.0
    heights = half.points[half.triangles][:, :, 2]
    near = half.triangles[((heights > reach[0]) & (heights < reach[1])).all(axis=1)]
    to_skin = cubes.shares(half.points)
    energy = _body_energy(cubes, bend.squared_distance(cubes.centres))
    on_skin = _skin_energy(half, near, bend.skin_mm * bend.squared_distance(half.points[near].mean(axis=1)))
    held = sp.diags(SEAM_WEIGHT * (half.seam & bend.seam_still).astype(float))
    energy = (energy + to_skin.T @ (on_skin + held) @ to_skin).tocsr()
    still = np.any([inside(bone, cubes.nodes) for bone in bend.still], axis=0)
    still |= cubes.nodes[:, 2] > bend.still_beyond
    if bend.seam_still:
        still |= (cubes.nodes[:, 0] == 0.0) & (cubes.nodes[:, 2] > half.points[half.seam, 2].min())
    turning = np.any([inside(bone, cubes.nodes) for bone in bend.turning], axis=0)
    turning |= cubes.nodes[:, 2] < bend.turning_beyond
    share = to_skin @ _calmest(energy, still | turning, (turning & ~still).astype(float))
    return _ended(half, share, bend)


def _calmest(energy: sp.csr_matrix, fixed: Flags, values: Floats) -> Floats:
    """Values on the nodes of least energy, some of them fixed."""
    result = values.copy()
    free = ~fixed
    inner = energy[free][:, free].tocsr()
    solver = pyamg.smoothed_aggregation_solver(inner)
    result[free] = solver.solve(-energy[free][:, fixed] @ values[fixed], tol=1e-9, accel="cg")
    return result


def _ended(half: Half, share: Floats, bend: Bend) -> Floats:
    """The share brought to 0 and 1 smoothly at the heights where it must be."""
    z = half.points[:, 2]
    above, below = bend.fade_mm
    share = share * smooth_step(z, bend.still_beyond, bend.still_beyond - above)
    share = 1.0 - (1.0 - share) * smooth_step(z, bend.turning_beyond, bend.turning_beyond + below)
    share = np.where(half.seam & bend.seam_still, 0.0, np.clip(share, 0.0, 1.0))
    return np.where(share < 1e-5, 0.0, np.where(share > 1.0 - 1e-5, 1.0, share))
