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
