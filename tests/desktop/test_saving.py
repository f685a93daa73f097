"""Saving, whatever is saved: one folder, one way with endings, a reason wherever it fails, the old file kept."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from anatomy_viewer.desktop.picture_dialog import PictureDialog
from anatomy_viewer.desktop.saving import with_ending
from anatomy_viewer.desktop.settings import Settings
from anatomy_viewer.desktop.window import MainWindow
from tests.desktop.conftest import Chosen, MakeWindow, drag, press, wait_loaded
from tests.motion.moving_pack import write_moving_pack

KINDS = {
    "motion.save_values": ("values", ".csv", "gluteus_medius.csv"),
    "pain.save_drawing": ("mine", ".pain.json", "pain drawing.pain.json"),
    "file.save_picture": ("slide", ".png", "hip.png"),
}
"""What saves: a name typed without an ending, the ending, and the name that is offered."""


class Noted(Chosen):
    """Answers, and notes where it was asked to look."""

    offered: Path | None = None

    def values_file(self, parent: QWidget, suggested: Path) -> Path | None:
        self.offered = suggested
        return self.file

    def drawing_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        self.offered = folder
        return self.file

    def drawing_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        self.offered = suggested
        return self.file


@pytest.fixture
def saving(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[MainWindow]:
    """A window with a model that can move, and a pain drawing on it."""
    window = make_window(choose=Noted())
    window.open_model(write_moving_pack(tmp_path / "pack"))
    wait_loaded(qtbot, window)
    qtbot.waitUntil(lambda: window.viewport.drawn)
    press(window, "pain.brush", qtbot)
    at = window.viewport.surface.rect().center()
    drag(window, at, at + QPoint(40, 30))
    yield window
    request.node.funcargs.pop("saving", None)


def _choose(window: MainWindow) -> Noted:
    assert isinstance(window.choose, Noted)
    return window.choose


def _save(window: MainWindow, qtbot: QtBot, action: str, file: Path | None) -> Path:
    """Saves as a file, or as nothing; what was offered."""
    _choose(window).file = file
    press(window, action, qtbot)
    if action != "file.save_picture":
        return _choose(window).offered or Path()
    dialog = window.findChild(PictureDialog)
    offered = dialog.path
    if file is None:
        dialog.reject()
    else:
        dialog.sizes.setCurrentIndex(2)
        dialog.file.setText(str(file))
        dialog.accept()
    dialog.deleteLater()
    qtbot.waitUntil(lambda: window.findChild(PictureDialog) is None)
    return offered


def test_all_kinds_are_saved_in_one_way(saving: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folders = [tmp_path, *(tmp_path / kind for kind in ("first", "second", "third"))]
    for before, folder, (action, (typed, ending, name)) in zip(folders, folders[1:], KINDS.items(), strict=False):
        folder.mkdir()
        assert _save(saving, qtbot, action, folder / typed) == before / name, "where the last file, of any kind, is"
        assert [path.name for path in folder.iterdir()] == [typed + ending]
        assert typed + ending in saving.caption.message.text()
    assert not saving.isWindowModified()
    assert not saving.notice.isVisible()
    assert _save(saving, qtbot, "pain.save_drawing", None) == tmp_path / "second" / "mine.pain.json", "its own file"
    _choose(saving).file = tmp_path / "second" / "mine.pain.json"
    press(saving, "pain.open_drawing", qtbot)
    assert _choose(saving).offered == tmp_path / "third"
    assert _save(saving, qtbot, "motion.save_values", None) == tmp_path / "second" / "gluteus_medius.csv"


@pytest.mark.parametrize("action", [action for action in KINDS if action != "file.save_picture"])
def test_a_name_that_was_not_typed_is_asked_about(
    saving: MainWindow, qtbot: QtBot, tmp_path: Path, action: str
) -> None:
    typed, ending, _ = KINDS[action]
    file, choose = tmp_path / (typed + ending), _choose(saving)
    file.write_text("old")
    choose.replace = False
    _save(saving, qtbot, action, tmp_path / typed)
    assert (choose.asked, file.read_text()) == (1, "old")
    choose.replace = True
    _save(saving, qtbot, action, tmp_path / typed)
    assert choose.asked == 2
    assert file.read_text(encoding="utf-8") != "old"
    _save(saving, qtbot, action, file)
    assert choose.asked == 2, "of the name that was typed the chooser itself has asked"


def test_on_a_full_disk_the_old_file_stays_and_the_reason_is_told(
    saving: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    for action, (typed, ending, _) in KINDS.items():
        file = tmp_path / (typed + ending)
        file.write_text("old")
        saving.notice.hide()
        with _full_disk():
            _save(saving, qtbot, action, file)
        assert saving.notice.isVisible()
        told = f"{file} could not be saved: File too large. Choose another folder or name."
        assert saving.notice.text.text() == told
        assert file.read_text() == "old"
        assert not list(tmp_path.glob("*.part"))
    assert saving.isWindowModified()


@contextmanager
def _full_disk() -> Iterator[None]:
    """Files cannot grow beyond a few bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_long_names_and_missing_folders(saving: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    for action, (_, ending, _) in KINDS.items():
        longest = tmp_path / ("x" * (255 - len(ending)) + ending)
        _save(saving, qtbot, action, longest)
        assert longest.is_file()
        if action == "file.save_picture":
            with Image.open(longest) as picture:
                assert picture.format == "PNG"
            continue  # its dialog lets nothing through that cannot be saved
        for file, cause in ((tmp_path / ("x" * 252), "File name too long"), (tmp_path / "no" / "x", "does not exist")):
            saving.notice.hide()
            _save(saving, qtbot, action, file)
            assert saving.notice.isVisible()
            assert f"{file}{ending} could not be saved: " in saving.notice.text.text()
            assert cause in saving.notice.text.text()


@pytest.mark.parametrize("wrong", ["gone", "a file", "forbidden", "too long", "no name"])
def test_a_remembered_folder_that_cannot_be_used_is_passed_over(
    saving: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, wrong: str
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "a file").touch()
    (tmp_path / "forbidden").mkdir()
    _forbid(monkeypatch, tmp_path / "forbidden")
    monkeypatch.setattr(Path, "home", lambda: home)
    names = {"too long": "x" * 5000, "no name": "a\0b", "forbidden": "forbidden/inside"}
    for action, (typed, ending, name) in KINDS.items():
        settings.picture_folder = tmp_path / names.get(wrong, wrong)
        assert _save(saving, qtbot, action, home / typed) == home / name
        assert (home / (typed + ending)).is_file()
    assert not saving.notice.isVisible()
    settings.picture_folder = tmp_path / names.get(wrong, wrong)
    _choose(saving).file = None
    press(saving, "pain.open_drawing", qtbot)
    assert _choose(saving).offered == home


def _forbid(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A folder that may not be entered; so told also to whoever may enter everything."""
    status: Callable[..., os.stat_result] = os.stat

    def stat(path: object, *arguments: object, **options: object) -> os.stat_result:
        if folder in Path(os.fsdecode(path) if isinstance(path, (str, bytes, Path)) else ".").parents:
            raise PermissionError(13, "Permission denied")
        return status(path, *arguments, **options)

    monkeypatch.setattr(os, "stat", stat)


@pytest.mark.parametrize(
    ("name", "ending", "saved"),
    [
        ("a", ".csv", "a.csv"),
        ("a.CSV", ".csv", "a.CSV"),
        ("a.b", ".csv", "a.b.csv"),
        (".csv", ".csv", ".csv.csv"),
        ("a", ".pain.json", "a.pain.json"),
        ("a.json", ".pain.json", "a.json"),
        ("a.pain", ".pain.json", "a.pain.pain.json"),
    ],
)
def test_endings(name: str, ending: str, saved: str) -> None:
    assert with_ending(Path("/f") / name, ending) == Path("/f") / saved
