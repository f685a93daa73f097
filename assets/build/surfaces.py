"""Surfaces from fields and back: signed distances on grids, isosurfaces, even triangles, mirror symmetry.

Fields are negative inside. Lengths in millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass

import fast_simplification
import igl
import numpy as np
import pymeshlab
import trimesh
from scipy.ndimage import map_coordinates
from skimage.measure import marching_cubes

FAR_MM = 1.0e3


@dataclass(frozen=True)
class Grid:
    """A regular grid of cubes: origin (3,) mm, spacing mm, shape (3,)."""

    origin: np.ndarray
    spacing: float
    shape: tuple[int, int, int]

    @staticmethod
    def around(bounds: np.ndarray, spacing: float, margin: float) -> Grid:
        """A grid over `bounds` (2, 3) with a margin; its nodes are whole multiples of the spacing, so x = 0 is one."""
        low = np.floor((bounds[0] - margin) / spacing)
        high = np.ceil((bounds[1] + margin) / spacing)
        nx, ny, nz = (high - low).astype(int) + 1
        return Grid(low * spacing, spacing, (int(nx), int(ny), int(nz)))

    def points(self) -> np.ndarray:
        """All nodes, (n, 3), last axis fastest."""
        axes = [self.origin[i] + self.spacing * np.arange(self.shape[i]) for i in range(3)]
        return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)

    def sample(self, field: np.ndarray, points: np.ndarray, order: int = 1, outside: float = FAR_MM) -> np.ndarray:
        """Values of a field on this grid at points (n, 3)."""
        index = ((points - self.origin) / self.spacing).T
        return np.asarray(map_coordinates(field, index, order=order, mode="constant", cval=outside))


def signed_distance(mesh: trimesh.Trimesh, points: np.ndarray) -> np.ndarray:
    """Signed distance of points (n, 3) to a closed surface, negative inside, by fast winding numbers."""
    return np.asarray(
        igl.signed_distance(
            np.ascontiguousarray(points, float),
            np.ascontiguousarray(mesh.vertices, float),
            np.ascontiguousarray(mesh.faces, np.int64),
            sign_type=igl.SIGNED_DISTANCE_TYPE_FAST_WINDING_NUMBER,
        )[0]
    ).reshape(-1)


def field_of(mesh: trimesh.Trimesh, grid: Grid, band: float = 8.0) -> np.ndarray:
    """Signed distance to a closed surface on a grid: exact within `band` mm of it, interpolated from 4 mm elsewhere."""
    coarse = Grid(grid.origin, 4.0, tuple(int(n * grid.spacing / 4.0) + 2 for n in grid.shape))
    rough = signed_distance(mesh, coarse.points()).reshape(coarse.shape)
    points = grid.points()
    field = coarse.sample(rough, points)
    near = abs(field) < band
    field[near] = signed_distance(mesh, points[near])
    return field.reshape(grid.shape)


def isosurface(field: np.ndarray, grid: Grid, level: float = 0.0) -> trimesh.Trimesh:
    """The surface where a field passes `level`, wound outward."""
    vertices, faces, _, _ = marching_cubes(field, level, spacing=(grid.spacing,) * 3, gradient_direction="descent")
    mesh = trimesh.Trimesh(vertices + grid.origin, faces, process=True)
    mesh.merge_vertices()
    return mesh


def largest(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
    """The component with the most triangles."""
    parts = mesh.split(only_watertight=False)
    return max(parts, key=lambda part: len(part.faces))


def remeshed(mesh: trimesh.Trimesh, edge: float, iterations: int = 10, sharp_deg: float = 180.0) -> trimesh.Trimesh:
    """The same surface with even triangles of about `edge` mm; edges sharper than `sharp_deg` are kept."""
    return _meshlab(
        mesh,
        "meshing_isotropic_explicit_remeshing",
        iterations=iterations,
        targetlen=pymeshlab.PureValue(edge),
        adaptive=False,
        featuredeg=sharp_deg,
    )


def smoothed(mesh: trimesh.Trimesh, steps: int) -> trimesh.Trimesh:
    """Taubin smoothing: takes ripples away and keeps the volume."""
    return _meshlab(mesh, "apply_coord_taubin_smoothing", stepsmoothnum=steps)


def _meshlab(mesh: trimesh.Trimesh, name: str, **options: object) -> trimesh.Trimesh:
    work = pymeshlab.MeshSet(verbose=False)
    work.add_mesh(pymeshlab.Mesh(np.asarray(mesh.vertices, float), np.asarray(mesh.faces, np.int32)))
    getattr(work, name)(**options)
    result = work.current_mesh()
    return trimesh.Trimesh(result.vertex_matrix(), result.face_matrix(), process=False)


def lighter(mesh: trimesh.Trimesh, triangles: int) -> trimesh.Trimesh:
    """The surface with about so many triangles, kept where it bends (quadric edge collapse)."""
    vertices, faces = fast_simplification.simplify(
        np.asarray(mesh.vertices, np.float32), np.asarray(mesh.faces, np.int32), target_count=triangles, agg=6
    )
    return trimesh.Trimesh(vertices, faces, process=False)


def symmetric(field: np.ndarray, grid: Grid, edge: float) -> trimesh.Trimesh:
    """The surface of a field made mirror-symmetric in x = 0, vertices and triangles paired, edges about `edge` mm."""
    points = grid.points()
    other = grid.sample(field, points * [-1.0, 1.0, 1.0]).reshape(grid.shape)
    even = (field + other) / 2.0
    start = round(-grid.origin[0] / grid.spacing)
    half_grid = Grid(grid.origin * [0.0, 1.0, 1.0], grid.spacing, (grid.shape[0] - start, *grid.shape[1:]))
    half = largest(remeshed(isosurface(even[start:], half_grid), edge))
    return from_half(half)


def from_half(half: trimesh.Trimesh) -> trimesh.Trimesh:
    """A whole from its right half, whose one open edge lies in x = 0."""
    vertices = np.array(half.vertices)
    outline = trimesh.grouping.group_rows(half.edges_sorted, require_count=1)
    rim = np.unique(half.edges_sorted[outline])
    rim = rim[abs(vertices[rim, 0]) < 1.0]
    vertices[rim, 0] = 0.0
    vertices[:, 0] = np.maximum(vertices[:, 0], 0.0)
    twin = np.full(len(vertices), -1)
    twin[rim] = rim
    apart = np.flatnonzero(twin < 0)
    twin[apart] = len(vertices) + np.arange(len(apart))
    both = np.vstack([vertices, vertices[apart] * [-1.0, 1.0, 1.0]])
    return trimesh.Trimesh(both, np.vstack([half.faces, twin[half.faces][:, ::-1]]), process=False)
