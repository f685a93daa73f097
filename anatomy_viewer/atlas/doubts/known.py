"""Parts of the body that are known by their names: how large each is, and what lies before, behind, above, below it."""

from __future__ import annotations

import re

from anatomy_viewer.atlas.model import Names

STATURE_M = 1.63
"""Of the body whose sizes these are."""

SIZES_MM: dict[str, tuple[float, float, float]] = {
    "hip bone": (207, 141, 135),
    "pelvis": (280, 207, 150),
    "sacrum": (116, 110, 91),
    "coccyx": (35, 19, 13),
    "lumbar vertebra": (86, 77, 40),
    "femur": (441, 104, 72),
    "patella": (41, 40, 21),
    "tibia": (366, 75, 61),
    "fibula": (356, 29, 28),
    "gluteus maximus": (236, 163, 105),
    "gluteus medius": (171, 105, 93),
    "gluteus minimus": (114, 79, 55),
    "tensor fasciae latae": (140, 53, 49),
    "piriformis": (88, 64, 48),
    "skin": (1088, 350, 302),
    "skull": (220, 180, 140),
    "humerus": (306, 60, 50),
    "radius": (225, 40, 30),
    "ulna": (242, 45, 40),
    "clavicle": (140, 45, 30),
    "scapula": (150, 110, 60),
    "calcaneus": (76, 45, 42),
    "talus": (54, 42, 35),
}
"""Longest, middle and shortest side of the box around each part of a grown body, mm.

The long bones agree with published shares of stature: femur 26.7 % (Feldesman et al. 1990), tibia 22 %, humerus,
radius and ulna 19, 14 and 15 % (Trotter and Gleser 1952, women). Hip and thigh are rounded from the model that comes
with the program, the rest is of the order that textbooks give: it serves to tell units apart, which lie ten times from
each other, not persons.
"""

PLACES_MM: dict[str, tuple[float, float, float]] = {
    "hip bone": (69, -18, 37),
    "sacrum": (0, -54, 63),
    "coccyx": (0, -88, -4),
    "lumbar vertebra": (0, -22, 132),
    "femur": (92, 3, -198),
    "patella": (80, 48, -389),
    "tibia": (86, -3, -597),
    "fibula": (110, -29, -613),
    "gluteus maximus": (81, -52, -9),
    "gluteus medius": (107, -18, 52),
    "gluteus minimus": (106, 6, 28),
    "asis": (115, 52, 72),
    "psis": (45, -88, 92),
    "pubic tubercle": (25, 51, -17),
    "ischial spine": (49, -53, -1),
    "greater trochanter": (144, -10, -27),
    "lateral epicondyle": (120, 0, -390),
    "medial epicondyle": (40, 0, -388),
    "lateral malleolus": (112, -29, -789),
    "medial malleolus": (72, 10, -779),
    "hip joint": (80, 0, 0),
    "knee joint": (80, 0, -389),
}
"""Where the middle of each lies in a standing body: lateral, anterior, superior of midway between the hip joints, mm.

Rounded from the model that comes with the program; it tells how a model is turned, not persons. Landmarks and joints go
by the first part of their ids.
"""

TRUNK = frozenset(
    {
        "hip bone",
        "pelvis",
        "sacrum",
        "coccyx",
        "lumbar vertebra",
        "gluteus medius",
        "gluteus minimus",
        "asis",
        "psis",
        "pubic tubercle",
        "ischial spine",
        "hip joint",
    }
)
"""What stays where it is when a body sits, squats or lifts a leg."""

_OTHER_NAMES = {
    "hip bone": "os coxae|coxal bone|innominate bone|innominate|hemipelvis|os innominatum",
    "pelvis": "bony pelvis|pelvic girdle",
    "sacrum": "os sacrum|sacral bone",
    "coccyx": "os coccygis|tailbone|tail bone",
    "lumbar vertebra": "lumbar vertebra [1-5]|(first|second|third|fourth|fifth) lumbar vertebra|vertebra l[1-5]|l[1-5]"
    "|vertebra lumbalis [iv]+",
    "femur": "thigh bone|thighbone|os femoris|femoral bone",
    "patella": "kneecap|knee cap",
    "tibia": "shin bone|shinbone",
    "fibula": "calf bone",
    "skull": "cranium",
    "clavicle": "collarbone|collar bone|clavicula",
    "scapula": "shoulder blade",
    "calcaneus": "heel bone",
    "talus": "ankle bone",
    "skin": "cutis|integument",
} | {f"gluteus {which}": f"(musculus|m|glut) (gluteus )?{which}" for which in ("maximus", "medius", "minimus")}
_KNOWN = {part: re.compile(f"{part}|{_OTHER_NAMES.get(part, part)}") for part in SIZES_MM}
_SIDES = re.compile(r"\b(right|left|r|l|rt|lt|dext(er|ra|rum)|sinist(er|ra|rum)|muscle|bone of the|the)\b")

BEFORE = (
    ("patella", "femur"),
    ("patella", "tibia"),
    ("tibia", "fibula"),
    ("hip bone", "sacrum"),
    ("hip bone", "coccyx"),
    ("lumbar vertebra", "sacrum"),
    ("femur", "gluteus maximus"),
    ("hip bone", "gluteus maximus"),
    ("gluteus medius", "gluteus maximus"),
    ("gluteus minimus", "gluteus maximus"),
    ("tensor fasciae latae", "gluteus maximus"),
    ("femur", "piriformis"),
    ("asis", "psis"),
    ("asis", "sacrum"),
    ("pubic tubercle", "sacrum"),
    ("pubic tubercle", "ischial spine"),
    ("pubic tubercle", "psis"),
)
"""The middle of the first lies farther forward than that of the second, of the same side, in a standing body.

Landmarks and joints go by the first part of their ids.
"""

ABOVE = (
    ("hip bone", "femur"),
    ("sacrum", "coccyx"),
    ("lumbar vertebra", "sacrum"),
    ("sacrum", "femur"),
    ("pelvis", "femur"),
    ("femur", "tibia"),
    ("femur", "fibula"),
    ("femur", "patella"),
    ("patella", "tibia"),
    ("hip bone", "tibia"),
    ("gluteus medius", "femur"),
    ("gluteus maximus", "tibia"),
    ("gluteus maximus", "femur"),
    ("skull", "pelvis"),
    ("skull", "hip bone"),
    ("asis", "greater trochanter"),
    ("greater trochanter", "lateral epicondyle"),
    ("greater trochanter", "medial epicondyle"),
    ("lateral epicondyle", "lateral malleolus"),
    ("medial epicondyle", "medial malleolus"),
    ("hip joint", "knee joint"),
)
"""The middle of the first lies higher than that of the second, of the same side, in a standing body."""


def known_part(id_: str, names: Names) -> str | None:
    """Which known part a structure is by its id or its names, without regard to side; None if it is none of them."""
    for name in (id_, names.en, names.la):
        words = _plain(name)
        for part, pattern in _KNOWN.items():
            if pattern.fullmatch(words):
                return part
    return None


def _plain(name: str) -> str:
    """A name in small letters, without what stands in brackets and without its side."""
    words = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name.lower())
    return " ".join(_SIDES.sub(" ", re.sub(r"[_.,:;/\-]+", " ", words)).split())
