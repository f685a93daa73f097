"""Everything in the picture follows the pose: bones, muscles, patches, fibres, names, outlines, pointer and light."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from anatomy_viewer.scene.label_words import words
from anatomy_viewer.scene.stand import posed, stand_of
from anatomy_viewer.stage.daylight import _REMEMBERED
from anatomy_viewer.stage.normals import SmoothNormals
from anatomy_viewer.stage.projection import Projection
from anatomy_viewer.stage.soft_mesh import SoftMesh
from anatomy_viewer.stage.surface import drawable
from anatomy_viewer.state.view_state import FanMode, FanView, Look
from tests.stage.conftest import SIZE, MakeSet, Set
from tests.stage.motion_scene import (
    DEPTH_MM,
    FEMUR,
    MEDIUS,
    PATCH,
    TROCHANTER,
    differs,
    fibre_points,
    lifted,
    middle,
    motion_state,
    moving_atlas,
)
from tests.stage.scene import BLUE, FRONT, GREEN, RED, ball, shows

BARE = FanView("attachments", MEDIUS)
FIBRES = FanView("fibres", MEDIUS, labels=True, patches=True)
QUIET: dict[str, Any] = {"arc": False, "effort": False}


def pixel_of(point: np.ndarray) -> tuple[int, int]:
    x, y = Projection(FRONT, *SIZE).pixels(point[None])[0]
    return int(x), int(y)


def pick(view: Set, point: np.ndarray) -> tuple[str | None, np.ndarray]:
    found = view.stage.pick(*pixel_of(point))
    return (found.structure, found.position) if found is not None else (None, np.full(3, np.nan))


@pytest.mark.parametrize("quick", [True, False])
def test_a_lifted_leg_goes_out_and_takes_its_muscle_along(make_set: MakeSet, quick: bool) -> None:
    view = make_set(moving_atlas(), motion_state(**QUIET))

    def seen() -> tuple[np.ndarray, ...]:
        picture = view.picture() if quick else view.still()
        return tuple(shows(picture, color) for color in (RED, GREEN, BLUE))

    femur, muscle, other = seen()
    view.go(motion_state(right_deg=30.0, **QUIET))
    moved_femur, moved_muscle, moved_other = seen()
    assert middle(moved_femur)[0] < middle(femur)[0] - 15, "the subject's right is at the left of the picture"
    assert middle(moved_femur)[1] < middle(femur)[1] - 3, "and upward"
    assert middle(moved_muscle)[1] < middle(muscle)[1] - 5, "the muscle turns about the hip with it"
    assert abs(moved_femur.sum() / femur.sum() - 1) < 0.1
    assert (moved_other != other).mean() < 0.002, "the other leg stays"


def test_on_one_leg_the_pelvis_tilts_and_the_standing_thigh_stays(make_set: MakeSet) -> None:
    view = make_set(moving_atlas(), motion_state(**QUIET))
    before = view.picture()
    view.go(motion_state(kind="stance", pelvic_drop_deg=10.0, **QUIET))
    dropped = view.picture()
    view.go(motion_state(kind="stance", pelvic_drop_deg=-10.0, **QUIET))
    hitched = view.picture()
    free = [middle(shows(picture, BLUE))[1] for picture in (hitched, before, dropped)]
    assert free[0] < free[1] - 5 < free[2] - 10, "rows count downward"
    assert (shows(dropped, RED) == shows(hitched, RED)).all()


@pytest.mark.parametrize("fan", [FanView("solid", MEDIUS, labels=True, patches=True), FIBRES])
def test_back_in_neutral_the_picture_is_the_one_before(make_set: MakeSet, fan: FanView) -> None:
    view = make_set(moving_atlas(), replace(motion_state(fan), selected=FEMUR))
    before = view.stage.still_picture().copy()
    view.go(replace(motion_state(fan, right_deg=20.0, left_deg=10.0), selected=FEMUR))
    moved = view.stage.still_picture().copy()
    assert differs(moved, before).mean() > 0.05
    view.go(replace(motion_state(fan), selected=FEMUR))
    assert not differs(view.stage.still_picture(), before).any()


def test_a_state_with_a_motion_is_drawn_alike_from_the_start_and_after_another(make_set: MakeSet) -> None:
    state = motion_state(FIBRES, kind="stance", pelvic_drop_deg=-6.0, lever=True)
    fresh = make_set(moving_atlas(), state).stage.still_picture().copy()
    later = make_set(moving_atlas(), motion_state(FIBRES, right_deg=40.0))
    later.stage.still_picture()
    later.go(state)
    assert not differs(later.stage.still_picture(), fresh).any()


def test_the_pointer_meets_things_where_they_are(make_set: MakeSet) -> None:
    atlas = moving_atlas()
    view = make_set(atlas, motion_state(BARE, **QUIET))
    spot = atlas.landmarks[TROCHANTER].position
    there = lifted(spot[None], 40.0)[0]
    assert pick(view, spot)[0] == FEMUR
    view.go(motion_state(BARE, right_deg=40.0, **QUIET))
    for _ in ("while moving", "at rest"):
        found, position = pick(view, there)
        assert found == FEMUR
        assert position == pytest.approx(there, abs=1.5)
        patch = lifted(np.array([[80.0, DEPTH_MM, -40.0]]), 40.0)[0]
        found, position = pick(view, patch)
        assert (found, float(np.linalg.norm(position - patch)) < 1.5) == (PATCH, True)
        view.stage.still_picture()


@pytest.mark.parametrize("still", [False, True])
def test_the_pointer_meets_a_muscle_in_its_present_shape(make_set: MakeSet, still: bool) -> None:
    view = make_set(moving_atlas(), motion_state(**QUIET))
    low = np.array([125.0, DEPTH_MM, -20.0])
    assert pick(view, low)[0] == MEDIUS
    view.go(motion_state(right_deg=45.0, **QUIET))
    if still:
        view.stage.still_picture()
    assert pick(view, low)[0] != MEDIUS, "it has left this place"
    assert pick(view, lifted(low[None], 45.0)[0])[0] == MEDIUS


@pytest.mark.parametrize("mode", ["faded", "surface"])
def test_names_belong_to_what_has_moved(mode: FanMode) -> None:
    atlas = moving_atlas()
    fan = FanView(mode, MEDIUS, labels=True, patches=True)
    state = motion_state(fan, right_deg=30.0)
    pose = posed(atlas, stand_of(atlas, state.motion))
    still = {word.text: word.spots for word in words(atlas, motion_state(fan)) if word.measure is None}
    moved = {word.text: word.spots for word in words(atlas, state, pose=pose)}
    assert still.keys() == moved.keys()
    for name, spots in moved.items():
        assert spots == pytest.approx(lifted(still[name], 30.0), abs=0.1), name


def test_names_in_the_picture_lead_to_where_things_are(make_set: MakeSet) -> None:
    fan = FanView("attachments", MEDIUS, labels=True)
    view = make_set(moving_atlas(), motion_state(fan))
    before = {word.text: word.spots for word in view.stage._labels._words[1]}
    view.go(motion_state(fan, right_deg=30.0))
    after = {word.text: word.spots for word in view.stage._labels._words[1]}
    assert after.keys() == before.keys() != set()
    for name, spots in after.items():
        assert spots == pytest.approx(lifted(before[name], 30.0), abs=0.1), name


def test_fibres_and_sheet_follow(make_set: MakeSet) -> None:
    modes: tuple[FanMode, FanMode] = ("fibres", "surface")
    for mode in modes:
        fan = FanView(mode, MEDIUS)
        view = make_set(moving_atlas(), motion_state(fan, right_deg=40.0, **QUIET))
        tip = lifted(fibre_points()[2, -1:].astype(float), 40.0)[0]
        found, position = pick(view, tip)
        assert (found or "").startswith(MEDIUS), mode
        assert position[[0, 2]] == pytest.approx(tip[[0, 2]], abs=4)
        x, y = pixel_of(tip)
        bare = make_set(moving_atlas(), motion_state(BARE, right_deg=40.0, **QUIET)).picture()
        near = (slice(SIZE[1] - y - 6, SIZE[1] - y + 6), slice(x - 6, x + 6))
        assert differs(view.picture()[near], bare[near]).any(), mode


def test_outlines_surround_what_has_moved(make_set: MakeSet) -> None:
    bone = motion_state(BARE, right_deg=30.0, **QUIET)
    view = make_set(moving_atlas(), bone)
    plain = view.picture()
    view.go(replace(bone, selected=FEMUR))
    line = differs(view.picture(), plain)
    assert np.hypot(*np.subtract(middle(line), middle(shows(plain, RED)))) < 6
    view.go(replace(bone, selected=PATCH))
    around = differs(view.picture(), plain)
    center = Projection(FRONT, *SIZE).pixels(lifted(np.array([[80.0, DEPTH_MM, -40.0]]), 30.0))[0]
    assert middle(around) == pytest.approx((center[0], SIZE[1] - center[1]), abs=3)


def test_light_is_worked_out_for_the_pose_at_rest_and_kept_while_moving(make_set: MakeSet) -> None:
    view = make_set(moving_atlas(), motion_state(**QUIET))
    view.stage.still_picture()
    surface = view.stage._surfaces[FEMUR]
    before = np.array(surface.meshes["full"].point_data["openness"])
    view.go(motion_state(right_deg=45.0, **QUIET))
    assert (surface.meshes["full"].point_data["openness"] == before).all()
    view.stage.still_picture()
    assert np.abs(surface.meshes["full"].point_data["openness"] - before).max() > 0.02
    known = view.stage._daylight._known
    for angle in range(_REMEMBERED + 1):
        view.go(motion_state(right_deg=1.0 + angle, **QUIET))
        view.stage.still_picture()
    assert len(known) == _REMEMBERED


def test_normals_are_those_of_vtk() -> None:
    mesh = ball((0, 0, 0), 30)
    mesh = replace(mesh, vertices=(mesh.vertices * [1.0, 0.6, 1.7]).astype(np.float32))
    reckoned = SmoothNormals(mesh.triangles, len(mesh.vertices))(mesh.vertices)
    assert reckoned == pytest.approx(np.asarray(drawable(mesh).point_data["Normals"]), abs=1e-5)


def test_points_are_worked_out_only_when_wanted(make_set: MakeSet) -> None:
    mesh = ball((0, 0, 0), 10)
    asked: list[None] = []

    def points() -> np.ndarray:
        asked.append(None)
        return mesh.vertices + np.float32(1.0)

    soft = SoftMesh(drawable(mesh), mesh)
    soft.stand(points)
    assert not asked
    soft.settle()
    soft.settle()
    assert len(asked) == 1
    hidden = make_set(moving_atlas(), replace(motion_state(right_deg=10.0), looks=((MEDIUS, Look(visible=False)),)))
    shapes = hidden.stage._surfaces[MEDIUS]._shapes.values()
    versions = [shape.version for shape in shapes]
    hidden.go(replace(hidden.state, motion=replace(hidden.state.motion, right_deg=20.0)))
    hidden.stage.still_picture()
    assert [shape.version for shape in shapes] == versions, "what is hidden is left alone"
