"""PLY files of strangers: bounded by what the head promises, by what is there, and told as what they are."""

from __future__ import annotations

import numpy as np
import pytest

from anatomy_viewer.files import ply as reader
from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.kinds import kind_of
from anatomy_viewer.files.ply import read_ply
from anatomy_viewer.files.ply_columns import Lists
from tests.ply_writing import Part, faces, ply, points

WANTED = {"x", "y", "z", "vertex_indices"}
CORNERS = [[0, 1, 2], [0, 2, 3]]
SQUARE = points([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)])


def refusal(data: bytes) -> str:
    with pytest.raises(FileError) as told:
        read_ply(data, WANTED)
    assert told.value.remedy
    assert str(told.value).isprintable()
    return str(told.value)


def head(*lines: str, form: str = "binary_little_endian") -> bytes:
    return "\n".join(["ply", f"format {form} 1.0", *lines, "end_header", ""]).encode("latin-1")


@pytest.mark.parametrize("form", ["ascii", "binary_little_endian", "binary_big_endian"])
def test_lists_of_any_length_are_read_in_order(form: str) -> None:
    part = Part("face", ("list uchar int vertex_indices", "float q"), [[[5], 1], [[], 2], [[7, 8, 9], 3]])
    column = read_ply(ply([part], form), WANTED | {"q"})["face"]
    lists = column["vertex_indices"]
    assert isinstance(lists, Lists)
    np.testing.assert_array_equal(lists.counts, [1, 0, 3])
    np.testing.assert_array_equal(lists.values, [5, 7, 8, 9])
    np.testing.assert_array_equal(column["q"], [1, 2, 3])


@pytest.mark.parametrize("form", ["ascii", "binary_little_endian"])
def test_what_nobody_wants_is_named_but_not_read(form: str) -> None:
    found = read_ply(ply([SQUARE, Part("edge", ("int vertex1",), [[0]]), faces(CORNERS)], form), {"x"})
    assert {name: set(columns) for name, columns in found.items()} == {"vertex": {"x"}, "edge": set(), "face": set()}


@pytest.mark.parametrize("form", ["ascii", "binary_little_endian"])
def test_of_two_with_the_same_name_the_first_counts(form: str) -> None:
    twice = Part("vertex", ("float x", "float x"), [[1, 2]])
    np.testing.assert_array_equal(
        read_ply(ply([twice, Part("vertex", ("float x",), [[3]])], form), WANTED)["vertex"]["x"], [1]
    )


@pytest.mark.parametrize("form", ["ascii", "binary_little_endian"])
@pytest.mark.parametrize("count", [10**6, 10**12, 10**17])
def test_a_head_that_promises_more_than_is_there(form: str, count: int) -> None:
    rows = ["property float x", "property float y", "property float z"]
    told = refusal(head(f"element vertex {count}", *rows, form=form) + b"0 0 0\n" * 4)
    assert "cut short" in told or "more than 2,000,000 of `vertex`" in told
    told = refusal(head(f"element other {count}", "property list uchar int some", form=form) + b"0 0 0\n" * 4)
    assert "cut short" in told or "more than 2,000,000 of `other`" in told
    assert "cut short" in refusal(head(f"element other {count}", "property int some", form=form) + b"0 0 0\n" * 4)


def test_elements_without_properties_cost_nothing() -> None:
    assert read_ply(head(f"element none {10**17}") + b"\n", WANTED) == {"none": {}}


@pytest.mark.parametrize("form", ["ascii", "binary_little_endian"])
def test_lists_that_promise_more_than_is_there(form: str) -> None:
    line = "property list uint int vertex_indices"
    for count in (4, 2**31, 2**32 - 1):
        row = f"{count} 0 0\n".encode() if form == "ascii" else count.to_bytes(4, "little") + bytes(8)
        assert "cut short" in refusal(head("element face 1", line, form=form) + row)
        first = b"1 0\n" if form == "ascii" else (1).to_bytes(4, "little") + bytes(4)
        assert "cut short" in refusal(head("element face 2", line, form=form) + first + row)


@pytest.mark.parametrize("row", ["-1 0", "1.5 0", "nan 0", "1e30 0"])
def test_counts_that_are_no_counts(row: str) -> None:
    assert "cut short, or damaged" in refusal(
        head("element face 1", "property list char int vertex_indices", form="ascii") + row.encode()
    )
    negative = head("element face 1", "property list char int vertex_indices") + b"\xff\0\0\0\0"
    assert "cut short, or damaged" in refusal(negative)


@pytest.mark.parametrize("end", [b"\x1a", b"\r\n\x1a\r\n", b"\0" * 100])
def test_what_stands_after_the_last_row_is_passed_over(end: bytes) -> None:
    data = ply([SQUARE, faces(CORNERS)], "ascii")
    np.testing.assert_array_equal(read_ply(data + end, WANTED)["vertex"]["x"], read_ply(data, WANTED)["vertex"]["x"])


@pytest.mark.parametrize("word", [b"-nan(ind)", b"nan(snan)", b"1.#QNAN", b"-1.#IND00", b"1.#INF"])
def test_what_the_c_library_of_windows_writes_is_no_number_but_may_stand_there(word: bytes) -> None:
    lines = head("element vertex 2", "property float x", "property float nx", form="ascii")
    table = read_ply(lines + b"1.5 " + word + b"\n2.5 0\n", {"x", "nx"})["vertex"]
    np.testing.assert_array_equal(table["x"], [1.5, 2.5])
    assert np.isnan(table["nx"][0])


def test_bounds_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data, text = ply([SQUARE, faces(CORNERS)]), ply([SQUARE, faces(CORNERS)], "ascii")
    monkeypatch.setattr(reader, "MOST_ROWS", 3)
    assert "more than 3 of `vertex`" in refusal(data)
    monkeypatch.undo()
    monkeypatch.setattr(reader, "MOST_LISTS", 1)
    assert "more than 1 lists" in refusal(data)
    monkeypatch.undo()
    monkeypatch.setattr(reader, "MOST_TEXT_BYTES", 10)
    assert read_ply(data, WANTED)
    assert "Export it as binary PLY" in refusal(text)


def test_many_properties_are_refused() -> None:
    assert "more than 1000 properties" in refusal(
        head("element vertex 1", *(f"property float p{k}" for k in range(1001)))
    )


def test_a_long_list_is_refused() -> None:
    count = 8_000_001
    data = (
        head("element face 1", "property list uint uchar vertex_indices") + count.to_bytes(4, "little") + bytes(count)
    )
    assert "more than 8,000,000 numbers" in refusal(data)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("property quad x", "line 4 of its head is `property quad x`"),
        ("property list float int vertex_indices", "line 4"),
        ("property float", "line 4"),
        ("property list uchar int", "line 4"),
        ("elephant 3", "`elephant 3`"),
        ("element face -3", "`element face -3`"),
        ("element face 1e3", "line 4"),
        ("element face", "line 4"),
        ("element face ³", "line 4"),
        ("format text 1.0", "a form of PLY that is not known"),
        ("\x1b[2Jformat", "line 4"),
    ],
)
def test_lines_of_the_head_that_are_not_read(line: str, told: str) -> None:
    assert told in refusal(head("element vertex 0", line))


def test_a_head_without_form_or_without_end() -> None:
    assert "how it is written" in refusal(b"ply\nelement vertex 0\nend_header\n")
    assert "does not end" in refusal(b"ply\nformat ascii 1.0\nelement vertex 0\n")
    assert "does not end" in refusal(b"ply\n" + b"comment long\n" * 200_000)
    assert "line 2" in refusal(b"ply\nproperty float x\nend_header\n")


def test_words_that_are_no_numbers() -> None:
    rows = head("element vertex 1", "property float x", form="ascii")
    assert "`1,5` is no number" in refusal(rows + b"1,5\n")
    assert "no number" in refusal(rows + b"\x1b[2J\n")
    assert "no number" in refusal(rows + b"9" * 3_000_000 + b"x")


def test_text_is_read_in_pieces_that_part_no_number() -> None:
    rows = [(k + 0.25, 0, -k) for k in range(150_000)]
    found = read_ply(ply([points(rows)], "ascii"), WANTED)["vertex"]
    np.testing.assert_array_equal(found["x"], [row[0] for row in rows])
    np.testing.assert_array_equal(found["z"], [row[2] for row in rows])


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"solid femur\n facet normal 0 0 1\n", "an STL file"),
        (bytes(80) + (2).to_bytes(4, "little") + bytes(100), "an STL file"),
        (b"# made by hand\n\nv 0 0 0\nv 1 0 0\n", "an OBJ file"),
        (b"mtllib femur.mtl\no femur\n", "an OBJ file"),
        (b"glTF\x02\0\0\0", "a GLB file"),
        (b"# vtk DataFile Version 5.1\n", "a VTK file"),
        (b'<VTKFile type="PolyData">', "a VTK file"),
        (b"<?xml version='1.0'?>", "an XML file"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b\x08", "packed with gzip"),
        (b"version https://git-lfs.github.com/spec/v1\n", "only a pointer of Git LFS, which stands for the file"),
        (b"\n<!DOCTYPE html><html>", "a web page"),
        (b"OFF\n8 6 0\n", "an OFF file"),
        (b"plywood\n", None),
        (b"", None),
        (b"\0\1\2", None),
    ],
)
def test_files_of_another_kind_are_told_as_such(data: bytes, kind: str | None) -> None:
    assert kind_of(data) == kind
    assert "is no PLY file" in refusal(data)
    if kind is not None:
        assert f"it is {kind}" in refusal(data)
