"""Shapes of neighbouring angles made to follow each other smoothly, so that nothing pops as the hip moves."""

from __future__ import annotations

import numpy as np
from motion_contact import Obstacles
from motion_finish import Surface
from scipy.linalg import solve

STIFFNESS = 0.6
"""Of the third difference over key angles against staying where one is: ripples shorter than about four keys go."""


def _smoother(count: int, fixed: int) -> np.ndarray:
    """Matrix (count, count) that takes ripples away along the keys and leaves the one `fixed` alone."""
    third = np.diff(np.eye(count), 3, axis=0)
    weight = np.ones(count)
    weight[fixed] = 1.0e6
    return np.asarray(solve(np.diag(weight) + STIFFNESS * third.T @ third, np.diag(weight), assume_a="pos"))


def smoothed(
    surface: Surface, points: np.ndarray, worlds: list[Obstacles], clearance: np.ndarray, angles: np.ndarray
) -> np.ndarray:
    """Points (a, n, 3) without ripples along the angle, attached vertices exactly with their bones, at their volume."""
    neutral = int(np.flatnonzero(angles == 0.0)[0])
    result = np.einsum("ab,bnx->anx", _smoother(len(points), neutral), points)
    for at, world in enumerate(worlds):
        held = surface.muscle.held(world.turn)
        result[at][surface.attached] = held[surface.attached]
        result[at] = surface.kept_out(result[at], world, clearance)
    result[neutral] = surface.rest
    return result
