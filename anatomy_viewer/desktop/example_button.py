"""A button that copies the example which belongs to a message."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from anatomy_viewer.desktop.plain_widgets import set_tip


class ExampleButton(QPushButton):
    """Hidden unless the message has an example."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._example = ""
        self.clicked.connect(self._copy)
        self.hide()

    def take_from(self, text: str) -> str:
        """The message without its example, which stands after an empty line; the button is shown if there is one."""
        message, _, self._example = text.partition("\n\n")
        self.setText(self.tr("Copy an example"))
        set_tip(self, self._example)
        self.setVisible(bool(self._example))
        return message

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._example)
        self.setText(self.tr("Copied"))
