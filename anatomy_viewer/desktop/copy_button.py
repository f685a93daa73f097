"""A button that puts something on the clipboard, and says that it did."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from anatomy_viewer.desktop.plain_widgets import set_tip

_SAID_MS = 2000


class CopyButton(QPushButton):
    """Reads "Copy", and "Copied" for a moment after it was pressed."""

    def __init__(self, spoken: str, tip: str) -> None:
        super().__init__(self.tr("Copy"))
        self.setAccessibleName(spoken)
        set_tip(self, tip)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.timeout.connect(lambda: self.setText(self.tr("Copy")))
        self.clicked.connect(self._say)

    def _say(self) -> None:
        self.setText(self.tr("Copied"))
        self._back.start(_SAID_MS)
