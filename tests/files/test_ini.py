"""Text of a file of settings: what is whole, and how values are changed in it. That Qt reads it: tests/desktop."""

import pytest

from anatomy_viewer.files.ini import changed, is_sound

WHOLE = '[look]\ntext_pt=16\n\n[picture]\nfolder="/a, b"\n\n[window]\ngeometry=@ByteArray(\\x1\\xd9)\nat=@@home\n'


@pytest.mark.parametrize("text", ["", WHOLE, WHOLE.replace("\n", "\r\n"), "; a note\nkey=\n"])
def test_what_is_whole(text: str) -> None:
    assert is_sound(text)


@pytest.mark.parametrize("cut", [3, 10, -12, -34, -45, -55])
def test_what_is_cut_off_is_not(cut: int) -> None:
    assert not is_sound(WHOLE[:cut])


def test_other_values_stay_as_they_are() -> None:
    text = changed(WHOLE, {"look/text_pt": "18", "motion/reduced": "true"})
    assert text == WHOLE.replace("=16", '="18"') + '\n[motion]\nreduced="true"\n'
    assert changed("", {}) == ""
    assert is_sound(text)


def test_a_value_cannot_end_its_line() -> None:
    text = changed("", {"picture/folder": '/a"\nb=1\\', "window/geometry": b'\n")\0'})
    assert text == (
        '[picture]\nfolder="\\x2f\\x61\\x22\\xa\\x62\\x3d\\x31\\x5c"\n\n[window]\ngeometry=@ByteArray(\\xa\\x22\\x29\\x0)\n'
    )


@pytest.mark.parametrize(
    "value",
    [
        r"@Variant(\0\0\0\v\x7f\xff\xff\xff)",
        r'"@Variant(\0\0\0\t)"',
        r"\x40Variant(\0\0\0\b)",
        r"@\x56ariant(\0)",
        r"\100Variant(\0)",
        r'a, "@Variant(\0)"',
        "@DateTime(1)",
    ],
)
def test_what_qt_would_unpack_into_any_object_is_not_sound(value: str) -> None:
    """Two lines of it ended the program at every start, or took all memory."""
    assert not is_sound(f"[look]\ntheme={value}\n")


def test_texts_with_an_at_sign_and_what_qt_itself_writes_of_windows_are_sound() -> None:
    assert is_sound(changed("", {"a/b": "@home", "a/c": '@"x"', "a/d": "me@home, @@"}))
    assert is_sound("[w]\na=@Rect(0 0 10 10)\nb=@Size(1 2)\nc=@Invalid()\nd=me@home\n")
