"""Numbers as people type them: read as what they mean, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anatomy_viewer.desktop.number_text import read_number

ARABIC = "\N{ARABIC DECIMAL SEPARATOR}"


@pytest.mark.parametrize("mark", [".", ",", ARABIC])
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.5", 1.5),
        ("1,5", 1.5),
        ("１．５", 1.5),
        ("１，５", 1.5),
        ("1·5", 1.5),
        (f"1{ARABIC}5", 1.5),
        ("١٫٥", 1.5),
        ("۱۲", 12.0),
        ("१,५", 1.5),
        ("0.500", 0.5),
        ("0,500", 0.5),
        ("-3,2", -3.2),
        ("\N{MINUS SIGN}3.2", -3.2),
        ("\u061c-٣٫٢", -3.2),
        ("+7", 7.0),
        (".5", 0.5),
        ("5,", 5.0),
        (" 12 ", 12.0),
        ("1 500", 1500.0),
        ("1\N{NARROW NO-BREAK SPACE}500,5", 1500.5),
        ("1\N{RIGHT SINGLE QUOTATION MARK}500.5", 1500.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567.0),
        ("1234,567", 1234.567),
    ],
)
def test_what_has_one_meaning_is_read_in_every_locale(text: str, number: float, mark: str) -> None:
    assert read_number(text, mark).number == number


@pytest.mark.parametrize(("text", "own", "other"), [("1.500", ".", ","), ("12,345", ",", ".")])
def test_three_digits_after_the_other_mark_may_be_a_group(text: str, own: str, other: str) -> None:
    decimal = float(text.replace(",", "."))
    assert read_number(text, own).number == decimal
    doubtful = read_number(text, other)
    assert doubtful.number is None
    assert set(doubtful.numbers) == {decimal, decimal * 1000}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "-",
        "--1",
        "1-",
        "1.5.5",
        "1,5,5",
        "1 5",
        "12 34",
        "1.23,45",
        "1.23,456,7",
        "1..5",
        "1e3",
        "inf",
        "½",
    ],
)
def test_what_is_no_number_is_not_read(text: str) -> None:
    assert read_number(text, ".").numbers == ()


@given(st.integers(-9999, 9999), st.sampled_from(".,"), st.sampled_from(".,"))
def test_one_or_two_decimals_are_read_with_either_mark(hundredths: int, mark: str, own: str) -> None:
    text = f"{hundredths / 100:.2f}".replace(".", mark)
    assert read_number(text, own).number == hundredths / 100
