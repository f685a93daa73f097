"""Openness against places where it is known from geometry."""

from __future__ import annotations

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Mesh
from anatomy_viewer.stage.sky import Floats, finished, openness, surface_samples
from tests.stage.scene import ball, plate

UP = np.array([0, 0, 1], np.float32)


def look(occluders: list[Mesh], points: list[tuple[float, float, float]], normal: Floats = UP) -> Floats:
    samples = np.concatenate([surface_samples(mesh) for mesh in occluders])
    normals = np.tile(normal, (len(points), 1))
    return finished(openness(samples, np.array(points, np.float32), normals))


def test_a_plain_sees_the_whole_sky() -> None:
    plain = plate((0, 0, -5), (200, 200, 10))
    assert look([plain], [(0, 0, 0), (40, -30, 0), (-60, 50, 0)]) == pytest.approx(1, abs=0.02)


def test_foot_of_a_wall_sees_half_the_sky() -> None:
    plain, wall = plate((0, 0, -5), (600, 600, 10)), plate((0, -5, 300), (600, 10, 600))
    near, far = look([plain, wall], [(0, 2, 0), (0, 290, 0)])
    assert near == pytest.approx(0.5, abs=0.08)
    assert far > 0.75


def test_under_a_ball_it_is_dark_and_beside_it_light() -> None:
    plain = plate((0, 0, -5), (400, 400, 10))
    under, beside, away = look([plain, ball((0, 0, 30), 30)], [(0, 0, 0), (30, 0, 0), (180, 0, 0)])
    assert under < 0.1
    assert 0.4 < beside < 0.9
    assert away > 0.95


def test_inside_a_closed_shell_there_is_no_sky() -> None:
    assert look([ball((0, 0, 0), 50, detail=4)], [(0, 0, 0), (10, 5, -8)]).max() < 0.02


def test_without_occluders_all_is_open() -> None:
    nothing = np.empty((0, 3), np.float32)
    point = np.zeros((1, 3), np.float32)
    assert finished(openness(nothing, point, UP[None])) == pytest.approx(1)


def test_without_points_there_is_nothing_to_do() -> None:
    nothing = np.empty((0, 3), np.float32)
    assert finished(openness(surface_samples(ball((0, 0, 0), 10)), nothing, nothing)).shape == (0,)


def test_mirror_images_are_lit_alike() -> None:
    right, left = ball((40, 0, 0), 30), ball((-40, 0, 0), 30)
    points = right.vertices[:50]
    normals = (points - (40, 0, 0)) / 30
    samples = np.concatenate([surface_samples(right), surface_samples(left)])
    mirror = np.array([-1, 1, 1], np.float32)
    ours = finished(openness(samples, points, normals.astype(np.float32)))
    theirs = finished(openness(samples, points * mirror, (normals * mirror).astype(np.float32)))
    assert np.abs(ours - theirs).max() < 0.12


def test_samples_cover_a_surface_evenly_and_lie_on_it() -> None:
    box = plate((0, 0, 0), (60, 60, 60), edge=25)
    samples = surface_samples(box, cell_mm=6.6)
    assert len(samples) == pytest.approx(6 * 60 * 60 / 9, rel=0.01)
    assert np.abs(samples).max(axis=1) == pytest.approx(30, abs=1e-3)
    octants = np.unique(samples > 0, axis=0, return_counts=True)[1]
    assert octants.min() > 0.9 * len(samples) / 8


def test_same_result_each_time() -> None:
    first, second = (look([ball((0, 0, 30), 30)], [(0, 0, 0), (25, 0, 0)]) for _ in range(2))
    assert np.array_equal(first, second)


def test_empty_surface_has_no_samples() -> None:
    empty = Mesh(np.empty((0, 3), np.float32), np.empty((0, 3), np.int32))
    assert surface_samples(empty).shape == (0, 3)
