"""What is saved is the old file or the new one, with a reason where it is the old."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from anatomy_viewer.files.write import check_place, replacing, write_bytes, write_text


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


def test_what_cannot_be_written_is_told_before_long_work(tmp_path: Path) -> None:
    check_place(tmp_path / "new.png")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    told = {
        tmp_path / "absent" / "a.png": "The folder does not exist",
        tmp_path / "file" / "a.png": "Not a directory",
        tmp_path / "folder": "Is a directory",
        tmp_path / ("x" * 256): "File name too long",
    }
    for path, words in told.items():
        with pytest.raises(OSError, match=words) as caught:
            check_place(path)
        assert caught.value.filename == str(path)
    assert sorted(names_in(tmp_path)) == ["file", "folder"]


def test_a_private_file_is_private_while_it_is_written(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.touch(0o600)
    private.chmod(0o600)
    with replacing(private):
        (unfinished,) = tmp_path.glob(".*.part")
        assert stat.S_IMODE(unfinished.stat().st_mode) == 0o600


@pytest.mark.parametrize("missing", ["chmod", "fsync"])
def test_disks_that_know_neither_rights_nor_flushing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    (tmp_path / "a.csv").write_text("old")
    monkeypatch.setattr(*((Path, "chmod") if missing == "chmod" else (os, "fsync")), refuse)
    write_text(tmp_path / "a.csv", "new")
    assert (tmp_path / "a.csv").read_text() == "new"


def test_a_file_that_another_program_holds_stays_and_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    file = tmp_path / "a.csv"
    file.write_text("old")
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(OSError, match="open in another program") as caught:
        write_text(file, "new")
    assert caught.value.filename == str(file)
    assert file.read_text() == "old"
    assert names_in(tmp_path) == ["a.csv"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of files are set in a child")
def test_on_a_full_disk_the_old_file_stays_and_the_reason_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("old")
    told = in_child(FULL, str(file))
    assert told.stdout.strip() == f"File too large {file}"
    assert file.read_text() == "old"
    assert names_in(tmp_path) == ["a.csv"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no kill -9")
@pytest.mark.parametrize("kind", ["text", "picture"])
def test_whenever_saving_is_killed_the_old_file_or_the_new_one_is_there_whole(tmp_path: Path, kind: str) -> None:
    """Values and drawings are text; what the child finds is told as `whole`, once for each time."""
    told = in_child(KILLED, str(tmp_path / "file"), kind)
    assert told.stdout.split() == ["whole"] * 40
    fresh = [name for name in names_in(tmp_path) if name != "file"]
    assert all(name.startswith(".anatomy-viewer-") and name.endswith(".part") for name in fresh)
    for name in fresh:
        os.utime(tmp_path / name, (1.0, 1.0))
    write_text(tmp_path / "file", "new")
    assert names_in(tmp_path) == ["file"], "what the killed ones left is taken away"


def in_child(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs code in a process of its own that sees this project."""
    told = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")
    return told


ROOT = Path(__file__).parents[2]

FULL = """
import resource, sys
from pathlib import Path
from anatomy_viewer.files.write import check_place, replacing, write_bytes, write_text
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
try:
    write_bytes(Path(sys.argv[1]), bytes(1_000_000))
except OSError as error:
    print(error.strerror, error.filename)
"""

KILLED = """
import itertools, os, random, signal, sys
from pathlib import Path

file, kind = Path(sys.argv[1]), sys.argv[2]
if kind == "picture":
    import numpy as np
    from PIL import Image
    from anatomy_viewer.export.picture import write_png
    noise = np.random.default_rng(0).integers(0, 255, (2, 200, 200, 3), np.uint8)
    pictures = [Image.fromarray(pixels) for pixels in noise]
    save = lambda which: write_png(pictures[which], file)
else:
    from anatomy_viewer.files.write import write_text
    save = lambda which: write_text(file, "ab"[which] * 3_000_000)
whole = []
for which in (0, 1):
    save(which)
    whole.append(file.read_bytes())
chance = random.Random(1)
for _ in range(40):
    begun, begins = os.pipe()
    child = os.fork()
    if child == 0:
        for which in itertools.cycle((0, 1)):
            os.write(begins, b".")
            save(which)
    os.close(begins)
    os.read(begun, 1)
    for _ in range(chance.randrange(200_000)):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(begun)
    print("whole" if file.read_bytes() in whole else "torn", flush=True)
"""
