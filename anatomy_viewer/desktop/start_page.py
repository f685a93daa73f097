"""What stands in the middle of the window before the first model is there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget


class StartPage(QWidget):
    """Progress of the first loading, or why it failed and what to do then."""

    folder_wanted = Signal()
    shipped_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self.title = self._label("title", self.tr("The human hip"))
        self.text = self._label("muted", "")
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Loading"))
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(420)
        self.open_folder = QPushButton(self.tr("Open model folder…"))
        self.open_shipped = QPushButton(self.tr("Open the built-in model"))
        self.open_folder.clicked.connect(self.folder_wanted)
        self.open_shipped.clicked.connect(self.shipped_wanted)
        self._lay_out()
        self.show_progress(0, 0, "")

    def show_progress(self, done: int, total: int, what: str) -> None:
        """How far the loading is and what comes next; a `total` of 0 means unknown."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.text.setText(self.tr("Loading {what}").format(what=what) if what else self.tr("Loading…"))
        self._show_buttons(False)

    def show_failure(self, text: str, *, offer_shipped: bool) -> None:
        """Why nothing could be opened, with ways on."""
        self.text.setText(text)
        self._show_buttons(True)
        self.open_shipped.setVisible(offer_shipped)
        (self.open_shipped if offer_shipped else self.open_folder).setFocus()

    def _show_buttons(self, shown: bool) -> None:
        self.progress.setVisible(not shown)
        self.open_folder.setVisible(shown)
        self.open_shipped.setVisible(shown)

    def _label(self, name: str, text: str) -> QLabel:
        label = QLabel(text)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch()
        buttons.addWidget(self.open_shipped)
        buttons.addWidget(self.open_folder)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 48, 48, 48)
        layout.setSpacing(20)
        layout.addStretch(3)
        layout.addWidget(self.title)
        layout.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.text)
        layout.addLayout(buttons)
        layout.addStretch(4)
