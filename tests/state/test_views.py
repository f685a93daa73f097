"""The named views look from where their names say and hold the hip."""

from __future__ import annotations

import numpy as np
import pytest

from anatomy_viewer import load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.state.view_state import Camera
from anatomy_viewer.state.views import VIEW_IDS, default_state, view_camera

SIGHT = {
    "front": (0, -1, 0),
    "back": (0, 1, 0),
    "right": (-1, 0, 0),
    "left": (1, 0, 0),
    "top": (0, 0, -1),
    "bottom": (0, 0, 1),
}


def on_screen(camera: Camera, points: np.ndarray, aspect: float) -> np.ndarray:
    """Points in the picture: -1 to 1 across and up; what lies behind the camera is far outside."""
    sight = np.subtract(camera.focal_point, camera.position)
    sight = sight / np.linalg.norm(sight)
    across = np.cross(sight, camera.view_up)
    across /= np.linalg.norm(across)
    offsets = points - camera.position
    depth = offsets @ sight
    assert (depth > 0).all()
    half = np.tan(np.radians(camera.view_angle_deg / 2)) * depth
    return np.column_stack([offsets @ across / (half * aspect), offsets @ np.cross(across, sight) / half])


@pytest.mark.parametrize("view_id", VIEW_IDS)
def test_a_view_holds_all_gluteal_muscles_and_fills_the_picture(tiny_atlas: Atlas, view_id: str) -> None:
    camera = view_camera(tiny_atlas, view_id)
    parts = [part for part in tiny_atlas.structures.values() if part.kind != "skin"]
    lowest = min(part.vertices[:, 2].min() for part in parts if part.kind == "muscle")
    points = np.concatenate([part.vertices for part in parts])
    seen = on_screen(camera, points[points[:, 2] >= lowest], 4 / 3)
    extent = np.abs(seen).max(axis=0)
    assert extent.max() <= 1.0
    assert extent.max() >= 0.85


@pytest.mark.parametrize("view_id", SIGHT)
def test_a_view_looks_from_where_its_name_says(tiny_atlas: Atlas, view_id: str) -> None:
    camera = view_camera(tiny_atlas, view_id)
    sight = np.subtract(camera.focal_point, camera.position)
    np.testing.assert_allclose(sight / np.linalg.norm(sight), SIGHT[view_id], atol=1e-6)


def test_the_default_view_looks_from_the_right_and_above(tiny_atlas: Atlas) -> None:
    camera = view_camera(tiny_atlas, "default")
    x, y, z = np.subtract(camera.position, camera.focal_point)
    assert x > abs(y) > 0
    assert z > 0


def test_up_is_up(tiny_atlas: Atlas) -> None:
    for view_id in VIEW_IDS:
        camera = view_camera(tiny_atlas, view_id)
        seen = on_screen(camera, np.array([camera.focal_point, np.add(camera.focal_point, [0, 1, 1])]), 1.0)
        assert seen[1, 1] > seen[0, 1]


def test_the_subjects_right_is_on_the_left_from_the_front(tiny_atlas: Atlas) -> None:
    seen = on_screen(view_camera(tiny_atlas, "front"), np.array([[80.0, 0.0, 0.0]]), 1.6)
    assert seen[0, 0] < 0


def test_an_unknown_view_is_refused(tiny_atlas: Atlas) -> None:
    with pytest.raises(KeyError):
        view_camera(tiny_atlas, "diagonal")


def test_the_first_picture_hides_the_skin_and_nothing_else(tiny_atlas: Atlas) -> None:
    state = default_state(tiny_atlas)
    hidden = [id_ for id_ in tiny_atlas.structures if not state.look(id_).visible]
    assert hidden == ["skin"]
    assert state.camera == view_camera(tiny_atlas, "default")


def test_from_below_the_legs_do_not_swell() -> None:
    atlas = load_atlas()
    camera = view_camera(atlas, "bottom")
    feet = min(float(part.vertices[:, 2].min()) for part in atlas.structures.values() if part.kind != "skin")
    hip = float(atlas.landmarks["hip_joint_center.right"].position[2])
    magnified = (hip - camera.position[2]) / (feet - camera.position[2])
    assert 1.0 < magnified < 1.7
