"""Fibre lines in the order in which a fan opens, and how their parts are coloured."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import FibreSet

Floats = npt.NDArray[np.float32]
Colors = npt.NDArray[np.uint8]

PART_COLORS: tuple[tuple[int, int, int], ...] = ((240, 168, 48), (30, 148, 134), (106, 66, 156))
"""From front to back: amber, teal, violet. Their lightness falls too, so that they differ for every kind of eye."""

TENDON_COLOR = (238, 230, 208)

_TURN_MM = 6.0
"""Over so much of its length a fibre turns from belly to tendon."""


def opening_ranks(points: Floats) -> Floats:
    """How far the fan must be open for each line (k, s, 3) to show, (k,) from 0, the hindmost, to 1.

    Ordered by the angle of the end-to-end direction in the sagittal plane: the hindmost runs most steeply forward.
    """
    chord = points[:, -1].astype(np.float64) - points[:, 0]
    forward = np.arctan2(chord[:, 1], -chord[:, 2])
    ranks = np.empty(len(points), np.float32)
    ranks[np.argsort(-forward, kind="stable")] = np.linspace(0.0, 1.0, len(points), dtype=np.float32)
    return ranks


def part_place(part: int, parts: int) -> int:
    """Which of the looks from front to back one of so many parts takes; the outermost two where there are only two."""
    return round(part * (len(PART_COLORS) - 1) / max(parts - 1, 1)) % len(PART_COLORS)


def part_color(part: int, parts: int) -> tuple[int, int, int]:
    """sRGB, 0-255, of one of so many parts: in the fan, in its key and in plots alike."""
    return PART_COLORS[part_place(part, parts)]


def part_colors(fibres: FibreSet) -> Colors:
    """Colour of each line's part, (k, 3)."""
    table = np.array([part_color(part, len(fibres.parts)) for part in range(len(fibres.parts))], np.uint8)
    return np.asarray(table[fibres.part])


def tendon_share(fibres: FibreSet) -> Floats:
    """Of each point of each line whether it is belly, 0, or tendon, 1, (k, s)."""
    steps = np.linalg.norm(np.diff(fibres.points, axis=1), axis=2)
    along = np.concatenate([np.zeros((len(steps), 1)), np.cumsum(steps, axis=1)], axis=1)
    begin, end = fibres.fleshy_mm[:, :1], fibres.fleshy_mm[:, 1:]
    outside = np.maximum(begin - along, along - end)
    return np.asarray(
        np.clip(outside / _TURN_MM + 0.5, 0.0, 1.0) * ((begin > along) | (along > end - _TURN_MM)), np.float32
    )


def line_colors(fibres: FibreSet) -> Colors:
    """Colour of each point of each line: its part's in the belly, pale in the tendon, (k, s, 3)."""
    share = tendon_share(fibres)[..., None]
    mixed = part_colors(fibres)[:, None, :] * (1 - share) + np.array(TENDON_COLOR) * share
    return np.asarray(np.round(mixed), np.uint8)
