"""Every surface but the skin is closed, well wound, in one piece and does not cross itself."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from anatomy_viewer.atlas.model import Atlas, Mesh
from tests.figures.measures import crossing_triangles
from tests.tiny_pack import PARTS

SOLIDS = [id_ for id_ in PARTS if id_ != "skin"]
"""Bones and muscles of the right side and the midline; the left ones are tested to be their mirror images."""

PAIRED = [id_ for id_ in PARTS if id_.endswith(".right")]
MIDLINE = [id_ for id_ in PARTS if not id_.endswith(".right")]


def test_every_structure_is_there_on_both_sides(shipped: Atlas) -> None:
    assert set(shipped.structures) == {*PARTS, *(id_.replace(".right", ".left") for id_ in PAIRED)}


@pytest.mark.parametrize("detail", ["full", "light"])
@pytest.mark.parametrize("id_", SOLIDS)
def test_a_surface_is_sound(shipped: Atlas, id_: str, detail: str) -> None:
    mesh: Mesh = getattr(shipped.structures[id_], detail)
    shape = trimesh.Trimesh(mesh.vertices.astype(np.float64), mesh.triangles, process=False)
    assert shape.is_watertight
    assert shape.is_winding_consistent
    assert shape.volume > 0
    assert shape.area_faces.min() > 1e-6
    assert shape.unique_faces().all()
    assert pieces(mesh) == 1
    assert 100 * len(crossing_triangles(np.asarray(shape.vertices), mesh.triangles)) / len(mesh.triangles) <= 0.1


def pieces(mesh: Mesh) -> int:
    """Number of connected pieces, vertices that no triangle uses counted as pieces."""
    start, end = mesh.triangles.ravel(), np.roll(mesh.triangles, 1, axis=1).ravel()
    count = len(mesh.vertices)
    return int(connected_components(coo_array((np.ones(len(start)), (start, end)), shape=(count, count)))[0])


@pytest.mark.parametrize("id_", PAIRED)
def test_the_left_is_the_exact_mirror_image(shipped: Atlas, id_: str) -> None:
    right, left = shipped.structures[id_], shipped.structures[id_.replace(".right", ".left")]
    for detail in ("full", "light"):
        one, other = getattr(right, detail), getattr(left, detail)
        np.testing.assert_array_equal(one.vertices * np.float32([-1, 1, 1]), other.vertices)
        np.testing.assert_array_equal(np.sort(one.triangles), np.sort(other.triangles))


@pytest.mark.parametrize("id_", MIDLINE)
def test_the_midline_is_symmetric_vertex_by_vertex(shipped: Atlas, id_: str) -> None:
    mesh = shipped.structures[id_].full
    rows = {tuple(row): index for index, row in enumerate((mesh.vertices + 0.0).tolist())}
    twin = [rows.get((0.0 - x, y, z), -1) for x, y, z in (mesh.vertices + 0.0).tolist()]
    assert min(twin) >= 0
    mirrored = {frozenset(triangle) for triangle in np.array(twin)[mesh.triangles].tolist()}
    assert mirrored == {frozenset(triangle) for triangle in mesh.triangles.tolist()}
