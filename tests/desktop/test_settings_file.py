"""The file of the settings: whatever is wrong with it, the window opens, nothing is lost, and the person is told."""

from __future__ import annotations

import errno
import os
import random
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from pytestqt.qtbot import QtBot

from anatomy_viewer.desktop.settings import Settings
from anatomy_viewer.desktop.settings_file import SettingsFile, open_settings, user_settings
from anatomy_viewer.desktop.style import DEFAULT_TEXT_PT, TEXT_SIZES_PT
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.files.ini import is_sound
from tests.desktop.conftest import MakeWindow, wait_loaded

DAMAGED = {
    "cut in a value": b"[look]\ntext_pt=16\n[window]\ngeometry=@ByteArray(\\x1\\xd9",
    "cut in quotes": b'[picture]\nfolder="/a, b',
    "cut in a key": b"[look]\ntext_pt=16\n[window]\ngeom",
    "cut in a name": b"[look]\ntext_pt=16\n[win",
    "nothing but zeros": b"\0" * 300,
    "of another program": b"\xff\x00\x80 junk",
    "in UTF-16": "[look]\ntheme=dark\n".encode("utf-16"),
    "an object for Qt to unpack": b"[look]\ntheme=@Variant(\\0\\0\\0\\v\\x7f\\xff\\xff\\xff)\n",
    "much too large": b"[a]\n" + b"b=1\n" * 300_000,
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "anatomy-viewer.ini"


def _names(file: Path) -> list[str]:
    return sorted(path.name for path in file.parent.iterdir() if path.suffix != ".lock")


def test_what_is_stored_is_read_again(file: Path) -> None:
    first = open_settings(file)
    assert first.problem == ""
    first.text_pt, first.geometry, first.picture_folder = 16, QByteArray(b"\0\1,;=\xff"), Path("/a, b")
    first.save()
    second = open_settings(file)
    assert (second.text_pt, second.geometry, second.problem) == (16, QByteArray(b"\0\1,;=\xff"), "")
    assert _names(file) == ["anatomy-viewer.ini"]


@pytest.mark.parametrize("damaged", DAMAGED.values(), ids=DAMAGED)
def test_what_is_damaged_is_kept_aside_and_told(file: Path, damaged: bytes) -> None:
    file.parent.mkdir()
    for number in ("", "-2"):
        file.write_bytes(damaged)
        settings = open_settings(file)
        aside = f"anatomy-viewer.damaged{number}.ini"
        assert str(file) in settings.problem
        assert aside in settings.problem
        assert settings.text_pt == DEFAULT_TEXT_PT
        assert (file.parent / aside).read_bytes() == damaged
        settings.text_pt = 18
        settings.save()
        assert open_settings(file).text_pt == 18


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["a pipe", "a folder"])
def test_what_is_no_file_is_kept_aside_and_holds_nobody(file: Path, make: Callable[[Path], None]) -> None:
    file.parent.mkdir()
    make(file)
    settings = open_settings(file)
    assert "anatomy-viewer.damaged.ini" in settings.problem
    settings.text_pt = 18
    settings.save()
    assert open_settings(file).text_pt == 18


def test_what_cannot_be_moved_away_stays_as_it_is(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    file.parent.mkdir()
    file.write_bytes(DAMAGED["cut in a key"])
    monkeypatch.setattr(Path, "rename", refuse)
    settings = open_settings(file)
    assert "Permission denied" in settings.problem
    settings.text_pt = 18
    settings.save()
    assert settings.text_pt == 18, "for as long as the window is open"
    assert file.read_bytes() == DAMAGED["cut in a key"]


def test_where_settings_cannot_be_kept_it_is_told_and_nothing_stops(tmp_path: Path) -> None:
    (tmp_path / "config").touch()
    settings = open_settings(tmp_path / "config" / "anatomy-viewer.ini")
    assert str(tmp_path / "config") in settings.problem
    settings.text_pt = 18
    settings.save()
    assert settings.text_pt == 18


def test_on_a_full_disk_the_old_settings_stay(file: Path) -> None:
    settings = open_settings(file)
    settings.text_pt = 16
    settings.save()
    old = file.read_bytes()
    with _full_disk():
        settings.geometry = QByteArray(b"x" * 100_000)
        settings.save()
    assert file.read_bytes() == old
    settings.save()
    assert open_settings(file).geometry == settings.geometry, "kept as soon as there is room"
    assert _names(file) == ["anatomy-viewer.ini"]


@contextmanager
def _full_disk() -> Iterator[None]:
    """Files cannot grow beyond a thousand bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_it_lies_where_qt_keeps_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "anatomy-viewer").mkdir()
    (tmp_path / "anatomy-viewer" / "anatomy-viewer.ini").write_text("[look]\ntext_pt=18\n")
    monkeypatch.setattr(
        "anatomy_viewer.desktop.settings_file.QSettings.fileName", lambda _: str(tmp_path / "anatomy-viewer.ini")
    )
    assert user_settings().text_pt == 18


def test_what_is_wrong_is_told_once_with_the_first_model(
    make_window: MakeWindow, qtbot: QtBot, settings: Settings, tiny_pack: Path
) -> None:
    settings.problem = "The settings begin anew."
    window: MainWindow = make_window()
    for shown in (True, False):
        window.open_model(tiny_pack)
        wait_loaded(qtbot, window)
        assert window.notice.isVisible() == shown
    assert window.notice.text.text() == "The settings begin anew."


@pytest.mark.parametrize("key", ["window/geometry", "window/layout"])
def test_place_and_size_with_a_changed_byte_never_reach_qt(file: Path, key: str) -> None:
    """Qt 6.11 counts up to two thousand million tool bars on a single wrong byte, and does not come back."""
    whole, chance = QByteArray(bytes(range(250))), random.Random(1)
    first = open_settings(file)
    first.geometry = first.layout = whole
    stored = bytes(SettingsFile(file).value(key).data())  # type: ignore[attr-defined]
    for _ in range(300):
        junk = bytearray(stored[: chance.choice([len(stored), chance.randrange(len(stored))])])
        if junk:
            junk[chance.randrange(len(junk))] ^= chance.randrange(1, 256)
        changed = SettingsFile(None)
        changed.setValue(key, QByteArray(bytes(junk)))
        assert Settings(changed).geometry.isEmpty()
        assert Settings(changed).layout.isEmpty()
    assert (open_settings(file).geometry, open_settings(file).layout) == (whole, whole)


@pytest.mark.parametrize(
    "junk", [None, 7, "x", ["a", "b"], QByteArray(b"x"), b"x", 1e999, {"a": 1}, "\0", "@x", object()]
)
def test_junk_of_any_kind_counts_as_not_stored(qtbot: QtBot, junk: object) -> None:
    store = SettingsFile(None)
    for key in ("window/geometry", "window/layout", "look/text_pt", "look/theme", "motion/reduced", "picture/folder"):
        store.setValue(key, junk)
    settings = Settings(store)
    window = MainWindow(settings)
    qtbot.addWidget(window)
    assert settings.theme == "light"
    assert window.text_pt in TEXT_SIZES_PT
    assert not settings.reduced_motion
    assert settings.picture_folder.is_dir()
    assert settings.folder_to_open.is_dir()


@pytest.mark.parametrize("folder", ["/a, b;c=d", '/a"b\\c', "/ä/€/𝄞 ", "/a\nb\x01c", "@home", "@@", "", "/[x]/%20"])
def test_qt_reads_what_is_written(file: Path, folder: str) -> None:
    stored, junk = SettingsFile(file), bytes(range(256))
    stored.setValue("picture/folder", folder)
    stored.setValue("window/geometry", QByteArray(junk))
    read = QSettings(str(file), QSettings.Format.IniFormat)
    assert (read.status(), read.value("picture/folder")) == (QSettings.Status.NoError, folder)
    assert read.value("window/geometry") == QByteArray(junk)
    assert is_sound(file.read_text(encoding="utf-8"))


def test_what_qt_and_another_window_have_stored_stays(file: Path) -> None:
    of_qt = QSettings(str(file), QSettings.Format.IniFormat)
    of_qt.setValue("other/list", ["a", "b, c"])
    of_qt.setValue("look/theme", "dark")
    of_qt.sync()
    first, second = open_settings(file), open_settings(file)
    first.text_pt = 18
    second.theme = "light"
    third = open_settings(file)
    assert (third.text_pt, third.theme, third.problem) == (18, "light", "")
    assert QSettings(str(file), QSettings.Format.IniFormat).value("other/list") == ["a", "b, c"]
