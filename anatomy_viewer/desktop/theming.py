"""Puts a theme and a text size on a window."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QMainWindow

from anatomy_viewer.desktop.palette import palette_for, qt_palette
from anatomy_viewer.desktop.style import style_sheet
from anatomy_viewer.state.view_state import Theme


def dress(window: QMainWindow, theme: Theme, text_pt: int) -> None:
    """Colours the window, its dialogs and, through the palette, what no style sheet reaches."""
    colors = palette_for(theme)
    QApplication.setPalette(qt_palette(colors))
    window.setStyleSheet(style_sheet(colors, text_pt))
