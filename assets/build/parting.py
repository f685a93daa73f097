"""Muscles cut from bone and from each other along sharp, smooth edges.

Each muscle, the bone and the middle surface between two muscles are smooth solids; exact booleans (manifold3d) of them
leave edges where two smooth surfaces meet, which no grid could draw. The triangles are then made even, edges kept.
"""

from __future__ import annotations

from collections.abc import Callable

import manifold3d
import numpy as np
import trimesh
from scipy.ndimage import gaussian_filter
from surfaces import Grid, isosurface, largest, remeshed

BONE_OVERLAP_MM = 0.18
"""Muscle reaches this deep into bone: its visible rim is then where it dives into the bone's surface."""
NEIGHBOUR_GAP_MM = 0.2
"""Half the distance kept between two muscles."""
SMOOTHING_NODES = 1.0
SHARP_EDGE_DEG = 45.0
MIDDLE_EDGE_MM = 2.2
FAR_MM = 50.0

Fields = dict[str, np.ndarray]


def _solid(field: np.ndarray, grid: Grid, edge: float) -> manifold3d.Manifold:
    """The inside of a field as a solid; closed at the border of the grid."""
    closed = gaussian_filter(np.clip(field, -FAR_MM, FAR_MM), SMOOTHING_NODES)
    for axis in range(3):
        for end in (0, -1):
            border = [slice(None)] * 3
            border[axis] = end
            closed[tuple(border)] = FAR_MM
    mesh = remeshed(isosurface(closed, grid), edge)
    return _manifold(mesh.vertices, mesh.faces)


def _manifold(vertices: np.ndarray, faces: np.ndarray) -> manifold3d.Manifold:
    solid = manifold3d.Manifold(manifold3d.Mesh(np.asarray(vertices, np.float32), np.asarray(faces, np.uint32)))
    if solid.status() != manifold3d.Error.NoError:
        raise RuntimeError(f"a surface is no solid: {solid.status()}")
    return solid


def _shrunk(bone: trimesh.Trimesh) -> manifold3d.Manifold:
    """A bone without its outermost `BONE_OVERLAP_MM`."""
    return _manifold(bone.vertices - BONE_OVERLAP_MM * bone.vertex_normals, bone.faces)


def _mesh(solid: manifold3d.Manifold) -> trimesh.Trimesh:
    result = solid.to_mesh()
    return trimesh.Trimesh(np.asarray(result.vert_properties)[:, :3], result.tri_verts, process=False)


def _nearer(field: np.ndarray, other: np.ndarray, grid: Grid) -> manifold3d.Manifold:
    """Where a muscle is nearer than another, less the gap; on a grid twice as coarse, for it is nearly flat."""
    half = Grid(grid.origin, 2.0 * grid.spacing, tuple((n + 1) // 2 for n in grid.shape))
    difference = (field - other)[::2, ::2, ::2] / 2.0 + NEIGHBOUR_GAP_MM
    return _solid(difference, half, MIDDLE_EDGE_MM)


def parted_surfaces(
    muscles: Fields, bones: dict[str, trimesh.Trimesh], grid: Grid, edges: dict[str, float], tick: Callable[[], None]
) -> dict[str, trimesh.Trimesh]:
    """Closed surfaces of the muscles, `edges` mm long triangles; overlaps of fields are halved. Ticks once a muscle."""
    hard = manifold3d.Manifold.batch_boolean([_shrunk(bone) for bone in bones.values()], manifold3d.OpType.Add)
    surfaces = {}
    for name, field in muscles.items():
        solid = _solid(field, grid, edges[name]) - hard
        for other, neighbour in muscles.items():
            if other != name:
                solid ^= _nearer(field, neighbour, grid)
        surfaces[name] = largest(remeshed(largest(_mesh(solid)), edges[name], sharp_deg=SHARP_EDGE_DEG))
        tick()
    return surfaces
