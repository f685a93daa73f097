"""Trigger points: where they lie in a muscle, and where on the skin their pain is reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Names, Vector

INSIDE = 0.5
"""A place lies in a zone where its intensity is at least this; the line of this intensity is the zone's outline."""

OUTSIDE = 0.1
"""A place keeps out of a zone where its intensity is below this."""


@dataclass(frozen=True, eq=False)
class SkinPlaces:
    """Places on the full skin that can follow it.

    corners: (k, 3) int32, the vertices around each place; weights: (k, 3) float32, their shares, which add up to 1.
    """

    corners: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]

    def __post_init__(self) -> None:
        self.corners.setflags(write=False)
        self.weights.setflags(write=False)

    def on(self, vertices: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """Where the places are, (k, 3) mm, on the full skin's vertices (n, 3), at rest or posed."""
        return np.asarray((vertices[self.corners].astype(np.float64) * self.weights[..., None]).sum(axis=1))


@dataclass(frozen=True, eq=False)
class Zone:
    """A zone of reported pain in words: what it covers, how sure that is, and who says so.

    confidence: of `atlas.confidence`; less_sure: what of the zone has another one, as {"Borders": "D"}.
    area_cm2: of the skin inside its outline; center: (3,) mm, a place in its middle, on the skin; `separate`: a
    spill-over zone that does not touch the essential one.
    """

    words: str
    confidence: str
    sources: tuple[str, ...]
    note: str
    area_cm2: float
    center: Vector
    separate: bool = False
    less_sure: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        self.center.setflags(write=False)


@dataclass(frozen=True, eq=False)
class TriggerPoint:
    """One trigger point of one side, with its pain over the skin. Everything read-only, RAS millimetres.

    position: (3,), in the muscle; press_position: (3,), the place on the skin over it, and press the same as a place
    that follows the skin; depth_mm: from one to the other, approximate. essential, spillover: (n_skin,) float32 from 0
    to 1 over the vertices of the full skin, light_essential and light_spillover the same over the light skin; at no
    vertex are both 0.5 or more. referral_paths: over the skin from the press position to the middle of each part of
    the zones. `confidence` (of `atlas.confidence`), `less_sure` and `sources` are those of the point's place.
    """

    id: str
    names: Names
    label: str
    muscle: str
    side: Literal["right", "left"]
    twin: str
    body: str
    position: Vector
    press_position: Vector
    press: SkinPlaces
    depth_mm: float
    essential: npt.NDArray[np.float32]
    spillover: npt.NDArray[np.float32]
    light_essential: npt.NDArray[np.float32]
    light_spillover: npt.NDArray[np.float32]
    essential_zone: Zone
    spillover_zone: Zone | None
    referral_paths: tuple[SkinPlaces, ...]
    words: str
    confidence: str
    sources: tuple[str, ...]
    note: str = ""
    less_sure: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        for array in (self.position, self.press_position, self.essential, self.spillover):
            array.setflags(write=False)
        for array in (self.light_essential, self.light_spillover):
            array.setflags(write=False)
