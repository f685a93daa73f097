"""How the camera moves: pure functions from one Camera to the next, shared by mouse, keys and tests."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.state.view_state import Camera

NEAREST_MM = 20.0
"""The camera comes no nearer to its focal point than this, in millimetres."""

FARTHEST_MM = 20_000.0
"""The camera goes no farther from its focal point than this, in millimetres."""

_UP: Vector = np.array([0.0, 0.0, 1.0])


def orbit(camera: Camera, dx_deg: float, dy_deg: float) -> Camera:
    """Turns the scene as a drag to the right (`dx_deg` > 0) and upward (`dy_deg` > 0) does, degrees.

    A turntable: +z stays up, the horizon stays level, and the tilt stops straight above and straight below, so that
    no drag can turn the body over. A view from straight above keeps its heading.
    """
    forward, right = _axes(camera)
    heading = np.cross(_UP, right)
    tilt = np.degrees(np.arctan2(-forward @ _UP, forward @ heading))
    tilt_rad = np.radians(np.clip(tilt - dy_deg, -90.0, 90.0))
    turn = _turn_about_up(-dx_deg)
    right, heading = turn @ right, turn @ heading
    forward = np.cos(tilt_rad) * heading - np.sin(tilt_rad) * _UP
    up = np.cos(tilt_rad) * _UP + np.sin(tilt_rad) * heading
    focal_point = np.array(camera.focal_point)
    position = focal_point - forward * _distance(camera)
    return replace(camera, position=_tuple(position), view_up=_tuple(up))


def pan(camera: Camera, dx_px: float, dy_px: float, viewport_height_px: float) -> Camera:
    """Slides the scene with the pointer: right and upward positive, pixels of a viewport that high."""
    forward = _unit(np.subtract(camera.focal_point, camera.position))
    up = _upright(camera, forward)
    right = np.cross(forward, up)
    mm_per_px = 2 * _distance(camera) * np.tan(np.radians(camera.view_angle_deg / 2)) / viewport_height_px
    shift = -(right * dx_px + up * dy_px) * mm_per_px
    return _shifted(camera, shift)


def zoom(camera: Camera, factor: float, toward: Vector | None = None) -> Camera:
    """Comes `factor` times nearer (away when below 1); ValueError unless positive.

    The point `toward`, (3,) mm, keeps its place in the picture; without it the focal point does.
    """
    if not factor > 0:
        raise ValueError(f"zoom factor is {factor}, expected a positive number")
    distance = _distance(camera)
    factor = distance / float(np.clip(distance / factor, NEAREST_MM, FARTHEST_MM))
    fixed = np.array(camera.focal_point) if toward is None else np.asarray(toward, dtype=np.float64)
    position = fixed + np.subtract(camera.position, fixed) / factor
    focal_point = fixed + np.subtract(camera.focal_point, fixed) / factor
    return replace(camera, position=_tuple(position), focal_point=_tuple(focal_point))


def center_on(camera: Camera, point: Vector) -> Camera:
    """Slides the camera until it looks at `point`, (3,) mm, from the same side and distance."""
    return _shifted(camera, np.subtract(point, camera.focal_point))


def _axes(camera: Camera) -> tuple[Vector, Vector]:
    """Viewing direction, and the level direction to the right of the picture; unit vectors."""
    forward = _unit(np.subtract(camera.focal_point, camera.position))
    right = np.cross(forward, _upright(camera, forward))
    level = np.array([right[0], right[1], 0.0])
    if np.linalg.norm(level) < 0.1:  # rolled onto its side: only the viewing direction still tells left from right
        level = np.array([forward[1], -forward[0], 0.0])
    return forward, _unit(level)


def _upright(camera: Camera, forward: Vector) -> Vector:
    up = np.array(camera.view_up, dtype=np.float64)
    up -= forward * (up @ forward)
    if np.linalg.norm(up) < 1e-6:  # up along the line of sight says nothing: take any direction across it
        up = np.cross(forward, [1.0, 0.0, 0.0] if abs(forward[0]) < 0.9 else [0.0, 1.0, 0.0])
    return _unit(up)


def _turn_about_up(angle_deg: float) -> Vector:
    cos, sin = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])


def _shifted(camera: Camera, shift: Vector) -> Camera:
    position, focal_point = camera.position + shift, camera.focal_point + shift
    return replace(camera, position=_tuple(position), focal_point=_tuple(focal_point))


def _distance(camera: Camera) -> float:
    return float(np.linalg.norm(np.subtract(camera.focal_point, camera.position)))


def _unit(vector: Vector) -> Vector:
    length = np.linalg.norm(vector)
    return vector / length if length > 0 else _UP


def _tuple(vector: Vector) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in vector)
    return x, y, z
