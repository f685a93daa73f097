"""What the dialogs have in common."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout


def button_box(dialog: QDialog, buttons: QDialogButtonBox.StandardButton) -> QDialogButtonBox:
    """Standard buttons that accept and reject `dialog`, without the icons of the platform."""
    box = QDialogButtonBox(buttons)
    for button in box.buttons():
        button.setIcon(QIcon())
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box


def fill_with_text(dialog: QDialog, browser: QTextBrowser) -> None:
    """Lays out a dialog that is one long text and a Close button, as wide as suits the text size."""
    browser.document().setDocumentMargin(16)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(16, 16, 16, 16)
    layout.addWidget(browser)
    layout.addWidget(button_box(dialog, QDialogButtonBox.StandardButton.Close))
    dialog.ensurePolished()
    em = browser.fontMetrics().height()
    parent = dialog.parentWidget()
    room = QSize(2000, 1200) if parent is None else parent.size() * 0.9
    dialog.resize(QSize(em * 46, em * 38).boundedTo(room))
