"""From where the zones of a trigger point are best seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas, Vector
from anatomy_viewer.state.view_state import Camera
from anatomy_viewer.state.views import VIEW_ANGLES_DEG, fitted_camera

_INSIDE = 0.5
_STEEPEST = np.tan(np.radians(35.0))
"""The camera looks down or up at most this steeply, so that the body stays upright."""
_ROOM = 1.3
"""How many times as far off as shows all of it the camera stands."""
_SPILLOVER_WEIGHT = 0.3
"""How much a place of spill-over counts against one of the essential zone."""


def zones_camera(atlas: Atlas, ids: Iterable[str]) -> Camera | None:
    """The camera that sees the zones of trigger points from straight before them, with muscle and pelvis; None without.

    It looks against the mean of the skin's normals over the zones, weighted by area.
    """
    points = [atlas.trigger_points[id_] for id_ in ids if id_ in atlas.trigger_points]
    skins = [part for part in atlas.structures.values() if part.kind == "skin"]
    if not points or not skins:
        return None
    skin = skins[0].light  # a view needs no more, and a number key waits for it
    essential = np.max([point.light_essential for point in points], axis=0)
    spillover = np.max([point.light_spillover for point in points], axis=0)
    weights = np.where(essential >= _INSIDE, 1.0, np.where(spillover >= _INSIDE, _SPILLOVER_WEIGHT, 0.0))
    seen = [skin.vertices[weights > 0]]
    around = {name for point in points for name in (point.muscle, f"hip_bone.{point.side}", "sacrum")}
    seen += [atlas.structures[id_].light.vertices for id_ in sorted(around) if id_ in atlas.structures]
    back = _facing(skin.vertices, skin.triangles, weights)
    start = Camera(tuple(back.tolist()), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0), VIEW_ANGLES_DEG[0])
    return _stepped_back(fitted_camera(start, np.concatenate(seen)))


def region_camera(atlas: Atlas, vertices: npt.NDArray[np.integer]) -> Camera | None:
    """The camera that sees a part of the skin, (k,) vertices of the full one, from straight before it; None without."""
    skin = next((part.full for part in atlas.structures.values() if part.kind == "skin"), None)
    if skin is None or not len(vertices):
        return None
    weights = np.zeros(len(skin.vertices))
    weights[vertices] = 1.0
    back = _facing(skin.vertices, skin.triangles, weights)
    start = Camera(tuple(back.tolist()), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0), VIEW_ANGLES_DEG[0])
    camera = fitted_camera(start, skin.vertices[vertices])
    return _stepped_back(_stepped_back(camera))  # what lies around tells which part of the body it is


def _stepped_back(camera: Camera) -> Camera:
    """The same view from farther off: names, legend and a narrow window have room."""
    back = np.subtract(camera.position, camera.focal_point) * _ROOM
    x, y, z = (round(float(value), 3) for value in np.add(camera.focal_point, back))
    return replace(camera, position=(x, y, z))


def _facing(
    vertices: npt.NDArray[np.float32], triangles: npt.NDArray[np.int32], weights: npt.NDArray[np.float64]
) -> Vector:
    """The way that most of the weighted skin faces, (3,), at most as steep as the camera may stand; else backward."""
    inside = triangles[(weights[triangles] > 0).any(axis=1)]
    a, b, c = (vertices[inside[:, corner]].astype(np.float64) for corner in range(3))
    faces = np.cross(b - a, c - a) * weights[inside].mean(axis=1, keepdims=True)
    facing = faces.sum(axis=0)
    level = float(np.hypot(facing[0], facing[1]))
    if level <= 0.05 * float(np.linalg.norm(faces, axis=1).sum()):
        return np.array([0.0, -1.0, 0.0])
    height = float(np.clip(facing[2] / level, -_STEEPEST, _STEEPEST))
    return np.array([facing[0] / level, facing[1] / level, height])
