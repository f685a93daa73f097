"""The one writer of everything that is saved: the old file or the new one is there, never half of one."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from anatomy_viewer.files.errors import as_os_error

_PREFIX, _SUFFIX = ".anatomy-viewer-", ".part"
_ABANDONED_S = 3600.0
"""So old is an unfinished file that its writer is gone: nothing the program saves takes an hour."""


def write_bytes(path: Path, data: bytes) -> None:
    """Writes a whole file; OSError names `path` and the reason, and what was there before stays."""
    with replacing(path) as file:
        file.write(data)


def write_text(path: Path, text: str) -> None:
    """Writes a whole file of UTF-8 text, line ends as they are; OSError as for `write_bytes`."""
    with replacing(path) as file:
        file.write(text.encode("utf-8"))


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write into, which takes the place of `path` once all is written.

    The unfinished file lies in the same folder under a name of its own, so that it touches nothing of others and any
    legal name can be saved; it is gone afterwards whatever happens, and after a power cut `path` is the old file or the
    new one. Whatever goes wrong while saving ends as an OSError that names `path`.
    """
    unfinished: Path | None = None
    try:
        target = _target(path)
        unfinished, number = _new_file(target)
        with os.fdopen(number, "wb") as file:
            yield file
            file.flush()
            _keep_data(file)
        _take_place(unfinished, target)
        unfinished = None
        _keep_name(target.parent)
    except (OSError, ValueError, RuntimeError) as error:
        raise as_os_error(error, path) from error
    finally:
        if unfinished is not None:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
    _sweep(target.parent)


def check_place(path: Path) -> None:
    """OSError, as `replacing` would raise it, if it is plain before long work that `path` cannot be written."""
    try:
        if not os.access(_target(path).parent, os.W_OK):
            raise PermissionError(errno.EACCES, "The folder is write-protected")
    except (OSError, ValueError, RuntimeError) as error:
        raise as_os_error(error, path) from error


def move_aside(path: Path) -> Path:
    """Gives whatever is in the way the first free of the names a.damaged.b, a.damaged-2.b, …; OSError if it cannot."""
    aside, number = path.with_name(f"{path.stem}.damaged{path.suffix}"), 2
    while os.path.lexists(aside):
        aside, number = path.with_name(f"{path.stem}.damaged-{number}{path.suffix}"), number + 1
    return path.rename(aside)


def _target(path: Path) -> Path:
    """The file that is replaced: what a link leads to, not the link. OSError if it is none, or may not be written."""
    target = path.resolve()
    if len(os.fsencode(target.name)) > 255:  # told by its own name before anything is written
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "The folder does not exist") from None
        return target
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "Not a plain file")
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "The file is write-protected")
    return target


def _new_file(target: Path) -> tuple[Path, int]:
    """An unfinished file and its number, open: with the rights of the file that was there, else those of new files."""
    old: int | None = None
    with suppress(OSError):
        old = stat.S_IMODE(target.stat().st_mode)
    unfinished = target.with_name(f"{_PREFIX}{secrets.token_hex(4)}{_SUFFIX}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    number = os.open(unfinished, flags, 0o666 if old is None else 0o600)
    if old is not None:
        with suppress(OSError):  # disks of cameras and old sticks know no rights
            unfinished.chmod(old)
    return unfinished, number


def _keep_data(file: BinaryIO) -> None:
    """Makes what is written last through a power cut; a full disk is told here at the latest."""
    try:
        os.fsync(file.fileno())
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}:  # some disks over the net cannot
            raise


def _take_place(unfinished: Path, target: Path) -> None:
    """Puts the finished file where the old one was; Windows refuses while another program holds the old one."""
    try:
        unfinished.replace(target)
    except PermissionError as error:
        told = "The file is open in another program or may not be replaced"
        raise PermissionError(error.errno, told) from error


def _keep_name(folder: Path) -> None:
    """Makes the new name last through a power cut, where the system knows how."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _sweep(folder: Path) -> None:
    """Takes away unfinished files of ours whose writer was killed."""
    with suppress(OSError):
        for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _ABANDONED_S:
                    left.unlink()
