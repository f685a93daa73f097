"""Which folder is offered for the next file: the one remembered, where it can still be used."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def usable_folder(remembered: Path, *, to_save: bool) -> Path:
    """The remembered folder, else home, else the one for temporary files: the first that can be entered.

    to_save: and written to. A folder may be gone, be a file, be forbidden or lie on a disk that does not answer any
    more; none of that raises. Where nothing can be used at all, the folder in which the program runs.
    """
    needed = os.R_OK | os.X_OK | (os.W_OK if to_save else 0)
    folders = (folder for folder in (remembered, *_others()) if folder.is_absolute() and is_folder(folder))
    return next((folder for folder in folders if os.access(folder, needed)), Path())


def is_folder(path: Path) -> bool:
    """Whether there is such a folder, as far as one may look; never raises."""
    try:
        return path.is_dir()
    except (OSError, ValueError):  # forbidden, too long, a disk that is gone; a name that no disk takes
        return False


def is_there(path: Path) -> bool:
    """Whether there is anything of this name, as far as one may look; never raises."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _others() -> Iterator[Path]:
    with suppress(RuntimeError):  # nobody's home
        yield Path.home()
    with suppress(OSError):
        yield Path(tempfile.gettempdir())
