"""What the program says in a terminal: never more than words, and no error of its own if nobody listens."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Control characters, ends of lines, marks and overrides of direction, halves of characters."""

_UNREADABLE_BYTES = range(0xDC80, 0xDD00)
"""How Python stands for bytes of a file's name that are no text."""

_STREAMS = 3


class UnheardError(Exception):
    """What was to be printed could not be; `reason` is empty where the reader has gone, who needs no answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def plain(text: str) -> str:
    """A text as one line for a terminal: what would steer it, colours in a file's name for one, is spelt out."""
    return _STEERING.sub(_spelt, text)


def open_streams() -> None:
    """Makes the standard streams fit for any text, whatever letters the terminal has.

    Streams that are closed lead nowhere from now on: their numbers would go to the next files that are opened, and what
    others print to them would go in there.
    """
    for number in range(_STREAMS):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Prints a text at once, its lines as plain ones; UnheardError where that cannot be done."""
    if sys.stdout is None:
        raise UnheardError("standard output is closed")
    try:
        _put(sys.stdout, text.split("\n"))
    except BrokenPipeError:
        _silence(sys.stdout)
        raise UnheardError("") from None
    except (OSError, ValueError) as error:
        _silence(sys.stdout)
        raise UnheardError(getattr(error, "strerror", None) or str(error)) from None


def warn(*lines: str) -> None:
    """Prints each as one plain line beside the output; where that cannot be done there is nobody to tell."""
    if sys.stderr is None:
        return
    try:
        _put(sys.stderr, lines)
    except (OSError, ValueError):
        _silence(sys.stderr)


def _put(stream: TextIO, lines: Sequence[str]) -> None:
    stream.write("".join(f"{plain(line)}\n" for line in lines))
    stream.flush()


def _silence(stream: TextIO) -> None:
    """What is left in a stream that takes no more goes nowhere, or Python would complain of it at the end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _spelt(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code - 0xDC00:02x}" if code in _UNREADABLE_BYTES else f"\\u{code:04x}"
