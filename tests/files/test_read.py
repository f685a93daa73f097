"""Only plain files are read, within bounds, and text of any editor."""

import os
import socket
from pathlib import Path

import pytest

from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.read import decode_text, read_file, read_text


def test_a_plain_file_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "a b (1).txt"
    file.write_bytes(b"x" * 3_000_000)
    assert read_file(file, 3_000_000) == b"x" * 3_000_000


@pytest.mark.parametrize("size", [11, 5_000_000])
def test_more_than_allowed_is_refused(tmp_path: Path, size: int) -> None:
    file = tmp_path / "large"
    file.write_bytes(b"x" * size)
    with pytest.raises(FileError, match="larger than"):
        read_file(file, 10)


def test_a_pipe_that_nobody_writes_to_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="is a pipe, not a plain file"):
        read_file(tmp_path / "pipe", 10)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_devices_are_refused(device: str) -> None:
    with pytest.raises(FileError):
        read_file(Path(device), 10)


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is a folder"):
        read_file(tmp_path, 10)
    with pytest.raises(FileError, match="is missing"):
        read_file(tmp_path / "none", 10)


def test_links_that_lead_out_or_round_in_circles(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (tmp_path / "secret").write_text("x")
    (pack / "out").symlink_to(tmp_path / "secret")
    (pack / "round").symlink_to(pack / "round")
    (pack / "own").write_text("y")
    (pack / "in").symlink_to(pack / "own")
    with pytest.raises(FileError, match="leads out"):
        read_file(pack / "out", 10, inside=pack)
    with pytest.raises(FileError, match="leads nowhere"):
        read_file(pack / "round", 10, inside=pack)
    with pytest.raises(FileError):
        read_file(pack / "round", 10)
    assert read_file(pack / "in", 10, inside=pack) == b"y"


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"])
def test_names_that_no_disk_takes_are_refused_in_words(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_file(tmp_path / name, 10)


def test_what_is_raised_on_the_way_ends_the_reading(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read_file(tmp_path / "a", 10, going_on=stop)


def test_a_socket_and_a_loop_are_told_as_what_they_are(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        with pytest.raises(FileError, match="is a socket, not a plain file"):
            read_file(tmp_path / "s", 10)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(FileError, match="leads nowhere"):
        read_file(tmp_path / "loop", 10)


def test_text_that_is_not_what_its_mark_says() -> None:
    with pytest.raises(FileError, match="is not the UTF-16 text that its mark says"):
        decode_text("ab".encode("utf-16")[:-1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_of_every_editor(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "t").write_text("hýžďový = 中\n", encoding=encoding)
    assert read_text(tmp_path / "t", 100) == "hýžďový = 中\n"


def test_what_is_no_text_is_named_with_its_line() -> None:
    with pytest.raises(FileError, match="line 3"):
        decode_text(b"a\nb\nc\xff")
