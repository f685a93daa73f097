"""What stands behind a value of others: whether it was measured on bodies, simulated, computed, described, or less."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Evidence = Literal[
    "measured", "simulated", "computed", "regression", "described", "defined", "estimated", "textbook", "own"
]
"""The kinds, the strongest first; `own` is a target that nobody but this program sets."""

MEANINGS: Mapping[Evidence, str] = MappingProxyType(
    {
        "measured": "Measured",
        "simulated": "Simulated",
        "computed": "Computed from a model",
        "regression": "Expected from a regression on measured values",
        "described": "Described in a textbook, not measured",
        "defined": "Defined by convention",
        "estimated": "Own estimate, not published",
        "textbook": "Textbook knowledge, no source read",
        "own": "Own target",
    }
)
"""Each kind as it is said before a value."""
