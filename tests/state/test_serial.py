"""A state survives JSON; what is wrong in a file is named by its key."""

from __future__ import annotations

import contextlib
import json
import random
from typing import Any

import pytest

from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.serial import VERSION, StateError, from_json, to_json
from anatomy_viewer.state.view_state import FAN_MODES, Camera, FanView, Look, ViewState

STATE = ViewState(
    camera=Camera((1.5, 500.25, -0.1), (0.0, 1e-7, 3.0), (0.0, 0.0, 1.0), 27.5),
    looks=(("gluteus_medius.right", Look(True, 0.35)), ("skin", Look(False, 1.0))),
    selected="gluteus_medius.right",
    hovered="skin",
    orientation_figure=False,
    theme="dark",
    fan=FanView("fibres", "gluteus_minimus.left", 0.25, labels=True, patches=True),
    motion=MotionView("stance", pelvic_drop_deg=-7.5, stance_side="left", body_mass_kg=70.0, lever=True, arc=False),
)


def changed(path: list[str], value: object) -> str:
    data = json.loads(to_json(STATE))
    at = data
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return json.dumps(data)


def test_a_state_survives_the_round_trip() -> None:
    assert from_json(to_json(STATE)) == STATE


def test_random_states_survive_the_round_trip() -> None:
    rng = random.Random(7)
    for _ in range(200):
        numbers = [rng.uniform(-900, 900) for _ in range(9)]
        camera = Camera(tuple(numbers[:3]), tuple(numbers[3:6]), tuple(numbers[6:]), rng.uniform(1, 120))
        ids = sorted(rng.sample([f"part_{n}" for n in range(30)], rng.randint(0, 30)))
        looks = tuple((id_, Look(rng.random() < 0.5, rng.random())) for id_ in ids)
        fan = FanView(rng.choice(FAN_MODES), rng.choice(ids or ["part"]), rng.random(), rng.random() < 0.5)
        state = ViewState(camera, looks, rng.choice([None, "part_1"]), None, rng.random() < 0.5, fan=fan)
        assert from_json(to_json(state)) == state


def test_only_version_and_camera_are_needed() -> None:
    camera = {"position": [0, 500, 0], "focal_point": [0, 0, 0], "view_up": [0, 0, 1]}
    state = from_json(json.dumps({"version": VERSION, "camera": camera}))
    assert state == ViewState(Camera((0.0, 500.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0)))


def test_a_view_saved_before_referral_paths_had_their_name_keeps_them() -> None:
    data = json.loads(to_json(STATE))
    del data["pain"]["referral_paths"]
    data["pain"]["pull"] = True
    assert from_json(json.dumps(data)).pain.referral_paths
    assert "pull" not in json.loads(to_json(from_json(json.dumps(data))))["pain"]


def test_a_key_under_its_old_and_its_new_name_is_told() -> None:
    with pytest.raises(StateError, match=r"pain\.pull: unknown key"):
        from_json(changed(["pain", "pull"], True))


def test_a_view_saved_before_there_was_a_fan_shows_the_whole_muscle() -> None:
    data = json.loads(to_json(STATE))
    del data["fan"]
    assert from_json(json.dumps(data)).fan == FanView()


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (["colour"], 1, "colour: unknown key"),
        (["themes"], 1, "Did you mean 'theme'"),
        (["camera", "positon"], [0, 0, 0], "camera.positon: unknown key. Did you mean 'position'"),
        (["looks", "skin", "opacty"], 1, "looks.skin.opacty: unknown key. Did you mean 'opacity'"),
        (["looks", "skin", "opacity"], 1.5, "looks.skin.opacity: expected 0 to 1"),
        (["looks", "skin", "opacity"], True, "looks.skin.opacity: Input should be a valid number, found true"),
        (["looks", "skin", "visible"], "no", "looks.skin.visible: Input should be a valid boolean"),
        (["looks"], [], "looks: expected an object"),
        (["theme"], "pink", "theme: Input should be 'light' or 'dark'"),
        (["selected"], 3, "selected: Input should be a valid string"),
        (["camera", "position"], [0, 1], "camera.position"),
        (["camera", "position"], [0, 1, "x"], "camera.position.2: Input should be a valid number"),
        (["camera", "position"], [0, 1e-7, 3], "camera.position: must differ from focal_point"),
        (["camera", "position"], [0, 1e300, 3], "within 1e6 mm"),
        (["fan", "mode"], "solidd", "fan.mode: Input should be 'solid'"),
        (["fan", "sweeep"], 1, "fan.sweeep: unknown key. Did you mean 'sweep'"),
        (["fan", "sweep"], 1.2, "fan.sweep: expected 0 to 1"),
        (["motion", "right_deg"], 45.5, "motion.right_deg: expected -25 to 45, found 45.5"),
        (["motion", "pelvic_drop_deg"], -16, "motion.pelvic_drop_deg: expected -15 to 15"),
        (["motion", "body_mass_kg"], 12, "motion.body_mass_kg: expected 40 to 120"),
        (["motion", "stance_side"], "both", "motion.stance_side"),
        (["fan", "muscle"], None, "fan.muscle: Input should be a valid string"),
        (["camera", "view_up"], [0, 0, 0], "camera.view_up"),
        (["camera", "view_up"], [1e308, 1e308, 1e308], "camera.view_up: expected a direction of length"),
        (["camera", "view_up"], [1e-300, 0, 0], "camera.view_up: expected a direction of length"),
        (["camera", "view_up"], [-15, -5002.499999, 31], "camera.view_up: must not lie along"),
        (["camera", "view_angle_deg"], 1e-300, "camera.view_angle_deg: expected more than 0"),
        (["camera", "position"], [0, 1e-5, 3], "camera.position: must differ from focal_point"),
        (["selected"], "x" * 201, "selected: expected names of at most 200 letters"),
        (["looks"], {f"p{i}": {} for i in range(10_001)}, "looks: expected at most 10,000 of them, found 10,001"),
        (["theme"], ["a"] * 1000, "found 1,000 entries"),
        (["version"], 10**4000, "newer than this program"),
        (["camera", "view_angle_deg"], 0, "camera.view_angle_deg: expected more than 0"),
        (["version"], VERSION + 1, "newer than this program"),
        (["version"], 0, "version: expected"),
        (["version"], "1", "version: expected the number"),
        (["version"], True, "version: expected the number"),
    ],
)
def test_a_wrong_key_is_named(path: list[str], value: Any, told: str) -> None:
    with pytest.raises(StateError) as caught:
        from_json(changed(path, value))
    assert told in str(caught.value)


def test_a_missing_camera_is_named() -> None:
    with pytest.raises(StateError, match="camera: this key is missing"):
        from_json(json.dumps({"version": VERSION}))


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "\x00", '{"version": 1, "camera": {"position": [NaN, 0, 0]}}'])
def test_what_is_no_saved_view_is_refused(text: str) -> None:
    with pytest.raises(StateError):
        from_json(text)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(StateError):
        from_json('{"version": 1, "camera": ' + "[" * 100_000)


def test_damaged_text_never_breaks_the_reader() -> None:
    rng = random.Random(3)
    text = to_json(STATE)
    for _ in range(500):
        at, length = rng.randrange(len(text)), rng.randrange(6)
        damaged = text[:at] + "".join(rng.choices('{}[]",:0e-\\nul', k=length)) + text[at + length :]
        with contextlib.suppress(StateError):
            assert isinstance(from_json(damaged), ViewState)


def test_hundreds_of_wrong_keys_are_counted() -> None:
    with pytest.raises(StateError, match=r"And 480 more\."):
        from_json(json.dumps(json.loads(to_json(STATE)) | {f"key_{i}": 1 for i in range(500)}))


def test_a_huge_text_is_refused_unread() -> None:
    with pytest.raises(StateError, match="larger than 8 MiB"):
        from_json(" " * (8 * 2**20 + 1))


def test_a_drawing_of_strokes_without_end_is_refused() -> None:
    stroke = {"points": [[-5000, -5000, -5000], [5000, 5000, 5000]] * 100, "radius_mm": 10.0}
    data = json.loads(to_json(STATE))
    data["pain"]["drawing"] = [stroke]
    with pytest.raises(StateError, match=r"pain\.drawing: expected strokes as a person draws them"):
        from_json(json.dumps(data))


def test_a_mark_that_an_editor_put_before_a_view_is_no_part_of_it() -> None:
    assert from_json("\ufeff" + to_json(STATE)) == STATE
