"""What the legend says of a picture of pain, and what is written beside an X."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.trigger_points import INSIDE, TriggerPoint
from anatomy_viewer.pain.colours import PALETTES as COLOURS
from anatomy_viewer.scene.pain_wording import PainWording
from anatomy_viewer.scene.themes import PALETTES, Color
from anatomy_viewer.state.view_state import ViewState

_SHARED = 1.5
_MOST_NAMED = 3
"""So many points that share a place are named; of more it is only said that they are several."""


Sample = Literal["plain", "striped", "mark", "line", "ring"]


@dataclass(frozen=True)
class Entry:
    """One line of the legend: what it shows a sample of, in which colours, and what that means."""

    sample: Sample
    color: Color
    paler: Color
    text: str


def entries(
    atlas: Atlas,
    state: ViewState,
    ids: Sequence[str],
    sharing: npt.NDArray[np.floating],
    wording: PainWording,
) -> list[Entry]:
    """The lines of the legend for the trigger points in the picture; sharing (n_light,) says how many cover a place."""
    colours, ink = COLOURS[state.pain.palette], PALETTES[state.theme].hover
    palette, strength = PALETTES[state.theme], state.pain.opacity

    def faint(color: tuple[int, int, int]) -> Color:
        """As faint as the zones are in the picture."""
        return _between(palette.background, unit(color), strength)

    essential, spillover = faint(colours.essential), faint(colours.spillover)
    points = [atlas.trigger_points[id_] for id_ in ids]
    told: list[Entry] = []
    if points:
        told.append(Entry("plain", essential, essential, wording.essential))
    if any(point.spillover_zone is not None for point in points):
        told.append(Entry("striped", _between(spillover, essential, 0.55), spillover, wording.spillover))
    sharers = [point for point in points if len(points) > 1 and _covers(point, sharing)]
    if sharers:
        named = " + ".join(short(point) for point in sharers)
        text = wording.shared.format(points=named) if len(sharers) <= _MOST_NAMED else wording.several
        told.append(Entry("plain", faint(colours.shared), faint(colours.shared), text))
    if state.pain.drawing:
        told.append(Entry("plain", faint(colours.drawing), faint(colours.drawing), wording.drawing))
    if points:
        told.append(Entry("mark", ink, ink, wording.mark))
    if points and state.pain.press:
        told.append(Entry("ring", palette.selection, palette.selection, wording.ring))
    if points and state.pain.referral_paths:
        told.append(Entry("line", unit(colours.referral_paths), unit(colours.referral_paths), wording.referral_paths))
    return told


def note(atlas: Atlas, ids: Sequence[str], wording: PainWording) -> str:
    """How sure the zones of the trigger points in the picture are, then what holds of all of them."""
    points = [atlas.trigger_points[id_] for id_ in ids]
    grades = {"A/B": wording.in_part, "B": wording.second_hand, "D": wording.unsourced}
    told = []
    for grade, text in grades.items():
        graded = [short(point) for point in points if point.essential_zone.confidence == grade]
        if graded:
            left = len(graded) - _MOST_NAMED
            more = [wording.more.format(count=left)] if left > 0 else []
            told.append(text.format(points=", ".join([*graded[:_MOST_NAMED], *more])))
    return " ".join([*told, wording.note])


def short(point: TriggerPoint) -> str:
    """A trigger point in two words: its muscle's own name and its label."""
    return f"{point.muscle.partition('.')[0].rpartition('_')[2]} {point.label}"


def label(atlas: Atlas, point: TriggerPoint) -> str:
    """What stands beside the X."""
    return f"{atlas.structures[point.muscle].names.en}: {point.label}"


def unit(color: tuple[int, int, int]) -> Color:
    """A colour of 0-255 as one of 0-1."""
    red, green, blue = (channel / 255 for channel in color)
    return red, green, blue


def _covers(point: TriggerPoint, sharing: npt.NDArray[np.floating]) -> bool:
    """Whether a zone of the point reaches where several lie over each other."""
    inside = np.maximum(point.light_essential, point.light_spillover) >= INSIDE
    return bool((inside & (sharing >= _SHARED)).any())


def _between(one: Color, other: Color, share: float) -> Color:
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue
