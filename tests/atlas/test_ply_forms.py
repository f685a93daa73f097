"""Surfaces in the forms of PLY that common programs write are read as what they are, the shape as it was."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from anatomy_viewer.atlas.mesh_file import read_mesh, signed_volume
from anatomy_viewer.atlas.model import Mesh
from anatomy_viewer.files.errors import FileError
from tests.ply_writing import Part, faces, ply, points
from tests.tiny_pack import ellipsoid

BALL = ellipsoid((80, 0, -150), (20, 20, 100), 2)
V, F = np.asarray(BALL.vertices, np.float32), np.asarray(BALL.faces)
VOLUME = signed_volume(Mesh(V.copy(), F.astype(np.int32)))
FORMS = ["ascii", "binary_little_endian", "binary_big_endian"]

RING = [(80 + 20 * np.cos(a), 20 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 7)[:-1]]
# A bracket seen from above: two corners of the eight point inward, so that no fan fits it.
BRACKET = [(0, 0), (30, 0), (30, 30), (20, 30), (20, 10), (10, 10), (10, 30), (0, 30)]
ARROW = [(0, 0), (20, -20), (0, 40), (-20, -20)]
STAR = [(r * np.cos(a), r * np.sin(a)) for r, a in zip([30, 12] * 5, np.linspace(0, 2 * np.pi, 11)[:-1], strict=True)]


def read(tmp_path: Path, data: bytes, *, may_be_open: bool = False) -> Mesh:
    (tmp_path / "mesh.ply").write_bytes(data)
    return read_mesh(tmp_path, "mesh.ply", hashlib.sha256(data).hexdigest(), may_be_open=may_be_open)


def refusal(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(FileError) as told:
        read(tmp_path, data)
    assert told.value.remedy
    return str(told.value)


def prism(outline: list[tuple[float, float]], height: float = 100.0) -> tuple[np.ndarray, list[list[int]]]:
    """A solid of one polygon below, one above, and quadrangles between; wound outward."""
    count = len(outline)
    vertices = np.array([(x, y, z) for z in (0.0, height) for x, y in outline])
    sides = [[i, (i + 1) % count, count + (i + 1) % count, count + i] for i in range(count)]
    return vertices, [list(range(count))[::-1], list(range(count, 2 * count)), *sides]


def area(outline: list[tuple[float, float]]) -> float:
    x, y = np.array(outline).T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def is_ball(mesh: Mesh) -> bool:
    return len(mesh.triangles) == len(F) and np.isclose(signed_volume(mesh), VOLUME, rtol=1e-5)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["float", "double", "float32", "float64"])
def test_text_and_both_orders_of_bytes(tmp_path: Path, form: str, kind: str) -> None:
    mesh = read(tmp_path, ply([points(V.tolist(), kind), faces(F)], form))
    np.testing.assert_array_equal(mesh.vertices, V)
    np.testing.assert_array_equal(mesh.triangles, F)
    assert mesh.kept is None


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "line",
    [
        "list uchar int vertex_index",
        "list uint8 int32 vertex_indices",
        "list ushort uint vertex_indices",
        "list int int vertex_indices",
        "list uint uint32 vertex_index",
        "list char short vertex_indices",
    ],
)
def test_names_and_types_of_the_corners(tmp_path: Path, form: str, line: str) -> None:
    assert is_ball(read(tmp_path, ply([points(V.tolist()), faces(F, line)], form)))


@pytest.mark.parametrize("form", FORMS)
def test_other_properties_of_vertices_and_faces_in_any_place(tmp_path: Path, form: str) -> None:
    vertex = points(V.tolist(), before=("float nx", "float ny", "float nz"), after=("uchar red", "double quality"))
    lines = ("uchar red", "list uchar int vertex_indices", "list uchar float texcoord", "int flags", "float quality")
    face = Part("face", lines, [[200, list(f), [0.5] * 6, 3, 0.25] for f in F.tolist()])
    mesh = read(tmp_path, ply([vertex, face], form, ["comment TextureFile skin.png"]))
    assert is_ball(mesh)
    np.testing.assert_array_equal(mesh.vertices, V)


@pytest.mark.parametrize("form", FORMS)
def test_lists_before_the_corners_and_of_changing_length(tmp_path: Path, form: str) -> None:
    lines = ("list uchar short labels", "float area", "int group", "list int int vertex_indices", "uchar last")
    rows = [[[1] * (number % 4), 0.5, 2, list(f), 9] for number, f in enumerate(F.tolist())]
    assert is_ball(read(tmp_path, ply([points(V.tolist()), Part("face", lines, rows)], form)))


@pytest.mark.parametrize("form", FORMS)
def test_elements_that_are_not_used_stand_anywhere(tmp_path: Path, form: str) -> None:
    material = Part("material", ("uchar red", "float shine"), [[1, 0.5]])
    edge = Part("edge", ("int vertex1", "int vertex2"), [[0, 1], [1, 2]])
    grid = Part("range_grid", ("list uchar int vertex_indices",), [[[0]], [[]], [[1]]])
    empty = Part("camera", ("float view_px",), [])
    parts = [material, points(V.tolist()), grid, empty, faces(F), edge]
    assert is_ball(read(tmp_path, ply(parts, form)))


def test_faces_may_stand_before_vertices(tmp_path: Path) -> None:
    assert is_ball(read(tmp_path, ply([faces(F), points(V.tolist())])))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "  \n", "\t\r\n"])
def test_ends_of_lines(tmp_path: Path, form: str, end: str) -> None:
    # The first byte of the rows is a line feed, which belongs to them.
    first = np.frombuffer(b"\x0a\x00\x00\x42" if "little" in form else b"\x42\x00\x00\x0a", np.float32)
    vertices = V.astype(float).copy()
    vertices[0, 0] = float(first[0] if "little" in form else first.byteswap()[0])
    mesh = read(tmp_path, ply([points(vertices.tolist()), faces(F)], form, ["comment made by hand", "obj_info 3"], end))
    np.testing.assert_allclose(mesh.vertices, vertices, rtol=1e-6)


def test_a_byte_order_mark_and_blank_lines(tmp_path: Path) -> None:
    data = ply([points(V.tolist()), faces(F)], "ascii").replace(b"end_header\n", b"end_header\n\n\n")
    assert is_ball(read(tmp_path, b"\xef\xbb\xbf" + data))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("outline", [RING, BRACKET, ARROW, STAR], ids=["hexagon", "bracket", "arrow", "star"])
@pytest.mark.parametrize("turned", range(3))
def test_polygons_keep_their_shape(tmp_path: Path, form: str, outline: list[tuple[float, float]], turned: int) -> None:
    vertices, polygons = prism(outline)
    polygons = [polygon[turned:] + polygon[:turned] for polygon in polygons]
    mesh = read(tmp_path, ply([points(vertices.tolist()), faces(polygons)], form))
    assert signed_volume(mesh) == pytest.approx(area(outline) * 100, rel=1e-5)
    assert len(mesh.triangles) == 2 * (len(outline) - 2) + 2 * len(outline)
    # Cut inside itself, the triangles of a polygon are together as large as it is: no more than its surface.
    corners = mesh.vertices.astype(float)[mesh.triangles]
    areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    rim = np.linalg.norm(np.array(outline) - np.roll(outline, 1, axis=0), axis=1).sum()
    assert areas.sum() == pytest.approx(2 * area(outline) + 100 * rim, rel=1e-5)


def test_points_along_a_side_of_a_polygon(tmp_path: Path) -> None:
    outline = [(0, 0), (10, 0), (20, 0), (40, 0), (40, 20), (40, 40), (0, 40)]
    vertices, polygons = prism(outline)
    mesh = read(tmp_path, ply([points(vertices.tolist()), faces(polygons)]))
    assert signed_volume(mesh) == pytest.approx(160_000)


def test_a_polygon_that_crosses_itself_is_still_closed(tmp_path: Path) -> None:
    outline = [(0, 0), (60, 15), (40, 30), (0, 30), (40, 0)]
    vertices, polygons = prism(outline)
    assert len(read(tmp_path, ply([points(vertices.tolist()), faces(polygons)])).triangles) == 16


def test_polygons_with_too_many_corners_are_told(tmp_path: Path) -> None:
    comb = [(x, 30.0 if x % 2 else 0.001 * x) for x in range(6000)]
    vertices, polygons = prism([*comb, (6000.0, 60.0), (0.0, 60.0)])
    assert "too many polygons" in refusal(
        tmp_path, ply([points(vertices.tolist()), faces(polygons, "list int int vertex_indices")])
    )


def test_points_and_lines_among_the_faces_are_passed_over(tmp_path: Path) -> None:
    assert is_ball(read(tmp_path, ply([points(V.tolist()), faces([[0], [], [3, 4], *F.tolist()])])))


def bottle() -> tuple[np.ndarray, list[list[int]]]:
    """A closed drum of strips: eight sides, a strip around and a fan above and below written as strips too."""
    ring = [(80 + 20 * np.cos(a), 20 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 9)[:-1]]
    vertices = np.array([(x, y, z) for z in (0.0, 100.0) for x, y in ring])
    around = [i for k in range(9) for i in (8 + k % 8, k % 8)]
    above = [8, 9, 15, 10, 14, 11, 13, 12]
    below = [0, 7, 1, 6, 2, 5, 3, 4]
    return vertices, [around, above, below]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("together", [True, False])
def test_triangle_strips(tmp_path: Path, form: str, together: bool) -> None:
    vertices, strips = bottle()
    one = [index for strip in strips for index in (*strip, -1)][:-1]
    rows = [one] if together else strips
    part = Part("tristrips", ("list int int vertex_indices",), [[row] for row in rows])
    mesh = read(tmp_path, ply([points(vertices.tolist()), part], form))
    assert signed_volume(mesh) == pytest.approx(200 * 400 * np.sin(np.pi / 4) * 2, rel=1e-5)
    assert len(mesh.triangles) == 28


def test_a_strip_joined_by_repeated_corners(tmp_path: Path) -> None:
    vertices, (around, above, below) = bottle()
    one = [*around, around[-1], above[0], *above, above[-1], below[0], *below]
    part = Part("tristrips", ("list int int vertex_indices",), [[one]])
    assert len(read(tmp_path, ply([points(vertices.tolist()), part])).triangles) == 28


def test_a_seam_of_texture_is_joined(tmp_path: Path) -> None:
    beyond = V[F].mean(axis=1)[:, 0] > 80
    seamed = np.where(beyond[:, None], F + len(V), F)
    mesh = read(tmp_path, ply([points(np.vstack([V, V]).tolist()), faces(seamed)]))
    assert is_ball(mesh)
    assert len(mesh.vertices) == len(V)


@pytest.mark.parametrize("form", FORMS)
def test_flat_normals_are_joined(tmp_path: Path, form: str) -> None:
    flat = V[F].reshape(-1, 3)
    flat[0] += np.float32(0)
    mesh = read(tmp_path, ply([points(flat.tolist()), faces(np.arange(len(flat)).reshape(-1, 3))], form))
    assert is_ball(mesh)
    assert len(mesh.vertices) == len(V)
    assert mesh.kept is not None
    np.testing.assert_array_equal(flat[mesh.kept.numbers], mesh.vertices)


def test_zero_and_minus_zero_are_one_place(tmp_path: Path) -> None:
    vertices, polygons = prism([(-20, -20), (20, -20), (20, 0), (20, 20), (-20, 20)])
    flat = [vertices[corner] for polygon in polygons for corner in polygon]
    signed = [np.where(corner == 0, -0.0 if number % 2 else 0.0, corner) for number, corner in enumerate(flat)]
    ends = np.cumsum([len(polygon) for polygon in polygons])
    own = [list(range(end - len(polygon), end)) for polygon, end in zip(polygons, ends, strict=True)]
    assert len(read(tmp_path, ply([points(signed), faces(own)])).vertices) == 10


def test_a_closed_surface_keeps_vertices_that_coincide(tmp_path: Path) -> None:
    two = np.vstack([V, V + (V[3] - V[100])])
    two[len(V) + 100] = two[3]
    mesh = read(tmp_path, ply([points(two.tolist()), faces(np.vstack([F, F + len(V)]))]))
    np.testing.assert_array_equal(mesh.vertices, two.astype(np.float32))
    assert mesh.kept is None


def test_what_is_joined_and_still_open_is_told_as_it_is_then(tmp_path: Path) -> None:
    flat = V[F[1:]].reshape(-1, 3)
    told = refusal(tmp_path, ply([points(flat.tolist()), faces(np.arange(len(flat)).reshape(-1, 3))]))
    assert "is not closed: 3 edges" in told


def test_an_open_surface_is_joined_along_its_seam_only(tmp_path: Path) -> None:
    ring = np.linspace(0, 2 * np.pi, 33)
    tube = np.array([(50 * np.cos(a), 50 * np.sin(a), z) for z in (0.0, 50.0, 100.0) for a in ring[:-1]])
    seamed = np.vstack([tube, tube[[0, 32, 64]]])
    at = lambda row, k: 96 + row if k == 32 else 32 * row + k  # noqa: E731
    quads = [[at(r, k), at(r, k + 1), at(r + 1, k + 1), at(r + 1, k)] for r in range(2) for k in range(32)]
    mesh = read(tmp_path, ply([points(seamed.tolist()), faces(quads)]), may_be_open=True)
    assert len(mesh.vertices) == len(tube)


def test_triangles_that_name_a_vertex_twice_go(tmp_path: Path) -> None:
    spoilt = [*F.tolist(), [5, 5, 9], [7, 7, 7]]
    assert is_ball(read(tmp_path, ply([points(V.tolist()), faces(spoilt)])))


def test_triangles_written_twice_go(tmp_path: Path) -> None:
    again = [*F.tolist(), F[4].tolist(), np.roll(F[9], 1).tolist()]
    assert is_ball(read(tmp_path, ply([points(V.tolist()), faces(again)])))


def test_both_sides_of_each_triangle_written_are_one_surface(tmp_path: Path) -> None:
    assert is_ball(read(tmp_path, ply([points(V.tolist()), faces(np.vstack([F, F[:, ::-1]]))])))
    assert is_ball(read(tmp_path, ply([points(V.tolist()), faces(np.vstack([F[:, ::-1], F]))])))
    mixed = np.concatenate([[triangle, triangle[::-1]] for triangle in F])
    assert is_ball(read(tmp_path, ply([points(V.tolist()), faces(mixed)])))
    inward = F[:, ::-1]
    assert "inside out" in refusal(tmp_path, ply([points(V.tolist()), faces(np.vstack([inward, inward]))]))


def test_names_in_capitals_are_the_same_names(tmp_path: Path) -> None:
    data = ply([points(V.tolist()), faces(F)], "ascii")
    for small, large in ((b"float x", b"float X"), (b"float y", b"float Y"), (b"element vertex", b"element Vertex")):
        data = data.replace(small, large)
    assert is_ball(read(tmp_path, data))


@pytest.mark.parametrize("end", [b"# end of file\n", b"end\n", b"0.5 0.25 made by nobody\n", b"\n\nEOF"])
def test_words_after_the_last_row_are_passed_over(tmp_path: Path, end: bytes) -> None:
    assert is_ball(read(tmp_path, ply([points(V.tolist()), faces(F)], "ascii") + end))


def test_decimal_commas_are_told_as_what_they_are(tmp_path: Path) -> None:
    data = ply([points(V.tolist()), faces(F)], "ascii")
    head, _, rows = data.partition(b"end_header")
    told = refusal(tmp_path, head + b"end_header" + rows.replace(b".", b","))
    assert "is no number. Its numbers have decimal commas: export it again with full stops" in told


def test_text_in_utf_16_is_told_as_what_it_is(tmp_path: Path) -> None:
    data = ply([points(V.tolist()), faces(F)], "ascii").decode()
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        mark = b"" if encoding == "utf-16" else "\ufeff".encode(encoding)
        assert "it is text in UTF-16" in refusal(tmp_path, mark + data.encode(encoding))


def test_a_triangle_without_area_on_an_edge_goes(tmp_path: Path) -> None:
    a, b = F[0, :2]
    middle = (V[a].astype(float) + V[b]) / 2
    vertices = np.vstack([V, [middle]])
    vertices[[a, b]] = np.round(vertices[[a, b]] * 8) / 8
    vertices[-1] = (vertices[a] + vertices[b]) / 2
    mesh = read(tmp_path, ply([points(vertices.tolist(), "double"), faces([*F.tolist(), [a, b, len(V)]])]))
    assert len(mesh.triangles) == len(F)
    assert len(mesh.vertices) == len(V)


def test_a_triangle_without_area_that_closes_the_surface_stays(tmp_path: Path) -> None:
    # A corner in the middle of a side belongs to the polygon on one side of it only: a flat triangle fills the gap.
    vertices, polygons = prism([(0, 0), (40, 0), (40, 40), (0, 40)])
    vertices = np.vstack([vertices, [(20, 0, 0)]])
    polygons[0] = [3, 2, 1, 8, 0]
    assert "not closed" in refusal(tmp_path, ply([points(vertices.tolist()), faces(polygons)]))
    mesh = read(tmp_path, ply([points(vertices.tolist()), faces([*polygons, [0, 8, 1]])]))
    assert signed_volume(mesh) == pytest.approx(160_000)
    assert len(mesh.triangles) == 14


def test_vertices_that_no_triangle_uses_are_gone(tmp_path: Path) -> None:
    stray = np.vstack([[(0, 0, 0)], V, [(1e9, np.nan, np.inf)]])
    mesh = read(tmp_path, ply([points(stray.tolist()), faces(F + 1)]))
    np.testing.assert_array_equal(mesh.vertices, V)
    np.testing.assert_array_equal(mesh.triangles, F)
    assert mesh.count_in_file == len(V) + 2
    np.testing.assert_array_equal(mesh.those_kept(np.arange(len(stray))), np.arange(1, len(V) + 1))


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([points(V.tolist())], "cloud of points"),
        ([points(V.tolist()), Part("edge", ("int vertex1", "int vertex2"), [[0, 1]])], "lines only"),
        (
            [points(V.tolist()), Part("range_grid", ("list uchar int vertex_indices",), [[[0]]])],
            "distances from a scanner",
        ),
        ([points(V.tolist()), faces([[0, 1], [2]])], "holds no triangles"),
        ([points(V.tolist()), faces([[0, 0, 1]])], "name a vertex twice"),
        ([Part("vertex", ("float x", "float y"), [[0, 0]]), faces([[0, 0, 0]])], "holds no points"),
        ([faces(F)], "holds no points"),
        ([points(V.tolist()), faces([[0, 1, 162]])], "outside 0 to 161"),
        ([points(V.tolist()), Part("tristrips", ("list int int vertex_indices",), [[[0, 1, -2]]])], "outside 0 to 161"),
    ],
)
def test_what_is_no_surface_is_told_as_what_it_is(tmp_path: Path, parts: list[Part], told: str) -> None:
    assert told in refusal(tmp_path, ply(parts))
    assert told in refusal(tmp_path, ply(parts, "ascii"))


def test_corners_that_are_no_whole_numbers_are_told(tmp_path: Path) -> None:
    data = ply([points(V.tolist()), faces(F)], "ascii")
    last = b" ".join(str(index).encode() for index in F[-1])
    assert "no whole number" in refusal(tmp_path, data.replace(b"3 " + last, b"3 " + last + b".5"))


def test_numbers_beyond_what_is_kept_are_told(tmp_path: Path) -> None:
    vertices = V.astype(float).copy()
    vertices[3, 1] = 1e300
    assert "not finite numbers, the first is vertex 3" in refusal(
        tmp_path, ply([points(vertices.tolist(), "double"), faces(F)])
    )
