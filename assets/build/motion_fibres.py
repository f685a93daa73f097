"""How much the fibres shorten, and in which direction, everywhere in the lattice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from motion_lattice import Lattice
from motion_solve import Wish
from scipy.spatial import cKDTree

TENDON_YIELD = 0.35
"""Tendon takes so much of the shortening of belly, a length for a length (approximate; it hides pennation)."""
EASE_MM = 12.0
NEIGHBOURS = 12
STRETCH_RANGE = (0.4, 1.6)


@dataclass(frozen=True)
class Shortening:
    """For each cube the fibre direction (c, 3), the fibres near it (c, m), their shares and how much each yields."""

    direction: np.ndarray
    fibre: np.ndarray
    share: np.ndarray
    yielding: np.ndarray

    def wish(self, ratio: np.ndarray, swelling: np.ndarray) -> Wish:
        """What each cube wants if fibres (f,) shall have `ratio` of their neutral length, and cubes grow by (c,)."""
        along = 1.0 + (self.share * self.yielding * (ratio[self.fibre] - 1.0)).sum(axis=1)
        along = np.clip(along, *STRETCH_RANGE)
        d = self.direction.T
        line = d[:, None] * d[None]
        stretch = along * line + (np.eye(3)[:, :, None] - line) / np.sqrt(along)
        return Wish(d, along, stretch, swelling)


def lengths(lines: np.ndarray) -> np.ndarray:
    """Length of each line (k, s, 3) along its course."""
    return np.linalg.norm(np.diff(lines, axis=1), axis=2).sum(axis=1)


def _yielding(lines: np.ndarray, fleshy: np.ndarray) -> np.ndarray:
    """How much each point of each line (k, s) shortens against the line's mean: tendon less than belly."""
    step = np.linalg.norm(np.diff(lines, axis=1), axis=2)
    along = np.concatenate([np.zeros((len(lines), 1)), np.cumsum(step, axis=1)], axis=1)
    belly = np.clip((fleshy[:, 1:] + EASE_MM - along) / (2.0 * EASE_MM), 0.0, 1.0)
    amount = TENDON_YIELD + (1.0 - TENDON_YIELD) * belly
    mean = (0.5 * (amount[:, 1:] + amount[:, :-1]) * step).sum(axis=1) / step.sum(axis=1)
    return amount / mean[:, None]


def shortening(lattice: Lattice, fans: list[tuple[np.ndarray, np.ndarray]]) -> Shortening:
    """From the fibres of each muscle in the order of the owners: lines (k, s, 3), where their bellies end (k, 2)."""
    count = len(lattice.cubes)
    direction = np.zeros((count, 3))
    fibre, share, yielding = (
        np.zeros((count, NEIGHBOURS), int),
        np.zeros((count, NEIGHBOURS)),
        np.zeros((count, NEIGHBOURS)),
    )
    before = 0
    for owner, (lines, fleshy) in enumerate(fans):
        mine = lattice.owner == owner
        tangent = np.gradient(lines, axis=1).reshape(-1, 3)
        tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
        distance, index = cKDTree(lines.reshape(-1, 3)).query(lattice.centres[mine], k=NEIGHBOURS)
        near = 1.0 / (distance + 2.0)
        near /= near.sum(axis=1, keepdims=True)
        mean = (near[..., None] * tangent[index]).sum(axis=1)
        direction[mine] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        fibre[mine] = index // lines.shape[1] + before
        share[mine] = near
        yielding[mine] = _yielding(lines, fleshy).ravel()[index]
        before += len(lines)
    return Shortening(direction, fibre, share, yielding)
