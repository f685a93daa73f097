"""What the app remembers between two starts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from anatomy_viewer.desktop.style import DEFAULT_TEXT_PT, TEXT_SIZES_PT
from anatomy_viewer.state.view_state import Theme


def user_settings() -> QSettings:
    """The settings of this user on this computer."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "anatomy-viewer", "anatomy-viewer")


class Settings:
    """Typed access to the stored settings; a value that makes no sense counts as not stored."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    @property
    def geometry(self) -> QByteArray:
        """Size and place of the window, as Qt writes them; empty if never stored."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("window/geometry", value)

    @property
    def layout(self) -> QByteArray:
        """Where the panels are, as Qt writes it; empty if never stored."""
        return self._bytes("window/layout")

    @layout.setter
    def layout(self, value: QByteArray) -> None:
        self._store.setValue("window/layout", value)

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
        """Where the last picture was saved; the home folder before the first."""
        folder = Path(str(self._store.value("picture/folder", "")))
        return folder if folder.is_absolute() and folder.is_dir() else Path.home()

    @picture_folder.setter
    def picture_folder(self, value: Path) -> None:
        self._store.setValue("picture/folder", str(value))

    def save(self) -> None:
        """Writes everything to disk."""
        self._store.sync()

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()
