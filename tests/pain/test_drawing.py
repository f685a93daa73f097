"""The brush on the skin, and the files of drawings."""

from __future__ import annotations

import json

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.pain import drawing
from anatomy_viewer.pain.drawing import (
    Canvas,
    DrawingError,
    PainDrawing,
    Stroke,
    canvas_of,
    from_json,
    to_json,
)
from anatomy_viewer.pain.skin import skin_digest


@pytest.fixture(scope="module")
def canvas(body: Atlas) -> Canvas:
    """The skin to draw on."""
    return canvas_of(body)


@pytest.fixture(scope="module")
def buttock(body: Atlas) -> np.ndarray:
    """A place on the right buttock, on the skin."""
    return body.trigger_points["gluteus_maximus.trp2.right"].essential_zone.center


def stroke_at(*points: np.ndarray, radius_mm: float = 20.0, **how: bool) -> Stroke:
    return Stroke(tuple((float(x), float(y), float(z)) for x, y, z in points), radius_mm, **how)


def test_a_dab_covers_a_disc_of_its_radius(body: Atlas, canvas: Canvas, buttock: np.ndarray) -> None:
    values = canvas.blank
    changed = canvas.dab(values, buttock, 25.0)
    gaps = np.linalg.norm(body.structures["skin"].vertices - buttock, axis=1)
    assert values[gaps < 18.0].min() > 0.99
    assert values[gaps > 30.0].max() == 0.0
    assert set(np.flatnonzero(values)) <= set(changed.tolist())
    assert ((values >= 0.5) == (gaps <= 25.0)).all()


def test_the_brush_does_not_reach_the_other_leg(body: Atlas, canvas: Canvas) -> None:
    vertices = body.structures["skin"].vertices
    inner = vertices[np.linalg.norm(vertices - [20.0, -10.0, -200.0], axis=1).argmin()]
    values = canvas.blank
    canvas.dab(values, inner, 60.0)
    assert values[vertices[:, 0] > 0.0].max() == 1.0
    assert values[vertices[:, 0] < -1.0].max() == 0.0


def test_mirror_paints_both_sides_alike(body: Atlas, canvas: Canvas, buttock: np.ndarray) -> None:
    values = canvas.blank
    canvas.dab(values, buttock, 20.0, mirror=True)
    vertices = body.structures["skin"].vertices.astype(np.float64)
    right, left = vertices[:, 0] > 1.0, vertices[:, 0] < -1.0
    assert values[right].sum() == pytest.approx(values[left].sum(), rel=1e-5)
    assert (values >= 0.5).sum() > 80


def test_erasing_takes_away_what_was_painted(canvas: Canvas, buttock: np.ndarray) -> None:
    painted = PainDrawing((stroke_at(buttock, radius_mm=30.0),))
    whole = canvas.values(painted)
    erased = canvas.values(PainDrawing((*painted.strokes, stroke_at(buttock, radius_mm=15.0, erase=True))))
    assert erased.max() == 1.0
    assert 0.0 < erased.sum() < 0.85 * whole.sum()
    gone = canvas.values(PainDrawing((*painted.strokes, stroke_at(buttock, radius_mm=45.0, erase=True))))
    assert gone.max() < 0.01


def test_a_stroke_leaves_an_even_line(body: Atlas, canvas: Canvas) -> None:
    vertices = body.structures["skin"].vertices
    ends = [vertices[np.linalg.norm(vertices - [80.0, -60.0, z], axis=1).argmin()] for z in (-150.0, -300.0)]
    values = canvas.values(PainDrawing((stroke_at(*ends),)))
    behind = (vertices[:, 1] < -40.0) & (np.abs(vertices[:, 0] - 80.0) < 12.0)
    assert values[behind & (np.abs(vertices[:, 2] + 225.0) < 70.0)].min() > 0.9


def test_undo_gives_back_what_was(canvas: Canvas, buttock: np.ndarray) -> None:
    first = stroke_at(buttock)
    second = stroke_at(buttock + [30.0, 10.0, 40.0])
    one = canvas.values(PainDrawing((first,))).copy()
    both = canvas.values(PainDrawing((first, second)))
    assert both.sum() > one.sum()
    assert not both.flags.writeable
    np.testing.assert_array_equal(canvas.values(PainDrawing((first,))), one)
    np.testing.assert_array_equal(canvas.values(PainDrawing()), canvas.blank)


def test_the_light_skin_shows_the_same_drawing(body: Atlas, canvas: Canvas, buttock: np.ndarray) -> None:
    values = canvas.blank
    canvas.dab(values, buttock, 40.0)
    light = canvas.light(values)
    gaps = np.linalg.norm(body.structures["skin"].light.vertices - buttock, axis=1)
    assert light[gaps < 30.0].min() > 0.9
    assert light[gaps > 55.0].max() == 0.0


def test_a_drawing_comes_back_from_its_file(body: Atlas, buttock: np.ndarray) -> None:
    drawing = PainDrawing((stroke_at(buttock, buttock + 5.0, mirror=True), stroke_at(buttock, erase=True)))
    text = to_json(drawing, body)
    assert from_json(text, body, "my.json") == drawing
    assert from_json("\ufeff" + text, body, "my.json") == drawing, "some editors put a mark before a text"
    assert json.loads(text)["skin"] == skin_digest(body)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{broken", "my.json: is no pain drawing: it is not valid JSON (line 1, column 2). Choose"),
        ('{"pain_drawing": 1,', "my.json: is no pain drawing: it is not valid JSON, for it ends too early. Choose"),
        ('{"version": 1, "camera": {}}', "my.json: is a saved view, not a pain drawing: the command anatomy-viewer"),
        ('{"other": 1}', "my.json: is no pain drawing. Choose the file of a pain drawing."),
    ],
)
def test_what_is_no_drawing_is_told_plainly(text: str, told: str, body: Atlas) -> None:
    with pytest.raises(DrawingError) as caught:
        from_json(text, body, "my.json")
    assert told in str(caught.value)


def test_a_drawing_made_on_another_skin_is_refused(body: Atlas, tiny_atlas: Atlas) -> None:
    text = to_json(PainDrawing((stroke_at(np.zeros(3)),)), tiny_atlas)
    with pytest.raises(DrawingError, match=r"my\.json: skin: was drawn on another skin") as caught:
        from_json(text, body, "my.json")
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda table: table.pop("skin"), "skin: is no pain drawing: this entry is missing"),
        (lambda table: table.update(more=1), "more: is no pain drawing"),
        (lambda table: table.update(pain_drawing=2), "pain_drawing: has the version 2, this program reads 1"),
        (lambda table: table["strokes"][0].update(radius_mm=1e9), "strokes.0.radius_mm: is no pain drawing"),
        (lambda table: table["strokes"][0].update(points=[]), "strokes.0.points: is no pain drawing"),
        (lambda table: table["strokes"][0].update(points=[[0, 0, 1e9]]), "strokes.0.points.0.2: is no pain drawing"),
    ],
)
def test_a_file_that_is_no_drawing_is_refused(body: Atlas, change: object, reason: str) -> None:
    table = json.loads(to_json(PainDrawing((stroke_at(np.zeros(3)),)), body))
    change(table)  # type: ignore[operator]
    with pytest.raises(DrawingError, match=reason):
        from_json(json.dumps(table), body, "my.json")


@pytest.mark.parametrize("text", ["", "[]", "not json", '{"pain_drawing": NaN}', "[" * 100_000])
def test_any_other_text_is_refused(body: Atlas, text: str) -> None:
    with pytest.raises(DrawingError, match=r"my\.json.*is no pain drawing"):
        from_json(text, body, "my.json")


def test_a_huge_file_is_refused_unread(body: Atlas) -> None:
    with pytest.raises(DrawingError, match="larger than 16 MiB"):
        from_json(" " * (16 * 2**20 + 1), body, "my.json")


def test_a_stroke_off_the_skin_is_refused(body: Atlas, buttock: np.ndarray) -> None:
    far = stroke_at(buttock, buttock - [0.0, 100.0, 0.0])
    with pytest.raises(DrawingError, match=r"strokes\.1\.points\.1: lies farther off the skin than the brush reaches"):
        from_json(to_json(PainDrawing((stroke_at(buttock), far)), body), body, "my.json")


@pytest.mark.parametrize("radius_mm", [3.0, 80.0])
def test_strokes_longer_than_anyone_draws_are_refused(body: Atlas, buttock: np.ndarray, radius_mm: float) -> None:
    up_and_down = stroke_at(*[buttock, buttock + [0.0, 0.0, 5.0]] * 1000, radius_mm=radius_mm)
    few, many = PainDrawing((up_and_down,)), PainDrawing((up_and_down,) * 50)
    assert from_json(to_json(few, body), body, "my.json") == few
    with pytest.raises(DrawingError, match=r"strokes\.\d+: is too long"):
        from_json(to_json(many, body), body, "my.json")


@pytest.mark.parametrize("radius_mm", [3.0, 20.0, 80.0])
def test_a_stroke_is_its_dabs(canvas: Canvas, body: Atlas, buttock: np.ndarray, radius_mm: float) -> None:
    vertices = body.structures["skin"].vertices
    ends = [vertices[np.linalg.norm(vertices - (buttock + [0, 0, z]), axis=1).argmin()] for z in (-90, 60)]
    stroke = stroke_at(*ends, radius_mm=radius_mm, mirror=True)
    at_once, one_by_one = canvas.blank, canvas.blank
    canvas.stroke(at_once, stroke)
    for point in drawing._dabs(stroke):
        canvas.dab(one_by_one, point, radius_mm, mirror=True)
    np.testing.assert_array_equal(at_once, one_by_one)
