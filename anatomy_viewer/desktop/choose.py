"""The file choosers and questions of the desktop; tests put their own in place, so that nothing modal blocks them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

Answer = Literal["save", "discard", "cancel"]
"""What a person wants with something unsaved."""


class Choosers:
    """Asks a person for folders and files; None means that they changed their mind."""

    def model_folder(self, parent: QWidget) -> Path | None:
        """A folder that holds a model."""
        title = QCoreApplication.translate("Choosers", "Open a model: the folder with its manifest.toml")
        chosen = QFileDialog.getExistingDirectory(parent, title)
        return Path(chosen) if chosen else None

    def picture_file(self, parent: QWidget, suggested: Path) -> Path | None:
        """A PNG file to write."""
        title = QCoreApplication.translate("Choosers", "Save picture")
        pictures = QCoreApplication.translate("Choosers", "PNG pictures (*.png)")
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), pictures)
        return Path(chosen) if chosen else None

    def values_file(self, parent: QWidget, suggested: Path) -> Path | None:
        """A CSV file to write."""
        title = QCoreApplication.translate("Choosers", "Save the values of the plot")
        tables = QCoreApplication.translate("Choosers", "Tables (*.csv)")
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), tables)
        return Path(chosen) if chosen else None

    def drawing_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        """The file of a pain drawing that there is."""
        title = QCoreApplication.translate("Choosers", "Open a pain drawing")
        chosen, _ = QFileDialog.getOpenFileName(parent, title, str(folder), _drawings())
        return Path(chosen) if chosen else None

    def drawing_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        """The file of a pain drawing to write."""
        title = QCoreApplication.translate("Choosers", "Save the pain drawing")
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), _drawings())
        return Path(chosen) if chosen else None

    def may_replace(self, parent: QWidget, file: Path) -> bool:
        """Whether a file that is there may be replaced."""
        text = QCoreApplication.translate("Choosers", "{file} exists already.").format(file=file.name)
        detail = QCoreApplication.translate("Choosers", "Replace it?")
        buttons = QMessageBox.StandardButton
        return _answer(parent, text, detail, buttons.Yes | buttons.No, buttons.No) == buttons.Yes

    def unsaved_drawing(self, parent: QWidget) -> Answer:
        """What shall become of a pain drawing that is about to go and has not been saved."""
        text = QCoreApplication.translate("Choosers", "The pain drawing has not been saved.")
        detail = QCoreApplication.translate("Choosers", "Save it now? Otherwise it will be lost.")
        buttons = QMessageBox.StandardButton
        answer = _answer(parent, text, detail, buttons.Save | buttons.Discard | buttons.Cancel, buttons.Save)
        answers: dict[QMessageBox.StandardButton, Answer] = {buttons.Save: "save", buttons.Discard: "discard"}
        return answers.get(answer, "cancel")


def _answer(
    parent: QWidget,
    text: str,
    detail: str,
    buttons: QMessageBox.StandardButton,
    default: QMessageBox.StandardButton,
) -> QMessageBox.StandardButton:
    """The button that was pressed; Escape is the button that changes nothing."""
    box = QMessageBox(parent)
    box.setWindowTitle(QCoreApplication.translate("Choosers", "Anatomy Viewer"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(detail)
    box.setStandardButtons(buttons)
    for button in box.buttons():
        button.setIcon(QIcon())
    box.setDefaultButton(default)
    try:
        return QMessageBox.StandardButton(box.exec())
    finally:
        box.deleteLater()


def _drawings() -> str:
    return QCoreApplication.translate("Choosers", "Pain drawings (*.json)")
