"""The camera that a trigger point asks for."""

from __future__ import annotations

import numpy as np

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.state.pain_views import region_camera, zones_camera
from anatomy_viewer.state.view_state import Camera
from tests.pain_atlas import TRP1, TRP2, with_pain


def back_of(camera: Camera | None) -> np.ndarray:
    assert camera is not None
    back = np.subtract(camera.position, camera.focal_point)
    return back / np.linalg.norm(back)


def test_it_faces_the_zones_and_stays_upright(tiny_atlas: Atlas) -> None:
    atlas = with_pain(tiny_atlas)
    behind, outer = back_of(zones_camera(atlas, [TRP1])), back_of(zones_camera(atlas, [TRP2]))
    assert behind[1] < -0.85
    assert outer[0] > 0.85
    for back in (behind, outer):
        assert abs(back[2]) < 0.58, "at most 35 degrees up or down"
    camera = zones_camera(atlas, [TRP1, TRP2])
    assert camera is not None
    assert camera.view_up[2] > 0.8


def test_all_of_the_zones_is_in_the_picture(tiny_atlas: Atlas) -> None:
    atlas = with_pain(tiny_atlas)
    camera = zones_camera(atlas, [TRP1])
    assert camera is not None
    skin = atlas.structures["skin"].vertices
    inside = skin[np.maximum(atlas.trigger_points[TRP1].essential, atlas.trigger_points[TRP1].spillover) >= 0.5]
    back, up = back_of(camera), np.array(camera.view_up)
    seen = inside - np.array(camera.position)
    slope = np.abs(seen @ up) / -(seen @ back)
    assert slope.max() < np.tan(np.radians(camera.view_angle_deg / 2))


def test_a_part_of_the_skin_is_seen_from_its_own_side(tiny_atlas: Atlas) -> None:
    skin = tiny_atlas.structures["skin"].vertices
    assert back_of(region_camera(tiny_atlas, np.flatnonzero(skin[:, 1] > skin[:, 1].max() - 20.0)))[1] > 0.8
    assert back_of(region_camera(tiny_atlas, np.flatnonzero(skin[:, 0] < skin[:, 0].min() + 20.0)))[0] < -0.8
    assert region_camera(tiny_atlas, np.zeros(0, np.int32)) is None


def test_without_points_or_skin_there_is_none(tiny_atlas: Atlas) -> None:
    assert zones_camera(tiny_atlas, [TRP1]) is None
    assert zones_camera(with_pain(tiny_atlas), []) is None
