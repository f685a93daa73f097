"""The report: every figure by which a model is judged, beside its target and the source of the target."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from types import ModuleType

from anatomy_viewer.atlas.figures.figure import Figure
from anatomy_viewer.atlas.model import Atlas


class ReportError(RuntimeError):
    """The libraries that measure are not installed; says what to install."""


def measure(atlas: Atlas) -> Iterator[Figure]:
    """Measures one figure after the other, some seconds in all; ReportError without the extra `report`."""
    topics, parts = _prepared(atlas)
    for topic in topics:
        for question in topic.questions(parts):
            yield question.answer()


def as_text(figure: Figure) -> str:
    """One line: mark, what on which part, value, target, source."""
    value = f"{figure.value:.4g} {figure.unit}".strip() if figure.value is not None else f"? ({figure.why_not})"
    mark = "told" if not figure.judged else "ok  " if figure.met else "MISS"
    what = f"{figure.group}: {figure.part}: {figure.what}"
    return f"{mark} {what:<78} {value:>14}   {figure.target}   [{_source(figure)}]"


def _source(figure: Figure) -> str:
    """The source, and before it what stands behind it."""
    return figure.source if figure.evidence == "own" else f"{figure.evidence}: {figure.source}"


def summary(figures: list[Figure]) -> str:
    """How many figures are met, of those that have a target, and how many are told beside those of others."""
    judged = [figure for figure in figures if figure.judged]
    told = len(figures) - len(judged)
    met = f"{sum(figure.met for figure in judged)} of {len(judged)} figures met."
    return f"{met} {told} told without a target, beside values of another kind." if told else met


def as_json(figures: list[Figure]) -> str:
    """All figures for machines: a list of objects, and whether all are met."""
    entries = [asdict(figure) | {"met": figure.met, "target": figure.target} for figure in figures]
    return json.dumps({"met": all(figure.met for figure in figures), "figures": entries}, indent=2)


def _prepared(atlas: Atlas) -> tuple[list[ModuleType], object]:
    """Imports what measures only now: the libraries belong to an extra and take a while to load."""
    try:
        from anatomy_viewer.atlas.figures import (  # noqa: PLC0415
            attachments,
            fan,
            hip_joint,
            muscles,
            pose,
            size,
            skin,
            surfaces,
        )
        from anatomy_viewer.atlas.figures.parts import Parts  # noqa: PLC0415
    except ImportError as error:
        raise ReportError(
            f"The report needs '{error.name}'. Install it: pip install 'anatomy-viewer[report]'"
        ) from None
    return [surfaces, hip_joint, pose, muscles, attachments, fan, skin, size], Parts(atlas)
