"""Wherever the eye is, no mark raises or draws nonsense: behind it, within the body, far off, in tiny pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.scene.themes import PALETTES
from anatomy_viewer.stage.picking import pixel_ray
from anatomy_viewer.stage.projection import Projection
from anatomy_viewer.stage.sketch import Sketch
from anatomy_viewer.state import pain_commands
from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.view_state import Camera, FanView, Look, ViewState
from anatomy_viewer.state.views import default_state
from tests.stage.conftest import MakeSet
from tests.stage.pain_scene import FIRST, pain_atlas, seen

AHEAD = Camera((0.0, 0.0, 0.0), (0.0, 100.0, 0.0), (0.0, 0.0, 1.0), 30.0)
"""At the origin, looking along +y."""
MUSCLE = "gluteus_medius.right"


@pytest.fixture(scope="module")
def shipped() -> Atlas:
    return load_atlas()


def marked_states(atlas: Atlas) -> dict[str, ViewState]:
    """States that between them show every kind of mark."""
    first = replace(default_state(atlas), selected=MUSCLE, hovered="femur.right")
    points = tuple(atlas.trigger_points)
    hurting = pain_commands.show_points(points, True).change(first)
    skin = atlas.structures["skin"].vertices
    asked = tuple(float(value) for value in skin[np.argmin(skin[:, 1])])
    return {
        "lift": replace(first, motion=MotionView(right_deg=30.0, left_deg=-10.0)),
        "stance": replace(
            first, motion=MotionView(kind="stance", pelvic_drop_deg=8.0, lever=True, load_kg=10.0, effort=True)
        ),
        "fan": replace(first, fan=FanView(mode="fibres", labels=True, patches=True), selected=f"{MUSCLE}.origin"),
        "names": replace(first, fan=FanView(mode="attachments", labels=True, patches=True)),
        "solid": replace(first, fan=FanView(mode="solid", labels=True), looks=(("skin", Look(opacity=0.3)),)),
        "pain": replace(
            hurting,
            pain=replace(hurting.pain, referral_paths=True, press=True, parts=True, asked=asked),
            selected=points[0],
        ),
    }


def cameras(atlas: Atlas, count: int) -> Iterator[Camera]:
    """Eyes within the body, close before its parts, beside and behind them, far away; all ways of looking."""
    chance = np.random.default_rng(5)
    points = np.concatenate([part.light.vertices for part in atlas.structures.values()])
    for number in range(count):
        away = (0.0, 3.0, 40.0, 300.0, 2000.0, 90_000.0)[number % 6]
        eye = points[chance.integers(len(points))] + away * _unit(chance)
        if number % 2:
            focus = points[chance.integers(len(points))] + 0.01
        else:
            focus = eye + chance.choice([0.5, 50.0, 800.0]) * _unit(chance)
        up = np.cross(focus - eye, _unit(chance))
        angle = float(chance.choice([2.0, 30.0, 150.0]))
        yield Camera(tuple(map(float, eye)), tuple(map(float, focus)), tuple(map(float, up)), angle)


def _unit(chance: np.random.Generator) -> np.ndarray:
    way = chance.normal(size=3)
    return np.asarray(way / np.linalg.norm(way))


@pytest.mark.parametrize("size", [(200, 150), (16, 16), (300, 20), (2, 2)])
def test_no_camera_breaks_a_mark(shipped: Atlas, make_set: MakeSet, size: tuple[int, int]) -> None:
    states = marked_states(shipped)
    view = make_set(shipped, default_state(shipped), size)
    for number, camera in enumerate(cameras(shipped, 24 if size == (200, 150) else 6)):
        for name, state in states.items():
            if size != (200, 150) or (number + len(name)) % 2:
                view.go(replace(state, camera=camera))
                view.plotter.render_window.Render()


def test_lines_are_cut_where_they_leave_what_can_be_seen() -> None:
    view = Projection(AHEAD, 400, 300)
    starts, stops = view.pieces(
        np.array([[0.0, 100.0, 0.0], [0.0, -50.0, 0.0], [0.0, 100.0, -10.0], [np.nan, 1.0, 1.0]]),
        np.array([[0.0, -100.0, 10.0], [0.0, -90.0, 5.0], [0.0, 100.0, 10.0], [0.0, 100.0, 0.0]]),
    )
    assert len(starts) == 2, "one runs past the eye, one is behind it, one is whole, one is no line"
    np.testing.assert_allclose(starts[0], (200.0, 150.0), atol=1e-6)
    np.testing.assert_allclose(stops[0], (200.0, 9.0 * 300.0), atol=1e-6)
    np.testing.assert_allclose(np.vstack([starts[1], stops[1]]), view.pixels(np.array([[0, 100, -10], [0, 100, 10.0]])))


def test_a_line_that_runs_past_the_eye_is_drawn_as_far_as_it_is_seen() -> None:
    sketch = Sketch(Projection(AHEAD, 400, 300), PALETTES["light"], 14.0)
    sketch.line(np.array([[5.0, 100.0, 0.0], [5.0, -100.0, 0.0]]), 0.1, (1.0, 0.0, 0.0))
    sketch.arrow(np.array([5.0, 100.0, 0.0]), np.array([5.0, -100.0, 0.0]), 0.1, (0.0, 1.0, 0.0))
    sketch.line(np.array([[5.0, -100.0, 0.0], [5.0, -200.0, 0.0]]), 0.1, (0.0, 0.0, 1.0))
    mesh = sketch.mesh()
    assert mesh is not None
    assert mesh.n_cells == 2 * 4, "two strokes with a casing each; nothing of what lies behind the eye"
    assert np.isfinite(mesh.points).all()


def test_nothing_in_sight_draws_nothing() -> None:
    sketch = Sketch(Projection(AHEAD, 400, 300), PALETTES["light"], 14.0)
    behind = np.array([0.0, -10.0, 0.0])
    sketch.line(np.array([behind, 2 * behind]), 0.1, (1.0, 0.0, 0.0))
    sketch.dashed(behind, 2 * behind, 0.1, (1.0, 0.0, 0.0))
    sketch.arrow(behind, 2 * behind, 0.1, (1.0, 0.0, 0.0))
    sketch.note("unseen", behind, behind, (1.0, 0.0, 0.0))
    assert sketch.mesh() is None
    assert sketch.notes == []


def test_a_note_goes_the_same_way_when_its_far_end_lies_behind_the_eye() -> None:
    near = Projection(Camera((0.0, 20.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0)), 640, 480)
    sketch = Sketch(near, PALETTES["light"], 14.0)
    sketch.note("here", np.zeros(3), np.array([0.3, 1.0, 0.5]), (1.0, 0.0, 0.0))
    [note] = sketch.notes
    assert note.toward[0] < 0, "the subject's right is at the left"
    assert note.toward[1] > 0


def test_the_camera_may_look_along_its_own_up() -> None:
    straight_down = Camera((0.0, 0.0, 500.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    view = Projection(straight_down, 640, 480)
    [middle] = view.pixels(np.zeros((1, 3)))
    np.testing.assert_allclose(middle, (320.0, 240.0))
    start, way = pixel_ray(straight_down, 100, 50, 640, 480)
    np.testing.assert_allclose(view.pixels((start + 300.0 * way)[None]), [[100.5, 50.5]])


def test_of_a_point_behind_the_eye_what_lies_before_it_is_still_drawn(make_set: MakeSet) -> None:
    """The eye is close above the skin and looks along it: half of the ring around the place to press lies before it."""
    state = seen(FIRST, press=True)
    view = make_set(pain_atlas(), state, (320, 240))
    marks = view.stage._pain._marks
    assert marks is not None
    press, mark = marks.press_at(FIRST), marks.mark_at(FIRST)
    outward = press / np.linalg.norm(press)
    along = np.cross(outward, np.cross(outward, mark - press))
    along /= np.linalg.norm(along)
    eye = press + 4.0 * outward + 3.0 * along
    near = Camera(tuple(eye), tuple(eye + 100.0 * along), tuple(outward), 120.0)
    view.go(replace(state, camera=near))
    view.picture()
    assert FIRST not in marks._seen, "the X is behind the eye"
    assert marks._shapes.actor.GetVisibility(), "the ring is not"


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1), (20, 300)])
def test_the_smallest_pictures_have_their_size(shipped: Atlas, make_set: MakeSet, size: tuple[int, int]) -> None:
    for state in marked_states(shipped).values():
        view = make_set(shipped, state, size)
        assert view.picture().shape[:2] == size[::-1]
