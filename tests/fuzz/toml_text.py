"""Writes nested tables as TOML, whatever is in them."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import Any


def toml(table: dict[str, Any]) -> str:
    """The text of a file: tables of tables under heads of their own, all else inline."""
    lines = [f"{_key(key)} = {_value(value)}" for key, value in table.items() if not _is_group(value)]
    for key, group in table.items():
        if _is_group(group):
            for id_, entry in group.items():
                lines += ["", f"[{_key(key)}.{_key(id_)}]", *(f"{_key(k)} = {_value(v)}" for k, v in entry.items())]
    return "\n".join(lines) + "\n"


def _is_group(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(entry, dict) for entry in value.values())


def _key(key: object) -> str:
    return _text(str(key))


def _text(text: str) -> str:
    """A string as TOML writes it; half of a pair of surrogates is left as it is, which no reader may take."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:  # noqa: PLR0911
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else str(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, int):
        return hex(value) if value >= 10**300 else str(value)
    return '""' if value is None else _text(str(value))
