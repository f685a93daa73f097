"""Are the gluteal muscles as large as they should be, on the bone, at their insertions, and out of each other?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations

import numpy as np

from anatomy_viewer.atlas.figures.figure import CannotMeasureError, Question, Source
from anatomy_viewer.atlas.figures.parts import GLUTEALS, Parts
from anatomy_viewer.atlas.figures.solid import Solid
from anatomy_viewer.atlas.muscle_volume import expected_volume_cm3

HANDSFIELD = "Handsfield et al. 2014, doi 10.1016/j.jbiomech.2013.12.002, read second-hand"
GRAY = Source(source="own band of ± 1 cm around the 4 and 5 cm of Gray 1918", evidence="described")
GLUTEAL_LINES = Source(
    source="own band around 57 to 76 cm², the area between the lines of Gray 1918 drawn on mean bones (computed for "
    "this program); the model is drawn the same way; no published area found",
    evidence="estimated",
)
CONTACT = Source(
    source="own target; bare contact, without this margin, is 35 to 47 cm² in one body (computed); no published area "
    "found",
    evidence="own",
)
FACET = Source(source="own tolerance; the facets are those of Robertson et al. 2008", evidence="own")
BORDER = Source(source="own tolerance; at the front border of the trochanter (Gray 1918)", evidence="own")
ROBERTSON = Source(
    source="Robertson et al. 2008, doi 10.1016/j.arthro.2007.11.015, 8 hips, within the ± given; the model was "
    "made to it",
    evidence="measured",
)
_FACETS = (
    ("gluteus_medius", "lateral_facet", FACET),
    ("gluteus_medius", "superoposterior_facet", FACET),
    ("gluteus_minimus", "anterior_facet", BORDER),
)
_ON_BONE_MM = 2.0


def questions(parts: Parts) -> Iterator[Question]:
    """Volume, contact with bone, insertions, overlap, with overlap also across the midline."""
    for side in parts.sides:
        for muscle in GLUTEALS:
            yield _volume(parts, f"{muscle}.{side}")
            ask = partial(Question, "muscle on bone", f"{muscle}.{side}")
            yield ask("deepest vertex in bone", partial(_depth_in_bone, parts, f"{muscle}.{side}"), "mm", high=1.0)
            yield ask(
                "deepest vertex of bone in it", partial(_depth_of_bone, parts, f"{muscle}.{side}"), "mm", high=1.0
            )
        yield _origin(parts, side)
        for muscle, facet, source in _FACETS:
            yield _insertion(parts, f"{muscle}.{side}", f"{facet}.{side}", source)
    for one, other in combinations(sorted(parts.ids("muscle")), 2):
        if _may_touch(parts, one, other):
            measure = partial(_overlap_percent, parts, one, other)
            yield Question("muscle in muscle", f"{one}, {other}", "overlap of the smaller", measure, "%", high=1.0)


def _volume(parts: Parts, id_: str) -> Question:
    subject = parts.atlas.subject
    expected = expected_volume_cm3(id_.partition(".")[0], subject.stature_m, subject.mass_kg)
    return Question(
        "volume",
        id_,
        "volume",
        lambda: parts[id_].volume / 1000,
        "cm³",
        0.9 * expected,
        1.1 * expected,
        source=f"own band of ± 10 % around {HANDSFIELD}, at {subject.stature_m:g} m, {subject.mass_kg:g} kg; the "
        "model was made to it",
        evidence="regression",
    )


def _bones(parts: Parts) -> list[str]:
    """The bones of the model; CannotMeasureError if it has none."""
    found = list(parts.ids("bone"))
    if not found:
        raise CannotMeasureError("the model has no bones")
    return found


def _depth_in_bone(parts: Parts, id_: str) -> float:
    muscle = parts[id_]
    return max(_depth(muscle, parts[bone]) for bone in _bones(parts))


def _depth_of_bone(parts: Parts, id_: str) -> float:
    muscle = parts[id_]
    return max(_depth(parts[bone], muscle) for bone in _bones(parts))


def _depth(inner: Solid, outer: Solid) -> float:
    """How deep the deepest vertex of one surface lies in a solid, 0 if none does, mm."""
    inside_box = ((inner.vertices > outer.box[0]) & (inner.vertices < outer.box[1])).all(axis=1)
    if not inside_box.any():
        return 0.0
    return float(max(-outer.signed_distance(inner.vertices[inside_box]).min(), 0.0))


def _origin(parts: Parts, side: str) -> Question:
    what = f"outer ilium within {_ON_BONE_MM:g} mm"
    measure = partial(_outer_ilium_cm2, parts, side)
    return Question("muscle on bone", f"gluteus_medius.{side}", what, measure, "cm²", low=45.0, **CONTACT)


def _outer_ilium_cm2(parts: Parts, side: str) -> float:
    """Area of the outward-facing bone above the joint that lies within 2 mm of gluteus medius, cm²."""
    bone, muscle = parts[f"hip_bone.{side}"], parts[f"gluteus_medius.{side}"]
    outward = 1.0 if side == "right" else -1.0
    outer = (bone.face_normals[:, 0] * outward > 0) & (bone.centroids[:, 2] > parts.joint_center(f"hip.{side}")[2])
    near = muscle.signed_distance(bone.centroids[outer]) <= _ON_BONE_MM
    return float(bone.double_areas[outer][near].sum()) / 200


def _insertion(parts: Parts, muscle: str, facet: str, source: Source) -> Question:
    def measure() -> float:
        return max(0.0, float(parts[muscle].signed_distance(parts.point(facet)[None])[0]))

    return Question("muscle on bone", muscle, f"distance to {facet}", measure, "mm", high=2.0, **source)


def _may_touch(parts: Parts, one: str, other: str) -> bool:
    """Whether two muscles are neighbours on a side that is measured, or twins across the midline."""
    twins = one.partition(".")[0] == other.partition(".")[0]
    same_side = one.rpartition(".")[2] == other.rpartition(".")[2]
    return twins or (same_side and parts.is_measured(one))


def _overlap_percent(parts: Parts, one: str, other: str) -> float:
    smaller = min(parts[one].volume, parts[other].volume)
    return float(100 * parts[one].overlap(parts[other]) / np.maximum(smaller, 1e-9))
