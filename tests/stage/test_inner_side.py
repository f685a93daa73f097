from __future__ import annotations

import numpy as np
import pytest
import trimesh

from anatomy_viewer.stage.inner_side import inner_side_seen
from tests.stage.scene import as_mesh, ball

AROUND = [np.array(point, float) for point in ((500, 0, 0), (0, -500, 0), (0, 0, 500), (0, 0, -500), (3, 4, 5))]


def tube_open_at_the_top() -> trimesh.Trimesh:
    tube = trimesh.creation.cylinder(radius=20, height=100, sections=24)
    return tube.submesh([np.flatnonzero(tube.face_normals[:, 2] < 0.9)], append=True)


@pytest.mark.parametrize("eye", AROUND)
def test_a_closed_surface_hides_its_inner_side(eye: np.ndarray) -> None:
    assert not inner_side_seen(ball((0, 0, 0), 40))(eye)


def test_a_flat_cut_is_looked_into_from_its_own_side_only() -> None:
    seen = inner_side_seen(as_mesh(tube_open_at_the_top()))
    assert seen(np.array([200.0, 0.0, 51.0]))
    assert not seen(np.array([200.0, 0.0, 49.0]))
    assert not seen(np.array([0.0, 0.0, -300.0]))


@pytest.mark.parametrize("eye", AROUND)
def test_a_ragged_opening_is_always_drawn_on_both_sides(eye: np.ndarray) -> None:
    whole = trimesh.creation.icosphere(subdivisions=3, radius=40)
    holes = np.abs(whole.triangles_center[:, 0]) < 30
    assert inner_side_seen(as_mesh(whole.submesh([np.flatnonzero(holes)], append=True)))(eye)
