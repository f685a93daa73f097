"""The fitted skin as even triangles: cut flat at the top, remeshed on the right, mirrored."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import trimesh
from skin_fit import Floats, Ints, depth_under, triangles_of
from skin_subdivision import HalfMesh
from surfaces import from_half, remeshed

SNAP_MM = 1.2
"""Points this near to the cut are laid on it beforehand, so that cutting leaves no slivers."""
REMESH_ROUNDS = 15


def cut_half(points: Floats, fine: HalfMesh, top: float) -> trimesh.Trimesh:
    """The right half below z = `top` mm, open there and in the mirror plane."""
    points = points.copy()
    points[np.abs(points[:, 2] - top) < SNAP_MM, 2] = top
    half = trimesh.Trimesh(points, triangles_of(fine.quads), process=False)
    half = half.slice_plane([0.0, 0.0, top], [0.0, 0.0, -1.0])
    half.merge_vertices()
    half.update_faces(half.nondegenerate_faces())
    half.remove_unreferenced_vertices()
    return half


def _rim(mesh: trimesh.Trimesh) -> Ints:
    """Vertices on open edges."""
    return np.unique(mesh.edges_sorted[trimesh.grouping.group_rows(mesh.edges_sorted, require_count=1)])


def _on_planes(half: trimesh.Trimesh, top: float) -> trimesh.Trimesh:
    """Rim vertices laid exactly on the cut or the mirror plane, whichever is nearer."""
    vertices = np.array(half.vertices)
    rim = _rim(half)
    at_top, at_seam = np.abs(vertices[rim, 2] - top), np.abs(vertices[rim, 0])
    vertices[rim[(at_top < at_seam) | (at_top < 0.1)], 2] = top
    vertices[rim[(at_seam < at_top) | (at_seam < 0.1)], 0] = 0.0
    return trimesh.Trimesh(vertices, half.faces, process=False)


def _filled_out(coarse: trimesh.Trimesh, smooth: trimesh.Trimesh) -> trimesh.Trimesh:
    """Coarse triangles cut corners off a round body; move inner vertices outward by what their triangles lack."""
    vertices = np.array(coarse.vertices)
    depth, _, _ = depth_under(
        np.array(smooth.vertices), np.array(smooth.faces, dtype=np.int64), np.array(coarse.triangles_center)
    )
    lack = np.zeros(len(vertices))
    np.add.at(lack, coarse.faces.ravel(), np.repeat(depth, 3))
    lack /= np.bincount(coarse.faces.ravel(), minlength=len(vertices))
    inner = np.setdiff1d(np.arange(len(vertices)), _rim(coarse))
    vertices[inner] += (coarse.vertex_normals * lack[:, None])[inner]
    return trimesh.Trimesh(vertices, coarse.faces, process=False)


def whole_skin(half: trimesh.Trimesh, edge: float, top: float) -> trimesh.Trimesh:
    """Symmetric skin of even triangles with edges of about `edge` mm; float32 vertices, right half first."""
    coarse = _filled_out(remeshed(half, edge, REMESH_ROUNDS), half)
    skin = from_half(_on_planes(coarse, top))
    return trimesh.Trimesh(skin.vertices.astype(np.float32), skin.faces, process=False)


def self_intersecting(mesh: trimesh.Trimesh) -> npt.NDArray[np.bool_]:
    """Which triangles cross another one."""
    import pymeshlab

    work = pymeshlab.MeshSet(verbose=False)
    work.add_mesh(pymeshlab.Mesh(np.asarray(mesh.vertices, float), np.asarray(mesh.faces, np.int32)))
    work.compute_selection_by_self_intersections_per_face()
    return np.asarray(work.current_mesh().face_selection_array())
