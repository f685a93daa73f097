"""The file of the settings: one that is damaged is kept aside, and the person is told; it never stops the start."""

from __future__ import annotations

import logging
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from PySide6.QtCore import QByteArray, QCoreApplication, QSettings

from anatomy_viewer.desktop.settings import Settings
from anatomy_viewer.files.errors import FileError, reason
from anatomy_viewer.files.folders import is_there
from anatomy_viewer.files.ini import changed, is_sound
from anatomy_viewer.files.read import read_text
from anatomy_viewer.files.write import check_place, move_aside, write_text

_NAME = "anatomy-viewer"
_MOST_BYTES = 1024 * 1024
"""A thousand times what the program stores."""

_INI = QSettings.Format.IniFormat
_LOG = logging.getLogger(__name__)


class SettingsFile:
    """Values by key in a file that Qt can read; in memory alone if `file` is None.

    Qt itself would leave half a file on a full disk. Here each change is written at once, whole or not at all, and so
    that what another window has changed meanwhile stays.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._values = _values(file) if file is not None else {}
        self._changed: dict[str, bytes | str] = {}
        self._told = ""

    def value(self, key: str, default: object = None) -> object:
        """What is stored, as Qt reads it; `default` if nothing is."""
        return self._values.get(key, default)

    def setValue(self, key: str, value: object) -> None:
        """Stores bytes, a text or a number; where that fails, it goes to the log."""
        if key in self._values and self._values[key] == value:
            return
        self._values[key] = value
        self._changed[key] = bytes(value.data()) if isinstance(value, QByteArray) else str(value)
        self.sync()

    def sync(self) -> None:
        """Writes what has changed, also what could not be written before."""
        if self._file is None or not self._changed:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_text(self._file, changed(_text_of(self._file), self._changed))
        except OSError as error:
            if reason(error) != self._told:  # each reason once, not with every change
                self._told = reason(error)
                _LOG.warning("the settings could not be kept in %s: %s", self._file, self._told)
        else:
            self._told = ""
            self._changed.clear()


def user_settings() -> Settings:
    """The settings of this user on this computer; `problem` tells what is wrong with their file."""
    of_all_programs = QSettings(_INI, QSettings.Scope.UserScope, _NAME)
    return open_settings(Path(of_all_programs.fileName()).with_suffix("") / f"{_NAME}.ini")


def open_settings(file: Path) -> Settings:
    """The settings in a file; what is damaged or no plain file is moved aside, and all starts anew."""
    damage = _damage(file)
    if not damage:
        return Settings(SettingsFile(file), _unwritable(file))
    try:
        aside = move_aside(file)
    except OSError as error:
        told = _text("{file}, which holds the settings, {damage} It could not be moved away: {cause}.")
        return Settings(SettingsFile(None), told.format(file=file, damage=damage, cause=reason(error)))
    told = _text("{file}, which holds the settings, {damage} It is kept as {aside}; the settings begin anew.")
    return Settings(SettingsFile(file), told.format(file=file, damage=damage, aside=aside.name))


def _damage(file: Path) -> str:
    """What is wrong with the file, to follow its name; empty if nothing is, or if there is none."""
    try:
        sound = is_sound(read_text(file, _MOST_BYTES))
        if sound and file.read_bytes()[:2] in {BOM_UTF16_LE, BOM_UTF16_BE}:
            return _text("is written in UTF-16, which cannot be read as settings: save it as UTF-8.")
        return "" if sound else _text("is damaged.")
    except FileError as error:
        return error.what if is_there(file) else ""


def _unwritable(file: Path) -> str:
    """Why nothing can be kept in the file; empty if it can."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        check_place(file)
    except OSError as error:
        told = _text("The settings cannot be kept in {file}: {cause}. Check its rights and those of its folder.")
        return told.format(file=file, cause=reason(error))
    return ""


def _values(file: Path) -> dict[str, object]:
    stored = QSettings(str(file), _INI)  # only read: it writes nothing unless a value is set
    return {key: stored.value(key) for key in stored.allKeys() if key}


def _text_of(file: Path) -> str:
    try:
        text = read_text(file, _MOST_BYTES)
    except FileError:
        return ""
    return text if is_sound(text) else ""


def _text(text: str) -> str:
    return QCoreApplication.translate("Settings", text)
