"""How far a muscle's fan spreads: the figures of its fibres and attachments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.mesh_file import signed_volume
from anatomy_viewer.atlas.model import Atlas, FibreSet, Mesh

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class FanMeasures:
    """Figures of one muscle's fan.

    The spread is the angle between the end-to-end directions of the fibre that leans most forward and the one that
    leans most backward, in the sagittal plane (y, z) and in space; `foremost` and `hindmost` are their indices;
    `spread_inner_deg` is the same in the sagittal plane without these two, for it rests on single fibres. Lengths run
    along the fibres from bone to bone; the fleshy length is the belly's share. `crest_width_mm` is how far the origin
    reaches along the iliac crest, None where the muscle does not arise at the crest. A part's mean line leads from the
    mean of its starts to the mean of its ends: `part_lean_deg` is its angle from vertical seen from the side, positive
    where its upper end lies in front, `part_end_mm` how far its lower end lies in front of the hip joint's centre.
    """

    muscle: str
    foremost: int
    hindmost: int
    spread_sagittal_deg: float
    spread_3d_deg: float
    spread_inner_deg: float
    crest_width_mm: float | None
    shortest_mm: float
    longest_mm: float
    mean_mm: float
    fleshy_mean_mm: float
    origin_area_mm2: float
    insertion_areas_mm2: Mapping[str, float]
    volume_cm3: float
    part_mean_mm: Mapping[str, float]
    part_lean_deg: Mapping[str, float]
    part_end_mm: Mapping[str, float]

    @property
    def parts_spread_deg(self) -> float | None:
        """Angle between the mean lines of the outermost parts seen from the side; None where there is but one part."""
        leans = list(self.part_lean_deg.values())
        return abs(leans[0] - leans[-1]) if len(leans) > 1 else None


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
    lines = {names.en: fibres.points[fibres.part == i].mean(axis=0) for i, names in enumerate(fibres.parts)}
    leans = {name: -float(sagittal_angles_deg(line[None])[0]) for name, line in lines.items()}
    joint = atlas.joints.get(f"hip.{atlas.structures[muscle].side}")
    ends = {} if joint is None else {name: float(line[-1, 1] - joint.center[1]) for name, line in lines.items()}
    return FanMeasures(
        muscle=muscle,
        foremost=foremost,
        hindmost=hindmost,
        spread_sagittal_deg=float(angle[hindmost] - angle[foremost]),
        spread_3d_deg=float(np.degrees(np.arccos(np.clip(chord[hindmost] @ chord[foremost], -1.0, 1.0)))),
        spread_inner_deg=float(angle[order[min(1, len(order) - 1)]] - angle[order[max(len(order) - 2, 0)]]),
        crest_width_mm=_width(crest_span(atlas, muscle)),
        shortest_mm=float(length.min()),
        longest_mm=float(length.max()),
        mean_mm=float(length.mean()),
        fleshy_mean_mm=float((fibres.fleshy_mm[:, 1] - fibres.fleshy_mm[:, 0]).mean()),
        origin_area_mm2=float(sum(areas[id_] for id_ in origins)),
        insertion_areas_mm2=MappingProxyType({id_: area for id_, area in areas.items() if id_ not in origins}),
        volume_cm3=signed_volume(atlas.structures[muscle].full) / 1000.0,
        part_mean_mm=MappingProxyType(means),
        part_lean_deg=MappingProxyType(leans),
        part_end_mm=MappingProxyType(ends),
    )


def flat_share(patch: Mesh) -> float:
    """How much of a curved patch's surface is left where it is seen straight on, 0-1: 1 for a flat one."""
    corners = patch.vertices[patch.triangles].astype(np.float64)
    areas = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return float(np.linalg.norm(areas.sum(axis=0)) / max(float(np.linalg.norm(areas, axis=1).sum()), 1e-12))


_AT_CREST_MM = 8.0
"""An origin whose outline comes this near to the crest arises at it: the outer lip lies some mm below the top."""


def crest_span(atlas: Atlas, muscle: str) -> _Floats | None:
    """The stretch of the iliac crest at which a muscle arises, (n, 3) mm; None if it arises elsewhere."""
    spans = [span for id_ in sorted(atlas.attachments) for span in _spans(atlas, id_, muscle)]
    return max(spans, key=_length, default=None)


def _spans(atlas: Atlas, attachment: str, muscle: str) -> Iterator[_Floats]:
    """Stretches of the crest along which the outline of one origin runs."""
    patch = atlas.attachments[attachment]
    crest = atlas.curves.get(f"iliac_crest.{attachment.split('.')[1]}") if patch.muscle == muscle else None
    if crest is None or patch.kind != "origin" or patch.structure != crest.structure:
        return
    gap = np.linalg.norm(crest.points[:, None] - patch.boundary[None, ::4], axis=2).min(axis=1)
    near = np.concatenate([[False], gap < _AT_CREST_MM, [False]])
    begins, ends = np.flatnonzero(near[1:] & ~near[:-1]), np.flatnonzero(near[:-1] & ~near[1:])
    for begin, end in zip(begins, ends, strict=True):
        if end - begin > 1:
            yield crest.points[begin:end]


def _length(line: _Floats) -> float:
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())


def _width(span: _Floats | None) -> float | None:
    return None if span is None else _length(span)
