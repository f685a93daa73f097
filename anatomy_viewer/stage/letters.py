"""Which font has the letters of a text: one that every machine has, and for other scripts what the system offers."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import features

MISSING = "\N{WHITE SQUARE}"
"""Stands for a letter that no font has."""

_INVISIBLE = frozenset({"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"})
"""Kinds of characters that need no shape of their own: they follow their neighbours into any font."""
_KINDS = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_MOST_FONTS = 3000
_PLAINER = ("mono", "serif", "bold", "italic", "oblique", "light", "black", "condensed", "thin")
"""Words in the file name of a font that is taken only where a plainer one lacks the letters."""


@dataclass(frozen=True, eq=False)
class Font:
    """A font file and the code points that it has shapes for, (n,) ascending."""

    path: Path
    known: npt.NDArray[np.uint32]

    def has(self, points: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
        """Of which of the code points (n,) it has shapes."""
        at = np.minimum(np.searchsorted(self.known, points), len(self.known) - 1)
        return np.asarray(self.known[at] == points)


def runs(line: str) -> list[tuple[Font, str]]:
    """A line of text in pieces, each with the font that draws it; letters that no font has become `MISSING`.

    One font for all of it wherever there is one, so that shaping and direction see the whole line.
    """
    whole = _one_font(line)
    if whole is not None:
        return [(whole, line)]
    fonts = [_font_of(letter) for letter in line]
    pieces: list[tuple[Font, str]] = []
    for letter, found in zip(line, fonts, strict=True):
        font = found or house_font()
        if _invisible(letter):
            font = pieces[-1][0] if pieces else house_font()
        elif found is None:
            letter = MISSING  # noqa: PLW2901
        if pieces and pieces[-1][0] is font:
            pieces[-1] = (font, pieces[-1][1] + letter)
        else:
            pieces.append((font, letter))
    return pieces[::-1] if _leftward(line) else pieces


def undrawable(texts: Iterable[str]) -> tuple[str, ...]:
    """Those of the texts with letters that no installed font has, or that run leftward where nothing can set such a
    line; in their order.
    """
    return tuple(text for text in dict.fromkeys(texts) if _lacking(text))


def can_set_leftward() -> bool:
    """Whether lines that run leftward are shaped and ordered: Pillow needs the library fribidi for it."""
    return bool(features.check("raqm"))


@cache
def house_font() -> Font:
    """The font of all texts whose letters it has: it comes with matplotlib, and so looks alike on every machine."""
    found = find_spec("matplotlib")
    folders = list(found.submodule_search_locations or ()) if found is not None else []
    for path in [*(Path(folder, "mpl-data/fonts/ttf/DejaVuSans.ttf") for folder in folders), *_font_files()]:
        font = _read(path)
        if font is not None and font.has(np.array([ord("A")], np.uint32)).all():
            return font
    raise RuntimeError("No font was found at all. Install one, such as DejaVu Sans.")


def _lacking(text: str) -> bool:
    if text.isascii():
        return False
    if _leftward(text) and not can_set_leftward():
        return True
    return _one_font(text) is None and any(not _invisible(letter) and _font_of(letter) is None for letter in text)


def _one_font(text: str) -> Font | None:
    """The first font that has all letters of a text."""
    if text.isascii():
        return house_font()
    wanted = np.array([ord(letter) for letter in text if not _invisible(letter)], np.uint32)
    if house_font().has(wanted).all():
        return house_font()
    return next((font for font in _other_fonts() if font.has(wanted).all()), None)


@lru_cache(maxsize=10_000)
def _font_of(letter: str) -> Font | None:
    point = np.array([ord(letter)], np.uint32)
    return next((font for font in (house_font(), *_other_fonts()) if font.has(point).all()), None)


@cache
def _other_fonts() -> tuple[Font, ...]:
    """The fonts of the system, plain ones first; looked through only once a text needs them."""
    found = (_read(path) for path in sorted(set(_font_files()), key=_plainness))
    return tuple(font for font in found if font is not None)


def _plainness(path: Path) -> tuple[int, str]:
    name = path.stem.lower().replace("sansserif", "sans")
    return sum(word in name for word in _PLAINER) + ("sans" not in name), str(path)


def _font_files() -> Iterator[Path]:
    """Font files of the system, at most `_MOST_FONTS`."""
    found = 0
    for folder in _font_folders():
        for at, _, names in os.walk(folder):
            for name in sorted(names):
                if Path(name).suffix.lower() in _KINDS and found < _MOST_FONTS:
                    found += 1
                    yield Path(at, name)


def _font_folders() -> list[Path]:
    try:
        home = Path.home()
    except RuntimeError:
        home = Path(os.sep)
    if sys.platform == "win32":
        windows, local = os.environ.get("WINDIR", r"C:\Windows"), os.environ.get("LOCALAPPDATA", str(home))
        return [Path(windows, "Fonts"), Path(local, "Microsoft", "Windows", "Fonts")]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    return [*(Path(folder, "fonts") for folder in (*shared.split(":"), own)), home / ".fonts"]


def _read(path: Path) -> Font | None:
    """A font that can be drawn at any size; None for all other files."""
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - a picture without texts needs none of it

    try:
        face = FT2Font(str(path))
        known = np.array(sorted(face.get_charmap()), np.uint32)
    except (RuntimeError, OSError, ValueError, TypeError):
        return None
    return Font(path, known) if face.scalable and len(known) else None


def _invisible(letter: str) -> bool:
    return unicodedata.category(letter) in _INVISIBLE


def _leftward(text: str) -> bool:
    """Whether a text runs from right to left: its first letter with a direction says so."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind in ("R", "AL") for kind in kinds if kind in ("L", "R", "AL")), False)
