"""What others wrote cannot steer what shows it."""

from __future__ import annotations

import unicodedata

import pytest

from anatomy_viewer.atlas.plain_text import plain, plain_lines


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


def test_lines_of_a_longer_text_stay() -> None:
    assert plain_lines("one\x1b\ntwo\tand\r\nthree") == "one\ntwo and\nthree"
