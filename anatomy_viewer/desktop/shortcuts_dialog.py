"""The sheet of keys and mouse, made from the action table."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from anatomy_viewer.desktop.actions.build import shortcut_text
from anatomy_viewer.desktop.actions.spec import Menu, translated
from anatomy_viewer.desktop.actions.table import ACTIONS
from anatomy_viewer.desktop.dialogs import fill_with_text
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP

POINTER: tuple[tuple[str, str], ...] = (
    (QT_TRANSLATE_NOOP("Shortcuts", "Drag"), QT_TRANSLATE_NOOP("Shortcuts", "Turn")),
    (
        QT_TRANSLATE_NOOP("Shortcuts", "Shift and drag, or drag with the middle button"),
        QT_TRANSLATE_NOOP("Shortcuts", "Shift the picture"),
    ),
    (
        QT_TRANSLATE_NOOP("Shortcuts", "Wheel, pinch, or drag with the right button"),
        QT_TRANSLATE_NOOP("Shortcuts", "Zoom to the pointer"),
    ),
    (
        QT_TRANSLATE_NOOP("Shortcuts", "Click"),
        QT_TRANSLATE_NOOP("Shortcuts", "Select; beside the model: select nothing"),
    ),
    (QT_TRANSLATE_NOOP("Shortcuts", "Double-click"), QT_TRANSLATE_NOOP("Shortcuts", "Centre on this point")),
)
"""What the pointer does in the 3D view."""

IN_THE_LIST: tuple[tuple[str, str], ...] = (
    (QT_TRANSLATE_NOOP("Shortcuts", "Space"), QT_TRANSLATE_NOOP("Shortcuts", "Show or hide the row")),
    (QT_TRANSLATE_NOOP("Shortcuts", "Shift+Left, Shift+Right"), QT_TRANSLATE_NOOP("Shortcuts", "Fade the row")),
    (QT_TRANSLATE_NOOP("Shortcuts", "Menu key"), QT_TRANSLATE_NOOP("Shortcuts", "More for the row")),
)
"""What keys do in the list of structures."""


class ShortcutsDialog(QDialog):
    """Every key and mouse gesture, two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and mouse"))
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("Keys and mouse"))
        self.text.setHtml(self.html())
        fill_with_text(self, self.text)

    def html(self) -> str:
        """The sheet as HTML."""
        mouse = [(_translated(what), _translated(how)) for how, what in POINTER]
        rows = [(_translated(what), _translated(how)) for how, what in IN_THE_LIST]
        parts = [self._table(self.tr("Mouse in the picture"), mouse)]
        for menu in Menu:
            keys = [(translated(s.text), shortcut_text(s)) for s in ACTIONS if s.menu is menu and s.shortcuts]
            if keys:
                parts.append(self._table(translated(menu), keys))
        parts.append(self._table(self.tr("In the list of structures"), rows))
        return "".join(parts)

    def _table(self, title: str, rows: list[tuple[str, str]]) -> str:
        lines = "".join(
            f'<tr><td width="42%" style="padding: 3px 12px 3px 0">{_plain(what)}</td>'
            f'<td style="padding: 3px 0"><b>{_plain(how)}</b></td></tr>'
            for what, how in rows
        )
        return f'<h3>{_plain(title)}</h3><table width="100%">{lines}</table>'


def _translated(text: str) -> str:
    return QCoreApplication.translate("Shortcuts", text)


def _plain(text: str) -> str:
    """Without the marks for menu letters and dialogs, safe in HTML."""
    return escape(text.replace("&", "").rstrip("…"))
