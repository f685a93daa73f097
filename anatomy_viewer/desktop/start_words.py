"""What a model lacks, told once when it is opened."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.plain_widgets import short
from anatomy_viewer.stage.writable import unwritable

_NAMES, _LETTERS = 3, 40
"""So many names, and so many letters of each, are told of those that cannot be written."""


def lacking(atlas: Atlas) -> Iterator[str]:
    """How many of its parts are missing, and which of its names no font on this machine can write: sentences."""
    missing, names = len(atlas.missing), unwritable(atlas)
    if missing == 1:
        yield _tr("Something in this model is missing or does not fit; the list of structures says what.")
    elif missing:
        more = _tr("{count} things in this model are missing or do not fit; the list of structures says which.")
        yield more.format(count=missing)
    if names:
        told = _tr(", ").join(_tr("“{name}”").format(name=short(name, _LETTERS)) for name in names[:_NAMES])
        text = _tr("No installed font has all letters of {names}: boxes stand for them in the picture.")
        more = _tr(
            "No installed font has all letters of {count} names ({names} …): boxes stand for them in the picture."
        )
        yield (text if len(names) <= _NAMES else more).format(count=len(names), names=told)


def _tr(text: str) -> str:
    return QCoreApplication.translate("StartWords", text)
