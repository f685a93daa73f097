"""The settings file through Settings into a window of Qt that nobody sees."""

from __future__ import annotations

import os
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow

from anatomy_viewer.desktop.settings import Settings
from anatomy_viewer.desktop.style import TEXT_SIZES_PT

_APP = QApplication.instance() or QApplication(["fuzz"])


def read_settings(path: Path, data: bytes) -> bool:
    """Reads every setting from these bytes and restores a window: nothing is refused, what makes no sense is left."""
    path.write_bytes(data)
    settings = Settings(QSettings(str(path), QSettings.Format.IniFormat))
    assert TEXT_SIZES_PT[0] <= settings.text_pt <= TEXT_SIZES_PT[-1], "a size of text that is not offered"
    assert settings.theme in {"light", "dark"}
    assert settings.reduced_motion in {True, False}
    assert settings.picture_folder.is_dir(), "a folder that is not there"
    window = _window()
    window.restoreGeometry(settings.geometry)
    window.restoreState(settings.layout)
    assert window.width() < 10_000, "a window wider than any screen"
    window.deleteLater()
    return True


def sound(path: Path) -> list[bytes]:
    """A file that the program has written, with and without a window's place."""
    if not path.exists():
        settings = Settings(QSettings(str(path), QSettings.Format.IniFormat))
        window = _window()
        settings.geometry, settings.layout = window.saveGeometry(), window.saveState()
        settings.text_pt, settings.theme, settings.reduced_motion = 12, "dark", True
        settings.picture_folder = path.parent
        settings.save()
    whole = path.read_bytes()
    return [whole, b"\n".join(line for line in whole.split(b"\n") if b"ByteArray" not in line)]


def _window() -> QMainWindow:
    window = QMainWindow()
    window.resize(900, 600)
    for number, area in enumerate((Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea)):
        dock = QDockWidget(window)
        dock.setObjectName(f"dock{number}")
        window.addDockWidget(area, dock)
    return window
