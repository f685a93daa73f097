"""The report measures attachments right: on shapes whose figures are known beforehand."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
import trimesh

from anatomy_viewer.atlas.attachments import Attached
from anatomy_viewer.atlas.figures import attachments
from anatomy_viewer.atlas.figures.figure import Figure
from anatomy_viewer.atlas.figures.parts import Parts
from anatomy_viewer.atlas.model import Atlas, Landmark, Structure, Subject
from tests.atlas.attachment_models import NAMES, bone, lay

PLACES = {
    "asis.right": (100.0, 40.0, 0.0), "psis.right": (100.0, -40.0, 0.0), "side.right": (105.0, 0.0, 0.0),
    "low.right": (105.0, 0.0, -100.0), "high.right": (105.0, 0.0, -50.0),
}  # fmt: skip
"""Spines at the ends of a plate, and places on the lateral face of a tall box."""

DEFINITIONS = """
[curves.iliac_crest]
names = { en = "Crest", la = "Crista" }
structure = "hip_bone"
side = "superior"
through = [
    { at = "asis", move = { superior = 5 } },
    { mix = { asis = 0.5, psis = 0.5 }, move = { superior = 5 } },
    { at = "psis", move = { superior = 5 } },
]
[curves.anterior_gluteal_line]
names = { en = "Line", la = "Linea" }
structure = "hip_bone"
side = "superior"
through = [{ along = "iliac_crest", from = "asis", mm = 30 }, { at = "side", move = { superior = 5, lateral = 20 } }]
[curves.posterior_gluteal_line]
names = { en = "Line", la = "Linea" }
structure = "hip_bone"
side = "superior"
through = [{ along = "iliac_crest", from = "psis", mm = 20 }, { at = "side", move = { superior = 5, lateral = 20 } }]
[attachments."gluteus_medius.origin"]
names = { en = "Origin", la = "Origo" }
structure = "hip_bone"
kind = "origin"
facet = { center = { at = "side", move = { superior = 5 } }, axis = { along = "anterior" }, length_mm = 60, width_mm = 40, shape = "ellipse" }
sources = ["book"]
[attachments."gluteus_medius.insertion_lateral_facet"]
names = { en = "Lateral", la = "Lateralis" }
structure = "femur"
kind = "insertion"
facet = { center = "low", axis = { along = "inferior", turned_deg = 36.8, toward = "anterior" }, length_mm = 34.8, width_mm = 14, shape = "stadium" }
sources = ["book"]
[attachments."gluteus_medius.insertion_superoposterior_facet"]
names = { en = "Upper", la = "Superior" }
structure = "femur"
kind = "insertion"
facet = { center = "high", axis = { along = "inferior" }, length_mm = 18, width_mm = 15, shape = "ellipse" }
sources = ["book"]
"""  # noqa: E501


def box(low: tuple[float, ...], high: tuple[float, ...]) -> trimesh.Trimesh:
    return trimesh.creation.box(bounds=[low, high]).subdivide_to_size(3.0)


SHAPES = {
    "hip_bone.right": box((70, -40, -5), (140, 40, 5)),
    "femur.right": box((95, -20, -350), (105, 20, -20)),
    "gluteus_medius.right": box((60, 0, 5.5), (150, 60, 15)),  # over the front half of the plate
}


def measured(attached: Attached, structures: dict[str, Structure]) -> dict[str, Figure]:
    """The figures of the right side."""
    none: dict[str, Any] = {}
    atlas = Atlas(
        name="test",
        folder="",
        subject=Subject(1.71, 71.8, ""),
        structures=MappingProxyType(structures),
        landmarks=MappingProxyType({id_: Landmark(id_, NAMES, "", np.array(at)) for id_, at in PLACES.items()}),
        bodies=none,
        joints=none,
        sources=none,
        curves=attached.curves,
        attachments=attached.attachments,
    )
    asked = attachments.questions(Parts(atlas))
    return {question.what: question.answer() for question in asked if question.part.endswith(".right")}


@pytest.fixture(scope="module")
def answers() -> dict[str, Figure]:
    bones = {id_: shape for id_, shape in SHAPES.items() if not id_.startswith("gluteus")}
    attached = lay(bones, PLACES, DEFINITIONS)
    assert attached.problems == ()
    return measured(attached, {id_: bone(id_, shape) for id_, shape in SHAPES.items()})


@pytest.mark.parametrize(
    ("what", "value", "within", "met"),
    [
        ("area of origin", np.pi * 30 * 20 / 100, 0.2, False),
        ("origin within 2 mm of the muscle", 54.1, 0.6, False),
        ("anterior gluteal line, ASIS to start", 30, 0.6, None),
        ("posterior gluteal line, PSIS to start", 20, 0.6, False),
        ("area of lateral facet", 14 * 20.8 + np.pi * 49, 5, True),
        ("length of lateral facet", 34.8, 0.3, True),
        ("lateral facet to shaft of femur", 36.8, 1.5, True),
        ("area of superoposterior facet", np.pi * 9 * 7.5, 3, True),
        ("superoposterior facet, least width", 15, 0.2, None),
        ("superoposterior facet, greatest width", 18, 0.2, True),
    ],
)
def test_figures_of_known_shapes(
    answers: dict[str, Figure], what: str, value: float, within: float, met: bool | None
) -> None:
    assert answers[what].value == pytest.approx(value, abs=within)
    assert met is None or answers[what].met == met


def test_what_lacks_is_named() -> None:
    bones = {"femur.right": SHAPES["femur.right"]}
    answers = measured(lay(bones, PLACES, DEFINITIONS), {"femur.right": bone("femur.right", bones["femur.right"])})
    assert answers["area of origin"].why_not == "the model has no attachment 'gluteus_medius.right.origin'"
    what = "anterior gluteal line, ASIS to start"
    assert answers[what].why_not == "the model has no curve 'iliac_crest.right'"
    assert answers["area of lateral facet"].met


def test_a_model_without_attachments_is_not_asked() -> None:
    assert measured(Attached({}, {}, ()), {}) == {}
