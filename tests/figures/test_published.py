"""Every value of others says by whom it is and what stands behind it; of known sources it says the right thing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from anatomy_viewer.atlas.evidence import MEANINGS, Evidence
from anatomy_viewer.atlas.fan import measure_fan
from anatomy_viewer.atlas.figures import attachments, fan, muscles, pose
from anatomy_viewer.atlas.figures.figure import OWN_TARGET, Question
from anatomy_viewer.atlas.figures.parts import Parts
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.evidence_words import TEXTS, meaning, named
from anatomy_viewer.desktop.fan_figures import fan_figures
from anatomy_viewer.desktop.fan_published import SOURCES, VALUES, published
from anatomy_viewer.desktop.info_text import facts_lines
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
    "goniometer": "described",
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
    for posture, found in REPORTED.items():
        yield from ((posture, reported.source, reported.evidence) for reported in found)


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
        assert question.source.startswith("own ") or question.evidence != "own", where
        _agree(where, question.source, question.evidence)
    assert {question.evidence for question in asked} >= {"measured", "computed", "regression", "described", "own"}


def _agree(where: str, source: str, evidence: Evidence) -> None:
    """Of each source that is named the kind is right; what rests on several says which of them is another kind."""
    own = evidence == "own" or (evidence == "estimated" and "no published area" in source)
    for name, kind in KINDS.items():
        if name in source and not own:
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
    """37 to 40 degrees lie between mean lines of parts: they stand beside ours, not beside single fibres."""
    assert published(shipped, "gluteus_medius.right", "spread_sagittal") is None
    beside = published(shipped, "gluteus_medius.left", "parts_spread")
    assert beside is not None
    assert "37–40°" in beside.text
    by_what = {question.what: question for question in fan.questions(Parts(shipped))}
    assert by_what["fibres that lean most, spread from the side"].source == OWN_TARGET
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
    for posture, simulated, measured in (("side_lying", "about 40 %", "81 ± 42 %"), ("standing", "under 20 %", "33 %")):
        text = figures_html(shipped, MotionView(right_deg=20.0, posture=posture), LIGHT)  # type: ignore[arg-type]
        task = f"{posture.replace('_', '-')} abduction"
        assert (
            f"Simulated by others, not the same quantity: gluteus medius in {task}: {simulated} of the maximum ("
            in text
        )
        assert f"Measured by others, not the same quantity: gluteus medius in {task}: {measured} (" in text


@pytest.mark.parametrize("posture", REPORTED)
def test_a_simulation_is_not_called_a_measurement(posture: str) -> None:
    for reported in REPORTED[posture]:
        assert (reported.evidence == "simulated") == ("AnyBody" in reported.source)
        assert (reported.evidence == "measured") == ("electrodes" in reported.whole)


def test_what_does_not_change_with_the_mass_set_says_so(shipped: Atlas) -> None:
    """The muscles are the model's: another body mass changes what is asked of them, not what they can give."""
    heavy = figures_html(shipped, MotionView("stance", body_mass_kg=120.0), LIGHT)
    assert "from 71.8 kg, assumed, to the model&#x27;s 61 kg; they do not change with the body mass set here" in heavy
    assert "Their arm is that of medius and minimus in this model" in heavy


def test_a_band_says_whose_it_is(shipped: Atlas) -> None:
    """The ± of a source may be a band; every other band is our own."""
    for question in _questions(shipped):
        if question.low is not None or question.high is not None:
            theirs = "within the ± given" in question.source
            assert theirs or question.source.startswith("own "), f"{question.part}: {question.what}"


@pytest.mark.parametrize(
    ("key", "there", "here"),
    [("mean", 12.1, 11.5), ("part:Middle part", 13.1, 12.5), ("part:Posterior part", 11.0, 10.5)],
)
def test_lengths_of_a_larger_model_are_told_at_this_size_too(
    shipped: Atlas, key: str, there: float, here: float
) -> None:
    """The hip joints of gait2392 are 16.7 cm apart, ours 16.0."""
    beside = published(shipped, "gluteus_medius.right", key)
    assert beside is not None
    assert beside.evidence == "computed"
    assert beside.text.startswith(f"{there} cm")
    assert beside.text.endswith(f"; {here} cm at this size (hip joints 16.0 cm apart, in that model's file 16.7)")


def test_what_the_model_was_made_to_is_no_test_of_it(shipped: Atlas) -> None:
    """Origins, fleshy lengths, facets, volumes agree, for they were set so; minimus was set to less than published."""
    for muscle, keys in {
        "gluteus_medius": {"origin", "fleshy", "volume", "insertion_lateral_facet", "insertion_superoposterior_facet"},
        "gluteus_maximus": {"fleshy", "volume"},
        "gluteus_minimus": {"volume"},
    }.items():
        fan_ = measure_fan(shipped, f"{muscle}.right")
        assert fan_ is not None
        told = {figure.key for figure in fan_figures(shipped, fan_) if "the agreement is no test" in figure.meaning}
        assert told == keys, muscle


def test_a_facet_is_drawn_as_its_note_says(shipped: Atlas) -> None:
    for facet, (mean, sd) in {
        "insertion_lateral_facet": (438, 58),
        "insertion_superoposterior_facet": (196, 48),
    }.items():
        attachment = shipped.attachments[f"gluteus_medius.right.{facet}"]
        assert f"Drawn within the ± given of what was measured on 8 hips: {mean} ± {sd} mm²" in attachment.note
        assert abs(attachment.area_mm2 - mean) <= sd


def test_each_fact_stands_with_its_own_source(shipped: Atlas) -> None:
    """Gray wrote of the origin, nobody we read of the nerve."""
    lines = facts_lines(shipped.facts["gluteus_medius.right"])
    origin, _, _, nerve = lines
    assert "Gray" in origin
    assert "Gray" not in nerve
    assert "Textbook knowledge" in nerve
