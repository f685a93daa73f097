"""Every value of others says by whom it is and what stands behind it; of known sources it says the right thing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from anatomy_viewer.atlas.evidence import MEANINGS, Evidence
from anatomy_viewer.atlas.figures import attachments, fan, muscles, pose
from anatomy_viewer.atlas.figures.figure import OWN_TARGET, Question
from anatomy_viewer.atlas.figures.parts import Parts
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.evidence_words import TEXTS, meaning, named
from anatomy_viewer.desktop.fan_published import SOURCES, VALUES, published
from anatomy_viewer.desktop.motion_figures import figures_html
from anatomy_viewer.desktop.motion_legend import entries
from anatomy_viewer.desktop.palette import LIGHT
from anatomy_viewer.motion.effort import REPORTED
from anatomy_viewer.motion.figures import Moving
from anatomy_viewer.motion.figures import questions as motion_questions
from anatomy_viewer.motion.published import CURVES, LENGTHS, NORMAL_ABDUCTION, NORMAL_ADDUCTION
from anatomy_viewer.state.motion import MotionView

KINDS: dict[str, Evidence] = {
    "gait2392": "computed",
    "Delp et al. 1990": "computed",
    "Rajagopal": "computed",
    "Blemker": "simulated",
    "Ashtiani": "simulated",
    "AnyBody": "simulated",
    "Robertson": "measured",
    "Ward": "measured",
    "Parvaresh": "measured",
    "Kosmahl": "measured",
    "goniometer": "measured",
    "Handsfield": "regression",
    "Gray 1918": "described",
    "specimen": "estimated",
    "Wu et al.": "defined",
    "Pauwels": "textbook",
}
"""What each source is: lines of action are computed from open models; a finite-element model and AnyBody simulate."""

Told = tuple[str, str, Evidence]
"""Where it is told, the source, the kind."""


def _in_the_program() -> Iterator[Told]:
    for key, value in VALUES.items():
        yield from ((f"fan: {key}", source, value.evidence) for source in value.sources)
    for curve in CURVES:
        yield f"curve {curve.id}", curve.source, curve.evidence
    for length in LENGTHS:
        yield f"length {length.part}", length.source, length.evidence
    for normal in (NORMAL_ABDUCTION, NORMAL_ADDUCTION):
        yield "normal range", normal.source, normal.evidence
    for task, reported in REPORTED.items():
        yield task, reported.source, reported.evidence


def _questions(atlas: Atlas) -> Iterator[Question]:
    parts = Parts(atlas)
    for topic in (attachments, fan, muscles, pose):
        yield from topic.questions(parts)
    yield from motion_questions(Moving(atlas))


def test_every_value_of_others_has_a_kind_and_a_source_that_agree() -> None:
    values = list(_in_the_program())
    assert len(values) > 30
    for where, source, evidence in values:
        assert source, where
        assert evidence in MEANINGS, where
        assert evidence != "own", where
        _agree(where, source, evidence)


def test_every_target_of_the_report_has_a_kind_and_a_source_that_agree(shipped: Atlas) -> None:
    asked = list(_questions(shipped))
    for question in asked:
        where = f"{question.part}: {question.what}"
        assert (question.source == OWN_TARGET) == (question.evidence == "own"), where
        _agree(where, question.source, question.evidence)
    assert {question.evidence for question in asked} >= {"measured", "computed", "regression", "described", "own"}


def _agree(where: str, source: str, evidence: Evidence) -> None:
    """Of each source that is named the kind is right; what rests on several says which of them is another kind."""
    worked_out = evidence == "estimated" and "no measured area" in source
    for name, kind in KINDS.items():
        if name in source and not worked_out:
            assert kind == evidence or f"{kind}: {name}" in source, f"{where}: {source} is {kind}, not {evidence}"


def test_every_citation_is_given_in_full() -> None:
    cited = {source for value in VALUES.values() for source in value.sources}
    assert cited <= set(SOURCES)
    assert all(SOURCES.values())


def test_the_area_of_another_bone_is_nobodys_measurement() -> None:
    area = VALUES["gluteus_medius", "origin"]
    assert area.evidence == "estimated"
    assert not any("Gray" in source for source in area.sources)


def test_like_stands_beside_like(shipped: Atlas) -> None:
    """37 to 40 degrees lie between mean lines of parts: they stand beside ours, not beside our outermost fibres."""
    assert published(shipped, "gluteus_medius.right", "spread_sagittal") is None
    beside = published(shipped, "gluteus_medius.left", "parts_spread")
    assert beside is not None
    assert "37–40°" in beside.text
    by_what = {question.what: question for question in fan.questions(Parts(shipped))}
    assert by_what["outermost fibres, spread from the side"].source == OWN_TARGET
    parts_spread = by_what["outer parts' mean lines, spread from the side"]
    assert (parts_spread.low, parts_spread.high, parts_spread.beside) == (None, None, "37 to 40 °")


def test_kinds_are_said_in_words_that_translators_find() -> None:
    assert set(TEXTS) == set(MEANINGS.values())
    assert all(meaning(evidence) for evidence in MEANINGS)
    assert named("gait2392", "computed") == "gait2392 (computed)"


def test_the_kind_stands_where_the_value_stands(shipped: Atlas) -> None:
    told = {entry.text: entry.tip for entry in entries(("Anterior part",))}
    assert told["gait2392 (computed)"].startswith("Computed from a model. gait2392")
    assert told["Blemker & Delp 2005 (simulated)"].startswith("Simulated. ")
    assert "Rajagopal 2016 (computed)" in told
    for posture, percent in (("side_lying", "about 40 %"), ("standing", "under 20 %")):
        text = figures_html(shipped, MotionView(right_deg=20.0, posture=posture), LIGHT)  # type: ignore[arg-type]
        assert f"Simulated by others, not the same quantity: {REPORTED[posture].task}, {percent}" in text
        assert "EMG" not in text
        assert "Measured" not in text


@pytest.mark.parametrize("posture", REPORTED)
def test_a_simulation_is_not_called_a_measurement(posture: str) -> None:
    assert REPORTED[posture].evidence == "simulated"
    assert "AnyBody" in REPORTED[posture].source
