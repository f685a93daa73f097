"""Sound texts of the other files of the smallest pack, which the mutations start from."""

from __future__ import annotations

ATTACHMENTS = """
format = 1
[sources]
book = "A book"
[points]
spot = { at = "asis", move = { superior = 5, lateral = 2 } }
between = { mix = { asis = 0.5, psis = 0.5 } }
part_way = { along = "iliac_crest", from = "asis", mm = 20 }
[directions]
down = { from = "asis", to = "ischial_tuberosity" }
[curves.iliac_crest]
names = { en = "Crest", la = "Crista" }
structure = "hip_bone"
side = "superior"
through = ["asis", "between", "psis"]
sources = ["book"]
[curves.rim]
names = { en = "Rim", la = "Margo" }
structure = "hip_bone"
rim = { from = "asis", to = "psis", side = "lateral" }
[attachments."gluteus_medius.origin"]
names = { en = "Origin", la = "Origo" }
structure = "hip_bone"
kind = "origin"
facet = { center = "spot", axis = { along = "down", turned_deg = 10, toward = "lateral" }, length_mm = 30, width_mm = 20, shape = "stadium" }
sources = ["book"]
note = "Round."
[attachments."gluteus_medius.second"]
names = { en = "Outlined", la = "Origo" }
structure = "hip_bone"
kind = "origin"
side = "lateral"
outline = ["iliac_crest", { through = ["psis", "greater_trochanter"] }, { through = ["greater_trochanter", "asis"] }]
sources = ["book"]
"""

FACTS = """
format = 1
[sources]
book = "A book"
other = "Another book, 1992"
[muscles.gluteus_medius]
covered_by = ["gluteus_maximus", "psoas"]
[muscles.gluteus_medius.origin]
text = "The ilium."
sources = ["book", "other"]
[muscles.gluteus_medius.nerve]
text = "A nerve."
sources = ["book"]
"""

PLACES = """
format = 1
[sources]
words = "Words of a test"
[places]
sit = { at = "ischial_tuberosity", toward = "posterior" }
back = { at = "psis", move = { lateral = 5 }, toward = { posterior = 1, lateral = 0.5 } }
middle = { mix = { sit = 0.5, back = 0.5 }, toward = "posterior" }
lower = { mix = { middle = 0.7, sit = 0.3 }, move = { medial = 5 }, toward = "posterior" }
outer = { at = "greater_trochanter", side = "own", toward = "lateral" }
"""

PAINMAP = """
format = 1
muscle = "gluteus_medius"
order = 3
[sources]
own = "Words of one map"
[places]
half = { mix = { sit = 0.5, back = 0.5 }, toward = "posterior" }
[points.knot]
names = { en = "Knot", la = "Nodus" }
label = "Knot"
[points.knot.spot]
place = { at = "sit", move = { superior = 50 } }
through = "posterior"
words = "Above the tuberosity."
confidence = "D"
sources = ["words"]
[points.knot.essential]
words = "A hand's breadth of the buttock."
confidence = "D"
sources = ["own"]
parts = [
    { along = ["half", { at = "middle", move = { superior = 30, lateral = 20 }, toward = "posterior" }], width_mm = [90, 100] },
    { outline = ["sit", "half", { at = "half", move = { lateral = 50 }, toward = "posterior" }] },
]
area_cm2 = [1, 5000]
contains = ["half"]
excludes = ["asis", { at = "back", side = "other" }, { at = "asis", side = "other" }]
[points.knot.spillover]
words = "More of it."
confidence = "B"
sources = ["words"]
parts = [{ along = ["half", "back"], width_mm = 120, sides = "own" }]
area_cm2 = [1, 5000]
contains = ["back"]
excludes = ["asis", { at = "asis", side = "other" }, { at = "greater_trochanter", side = "other" }]
without_essential = true
"""


def attachments() -> list[bytes]:
    """The file with one attachment at a time, and without any: laying one on the bone takes most of the time."""
    text = ATTACHMENTS.strip() + "\n"
    start = text.index("[attachments.")
    second = text.index("[attachments.", start + 1)
    return [
        text[:second].encode(),
        (text[:start] + text[second:]).encode(),
        text[:start].encode(),
        text[:start].encode(),
    ]


def painmaps() -> list[bytes]:
    """The map with both zones, and twice with one."""
    one = PAINMAP[: PAINMAP.index("[points.knot.spillover]")]
    return [PAINMAP.encode(), one.encode(), one.encode()]
