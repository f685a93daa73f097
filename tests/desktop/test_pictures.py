"""Saving a picture."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from anatomy_viewer.desktop import window as window_module
from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.desktop.picture_dialog import FIXED_SIZES, PictureDialog, free_name
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.state import commands
from anatomy_viewer.state.view_state import Theme, ViewState
from tests.desktop.conftest import Chosen, press

SAVE = QDialogButtonBox.StandardButton.Save


def _open(window: MainWindow, qtbot: QtBot) -> PictureDialog:
    press(window, "file.save_picture", qtbot)
    return window.findChild(PictureDialog)


def test_a_picture_of_the_window_is_saved(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _open(window, qtbot)
    size = window.viewport.size_px
    assert dialog.size_px == size
    assert dialog.path == tmp_path / "hip.png"
    qtbot.mouseClick(dialog.buttons.button(SAVE), Qt.MouseButton.LeftButton)
    with Image.open(tmp_path / "hip.png") as picture:
        assert picture.size == size
    assert "hip.png" in window.caption.message.text()


def test_sizes_for_slides_are_offered(window: MainWindow, qtbot: QtBot) -> None:
    dialog = _open(window, qtbot)
    sizes = [tuple(dialog.sizes.itemData(i)) for i in range(dialog.sizes.count())]
    width, height = window.viewport.size_px
    assert sizes == [(width, height), (2 * width, 2 * height), (1280, 800), (1920, 1080), (3840, 2160)]


def test_a_window_pressed_flat_is_no_size_for_a_picture(window: MainWindow, tmp_path: Path) -> None:
    for flat in ((0, 0), (900, 0), (3, 700)):
        dialog = PictureDialog(flat, tmp_path, window.choose)
        assert [dialog.sizes.itemData(i) for i in range(dialog.sizes.count())] == list(FIXED_SIZES)
        dialog.deleteLater()


def test_the_chosen_size_and_file_are_used(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[ViewState, tuple[int, int], Path]] = []
    monkeypatch.setattr(
        window_module, "render_picture", lambda _, state, size, path, words: drawn.append((state, size, path))
    )
    assert window.document is not None
    window.document.store.do(commands.hover("sacrum"))
    window.document.store.do(commands.select("sacrum"))
    assert isinstance(window.choose, Chosen)
    window.choose.file = tmp_path / "slide"
    dialog = _open(window, qtbot)
    dialog.sizes.setCurrentIndex(3)
    dialog.browse.click()
    dialog.accept()
    [(state, size, path)] = drawn
    assert (size, path) == ((1920, 1080), tmp_path / "slide.png")
    assert (state.hovered, state.selected) == (None, "sacrum")
    assert window.settings.picture_folder == tmp_path


def test_cancel_saves_nothing(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _open(window, qtbot)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not list(tmp_path.glob("*.png"))


def test_a_folder_that_is_not_there_cannot_be_saved_to(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _open(window, qtbot)
    dialog.file.setText(str(tmp_path / "nowhere" / "hip.png"))
    assert not dialog.buttons.button(SAVE).isEnabled()
    assert dialog.hint.text() == "This folder does not exist."


@pytest.mark.parametrize("typed", ["", "/", ".", "..", "/tmp/..", "/tmp/", "~nobody-of-this-name", "~"])
def test_what_names_no_file_is_refused_in_words(window: MainWindow, qtbot: QtBot, typed: str) -> None:
    dialog = _open(window, qtbot)
    qtbot.keyClick(dialog.file, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(dialog.file, typed or " ")
    assert not dialog.buttons.button(SAVE).isEnabled()
    assert dialog.hint.text().startswith("This names no file.")
    assert dialog.path.suffix == ".png"


def test_a_name_that_the_disk_refuses_is_refused_in_words(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _open(window, qtbot)
    dialog.file.setText(str(tmp_path / ("x" * 300)))
    assert not dialog.buttons.button(SAVE).isEnabled()
    assert dialog.hint.text().startswith("This file cannot be used: ")


def test_a_folder_that_may_not_be_written_to_is_told_before_anything_is_drawn(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, access = _open(window, qtbot), os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path and access(path, mode))
    dialog.file.setText(str(tmp_path / "slide"))
    assert not dialog.buttons.button(SAVE).isEnabled()
    assert dialog.hint.text() == "This file cannot be used: The folder is write-protected."


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_save_button_that_is_off_looks_off_and_can_be_read(window: MainWindow, qtbot: QtBot, theme: Theme) -> None:
    assert window.document is not None
    window.document.store.do(commands.set_theme(theme))
    dialog = _open(window, qtbot)
    save, colors = dialog.buttons.button(SAVE), palette_for(theme)
    assert save.grab().toImage().pixelColor(8, save.height() // 2) == QColor(colors.accent)
    dialog.file.clear()
    assert save.grab().toImage().pixelColor(8, save.height() // 2) == QColor(colors.window)


def test_replacing_a_file_is_said_before(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "hip.png").write_bytes(b"an older picture")
    dialog = _open(window, qtbot)
    assert dialog.path.name == "hip-2.png"
    dialog.file.setText(str(tmp_path / "hip.png"))
    assert dialog.hint.text() == "This file exists and will be replaced."


def test_free_names(tmp_path: Path) -> None:
    for expected in ("hip.png", "hip-2.png", "hip-3.png"):
        path = free_name(tmp_path)
        assert path.name == expected
        path.touch()


@pytest.mark.parametrize(
    ("kind", "words"), [(OSError, (28, "No space left on device")), (window_module.RenderError, ("too large",))]
)
def test_a_picture_that_cannot_be_saved_is_told(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: type[Exception], words: tuple[object, ...]
) -> None:
    def fail(*_: object) -> None:
        raise kind(*words)

    monkeypatch.setattr(window_module, "render_picture", fail)
    _open(window, qtbot).accept()
    assert window.notice.isVisible()
    assert str(words[-1]) in window.notice.text.text()
