"""What a motion adds to the picture: work in the muscles, floor, angle, lever."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from anatomy_viewer.motion.effort import stance_effort
from anatomy_viewer.motion.lever import stance_lever
from anatomy_viewer.scene.effort_looks import efforts, tints
from anatomy_viewer.scene.stand import posed, stand_of
from anatomy_viewer.scene.themes import PALETTES
from anatomy_viewer.scene.wording import ENGLISH
from anatomy_viewer.stage.arc import draw_lift, draw_stance
from anatomy_viewer.stage.effort_note import draw_efforts
from anatomy_viewer.stage.lever import MM_PER_N, draw_lever
from anatomy_viewer.stage.notes import letter_px
from anatomy_viewer.stage.projection import Projection
from anatomy_viewer.stage.sketch import Sketch
from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.view_state import Camera
from tests.stage.conftest import MakeSet
from tests.stage.motion_scene import MEDIUS, differs, motion_state, moving_atlas
from tests.stage.scene import FRONT, GREEN, shows

SIZE = (640, 480)
SIDE = Camera((600.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))
ABOVE_FLOOR = Camera((0.0, 900.0, 250.0), (0.0, 0.0, -60.0), (0.0, 0.0, 1.0))


def sketched(motion: MotionView, camera: Camera = FRONT) -> Sketch:
    """The angle, and the lever if the motion has it."""
    atlas = moving_atlas()
    pose = posed(atlas, stand_of(atlas, motion))
    sketch = Sketch(Projection(camera, *SIZE), PALETTES["light"], letter_px(SIZE[1]))
    if pose is not None:
        (draw_lift if pose.stance is None else draw_stance)(sketch, pose, ENGLISH)
        if motion.lever:
            draw_lever(sketch, pose, motion, "light", ENGLISH)
    return sketch


def told(sketch: Sketch) -> list[str]:
    return [note.text for note in sketch.notes]


@pytest.mark.parametrize(
    ("motion", "text"),
    [
        (MotionView(right_deg=30.0), "30° abduction"),
        (MotionView(left_deg=-12.0, right_deg=45.0), "12° adduction"),
        (MotionView("stance", pelvic_drop_deg=8.0), "pelvis 8° dropped"),
        (MotionView("stance", pelvic_drop_deg=-8.0), "pelvis 8° hitched"),
        (MotionView("stance", pelvic_drop_deg=0.3), "pelvis level"),
    ],
)
def test_the_angle_is_told(motion: MotionView, text: str) -> None:
    assert text in told(sketched(motion))


def test_the_arc_shows_the_range_of_normal_motion_and_only_of_a_leg_that_is_out() -> None:
    assert told(sketched(MotionView(right_deg=20.0))) == [
        "20° abduction",
        "adduction: mean 27° ± 3.6° (Kosmahl 1999)",
        "abduction: normal to 45° (goniometer tables)",
    ]
    assert told(sketched(MotionView())) == []


def test_from_the_edge_of_its_plane_only_the_figure_is_left() -> None:
    sketch = sketched(MotionView(right_deg=20.0), SIDE)
    assert (told(sketch), sketch.groups) == (["20° abduction"], [])


def test_forces_are_drawn_to_one_scale_with_their_figures() -> None:
    motion = MotionView("stance", lever=True, load_kg=10.0, load_hand="left")
    pose = posed(moving_atlas(), stand_of(moving_atlas(), motion))
    assert pose is not None
    lever = stance_lever(pose, load_kg=10.0, load_hand="left")
    sketch = sketched(motion)
    figures = {match[1]: int(match[2]) for match in re.finditer(r"(\w+)(?: carried)? (\d+) N", "\n".join(told(sketch)))}
    wanted = {"weight": lever.body, "load": lever.load, "abductors": lever.abductors, "joint": lever.joint}
    assert figures == {name: round(force.newtons) for name, force in wanted.items()}
    assert f"arm {lever.body.arm_mm(lever.center) / 10:.1f} cm (computed)" in told(sketch)
    tip, tail = lever.center, lever.center - MM_PER_N * lever.joint.vector
    ends = sketch.view.pixels(np.array([tail, tip]))
    corners = np.concatenate([group.quads.reshape(-1, 2) for group in sketch.groups])
    for end in ends:
        assert np.linalg.norm(corners - end, axis=1).min() < 3, "the arrow of the joint force begins and ends here"


def test_the_effort_is_told_beside_the_muscle_and_of_a_weak_one_as_its_demand() -> None:
    atlas = moving_atlas()

    def notes(**motion: Any) -> list[str]:
        view = MotionView(**motion)
        pose = posed(atlas, stand_of(atlas, view))
        sketch = Sketch(Projection(FRONT, *SIZE), PALETTES["light"], letter_px(SIZE[1]))
        if pose is not None:
            draw_efforts(sketch, pose, view, ENGLISH)
        return told(sketch)

    share = stance_effort(posed(atlas, stand_of(atlas, MotionView("stance"))))["right"].share
    assert notes(kind="stance") == [f"effort about {share * 100:.0f} %, computed, approximate"]
    heavy = stance_effort(posed(atlas, stand_of(atlas, MotionView("stance"))), body_mass_kg=200.0)["right"].share
    assert heavy > 1.0
    assert notes(kind="stance", body_mass_kg=200.0) == [f"effort about {heavy * 100:.0f} %, computed, approximate"], (
        "more than the muscles can give is told as such, as in the table"
    )
    (weak,) = notes(kind="stance", prepared="trendelenburg")
    assert "demand, not strength" in weak
    assert notes(kind="stance", effort=False) == notes() == []


def test_a_weak_muscle_does_not_look_like_one_that_works() -> None:
    atlas = moving_atlas()
    strong, weak = (
        tints(atlas, posed(atlas, stand_of(atlas, view)), view)[MEDIUS]
        for view in (MotionView("stance", prepared=name) for name in ("stance_level", "trendelenburg"))
    )
    assert max(strong.glow) > max(weak.glow) == 0.0
    assert weak.color[1] > strong.color[1] + 0.1


def test_the_muscle_of_the_standing_side_works() -> None:
    atlas = replace(moving_atlas(), motion={})  # so that its arm is that of the textbook

    def work(**motion: Any) -> dict[str, float]:
        view = MotionView(**motion)
        return efforts(posed(atlas, stand_of(atlas, view)), view)

    level = work(kind="stance")
    assert level.keys() == {MEDIUS, "gluteus_minimus.right"}
    assert 0 < level[MEDIUS] <= 1
    assert work(kind="stance", load_kg=15.0, load_hand="left")[MEDIUS] > level[MEDIUS]
    assert work(kind="stance", load_kg=15.0, load_hand="right").get(MEDIUS, 0.0) < level[MEDIUS]
    assert MEDIUS not in work(kind="stance", stance_side="left")
    assert work(right_deg=10.0, posture="side_lying")[MEDIUS] > work(right_deg=10.0)[MEDIUS] > 0
    assert work() == {}


def test_colours_of_work_come_on_gradually_and_can_be_left_out() -> None:
    atlas = moving_atlas()

    def green(**motion: Any) -> float:
        view = MotionView(**motion)
        return tints(atlas, posed(atlas, stand_of(atlas, view)), view)[MEDIUS].color[1]

    own = green()
    assert own == pytest.approx(GREEN[1] / 255)
    shades = [green(left_deg=angle) for angle in np.linspace(0, 5, 51)]
    assert np.abs(np.diff(shades)).max() < 0.02
    assert shades[-1] < own - 0.1, "at rest while the other leg moves"
    assert green(left_deg=5.0, effort=False) == own


def test_the_working_muscle_stands_out_from_one_at_rest(make_set: MakeSet) -> None:
    view = make_set(moving_atlas(), motion_state(kind="stance", arc=False))
    muscle = shows(make_set(moving_atlas(), motion_state()).picture(), GREEN)
    working = view.picture()[muscle].astype(int)
    view.go(motion_state(kind="stance", stance_side="left", arc=False))
    resting = view.picture()[muscle].astype(int)
    redder = np.median(working[:, 0] - working[:, 1]) - np.median(resting[:, 0] - resting[:, 1])
    assert redder > 40


def test_a_floor_lies_under_a_body_that_stands(make_set: MakeSet) -> None:
    def floor(**motion: Any) -> np.ndarray:
        """Where the picture differs from one with the floor taken away."""
        state = replace(motion_state(arc=False, effort=False, **motion), camera=ABOVE_FLOOR)
        view = make_set(moving_atlas(), state)
        shown = view.picture()
        if view.stage._motion._floor is None:
            return np.zeros(shown.shape[:2], bool)
        view.stage._motion._floor.actor.VisibilityOff()
        return differs(view.picture(), shown)

    assert floor(kind="stance").mean() > 0.05
    assert floor(right_deg=20.0).mean() > 0.05, "on the other leg"
    for motion in ({}, {"right_deg": 20.0, "left_deg": 20.0}, {"right_deg": 20.0, "posture": "side_lying"}):
        assert not floor(**motion).any(), motion


def test_the_floor_is_darkest_under_the_standing_foot(make_set: MakeSet) -> None:
    view = make_set(moving_atlas(), replace(motion_state(kind="stance", pelvic_drop_deg=-15.0), camera=ABOVE_FLOOR))
    view.picture()
    floor = view.stage._motion._floor
    assert floor is not None
    points = np.asarray(floor.actor.GetMapper().GetInput().points)
    shades = np.asarray(floor.actor.GetMapper().GetInput().point_data["color"]).astype(float).mean(axis=1)
    near = points[shades <= np.quantile(shades, 0.02)]
    assert near[:, 0].mean() == pytest.approx(80.0, abs=15)


def test_arc_and_lever_are_drawn_only_when_asked_for(make_set: MakeSet) -> None:
    bare = motion_state(kind="stance", arc=False, effort=False)
    view = make_set(moving_atlas(), bare)
    plain = view.picture()
    for motion in (replace(bare.motion, arc=True), replace(bare.motion, lever=True)):
        view.go(replace(bare, motion=motion))
        assert differs(view.picture(), plain).mean() > 0.005, motion
        for left, bottom, right, top in view.stage._motion.boxes:
            assert left < right
            assert bottom < top
        assert view.stage._motion.boxes, "what comes later keeps off these"
    view.go(bare)
    assert view.stage._motion.boxes == []
    assert not differs(view.picture(), plain).any()
