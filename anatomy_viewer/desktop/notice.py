"""A calm bar above the picture for what went wrong; it blocks nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from anatomy_viewer.desktop.example_button import ExampleButton
from anatomy_viewer.desktop.plain_widgets import LongText, shortened

_LINES = 6
"""So much of a message is seen at once; the picture below it keeps its room."""


class Notice(QFrame):
    """Hidden until it has something to say; a newer text replaces the older."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._whole = ""
        self.body = LongText(_LINES)
        self.text = self.body.label
        self.copy_button = QPushButton(self.tr("Copy all"))
        self.copy_button.setAccessibleName(self.tr("Copy the whole message"))
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._whole))
        self.example = ExampleButton(self)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setAccessibleName(self.tr("Close this message"))
        self.close_button.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.example, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(self, text: str) -> None:
        """Shows `text` until it is closed; an example after an empty line can be copied."""
        text = self.example.take_from(text)
        self._whole = text
        short = shortened(text, self.tr("and {count} more"))
        self.copy_button.setVisible(short.count("\n") >= _LINES)
        self.show()
        self.body.set_text(short)
