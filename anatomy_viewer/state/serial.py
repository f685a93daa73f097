"""A ViewState as JSON text and back. Text from outside is checked key by key."""

from __future__ import annotations

import difflib
import json
import math
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from pydantic_core import from_json as parse_json

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
    try:
        data = parse_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise StateError(f"The saved view is not valid JSON: {error}.") from None
    if not isinstance(data, dict):
        raise StateError("The saved view must be a JSON object with the keys 'version' and 'camera'.")
    _check_version(data.pop("version", None))
    looks = data.pop("looks", {})
    if not isinstance(looks, dict):
        raise StateError("looks: expected an object from structure id to its look.")
    data["looks"] = sorted(looks.items())
    _rename_former(data)
    state = _validated(data, list(looks))
    _check_sense(state)
    return state


def _check_version(version: object) -> None:
    if type(version) is not int:
        raise StateError(f"version: expected the number {VERSION}, found {version!r}.")
    if version > VERSION:
        raise StateError(f"version: {version} is newer than this program reads ({VERSION}). Use a newer program.")
    if version < 1:
        raise StateError(f"version: expected {VERSION}, found {version}.")


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
        told = [_told(detail, sorted(look_ids)) for detail in error.errors(include_url=False)]
        raise StateError(" ".join(told)) from None


def _told(detail: ErrorDetails, look_ids: list[str]) -> str:
    """One error of the check in the terms of the file."""
    path = list(detail["loc"][1:])
    if len(path) >= 3 and path[0] == "looks":
        path[1:3] = [look_ids[int(path[1])]]
    key = ".".join(str(part) for part in path)
    if detail["type"] == "unexpected_keyword_argument":
        return f"{key}: unknown key.{_suggestion(path)}"
    if detail["type"] in {"missing", "missing_argument"}:
        return f"{key}: this key is missing."
    found = json.dumps(detail["input"], default=str)
    return f"{key}: {detail['msg']}, found {found[:60]}."


def _suggestion(path: list[str | int]) -> str:
    """The known key that the unknown one resembles."""
    owner: Any = _OWNERS.get(str(path[0]), ViewState) if len(path) > 1 else ViewState
    assert is_dataclass(owner)
    close = difflib.get_close_matches(str(path[-1]), [field.name for field in fields(owner)], n=1)
    return f" Did you mean '{close[0]}'?" if close else ""


def _check_sense(state: ViewState) -> None:
    """Refuses numbers of the right type that describe no picture."""
    for id_, look in state.looks:
        if not 0.0 <= look.opacity <= 1.0:
            raise StateError(f"looks.{id_}.opacity: expected 0 to 1, found {look.opacity}.")
    if not 0.0 <= state.fan.sweep <= 1.0:
        raise StateError(f"fan.sweep: expected 0 to 1, found {state.fan.sweep}.")
    for problem in motion.problems(state.motion):
        raise StateError(f"motion.{problem}")
    for problem in pain.problems(state.pain):
        raise StateError(f"pain.{problem}")
    camera = state.camera
    if not 0.0 < camera.view_angle_deg < 180.0:
        raise StateError(
            f"camera.view_angle_deg: expected more than 0 and less than 180, found {camera.view_angle_deg}."
        )
    if any(abs(value) > 1e6 for point in (camera.position, camera.focal_point) for value in point):
        raise StateError("camera: position and focal_point must lie within 1e6 mm of the origin.")
    sight = [to - start for to, start in zip(camera.focal_point, camera.position, strict=True)]
    if math.hypot(*sight) < 1e-6:
        raise StateError("camera.position: must differ from focal_point.")
    if math.hypot(*_cross(sight, camera.view_up)) < 1e-6 * math.hypot(*sight):
        raise StateError("camera.view_up: must not lie along the line of sight.")


def _cross(a: list[float], b: tuple[float, float, float]) -> tuple[float, float, float]:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
