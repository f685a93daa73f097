"""Pain on the stage: zones on the skin and what lies under it, ghost, marks, preview, places, drawings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.scene.followed import Followed
from anatomy_viewer.scene.sketch_on_skin import Sketch
from anatomy_viewer.stage.pain_finish import PAIN
from anatomy_viewer.state.pain import PainStroke
from anatomy_viewer.state.view_state import Look
from tests.stage.conftest import MakeSet, Set
from tests.stage.pain_scene import FIRST, FRONT, MUSCLE, NEIGHBOUR, SECOND, pain_atlas, seen
from tests.stage.scene import Mask, Picture

SIZE = (480, 360)
PX_PER_MM = SIZE[1] / (2 * (1400 - 180) * np.tan(np.radians(10)))
"""Of what lies in front on the skin."""


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return pain_atlas()


def red(picture: Picture) -> Mask:
    """Where it is of the strong red of an essential zone, or darker."""
    pixels = picture.astype(int)
    return (pixels[..., 0] - pixels[..., 1] > 75) & (pixels[..., 0] - pixels[..., 2] > 75) & (pixels[..., 0] > 120)


def values(view: Set, structure: str = "skin", level: str = "full") -> np.ndarray:
    return np.asarray(view.stage._surfaces[structure].meshes[level].point_data[PAIN])  # type: ignore[index]


def test_a_point_that_is_on_paints_its_zone_and_leaves_no_trace_when_it_is_off(make_set: MakeSet, atlas: Atlas) -> None:
    view = make_set(atlas, seen(), SIZE)
    before = view.still()
    view.go(seen(FIRST))
    zone = red(view.still())
    y, x = np.argwhere(zone).mean(axis=0)
    assert zone.mean() > 0.02
    assert np.hypot(x - (SIZE[0] / 2 - 80 * PX_PER_MM), y - SIZE[1] / 2) < 15
    view.go(seen())
    assert np.abs(view.still().astype(int) - before).max() <= 2


def test_the_skin_is_a_ghost_around_the_zones_or_whole_and_its_look_is_kept(make_set: MakeSet, atlas: Atlas) -> None:
    view = make_set(atlas, seen(FIRST), SIZE)
    assert view.state.look("skin") == Look(visible=False)
    ghost = view.still()[180, 320]
    view.go(seen(FIRST, skin="solid"))
    whole = view.still()[180, 320]
    background = view.picture()[5, 5]
    assert np.abs(ghost.astype(int) - background).max() < np.abs(whole.astype(int) - background).max() / 2
    assert view.stage.pick(320, 180) is not None, "a whole skin is met"
    view.go(seen(FIRST))
    assert view.stage.pick(320, 180) is None, "a ghost is looked through"


def test_switching_only_writes_into_the_arrays_there_are(make_set: MakeSet, atlas: Atlas) -> None:
    view = make_set(atlas, seen(FIRST), SIZE)
    meshes = dict(view.stage._surfaces["skin"].meshes)
    array = values(view)
    points = {level: np.asarray(mesh.points).copy() for level, mesh in meshes.items()}
    view.go(seen(SECOND))
    for level, mesh in view.stage._surfaces["skin"].meshes.items():
        assert mesh is meshes[level]
        assert np.array_equal(np.asarray(mesh.points), points[level])
    assert values(view) is not None
    assert np.shares_memory(array, values(view))
    assert np.array_equal(values(view)[:, 0], atlas.trigger_points[SECOND].essential)
    assert np.array_equal(values(view, level="light")[:, 0], atlas.trigger_points[SECOND].light_essential)


def test_without_colour_spill_over_is_striped_and_essential_is_even(make_set: MakeSet, atlas: Atlas) -> None:
    near = replace(FRONT, position=(80.0, 700.0, 0.0), focal_point=(80.0, 0.0, 0.0))
    state = replace(seen(FIRST, skin="solid", opacity=1.0), camera=near)
    grey = make_set(atlas, state, (640, 480)).still().astype(float).mean(axis=2)
    unevenness = np.abs(grey - ndimage.gaussian_filter(grey, 12))
    px_per_mm = 480 / (2 * (700 - 180) * np.tan(np.radians(10)))
    below, far_below = (240 + round(mm * px_per_mm) for mm in (30, 80))
    even, striped = (unevenness[row - 6 : row + 6, 300:340].mean() for row in (below, far_below))
    assert striped > 3 * even
    assert grey[below, 300:340].mean() < grey[far_below, 300:340].mean() - 30


def test_edges_run_smoothly(make_set: MakeSet, atlas: Atlas) -> None:
    picture = make_set(atlas, seen(SECOND, skin="solid", opacity=1.0), (960, 720)).still().astype(float)
    inside = ndimage.gaussian_filter(picture[..., 0] - picture[..., 1], 0.5) > 75
    spots, _ = ndimage.label(ndimage.binary_fill_holes(inside))
    inside = spots == np.bincount(spots[spots > 0]).argmax()
    outline = np.argwhere(inside & ~ndimage.binary_erosion(inside)) - np.argwhere(inside).mean(axis=0)
    turn = np.arctan2(outline[:, 0], outline[:, 1])
    away = np.hypot(*outline.T)[np.argsort(turn)]
    smooth = ndimage.gaussian_filter1d(ndimage.median_filter(away, 41, mode="wrap"), 10, mode="wrap")
    assert len(away) > 200
    stepped = np.abs(away - smooth) > 2.0
    assert stepped.mean() < 0.03, "only where the line to the name crosses the edge"


def test_what_two_points_share_is_darker(make_set: MakeSet, atlas: Atlas) -> None:
    view = make_set(atlas, seen(FIRST, skin="solid"), SIZE)
    alone = view.still().astype(float).mean(axis=2)
    view.go(seen(FIRST, NEIGHBOUR, skin="solid"))
    both = view.still().astype(float).mean(axis=2)
    assert values(view)[:, 2].max() > 1.5
    sharing = red(view.picture())
    assert (alone - both)[sharing].max() > 20


def test_the_point_under_the_pointer_is_previewed(make_set: MakeSet, atlas: Atlas) -> None:
    view = make_set(atlas, seen(FIRST), SIZE)
    alone = red(view.still()).mean()
    view.go(replace(view.state, hovered=SECOND))
    assert red(view.still()).mean() > 1.3 * alone
    view.go(replace(view.state, hovered=None))
    assert red(view.still()).mean() == pytest.approx(alone, abs=1e-4)


def test_the_pointer_meets_the_x_only_while_it_is_there(make_set: MakeSet, atlas: Atlas) -> None:
    view = make_set(atlas, seen(FIRST), SIZE)
    view.picture()
    hits = [view.stage.pick(x, y) for x in range(120, 240, 3) for y in range(120, 260, 3)]
    assert FIRST in {hit.structure for hit in hits if hit is not None}
    view.go(seen())
    hits = [view.stage.pick(x, y) for x in range(120, 240, 3) for y in range(120, 260, 3)]
    assert FIRST not in {hit.structure for hit in hits if hit is not None}


def test_a_place_is_found_on_a_ghost_and_not_beside_it(make_set: MakeSet, atlas: Atlas) -> None:
    view = make_set(atlas, seen(FIRST), SIZE)
    place = view.stage.skin_place(240, 180)
    assert place is not None
    assert np.allclose(place.neutral, (0, 200, 0), atol=4), "on the side of the eye"
    assert view.stage.skin_place(2, 2) is None


def test_parts_under_the_zone_are_painted_where_they_face_the_skin(make_set: MakeSet, atlas: Atlas) -> None:
    view = make_set(atlas, seen(FIRST), SIZE)
    assert PAIN not in view.stage._surfaces[MUSCLE].meshes["full"].point_data
    view.go(seen(FIRST, parts=True))
    painted, points = values(view, MUSCLE)[:, 0], atlas.structures[MUSCLE].vertices
    assert painted.max() > 0.9
    assert painted[points[:, 1] < 94.9].max(initial=0.0) < 0.05, "its back faces away"
    view.go(seen(FIRST, parts=True, opacity=0.5))
    both = view.still()[170:190, 140:165].astype(int)
    view.go(seen(FIRST, opacity=0.5))
    skin_only = view.still()[170:190, 140:165].astype(int)
    assert (both[..., 0] - both[..., 1]).mean() > (skin_only[..., 0] - skin_only[..., 1]).mean() + 10


def test_lines_rings_questions_and_every_palette_draw_without_complaint(make_set: MakeSet, atlas: Atlas) -> None:
    view = make_set(atlas, seen(FIRST, SECOND, NEIGHBOUR), SIZE)
    plain = view.picture()
    view.go(seen(FIRST, SECOND, NEIGHBOUR, referral_paths=True, press=True, asked=(60.0, 190.0, 0.0)))
    marked = view.picture()
    assert (np.abs(marked.astype(int) - plain).max(axis=2) > 40).mean() > 0.002
    for palette, channel in (("blue", 2), ("orange", 0)):
        view.go(replace(seen(FIRST, palette=palette), theme="dark"))
        shown = view.still()[150:210, 160:180].reshape(-1, 3).astype(int)
        assert np.median(shown[:, channel] - shown[:, 2 - channel]) > 40


def test_drawn_pain_is_seen_and_going_on_with_it_changes_the_array_at_once(make_set: MakeSet, atlas: Atlas) -> None:
    stroke = PainStroke(((-60.0, 190.0, 0.0),), 30.0)
    view = make_set(atlas, seen(shown=True), SIZE)
    view.go(seen(shown=True, drawing=(stroke,)))
    first = values(view)[:, 3].copy()
    longer = replace(stroke, points=(*stroke.points, (-60.0, 180.0, 60.0)))
    view.go(seen(shown=True, drawing=(longer,)))
    assert values(view)[:, 3].sum() > 1.3 * first.sum() > 0
    shown = view.still().astype(int)
    assert ((shown[..., 2] - shown[..., 0]) > 40).mean() > 0.005
    view.go(seen(shown=True))
    assert not values(view)[:, 3].any()


def test_a_drawing_is_the_same_however_it_came_about(atlas: Atlas) -> None:
    path = tuple((10.0 * step, 198.0 - step, 5.0 * step) for step in range(8))
    whole = (PainStroke(path, 20.0), PainStroke(path[2:4], 12.0, erase=True), PainStroke(path[:2], 15.0, mirror=True))
    slowly, at_once = Sketch(atlas), Sketch(atlas)
    at_once.follow(whole)
    for index, stroke in enumerate(whole):
        for length in range(1, len(stroke.points) + 1):
            slowly.follow((*whole[:index], replace(stroke, points=stroke.points[:length])))
    assert np.abs(slowly.full - at_once.full).max() < 0.15, "dabs may fall at other places of the same way"
    slowly.follow(whole[:1])
    slowly.follow(whole)
    assert np.array_equal(slowly.full, at_once.full)
    assert not slowly.follow(whole)
    assert len(slowly.light) == len(atlas.structures["skin"].light.vertices)


def test_points_follow_what_they_are_tied_to() -> None:
    rng = np.random.default_rng(4)
    vertices = rng.uniform(-50, 50, (400, 3))
    points = rng.uniform(-20, 20, (5, 3))
    followed = Followed(points, vertices)
    assert np.allclose(followed.at(vertices + (3.0, -2.0, 7.0)), points + (3.0, -2.0, 7.0))
    angle = np.radians(20)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    assert np.abs(followed.at(vertices @ turn.T) - points @ turn.T).max() < 4
