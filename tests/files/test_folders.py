"""A remembered folder that cannot be used any more is passed over, whatever is wrong with it."""

import os
import tempfile
from pathlib import Path

import pytest

from anatomy_viewer.files.folders import is_folder, is_there, usable_folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    return home


@pytest.fixture
def forbidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that may not be entered; told so also to whoever may enter everything."""
    folder, access, status = tmp_path / "forbidden", os.access, os.stat
    folder.mkdir()

    def stat(path: object, *arguments: object, **options: object) -> os.stat_result:
        if Path(str(path)).parent == folder:
            raise PermissionError(13, "Permission denied")
        return status(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "stat", stat)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != folder and access(path, mode))
    return folder


def test_a_folder_that_is_there_is_used(tmp_path: Path, home: Path) -> None:
    assert usable_folder(tmp_path, to_save=True) == tmp_path


@pytest.mark.parametrize("name", ["gone", "file", "file/in a file", "x" * 5000, "a\0b", "round", "\udcff"])
def test_what_is_no_folder_gives_home(tmp_path: Path, home: Path, name: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "round").symlink_to(tmp_path / "round")
    for to_save in (True, False):
        assert usable_folder(tmp_path / name, to_save=to_save) == home


def test_a_name_without_a_place_gives_home(home: Path) -> None:
    assert usable_folder(Path(), to_save=True) == usable_folder(Path("docs"), to_save=True) == home


def test_a_folder_that_may_not_be_entered_gives_home(home: Path, forbidden: Path) -> None:
    assert usable_folder(forbidden, to_save=True) == home
    assert usable_folder(forbidden / "inside", to_save=False) == home
    assert not is_folder(forbidden / "inside")
    assert not is_there(forbidden / "inside")


def test_where_nothing_can_be_saved_files_can_still_be_opened(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: access(path, mode) and not (mode & os.W_OK and path == tmp_path)
    )
    assert usable_folder(tmp_path, to_save=False) == tmp_path
    assert usable_folder(tmp_path, to_save=True) == home


def test_without_a_home_it_is_the_folder_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    assert usable_folder(tmp_path / "gone", to_save=True) == Path(tempfile.gettempdir())

    def nothing() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", nothing)
    assert usable_folder(tmp_path / "gone", to_save=True) == Path()
