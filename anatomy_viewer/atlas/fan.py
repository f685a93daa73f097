"""How far a muscle's fan spreads: the figures of its fibres and attachments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.mesh_file import signed_volume
from anatomy_viewer.atlas.model import Atlas, FibreSet

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class FanMeasures:
    """Figures of one muscle's fan.

    The spread is the angle between the end-to-end directions of the foremost and the hindmost fibre, in the sagittal
    plane (y, z) and in space; `foremost` and `hindmost` are their indices. Lengths run along the fibres from bone to
    bone; the fleshy length is the belly's share. `crest_width_mm` is how far the origin reaches along the iliac crest,
    None where the muscle does not arise at the crest.
    """

    muscle: str
    foremost: int
    hindmost: int
    spread_sagittal_deg: float
    spread_3d_deg: float
    crest_width_mm: float | None
    shortest_mm: float
    longest_mm: float
    mean_mm: float
    fleshy_mean_mm: float
    origin_area_mm2: float
    insertion_areas_mm2: Mapping[str, float]
    volume_cm3: float
    part_mean_mm: Mapping[str, float]


def lengths_mm(points: npt.NDArray[np.floating]) -> _Floats:
    """Length of each line (k, s, 3) along its points, (k,) mm."""
    return np.asarray(np.linalg.norm(np.diff(points.astype(np.float64), axis=1), axis=2).sum(axis=1))


def directions(points: npt.NDArray[np.floating]) -> _Floats:
    """End-to-end unit direction of each line, from origin to insertion, (k, 3)."""
    chord = points[:, -1].astype(np.float64) - points[:, 0]
    return np.asarray(chord / np.linalg.norm(chord, axis=1, keepdims=True))


def sagittal_angles_deg(points: npt.NDArray[np.floating]) -> _Floats:
    """Angle of each line from straight down, seen from the side, (k,) degrees, positive where it runs forward."""
    chord = directions(points)
    return np.asarray(np.degrees(np.arctan2(chord[:, 1], -chord[:, 2])))


def back_to_front(fibres: FibreSet) -> npt.NDArray[np.intp]:
    """Indices of the lines from the hindmost to the foremost, by their angle in the sagittal plane."""
    return np.argsort(-sagittal_angles_deg(fibres.points), kind="stable")


def measure_fan(atlas: Atlas, muscle: str) -> FanMeasures | None:
    """The figures of one muscle's fan, None if the model has no fibres of it."""
    fibres = atlas.fibres.get(muscle)
    if fibres is None:
        return None
    length, angle, chord = lengths_mm(fibres.points), sagittal_angles_deg(fibres.points), directions(fibres.points)
    order = back_to_front(fibres)
    hindmost, foremost = int(order[0]), int(order[-1])
    areas = {id_: part.area_mm2 for id_, part in atlas.attachments.items() if part.muscle == muscle}
    origins = {id_ for id_ in areas if atlas.attachments[id_].kind == "origin"}
    means = {names.en: float(length[fibres.part == i].mean()) for i, names in enumerate(fibres.parts)}
    return FanMeasures(
        muscle=muscle,
        foremost=foremost,
        hindmost=hindmost,
        spread_sagittal_deg=float(angle[hindmost] - angle[foremost]),
        spread_3d_deg=float(np.degrees(np.arccos(np.clip(chord[hindmost] @ chord[foremost], -1.0, 1.0)))),
        crest_width_mm=_along_crest(atlas, origins),
        shortest_mm=float(length.min()),
        longest_mm=float(length.max()),
        mean_mm=float(length.mean()),
        fleshy_mean_mm=float((fibres.fleshy_mm[:, 1] - fibres.fleshy_mm[:, 0]).mean()),
        origin_area_mm2=float(sum(areas[id_] for id_ in origins)),
        insertion_areas_mm2=MappingProxyType({id_: area for id_, area in areas.items() if id_ not in origins}),
        volume_cm3=signed_volume(atlas.structures[muscle].full) / 1000.0,
        part_mean_mm=MappingProxyType(means),
    )


_AT_CREST_MM = 8.0
"""An origin whose outline comes this near to the crest arises at it: the outer lip lies some mm below the top."""


def _along_crest(atlas: Atlas, origins: set[str]) -> float | None:
    """Length of the iliac crest along which the origins' outlines run, mm; None if they stay away from it."""
    best: float | None = None
    for id_ in sorted(origins):
        crest = atlas.curves.get(f"iliac_crest.{id_.split('.')[1]}")
        if crest is None or atlas.attachments[id_].structure != crest.structure:
            continue
        outline = atlas.attachments[id_].boundary
        gap = np.linalg.norm(crest.points[:, None] - outline[None, ::4], axis=2).min(axis=1)
        steps = np.linalg.norm(np.diff(crest.points, axis=0), axis=1)
        width = float(steps[(gap[1:] < _AT_CREST_MM) & (gap[:-1] < _AT_CREST_MM)].sum())
        best = max(best or 0.0, width) if width > 0.0 else best
    return best
