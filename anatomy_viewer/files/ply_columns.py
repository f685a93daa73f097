"""What is read from the rows of a PLY file: numbers, or lists of numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.files.errors import FileError

MOST_IN_LISTS = 8_000_000
"""Numbers in all lists of a property: 2 million quadrangles."""

Array = npt.NDArray[np.generic]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Lists:
    """A list for each row: `counts` (n,) int64 says how long each is, `values` holds them one after the other."""

    counts: Offsets
    values: Array


Column = Array | Lists


def native(values: Array) -> Array:
    """The same numbers in the order of bytes of this machine."""
    return values.astype(values.dtype.newbyteorder("="))


def places(starts: Offsets, counts: Offsets, step: int = 1) -> Offsets:
    """Where each number of lists lies that begin at `starts`, row after row; FileError if they are too many."""
    total = sum(counts.tolist())  # of a hostile file more than an int64 may hold
    check_total(total)
    within = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(np.repeat(starts, counts) + within * step, np.int64)


def check_total(total: int) -> None:
    """FileError if the lists of one property hold too many numbers together."""
    if total > MOST_IN_LISTS:
        raise FileError(f"holds more than {MOST_IN_LISTS:,} numbers in lists.", "Simplify the mesh.")
