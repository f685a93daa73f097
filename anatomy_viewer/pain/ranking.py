"""From pain to muscle: which trigger points send pain to a place, and how well each explains a drawing.

How well is the cosine between the drawing and the zones, both taken as functions over the skin: with D the drawing,
Z = essential + 0.7 · spill-over, and the mean over the skin's area,

    score = ⟨D·Z⟩ / √(⟨D·D⟩ · ⟨Z·Z⟩)

It is 1 if the drawing is the zones themselves, 0 if they share nothing, and does not depend on how strongly one draws.
Its square is how much of the drawing the zones explain times how much of the zones is drawn. It compares outlines; it
knows nothing of how common a point is, and is no probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.once import once
from anatomy_viewer.atlas.trigger_points import INSIDE
from anatomy_viewer.pain.skin import skin_of, vertex_areas

Tier = Literal["essential", "spillover"]

SPILLOVER_WEIGHT = 0.7
"""What spill-over counts beside what is essential (own choice): less, but drawn alone it still finds its own point."""

HOW_RANKED: Final = (
    "The score says how well the zones of a trigger point and the drawing agree, from 0, nothing in common, to 100, "
    "the same: how much of the drawing the zones explain, times how much of the zones is drawn (the root of it). "
    "Essential zones count fully, spill-over 0.7 (our choice). It compares outlines on the skin only; it is not a "
    "probability and "
    "not a diagnosis."
)
"""What the ranking means, for the reader of it."""

_SAME = 1e-6
_LEAST_SHARE = 0.02
"""A point of which less than this of the asked place lies in a zone is not named."""


@dataclass(frozen=True)
class Score:
    """How well one trigger point explains a drawing.

    score: 0 to 1, see above; rank: from 1, equal scores share one; explained: share of the drawing inside its zones;
    covered: share of its zones that is drawn; tier: where most of what they share lies, None if they share nothing.
    """

    id: str
    score: float
    rank: int
    explained: float
    covered: float
    tier: Tier | None


@dataclass(frozen=True)
class PainAt:
    """One trigger point that sends pain to a place.

    tier: where the place lies; intensity: there, 0 to 1; share: of all that send pain there, together 1.
    """

    id: str
    tier: Tier
    intensity: float
    share: float


def rank_trigger_points(atlas: Atlas, drawing: npt.ArrayLike) -> tuple[Score, ...]:
    """All trigger points of a model, the one that explains a pain drawing best first.

    drawing: (n_skin,), at least 0 everywhere, of any scale. Equal scores share a rank and stand in the model's order.
    ValueError if it does not fit the skin or is not a number somewhere.
    """
    values = _checked(atlas, drawing)
    zones = _zones(atlas)
    if not len(zones.ids):
        return ()
    peak = values.max(initial=0.0)
    drawn = values / peak if peak > 0.0 else values
    weighted = zones.areas * drawn
    size = float((weighted * drawn).sum())
    essential, spillover = zones.essential @ weighted, zones.spillover @ weighted
    agreement = essential + SPILLOVER_WEIGHT * spillover
    scores = np.clip(agreement / np.sqrt(np.maximum(size * zones.sizes, 1e-30)), 0.0, 1.0)
    inside, total = zones.inside @ weighted, float(weighted.sum())
    covered = zones.inside @ (zones.areas * (drawn >= INSIDE))
    # What the last digits tell apart is one and the same.
    steps = np.rint(scores / _SAME)
    order = np.argsort(-steps, kind="stable")
    ranks = 1 + np.searchsorted(np.sort(-steps), -steps, side="left")
    return tuple(
        Score(
            id=zones.ids[i],
            score=float(scores[i]),
            rank=int(ranks[i]),
            explained=float(np.clip(inside[i] / total, 0.0, 1.0)) if total > 0.0 else 0.0,
            covered=float(np.clip(covered[i] / max(zones.covers[i], 1e-30), 0.0, 1.0)),
            tier=_tier(float(essential[i]), float(spillover[i])),
        )
        for i in order
    )


def points_at(atlas: Atlas, vertex: int) -> tuple[PainAt, ...]:
    """The trigger points that have a vertex of the full skin in a zone, essential before spill-over, then by share.

    IndexError if there is no such vertex.
    """
    if not 0 <= vertex < len(skin_of(atlas).full.vertices):
        raise IndexError(f"the skin has no vertex {vertex}")
    found = []
    for id_, point in atlas.trigger_points.items():
        essential, spillover = float(point.essential[vertex]), float(point.spillover[vertex])
        if max(essential, spillover) >= INSIDE:
            found.append((id_, essential, spillover))
    return _shared(found)


def points_in(atlas: Atlas, place: npt.ArrayLike) -> tuple[PainAt, ...]:
    """The trigger points that send pain into a part of the skin, essential before spill-over, then by share.

    place: (n_skin,) weights, such as a drawing or a region. Intensities are means over the place. ValueError as for
    `rank_trigger_points`.
    """
    values = _checked(atlas, place)
    zones = _zones(atlas)
    weights = zones.areas * values
    total = float(weights.sum())
    if not len(zones.ids) or total <= 0.0:
        return ()
    essential, spillover = zones.essential @ weights / total, zones.spillover @ weights / total
    within = zones.inside @ weights / total
    return _shared(
        [
            (id_, float(essential[i]), float(spillover[i]))
            for i, id_ in enumerate(zones.ids)
            if within[i] >= _LEAST_SHARE
        ]
    )


@dataclass(frozen=True, eq=False)
class _Zones:
    """All zones of a model side by side: (points, n_skin) each; areas (n_skin,); sizes, covers (points,).

    Most of the skin lies in no zone.
    """

    ids: tuple[str, ...]
    essential: sparse.csr_array
    spillover: sparse.csr_array
    inside: sparse.csr_array
    areas: npt.NDArray[np.float64]
    sizes: npt.NDArray[np.float64]
    covers: npt.NDArray[np.float64]


@once
def _zones(atlas: Atlas) -> _Zones:
    areas = vertex_areas(atlas)
    points = list(atlas.trigger_points.values())
    shape = (len(points), len(areas))
    essential = np.array([point.essential for point in points], np.float64).reshape(shape)
    spillover = np.array([point.spillover for point in points], np.float64).reshape(shape)
    inside = (np.maximum(essential, spillover) >= INSIDE).astype(np.float64)
    sizes = ((essential + SPILLOVER_WEIGHT * spillover) ** 2) @ areas
    return _Zones(
        ids=tuple(point.id for point in points),
        essential=sparse.csr_array(essential),
        spillover=sparse.csr_array(spillover),
        inside=sparse.csr_array(inside),
        areas=areas,
        sizes=sizes,
        covers=inside @ areas,
    )


def _checked(atlas: Atlas, drawing: npt.ArrayLike) -> npt.NDArray[np.float64]:
    values = np.asarray(drawing, np.float64)
    count = len(vertex_areas(atlas))
    if values.shape != (count,):
        raise ValueError(f"a drawing on this skin has the shape ({count},), not {values.shape}")
    if not np.isfinite(values).all() or (values < 0.0).any():
        raise ValueError("a drawing holds numbers of at least 0 only")
    return values


def _shared(found: list[tuple[str, float, float]]) -> tuple[PainAt, ...]:
    weights = [essential + SPILLOVER_WEIGHT * spillover for _, essential, spillover in found]
    total = sum(weights)
    named = []
    for (id_, essential, spillover), weight in zip(found, weights, strict=True):
        tier: Tier = "essential" if essential >= spillover else "spillover"
        named.append(PainAt(id_, tier, max(essential, spillover), weight / total))
    return tuple(sorted(named, key=lambda pain: (pain.tier != "essential", -pain.share)))


def _tier(essential: float, spillover: float) -> Tier | None:
    if max(essential, spillover) <= 0.0:
        return None
    return "essential" if essential >= spillover else "spillover"
