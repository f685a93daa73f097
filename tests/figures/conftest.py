"""The shipped model in the hands of other libraries than the report uses: trimesh, SciPy and VTK's filters."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
import pyvista as pv
import trimesh

from anatomy_viewer import load_atlas
from anatomy_viewer.atlas.model import Atlas
from tests.figures.measures import MeshOf, PolyOf, points_of


@pytest.fixture(scope="session")
def shipped() -> Atlas:
    """The model that comes with the program, whole."""
    atlas = load_atlas()
    assert atlas.missing == ()
    return atlas


@pytest.fixture(scope="session")
def moving(shipped: Atlas) -> Atlas:
    """The same model; it says how gluteus medius moves."""
    assert "gluteus_medius.right" in shipped.motion
    return shipped


@pytest.fixture(scope="session")
def mesh_of(shipped: Atlas) -> MeshOf:
    """A structure's full surface as trimesh has it."""

    @cache
    def get(id_: str) -> trimesh.Trimesh:
        part = shipped.structures[id_]
        return trimesh.Trimesh(part.vertices.astype(np.float64), part.triangles, process=False)

    return get


@pytest.fixture(scope="session")
def poly_of(shipped: Atlas) -> PolyOf:
    """A structure's full surface as VTK has it."""

    @cache
    def get(id_: str) -> pv.PolyData:
        part = shipped.structures[id_]
        return pv.PolyData.from_regular_faces(part.vertices.astype(np.float64), part.triangles)

    return get


@pytest.fixture(scope="session")
def depth(poly_of: PolyOf) -> Callable[[np.ndarray, str], np.ndarray]:
    """How deep points lie in a structure, negative outside: the distance function of VTK."""

    def measure(points: np.ndarray, id_: str) -> np.ndarray:
        if len(points) == 0:
            return np.empty(0)
        return -np.asarray(points_of(points).compute_implicit_distance(poly_of(id_))["implicit_distance"])

    return measure
