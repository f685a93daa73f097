"""Which trigger points a model has, in the order of the number keys, and how they are called on screen."""

from __future__ import annotations

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.state.pain import PainSide

KEYED: tuple[str, ...] = (
    "gluteus_medius.trp1",
    "gluteus_medius.trp2",
    "gluteus_medius.trp3",
    "gluteus_minimus.anterior",
    "gluteus_minimus.posterior",
    "gluteus_maximus.trp1",
    "gluteus_maximus.trp2",
    "gluteus_maximus.trp3",
)
"""The trigger points of the number keys 1 to 8, without their side."""


def stem_of(id_: str) -> str:
    """The id of a trigger point without its side."""
    return id_.rpartition(".")[0]


def stems(atlas: Atlas) -> list[str]:
    """The trigger points of a model without their sides: those with a number key first."""
    found = dict.fromkeys(map(stem_of, atlas.trigger_points))
    return [stem for stem in KEYED if stem in found] + [stem for stem in found if stem not in KEYED]


def on_side(points: frozenset[str], side: PainSide) -> tuple[str, ...]:
    """The ids of one side."""
    return tuple(sorted(id_ for id_ in points if id_.endswith(f".{side}")))


def short_name(atlas: Atlas, id_: str) -> str:
    """The muscle without its side, and the label of the point: "Gluteus medius TrP1"."""
    point = atlas.trigger_points[id_]
    muscle = point.muscle.partition(".")[0].replace("_", " ").capitalize()
    return f"{muscle} {point.label}"
