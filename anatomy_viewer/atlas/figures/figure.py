"""A question asked of a model, and the measured answer beside its target."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

from anatomy_viewer.atlas.evidence import Evidence

OWN_TARGET = "own quality target"
"""Source of a target that no publication sets."""


class Source(TypedDict):
    """Where a target comes from and what stands behind it, to be unpacked into a Question."""

    source: str
    evidence: Evidence


class CannotMeasureError(ValueError):
    """Why a figure cannot be measured on this model."""


@dataclass(frozen=True)
class Figure:
    """What was measured on which part, its value (None if it could not be), and the band it should lie in.

    `low` and `high` are in `unit`, None where there is no such bound; `source` says where the target comes from and
    `evidence` what stands behind it. A figure with neither bound is told without a mark, `beside` what others give.
    """

    group: str
    part: str
    what: str
    value: float | None
    unit: str
    low: float | None
    high: float | None
    source: str
    why_not: str = ""
    evidence: Evidence = "own"
    beside: str = ""

    @property
    def met(self) -> bool:
        """Whether the value is there and lies in its band; what has no band cannot be missed."""
        if not self.judged:
            return True
        if self.value is None:
            return False
        return (self.low is None or self.value >= self.low) and (self.high is None or self.value <= self.high)

    @property
    def judged(self) -> bool:
        """Whether there is a band to meet; a figure without one stands beside another and passes no test."""
        return self.low is not None or self.high is not None

    @property
    def target(self) -> str:
        """The band in words, or what the figure stands beside."""
        if not self.judged:
            return f"no target; beside {self.beside}"
        unit = f" {self.unit}" if self.unit else ""
        if self.low is None:
            return f"at most {self.high:g}{unit}"
        if self.high is None:
            return f"at least {self.low:g}{unit}"
        return f"{self.low:g}{unit}" if self.low == self.high else f"{self.low:.6g} to {self.high:.6g}{unit}"


@dataclass(frozen=True)
class Question:
    """A figure before it is measured; `measure` gives the value in `unit`, or raises CannotMeasureError."""

    group: str
    part: str
    what: str
    measure: Callable[[], float]
    unit: str = ""
    low: float | None = None
    high: float | None = None
    source: str = OWN_TARGET
    evidence: Evidence = "own"
    beside: str = ""

    def answer(self) -> Figure:
        """Measures; what cannot be measured gives a figure that says why."""
        value, why_not = None, ""
        try:
            value = float(self.measure())
        except CannotMeasureError as error:
            why_not = str(error)
        if value is not None and not math.isfinite(value):
            value, why_not = None, f"the measurement gives {value}"
        told = (self.group, self.part, self.what, value, self.unit, self.low, self.high)
        return Figure(*told, self.source, why_not, self.evidence, self.beside)
