"""How large the gluteal muscles of a person of given size are."""

from __future__ import annotations

_REGRESSION = {"gluteus_maximus": (0.123, -25.4), "gluteus_medius": (0.0478, -16.9), "gluteus_minimus": (0.0129, 12.6)}


def expected_volume_cm3(muscle: str, stature_m: float, mass_kg: float) -> float:
    """Volume of a gluteal muscle of a young adult, cm³: b1 * (47 * m * kg + 1285) + b2 (Handsfield et al. 2014)."""
    slope, offset = _REGRESSION[muscle]
    return slope * (47.0 * stature_m * mass_kg + 1285.0) + offset
