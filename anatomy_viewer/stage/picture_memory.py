"""How much memory a picture takes while it is drawn: known before, so that none is begun that cannot end well."""

from __future__ import annotations

from pathlib import Path

_BASE_BYTES, _PIXEL_BYTES = 550_000_000, 100
"""Measured on software OpenGL up to 7680 × 4320: about 62 bytes a pixel for what is opaque, 97 under a faded skin."""

MOST_BYTES = 4_300_000_000
"""More is drawn by no picture: it would take minutes and leave a classroom's laptop no memory for anything else."""

_MEMINFO = Path("/proc/meminfo")


class TooLargeError(ValueError):
    """A picture that would take more memory than it may, or than there is."""


def picture_bytes(size: tuple[int, int]) -> int:
    """What drawing a picture of a width and height in pixels takes at most, in bytes."""
    return _BASE_BYTES + _PIXEL_BYTES * size[0] * size[1]


def require_memory(size: tuple[int, int]) -> None:
    """TooLargeError, which says what it would take and which size can be had, unless a picture can be drawn."""
    needed, free = picture_bytes(size), _free_bytes()
    most = MOST_BYTES if free is None else min(MOST_BYTES, free)
    if needed <= most:
        return
    bound = "the most that a picture may take is" if most == MOST_BYTES else "free on this machine now are"
    raise TooLargeError(
        f"{size[0]} × {size[1]} pixels would take about {_told(needed)} of memory; {bound} {_told(most)}. "
        f"{_remedy(size, most)}"
    )


def _remedy(size: tuple[int, int], most: int) -> str:
    """The largest size of the same shape that can be had, in steps of 16 pixels."""
    share = (max(most - _BASE_BYTES, 0) / (_PIXEL_BYTES * size[0] * size[1])) ** 0.5
    width, height = (int(side * share) // 16 * 16 for side in size)
    return f"Try {width} × {height}." if min(width, height) >= 16 else "Close other programs, or try a smaller size."


def _told(count: int) -> str:
    return f"{count / 1e9:.1f} GB"


def _free_bytes() -> int | None:
    """Memory that can be had without pushing others out; None where the system does not say."""
    try:
        lines = _MEMINFO.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, IndexError, StopIteration):
        return None
