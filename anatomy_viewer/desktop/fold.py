"""Texts of any length beside a list: in a box of a few lines, with a heading that opens and closes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

_LINES = 7


def text_box(text: str, name: str) -> QScrollArea:
    """A plain text that scrolls beyond a few lines; `name` is what the style sheet knows it by."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
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


class Fold(QWidget):
    """Closed at first; the heading stays in sight."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self.heading = QToolButton()
        self.heading.setObjectName("foldHeading")
        self.heading.setAccessibleName(title)
        self.heading.setAccessibleDescription(text)
        self.heading.setCheckable(True)
        self.heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box = text_box(text, "plainBox")
        self.heading.toggled.connect(self._open)
        self._open(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.heading)
        layout.addWidget(self.box)

    def _open(self, opened: bool) -> None:
        self.box.setVisible(opened)
        self.heading.setText(f"{'▾' if opened else '▸'}  {self._title}")
