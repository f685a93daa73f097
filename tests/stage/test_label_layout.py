"""Names beside the anatomy: none covers another, no leader lines cross, all lie in the picture."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from anatomy_viewer.stage.label_layout import Area, Pixels, Placed, lay_out

GAP = 6.0


def area(size: tuple[int, int] = (1280, 800), **changed: float) -> Area:
    usual = {"anatomy_left": 400.0, "anatomy_right": 850.0, "floor_left": 0.3 * size[1], "margin": 12.0}
    return Area(*size, **(usual | changed))


def crossing(a: Pixels, b: Pixels, c: Pixels, d: Pixels) -> bool:
    def turn(p: Pixels, q: Pixels, r: Pixels) -> float:
        return float((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def scene(seed: int, count: int) -> tuple[Pixels, Pixels]:
    rng = np.random.default_rng(seed)
    anchors = np.column_stack([rng.uniform(420, 830, count), rng.uniform(30, 770, count)])
    return anchors, np.column_stack([rng.uniform(60, 260, count), rng.choice([17.0, 34.0], count)])


def box(one: Placed, size: Pixels) -> tuple[float, float, float, float]:
    left = one.x - size[0] if one.side == "left" else one.x
    return left, one.y - size[1] / 2, left + size[0], one.y + size[1] / 2


@pytest.mark.parametrize("seed", range(40))
def test_leader_lines_never_cross(seed: int) -> None:
    anchors, sizes = scene(seed, 18)
    placed = lay_out(anchors, sizes, area(), GAP)
    assert len(placed) > 12
    for one, other in combinations(placed, 2):
        ends = np.array([one.x, one.y]), anchors[one.index], np.array([other.x, other.y]), anchors[other.index]
        assert not crossing(*ends), (one, other)


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize("seed", range(10))
def test_names_lie_in_the_picture_apart_from_each_other_and_beside_the_anatomy(
    seed: int, size: tuple[int, int]
) -> None:
    anchors, sizes = scene(seed, 14)
    placed = lay_out(anchors, sizes, area(size), GAP)
    boxes = [box(one, sizes[one.index]) for one in placed]
    for one, (left, bottom, right, top) in zip(placed, boxes, strict=True):
        assert left >= 0
        assert right <= size[0]
        assert bottom >= (0.3 * size[1] if one.side == "left" else 0), "clear of the figure in the corner"
        assert top <= size[1]
        assert right <= 400 or left >= 850
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_each_name_goes_to_the_side_it_is_on() -> None:
    anchors = np.array([[450.0, 400.0], [800.0, 400.0]])
    placed = lay_out(anchors, np.full((2, 2), 20.0), area(), GAP)
    assert [one.side for one in placed] == ["left", "right"]
    assert [one.y for one in placed] == [400.0, 400.0], "level where nothing is in the way"


def test_where_there_is_too_little_room_the_first_names_stay() -> None:
    anchors = np.column_stack([np.full(60, 800.0), np.linspace(30, 770, 60)])
    placed = lay_out(anchors, np.full((60, 2), 30.0), area(), GAP)
    assert [one.index for one in placed] == list(range(len(placed)))
    assert 15 < len(placed) < 60


def test_close_to_the_anatomy_names_stand_at_the_edge_and_spare_what_lies_under_them() -> None:
    near = area(anatomy_left=-500.0, anatomy_right=2000.0)
    anchors = np.array([[100.0, 400.0], [500.0, 400.0], [1000.0, 300.0], [-20.0, 300.0]])
    placed = lay_out(anchors, np.full((4, 2), (200.0, 20.0)), near, GAP)
    assert [(one.index, one.side) for one in placed] == [(0, "right"), (1, "right"), (2, "right")]
    assert placed[0].x == 1280 - 212.0, "what lies under one column is named from the other"
    both = lay_out(anchors[1:3], np.full((2, 2), (200.0, 20.0)), near, GAP)
    assert [(one.side, one.x) for one in both] == [("left", 212.0), ("right", 1280 - 212.0)]


def test_names_go_where_they_spare_the_muscle_they_are_about() -> None:
    near = area(anatomy_left=0.0, anatomy_right=1280.0, spare_left=800.0, spare_right=1200.0)
    anchors = np.array([[850.0, 300.0], [900.0, 400.0], [950.0, 500.0]])
    sizes = np.full((3, 2), (200.0, 20.0))
    assert {one.side for one in lay_out(anchors, sizes, area(anatomy_left=0.0, anatomy_right=1280.0), GAP)} == {"right"}
    assert {one.side for one in lay_out(anchors, sizes, near, GAP)} == {"left"}
    edge = area(anatomy_left=0.0, anatomy_right=1280.0, spare_left=800.0, spare_right=1100.0)
    assert {one.side for one in lay_out(anchors, sizes, edge, GAP)} == {"right"}, "its edge may be covered"


def test_what_one_side_has_no_room_for_goes_to_the_other() -> None:
    heights = np.linspace(300, 770, 30)
    anchors = np.column_stack([np.linspace(700, 800, 30), heights])
    placed = lay_out(anchors, np.full((30, 2), 30.0), area(), GAP)
    assert len(placed) == 30
    assert {one.side for one in placed} == {"left", "right"}


def test_nothing_to_name_is_no_trouble() -> None:
    assert lay_out(np.empty((0, 2)), np.empty((0, 2)), area(), GAP) == []


def test_points_behind_the_camera_have_no_name() -> None:
    assert lay_out(np.array([[np.nan, np.nan]]), np.array([[50.0, 20.0]]), area(), GAP) == []
