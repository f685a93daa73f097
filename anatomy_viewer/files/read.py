"""Reads files that may be hostile: only plain files, never more of them than is allowed, text of any editor."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from anatomy_viewer.files.errors import FileError, reason

_PIECE = 1024 * 1024
_RIGHTS = "Check its rights."
_PLAIN = "Put a plain file there."
_MARKS = (  # that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MARK = "\ufeff"
"""What a byte-order mark becomes where a text was decoded without heed to it."""


def read_file(
    path: Path, most_bytes: int, *, inside: Path | None = None, going_on: Callable[[], None] | None = None
) -> bytes:
    """The bytes of a plain file; FileError if it is none, cannot be read, or holds more than `most_bytes`.

    inside: a folder that the file must lie in once links are followed. going_on: called before each piece is read;
    what it raises ends the reading. Never waits for a pipe or a device.
    """
    if inside is not None:
        check_inside(path, inside)
    number = _opened(path, most_bytes)
    data = bytearray()
    with open(number, "rb") as file:  # noqa: PTH123  (a number that is open already)
        # A file can grow while it is read, and some tell no size: what is read is counted too.
        while len(data) <= most_bytes:
            if going_on is not None:
                going_on()
            piece = _piece(file, min(_PIECE, most_bytes + 1 - len(data)))
            if not piece:
                return bytes(data)
            data += piece
    raise too_large(most_bytes)


def _opened(path: Path, most_bytes: int) -> int:
    """The number of a plain file, open; without waiting, for a pipe that nobody writes to would hold us for ever."""
    try:
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise _unopened(path, error) from None
    found = os.fstat(number)
    if stat.S_ISREG(found.st_mode) and found.st_size <= most_bytes:
        return number
    os.close(number)
    if stat.S_ISREG(found.st_mode):
        raise too_large(most_bytes)
    raise FileError(f"is {_kind(found.st_mode)}, not a plain file.", _PLAIN)


def _piece(file: BinaryIO, most_bytes: int) -> bytes:
    try:
        return file.read(most_bytes)
    except OSError as error:
        raise _unreadable(error) from None


def decode_text(data: bytes) -> str:
    """The text in the bytes of a file: UTF-8, with or without the mark that some editors put before it.

    UTF-16 and UTF-32 are read where their mark says so. FileError names the line that is no text.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8-sig")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8-sig":
            raise FileError(f"is not the {encoding.upper()} text that its mark says.", "Save it as UTF-8.") from None
        line = data.count(b"\n", 0, error.start) + 1
        raise FileError(f"is not UTF-8 text (line {line}).", "Save the file as UTF-8.") from None


def json_fault(message: str) -> str:
    """What a reader of JSON complains of, as the end of a sentence without jargon: where, or that it ends early."""
    place = re.search(r"line (\d+) column (\d+)", message)
    if "EOF" in message:
        return "it is not valid JSON, for it ends too early"
    return f"it is not valid JSON (line {place[1]}, column {place[2]})" if place else "it is not valid JSON"


def read_text(path: Path, most_bytes: int, *, inside: Path | None = None) -> str:
    """The text of a plain file; FileError as for `read_file` and `decode_text`."""
    return decode_text(read_file(path, most_bytes, inside=inside))


def check_inside(path: Path, folder: Path) -> None:
    """FileError if a path leads out of a folder, or round in a circle, once links are followed."""
    try:
        leads_out = not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # RuntimeError: links that lead to themselves
        raise FileError("is a link that leads nowhere.", "Put the file itself there.") from None
    if leads_out:
        raise FileError("is a link that leads out of its folder.", "Put the file itself there.")


def too_large(most_bytes: int) -> FileError:
    """The error that a file passes a bound in bytes."""
    size = f"{most_bytes // 2**20} MiB" if most_bytes >= 2**20 else f"{most_bytes // 2**10} KiB"
    return FileError(f"is larger than {size}, more than is read.", "Choose another file, or make it smaller.")


def _unopened(path: Path, error: OSError | ValueError) -> FileError:
    """Why a file cannot be opened: sockets, and links that lead to themselves, are told as what they are."""
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return FileError("is a link that leads nowhere.", "Put the file itself there.")
    with suppress(OSError, ValueError):
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            return FileError(f"is {_kind(mode)}, not a plain file.", _PLAIN)
    return _unreadable(error)


def _unreadable(error: OSError | ValueError) -> FileError:
    if isinstance(error, FileNotFoundError):
        return FileError("is missing.", "Restore the file from where it came from.")
    return FileError(f"cannot be read: {reason(error)}.", _RIGHTS)


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "a socket"
