"""Running mean of pictures that each saw the scene a fraction of a pixel aside: smooth edges without multisampling."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""A picture, (height, width, 3) uint8, first row at the bottom as OpenGL counts."""


class FrameMean:
    """Sums frames and gives their mean."""

    def __init__(self) -> None:
        self._sum: npt.NDArray[np.uint16] | None = None
        self.count = 0

    def add(self, frame: Image) -> None:
        """Adds one frame; all must have the same shape. Holds for up to 257 frames."""
        if self._sum is None:
            self._sum = np.zeros(frame.shape, np.uint16)
        self._sum += frame
        self.count += 1

    def mean(self) -> Image:
        """The mean so far, rounded to the nearest."""
        assert self._sum is not None, "no frame was added"
        return ((self._sum + np.uint16(self.count // 2)) // np.uint16(self.count)).astype(np.uint8)


def jitters(count: int) -> Iterator[tuple[float, float]]:
    """Offsets of up to half a pixel each way, evenly spread (Halton, bases 2 and 3), the first one zero."""
    yield 0.0, 0.0
    for i in range(1, count):
        yield _halton(i, 2) - 0.5, _halton(i, 3) - 0.5


def _halton(index: int, base: int) -> float:
    value, share = 0.0, 1.0
    while index > 0:
        index, digit = divmod(index, base)
        share /= base
        value += share * digit
    return value
