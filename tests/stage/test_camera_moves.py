"""Turning, sliding and zooming, seen as a person sees them: where points of the scene go in the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.stage.camera_moves import FARTHEST_MM, NEAREST_MM, center_on, orbit, pan, zoom
from anatomy_viewer.state.view_state import Camera

BEHIND = Camera((0.0, -500.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))
ABOVE = Camera((0.0, 0.0, 500.0), (0.0, 0.0, 0.0), (0.0, 1.0, 0.0))
OBLIQUE = Camera((300.0, 200.0, 150.0), (10.0, -20.0, 5.0), (0.0, 0.0, 1.0))
HEIGHT_PX = 600.0


def seen_at(camera: Camera, point: Vector) -> Vector:
    """Where a point is in the picture: pixels right of and above its middle."""
    forward, right, up = axes(camera)
    offset = np.subtract(point, camera.position)
    scale = HEIGHT_PX / 2 / np.tan(np.radians(camera.view_angle_deg / 2)) / (offset @ forward)
    return np.array([offset @ right, offset @ up]) * scale


def axes(camera: Camera) -> tuple[Vector, Vector, Vector]:
    forward = np.subtract(camera.focal_point, camera.position)
    forward = forward / np.linalg.norm(forward)
    right = np.cross(forward, camera.view_up)
    right /= np.linalg.norm(right)
    return forward, right, np.cross(right, forward)


def distance(camera: Camera) -> float:
    return float(np.linalg.norm(np.subtract(camera.position, camera.focal_point)))


def test_drag_to_the_right_takes_the_near_side_to_the_right() -> None:
    near = np.array([0.0, -100.0, 0.0])
    x, y = seen_at(orbit(BEHIND, 10, 0), near)
    assert x > 5
    assert y == pytest.approx(0, abs=1e-6)


def test_drag_upward_takes_the_near_side_up() -> None:
    x, y = seen_at(orbit(BEHIND, 0, 10), np.array([0.0, -100.0, 0.0]))
    assert y > 5
    assert x == pytest.approx(0, abs=1e-6)


def test_quarter_turn_from_behind_shows_the_subjects_left() -> None:
    position = orbit(BEHIND, 90, 0).position
    assert position == pytest.approx((-500, 0, 0), abs=1e-6)


@pytest.mark.parametrize("camera", [BEHIND, ABOVE, OBLIQUE])
def test_orbit_keeps_distance_and_focus(camera: Camera) -> None:
    turned = orbit(camera, 33, -21)
    assert distance(turned) == pytest.approx(distance(camera))
    assert turned.focal_point == camera.focal_point


def test_orbit_by_nothing_changes_nothing() -> None:
    for camera in (BEHIND, ABOVE):
        still = orbit(camera, 0, 0)
        assert still.position == pytest.approx(camera.position, abs=1e-6)
        assert still.view_up == pytest.approx(camera.view_up, abs=1e-6)


def test_there_and_back_again() -> None:
    back = orbit(orbit(OBLIQUE, 50, 12), -50, -12)
    assert back.position == pytest.approx(OBLIQUE.position)


def test_tilt_stops_straight_above_and_keeps_the_heading() -> None:
    above = orbit(BEHIND, 0, -1000)
    assert above.position == pytest.approx((0, 0, 500), abs=1e-6)
    assert above.view_up == pytest.approx((0, 1, 0), abs=1e-6)
    assert orbit(above, 0, 30).position[1] < 0, "coming down again leads back behind"


def test_view_from_above_turns_about_the_vertical() -> None:
    turned = orbit(ABOVE, 90, 0)
    assert turned.position == pytest.approx(ABOVE.position, abs=1e-6)
    assert turned.view_up == pytest.approx((1, 0, 0), abs=1e-6)


def test_no_series_of_drags_tips_the_body_or_jumps() -> None:
    rng = np.random.default_rng(5)
    camera = OBLIQUE
    for dx, dy in rng.uniform(-9, 9, (2000, 2)):
        moved = orbit(camera, dx, dy)
        _, right, up = axes(moved)
        assert up[2] >= -1e-9, "the head is up"
        assert abs(right[2]) < 1e-9, "the horizon is level"
        step = np.linalg.norm(np.subtract(moved.position, camera.position)) / distance(camera)
        assert step <= np.radians(np.hypot(9, 9)) + 1e-9
        camera = moved


@pytest.mark.parametrize("up", [(0.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)])
def test_odd_view_up_is_set_right(up: tuple[float, float, float]) -> None:
    _, right, upward = axes(orbit(replace(BEHIND, view_up=up), 5, 5))
    assert np.isfinite([right, upward]).all()
    assert abs(right[2]) < 1e-9


def test_pan_moves_the_focus_with_the_pointer() -> None:
    moved = pan(OBLIQUE, 40, -25, HEIGHT_PX)
    assert seen_at(moved, np.array(OBLIQUE.focal_point)) == pytest.approx((40, -25))
    assert distance(moved) == pytest.approx(distance(OBLIQUE))


def test_zoom_keeps_the_point_under_the_pointer() -> None:
    point = np.array([40.0, 10.0, 30.0])
    nearer = zoom(OBLIQUE, 1.5, point)
    assert seen_at(nearer, point) == pytest.approx(seen_at(OBLIQUE, point))
    assert distance(nearer) == pytest.approx(distance(OBLIQUE) / 1.5)


def test_zoom_without_a_point_keeps_the_focus() -> None:
    assert zoom(OBLIQUE, 0.5).focal_point == OBLIQUE.focal_point


def test_zoom_stops_before_it_is_too_near_or_too_far() -> None:
    assert distance(zoom(OBLIQUE, 1e9)) == pytest.approx(NEAREST_MM)
    assert distance(zoom(OBLIQUE, 1e-9)) == pytest.approx(FARTHEST_MM)


@pytest.mark.parametrize("factor", [0.0, -1.0, float("nan")])
def test_zoom_refuses_what_is_no_factor(factor: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        zoom(OBLIQUE, factor)


def test_center_on_puts_the_point_in_the_middle() -> None:
    point = np.array([3.0, 4.0, 5.0])
    centered = center_on(OBLIQUE, point)
    assert seen_at(centered, point) == pytest.approx((0, 0), abs=1e-9)
    assert axes(centered)[0] == pytest.approx(axes(OBLIQUE)[0])
