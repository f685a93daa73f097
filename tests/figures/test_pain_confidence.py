"""How sure each place and zone of pain is said to be, and on what it rests, against what was read for it."""

from __future__ import annotations

import pytest

from anatomy_viewer.atlas.confidence import CITABLE
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.trigger_points import TriggerPoint, Zone
from anatomy_viewer.desktop.confidence_words import TEXTS, graded
from anatomy_viewer.desktop.pain_sources import cited
from anatomy_viewer.desktop.pain_words import described

Grade = tuple[str, dict[str, str]]

BORDERS = {"Borders": "D"}
TIERS = {"What is essential and what is spill-over": "D"}
NONE: dict[str, str] = {}

# Of each point: the usual place (D where only the zone is graded), the essential zone, the spill-over zone.
GRADES: dict[str, tuple[Grade, Grade, Grade | None]] = {
    "gluteus_medius.trp1": (("D", NONE), ("B", BORDERS), ("B", BORDERS)),
    "gluteus_medius.trp2": (("D", NONE), ("B", NONE), ("D", NONE)),
    "gluteus_medius.trp3": (("D", NONE), ("D", NONE), ("D", NONE)),
    "gluteus_minimus.anterior": (("D", NONE), ("B", TIERS), ("B", TIERS)),
    "gluteus_minimus.posterior": (("D", NONE), ("B", TIERS), ("B", {"More of the buttock": "D", **TIERS})),
    "gluteus_maximus.trp1": (("A/B", NONE), ("A/B", NONE), ("A/B", NONE)),
    "gluteus_maximus.trp2": (("D", NONE), ("A", TIERS), ("A", TIERS)),
    "gluteus_maximus.trp3": (("A", NONE), ("A", NONE), None),
}

# What was done with each chapter of the one book that zones rest on, by muscle.
CHAPTERS = {
    "gluteus_medius": "ch. 8 (gluteus medius): not read, known through weak second-hand pages",
    "gluteus_minimus": "ch. 9 (gluteus minimus): not read, known through a second-hand page",
    "gluteus_maximus": "ch. 7 (gluteus maximus): of it only the opening text was read",
}
NOT_READ = ("Donnelly", "Davies")


def _said(point: TriggerPoint) -> tuple[TriggerPoint | Zone | None, ...]:
    return point, point.essential_zone, point.spillover_zone


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize("id_", GRADES)
def test_place_and_tiers_are_graded_each_on_its_own(shipped: Atlas, id_: str, side: str) -> None:
    found = tuple(
        (said.confidence, dict(said.less_sure)) if said else None
        for said in _said(shipped.trigger_points[f"{id_}.{side}"])
    )
    assert found == GRADES[id_]


def test_every_point_is_graded(shipped: Atlas) -> None:
    assert {id_.rsplit(".", 1)[0] for id_ in shipped.trigger_points} == set(GRADES)


def test_each_grade_rests_on_what_was_read_for_it(shipped: Atlas) -> None:
    for id_, point in shipped.trigger_points.items():
        for said in filter(None, _said(point)):
            (source,) = said.sources
            if said.confidence == "D":
                assert source == "Textbook knowledge; no source seen", id_
            else:
                assert source.endswith(CHAPTERS[id_.split(".", 1)[0]]), id_
                assert ("not read" in source) == (said.confidence == "B"), id_


def test_what_nobody_read_is_named_apart_and_nothing_rests_on_it(shipped: Atlas) -> None:
    assert len(shipped.pain_not_read) == len(NOT_READ)
    for name, work in zip(NOT_READ, shipped.pain_not_read, strict=True):
        assert work.startswith(name)
        assert not any(name in source for source in cited(shipped))


def test_the_words_say_what_may_be_cited(shipped: Atlas) -> None:
    second = described(shipped, "gluteus_maximus.trp2.right")
    assert second.count("Confidence A: read in the source itself, which may be cited for it.") == 2
    split = "What is essential and what is spill-over: confidence D: textbook knowledge, no source was seen; cite none"
    assert second.count(split) == 2
    assert f"{CHAPTERS['gluteus_maximus']} (essential pain, spill-over)" in second
    assert "Textbook knowledge; no source seen (where)" in second
    middle = described(shipped, "gluteus_medius.trp2.left")
    assert (
        middle.count("Confidence B: second-hand, the source itself was not read; look it up in the source before") == 1
    )
    assert middle.count("Confidence D: ") == 2
    for id_ in shipped.trigger_points:
        text = described(shipped, id_)
        assert not any(name in text for name in NOT_READ)
        for said in filter(None, _said(shipped.trigger_points[id_])):
            assert graded(said.confidence, said.less_sure) in text


def test_grades_are_said_in_words_that_translators_find() -> None:
    assert set(TEXTS) == set(CITABLE.values())
