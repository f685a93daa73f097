"""Plays a motion on a real clock: what time has passed is shown, frames that come too late are left out."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.motion_control import HipControl
from anatomy_viewer.desktop.motion_tracks import Track, carries, chosen, same_pose, seconds_at, stations, track_of
from anatomy_viewer.desktop.motion_view import lever_camera
from anatomy_viewer.motion.prepared import PREPARED
from anatomy_viewer.state import motion_commands as commands
from anatomy_viewer.state.motion import MotionView, without_prepared
from anatomy_viewer.state.store import Store
from anatomy_viewer.state.view_state import Camera, ViewState

FRAME_MS = 33
"""Time between two pictures while playing, in milliseconds."""

LEAST_PAUSE_MS = 4
"""What is left to mouse and keys between two pictures, however long they take."""

LONGEST_WAIT_MS = 250
"""How long a picture is waited for: one that never comes, as of a window that is covered, must not stop the motion."""

SPEED_RANGE = (0.1, 2.0)
SPEEDS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
"""Steps of the speed by keys."""

Clock = Callable[[], float]
"""Seconds from any moment on."""


@dataclass(frozen=True)
class Playing:
    """How it is played; `reduced` jumps from one end position to the next instead of running."""

    running: bool = False
    speed: float = 1.0
    loop: bool = True
    there_and_back: bool = True
    reduced: bool = False


class MotionPlayer(QObject):
    """Plays in one document; `changed` tells that `playing` is another, `hips` moves the body by hand.

    A run is one step of undo, however long. A motion that comes from elsewhere, as by hand or by undo, stops it.
    """

    changed = Signal()

    def __init__(self, atlas: Atlas, store: Store, clock: Clock | None = None) -> None:
        super().__init__()
        self.hips = HipControl(atlas, store)
        self.hips.setParent(self)
        self.playing = Playing()
        self._atlas = atlas
        self._store = store
        self._clock = clock or _real_clock()
        self._then = 0.0
        self._way_s = 0.0  # along the motion there and, beyond its duration, back
        self._sent: MotionView | None = None
        self._recorded = False
        self._awaiting = False
        self._stations: tuple[float, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self.hips.legs_changed.connect(self._on_legs)
        self._unsubscribe = store.subscribe(self._on_change)

    @property
    def track(self) -> Track:
        """What is played."""
        return track_of(self._motion, self.hips.legs)

    @property
    def seconds(self) -> float:
        """Where in the motion the picture is, from 0 to its duration."""
        duration = self.track.duration_s
        return self._way_s if self._way_s <= duration else max(2.0 * duration - self._way_s, 0.0)

    def toggle(self) -> None:
        """Plays, or stops."""
        if self.playing.running:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Plays from where the picture is; from its end, anew."""
        if self.playing.running or not self.hips.possible:
            return
        end = self.track.duration_s * (2.0 if self.playing.there_and_back else 1.0)
        if not self.playing.loop and self._way_s >= end - 1e-3:
            self._way_s = 0.0
        self._recorded = False
        self._stations = stations(self.track, self._motion)
        self._then = self._clock()
        self._set(running=True)
        self._timer.start(0)

    def pause(self) -> None:
        """Stops where the picture is; stopped, it costs nothing."""
        self._timer.stop()
        if self.playing.running:
            self._set(running=False)

    def scrub(self, seconds: float, merge_key: str | None = None) -> None:
        """Goes to a moment of the motion and stays there."""
        self.pause()
        track = self.track
        self._way_s = min(max(seconds, 0.0), track.duration_s)
        self._send(track.at(self._way_s, self._motion), merge_key)

    def choose(self, prepared_id: str | None) -> None:
        """Takes a prepared motion and shows how it begins; None: all is as a person had set it."""
        self.pause()
        motion = without_prepared(self._motion) if prepared_id is None else chosen(self._motion, prepared_id)
        self._sent = motion
        self._way_s = 0.0
        command = commands.set_motion(motion, self.tr("Prepared motion"))
        camera = self._camera_of(prepared_id)
        if camera is not None:  # in one step of undo with the motion
            move = command.change
            command = replace(command, change=lambda state: replace(move(state), camera=camera))
        self._store.do(command)
        if prepared_id is None:
            self._find()

    def choose_next(self, step: int) -> None:
        """Takes the next prepared motion, or the one before; after the last comes the first."""
        ids = list(PREPARED)
        now = self._motion.prepared
        index = ids.index(now) + step if now in ids else (0 if step > 0 else -1)
        self.choose(ids[index % len(ids)])

    def set_speed(self, speed: float) -> None:
        """How fast it plays, 0.1 to 2 times; outside, the nearest end."""
        self._set(speed=min(max(speed, SPEED_RANGE[0]), SPEED_RANGE[1]))

    def change_speed(self, step: int) -> None:
        """Goes to the next faster or slower of a few speeds."""
        faster = [speed for speed in SPEEDS if speed > self.playing.speed + 1e-6]
        slower = [speed for speed in SPEEDS if speed < self.playing.speed - 1e-6]
        self.set_speed(next(iter(faster), SPEED_RANGE[1]) if step > 0 else next(iter(slower[::-1]), SPEED_RANGE[0]))

    def set_loop(self, loop: bool) -> None:
        """Whether it begins anew at the end."""
        self._set(loop=loop)

    def set_there_and_back(self, wanted: bool) -> None:
        """Whether it goes back the way it came."""
        self._way_s = self.seconds
        self._set(there_and_back=wanted)

    def set_reduced(self, reduced: bool) -> None:
        """Whether it jumps from one end position to the next instead of running."""
        self._set(reduced=reduced)

    def tick(self) -> None:
        """Shows the moment that the clock says, and waits for the next picture."""
        if not self.playing.running:
            return
        now = self._clock()
        ended = self._advance((now - self._then) * self.playing.speed)
        self._then = now
        self._show_frame()
        if ended:
            self.pause()
        elif self.playing.running:
            self._awaiting = True
            self._timer.start(LONGEST_WAIT_MS)

    def picture_drawn(self) -> None:
        """The picture is on the screen: only now is the next one worth making, so none ever queues up."""
        if self._awaiting and self.playing.running:
            self._awaiting = False
            spent_ms = (self._clock() - self._then) * 1000.0
            self._timer.start(max(LEAST_PAUSE_MS, round(FRAME_MS - spent_ms)))

    def close(self) -> None:
        """Stops for good."""
        self.pause()
        self._unsubscribe()

    def _camera_of(self, prepared_id: str | None) -> Camera | None:
        """Where a prepared motion is seen from; None: from wherever it is."""
        prepared = PREPARED.get(prepared_id or "")
        return lever_camera(self._atlas) if prepared is not None and carries(prepared) else None

    @property
    def _motion(self) -> MotionView:
        return self._store.state.motion

    def _advance(self, seconds: float) -> bool:
        """Goes on by so many seconds of the motion; whether it has come to its end."""
        whole = self.track.duration_s * (2.0 if self.playing.there_and_back else 1.0)
        way = self._way_s + seconds
        if way < whole:
            self._way_s = way
            return False
        self._way_s = math.fmod(way, whole) if self.playing.loop else whole
        return not self.playing.loop

    def _show_frame(self) -> None:
        """One run is one step of undo: its first change is recorded, the others are not."""
        track, seconds = self.track, self.seconds
        if self.playing.reduced:
            seconds = min(self._stations, key=lambda station: abs(station - seconds))
        before = self._motion
        motion = track.at(seconds, before)
        self._sent = motion
        self._store.do(replace(commands.set_motion(motion, "Play"), undoable=not self._recorded))
        self._recorded = self._recorded or before != motion

    def _send(self, motion: MotionView, merge_key: str | None, name: str = "Scrub") -> None:
        self._sent = motion
        self._store.do(commands.set_motion(motion, name, merge_key))

    def _set(self, **changes: object) -> None:
        playing = replace(self.playing, **changes)  # type: ignore[arg-type]
        if playing != self.playing:
            self.playing = playing
            self.changed.emit()

    def _on_legs(self) -> None:
        self.pause()
        self._find()

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.motion is new.motion or same_pose(old.motion, new.motion):
            return
        if self._sent is None or not same_pose(self._sent, new.motion):
            self.pause()
            self._find()

    def _find(self) -> None:
        """Where in the motion a pose is that was not played."""
        self._way_s = seconds_at(self.track, self._motion, self.seconds)


def _real_clock() -> Clock:
    timer = QElapsedTimer()
    timer.start()
    return lambda: timer.nsecsElapsed() / 1e9
