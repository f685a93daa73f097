"""What others wrote cannot steer what shows it."""

from __future__ import annotations

import unicodedata

import pytest

from anatomy_viewer.atlas.plain_text import can_be_seen, plain, plain_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Iliac crest", "Iliac crest"),
        ("a\x00b", "ab"),
        ("a\x1b[31mb", "a[31mb"),
        ("a\tb\r\nc", "a b c"),
        ("a\u202eb\u2069", "ab"),
        ("a\ud800b", "ab"),
        ("\ufeffa\x9bb", "ab"),
        ("می\u200cخواهم $5 <b>", "می\u200cخواهم $5 <b>"),
        ("a\u2028b", "a b"),
        ("a\u200bb\u00adc\u2060d\u180ee\u034ff\U000e0041", "abcdef"),
        ("a" + 1500 * "\u0301", "a" + 8 * "\u0301"),
        ("Vi\u1ec7t Nam, ph\u1edfng", "Vi\u1ec7t Nam, ph\u1edfng"),
        ("שְׁ\u05b8ל\u05b9ו\u05b9ם", "שְׁ\u05b8ל\u05b9ו\u05b9ם"),
        ("\u2764\ufe0f", "\u2764\ufe0f"),
    ],
)
def test_a_name_is_one_line_of_letters(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_nothing_that_steers_is_left_of_all_there_is() -> None:
    kept = plain("".join(map(chr, range(0x110000))))
    assert not {unicodedata.category(letter) for letter in kept} & {"Cc", "Cs", "Zl", "Zp"}
    directing = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not {unicodedata.bidirectional(letter) for letter in kept} & directing
    kept.encode("utf-8")


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "\u3164", "\u00ad", "\u2060", "\ufe0f", "\u180e", "\u034f", "\u200d"]
)
@pytest.mark.parametrize("times", [1, 3])
def test_what_is_not_drawn_is_not_seen(text: str, times: int) -> None:
    assert not can_be_seen(plain(text * times))
    assert not can_be_seen(plain(f" {text} \u0301"))
    assert can_be_seen(plain(f"{text}a"))


def test_letters_of_all_scripts_are_seen() -> None:
    for text in ("a", "7", "骨", "ا", "ह", "한", "→", "🦴", "$", "-"):
        assert can_be_seen(text)


def test_lines_of_a_longer_text_stay() -> None:
    assert plain_lines("one\x1b\ntwo\tand\r\nthree") == "one\ntwo and\nthree"
