"""A surface as the geometry libraries want it, and what can be asked of it. Lengths in mm."""

from __future__ import annotations

from functools import cached_property

import igl
import igl.copyleft.cgal
import manifold3d
import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.figures.figure import CannotMeasureError
from anatomy_viewer.atlas.model import Mesh

Points = npt.NDArray[np.float64]
Triangles = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Solid:
    """A surface, closed unless said otherwise: vertices (n, 3) float64 mm, triangles (m, 3) int64."""

    def __init__(self, vertices: Points, triangles: Triangles) -> None:
        self.vertices = np.ascontiguousarray(vertices, np.float64)
        self.triangles = np.ascontiguousarray(triangles, np.int64)

    @classmethod
    def of(cls, mesh: Mesh) -> Solid:
        """The solid inside a mesh."""
        return cls(mesh.vertices.astype(np.float64), mesh.triangles.astype(np.int64))

    @cached_property
    def double_areas(self) -> Floats:
        """Twice the area of each triangle, (m,) mm²."""
        return np.asarray(igl.doublearea(self.vertices, self.triangles))

    @cached_property
    def centroids(self) -> Points:
        """Middle of each triangle, (m, 3)."""
        return np.asarray(self.vertices[self.triangles].mean(axis=1))

    @cached_property
    def face_normals(self) -> Points:
        """Unit normal of each triangle, (m, 3)."""
        fallback = np.array([0.0, 0.0, 1.0])
        return np.asarray(igl.per_face_normals(self.vertices, self.triangles, fallback))

    @cached_property
    def vertex_normals(self) -> Points:
        """Unit normal at each vertex, (n, 3)."""
        return np.asarray(igl.per_vertex_normals(self.vertices, self.triangles))

    @cached_property
    def volume(self) -> float:
        """Volume inside, mm³."""
        corners = self.vertices[self.triangles]
        return float(np.einsum("ij,ij->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2]))) / 6

    @cached_property
    def sampled(self) -> Points:
        """Vertices and middles of triangles: the points that stand for the surface when a distance is taken."""
        return np.concatenate([self.vertices, self.centroids])

    @cached_property
    def box(self) -> Points:
        """Lowest and highest corner, (2, 3)."""
        return np.stack([self.vertices.min(axis=0), self.vertices.max(axis=0)])

    def distance(self, points: Points) -> Floats:
        """Distance of each point to the surface, (k,), never negative."""
        squared, _, _ = igl.point_mesh_squared_distance(np.ascontiguousarray(points), self.vertices, self.triangles)
        return np.asarray(np.sqrt(squared))

    def signed_distance(self, points: Points) -> Floats:
        """Distance of each point to the surface, (k,), negative inside (by winding number)."""
        return np.where(self.encloses(points), -1.0, 1.0) * self.distance(points)

    def encloses(self, points: Points) -> npt.NDArray[np.bool_]:
        """Whether each point lies inside, (k,): the winding number there is nearer to 1 than to 0."""
        winding = igl.fast_winding_number(self.vertices, self.triangles, np.ascontiguousarray(points))
        return np.asarray(np.asarray(winding) > 0.5)

    def gap(self, other: Solid) -> float:
        """Least distance between two surfaces, negative by the depth where one is in the other."""
        near = _close(self.sampled, other.box), _close(other.sampled, self.box)
        distances = [other.signed_distance(near[0]), self.signed_distance(near[1])]
        return float(min(np.min(some, initial=np.inf) for some in distances))

    def overlap(self, other: Solid) -> float:
        """Volume of what two closed solids share, mm³ (exact boolean)."""
        if (self.box[0] > other.box[1]).any() or (other.box[0] > self.box[1]).any():
            return 0.0
        return float((self._manifold ^ other._manifold).volume())

    def self_intersecting(self) -> npt.NDArray[np.int64]:
        """The triangles that cross another triangle of the same surface (exact predicates)."""
        every = 10**9
        pairs = igl.copyleft.cgal.remesh_self_intersections(
            self.vertices, self.triangles, detect_only=True, cutoff=every
        )[2]
        return np.unique(np.asarray(pairs, np.int64))

    @cached_property
    def _manifold(self) -> manifold3d.Manifold:
        mesh = manifold3d.Mesh64(vert_properties=self.vertices, tri_verts=self.triangles.astype(np.uint64))
        manifold = manifold3d.Manifold(mesh)
        if manifold.status() != manifold3d.Error.NoError:
            raise CannotMeasureError(f"a surface is not a solid ({manifold.status().name})")
        return manifold


_REACH_MM = 60.0


def _close(points: Points, box: Points) -> Points:
    """The points within reach of a box; all of them if none is."""
    inside = ((points > box[0] - _REACH_MM) & (points < box[1] + _REACH_MM)).all(axis=1)
    return points[inside] if inside.any() else points


def boundary_loops(triangles: Triangles) -> list[npt.NDArray[np.int64]]:
    """The open edges of a surface as closed chains of vertices."""
    return [np.asarray(loop, np.int64) for loop in igl.boundary_loop_all(triangles)]


def fit_sphere(points: Points) -> tuple[Points, float, float]:
    """Least-squares sphere: centre, radius, RMS of the distances to it.

    Linear start after Coope 1993, then Gauss-Newton on the geometric distances.
    """
    design = np.column_stack([2 * points, np.ones(len(points))])
    solution = np.linalg.lstsq(design, (points**2).sum(axis=1), rcond=None)[0]
    center = solution[:3]
    radius = float(np.sqrt(max(solution[3] + center @ center, 0.0)))
    for _ in range(20):
        offsets = points - center
        lengths = np.linalg.norm(offsets, axis=1)
        jacobian = np.column_stack([-offsets / lengths[:, None], -np.ones(len(points))])
        step = np.linalg.lstsq(jacobian, -(lengths - radius), rcond=None)[0]
        center, radius = center + step[:3], radius + float(step[3])
        if np.abs(step).max() < 1e-9:
            break
    residual = np.linalg.norm(points - center, axis=1) - radius
    return center, radius, float(np.sqrt(np.mean(residual**2)))
