"""From the words of a pain map to numbers over the skin, for the right side of a body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.attachments import polyline
from anatomy_viewer.atlas.attachments.surface import Floats, Points, Surface
from anatomy_viewer.atlas.model import Mesh, Vector
from anatomy_viewer.atlas.painmaps.definitions import PainMap, SpotTable, TriggerPointTable
from anatomy_viewer.atlas.painmaps.fields import SkinField, stepped
from anatomy_viewer.atlas.painmaps.mirror import mirror_vertices
from anatomy_viewer.atlas.painmaps.places import Keys, MapError, Places, crossings, vector
from anatomy_viewer.atlas.painmaps.zones import Drawn, essential_zone, spillover_zone
from anatomy_viewer.atlas.patience import Patience, TooLongError
from anatomy_viewer.atlas.trigger_points import INSIDE, SkinPlaces

if TYPE_CHECKING:
    import potpourri3d as pp3d

Steps = npt.NDArray[np.uint16]

_PATH_STEP_MM = 4.0
_THINNEST_MM = 3.0
_MOST_S = 20.0
"""Work on one trigger point, s; the largest shipped one takes a twentieth."""


@dataclass(frozen=True, eq=False)
class Compiled:
    """One trigger point on the right side of a body, as it is kept in the file of compiled maps.

    position, press_position (3,) mm; full and light: intensities of the essential and of the spill-over zone, (2, n)
    in steps of 1/65535; areas_cm2 (2,); centers (2, 3) mm; referral_paths: over the skin.
    """

    position: Vector
    press_position: Vector
    press: SkinPlaces
    full: Steps
    light: Steps
    areas_cm2: Floats
    centers: Points
    referral_paths: tuple[SkinPlaces, ...]


@dataclass(frozen=True, eq=False)
class Body:
    """The right side of a body to lay maps on: its skin, and what maps may name, without the side in its name.

    landmarks: (3,) mm; curves: (k, 3) mm; muscles: their full surfaces. patience: called again and again while a map is
    worked out; what it raises ends that.
    """

    skin: Mesh
    light_skin: Mesh
    landmarks: Mapping[str, Vector]
    curves: Mapping[str, Points]
    muscles: Mapping[str, Mesh]
    patience: Patience = field(default_factory=Patience)

    @cached_property
    def ground(self) -> SkinField:
        """The full skin ready for fields; ValueError if it is not its own mirror image."""
        return SkinField(Surface.of(self.skin, self.patience), mirror_vertices(self.skin))

    @cached_property
    def light_places(self) -> SkinPlaces:
        """Where the vertices of the light skin lie on the full one."""
        return _bound(self.ground, self.light_skin.vertices.astype(np.float64))

    @cached_property
    def paths(self) -> pp3d.EdgeFlipGeodesicSolver:
        """Finds straight ways over the skin."""
        import potpourri3d as pp3d  # noqa: PLC0415  (only needed where maps are worked out)

        return pp3d.EdgeFlipGeodesicSolver(self.ground.skin.vertices, self.ground.skin.triangles)


def compile_point(body: Body, pain_map: PainMap, id_: str) -> Compiled:
    """One trigger point of a map on a body; MapError names the key that cannot be met, or the bound that is passed."""
    try:
        with body.patience.within(_MOST_S):
            return _compiled(body, pain_map, id_)
    except MapError:
        raise
    except (ValueError, TooLongError) as error:
        what = f"cannot be laid on this model: it {error}."
        raise MapError(pain_map.file, ("points", id_), what, "Correct its places.") from None


def _compiled(body: Body, pain_map: PainMap, id_: str) -> Compiled:
    table, keys = pain_map.points[id_], ("points", id_)
    field = body.ground
    places = Places(pain_map, field.skin, body.landmarks, body.curves)
    position = _spot(places, table.spot, Surface.of(body.muscles[pain_map.muscle], body.patience), (*keys, "spot"))
    press_position = field.skin.closest(position[None])[0][0]
    tiers = _tiers(field, places, table, keys)
    full = _steps(field, tiers)
    light = np.stack([_carried(body.light_places, values) for values in full])
    return Compiled(
        position=position,
        press_position=press_position,
        press=_bound(field, press_position[None]),
        full=full,
        light=light,
        areas_cm2=np.array([drawn.area_cm2 if drawn else 0.0 for drawn in tiers]),
        centers=np.array([field.skin.vertices[drawn.hearts[0]] if drawn else press_position for drawn in tiers]),
        referral_paths=tuple(_path(body, press_position, heart) for drawn in tiers if drawn for heart in drawn.hearts),
    )


def _spot(places: Places, table: SpotTable, muscle: Surface, keys: Keys) -> Vector:
    """Halfway through the muscle, where the line of the map stays in it longest."""
    start, along = places.point(table.place, (*keys, "place")), vector(table.through)
    depth, _, facing = crossings(muscle, start, along)
    inside = np.flatnonzero((facing[:-1] < 0.0) & (facing[1:] > 0.0))
    if len(inside) == 0 or (depth[inside + 1] - depth[inside]).max() < _THINNEST_MM:
        what = f"does not lead through '{places.map.muscle}'."
        raise MapError(places.map.file, keys, what, "Correct 'place' or 'through'.")
    longest = inside[np.argmax(depth[inside + 1] - depth[inside])]
    return np.asarray(start + along * (depth[longest] + depth[longest + 1]) / 2.0)


def _tiers(field: SkinField, places: Places, table: TriggerPointTable, keys: Keys) -> tuple[Drawn, Drawn | None]:
    essential = essential_zone(field, places, table.essential, (*keys, "essential"))
    if table.spillover is None:
        return essential, None
    return essential, spillover_zone(field, places, table.spillover, essential, (*keys, "spillover"))


def _steps(field: SkinField, tiers: tuple[Drawn, Drawn | None]) -> Steps:
    """Intensities of both tiers, (2, n); on the line between them a vertex belongs to the essential one only."""
    essential, spillover = (
        stepped(drawn.intensity) if drawn else np.zeros(len(field.skin.vertices), np.uint16) for drawn in tiers
    )
    most = int(np.ceil(INSIDE * 65535)) - 1
    spillover[essential > most] = np.minimum(spillover[essential > most], most)
    return np.stack([essential, spillover])


def _carried(places: SkinPlaces, steps: Steps) -> Steps:
    return np.asarray(np.rint((steps[places.corners] * places.weights).sum(axis=1)), np.uint16)


def _bound(field: SkinField, points: Points) -> SkinPlaces:
    corners, weights = field.bound(points)
    return SkinPlaces(corners.astype(np.int32), weights.astype(np.float32))


def _path(body: Body, start: Vector, heart: int) -> SkinPlaces:
    """The straight way over the skin from a place on it to a vertex."""
    field = body.ground
    first = int(np.linalg.norm(field.skin.vertices - start, axis=1).argmin())
    way = field.skin.vertices[[first, heart]] if first == heart else body.paths.find_geodesic_path(first, heart)
    way = np.vstack([start, way[1:]])
    return _bound(field, polyline.even(way, _PATH_STEP_MM))
