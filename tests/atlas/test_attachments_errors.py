"""A wrong definition is refused with file, key and reason, while the rest is laid."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from anatomy_viewer.atlas.attachments import attachments_for, build, parse_definitions
from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Landmark
from anatomy_viewer.atlas.patience import Patience
from anatomy_viewer.atlas.tables import TableError
from tests.atlas.attachment_models import CORNERS, HEAD, NAMES, bone, facet, frame, lay, mirrored, slab

MARKS = CORNERS | {"spot.right": (100.0, 0.0, 5.0)}
GOOD = facet("stadium", 20, 10).replace("muscle.insertion", "other.insertion")
FRAME = frame(2.0)


def told(definitions: str) -> str:
    """What is said of definitions of which one is wrong; the good one beside it is laid."""
    found = lay({"bone.right": slab(4.0)}, MARKS, GOOD + definitions)
    assert "other.right.insertion" in found.attachments
    assert "muscle.right.origin" not in found.attachments
    assert found.problems
    assert all(problem.where and problem.what and problem.remedy for problem in found.problems)
    assert all(problem.where.startswith("attachments.toml: ") for problem in found.problems)
    return "\n".join(str(problem) for problem in found.problems)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('structure = "bone"\nkind', 'structure = "bones"\nkind', 'origin".structure: names the structure \'bones\''),
        ('kind = "origin"', 'kind = "source"', "origin\".kind: has a wrong value. Expected 'origin' or 'insertion'"),
        ('kind = "origin"', "", 'attachments."muscle.origin".kind: is missing'),
        ('kind = "origin"', 'kind = "origin"\ncolour = "red"', 'origin".colour: is an unknown key'),
        ('kind = "origin"', 'kind = "origin"\nsources_ = 1', "Did you mean 'sources'?"),
        ('side = "superior"\noutline', 'side = "up"\noutline', "origin\".side: has a wrong value. Expected 'lateral'"),
        ('outline = ["ab", ', 'outline = ["ba", ', 'origin".outline: names the curve \'ba\', which does not exist'),
        ('["ab", "bc", "cd", "da"]', '["ab", "bc"]', 'origin": its outline needs one closed section, or'),
        ('["ab", "bc", "cd", "da"]', '[{ through = ["a", "b", "d", "a"] }]', "ends where it begins"),
        ('["ab", "bc", "cd", "da"]', '["ab", "cd", { through = ["a", "d"] }]', "has sections 1 and 2 20 mm apart"),
        ('["ab", "bc", "cd", "da"]', "[]", 'origin".outline'),
        ('"ab", "bc", "cd", "da"', '{ curve = "ab", through = ["a", "b"] }', "needs exactly one of 'curve', 'through'"),
        ('"cd", "da"]', '{ curve = "cd", beside_mm = 3 }]', "'beside_mm' and 'toward' go together"),
        ('["ab", "bc", "cd", "da"]', '["ab"]', 'origin".outline: has one section only'),
        ('["ab", "bc", "cd", "da"]', '[{ through = ["a", "c", "b", "d"] }]', "crosses itself near ("),
        ('"ab", "bc", "cd", "da"', '{ through = ["a", { mix = { a = 0.5, b = 0.5 } }, "b"] }', "not enclose one piece"),
        ('["ab", "bc", "cd", "da"]', '[{ through = ["a", "a", "b", "d"] }]', "has points 1 and 2 in one place"),
        ('["ab", "bc", "cd", "da"]', '[{ through = ["a", "b", "e"] }]', "names the landmark or point 'e'"),
        ('outline = ["ab", "bc", "cd", "da"]', "", "needs exactly one of 'outline', 'facet'"),
        ("corner_mm = 2.0", "corner_mm = -1", 'origin".corner_mm'),
        ('sources = ["book"]', 'sources = ["books"]', "origin\".sources: names the source 'books'"),
        ('sources = ["book"]', "sources = []", 'attachments."muscle.origin".sources'),
        ("a = 1.2, b = -0.2", "a = 1.2, b = -0.1", "curves.ab.through.0: the shares of a mix must add up to 1"),
        ("a = 1.2, b = -0.2", "a = 1.2, asis = -0.2", "curves.ab.through: names the landmark or point 'asis'"),
        ("a = 1.2, b = -0.2", "a = 1.2, asis = -0.2", "origin\".outline: needs the curve 'ab', which cannot be drawn"),
        ("{ mix = { a = 1.2, b = -0.2 } }", '{ along = "ab", from = "a", mm = 4 }', "leads back to the curve 'ab'"),
        ("{ mix = { a = 1.2, b = -0.2 } }", '{ along = "bc", from = "b", mm = 99 }', "goes 99 mm along 'bc', which is"),
        ("{ mix = { a = 1.2, b = -0.2 } }", '{ along = "bc", mm = 4 }', "'along', 'from' and 'mm' go together"),
        ("{ mix = { a = 1.2, b = -0.2 } }", '{ at = "a", along = "bc" }', "needs exactly one of 'at', 'along', 'mix'"),
        ("{ mix = { a = 1.2, b = -0.2 } }", '{ at = "a", move = { up = 3 } }', "through.0.move.up: is an unknown key"),
        ("{ mix = { a = 1.2, b = -0.2 } }", "7", "curves.ab.through.0"),
        ("{ mix = { a = 1.2, b = -0.2 } }, { mix = { a = -0.2, b = 1.2 } }", '"a"', "curves.ab.through"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_outline_is_named(old: str, new: str, expected: str) -> None:
    assert old in FRAME
    assert expected in told(FRAME.replace(old, new))


FACET = facet("stadium", 20, 10).replace("insertion", "origin")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('center = "spot"', 'center = "spots"', "facet.center: names the landmark or point 'spots'"),
        ("length_mm = 20", "length_mm = 5", "width_mm must not be more than length_mm"),
        ("width_mm = 10", "width_mm = 0.5", "facet.width_mm"),
        ("length_mm = 20, width_mm = 10", "length_mm = 190, width_mm = 180", 'origin": crosses itself'),
        ("length_mm = 20", "length_mm = -20", "facet.length_mm"),
        ('shape = "stadium"', 'shape = "square"', "Expected 'stadium' or 'ellipse'"),
        ('along = "anterior"', 'along = "femoral_shaft"', "facet.axis.along: names the direction 'femoral_shaft'"),
        ('along = "anterior"', 'along = "superior"', "facet: cannot be drawn: the axis stands on end"),
        ('along = "anterior"', 'along = "anterior", turned_deg = 30', "'turned_deg' and 'toward' go together"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_facet_is_named(old: str, new: str, expected: str) -> None:
    assert old in FACET
    assert expected in told(FACET.replace(old, new))


def test_a_side_that_no_bone_has_is_named() -> None:
    """Of a bone without any part that faces up."""
    open_below = slab(4.0)
    open_below.update_faces(open_below.face_normals[:, 2] < 0.5)
    found = lay({"bone.right": open_below}, MARKS, FRAME)
    assert "curves.ab.through: cannot be drawn: no part of the surface faces superior" in str(found.problems[0])


def test_a_landmark_that_the_model_lacks_is_told_once() -> None:
    shapes = {"bone.right": slab(4.0), "bone.left": mirrored(slab(4.0))}
    found = lay(shapes, {}, GOOD)
    assert len(found.problems) == 1
    assert "names the landmark or point 'spot', which does not exist" in str(found.problems[0])


def test_points_that_lead_back_to_themselves_are_refused() -> None:
    points = """
[points]
one = { mix = { two = 0.5, a = 0.5 } }
two = { at = "one", move = { lateral = 3 } }
"""
    text = told(points + FRAME.replace('["ab", "bc", "cd", "da"]', '[{ through = ["one", "b", "c"] }]'))
    assert "points.two: leads back to the point 'one' in a circle" in text


def test_a_wrong_point_is_named() -> None:
    text = told("\n[points]\none = {}\n" + FRAME.replace('"ab"', '"none"'))
    assert "points.one: needs exactly one of 'at', 'along', 'mix'" in text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"format = 2", "attachments.toml: format: is 2, this program reads 1. Use a newer version"),
        (b"", "attachments.toml: format: is missing"),
        (b"format = 1\ncurves = 3", "attachments.toml: curves"),
        (b"format = 1\n[curves.a\n", "line 2"),
        (b"format = 1\n[attachments.origin]", "attachments.toml: attachments.origin"),
        (b'format = 1\nname = "H\xfcfte"\n', "attachments.toml: is not UTF-8 text (line 2)"),
    ],
)
def test_a_file_of_other_things_is_refused(data: bytes, expected: str) -> None:
    with pytest.raises(TableError) as caught:
        parse_definitions(data)
    assert expected in str(caught.value)


ON_THE_TINY_HIP = """
format = 1
[sources]
book = "A book"
[attachments."gluteus_medius.origin"]
names = { en = "Origin", la = "Origo" }
structure = "hip_bone"
kind = "origin"
facet = { center = { mix = { asis = 0.5, psis = 0.5 }, move = { lateral = 30 } }, axis = { along = "anterior" }, length_mm = 50, width_mm = 30, shape = "ellipse" }
sources = ["book"]
"""  # noqa: E501


def test_a_pack_carries_its_attachments(own_pack: Path) -> None:
    (own_pack / "attachments.toml").write_text(ON_THE_TINY_HIP, encoding="utf-8")
    atlas = load_atlas(own_pack)
    assert atlas.missing == ()
    right, left = atlas.attachments["gluteus_medius.right.origin"], atlas.attachments["gluteus_medius.left.origin"]
    assert right.area_mm2 > 500
    assert np.array_equal(left.boundary, right.boundary * [-1, 1, 1])
    with pytest.raises(TypeError):
        atlas.attachments["x"] = right  # type: ignore[index]


def test_a_pack_without_the_file_has_none(own_pack: Path) -> None:
    atlas = load_atlas(own_pack)
    assert dict(atlas.attachments) == {}
    assert dict(atlas.curves) == {}
    assert atlas.missing == ()


def test_a_broken_file_costs_nothing_but_the_attachments(own_pack: Path) -> None:
    (own_pack / "attachments.toml").write_text("format = 1\n[curves", encoding="utf-8")
    atlas = load_atlas(own_pack)
    assert "femur.right" in atlas.structures
    assert dict(atlas.attachments) == {}
    assert len(atlas.missing) == 1
    assert atlas.missing[0].where == "attachments.toml"


def test_a_link_out_of_the_pack_is_not_read(own_pack: Path, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere.toml"
    outside.write_text(ON_THE_TINY_HIP, encoding="utf-8")
    (own_pack / "attachments.toml").symlink_to(outside)
    atlas = load_atlas(own_pack)
    assert dict(atlas.attachments) == {}
    assert "leads out of its folder" in str(atlas.missing[0])


def placed_by(points: str) -> str:
    """Definitions whose outline begins at the point `p0`."""
    outline = '[{ through = ["p0", "b", "c", "d"] }]'
    return f"[points]\n{points}\n" + FRAME.replace('["ab", "bc", "cd", "da"]', outline)


def test_a_place_that_many_mixtures_lead_to_is_found_once() -> None:
    mixtures = "\n".join(
        f"{name}{i} = {{ mix = {{ p{i + 1} = 0.5, q{i + 1} = 0.5 }} }}" for i in range(40) for name in "pq"
    )
    found = lay({"bone.right": slab(4.0)}, MARKS, placed_by(mixtures + '\np40 = "a"\nq40 = "a"'))
    assert "muscle.right.origin" in found.attachments
    assert not found.problems


def test_places_that_each_rest_on_the_next_are_followed_so_far_only() -> None:
    chain = "\n".join(f'p{i} = "p{i + 1}"' for i in range(2000)) + '\np2000 = "a"'
    assert "points.p49: leads through more than 50 places, each by the next" in told(placed_by(chain))


@pytest.mark.parametrize("share", [9.0, 10.0])
def test_a_place_far_from_the_body_is_refused(share: float) -> None:
    far = f"p0 = {{ mix = {{ p1 = {share}, a = {1 - share} }} }}\np1 = {{ at = 'b', move = {{ lateral = 1000 }} }}"
    assert "lies more than 5 m from the middle of the body" in told(placed_by(far))


def test_what_takes_too_long_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_MOST_S", -1.0)
    found = lay({"bone.right": slab(4.0)}, MARKS, GOOD)
    assert "cannot be laid on this model: it takes more than -1 s of work" in str(found.problems[0])


def test_the_work_can_be_ended_within_an_attachment() -> None:
    heard = []

    def stop() -> None:
        heard.append(None)
        if len(heard) > 10:
            raise InterruptedError

    marks = {id_: Landmark(id_, NAMES, "", np.array(place)) for id_, place in MARKS.items()}
    definitions = parse_definitions((HEAD + GOOD).encode())
    with pytest.raises(InterruptedError):
        attachments_for({"bone.right": bone("bone.right", slab(4.0))}, marks, definitions, Patience(stop))


@pytest.mark.parametrize("field", ["through", "mix", "outline", "sources"])
def test_lists_are_of_a_length_that_can_be_meant(field: str) -> None:
    wrong = {
        "through": ('["ab", "bc", "cd", "da"]', '[{ through = ["a"' + ', "b"' * 100 + "] }]"),
        "mix": ("{ a = 1.2, b = -0.2 }", "{" + ", ".join(f"p{i} = 0.01" for i in range(100)) + "}"),
        "outline": ('["ab", "bc", "cd", "da"]', '["ab"' + ', "bc"' * 50 + "]"),
        "sources": ('sources = ["book"]', 'sources = ["book"' + ', "book"' * 100 + "]"),
    }[field]
    assert wrong[0] in FRAME
    assert "should have at most" in told(FRAME.replace(*wrong))
