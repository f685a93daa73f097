"""Length and moment arm of each part of a muscle over the whole range of the hip: what the live plot draws."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.motion_file import LIFT_RANGE_DEG
from anatomy_viewer.atlas.once import once
from anatomy_viewer.motion.pose import pose

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MotionCurves:
    """Over hip abduction at each degree, (a,): means over the fibres of each part, (parts, a), and of all, (a,), mm.

    Moment arms are positive where they abduct. All read-only.
    """

    muscle: str
    parts: tuple[str, ...]
    angles_deg: Floats
    length_mm: Floats
    arm_mm: Floats
    whole_length_mm: Floats
    whole_arm_mm: Floats

    def __post_init__(self) -> None:
        for array in (self.angles_deg, self.length_mm, self.arm_mm, self.whole_length_mm, self.whole_arm_mm):
            array.setflags(write=False)


@dataclass(frozen=True, eq=False)
class MotionPoint:
    """The same figures at one angle: means by part (parts,), and of the whole, mm."""

    angle_deg: float
    length_mm: Floats
    arm_mm: Floats
    whole_length_mm: float
    whole_arm_mm: float


def motion_curves(atlas: Atlas, muscle: str = "gluteus_medius.right") -> MotionCurves | None:
    """The curves of one muscle, None if the model does not say how its fibres change; made once for an atlas."""
    return _measured(atlas, muscle)


def motion_point(atlas: Atlas, muscle: str, degrees: float) -> MotionPoint | None:
    """The figures of one muscle at one angle, the same that `motion_curves` draws; None as there."""
    if muscle not in atlas.motion or muscle not in atlas.fibres:
        return None
    side = atlas.structures[muscle].side
    posed = pose(atlas, hip_abduction_deg={side: degrees})
    length, arm = posed.length_mm(muscle), posed.moment_arm_mm(muscle)
    fibres = atlas.fibres[muscle]
    of = [fibres.part == index for index in range(len(fibres.parts))]
    by_part = [np.array([values[chosen].mean() for chosen in of]) for values in (length, arm)]
    return MotionPoint(degrees, by_part[0], by_part[1], float(length.mean()), float(arm.mean()))


def as_csv(curves: MotionCurves) -> str:
    """A table for a spreadsheet: a row for each degree, lengths and moment arms by part in mm."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["hip abduction deg"]
        + [f"length {name} mm (computed)" for name in (*curves.parts, "whole")]
        + [f"moment arm {name} mm (computed)" for name in (*curves.parts, "whole")]
    )
    columns = [*curves.length_mm, curves.whole_length_mm, *curves.arm_mm, curves.whole_arm_mm]
    for angle, *row in zip(curves.angles_deg, *columns, strict=True):
        writer.writerow([f"{angle:g}", *(f"{value:.2f}" for value in row)])
    return text.getvalue()


@once
def _measured(atlas: Atlas, muscle: str) -> MotionCurves | None:
    low, high = LIFT_RANGE_DEG
    angles = np.arange(low, high + 0.5, 1.0)
    found = [motion_point(atlas, muscle, float(angle)) for angle in angles]
    points = [point for point in found if point is not None]
    if not points:
        return None
    return MotionCurves(
        muscle,
        tuple(names.en for names in atlas.fibres[muscle].parts),
        angles,
        np.stack([point.length_mm for point in points], axis=1),
        np.stack([point.arm_mm for point in points], axis=1),
        np.array([point.whole_length_mm for point in points]),
        np.array([point.whole_arm_mm for point in points]),
    )
