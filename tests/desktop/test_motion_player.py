"""The player on a clock that the test winds: what is shown at which time, what undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.motion_player import LONGEST_WAIT_MS, MotionPlayer
from anatomy_viewer.desktop.motion_tracks import POSE_FIELDS, seconds_at, stations, track_of
from anatomy_viewer.motion.prepared import PREPARED, PoseSetting
from anatomy_viewer.state import commands, motion_commands
from anatomy_viewer.state.motion import MotionKind, MotionView
from anatomy_viewer.state.store import Command, Store
from anatomy_viewer.state.view_state import ViewState


class Bench:
    """A player, its store, and a clock that stands until it is wound; `seen` are the motions that were shown."""

    def __init__(self, atlas: Atlas, state: ViewState) -> None:
        self.now = 0.0
        self.store = Store(state)
        self.player = MotionPlayer(atlas, self.store, lambda: self.now)
        self.seen: list[MotionView] = []
        self.store.subscribe(lambda _, new: self.seen.append(new.motion))

    @property
    def motion(self) -> MotionView:
        return self.store.state.motion

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.player.tick()


@pytest.fixture
def bench(qapp: QApplication, tiny_atlas: Atlas, tiny_state: ViewState) -> Iterator[Bench]:
    made = Bench(tiny_atlas, tiny_state)
    yield made
    made.player.close()


def test_it_shows_what_the_clock_says_and_leaves_out_what_came_too_late(bench: Bench) -> None:
    bench.player.choose("standing_lift")
    bench.player.play()
    bench.seen.clear()
    bench.wait(2.0)
    assert len(bench.seen) == 1, "one picture for all the time that has passed"
    assert bench.motion.right_deg == pytest.approx(PREPARED["standing_lift"].at(2.0).right_deg)
    bench.player.set_speed(0.5)
    bench.wait(0.4)
    assert bench.player.seconds == pytest.approx(2.2)
    bench.player.set_speed(9.0)
    assert bench.player.playing.speed == 2.0
    bench.player.set_speed(0.0)
    assert bench.player.playing.speed == 0.1


def test_the_next_picture_waits_for_the_last_and_no_timer_runs_when_paused(bench: Bench) -> None:
    bench.player.play()
    bench.wait(0.1)
    timer = bench.player._timer
    assert timer.interval() == LONGEST_WAIT_MS, "nothing is drawn yet"
    bench.player.picture_drawn()
    assert 0 < timer.interval() <= 33
    bench.now += 0.2
    bench.player.picture_drawn()
    bench.wait(0.0)
    bench.player.pause()
    assert not timer.isActive()
    bench.player.picture_drawn()
    bench.wait(1.0)
    assert not timer.isActive()
    assert not bench.player.playing.running


def test_there_and_back_again_and_again_or_once(bench: Bench) -> None:
    bench.player.choose("trendelenburg")
    bench.player.play()
    bench.wait(7.0)
    assert bench.player.seconds == pytest.approx(5.0), "one second of the way back"
    bench.wait(6.0)
    assert bench.player.seconds == pytest.approx(1.0), "there again"
    bench.player.set_there_and_back(False)
    bench.wait(6.0)
    assert bench.player.seconds == pytest.approx(1.0)
    bench.player.set_loop(False)
    bench.wait(9.0)
    assert not bench.player.playing.running
    assert bench.player.seconds == 6.0
    bench.player.play()
    bench.wait(0.5)
    assert bench.player.seconds == pytest.approx(0.5), "from the end it begins anew"


def test_a_run_is_one_step_of_undo_and_undo_stops_it(bench: Bench) -> None:
    bench.player.choose("side_lying_lift")
    before = bench.motion
    bench.player.play()
    for _ in range(20):
        bench.wait(0.1)
    assert bench.store.undo_name == "Play"
    bench.store.undo()
    assert bench.motion == before
    assert not bench.player.playing.running
    assert bench.player.seconds == pytest.approx(0.0, abs=0.05)
    bench.store.undo()
    assert bench.motion == MotionView()
    assert not bench.store.can_undo


def test_a_hand_on_the_leg_stops_it_but_not_one_on_load_or_camera(bench: Bench) -> None:
    bench.player.choose("stance_level")
    bench.player.play()
    bench.wait(0.4)
    bench.store.do(motion_commands.set_load(10.0, "left"))
    bench.store.do(motion_commands.set_lever(True))
    bench.store.do(commands.set_theme("dark"))
    bench.wait(0.4)
    assert bench.player.playing.running
    assert (bench.motion.load_kg, bench.motion.lever) == (10.0, True)
    bench.store.do(motion_commands.set_pelvic_drop(7.0))
    assert not bench.player.playing.running
    assert bench.motion.prepared is None
    assert bench.player.track.at(bench.player.seconds, bench.motion).pelvic_drop_deg == pytest.approx(7.0, abs=0.05)


def test_reduced_motion_shows_end_positions_alone(bench: Bench) -> None:
    bench.player.set_reduced(True)
    bench.player.choose("side_lying_lift")
    bench.player.play()
    for _ in range(60):
        bench.wait(0.1)
    assert {round(motion.right_deg, 1) for motion in bench.seen} == {0.0, 35.0}
    bench.player.choose(None)
    bench.seen.clear()
    bench.player.play()
    for _ in range(140):
        bench.wait(0.1)
    assert {motion.right_deg for motion in bench.seen} == {-25.0, 45.0}


def test_the_whole_range_of_the_legs_that_are_meant(bench: Bench) -> None:
    bench.player.hips.set_legs("both")
    bench.player.scrub(bench.player.track.duration_s)
    assert (bench.motion.right_deg, bench.motion.left_deg) == (45.0, 45.0)
    bench.player.hips.set_legs("left")
    bench.player.scrub(0.0)
    assert (bench.motion.right_deg, bench.motion.left_deg) == (45.0, -25.0)
    bench.player.hips.set_kind("stance")
    bench.player.scrub(0.0)
    assert (bench.motion.kind, bench.motion.pelvic_drop_deg) == ("stance", -15.0)


def test_a_load_that_belongs_to_a_motion_goes_with_it(bench: Bench) -> None:
    bench.store.do(motion_commands.set_load(5.0, "right"))
    bench.player.choose("stance_level")
    assert bench.motion.load_kg == 5.0
    assert not bench.motion.lever
    bench.player.choose("carrying")
    assert bench.motion.lever, "what the load does is seen in the lever"
    bench.player.scrub(2.5)
    assert (bench.motion.load_kg, bench.motion.load_hand) == (10.0, "left")
    bench.player.choose("trendelenburg")
    assert (bench.motion.load_kg, bench.motion.load_hand, bench.motion.lever) == (5.0, "right", False)


OWN = MotionView(
    right_deg=12.0,
    left_deg=-4.0,
    posture="side_lying",
    stance_side="left",
    pelvic_drop_deg=3.0,
    free_knee_deg=62.0,
    body_mass_kg=80.0,
    load_kg=5.0,
    load_hand="left",
    arc=False,
)
"""What a person may have set; a prepared motion changes nearly all of it."""

WAYS_OUT: dict[str, Callable[[Bench], object]] = {
    "standing still": lambda bench: bench.store.do(motion_commands.stand_still()),
    "by hand": lambda bench: bench.player.choose(None),
    "another motion": lambda bench: bench.player.choose("stance_level"),
    "one that carries": lambda bench: bench.player.choose("carrying"),
    "the right leg": lambda bench: bench.player.hips.set_stance("right"),
    "the left leg": lambda bench: bench.player.hips.set_stance("left"),
    "a slider": lambda bench: bench.player.hips.set_leg("left", 30.0),
    "the pelvis": lambda bench: bench.player.hips.set_number("pelvic_drop_deg", -6.0),
    "lying": lambda bench: bench.store.do(motion_commands.set_posture("standing")),
    "a view": lambda bench: bench.store.do(Command("View", lambda state: replace(state, motion=MotionView("stance")))),
}


@pytest.mark.parametrize("way", WAYS_OUT)
@pytest.mark.parametrize("kind", ["leg_lift", "stance"])
@pytest.mark.parametrize("prepared", PREPARED)
def test_nothing_of_a_prepared_motion_is_left(
    qapp: QApplication, tiny_atlas: Atlas, tiny_state: ViewState, prepared: str, kind: MotionKind, way: str
) -> None:
    """Left at any moment, in any way, it leaves what the same would have made of what was there before."""
    own = replace(OWN, kind=kind)
    for share in (0.1, 0.3, 0.8):
        found = []
        for played in (True, False):
            bench = Bench(tiny_atlas, replace(tiny_state, motion=own))
            if played:
                bench.player.choose(prepared)
                bench.player.play()
                bench.wait(share * PREPARED[prepared].duration_s)
                bench.player.pause()
            WAYS_OUT[way](bench)
            found.append((bench.motion, bench.player.hips.legs))
            bench.player.close()
        assert found[0] == found[1], share


@pytest.mark.parametrize("kind", ["leg_lift", "stance"])
@pytest.mark.parametrize("prepared", PREPARED)
def test_the_other_kind_of_motion_is_as_it_was(
    qapp: QApplication, tiny_atlas: Atlas, tiny_state: ViewState, prepared: str, kind: MotionKind
) -> None:
    other: MotionKind = "leg_lift" if PREPARED[prepared].at(0.0).kind == "stance" else "stance"
    found = []
    for played in (True, False):
        bench = Bench(tiny_atlas, replace(tiny_state, motion=replace(OWN, kind=kind)))
        if played:
            bench.player.choose(prepared)
            bench.player.scrub(0.6 * PREPARED[prepared].duration_s)
        bench.player.hips.set_kind(other)
        found.append((bench.motion, bench.player.hips.legs))
        bench.player.close()
    assert found[0] == found[1]


def test_undo_brings_back_what_was_there_before_a_prepared_motion(
    qapp: QApplication, tiny_atlas: Atlas, tiny_state: ViewState
) -> None:
    for prepared in PREPARED:
        bench = Bench(tiny_atlas, replace(tiny_state, motion=OWN))
        before = bench.store.state
        bench.player.choose(prepared)
        bench.player.play()
        bench.wait(1.0)
        bench.store.undo()
        bench.store.undo()
        assert bench.store.state == before
        bench.player.close()


def test_what_a_person_sets_during_a_prepared_motion_is_kept_after_it(bench: Bench) -> None:
    bench.player.choose("carrying")
    bench.player.scrub(2.5)
    bench.store.do(motion_commands.set_load_hand("left"))
    bench.player.choose(None)
    assert bench.motion.load_kg == 0.0, "the load is the motion's, only the hand was chosen"
    bench.player.choose("carrying")
    bench.store.do(motion_commands.set_load(4.0, "right"))
    bench.store.do(motion_commands.set_free_knee(64.0))
    bench.store.do(motion_commands.set_lever(True))
    bench.player.choose("running")
    bench.player.scrub(0.7)
    assert bench.motion.free_knee_deg == 85.0
    bench.store.do(motion_commands.stand_still())
    assert bench.motion == MotionView(load_kg=4.0, free_knee_deg=64.0, lever=True)


def test_a_prepared_motion_from_a_view_that_kept_nothing_leaves_the_body_as_it_stands_at_first(bench: Bench) -> None:
    old = MotionView("stance", prepared="carrying", load_kg=7.0, load_hand="left", pelvic_drop_deg=2.0)
    bench.store.do(motion_commands.set_motion(old))
    bench.store.do(motion_commands.set_stance("right"))
    assert bench.motion == MotionView("stance")


def test_undo_stops_a_motion_in_which_the_load_alone_moves(bench: Bench) -> None:
    bench.player.choose("carrying")
    bench.player.scrub(2.5)
    bench.player.play()
    bench.store.undo()
    assert not bench.player.playing.running


def test_the_side_stays_from_one_kind_of_motion_to_the_other(bench: Bench) -> None:
    hips = bench.player.hips
    hips.set_stance("left")
    hips.set_kind("leg_lift")
    assert hips.legs == "left"
    hips.set_legs("right")
    hips.set_kind("stance")
    assert bench.motion.stance_side == "right"


def test_steps_stop_at_whole_degrees_and_say_where_the_range_ends(bench: Bench) -> None:
    told: list[str] = []
    bench.player.hips.noted.connect(told.append)
    bench.player.hips.set_leg("right", 12.4)
    bench.player.hips.step(1.0)
    assert bench.motion.right_deg == 13.0
    bench.player.hips.step(-5.0)
    assert bench.motion.right_deg == 10.0
    for _ in range(8):
        bench.player.hips.step(5.0)
    assert bench.motion.right_deg == 45.0
    assert told == ["Hip abduction goes from −25° to 45°: 50° became 45°."]
    bench.player.hips.set_number("load_kg", 31.0)
    assert bench.motion.load_kg == 30.0
    assert "0 kg to 30 kg: 31 kg became 30 kg" in told[-1]
    while bench.store.undo_name == "Lift the leg":
        bench.store.undo()
    bench.player.hips.set_kind("stance")
    bench.player.hips.step(1.0)
    assert (bench.motion.pelvic_drop_deg, bench.player.hips.hip_deg) == (1.0, -1.0)


@pytest.mark.parametrize("prepared", sorted(PREPARED))
def test_prepared_motions_are_played_as_they_are(tiny_state: ViewState, prepared: str) -> None:
    motion = replace(tiny_state.motion, prepared=prepared)
    track = track_of(motion, "right")
    for seconds in np.linspace(0.0, track.duration_s, 23)[:-1]:
        shown, meant = track.at(float(seconds), motion), PREPARED[prepared].at(float(seconds))
        for name in set(POSE_FIELDS) & set(PoseSetting.__dataclass_fields__):
            assert getattr(shown, name) == getattr(meant, name), (name, seconds)
        found = seconds_at(track, shown, float(seconds))
        assert found == pytest.approx(seconds, abs=0.02)
    ends = stations(track, motion)
    assert len(ends) >= 2
    assert ends[0] == 0.0


def test_a_model_without_hips_plays_nothing(qapp: QApplication, tiny_atlas: Atlas, tiny_state: ViewState) -> None:
    bench = Bench(replace(tiny_atlas, joints={}), tiny_state)
    bench.player.play()
    assert not bench.player.playing.running
    bench.player.close()


def test_that_the_body_no_longer_lies_is_said(bench: Bench) -> None:
    """The effort on the screen is another one then."""
    told: list[str] = []
    bench.player.hips.noted.connect(told.append)
    bench.player.choose("side_lying_lift")
    bench.player.hips.set_leg("right", 30.0)
    assert bench.motion.posture == "standing"
    assert told == ["The body stands again: it lay on its side for the prepared motion only."]
    bench.player.hips.set_leg("right", 20.0)
    assert len(told) == 1
