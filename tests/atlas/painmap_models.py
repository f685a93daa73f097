"""A pain map that is good, and what can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass

GOOD = """
format = 1
muscle = "gluteus_maximus"
[sources]
words = "Words of a test"
[points.knot]
names = { en = "Knot", la = "Nodus" }
label = "Knot"
[points.knot.spot]
place = { at = "ischial_tuberosity", move = { superior = 20 } }
through = "posterior"
words = "Above the tuberosity."
confidence = "D"
sources = ["words"]
[points.knot.essential]
words = "A hand's breadth of the buttock."
confidence = "D"
sources = ["words"]
parts = [ { along = [
    { at = "ischial_tuberosity", move = { superior = 20 }, toward = "posterior" },
    { at = "ischial_tuberosity", move = { superior = 70, lateral = 20 }, toward = "posterior" },
], width_mm = [30, 40] } ]
area_cm2 = [10, 30]
contains = [{ at = "ischial_tuberosity", move = { superior = 45, lateral = 10 }, toward = "posterior" }]
excludes = ["greater_trochanter", "asis", { at = "psis", side = "other" }]
"""

SPILLOVER = """
[points.knot.spillover]
words = "More of it."
confidence = "D"
sources = ["words"]
parts = [ { along = [
    { at = "ischial_tuberosity", move = { superior = 40, lateral = 10 }, toward = "posterior" },
    { at = "ischial_tuberosity", move = { superior = 110, lateral = 40 }, toward = "posterior" },
], width_mm = 40 } ]
area_cm2 = [5, 60]
contains = [{ at = "ischial_tuberosity", move = { superior = 100, lateral = 35 }, toward = "posterior" }]
excludes = ["greater_trochanter", "asis", { at = "psis", side = "other" }]
"""

CROSSING = """parts = [ { outline = [
    { at = "ischial_tuberosity", move = { superior = 10 }, toward = "posterior" },
    { at = "ischial_tuberosity", move = { superior = 90, lateral = 40 }, toward = "posterior" },
    { at = "ischial_tuberosity", move = { superior = 10, lateral = 40 }, toward = "posterior" },
    { at = "ischial_tuberosity", move = { superior = 90 }, toward = "posterior" },
] } ]
"""


@dataclass(frozen=True)
class Broken:
    """What is put in place of what in the good map (at its end if of nothing), and the error: its key and reason."""

    good: str
    bad: str
    key: str
    reason: str


_SPOT = '{ at = "ischial_tuberosity", move = { superior = 20 } }'
_MIDDLE = '{ at = "ischial_tuberosity", move = { superior = 45, lateral = 10 }, toward = "posterior" }'
_ESSENTIAL = "points.knot.essential"
_APART = (
    SPILLOVER.replace("superior = 40, lateral = 10", "superior = 110, lateral = 30")
    .replace("superior = 110, lateral = 40", "superior = 140, lateral = 60")
    .replace("superior = 100, lateral = 35", "superior = 125, lateral = 45")
)

BROKEN: dict[str, Broken] = {
    "landmark": Broken(
        good=_SPOT,
        bad='"ischial_tuberositi"',
        key="points.knot.spot.place",
        reason="landmark or place 'ischial_tuberositi', which does not exist. Did you mean 'ischial_tuberosity'?",
    ),
    "curve": Broken(
        good=_SPOT,
        bad='{ along = "iliac_crust", share = 0.5 }',
        key="points.knot.spot.place",
        reason="curve 'iliac_crust', which does not exist. Did you mean 'iliac_crest'?",
    ),
    "muscle": Broken(
        good='muscle = "gluteus_maximus"',
        bad='muscle = "gluteus_maximum"',
        key="muscle",
        reason="muscle 'gluteus_maximum', which does not exist. Did you mean 'gluteus_maximus'?",
    ),
    "source": Broken(
        good='confidence = "D"\nsources = ["words"]\nparts',
        bad='confidence = "D"\nsources = ["word"]\nparts',
        key=f"{_ESSENTIAL}.sources",
        reason="source 'word', which does not exist. Did you mean 'words'?",
    ),
    "side": Broken(
        good='side = "other"',
        bad='side = "lft"',
        key=f"{_ESSENTIAL}.excludes.2.side",
        reason="has a wrong value. Expected 'own' or 'other'.",
    ),
    "direction": Broken(
        good='through = "posterior"',
        bad='through = "backwards"',
        key="points.knot.spot.through.backwards",
        reason="is an unknown key.",
    ),
    "crossing": Broken(
        good="parts = ",
        bad=CROSSING + "unread = ",
        key=f"{_ESSENTIAL}.parts.1",
        reason="its outline crosses itself near (",
    ),
    "one_spot": Broken(
        good="superior = 70, lateral = 20",
        bad="superior = 20",
        key=f"{_ESSENTIAL}.parts.1.along",
        reason="has places 1 and 2 in one spot on the skin.",
    ),
    "there_and_back": Broken(
        good="], width_mm = [30, 40]",
        bad='{ at = "ischial_tuberosity", move = { superior = 20 }, toward = "posterior" }], width_mm = [30, 40, 30]',
        key="points.knot",
        reason="it has a band whose places run back on themselves: name them in turn from one end to the other.",
    ),
    "empty": Broken(
        good="width_mm = [30, 40]",
        bad="width_mm = [5, 5]",
        key=_ESSENTIAL,
        reason="is empty.",
    ),
    "area": Broken(
        good="area_cm2 = [10, 30]",
        bad="area_cm2 = [50, 90]",
        key=f"{_ESSENTIAL}.area_cm2",
        reason="not 50 to 90 cm².",
    ),
    "contains": Broken(
        good="contains = [",
        bad='contains = ["greater_trochanter", ',
        key=f"{_ESSENTIAL}.contains.1",
        reason="does not contain",
    ),
    "excludes": Broken(
        good='excludes = ["greater_trochanter"',
        bad=f"excludes = [{_MIDDLE}",
        key=f"{_ESSENTIAL}.excludes.1",
        reason="does not keep out of",
    ),
    "few_excludes": Broken(
        good=', { at = "psis", side = "other" }]',
        bad="]",
        key=f"{_ESSENTIAL}.excludes",
        reason="at least 3 items",
    ),
    "no_muscle_there": Broken(
        good=_SPOT,
        bad='"lateral_malleolus"',
        key="points.knot.spot",
        reason="does not lead through 'gluteus_maximus'.",
    ),
    "skin": Broken(
        good="contains = [",
        bad='contains = [{ at = "asis", move = { superior = 945 }, toward = "posterior" }, ',
        key=f"{_ESSENTIAL}.contains.1",
        reason="does not meet the skin",
    ),
    "tiers": Broken(
        good="",
        bad=SPILLOVER,
        key="points.knot.spillover",
        reason="overlaps the essential zone by",
    ),
    "apart": Broken(
        good="",
        bad=_APART,
        key="points.knot.spillover.separate",
        reason="does not touch the essential zone.",
    ),
    "width": Broken(
        good="width_mm = [30, 40]",
        bad="width_mm = [30, 40, 50]",
        key=f"{_ESSENTIAL}.parts.0",
        reason="one for each place",
    ),
    "toml": Broken(
        good="format = 1",
        bad="format = ",
        key="",
        reason="is not valid TOML",
    ),
    "newer": Broken(
        good="format = 1",
        bad="format = 2",
        key="format",
        reason="is 2, this program reads 1.",
    ),
}


def broken(name: str) -> str:
    """The good map with one thing wrong in it."""
    model = BROKEN[name]
    text = GOOD.replace(model.good, model.bad, 1) if model.good else GOOD + model.bad
    if name == "crossing":
        # What the crossing outline replaces is left out.
        start, end = text.index("unread = "), text.index("area_cm2")
        text = text[:start] + text[end:]
    return text
