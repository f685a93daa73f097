"""What is saved is the old file or the new one, with a reason where it is the old."""

import errno
import os
import stat
from pathlib import Path

import pytest

from anatomy_viewer.files.write import replacing, write_bytes, write_text


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def half_written(file: Path) -> None:
    with replacing(file) as out:
        out.write(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    write_text(file, "ä\r\n")
    assert file.read_bytes() == "ä\r\n".encode()
    write_bytes(file, b"new")
    assert file.read_bytes() == b"new"
    assert names_in(tmp_path) == ["a.csv"]


def test_a_failure_on_the_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("old")
    with pytest.raises(OSError, match="No space left") as caught:
        half_written(file)
    assert caught.value.filename == str(file)
    assert file.read_text() == "old"
    assert names_in(tmp_path) == ["a.csv"]


def test_something_unforeseen_leaves_the_old_file_too(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("old")
    with pytest.raises(KeyboardInterrupt), replacing(file):
        raise KeyboardInterrupt
    assert file.read_text() == "old"
    assert names_in(tmp_path) == ["a.csv"]


def test_unfinished_files_of_others_are_left_alone_and_our_old_ones_go(tmp_path: Path) -> None:
    others, fresh, ours = (
        tmp_path / name for name in (".a.csv.part", ".anatomy-viewer-new.part", ".anatomy-viewer-old.part")
    )
    for file in (others, fresh, ours):
        file.write_text("x")
    for file in (others, ours):
        os.utime(file, (1.0, 1.0))
    write_text(tmp_path / "a.csv", "y")
    assert others.read_text() == "x"
    assert fresh.exists()
    assert not ours.exists()


@pytest.mark.parametrize("name", ["x" * 251 + ".csv", "ü" * 125 + ".csv", "%s {0} $HOME.csv", " a .csv", "a\nb.csv"])
def test_any_legal_name_is_saved(tmp_path: Path, name: str) -> None:
    write_text(tmp_path / name, "x")
    assert names_in(tmp_path) == [name]


@pytest.mark.parametrize("name", ["x" * 256, "ü" * 128, "a\0b"])
def test_names_that_no_disk_takes_are_told_by_themselves(tmp_path: Path, name: str) -> None:
    with pytest.raises(OSError) as caught:
        write_text(tmp_path / name, "x")
    assert caught.value.filename == str(tmp_path / name)
    assert caught.value.strerror
    assert names_in(tmp_path) == []


def test_what_is_no_plain_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    for target in (tmp_path / "folder", tmp_path / "pipe", tmp_path / "round", Path("/dev/full")):
        with pytest.raises(OSError) as caught:
            write_text(target, "x")
        assert caught.value.strerror
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_missing_folder_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        write_text(tmp_path / "none" / "a.csv", "x")
    assert caught.value.filename == str(tmp_path / "none" / "a.csv")


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_rights_stay_and_new_files_have_those_of_the_user(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text("x")
    old.chmod(0o640)
    write_text(old, "y")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    plain, ours = tmp_path / "plain", tmp_path / "ours"
    plain.write_text("x")
    write_text(ours, "x")
    assert ours.stat().st_mode == plain.stat().st_mode
