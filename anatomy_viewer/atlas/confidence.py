"""How sure a thing said of pain is, and what of it may be cited."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Confidence = Literal["A", "A/B", "B", "D"]
"""The grades, the surest first."""

CITABLE: Mapping[str, str] = MappingProxyType(
    {
        "A": "read in the source itself, which may be cited for it",
        "A/B": "read in the source in part, the rest second-hand and not told apart; look it up before citing it",
        "B": "second-hand, the source itself was not read; look it up in the source before citing it",
        "D": "textbook knowledge, no source was seen; cite none for it",
    }
)
"""Each grade in plain words: what stands behind it, and what a lecturer may cite."""
