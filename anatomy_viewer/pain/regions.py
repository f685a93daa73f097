"""Named regions of the skin, so that a place of pain can be said in words and chosen from a list.

Regions after Terminologia Anatomica (regiones corporis), parted where a teacher needs it: the buttock into quarters,
the limb into its four sides. Borders run at the heights of landmarks and around the axis of the limb; approximate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas, Names
from anatomy_viewer.atlas.once import once
from anatomy_viewer.pain.skin import Floats, skin_of

_Bools = npt.NDArray[np.bool_]
_Vertices = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Region:
    """A named part of the skin: its vertices (k,) int32 of the full skin, and one in its middle."""

    id: str
    names: Names
    side: Literal["right", "left", "midline"]
    vertices: npt.NDArray[np.int32]
    center: int


_NAMES: Mapping[str, tuple[str, str]] = {
    "low_back": ("Low back", "Regio lumbalis"),
    "sacrum": ("Sacrum", "Regio sacralis"),
    "coccyx": ("Coccyx and gluteal cleft", "Regio coccygea"),
    "buttock_upper_inner": ("Buttock, upper inner quarter", "Regio glutealis, pars superomedialis"),
    "buttock_upper_outer": ("Buttock, upper outer quarter", "Regio glutealis, pars superolateralis"),
    "buttock_lower_inner": ("Buttock, lower inner quarter", "Regio glutealis, pars inferomedialis"),
    "buttock_lower_outer": ("Buttock, lower outer quarter", "Regio glutealis, pars inferolateralis"),
    "hip": ("Hip", "Regio coxae"),
    "groin": ("Groin", "Regio inguinalis"),
    "belly": ("Lower belly", "Regio abdominis"),
    "thigh_back": ("Thigh, back", "Regio femoris posterior"),
    "thigh_outer": ("Thigh, outer side", "Regio femoris lateralis"),
    "thigh_front": ("Thigh, front", "Regio femoris anterior"),
    "thigh_inner": ("Thigh, inner side", "Regio femoris medialis"),
    "knee_back": ("Knee, back", "Regio genus posterior"),
    "knee_outer": ("Knee, outer side", "Regio genus lateralis"),
    "knee_front": ("Knee, front", "Regio genus anterior"),
    "knee_inner": ("Knee, inner side", "Regio genus medialis"),
    "leg_back": ("Leg, calf", "Regio cruris posterior"),
    "leg_outer": ("Leg, outer side", "Regio cruris lateralis"),
    "leg_front": ("Leg, shin", "Regio cruris anterior"),
    "leg_inner": ("Leg, inner side", "Regio cruris medialis"),
    "ankle_outer": ("Ankle, outer side", "Regio malleolaris lateralis"),
    "ankle_inner": ("Ankle, inner side", "Regio malleolaris medialis"),
    "heel": ("Heel", "Regio calcanea"),
    "foot_back": ("Foot, back", "Dorsum pedis"),
    "foot_sole": ("Foot, sole", "Planta pedis"),
}
_MIDLINE = ("sacrum", "coccyx", "belly", "low_back")
"""Regions across the midline, which have no side."""

_LANDMARKS = (
    "asis.right",
    "psis.right",
    "greater_trochanter.right",
    "gluteal_fold.right",
    "popliteal_crease.right",
    "lateral_malleolus.right",
    "medial_malleolus.right",
    "l5_spinous_process",
    "coccyx_tip",
    "pubic_tubercle.right",
)
_ABOVE_KNEE_MM, _BELOW_KNEE_MM = 50.0, 45.0
_ABOVE_ANKLE_MM = 30.0
_GROIN_MM = 35.0
"""Half the height of the groin, around the inguinal ligament."""

_SECTION_MM = 15.0
"""Three edges of the skin, so that no section is empty."""

_OUTER_DEG = 35.0
"""Half the angle around the axis of the limb that counts as its outer, and as its inner side."""


@once
def regions(atlas: Atlas) -> Mapping[str, Region]:
    """The regions of a model's skin by id, such as `thigh_back.right`; each vertex lies in one.

    From above to below, right before left; empty if the model lacks a landmark for it.
    """
    if any(name not in atlas.landmarks for name in _LANDMARKS):
        return MappingProxyType({})
    vertices = skin_of(atlas).full.vertices.astype(np.float64)
    label = _labelled(vertices * np.sign(vertices[:, :1] + 1e-9) ** [[1, 0, 0]], atlas)
    found = {}
    for kind, (english, latin) in _NAMES.items():
        for side in ("midline",) if kind in _MIDLINE else ("right", "left"):
            here = label == kind
            if side != "midline":
                here &= (vertices[:, 0] >= 0.0) == (side == "right")
            if here.any():
                id_ = kind if side == "midline" else f"{kind}.{side}"
                names = Names(english if side == "midline" else f"{english}, {side}", latin)
                found[id_] = _region(id_, names, side, np.flatnonzero(here), vertices)
    return MappingProxyType(found)


def region_at(atlas: Atlas, vertex: int) -> Region | None:
    """The region in which a vertex of the full skin lies; None if the model has none."""
    owners = _owners(atlas)
    return owners[vertex] if owners else None


def region_drawing(atlas: Atlas, id_: str) -> Floats:
    """A region as a drawing, (n_skin,): 1 in it, 0 elsewhere. KeyError for an unknown region."""
    drawing = np.zeros(len(skin_of(atlas).full.vertices), np.float32)
    drawing[regions(atlas)[id_].vertices] = 1.0
    return drawing


@once
def _owners(atlas: Atlas) -> list[Region]:
    found = regions(atlas)
    if not found:
        return []
    every = list(found.values())
    number = np.zeros(len(skin_of(atlas).full.vertices), np.intp)
    for index, region in enumerate(every):
        number[region.vertices] = index
    return [every[index] for index in number]


def _region(id_: str, names: Names, side: str, which: npt.NDArray[np.intp], vertices: _Vertices) -> Region:
    middle = vertices[which].mean(axis=0)
    center = int(which[np.linalg.norm(vertices[which] - middle, axis=1).argmin()])
    assert side in {"right", "left", "midline"}
    return Region(id_, names, side, which.astype(np.int32), center)  # type: ignore[arg-type]


def _labelled(vertices: _Vertices, atlas: Atlas) -> npt.NDArray[np.str_]:
    """The kind of region of each vertex (n, 3), all brought to the right side."""
    marks = {name.removesuffix(".right"): atlas.landmarks[name].position for name in _LANDMARKS}
    height = vertices[:, 2]
    fold, knee = marks["gluteal_fold"][2], marks["popliteal_crease"][2]
    ankle = marks["lateral_malleolus"][2] + _ABOVE_ANKLE_MM
    label = np.full(len(vertices), "", "<U24")
    sector = _sector(vertices, marks)
    bands = (
        ("thigh", height > knee + _ABOVE_KNEE_MM),
        ("knee", height > knee - _BELOW_KNEE_MM),
        ("leg", height > ankle),
    )
    rest = np.ones(len(vertices), bool)
    for name, above in bands:
        here = rest & above
        label[here] = np.char.add(f"{name}_", sector[here])
        rest &= ~above
    label[rest] = _foot(vertices[rest], marks)
    # The trunk ends at the gluteal fold behind and below the groin in front, and between them on the way round.
    front = np.maximum(_groin_line(vertices[:, 0], marks) - _GROIN_MM, fold)
    share = np.interp(vertices[:, 1], [marks["psis"][1] / 2.0, marks["asis"][1]], [0.0, 1.0])
    trunk = height > fold + share * (front - fold)
    label[trunk] = _trunk(vertices[trunk], marks)
    return label


def _sector(vertices: _Vertices, marks: Mapping[str, npt.NDArray[np.float64]]) -> npt.NDArray[np.str_]:
    """Back, outer, front or inner side of the limb, seen around the middle of its sections."""
    steps = np.arange(marks["lateral_malleolus"][2], marks["gluteal_fold"][2], _SECTION_MM)
    step = np.digitize(vertices[:, 2], steps)
    rings = [vertices[step == number, :2] for number in range(1, len(steps))]
    middles = np.array([(ring.min(axis=0) + ring.max(axis=0)) / 2.0 for ring in rings])
    heights = (steps[1:] + steps[:-1]) / 2.0
    middle = np.column_stack([np.interp(vertices[:, 2], heights, column) for column in middles.T])
    offset = vertices[:, :2] - middle
    angle = np.degrees(np.arctan2(offset[:, 1], offset[:, 0]))
    return np.select(
        [np.abs(angle) <= _OUTER_DEG, np.abs(angle) >= 180.0 - _OUTER_DEG, angle > 0.0],
        ["outer", "inner", "front"],
        "back",
    )


def _groin_line(across: npt.NDArray[np.float64], marks: Mapping[str, npt.NDArray[np.float64]]) -> np.ndarray:
    """Height of the inguinal ligament, from the pubic tubercle to the ASIS, at distances from the midline."""
    ends = np.array([marks["pubic_tubercle"], marks["asis"]])
    return np.asarray(np.interp(across, ends[:, 0], ends[:, 2]))


def _trunk(vertices: _Vertices, marks: Mapping[str, npt.NDArray[np.float64]]) -> npt.NDArray[np.str_]:
    x, y, z = vertices.T
    psis, coccyx, l5 = marks["psis"], marks["coccyx_tip"], marks["l5_spinous_process"]
    hip, asis, fold = marks["greater_trochanter"], marks["asis"], marks["gluteal_fold"]
    # The sacrum narrows from between the PSISs to the coccyx.
    half_sacrum = np.interp(z, [coccyx[2], psis[2], l5[2]], [16.0, psis[0], psis[0]])
    behind = y < hip[1]
    crest = np.interp(x, [0.0, psis[0], hip[0]], [l5[2], l5[2] + 8.0, l5[2] + 10.0])
    # Halfway from the crest to the gluteal fold, as a clinician quarters a buttock.
    upper, inner = z > (crest + fold[2]) / 2.0, x < (psis[0] + hip[0]) / 2.0
    sector = np.degrees(np.arctan2(y - hip[1], x))
    quarter = np.select(
        [upper & inner, upper, inner],
        ["buttock_upper_inner", "buttock_upper_outer", "buttock_lower_inner"],
        "buttock_lower_outer",
    )
    groin = np.abs(z - _groin_line(x, marks)) < _GROIN_MM
    return np.select(
        [
            behind & (z > crest),
            behind & (x < half_sacrum) & (z > coccyx[2] + 25.0),
            behind & (x < 16.0),
            behind & (sector < -25.0),
            ~behind & groin & (x < asis[0]),
            ~behind & (x < asis[0]),
            ~behind & (z > crest) & (sector > 40.0),
        ],
        ["low_back", "sacrum", "coccyx", quarter, "groin", "belly", "belly"],
        "hip",
    )


def _foot(vertices: _Vertices, marks: Mapping[str, npt.NDArray[np.float64]]) -> npt.NDArray[np.str_]:
    outer, inner = marks["lateral_malleolus"], marks["medial_malleolus"]
    x, y, z = vertices.T
    middle = (outer + inner) / 2.0
    low = z < outer[2] - 45.0
    behind = y < outer[1] - 8.0
    beside: _Bools = y < middle[1] + 45.0
    return np.select(
        [low & (z < z.min() + 14.0) & ~behind, behind, beside & (x >= middle[0]), beside],
        ["foot_sole", "heel", "ankle_outer", "ankle_inner"],
        "foot_back",
    )
