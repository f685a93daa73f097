"""Names of the files of a pack: nearly any letter may stand in them, so that every system can keep the pack."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from anatomy_viewer.files.errors import FileError

PackPath = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
"""A path in a manifest; whether it may be one is found when the file is read, and then costs this file only."""

_WINDOWS_REFUSES = '<>:"|?*'
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789")}
"""Names of devices on Windows, with any ending (learn.microsoft.com, Naming Files, Paths, and Namespaces)."""

_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
"""Letters that turn the direction of text, so that a name looks like another one."""

_LONGEST_BYTES = 255
_MOST_ENTRIES = 20_000
"""Of a folder that is searched for a name in another spelling."""

_RENAME = "Rename the file, and write its new name into the manifest."


def in_pack(root: Path, name: str, ending: str) -> str:
    """The path of a file of the pack in the folder `root`, as it is spelled there; FileError if it may not be one.

    A name is found too where it differs in capitals, or in how letters like ü are put together, as some systems do.
    ending: of the files that may be named, in small letters, with its dot.
    """
    check_path(name, ending)
    return name if os.path.lexists(root / name) else _as_spelled(root, name) or name


def check_path(name: str, ending: str) -> None:
    """FileError with the letter or part that may not stand in the path of a file of a pack, and why."""
    what = next(_faults(name, ending), None)
    if what is not None:
        raise FileError(what, _RENAME)


def shown(name: str) -> str:
    """A name for a message: letters that cannot be seen are spelled out."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in name)


def _faults(name: str, ending: str) -> Iterator[str]:
    for letter in name:
        if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} or ord(letter) in _TURNING:
            yield f"holds the control character U+{ord(letter):04X}, which may not stand in a file name."
    if "\\" in name:
        yield "holds a backslash: folders are parted by '/'."
    if name.startswith("/") or re.match(r"[A-Za-z]:[\\/]", name):
        yield "leads out of the pack: a path begins inside it, without drive or '/' before it."
    for letter in _WINDOWS_REFUSES:
        if letter in name:
            yield f"holds '{letter}', which may not stand in a file name: Windows cannot keep such a file."
    for part in name.split("/"):
        yield from _faults_of_part(part)
    if not name.lower().endswith(ending):
        yield f"is no {ending} file: only these are read here."


def _faults_of_part(part: str) -> Iterator[str]:
    if part == "..":
        yield "holds '..': a path stays inside the pack."
    elif part in {"", "."}:
        yield "holds a folder without a name: write one '/' between folders."
    elif part[-1] in ". ":
        yield f"holds a name that ends with '{part[-1]}': Windows cannot keep such a file."
    if part.partition(".")[0].rstrip().upper() in _DEVICES:
        yield f"holds the name '{part}', which is a device on Windows."
    if len(part.encode("utf-8", "replace")) > _LONGEST_BYTES:
        yield f"holds a name longer than {_LONGEST_BYTES} bytes."


def _as_spelled(root: Path, name: str) -> str | None:
    """The path in the spelling of the folders; None if there is none, or more than one."""
    spelled: list[str] = []
    for part in name.split("/"):
        try:
            with os.scandir(root.joinpath(*spelled)) as entries:
                names = [entry.name for entry in islice(entries, _MOST_ENTRIES)]
        except OSError:
            return None
        alike = [entry for entry in names if _plain(entry) == _plain(part)]
        exact = [entry for entry in alike if unicodedata.normalize("NFC", entry) == unicodedata.normalize("NFC", part)]
        found = exact or alike
        if len(found) != 1:
            return None
        spelled += found
    return "/".join(spelled)


def _plain(name: str) -> str:
    """A name without regard to capitals and to how its letters are put together."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
