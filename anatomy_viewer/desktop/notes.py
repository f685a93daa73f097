"""Texts of any length beside a list: in a box of a few lines, or behind a button in a dialog of their own."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QToolButton, QVBoxLayout, QWidget

from anatomy_viewer.desktop.dialogs import button_box
from anatomy_viewer.desktop.plain_widgets import PlainLabel, breakable

_LINES = 7


def short_hashes(text: str) -> str:
    """The text with every SHA-256 cut to its first eight digits: enough to tell two files apart."""
    return re.sub(r"\b([0-9a-f]{8})[0-9a-f]{56}\b", r"\1…", text)


def text_box(text: str, name: str) -> QScrollArea:
    """A plain text that scrolls beyond a few lines; `name` is what the style sheet knows it by."""
    label = _plain_label(text)
    label.setContentsMargins(8, 4, 8, 4)
    box = QScrollArea()
    box.setObjectName(name)
    box.setFrameShape(QScrollArea.Shape.NoFrame)
    box.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    box.setWidget(label)
    box.setWidgetResizable(True)
    box.setMaximumHeight(label.fontMetrics().height() * _LINES)
    box.setAccessibleName(text)
    return box


class NoteDialog(QDialog):
    """One short text and a Close button."""

    def __init__(self, title: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.text = _plain_label(text)
        self.ensurePolished()
        self.text.setFixedWidth(self.fontMetrics().height() * 26)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 20)
        layout.setSpacing(16)
        layout.addWidget(self.text)
        layout.addWidget(button_box(self, QDialogButtonBox.StandardButton.Close))


class NoteButton(QToolButton):
    """Stays one line high and opens its text beside the list, never in it."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text
        self.setObjectName("note")
        self.setText(f"{title}…")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._open)

    def _open(self) -> None:
        NoteDialog(self._title, self._text, self).open()


def _plain_label(text: str) -> PlainLabel:
    label = PlainLabel(breakable(text))
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    return label
