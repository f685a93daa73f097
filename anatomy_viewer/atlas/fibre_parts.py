"""The parts of a muscle that its fibres make up, each with a name, a length and a place it goes to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from anatomy_viewer.atlas.fan import lengths_mm
from anatomy_viewer.atlas.model import Atlas, Names

_GOES_TO_MM = 5.0
"""A fibre whose end is this near to an attachment goes there."""


@dataclass(frozen=True)
class FibrePart:
    """One part of a muscle's fibres: `number` is its place among the parts of the muscle's FibreSet."""

    id: str
    names: Names
    muscle: str
    number: int


@dataclass(frozen=True)
class PartMeasures:
    """How many fibres a part has, their mean length and the belly's share of it, mm, and where they go.

    `goes_to` counts fibres by id of the attachment their lower end lies on, the most frequent first.
    """

    fibres: int
    mean_mm: float
    fleshy_mean_mm: float
    goes_to: Mapping[str, int]


def fibre_parts(atlas: Atlas) -> dict[str, FibrePart]:
    """Every part of every muscle with fibres, by id, such as "gluteus_medius.right.fibres.posterior_part"."""
    parts: dict[str, FibrePart] = {}
    for muscle, fibres in atlas.fibres.items():
        whole = atlas.structures[muscle].names
        for number, own in enumerate(fibres.parts):
            names = Names(f"{whole.en}, {_within(own.en)}", f"{whole.la}, {_within(own.la)}")
            parts[part_id(muscle, own, number)] = FibrePart(part_id(muscle, own, number), names, muscle, number)
    return parts


def part_id(muscle: str, names: Names, number: int) -> str:
    """What the part with these names is called in a state; one without letters goes by its number."""
    return f"{muscle}.fibres.{re.sub(r'[^a-z0-9]+', '_', names.en.lower()).strip('_') or number}"


def measure_part(atlas: Atlas, part: FibrePart) -> PartMeasures:
    """The figures of one part; KeyError if the model does not have its muscle's fibres."""
    fibres = atlas.fibres[part.muscle]
    own = fibres.part == part.number
    points, fleshy = fibres.points[own], fibres.fleshy_mm[own]
    counts: dict[str, int] = {}
    ends = points[:, -1].astype(np.float64)
    goals = [one for one in atlas.attachments.values() if one.muscle == part.muscle and one.kind == "insertion"]
    if goals and len(ends):
        gaps = np.array([np.linalg.norm(ends[:, None] - one.patch.vertices, axis=2).min(axis=1) for one in goals])
        for goal, gap in zip(gaps.argmin(axis=0), gaps.min(axis=0), strict=True):
            if gap < _GOES_TO_MM:
                counts[goals[goal].id] = counts.get(goals[goal].id, 0) + 1
    ordered = dict(sorted(counts.items(), key=lambda item: -item[1]))
    mean = float(lengths_mm(points).mean()) if len(points) else 0.0
    belly = float((fleshy[:, 1] - fleshy[:, 0]).mean()) if len(points) else 0.0
    return PartMeasures(int(own.sum()), mean, belly, MappingProxyType(ordered))


def _within(name: str) -> str:
    """A name as it stands behind another."""
    return name[:1].lower() + name[1:]
