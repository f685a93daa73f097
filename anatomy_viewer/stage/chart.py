"""Flat coordinates on a patch of surface."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def chart(vertices: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Flat coordinates of the points of a patch, (n, 2) mm: along its length and across it."""
    centered = vertices.astype(np.float64) - vertices.mean(axis=0)
    axes = np.linalg.eigh(centered.T @ centered)[1][:, [2, 1]]
    return (centered @ axes).astype(np.float32)
