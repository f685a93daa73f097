"""The instruments of the tests themselves: each is held against a shape whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
import pyvista as pv
import trimesh

from tests.figures.measures import crossing_triangles, grid_between, inside, robust_sphere


def test_crossing_triangles_are_those_near_the_common_circle() -> None:
    one = trimesh.creation.icosphere(subdivisions=3)
    other = one.copy().apply_translation([0.7, 0.11, 0.05])
    assert len(crossing_triangles(np.asarray(one.vertices), np.asarray(one.faces))) == 0
    both = trimesh.util.concatenate([one, other])
    found = crossing_triangles(np.asarray(both.vertices), np.asarray(both.faces))
    centers = both.triangles_center[found]
    assert len(found) > 50
    for ball in (one, other):
        np.testing.assert_allclose(np.linalg.norm(centers - ball.centroid, axis=1), 1.0, atol=0.15)


def test_a_sphere_is_found_beside_stray_points() -> None:
    rng = np.random.default_rng(2)
    directions = rng.normal(size=(400, 3))
    directions[:, 2] = np.abs(directions[:, 2])
    points = 23 * directions / np.linalg.norm(directions, axis=1, keepdims=True) + [80, 0, 0]
    points[:20] += rng.normal(scale=4, size=(20, 3))
    center, radius, _ = robust_sphere(points, np.array([78.0, 2.0, 1.0]))
    np.testing.assert_allclose(center, [80, 0, 0], atol=0.1)
    assert radius == pytest.approx(23, abs=0.1)


def test_the_volume_two_balls_share() -> None:
    one, other = pv.Icosphere(radius=20, nsub=4), pv.Icosphere(radius=20, nsub=4, center=(30, 0, 0))
    grid = grid_between(np.asarray(one.points), np.asarray(other.points), 0.5)
    shared = (inside(grid, one) & inside(grid, other)).sum() * 0.5**3
    assert shared == pytest.approx(np.pi * 110 * 100 / 12, rel=0.03)
    assert len(grid_between(np.asarray(one.points), np.asarray(one.points) + 100, 1.0)) == 0
