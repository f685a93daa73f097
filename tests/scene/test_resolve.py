"""What is to be seen in a state, by figures and without drawing anything."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer import load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.pain.colours import PALETTES
from anatomy_viewer.scene.looks import FADED_OPACITY, GHOST_SKIN_OPACITY, STEPPED_BACK_OPACITY
from anatomy_viewer.scene.resolve import resolve
from anatomy_viewer.scene.scene import Scene
from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.pain import PainView
from anatomy_viewer.state.view_state import FanView, Look, ViewState
from anatomy_viewer.state.views import default_state, view_camera

MEDIUS, TRP1 = "gluteus_medius.right", "gluteus_medius.trp1.right"


@pytest.fixture(scope="module")
def shipped() -> Atlas:
    return load_atlas()


def scene(atlas: Atlas, **changes: object) -> Scene:
    return resolve(atlas, replace(default_state(atlas), **changes))  # type: ignore[arg-type]


def test_the_first_picture_shows_bones_and_muscles_where_the_atlas_has_them(shipped: Atlas) -> None:
    first = scene(shipped)
    assert set(first.visible) == set(shipped.structures) - {"skin"}
    for id_, part in first.structures.items():
        assert part.vertices is shipped.structures[id_].vertices, "shared, not copied"
        assert part.triangles is shipped.structures[id_].full.triangles
    assert (first.fibres, dict(first.attachments), dict(first.points), first.legend) == (None, {}, {}, ())
    assert "Gluteus medius" in [label.text for label in first.labels]


def test_light_surfaces_can_be_asked_for(shipped: Atlas) -> None:
    light = resolve(shipped, default_state(shipped), level="light")
    assert light.structures["femur.right"].vertices is shipped.structures["femur.right"].light.vertices


def test_a_lifted_leg_is_where_its_angle_puts_it(shipped: Atlas) -> None:
    lifted = scene(shipped, motion=MotionView(right_deg=30.0))
    before, after = (one.structures["femur.right"].vertices for one in (scene(shipped), lifted))
    center = np.array(shipped.joints["hip.right"].center)
    knee = int(np.linalg.norm(before - center, axis=1).argmax())
    start, end = (points[knee].astype(float) - center for points in (before, after))
    turned = np.degrees(np.arctan2(end[0], -end[2]) - np.arctan2(start[0], -start[2]))
    assert turned == pytest.approx(30.0, abs=0.01)
    assert lifted.structures["femur.left"].vertices == pytest.approx(shipped.structures["femur.left"].vertices)


def test_the_muscles_that_work_are_redder_and_glow(shipped: Atlas) -> None:
    rest, lifted = scene(shipped), scene(shipped, motion=MotionView(right_deg=30.0))
    own = np.array(shipped.structures[MEDIUS].color) / 255
    assert rest.structures[MEDIUS].color == pytest.approx(own)
    assert rest.structures[MEDIUS].glow == (0.0, 0.0, 0.0)
    assert lifted.structures[MEDIUS].color[0] > own[0]
    assert lifted.structures[MEDIUS].glow[0] > 0.1
    assert lifted.structures["gluteus_medius.left"].glow == (0.0, 0.0, 0.0)


def test_a_muscle_that_is_taken_apart_and_what_covers_it_step_back(shipped: Atlas) -> None:
    fan = scene(shipped, fan=FanView(mode="faded", sweep=0.5))
    assert fan.structures[MEDIUS].opacity == FADED_OPACITY
    assert fan.structures["gluteus_maximus.right"].opacity == STEPPED_BACK_OPACITY
    assert fan.structures["gluteus_maximus.left"].opacity == 1.0
    assert fan.fibres is not None
    whole = shipped.fibres[MEDIUS]
    assert 0.4 < len(fan.fibres.lines) / len(whole.points) < 0.6
    assert fan.fibres.lines.shape[1:] == whole.points.shape[1:]
    alone = scene(shipped, fan=FanView(mode="fibres"))
    assert MEDIUS not in alone.visible
    hidden = scene(shipped, fan=FanView(mode="faded"), looks=((MEDIUS, Look(visible=False)),))
    assert hidden.fibres is None


@pytest.mark.parametrize("view", ["default", "right", "back", "front"])
def test_the_name_of_a_part_stands_where_no_other_part_lies_before_it(shipped: Atlas, view: str) -> None:
    camera = default_state(shipped).camera if view == "default" else view_camera(shipped, view)
    fan = scene(shipped, fan=FanView(mode="faded", labels=True), camera=camera)
    assert fan.fibres is not None
    eye = np.array(camera.position)
    points = fan.fibres.lines.reshape(-1, 3).astype(float) - eye
    of = np.repeat(fan.fibres.part, fan.fibres.lines.shape[1])
    named = {label.text: label.spots[0] for label in fan.labels}
    right = 0
    for number, part in enumerate(fan.fibres.parts):
        spot = next(spot for text, spot in named.items() if part.en.startswith(text)) - eye
        sight = spot / np.linalg.norm(spot)
        depth = points @ sight
        near = np.linalg.norm(points - depth[:, None] * sight, axis=1) < 3.0
        right += of[near][depth[near].argmin()] == number
    assert right == 3, view


def test_attachments_stand_on_their_bones_in_every_pose(shipped: Atlas) -> None:
    fan = FanView(mode="attachments")
    rest = scene(shipped, fan=fan)
    assert not any(rest.structures[id_].visible for id_ in shipped.structures if id_.startswith("gluteus"))
    assert {one.kind for one in rest.attachments.values()} == {"origin", "insertion"}
    lifted = scene(shipped, fan=fan, motion=MotionView(right_deg=30.0))
    for id_, patch in lifted.attachments.items():
        bone = lifted.structures[patch.structure].vertices
        away = np.linalg.norm(bone[None] - patch.vertices[:: max(len(patch.vertices) // 20, 1), None], axis=2).min(
            axis=1
        )
        assert away.max() < 3.0, id_
    labels = {label.text: label.spots for label in lifted.labels}
    origin = next(one for one in lifted.attachments.values() if one.kind == "origin")
    spots = labels[origin.names.en.partition(",")[0]]
    assert np.linalg.norm(spots[0] - origin.vertices, axis=1).min() < 1.0


def test_pain_lies_on_the_skin_as_values_and_as_colours(shipped: Atlas) -> None:
    shown = scene(shipped, pain=PainView(shown=True, points=(TRP1,), referral_paths=True))
    skin = shown.structures["skin"]
    assert (skin.visible, skin.opacity) == (True, GHOST_SKIN_OPACITY)
    assert skin.zones is not None
    point = shipped.trigger_points[TRP1]
    assert skin.zones.essential == pytest.approx(point.essential)
    red, none = int(point.essential.argmax()), int((point.essential + point.spillover).argmin())
    assert tuple(skin.colours[red, :3]) == PALETTES["red"].essential
    assert skin.colours[red, 3] == round(255 * 0.85)
    assert tuple(skin.colours[none, :3]) == shipped.structures["skin"].color
    assert skin.colours[none, 3] == round(255 * GHOST_SKIN_OPACITY)
    [mark] = shown.points.values()
    assert mark.position == pytest.approx(point.position, abs=0.01)
    assert mark.press == pytest.approx(point.press_position, abs=0.1)
    assert len(mark.referral_paths) == len(point.referral_paths)
    assert [entry.sample for entry in shown.legend] == ["plain", "striped", "mark", "line"]
    assert shown.note.startswith("Second-hand: medius TrP1.")


def test_pain_is_painted_on_muscles_and_bones_only_where_that_is_asked_for(shipped: Atlas) -> None:
    pain = PainView(shown=True, points=(TRP1,))
    assert scene(shipped, pain=pain).structures[MEDIUS].zones is None
    painted = scene(shipped, pain=replace(pain, parts=True))
    medius, other = painted.structures[MEDIUS].zones, painted.structures["gluteus_medius.left"].zones
    assert medius is not None
    assert other is not None
    assert medius.essential.shape == (len(shipped.structures[MEDIUS].full.vertices),)
    assert medius.essential.max() > 0.9
    assert other.essential.max() < 0.1
    assert painted.structures["patella.right"].zones.essential.max() == 0.0  # type: ignore[union-attr]


def test_a_model_without_a_skin_has_a_scene_without_pain(shipped: Atlas) -> None:
    bare = replace(shipped, structures={id_: part for id_, part in shipped.structures.items() if part.kind != "skin"})
    found = scene(bare, pain=PainView(shown=True, points=(TRP1,), parts=True))
    assert all(part.zones is None for part in found.structures.values())
    assert dict(found.points) == {}


def test_what_is_not_shown_is_not_in_the_scene(shipped: Atlas) -> None:
    off = scene(shipped, pain=PainView(points=(TRP1,)))
    assert off.structures["skin"].zones is None
    assert not off.structures["skin"].visible
    assert (dict(off.points), off.legend, off.note) == ({}, (), "")


def test_the_pose_is_worked_out_once_for_states_that_stand_alike(
    shipped: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = replace(default_state(shipped), motion=MotionView(right_deg=12.0))
    resolve(shipped, first)
    monkeypatch.setattr("anatomy_viewer.scene.resolve.posed", _forbidden)
    resolve(shipped, replace(first, theme="dark", looks=((MEDIUS, Look(opacity=0.5)),)))


def _forbidden(*_: object) -> None:
    raise AssertionError("posed anew")


def test_the_state_is_not_changed_and_the_result_is_read_only(shipped: Atlas) -> None:
    state: ViewState = default_state(shipped)
    found = resolve(shipped, state)
    assert found.camera == state.camera
    with pytest.raises(ValueError, match="read-only"):
        found.structures["sacrum"].vertices[0] = 0.0
