"""Does the fan of gluteus medius run where it should, as long and as wide as published?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from anatomy_viewer.atlas import gait2392
from anatomy_viewer.atlas.fan import FanMeasures, measure_fan
from anatomy_viewer.atlas.figures.figure import CannotMeasureError, Question, Source
from anatomy_viewer.atlas.figures.parts import Parts
from anatomy_viewer.atlas.figures.solid import Floats, Solid
from anatomy_viewer.atlas.model import FibreSet


def _around_gait(percent: int) -> Source:
    """An own band around a length of gait2392."""
    return Source(
        source=f"own band of ± {percent} % around gait2392 (Delp et al. 1990, doi 10.1109/10.102791), scaled by "
        "the distance of the hip joint centres",
        evidence="computed",
    )


_WARD = Source(
    source="Ward et al. 2009, doi 10.1007/s11999-008-0594-8, read second-hand, within the ± given; the "
    "model was made to it",
    evidence="measured",
)
_MODELS = Source(source="gait2392 (Delp et al. 1990), Rajagopal et al. 2016", evidence="computed")
_LEANS_DEG = {"Anterior part": (25.5, 16.3), "Middle part": (5.4, -1.4), "Posterior part": (-14.3, -20.3)}
"""From vertical, seen from the side, positive where the upper end lies in front: gait2392, Rajagopal 2016."""


def questions(parts: Parts) -> Iterator[Question]:
    """Number, course, lengths and spread of the fibres; none of a pack without fibres."""
    if not parts.atlas.fibres:
        return
    for side in parts.sides:
        yield from _medius(parts, f"gluteus_medius.{side}")


def _medius(parts: Parts, muscle: str) -> Iterator[Question]:
    ask = partial(Question, "fan", muscle)
    measures = partial(_measures, parts, muscle)
    scale = _scale(parts)
    mean = scale * float(np.mean(list(gait2392.LENGTHS_MM.values())))
    yield ask("fibres", lambda: len(_fibres(parts, muscle).points), low=150)
    yield ask("points in the muscle or within 1 mm", partial(_percent_inside, parts, muscle), "%", low=99)
    yield ask("farthest start from the origin", partial(_start_gap, parts, muscle), "mm", high=2)
    yield ask("farthest end from its insertion", partial(_end_gap, parts, muscle), "mm", high=2)
    yield ask("mean length", lambda: measures().mean_mm, "mm", 0.85 * mean, 1.15 * mean, **_around_gait(15))
    for part, length in gait2392.LENGTHS_MM.items():
        low, high = 0.75 * scale * length, 1.25 * scale * length
        yield ask(
            f"mean length, {part.lower()}",
            partial(_part_mean, parts, muscle, part),
            "mm",
            low,
            high,
            **_around_gait(25),
        )
    yield ask("mean fleshy length", lambda: measures().fleshy_mean_mm, "mm", 57.6, 89.0, **_WARD)
    # The fibres that lean most spread wider than mean lines of parts, which in those models spread 37 to 40 degrees.
    yield ask("fibres that lean most, spread from the side", lambda: measures().spread_sagittal_deg, "°", low=37)
    spread = partial(_parts_spread, parts, muscle)
    yield ask("outer parts' mean lines, spread from the side", spread, "°", beside="37 to 40 °", **_MODELS)
    for part, leans in _LEANS_DEG.items():
        beside = " and ".join(f"{lean:+g} °" for lean in leans)
        lean = partial(_part_lean, parts, muscle, part)
        yield ask(f"mean line from vertical, {part.lower()}", lean, "°", beside=beside, **_MODELS)


def _fibres(parts: Parts, muscle: str) -> FibreSet:
    if muscle not in parts.atlas.fibres:
        raise CannotMeasureError(f"the model has no fibres of '{muscle}'")
    return parts.atlas.fibres[muscle]


def _measures(parts: Parts, muscle: str) -> FanMeasures:
    measures = measure_fan(parts.atlas, muscle)
    if measures is None:
        raise CannotMeasureError(f"the model has no fibres of '{muscle}'")
    return measures


def _part_mean(parts: Parts, muscle: str, part: str) -> float:
    means = _measures(parts, muscle).part_mean_mm
    if part not in means:
        raise CannotMeasureError(f"the fibres have no part '{part}'")
    return means[part]


def _parts_spread(parts: Parts, muscle: str) -> float:
    spread = _measures(parts, muscle).parts_spread_deg
    if spread is None:
        raise CannotMeasureError("the fibres have only one part")
    return spread


def _part_lean(parts: Parts, muscle: str, part: str) -> float:
    leans = _measures(parts, muscle).part_lean_deg
    if part not in leans:
        raise CannotMeasureError(f"the fibres have no part '{part}'")
    return leans[part]


def _scale(parts: Parts) -> float:
    apart = gait2392.joints_apart_mm(parts.atlas)
    return apart / gait2392.JOINTS_APART_MM if apart is not None else 1.0


def _percent_inside(parts: Parts, muscle: str) -> float:
    points = _fibres(parts, muscle).points.astype(np.float64).reshape(-1, 3)
    return float(100 * (parts[muscle].signed_distance(points) <= 1.0).mean())


def _gap(parts: Parts, muscle: str, points: Floats, *ends: str) -> float:
    """Greatest distance of points from the nearest of some attachments, mm."""
    gaps = []
    for end in ends:
        id_ = f"{muscle}.{end}"
        if id_ not in parts.atlas.attachments:
            raise CannotMeasureError(f"the model has no attachment '{id_}'")
        gaps.append(Solid.of(parts.atlas.attachments[id_].patch).distance(points))
    return float(np.min(gaps, axis=0).max())


def _start_gap(parts: Parts, muscle: str) -> float:
    return _gap(parts, muscle, _fibres(parts, muscle).points[:, 0].astype(np.float64), "origin")


def _end_gap(parts: Parts, muscle: str) -> float:
    """The posterior part goes to the superoposterior facet, the others to the lateral one."""
    fibres = _fibres(parts, muscle)
    ends, last = fibres.points[:, -1].astype(np.float64), len(fibres.parts) - 1
    rear = fibres.part == last
    return max(
        _gap(parts, muscle, ends[~rear], "insertion_lateral_facet"),
        _gap(parts, muscle, ends[rear], "insertion_superoposterior_facet"),
    )
