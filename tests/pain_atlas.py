"""The tiny model with trigger points whose zones are balls on its skin; real maps need real landmarks."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.model import Atlas, Names
from anatomy_viewer.atlas.trigger_points import SkinPlaces, TriggerPoint, Zone

TRP1, TRP2, TWIN1 = "gluteus_medius.trp1.right", "gluteus_medius.trp2.right", "gluteus_medius.trp1.left"
MAXIMUS = "gluteus_maximus.trp3.right"

BACK, OUTER = (60.0, -195.0, 40.0), (225.0, -20.0, 40.0)
"""Middles of the essential zones of TRP1 and TRP2, near the skin."""
RADIUS_MM = 60.0
SPILL_MM = 110.0

Floats = npt.NDArray[np.float32]


def with_pain(atlas: Atlas) -> Atlas:
    """`atlas` with two trigger points of the right medius, the mirror image of the first, and one of maximus."""
    made = [
        trigger_point(atlas, TRP1, (135.0, -40.0, 60.0), BACK, spill=True),
        trigger_point(atlas, TWIN1, (-135.0, -40.0, 60.0), (-60.0, -195.0, 40.0), spill=True),
        trigger_point(atlas, TRP2, (140.0, -15.0, 60.0), OUTER, spill=False),
        trigger_point(atlas, MAXIMUS, (90.0, -105.0, 0.0), (100.0, -190.0, 40.0), spill=False),
    ]
    return replace(atlas, trigger_points={point.id: point for point in made})


def trigger_point(
    atlas: Atlas, id_: str, at: tuple[float, float, float], middle: tuple[float, float, float], *, spill: bool
) -> TriggerPoint:
    """A point in its muscle whose zones are round about a place on the skin."""
    skin = atlas.structures["skin"]
    place = cKDTree(skin.full.vertices).query(at)[1]
    center = skin.full.vertices[cKDTree(skin.full.vertices).query(middle)[1]].astype(np.float64)
    full, light = (_zones(mesh.vertices, np.array(middle), spill=spill) for mesh in (skin.full, skin.light))
    muscle, label, side = id_.split(".")
    zone = Zone(f"The {side} back <somewhere>.", "B", ("Somebody <1992>",), "", 100.0, center)
    return TriggerPoint(
        id=id_,
        names=Names(f"{muscle}, {label}, {side}", "Punctum"),
        label="TrP" + label[-1],
        muscle=f"{muscle}.{side}",
        side=cast('Literal["right", "left"]', side),
        twin=f"{muscle}.{label}.{'left' if side == 'right' else 'right'}",
        body="pelvis",
        position=np.array(at),
        press_position=skin.full.vertices[place].astype(np.float64),
        press=_places([int(place)]),
        depth_mm=42.0,
        essential=full[0],
        spillover=full[1],
        light_essential=light[0],
        light_spillover=light[1],
        essential_zone=zone,
        spillover_zone=zone if spill else None,
        referral_paths=(_places([int(place), int(cKDTree(skin.full.vertices).query(middle)[1])]),),
        words="Near the <back>.",
        confidence="B",
        sources=("Somebody <1992>",),
        note="Approximate.",
    )


def _zones(vertices: Floats, middle: npt.NDArray[np.float64], *, spill: bool) -> tuple[Floats, Floats]:
    away = np.linalg.norm(vertices - middle, axis=1)
    essential = np.clip((RADIUS_MM - away) / 20 + 0.5, 0, 1).astype(np.float32)
    wide = np.clip((SPILL_MM - away) / 20 + 0.5, 0, 1).astype(np.float32) * np.float32(spill)
    return essential, np.minimum(wide, 1 - essential)


def _places(vertices: list[int]) -> SkinPlaces:
    corners = np.array([[vertex] * 3 for vertex in vertices], np.int32)
    return SkinPlaces(corners, np.full((len(vertices), 3), 1 / 3, np.float32))
