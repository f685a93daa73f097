"""Texts of the picture: every script, `$` as it is, any length; what no font has stands there as boxes and is told."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Names
from anatomy_viewer.stage import letters
from anatomy_viewer.stage.letters import MISSING, can_set_leftward, house_font, runs, undrawable
from anatomy_viewer.stage.writable import unwritable
from anatomy_viewer.stage.writing import Style, Writer, drawn, extent
from tests.stage.conftest import MakeSet
from tests.stage.fan_scene import MUSCLE, fan_atlas, fan_state

NAMES = ("Gluteus medius", "Μέσος γλουτιαίος", "Средняя ягодичная мышца", "العضلة الألوية", "Střední hýžďový sval")
UNKNOWN = "\u0378"
"""No letter in any version of Unicode: no font has it."""
PLAIN = Style(18.0, (0.0, 0.0, 0.0), 2000.0)


def ink(text: str, style: Style = PLAIN) -> np.ndarray:
    return drawn(text, style)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and bool((one == other).all())


@pytest.fixture
def only_the_house_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any font of its own."""
    monkeypatch.setattr(letters, "_other_fonts", tuple)
    letters._font_of.cache_clear()


@pytest.mark.parametrize("name", NAMES)
def test_names_in_many_scripts_are_drawn_from_the_font_that_every_machine_has(name: str) -> None:
    assert all(font is house_font() for font, _ in runs(name))
    assert MISSING not in "".join(piece for _, piece in runs(name))
    assert (ink(name) > 0.5).sum() > 200
    assert undrawable([name]) == ()


def test_different_names_look_different() -> None:
    for one, other in combinations((*NAMES, "$ 5 and $ 6", "5 and 6", "$\\alpha$", "\\$5", "$5", "a|b", "ab"), 2):
        assert not same(ink(one), ink(other)), (one, other)


def test_a_dollar_is_a_dollar_and_has_its_room() -> None:
    assert extent("$ 5 and $ 6", PLAIN)[0] > extent(" 5 and  6", PLAIN)[0]
    assert (ink("$$") > 0.5).sum() > (ink("$") > 0.5).sum()


def test_arabic_is_joined_and_runs_leftward() -> None:
    if not can_set_leftward():
        pytest.skip("needs fribidi")
    joined = extent("العضلة", PLAIN)[0]
    apart = sum(extent(letter, PLAIN)[0] for letter in "العضلة")
    assert joined < apart, "letters take their joined forms"
    beh_then_alef = ink("با")
    columns = np.flatnonzero((beh_then_alef > 0.5).any(axis=0))
    left_half = beh_then_alef[:, columns[0] : columns[0] + 3]
    assert (left_half > 0.5).sum(axis=0).max() > 8, "the second letter, which is upright, stands at the left"


def test_what_no_font_has_stands_there_as_a_box_and_is_told() -> None:
    assert "".join(piece for _, piece in runs(f"a{UNKNOWN}")) == f"a{MISSING}"
    assert (ink(UNKNOWN) > 0.5).sum() > 10
    assert undrawable(["Sacrum", f"a{UNKNOWN}", "Sacrum"]) == (f"a{UNKNOWN}",)


def test_without_other_fonts_a_chinese_name_is_boxes(only_the_house_font: None) -> None:
    assert "".join(piece for _, piece in runs("中殿筋")) == 3 * MISSING
    atlas = fan_atlas()
    part = replace(atlas.structures[MUSCLE], names=Names("中殿筋", "M. gluteus medius"))
    assert unwritable(replace(atlas, structures={**atlas.structures, MUSCLE: part})) == ("中殿筋",)
    assert unwritable(atlas) == ()


def test_a_long_text_ends_where_it_has_no_more_room() -> None:
    narrow = replace(PLAIN, widest=150.0)
    for text in ("W" * 2000, "word " * 400, "ا" * 2000, "\u0301" * 2000, "中" * 2000):
        width, height = extent(text, narrow)
        assert width <= 160.0, text[:4]
        assert height < 5 * PLAIN.letter, text[:4]
        assert ink(text, narrow).shape == (height, width)
    assert extent("\n".join("line" for _ in range(5000)), narrow)[1] < 1500.0


@pytest.mark.parametrize("text", ["", "\n", "a\x00b", "a\x1b[31mb", "\ud800", "a\u202eb", "\u200b", "\U0010ffff"])
def test_no_text_is_refused(text: str) -> None:
    assert ink(text).ndim == 2
    assert ink(text, replace(PLAIN, widest=0.0)).ndim == 2


def test_control_characters_cut_nothing() -> None:
    assert same(ink("ab"), ink("a\x00b"))
    assert same(ink("ab"), ink("a\u202eb"))


def test_the_size_is_that_of_what_is_drawn_and_grows_with_the_letters() -> None:
    for letter in (8.0, 14.0, 33.0):
        style = replace(PLAIN, letter=letter)
        mask = ink("Égypte (jq)", style)
        assert mask.shape[::-1] == extent("Égypte (jq)", style)
        rows, columns = np.nonzero(mask > 0.3)
        assert columns.min() >= 1
        assert columns.max() <= mask.shape[1] - 2
        assert 0.6 * letter < np.ptp(rows) < 1.4 * letter
    assert extent("a\nb", PLAIN)[1] == 2 * extent("a", PLAIN)[1]


def test_texts_are_pixel_for_pixel_in_the_picture(make_set: MakeSet) -> None:
    view = make_set(fan_atlas(), fan_state(), (320, 240))
    before = view.picture()
    writer = Writer(view.stage._window.outlines)
    text = writer.text("$ 5", replace(PLAIN, color=(1.0, 0.0, 0.0), patch=(1.0, 1.0, 1.0)))
    writer.show(text, 20.3, 30.0)
    picture = view.picture()
    height, width = (int(side) for side in text.size[::-1])
    box = picture[240 - 30 - height : 240 - 30, 20 : 20 + width].astype(int)
    mask = ink("$ 5")
    assert (np.abs(box[mask > 0.99] - (255, 0, 0)).max(axis=1) <= 2).all()
    outside = picture.copy()
    outside[240 - 30 - height : 240 - 30, 20 : 20 + width] = before[240 - 30 - height : 240 - 30, 20 : 20 + width]
    assert (outside == before).all()
    writer.close()
    assert (view.picture() == before).all()


@pytest.mark.parametrize("name", [*NAMES[1:], "$ 5 and $ 6", "x" * 2000, "<b>bold</b>"])
def test_each_name_stands_in_the_picture(make_set: MakeSet, name: str) -> None:
    atlas = fan_atlas()
    part = replace(atlas.structures[MUSCLE], names=Names(name, name))
    atlas = replace(atlas, structures={**atlas.structures, MUSCLE: part})
    view = make_set(atlas, fan_state(labels=True), (640, 480))
    picture = view.picture().astype(int)
    shown = view.stage._labels._writer.shown
    assert len(shown) == 2
    assert name.startswith(shown[0].text.replace("\n", " ").rstrip("…")[:20])
    left, bottom, right, top = (round(side) for side in view.stage._labels.boxes[0])
    assert 0 <= left < right <= 640
    inside = picture[480 - top : 480 - bottom, left:right]
    assert (np.abs(inside - inside[0, 0]).max(axis=2) > 100).sum() > 30
