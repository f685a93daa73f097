"""Why a file could not be read or written, in words."""

from __future__ import annotations

import errno
import os


class FileError(ValueError):
    """A file that cannot be used: `what` is wrong with it, written to follow its name, and the `remedy`."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


def reason(error: OSError | ValueError) -> str:
    """Why the system refused, as a part of a sentence without a full stop; never empty."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).rstrip(".") or type(error).__name__


def as_os_error(error: Exception, path: str | os.PathLike[str]) -> OSError:
    """Any failure of writing as an OSError that names the file the user knows."""
    number = error.errno if isinstance(error, OSError) and error.errno else errno.EINVAL
    told = reason(error) if isinstance(error, (OSError, ValueError)) else str(error) or type(error).__name__
    return OSError(number, told, os.fspath(path))
