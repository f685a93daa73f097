"""Are the attachments of gluteus medius as large as they should be, where they should be, and under the muscle?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from anatomy_viewer.atlas.figures.figure import CannotMeasureError, Question
from anatomy_viewer.atlas.figures.muscles import GLUTEAL_LINES, GRAY, ROBERTSON
from anatomy_viewer.atlas.figures.parts import Parts
from anatomy_viewer.atlas.figures.solid import Floats, Points, Solid
from anatomy_viewer.atlas.model import Attachment

_ORIGIN = "origin"
_LATERAL = "insertion_lateral_facet"
_SUPEROPOSTERIOR = "insertion_superoposterior_facet"
_ON_MUSCLE_MM = 2.0
_SHAFT = (0.35, 0.65)
"""The part of a femur's length, from below, in which its shaft runs straight enough to give it a direction."""


def questions(parts: Parts) -> Iterator[Question]:
    """Areas, extents and directions of the patches, course of the gluteal lines; none of a pack without attachments."""
    if not parts.atlas.attachments:
        return
    for side in parts.sides:
        ask = partial(Question, "attachments", f"gluteus_medius.{side}")
        yield from _origin(parts, side, ask)
        yield from _facets(parts, side, ask)


def _origin(parts: Parts, side: str, ask: partial[Question]) -> Iterator[Question]:
    origin = partial(_attachment, parts, side, _ORIGIN)
    yield ask("area of origin", lambda: origin().area_mm2 / 100, "cm²", 45, 80, **GLUTEAL_LINES)
    what = f"origin within {_ON_MUSCLE_MM:g} mm of the muscle"
    yield ask(what, partial(_percent_on_muscle, parts, side), "%", low=90)
    measure = partial(_from_end, parts, side, "anterior_gluteal_line", "asis")
    yield ask("anterior gluteal line, ASIS to start", measure, "mm", 30, 50, **GRAY)
    measure = partial(_from_end, parts, side, "posterior_gluteal_line", "psis")
    yield ask("posterior gluteal line, PSIS to start", measure, "mm", 40, 60, **GRAY)


def _facets(parts: Parts, side: str, ask: partial[Question]) -> Iterator[Question]:
    lateral, upper = partial(_attachment, parts, side, _LATERAL), partial(_attachment, parts, side, _SUPEROPOSTERIOR)
    yield ask("area of lateral facet", lambda: lateral().area_mm2, "mm²", 380, 496, **ROBERTSON)
    yield ask("length of lateral facet", lambda: _longest(lateral())[0], "mm", 30.5, 39.1, **ROBERTSON)
    yield ask("lateral facet to shaft of femur", partial(_to_shaft_deg, parts, side), "°", 30.1, 43.5, **ROBERTSON)
    yield ask("area of superoposterior facet", lambda: upper().area_mm2, "mm²", 148, 244, **ROBERTSON)
    yield ask("superoposterior facet, least width", lambda: _widths(upper()).min(), "mm", 15, 19, **ROBERTSON)
    yield ask("superoposterior facet, greatest width", lambda: _widths(upper()).max(), "mm", 15, 19, **ROBERTSON)


def _attachment(parts: Parts, side: str, part: str) -> Attachment:
    id_ = f"gluteus_medius.{side}.{part}"
    if id_ not in parts.atlas.attachments:
        raise CannotMeasureError(f"the model has no attachment '{id_}'")
    return parts.atlas.attachments[id_]


def _percent_on_muscle(parts: Parts, side: str) -> float:
    patch = Solid.of(_attachment(parts, side, _ORIGIN).patch)
    near = parts[f"gluteus_medius.{side}"].signed_distance(patch.centroids) <= _ON_MUSCLE_MM
    return float(100 * patch.double_areas[near].sum() / patch.double_areas.sum())


def _from_end(parts: Parts, side: str, line: str, end: str) -> float:
    """Way along the crest from one of its ends to where a gluteal line begins, mm."""
    crest, points = _curve(parts, f"iliac_crest.{side}"), _curve(parts, f"{line}.{side}")
    to_first, to_last = np.linalg.norm(crest[[0, -1]] - parts.point(f"{end}.{side}"), axis=1)
    crest = crest if to_first < to_last else crest[::-1]
    begins = int(np.argmin(np.linalg.norm(crest - points[0], axis=1)))
    return float(np.linalg.norm(np.diff(crest[: begins + 1], axis=0), axis=1).sum())


def _curve(parts: Parts, id_: str) -> Points:
    if id_ not in parts.atlas.curves:
        raise CannotMeasureError(f"the model has no curve '{id_}'")
    return parts.atlas.curves[id_].points


def _longest(attachment: Attachment) -> tuple[float, Points]:
    """Greatest distance between two points of the outline, and the unit vector from one to the other."""
    offsets = attachment.boundary[:, None] - attachment.boundary[None]
    lengths = np.linalg.norm(offsets, axis=2)
    one, other = np.unravel_index(int(lengths.argmax()), lengths.shape)
    return float(lengths[one, other]), np.asarray(offsets[one, other] / lengths[one, other])


def _to_shaft_deg(parts: Parts, side: str) -> float:
    _, along = _longest(_attachment(parts, side, _LATERAL))
    return float(np.degrees(np.arccos(abs(float(along @ _shaft(parts[f"femur.{side}"]))))))


def _shaft(femur: Solid) -> Points:
    """Unit vector along the middle of a femur: the main axis of its vertices there."""
    heights = femur.vertices[:, 2]
    low, high = heights.min() + np.ptp(heights) * np.array(_SHAFT)
    middle = femur.vertices[(heights > low) & (heights < high)]
    if len(middle) < 3:
        raise CannotMeasureError("the femur has no shaft")
    return np.asarray(np.linalg.svd(middle - middle.mean(axis=0), full_matrices=False)[2][0])


def _widths(attachment: Attachment) -> Floats:
    """Widths of an outline between parallel lines in its own plane, every degree, (180,) mm."""
    offsets = attachment.boundary - attachment.boundary.mean(axis=0)
    plane = np.linalg.svd(offsets, full_matrices=False)[2][:2]
    angles = np.radians(np.arange(180))
    return np.asarray(np.ptp(offsets @ plane.T @ np.vstack([np.cos(angles), np.sin(angles)]), axis=0))
