"""What stands in the middle of the window before the first model is there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from anatomy_viewer.desktop.example_button import ExampleButton
from anatomy_viewer.desktop.plain_widgets import LongText, PlainLabel, shortened

_LINES = 12
"""So much of a reason is seen at once: with it, title and buttons have room in the smallest window."""


class StartPage(QWidget):
    """Progress of the first loading, or why it failed and what to do then."""

    folder_wanted = Signal()
    shipped_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self._reason = ""
        self.title = PlainLabel(self.tr("The human hip"))
        self.title.setObjectName("title")
        self.title.setWordWrap(True)
        self.body = LongText(_LINES)
        self.text = self.body.label
        self.text.setObjectName("muted")
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Loading"))
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(420)
        self.open_folder = QPushButton(self.tr("Open model folder…"))
        self.open_shipped = QPushButton(self.tr("Open the built-in model"))
        self.copy_reason = QPushButton(self.tr("Copy all"))
        self.copy_reason.setAccessibleName(self.tr("Copy the whole message"))
        self.copy_reason.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._reason))
        self.example = ExampleButton(self)
        self.open_folder.clicked.connect(self.folder_wanted)
        self.open_shipped.clicked.connect(self.shipped_wanted)
        self._lay_out()
        self.show_progress(0, 0, "")

    def show_progress(self, done: int, total: int, what: str) -> None:
        """How far the loading is and what comes next; a `total` of 0 means unknown."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        text = self.tr("Loading {what}").format(what=what) if what else self.tr("Loading…")
        self.body.set_text(shortened(text, ""))
        self._show_buttons(False)

    def show_failure(self, text: str, *, offer_shipped: bool) -> None:
        """Why nothing could be opened, with ways on; an example after an empty line can be copied."""
        self._show_buttons(True)
        self._reason = text = self.example.take_from(text)
        short = shortened(text, self.tr("and {count} more"))
        self.copy_reason.setVisible(short.count("\n") >= _LINES)
        self.body.set_text(short)
        self.open_shipped.setVisible(offer_shipped)
        (self.open_shipped if offer_shipped else self.open_folder).setFocus()

    def _show_buttons(self, shown: bool) -> None:
        self.progress.setVisible(not shown)
        self.open_folder.setVisible(shown)
        self.open_shipped.setVisible(shown)
        self.copy_reason.setVisible(False)
        self.example.hide()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch()
        buttons.addWidget(self.open_shipped)
        buttons.addWidget(self.open_folder)
        buttons.addWidget(self.copy_reason)
        buttons.addWidget(self.example)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 48, 48, 48)
        layout.setSpacing(20)
        layout.addStretch(3)
        layout.addWidget(self.title)
        layout.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.body)
        layout.addLayout(buttons)
        layout.addStretch(4)
