"""The named views of the hip, and the first picture."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas, Structure, Vector
from anatomy_viewer.state.view_state import Camera, Look, ViewState

_Points = npt.NDArray[np.float64]
_UP, _FRONT = (0.0, 0.0, 1.0), (0.0, 1.0, 0.0)

_SIGHTS: dict[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "default": ((0.94, 0.25, 0.24), _UP),
    "front": ((0.0, 1.0, 0.0), _UP),
    "back": ((0.0, -1.0, 0.0), _UP),
    "right": ((1.0, 0.0, 0.0), _UP),
    "left": ((-1.0, 0.0, 0.0), _UP),
    "top": ((0.0, 0.0, 1.0), _FRONT),
    "bottom": ((0.0, 0.0, -1.0), _FRONT),
}
"""Of each view, where the camera stands as seen from the hip, and which way is up; RAS."""

VIEW_IDS = tuple(_SIGHTS)
"""The named views; "default" is the oblique one that shows gluteus medius best. Sides are the subject's."""

VIEW_ANGLES_DEG = (25.0, 18.0, 13.0, 9.0, 6.0, 4.5)
"""Vertical fields of view: the first is narrow enough that near parts do not swell; the others let the camera stand
farther off, outside the body, where the legs point at it."""

_ASPECT = 4 / 3
"""The view beside the panels of a small window; a wider one leaves more room at the sides."""
_MARGIN = 0.06
"""Share of the picture's half width or height that stays free on each side."""


def view_camera(atlas: Atlas, view_id: str) -> Camera:
    """The camera of a named view, KeyError if unknown: pelvis, gluteals and upper femurs fill a 4:3 picture."""
    back, up = _SIGHTS[view_id]
    structures = list(atlas.structures.values())
    points = _hip_points(structures)
    towards = np.array(back) / np.linalg.norm(back)
    every = np.concatenate([points, *(part.vertices for part in structures if part.kind != "skin")])
    nearest, hip = float((every @ towards).max()), float((points @ towards).max())
    for angle in VIEW_ANGLES_DEG:
        camera = _fitted(points, towards, np.array(up), angle)
        # What stands before the hip may look at most half as large again.
        if float(np.dot(camera.position, towards)) - nearest > 2.0 * (nearest - hip):
            break
    return camera


def fitted_camera(camera: Camera, points: npt.NDArray[np.floating]) -> Camera:
    """A camera that looks the same way as `camera` and has all of `points`, (n, 3) mm, in a 4:3 picture."""
    back = np.subtract(camera.position, camera.focal_point)
    return _fitted(points.astype(np.float64), back, np.array(camera.view_up), camera.view_angle_deg)


def default_state(atlas: Atlas) -> ViewState:
    """The first picture: bones and muscles seen obliquely, skin hidden."""
    skin = tuple((id_, Look(visible=False)) for id_, part in sorted(atlas.structures.items()) if part.kind == "skin")
    return ViewState(camera=view_camera(atlas, "default"), looks=skin)


def _hip_points(structures: Iterable[Structure]) -> _Points:
    """Vertices of bones and muscles down to the lowest muscle, or of all there is, (n, 3) mm."""
    every = list(structures)
    shown = [part for part in every if part.kind != "skin"] or every
    if not shown:
        return np.zeros((1, 3))
    points = np.concatenate([part.vertices for part in shown]).astype(np.float64)
    lowest = min((float(part.vertices[:, 2].min()) for part in shown if part.kind == "muscle"), default=-np.inf)
    return points[points[:, 2] >= lowest]


def _fitted(points: _Points, back: Vector, up: Vector, angle_deg: float) -> Camera:
    """The nearest camera looking along -`back` that has every point in its picture."""
    back = back / np.linalg.norm(back)
    right = np.cross(up, back)
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(back, right), back])
    seen = points @ axes.T
    slope_y = np.tan(np.radians(angle_deg / 2)) * (1 - _MARGIN)
    x, depth_x = _nearest_apex(seen[:, 0], seen[:, 2], slope_y * _ASPECT)
    y, depth_y = _nearest_apex(seen[:, 1], seen[:, 2], slope_y)
    depth = max(depth_x, depth_y, float(seen[:, 2].max()) + 10.0)
    position = np.array([x, y, depth]) @ axes
    focal_point = np.array([x, y, float(seen[:, 2].mean())]) @ axes
    return Camera(_tuple(position), _tuple(focal_point), _tuple(axes[1]), angle_deg)


def _nearest_apex(across: _Points, depth: _Points, slope: float) -> tuple[float, float]:
    """Where, in one plane, a wedge of half slope `slope` that opens away from the camera just holds all points."""
    left, right = float((depth * slope - across).max()), float((depth * slope + across).max())
    return (right - left) / 2, (left + right) / (2 * slope)


def _tuple(vector: Vector) -> tuple[float, float, float]:
    x, y, z = (round(float(value), 3) + 0.0 for value in vector)
    return x, y, z
