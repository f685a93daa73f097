"""The file choosers of the desktop; tests put their own in place, so that nothing modal blocks them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


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


def _drawings() -> str:
    return QCoreApplication.translate("Choosers", "Pain drawings (*.json)")
