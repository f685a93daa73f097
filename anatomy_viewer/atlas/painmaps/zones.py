"""One zone of pain over the skin: made from its parts, and held against what its map promises of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csgraph

from anatomy_viewer.atlas.attachments.region import RegionError
from anatomy_viewer.atlas.attachments.surface import Floats, Indices
from anatomy_viewer.atlas.painmaps.definitions import PartTable, PointTable, ZoneTable
from anatomy_viewer.atlas.painmaps.fields import SkinField, intensity, union
from anatomy_viewer.atlas.painmaps.outlines import outline_of
from anatomy_viewer.atlas.painmaps.places import Keys, MapError, Places
from anatomy_viewer.atlas.trigger_points import INSIDE, OUTSIDE

_SEAM_CM2 = 1.0
"""Tiers that share no more than this are taken to touch."""

_HEART = 0.5
"""The middle of a zone is sought where it is at least this deep, as a share of its greatest depth."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """A zone on the skin: signed distance (n,) mm and intensity (n,), its area, and the vertex in its middle.

    hearts: the middle of each of its pieces, the largest piece first.
    """

    distance: Floats
    intensity: Floats
    area_cm2: float
    hearts: list[int]


def essential_zone(field: SkinField, places: Places, table: ZoneTable, keys: Keys) -> Drawn:
    """The essential zone; MapError if it does not keep what its map promises."""
    drawn = _drawn(field, table, _joined(field, places, table, keys), places, keys)
    _check(field, places, table, drawn, keys)
    return drawn


def spillover_zone(field: SkinField, places: Places, table: ZoneTable, essential: Drawn, keys: Keys) -> Drawn:
    """The spill-over zone outside the essential one; MapError if it does not keep what its map promises."""
    distance = _joined(field, places, table, keys)
    shared = field.area_cm2(intensity(np.minimum(distance, essential.distance), table.soft_mm))
    if shared > _SEAM_CM2 and not table.without_essential:
        what = f"overlaps the essential zone by {shared:.0f} cm²."
        remedy = "Draw it beside that zone, or say 'without_essential = true' to leave that zone out of it."
        raise MapError(places.map.file, keys, what, remedy)
    drawn = _drawn(field, table, np.minimum(distance, -essential.distance), places, keys)
    _check(field, places, table, drawn, keys)
    _check_touching(field, places, table, essential, drawn, keys)
    return drawn


def _joined(field: SkinField, places: Places, table: ZoneTable, keys: Keys) -> Floats:
    parts = [_part(field, places, part, (*keys, "parts", number)) for number, part in enumerate(table.parts, 1)]
    joined = field.rounded(union(parts))
    if all(part.sides == "both" for part in table.parts):
        # The two orders of summing differ in the last digit.
        joined = 0.5 * (joined + field.mirrored(joined))
    return joined


def _part(field: SkinField, places: Places, part: PartTable, keys: Keys) -> Floats:
    try:
        distance = field.distance(outline_of(places, part, keys))
    except RegionError as error:
        raise MapError(places.map.file, keys, f"cannot be drawn: its outline {error}.", "Correct its places.") from None
    return union([distance, field.mirrored(distance)]) if part.sides == "both" else distance


def _drawn(field: SkinField, table: ZoneTable, distance: Floats, places: Places, keys: Keys) -> Drawn:
    values = field.near_inside(intensity(distance, table.soft_mm), INSIDE)
    pieces = _pieces(field, values)
    if not pieces:
        raise MapError(places.map.file, keys, "is empty.", "Draw it larger.")
    return Drawn(distance, values, field.area_cm2(values), [_heart(field, distance, piece) for piece in pieces])


def _pieces(field: SkinField, values: Floats) -> list[Indices]:
    """Vertices of the connected pieces of a zone, the largest first."""
    inside = np.flatnonzero(values >= INSIDE)
    if len(inside) == 0:
        return []
    count, label = csgraph.connected_components(field.near[inside][:, inside], directed=False)
    sizes = np.bincount(label, minlength=count)
    return [inside[label == piece] for piece in np.argsort(-sizes, kind="stable") if sizes[piece] >= 0.05 * sizes.max()]


def _heart(field: SkinField, distance: Floats, piece: Indices) -> int:
    """The vertex well inside a piece that is nearest to its centre of area."""
    vertices, weights = field.skin.vertices[piece], field.vertex_areas[piece]
    center = (vertices * weights[:, None]).sum(axis=0) / weights.sum()
    deep = piece[distance[piece] >= _HEART * distance[piece].max()]
    return int(deep[np.linalg.norm(field.skin.vertices[deep] - center, axis=1).argmin()])


def _check(field: SkinField, places: Places, table: ZoneTable, drawn: Drawn, keys: Keys) -> None:
    low, high = table.area_cm2
    if not low <= drawn.area_cm2 <= high:
        what = f"covers {drawn.area_cm2:.1f} cm² of this skin, not {low:g} to {high:g} cm²."
        raise MapError(places.map.file, (*keys, "area_cm2"), what, "Correct its outline or this band.")
    for number, point in enumerate(table.contains, 1):
        value = _value_at(field, places, point, drawn, (*keys, "contains", number))
        if value < INSIDE:
            what = f"names a place that the zone does not contain (intensity {value:.2f}, {INSIDE} needed)."
            raise MapError(places.map.file, (*keys, "contains", number), what, "Correct its outline or this place.")
    for number, point in enumerate(table.excludes, 1):
        value = _value_at(field, places, point, drawn, (*keys, "excludes", number))
        if value >= OUTSIDE:
            what = f"names a place that the zone does not keep out of (intensity {value:.2f}, under {OUTSIDE} needed)."
            raise MapError(places.map.file, (*keys, "excludes", number), what, "Correct its outline or this place.")


def _value_at(field: SkinField, places: Places, point: PointTable, drawn: Drawn, keys: Keys) -> float:
    corners, weights = field.bound(places.point(point, keys)[None])
    return float((drawn.intensity[corners[0]] * weights[0]).sum())


def _check_touching(
    field: SkinField, places: Places, table: ZoneTable, essential: Drawn, drawn: Drawn, keys: Keys
) -> None:
    one, other = (zone.intensity[field.skin.triangles] >= INSIDE for zone in (essential, drawn))
    touching = bool((one.any(axis=1) & other.any(axis=1)).any())
    if touching is table.separate:
        what = "touches the essential zone." if touching else "does not touch the essential zone."
        remedy = "Take 'separate' out." if touching else "Draw it up to that zone, or say 'separate = true'."
        raise MapError(places.map.file, (*keys, "separate"), what, remedy)
