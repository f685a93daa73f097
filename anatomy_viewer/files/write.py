"""The one writer of everything that is saved: the old file or the new one is there, never half of one."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
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
        number, name = tempfile.mkstemp(dir=target.parent, prefix=_PREFIX, suffix=_SUFFIX)
        unfinished = Path(name)
        with os.fdopen(number, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(_rights(target))
        unfinished.replace(target)
        unfinished = None
        _keep_name(target.parent)
    except (OSError, ValueError, RuntimeError) as error:
        raise as_os_error(error, path) from error
    finally:
        if unfinished is not None:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
    _sweep(target.parent)


def _target(path: Path) -> Path:
    """The file that is replaced: what a link leads to, not the link. OSError if it is none, or may not be written."""
    target = path.resolve()
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if target.exists():
        if not stat.S_ISREG(target.stat().st_mode):
            raise OSError(errno.EINVAL, "Not a plain file")
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "The file is write-protected")
    elif len(os.fsencode(target.name)) > 255:  # told by its own name before anything is written
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
    return target


def _rights(target: Path) -> int:
    """Rights of the file that was there, else those that the user's new files have."""
    with suppress(OSError):
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


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
