"""What a pack tells of its muscles: read for both sides, sourced, and refused by key where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from anatomy_viewer.atlas.facts import FILE_NAME
from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas

GOOD = """
format = 1
[sources]
book = "A book"
[muscles.gluteus_medius]
covered_by = ["gluteus_maximus", "psoas"]
[muscles.gluteus_medius.nerve]
text = "A nerve."
sources = ["book"]
[muscles.psoas.nerve]
text = "Of a muscle that is not there."
sources = ["book"]
"""


def load_with(pack: Path, text: str) -> Atlas:
    (pack / FILE_NAME).write_text(text, encoding="utf-8")
    return load_atlas(pack)


def test_what_is_told_holds_for_both_sides(own_pack: Path) -> None:
    atlas = load_with(own_pack, GOOD)
    assert set(atlas.facts) == {"gluteus_medius.right", "gluteus_medius.left"}
    for side in ("right", "left"):
        facts = atlas.facts[f"gluteus_medius.{side}"]
        assert {key: (fact.text, fact.sources) for key, fact in facts.told.items()} == {
            "nerve": ("A nerve.", ("A book",))
        }
        assert facts.covered_by == (f"gluteus_maximus.{side}",), "of its own side, and only what is there"
    assert atlas.missing == ()


def test_a_pack_need_not_tell_anything(tiny_atlas: Atlas) -> None:
    assert dict(tiny_atlas.facts) == {}
    assert tiny_atlas.missing == ()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (GOOD.replace('["book"]', '["bok"]', 1), "muscles.gluteus_medius.nerve.sources: names the source 'bok'"),
        (GOOD.replace("text = ", "txt = ", 1), "Did you mean 'text'?"),
        (GOOD.replace("format = 1", "format = 2"), "facts.toml: format: is 2, this program reads 1."),
        ("format = 1\n[[", "facts.toml: is not valid TOML"),
    ],
)
def test_a_wrong_file_is_told_of_and_costs_nothing_else(own_pack: Path, wrong: str, told: str) -> None:
    atlas = load_with(own_pack, wrong)
    assert any(told in str(problem) for problem in atlas.missing)
    assert dict(atlas.facts) == {}
    assert "gluteus_medius.right" in atlas.structures


def test_the_shipped_pack_tells_all_four_things_of_each_gluteal_muscle() -> None:
    atlas = load_atlas()
    muscles = [id_ for id_, part in atlas.structures.items() if part.kind == "muscle"]
    assert muscles
    for id_ in muscles:
        assert list(atlas.facts[id_].told) == ["origin", "insertion", "action", "nerve"], id_
        assert all(fact.sources for fact in atlas.facts[id_].told.values())
    assert atlas.facts["gluteus_minimus.left"].covered_by == ("gluteus_medius.left", "gluteus_maximus.left")
    assert atlas.facts["gluteus_maximus.right"].covered_by == ()
