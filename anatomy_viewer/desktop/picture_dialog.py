"""Asks for the size and the file of a picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from anatomy_viewer.desktop.choose import Choosers
from anatomy_viewer.desktop.dialogs import button_box
from anatomy_viewer.desktop.plain_widgets import PlainLabel
from anatomy_viewer.export.picture import MOST_PICTURE_BYTES, picture_bytes
from anatomy_viewer.files.errors import reason
from anatomy_viewer.files.folders import is_there
from anatomy_viewer.files.write import check_place

Size = tuple[int, int]
_LEAST_PX = 16
"""A window pressed flatter than this shows no picture that could be saved."""
FIXED_SIZES: tuple[Size, ...] = ((1280, 800), (1920, 1080), (3840, 2160))
"""Sizes for slides and posters, in pixels."""


def free_name(folder: Path) -> Path:
    """The first of hip.png, hip-2.png, … that does not exist in `folder`."""
    path, number = folder / "hip.png", 2
    while is_there(path):
        path, number = folder / f"hip-{number}.png", number + 1
    return path


def named_file(text: str) -> Path | None:
    """The .png file that a typed text means; None if it names no file at all: nothing, a folder, nobody's home."""
    try:
        path = Path(text.strip()).expanduser()
        path = path if path.suffix.lower() == ".png" else path.with_name(path.name + ".png")
    except (ValueError, RuntimeError):  # "/" has no name, "~nobody" no home
        return None
    return None if text.strip().endswith(("/", "\\")) or path.stem.startswith("..") else path


class PictureDialog(QDialog):
    """`size` and `path` hold the choice once it is accepted."""

    def __init__(self, view_size: Size, folder: Path, choose: Choosers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choose, self._folder = choose, folder
        self.setWindowTitle(self.tr("Save picture"))
        self.sizes = self._make_sizes(view_size)
        self.file = QLineEdit(str(free_name(folder)))
        self.file.setAccessibleName(self.tr("File"))
        self.file.setMinimumWidth(420)
        self.browse = QPushButton(self.tr("Browse…"))
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        self.hint = PlainLabel()
        self.hint.setObjectName("muted")
        buttons = QDialogButtonBox.StandardButton
        self.buttons = button_box(self, buttons.Save | buttons.Cancel)
        self.file.textChanged.connect(self._check)
        self._lay_out()
        self._check()

    @property
    def size_px(self) -> Size:
        """Chosen width and height in pixels."""
        width, height = self.sizes.currentData()
        return int(width), int(height)

    @property
    def path(self) -> Path:
        """Chosen file, always ending in .png; a free name where what is typed is none."""
        return named_file(self.file.text()) or free_name(self._folder)

    def _make_sizes(self, view_size: Size) -> QComboBox:
        sizes = QComboBox()
        sizes.setAccessibleName(self.tr("Size"))
        for factor in (1, 2):
            width, height = view_size[0] * factor, view_size[1] * factor
            if min(width, height) >= _LEAST_PX and picture_bytes((width, height)) <= MOST_PICTURE_BYTES:
                name = self.tr("As in the window") if factor == 1 else self.tr("Twice the window")
                sizes.addItem(f"{name} · {width} × {height}", (width, height))
        for width, height in FIXED_SIZES:
            sizes.addItem(f"{width} × {height}", (width, height))
        return sizes

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.file, 1)
        row.addWidget(self.browse)
        form = QFormLayout()
        form.setSpacing(12)
        form.addRow(self.tr("Size"), self.sizes)
        form.addRow(self.tr("File"), row)
        form.addRow("", self.hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 20)
        layout.setSpacing(16)
        layout.addLayout(form)
        layout.addWidget(self.buttons)

    def _browse(self) -> None:
        chosen = self._choose.picture_file(self, self.path)
        if chosen is not None:
            self.file.setText(str(chosen))

    def _check(self) -> None:
        """Says in words what will happen, and lets only what can work be saved."""
        try:
            refusal, exists = self._refusal(), is_there(self.path)
            if not refusal:
                check_place(self.path)
        except OSError as error:  # a folder that may not be looked into or written to, a name too long
            refusal, exists = self.tr("This file cannot be used: {cause}.").format(cause=reason(error)), False
        if not refusal and exists:
            self.hint.setText(self.tr("This file exists and will be replaced."))
        else:
            self.hint.setText(refusal or self.tr("A PNG picture, drawn at full quality."))
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not refusal)

    def _refusal(self) -> str:
        """Why what is typed cannot be saved to; empty if it can. OSError where the disk does not tell."""
        path = named_file(self.file.text())
        ends_itself = self.file.text().strip().lower().endswith(".png")
        if path is None or path.is_dir() or (path.with_suffix("").is_dir() and not ends_itself):
            return self.tr("This names no file. Write a folder and a name, such as {example}.").format(
                example=self._folder / "hip.png"
            )
        return "" if path.parent.is_dir() else self.tr("This folder does not exist.")
