"""What the app remembers between two starts."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray

from anatomy_viewer.desktop.style import DEFAULT_TEXT_PT, TEXT_SIZES_PT
from anatomy_viewer.files.folders import usable_folder
from anatomy_viewer.state.view_state import Theme

_SEAL_BYTES = 8


class Stored(Protocol):
    """Where values are kept by key; QSettings is one."""

    def value(self, key: str, default: object = ..., /) -> object:
        """What is stored; `default` if nothing is."""

    def setValue(self, key: str, value: object, /) -> None:
        """Stores a value."""

    def sync(self) -> None:
        """Writes everything to disk."""


class Settings:
    """Typed access to the stored settings; a value that makes no sense counts as not stored.

    problem: what is wrong with the file of the settings, to be told once; empty if nothing is.
    """

    def __init__(self, store: Stored, problem: str = "") -> None:
        self._store = store
        self.problem = problem

    @property
    def geometry(self) -> QByteArray:
        """Size and place of the window, as Qt writes them; empty if never stored."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("window/geometry", _sealed(value))

    @property
    def layout(self) -> QByteArray:
        """Where the panels are, as Qt writes it; empty if never stored."""
        return self._bytes("window/layout")

    @layout.setter
    def layout(self, value: QByteArray) -> None:
        self._store.setValue("window/layout", _sealed(value))

    @property
    def text_pt(self) -> int:
        """Text size in points."""
        value = self._store.value("look/text_pt", DEFAULT_TEXT_PT)
        try:
            return min(max(int(str(value)), TEXT_SIZES_PT[0]), TEXT_SIZES_PT[-1])
        except ValueError:
            return DEFAULT_TEXT_PT

    @text_pt.setter
    def text_pt(self, value: int) -> None:
        self._store.setValue("look/text_pt", value)

    @property
    def theme(self) -> Theme:
        """Light or dark."""
        return "dark" if self._store.value("look/theme", "light") == "dark" else "light"

    @theme.setter
    def theme(self, value: Theme) -> None:
        self._store.setValue("look/theme", value)

    @property
    def reduced_motion(self) -> bool:
        """Whether played motions jump between end positions."""
        return str(self._store.value("motion/reduced", "false")).lower() == "true"

    @reduced_motion.setter
    def reduced_motion(self, value: bool) -> None:
        self._store.setValue("motion/reduced", "true" if value else "false")

    @property
    def picture_folder(self) -> Path:
        """Where the next file is saved: where the last one, of any kind, was saved or opened, if that can be used."""
        return usable_folder(self._folder, to_save=True)

    @picture_folder.setter
    def picture_folder(self, value: Path) -> None:
        self._store.setValue("picture/folder", str(value))

    @property
    def folder_to_open(self) -> Path:
        """Where the next file is looked for: as for saving, but it need not be one that can be written to."""
        return usable_folder(self._folder, to_save=False)

    def save(self) -> None:
        """Writes everything to disk."""
        self._store.sync()

    @property
    def _folder(self) -> Path:
        return Path(str(self._store.value("picture/folder", "")))

    def _bytes(self, key: str) -> QByteArray:
        """Bytes as they were stored; empty if one of them has changed: Qt may run for hours on a single wrong one."""
        value = self._store.value(key)
        data = bytes(value.data()) if isinstance(value, QByteArray) else b""
        found = QByteArray(data[_SEAL_BYTES:])
        return found if _sealed(found).data() == data else QByteArray()


def _sealed(value: QByteArray) -> QByteArray:
    """Bytes with their digest before them."""
    return QByteArray(hashlib.blake2b(value.data(), digest_size=_SEAL_BYTES).digest() + value.data())
