"""A ViewState as JSON text and back. Text from outside is checked key by key."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from pydantic_core import from_json as parse_json

from anatomy_viewer.files.read import MARK, json_fault
from anatomy_viewer.state import motion, pain
from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.pain import PainView
from anatomy_viewer.state.view_state import Camera, FanView, Look, ViewState

VERSION = 1
"""Version of the saved form. A version that only gains keys with defaults keeps its number."""


_OWNERS: dict[str, type] = {
    "camera": Camera,
    "looks": Look,
    "fan": FanView,
    "motion": MotionView,
    "pain": PainView,
}
"""The keys of the saved form that hold keys of their own."""

_FORMER: dict[str, dict[str, str]] = {"pain": {"pull": "referral_paths"}}
"""Keys by the names that earlier programs saved them under, and what they are called now."""


MOST_BYTES = 8 * 1024 * 1024
"""Of a saved view: a pain drawing of hundreds of strokes takes a fifth of this."""

_MOST_LOOKS, _LONGEST_ID = 10_000, 200
_FARTHEST_MM, _NEAREST_MM = 1e6, 1e-3
_VIEW_ANGLES_DEG = (0.01, 179.0)
_LENGTHS_OF_UP = (1e-6, 1e6)
_MOST_TOLD = 20


class StateError(ValueError):
    """A saved view that cannot be used; says which key is wrong and what was expected there."""


class _Saved(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    version: int
    state: ViewState


def to_json(state: ViewState) -> str:
    """Writes a state as indented JSON; `from_json` gives back an equal state."""
    saved = _Saved(version=VERSION, state=state).model_dump(mode="json")
    return json.dumps({"version": VERSION, **saved["state"], "looks": dict(saved["state"]["looks"])}, indent=2) + "\n"


def from_json(text: str) -> ViewState:
    """Reads a state from JSON; StateError names the key, what is wrong with it and what was expected."""
    if len(text) > MOST_BYTES:
        raise StateError(f"The saved view is larger than {MOST_BYTES // 2**20} MiB, more than is read.")
    try:
        data = parse_json(text.removeprefix(MARK), allow_inf_nan=False)
    except ValueError as error:
        raise StateError(f"This is no saved view: {json_fault(str(error))}.") from None
    if not isinstance(data, dict):
        raise StateError("The saved view must be a JSON object with the keys 'version' and 'camera'.")
    _check_version(data.pop("version", None))
    looks = data.pop("looks", {})
    if not isinstance(looks, dict):
        raise StateError("looks: expected an object from structure id to its look.")
    if len(looks) > _MOST_LOOKS:
        raise StateError(f"looks: expected at most {_MOST_LOOKS:,} of them, found {len(looks):,}.")
    data["looks"] = sorted(looks.items())
    _rename_former(data)
    state = _validated(data, list(looks))
    _check_sense(state)
    return state


def _check_version(version: object) -> None:
    if type(version) is not int:
        raise StateError(f"version: expected the number {VERSION}, found {_short(version)}.")
    if version > VERSION:
        raise StateError(
            f"version: {_short(version)} is newer than this program reads ({VERSION}). Use a newer program."
        )
    if version < 1:
        raise StateError(f"version: expected {VERSION}, found {_short(version)}.")


def _rename_former(data: dict[str, Any]) -> None:
    """Takes what an earlier program saved for what it is called now; a key under both names stays as it is found."""
    for owner, names in _FORMER.items():
        table = data.get(owner)
        if isinstance(table, dict):
            for former, name in names.items():
                if former in table and name not in table:
                    table[name] = table.pop(former)


def _validated(data: dict[str, Any], look_ids: list[str]) -> ViewState:
    try:
        return _Saved.model_validate_json(json.dumps({"version": VERSION, "state": data})).state
    except ValidationError as error:
        details, ids = error.errors(include_url=False), sorted(look_ids)
        told = [_told(detail, ids) for detail in details[:_MOST_TOLD]]
        if len(details) > _MOST_TOLD:
            told.append(f"And {len(details) - _MOST_TOLD:,} more.")
        raise StateError(" ".join(told)) from None


def _told(detail: ErrorDetails, look_ids: list[str]) -> str:
    """One error of the check in the terms of the file."""
    path = list(detail["loc"][1:])
    if len(path) >= 3 and path[0] == "looks":
        path[1:3] = [look_ids[int(path[1])]]
    key = ".".join(str(part)[:_LONGEST_ID] for part in path)
    if detail["type"] == "unexpected_keyword_argument":
        return f"{key}: unknown key.{_suggestion(path)}"
    if detail["type"] in {"missing", "missing_argument"}:
        return f"{key}: this key is missing."
    return f"{key}: {detail['msg']}, found {_short(detail['input'])}."


def _short(value: object) -> str:
    """A wrong value as it is written, its beginning only."""
    if isinstance(value, (list, tuple, dict)) and len(value) > 6:
        return f"{len(value):,} entries"
    return json.dumps(value[:60] if isinstance(value, str) else value, default=str)[:60]


def _suggestion(path: list[str | int]) -> str:
    """The known key that the unknown one resembles."""
    owner: Any = _OWNERS.get(str(path[0]), ViewState) if len(path) > 1 else ViewState
    assert is_dataclass(owner)
    if len(str(path[-1])) > _LONGEST_ID:
        return ""
    close = difflib.get_close_matches(str(path[-1]), [field.name for field in fields(owner)], n=1)
    return f" Did you mean '{close[0]}'?" if close else ""


def _check_sense(state: ViewState) -> None:
    """Refuses numbers of the right type that describe no picture."""
    for id_, look in state.looks:
        if not 0.0 <= look.opacity <= 1.0:
            raise StateError(f"looks.{id_[:_LONGEST_ID]}.opacity: expected 0 to 1, found {look.opacity}.")
    if not 0.0 <= state.fan.sweep <= 1.0:
        raise StateError(f"fan.sweep: expected 0 to 1, found {state.fan.sweep}.")
    for problem in (*_long_ids(state), *_camera_problems(state.camera)):
        raise StateError(problem)
    for problem in motion.problems(state.motion):
        raise StateError(f"motion.{problem}")
    for problem in pain.problems(state.pain):
        raise StateError(f"pain.{problem}")


def _long_ids(state: ViewState) -> Iterator[str]:
    ids = {
        "selected": (state.selected,),
        "hovered": (state.hovered,),
        "fan.muscle": (state.fan.muscle,),
        "motion.prepared": (state.motion.prepared,),
        "pain.region": (state.pain.region,),
        "pain.points": state.pain.points,
        "looks": tuple(id_ for id_, _ in state.looks),
    }
    for key, names in ids.items():
        if any(name is not None and len(name) > _LONGEST_ID for name in names):
            yield f"{key}: expected names of at most {_LONGEST_ID} letters."


def _camera_problems(camera: Camera) -> Iterator[str]:
    """What of a camera shows nothing; written so that a number that overflows fails too."""
    low, high = _VIEW_ANGLES_DEG
    if not low <= camera.view_angle_deg <= high:
        yield f"camera.view_angle_deg: expected more than 0 and less than 180, found {camera.view_angle_deg}."
    if not all(abs(value) <= _FARTHEST_MM for point in (camera.position, camera.focal_point) for value in point):
        yield "camera: position and focal_point must lie within 1e6 mm of the origin."
        return
    sight = [to - start for to, start in zip(camera.focal_point, camera.position, strict=True)]
    if not math.hypot(*sight) >= _NEAREST_MM:
        yield "camera.position: must differ from focal_point."
    shortest, longest = _LENGTHS_OF_UP
    length = math.hypot(*camera.view_up)
    if not shortest <= length <= longest:
        yield f"camera.view_up: expected a direction of length {shortest:g} to {longest:g}, found {length:g}."
    elif not math.hypot(*_cross(sight, camera.view_up)) >= 1e-6 * math.hypot(*sight) * length:
        yield "camera.view_up: must not lie along the line of sight."


def _cross(a: list[float], b: tuple[float, float, float]) -> tuple[float, float, float]:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
