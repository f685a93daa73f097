"""Names in the picture: on and off, what is named, legible in both themes, and gone where what they name is hidden."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Atlas, Landmark, Names, SurfaceCurve
from anatomy_viewer.scene.fan_sheet import make_sheet
from anatomy_viewer.scene.label_words import broken, words
from anatomy_viewer.stage.labels import _seen_spot
from anatomy_viewer.stage.picking import pixel_ray
from anatomy_viewer.stage.projection import Projection
from anatomy_viewer.stage.stage import Stage
from anatomy_viewer.state.view_state import Camera, Look, ViewState
from tests.stage.conftest import MakeSet
from tests.stage.fan_scene import INSERTION, MUSCLE, ORIGIN, OTHER, fan_atlas, fan_state
from tests.stage.test_fibres import atlas_with_fibres, lines

AWAY = Camera((0.0, 900.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))
BARE = replace(fan_state(mode="attachments", labels=True), camera=AWAY)
SIZE = (1280, 800)


def named_atlas() -> Atlas:
    """With a line, a landmark beside the patches, one far off, and one on a patch."""
    spots = {"near": (40.0, 5.0, 0.0), "far": (-79.0, 5.0, 79.0), "on": (0.0, 5.0, 40.0)}
    landmarks = {id_: Landmark(id_, Names(id_, id_), "bone", np.array(place)) for id_, place in spots.items()}
    course = np.column_stack([np.linspace(-70, 70, 141), np.full(141, 5.0), np.zeros(141)])
    curve = SurfaceCurve("line", Names("line", "linea"), "bone", course)
    return replace(fan_atlas(fibres={MUSCLE: lines()}), landmarks=landmarks, curves={"line": curve})


def texts(stage: Stage) -> list[str]:
    return [text.text for text in stage._labels._writer.shown]


def said(atlas: Atlas, state: ViewState) -> list[str]:
    return [word.text for word in words(atlas, state)]


def test_attachments_lines_and_landmarks_beside_them_are_named() -> None:
    assert said(named_atlas(), BARE) == [ORIGIN, INSERTION, "line", "near"]
    assert said(named_atlas(), replace(BARE, looks=(("bone", Look(visible=False)),))) == []


def test_a_name_goes_without_its_side() -> None:
    atlas = named_atlas()
    sided = replace(atlas.attachments[ORIGIN], id="fan.right.origin", names=Names("Origin, right", "Origo"))
    assert "Origin" in said(replace(atlas, attachments={sided.id: sided}), BARE)


def test_among_fibres_neither_lines_nor_landmarks_are_named() -> None:
    told = said(named_atlas(), fan_state(mode="fibres", patches=True))
    assert told == [ORIGIN, INSERTION, "anterior", "middle", "posterior"]


def test_fibres_that_leave_the_model_say_where_they_go() -> None:
    """Half of the fibres of lines() end on a patch of gluteus maximus, the front half beyond it."""
    id_ = "gluteus_maximus.right"
    fibres, plain = lines(), fan_atlas()
    insertion = replace(plain.attachments[INSERTION], muscle=id_)
    on_it = fibres.points[15:, -1]
    insertion = replace(insertion, patch=replace(insertion.patch, vertices=on_it, triangles=np.array([[0, 1, 2]])))
    muscle = replace(plain.structures[MUSCLE], id=id_)
    points = fibres.points.copy()
    points[:15, -1, 0] += 40.0
    atlas = replace(
        plain,
        structures={**plain.structures, id_: muscle},
        fibres={id_: replace(fibres, muscle=id_, points=points)},
        attachments={INSERTION: insertion},
    )
    for mode, sweep, told in (("fibres", 1.0, 1), ("faded", 0.3, 0), ("solid", 0.3, 1), ("attachments", 1.0, 0)):
        state = fan_state(mode=mode, sweep=sweep)
        named = [one for one in words(atlas, replace(state, fan=replace(state.fan, muscle=id_))) if "tract" in one.text]
        assert len(named) == told, mode
        if mode == "fibres":
            assert np.allclose(named[0].spots[:, 0], 140.0), "at the ends that are on no insertion"
    assert not any("tract" in text for text in said(atlas_with_fibres(), fan_state(mode="fibres")))


def test_parts_are_named_once_the_fan_has_opened_to_them() -> None:
    def at(sweep: float) -> list[str]:
        return said(named_atlas(), fan_state(mode="fibres", sweep=sweep))

    assert at(1.0) == ["anterior", "middle", "posterior"]
    assert at(0.5) == ["middle", "posterior"]
    assert at(0.1) == ["posterior"]
    assert said(named_atlas(), fan_state(mode="solid")) == [MUSCLE, OTHER], "a whole muscle has its own name"
    assert said(named_atlas(), fan_state(looks={OTHER: Look(visible=False)}, mode="solid")) == [MUSCLE]


@pytest.mark.parametrize("sweep", [0.3, 0.8, 1.0])
def test_on_the_sheet_a_part_is_named_where_the_sheet_is_seen(sweep: float) -> None:
    sheet = make_sheet(lines())
    seen = sheet.points[sheet.ranks <= sweep].reshape(-1, 3)
    named = words(named_atlas(), fan_state(mode="surface", sweep=sweep))
    assert named
    for word in named:
        for spot in word.spots:
            assert np.linalg.norm(seen - spot, axis=1).min() < 0.01, word.text


def test_the_same_name_at_the_other_side_is_flush_with_its_line(make_set: MakeSet) -> None:
    view = make_set(named_atlas(), BARE, SIZE)
    view.picture()
    turned = replace(BARE, camera=replace(AWAY, focal_point=(-150.0, 0.0, 0.0), position=(-150.0, 900.0, 0.0)))
    for state in (turned, BARE):
        view.go(state)
        arrived = view.still()
        assert np.abs(make_set(named_atlas(), state, SIZE).still().astype(int) - arrived).max() <= 1


def test_long_names_are_broken_into_even_lines() -> None:
    assert broken("Iliac crest", 16) == "Iliac crest"
    first, second = broken("Posterior superior iliac spine, right", 34).split("\n")
    assert abs(len(first) - len(second)) < 8
    for letters in (16, 28):
        assert max(len(line) for line in broken("word " * 30, letters).split("\n")) <= letters
    assert broken("Superoposteriorfacet of it", 16) == "Superoposteriorfacet\nof it", "no word is cut"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [SIZE, (1920, 1080)])
def test_names_stand_out_beside_the_anatomy(make_set: MakeSet, theme: str, size: tuple[int, int]) -> None:
    without = replace(BARE, fan=replace(BARE.fan, labels=False), theme=theme)
    view = make_set(named_atlas(), without, size)
    plain = view.still()
    view.go(replace(BARE, theme=theme))
    picture = view.still()
    changed = np.abs(picture.astype(int) - plain).max(axis=2)
    beside = np.abs(plain.astype(int) - plain[2, 2]).max(axis=2) < 8
    strong = (changed > 110) & beside
    assert strong[:, : size[0] // 2].sum() > 100, "names at the left"
    assert strong[:, size[0] // 2 :].sum() > 100, "and at the right"
    assert (changed > 40)[~beside].sum() > 100, "lines reach into the anatomy"
    view.go(without)
    assert np.abs(view.still().astype(int) - plain).max() <= 1


def test_what_is_hidden_from_the_eye_is_not_named(make_set: MakeSet) -> None:
    view = make_set(named_atlas(), BARE, SIZE)
    assert ORIGIN in texts(view.stage)
    view.go(replace(BARE, camera=replace(AWAY, position=(0.0, -900.0, 0.0))))
    assert texts(view.stage) == []
    solid = fan_state(patches=True, labels=True)
    view.go(replace(solid, camera=AWAY))
    assert ORIGIN not in texts(view.stage), "under the solid muscle"
    view.go(replace(solid, camera=AWAY, fan=replace(solid.fan, mode="faded")))
    assert ORIGIN in texts(view.stage), "seen through the faded one"


def test_a_name_leads_to_the_first_spot_that_can_be_seen() -> None:
    [origin] = [word for word in words(named_atlas(), BARE) if word.text == ORIGIN]
    eye = np.array(AWAY.position)
    first, second = origin.spots[:2]
    led = _seen_spot(origin, eye, lambda spot: bool(np.allclose(spot, first)))
    assert led is not None
    assert np.allclose(led, second)
    assert _seen_spot(origin, eye, lambda _spot: True) is None


def test_names_follow_the_camera_and_the_size(make_set: MakeSet) -> None:
    view = make_set(named_atlas(), BARE, SIZE)
    turned = replace(BARE, camera=replace(AWAY, position=(300.0, 850.0, 100.0)))
    view.go(turned)
    arrived = view.still()
    assert np.abs(make_set(named_atlas(), turned, SIZE).still().astype(int) - arrived).max() <= 1
    view.plotter.render_window.SetSize(1000, 700)
    view.picture()
    resized = view.still()
    assert np.abs(make_set(named_atlas(), turned, (1000, 700)).still().astype(int) - resized).max() <= 1


def test_lines_of_the_bone_are_drawn_with_its_attachments(make_set: MakeSet) -> None:
    without = replace(named_atlas(), curves={})
    view = make_set(named_atlas(), replace(fan_state(mode="attachments"), camera=AWAY), SIZE)
    with_line = view.still()
    bone_only = make_set(without, view.state, SIZE).still()
    changed = np.argwhere(np.abs(with_line.astype(int) - bone_only).max(axis=2) > 40)
    assert np.ptp(changed[:, 0]) <= 3
    assert np.ptp(changed[:, 1]) > 200, "level across the bone"
    hidden = replace(view.state, fan=replace(view.state.fan, mode="solid"))
    view.go(hidden)
    assert np.abs(view.still().astype(int) - make_set(without, hidden, SIZE).still()).max() <= 1


def test_pointing_at_something_lays_nothing_out_anew(make_set: MakeSet) -> None:
    view = make_set(named_atlas(), BARE, SIZE)
    before = list(view.stage._labels._writer.shown)
    view.go(replace(BARE, hovered=ORIGIN))
    assert view.stage._labels._writer.shown == before


def test_the_projection_agrees_with_the_pointer_and_with_itself() -> None:
    camera = Camera((300.0, 500.0, 120.0), (10.0, 0.0, 5.0), (0.1, 0.0, 1.0), 28.0)
    view = Projection(camera, 640, 480)
    pixels = np.array([[100.0, 50.0], [320.0, 240.0], [600.0, 400.0]])
    points = view.points(pixels, 0.7)
    np.testing.assert_allclose(view.pixels(points), pixels, atol=1e-6)
    for point, (x, y) in zip(points, pixels, strict=True):
        start, direction = pixel_ray(camera, x - 0.5, y - 0.5, 640, 480)
        assert np.linalg.norm(np.cross(point - start, direction)) < 1e-6
    assert np.isnan(view.pixels(np.array([[600.0, 1000.0, 240.0]]))).all()
