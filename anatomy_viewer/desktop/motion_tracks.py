"""What can be played: the prepared motions, and the whole range of what is set by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from anatomy_viewer.motion.prepared import PREPARED, PoseSetting, PreparedMotion
from anatomy_viewer.state.motion import DROP_RANGE_DEG, LIFT_RANGE_DEG, MotionView, with_prepared, without_prepared

Legs = Literal["right", "left", "both"]
"""Which legs are moved by keys, by the player and by the plot."""

Times = npt.NDArray[np.float64]

LIFT_S = 7.0
"""Time for the whole range of a lifted leg, seconds: 10 degrees a second on average."""
TILT_S = 6.0

POSE_FIELDS = (
    "kind",
    "right_deg",
    "left_deg",
    "posture",
    "stance_side",
    "pelvic_drop_deg",
    "free_knee_deg",
    "flight",
    "prepared",
)
"""What of a MotionView a played motion sets; all else is a person's."""

_LOAD_FIELDS = ("load_kg", "load_hand")
_SAMPLES = 240
_FINE = 60
_NEAR_DEG, _SAME_DEG = 1.0, 0.002
_DISTANCES = {"right_deg": 1.0, "left_deg": 1.0, "pelvic_drop_deg": 1.0, "flight": 30.0, "load_kg": 1.0}
"""How much each number counts when the moment of a motion is sought, in degrees."""
_ELSEWHERE = 1000.0


@dataclass(frozen=True)
class Track:
    """A motion over time; `at` gives the motion at a time from 0 to `duration_s`, with the rest of `base` kept."""

    id: str | None
    duration_s: float
    at: Callable[[float, MotionView], MotionView]


def track_of(motion: MotionView, legs: Legs) -> Track:
    """What would be played now: the prepared motion, or the whole range of the legs or of the pelvis."""
    prepared = PREPARED.get(motion.prepared or "")
    if prepared is not None:
        return _prepared_track(prepared)
    if motion.kind == "stance":
        return Track(None, TILT_S, _tilted)
    return Track(None, LIFT_S, lambda seconds, base: lifted(base, legs, _between(LIFT_RANGE_DEG, seconds / LIFT_S)))


def chosen(motion: MotionView, prepared_id: str) -> MotionView:
    """The beginning of a prepared motion, with the lever if it is about a load; KeyError if the id is unknown."""
    prepared = PREPARED[prepared_id]
    motion = with_prepared(motion, prepared_id)
    if carries(prepared):
        motion = replace(motion, lever=True)
    return _prepared_track(prepared).at(0.0, motion)


def lifted(motion: MotionView, legs: Legs, degrees: float) -> MotionView:
    """The legs that are meant at an angle, set by hand: a prepared motion is left."""
    own = without_prepared(motion)
    right_deg = own.right_deg if legs == "left" else degrees
    left_deg = own.left_deg if legs == "right" else degrees
    return replace(own, kind="leg_lift", right_deg=right_deg, left_deg=left_deg)


def same_pose(a: MotionView, b: MotionView) -> bool:
    """Whether the body stands alike, and the same motion is played; also the load alike where it is what moves."""
    played = PREPARED.get(a.prepared or "")
    names = POSE_FIELDS + (_LOAD_FIELDS if played is not None and carries(played) else ())
    return all(getattr(a, name) == getattr(b, name) for name in names)


def seconds_at(track: Track, motion: MotionView, near_s: float) -> float:
    """When the motion comes nearest to a pose; of equal moments the one that is nearest to `near_s`."""
    coarse = np.linspace(0.0, track.duration_s, _SAMPLES + 1)
    apart = _apart_at(track, motion, coarse)
    around = np.concatenate([apart[:1], apart, apart[-1:]])
    lowest = (apart <= around[:-2]) & (apart <= around[2:]) & (apart <= apart.min() + _NEAR_DEG)
    first = _nearest(coarse[lowest], near_s)
    step = track.duration_s / _SAMPLES
    fine = np.linspace(max(first - step, 0.0), min(first + step, track.duration_s), 2 * _FINE + 1)
    apart = _apart_at(track, motion, fine)
    return _nearest(fine[apart <= apart.min() + _SAME_DEG], near_s)


def stations(track: Track, motion: MotionView) -> tuple[float, ...]:
    """Times of the end positions of a motion, from 0: where what moves turns round, or begins to rest."""
    times = np.linspace(0.0, track.duration_s, _SAMPLES + 1)
    values = np.array([[getattr(track.at(t, motion), name) for name in _DISTANCES] for t in times])
    ways = np.sign(np.round(np.diff(values, axis=0), 6))
    turns = [
        index
        for index in range(1, len(ways))
        if any(before not in {0, after} for before, after in zip(ways[index - 1], ways[index], strict=True))
    ]
    ends = [0.0, *(float(times[index]) for index in turns)]
    return tuple(ends) if len(ends) > 1 else (0.0, track.duration_s)


@cache
def carries(prepared: PreparedMotion) -> bool:
    """Whether a load is part of the motion."""
    return any(prepared.at(share * prepared.duration_s).load_kg > 0.0 for share in np.linspace(0.0, 1.0, 40))


@cache
def _prepared_track(prepared: PreparedMotion) -> Track:
    names = {field.name for field in fields(PoseSetting)} - (set() if carries(prepared) else set(_LOAD_FIELDS))

    def at(seconds: float, base: MotionView) -> MotionView:
        moment = prepared.at(min(seconds, prepared.duration_s * (1.0 - 1e-9)))
        return replace(base, prepared=prepared.id, **{name: getattr(moment, name) for name in names})

    return Track(prepared.id, prepared.duration_s, at)


def _tilted(seconds: float, base: MotionView) -> MotionView:
    drop = _between(DROP_RANGE_DEG, seconds / TILT_S)
    return replace(without_prepared(base), kind="stance", pelvic_drop_deg=drop)


def _between(ends: tuple[float, float], share: float) -> float:
    """From one end to the other, at rest at both."""
    low, high = ends
    return float(low + (high - low) * (1.0 - np.cos(np.pi * min(max(share, 0.0), 1.0))) / 2.0)


def _nearest(times: Times, to_s: float) -> float:
    return float(times[np.argmin(np.abs(times - to_s))])


def _apart_at(track: Track, motion: MotionView, times: Times) -> Times:
    """How far the track is from a pose at each time, in degrees or their like."""
    return np.array([_apart(track.at(float(time), motion), motion) for time in times])


def _apart(a: MotionView, b: MotionView) -> float:
    numbers = sum(weight * abs(getattr(a, name) - getattr(b, name)) for name, weight in _DISTANCES.items())
    elsewhere = (a.kind, a.stance_side if a.kind == "stance" else "") != (
        b.kind,
        b.stance_side if b.kind == "stance" else "",
    )
    return float(numbers + (_ELSEWHERE if elsewhere else 0.0))
