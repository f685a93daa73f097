"""A model in which every text that a person reads has been written anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from anatomy_viewer.atlas.model import Atlas, PackProblem, Structure

TOLD = frozenset(
    {"en", "la", "name", "absent", "note", "words", "label", "title", "credit", "licence", "changes", "source", "text"}
)
"""Fields that hold texts."""
CITED = frozenset({"sources"})
"""Fields that hold citations, but for structures, which name their sources by id."""


def renamed(atlas: Atlas, anew: Callable[[str], str]) -> Atlas:
    """The model with each of its texts as `anew` writes it, and something missing besides."""
    lost = PackProblem(anew("a file"), anew("is lost"), anew("Look for it."))
    return replace(_renamed(atlas, anew), missing=(lost,))


def _renamed(value: Any, anew: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _renamed(entry, anew) for key, entry in value.items()}
    if isinstance(value, tuple):
        return tuple(_renamed(entry, anew) for entry in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {field.name: _field(value, field.name, anew) for field in fields(value) if field.init}
    return replace(value, **changed)


def _field(owner: Any, name: str, anew: Callable[[str], str]) -> Any:
    value = getattr(owner, name)
    if name in TOLD and isinstance(value, str):
        return anew(value) if value else value
    if name in CITED and not isinstance(owner, Structure):
        return value if isinstance(value, Mapping) else tuple(anew(source) for source in value)
    return _renamed(value, anew)
