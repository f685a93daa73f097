"""Published curves of gluteus medius to plot beside our own, each with its source and what stands behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.evidence import Evidence

ANGLES_DEG = (-20.0, -10.0, 0.0, 10.0, 20.0, 30.0, 40.0)
"""Hip abduction at which the curves below are given; negative is adduction."""

GAIT2392 = (
    "gait2392 (Delp et al. 1990, doi 10.1109/10.102791), computed for this program from the open model by tendon "
    "excursion"
)
RAJAGOPAL = (
    "Rajagopal et al. 2016, doi 10.1109/TBME.2016.2586891, computed for this program from the open model by tendon "
    "excursion"
)
BLEMKER = (
    "Blemker and Delp 2005, Annals of Biomedical Engineering 33, the least and the largest arm of any fibre of a "
    "finite-element simulation, digitised"
)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """Moment arms for abduction in mm at `ANGLES_DEG`: a line, or a band from `low_mm` to `high_mm`."""

    id: str
    name: str
    part: str
    low_mm: tuple[float, ...]
    high_mm: tuple[float, ...]
    source: str
    evidence: Evidence

    @property
    def is_band(self) -> bool:
        """Whether it is a band instead of a line."""
        return self.low_mm != self.high_mm

    def at(self, degrees: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Low and high at any angles, straight between the given ones; not a number outside them."""
        angles = np.asarray(degrees, np.float64)
        low, high = (
            np.interp(angles, ANGLES_DEG, values, left=np.nan, right=np.nan) for values in (self.low_mm, self.high_mm)
        )
        return low, high


@dataclass(frozen=True)
class PublishedLength:
    """Length of a part of gluteus medius from bone to bone in the neutral pose, and its loss to 40 degrees, mm."""

    part: str
    neutral_mm: float | None
    shortening_mm: float
    source: str
    evidence: Evidence = "computed"


def _line(id_: str, name: str, part: str, source: str, *centimetres: float) -> Curve:
    values = tuple(round(10.0 * value, 1) for value in centimetres)
    return Curve(id_, name, part, values, values, source, "computed")


CURVES = (
    _line("gait2392.anterior", "gait2392, anterior", "anterior", GAIT2392, 4.21, 4.54, 4.78, 4.91, 4.91, 4.75, 4.36),
    _line("gait2392.middle", "gait2392, middle", "middle", GAIT2392, 3.51, 3.99, 4.41, 4.77, 5.04, 5.22, 5.27),
    _line("gait2392.posterior", "gait2392, posterior", "posterior", GAIT2392, 2.65, 3.11, 3.54, 3.93, 4.28, 4.56, 4.78),
    _line("gait2392", "gait2392, weighted by strength", "whole", GAIT2392, 3.52, 3.93, 4.28, 4.56, 4.75, 4.82, 4.75),
    _line("rajagopal", "Rajagopal 2016, weighted", "whole", RAJAGOPAL, 3.50, 3.93, 4.30, 4.60, 4.82, 4.92, 4.87),
    Curve(
        "blemker",
        "Blemker & Delp 2005, all fibres",
        "fibres",
        (14.0, 20.0, 22.0, 22.0, 20.0, 12.0, 6.0),
        (42.0, 47.0, 51.0, 53.0, 54.0, 52.0, 49.0),
        BLEMKER,
        "simulated",
    ),
)
"""Moment arms of gluteus medius."""

LENGTHS = (
    PublishedLength("anterior", 121.0, 33.5, GAIT2392),
    PublishedLength("middle", 131.0, 34.7, GAIT2392),
    PublishedLength("posterior", 110.0, 29.6, GAIT2392),
    PublishedLength("anterior", None, 36.6, RAJAGOPAL),
    PublishedLength("middle", None, 34.7, RAJAGOPAL),
    PublishedLength("posterior", None, 27.4, RAJAGOPAL),
)


@dataclass(frozen=True)
class NormalRange:
    """How far a hip goes one way in degrees, as goniometers measure it."""

    end_deg: float
    source: str
    evidence: Evidence = "measured"


NORMAL_ABDUCTION = NormalRange(45.0, "goniometer tables, 0-45°; AAOS 41 ± 6°, second-hand", "described")
NORMAL_ADDUCTION = NormalRange(27.0, "Kosmahl 1999, 27 ± 3.6°")


def envelope_mm(degrees: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Lowest and highest of all published moment arms at any angles, mm; not a number where none is published."""
    lows, highs = zip(*(curve.at(degrees) for curve in CURVES), strict=True)
    return np.min(lows, axis=0), np.max(highs, axis=0)
