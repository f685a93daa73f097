"""The pointer meets fibres, the sheet and lines of the bone: the part they belong to, and what lies before them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.stage.line_picking import nearest_line
from anatomy_viewer.stage.projection import Projection
from anatomy_viewer.state.view_state import Look, ViewState
from tests.stage.conftest import MakeSet, Set
from tests.stage.fan_scene import MUSCLE, OTHER, fan_state
from tests.stage.test_fibres import SIDE, atlas_with_fibres, lines, side
from tests.stage.test_labels import AWAY, named_atlas

SIZE = (320, 240)


def met(view: Set, point: Vector) -> str | None:
    [(x, y)] = Projection(view.state.camera, *SIZE).pixels(point[None].astype(np.float64))
    hit = view.stage.pick(int(x), int(y))
    return hit.structure if hit is not None else None


@pytest.mark.parametrize("mode", ["faded", "fibres", "surface"])
def test_each_part_is_met_where_it_is_drawn(make_set: MakeSet, mode: str) -> None:
    view = make_set(atlas_with_fibres(), side(mode=mode))
    for fibre, part in ((3, "anterior"), (15, "middle"), (27, "posterior")):
        line = lines().points[fibre]
        assert met(view, line[6]) == f"{MUSCLE}.fibres.{part}"
    assert met(view, np.array([100.0, 90.0, 60.0])) is None


def test_what_the_sweep_has_not_reached_is_not_met(make_set: MakeSet) -> None:
    view = make_set(atlas_with_fibres(), side(mode="fibres", sweep=0.3))
    assert met(view, lines().points[27][6]) == f"{MUSCLE}.fibres.posterior"
    assert met(view, lines().points[3][6]) is None
    view.go(side(mode="solid"))
    assert met(view, lines().points[27][6]) in {MUSCLE, None}


def test_what_lies_before_the_fibres_is_met_first(make_set: MakeSet) -> None:
    """The other muscle reaches from x 55 to 75: seen from the left it covers the fibres at x 100."""
    from_left = replace(SIDE, position=(-600.0, 0.0, 0.0))
    shown = replace(fan_state(mode="fibres"), camera=from_left, looks=(("bone", Look(visible=False)),))
    view = make_set(atlas_with_fibres(), shown)
    spot = lines().points[6][8]
    assert met(view, spot) == OTHER
    view.go(replace(shown, looks=(("bone", Look(visible=False)), (OTHER, Look(visible=False)))))
    assert met(view, spot) == f"{MUSCLE}.fibres.anterior"


def test_lines_of_the_bone_are_met_and_marked(make_set: MakeSet) -> None:
    bare = replace(fan_state(mode="attachments"), camera=AWAY)
    view = make_set(named_atlas(), bare)
    assert met(view, np.array([20.0, 5.0, 0.0])) == "line"
    assert met(view, np.array([20.0, 5.0, 12.0])) == "bone"
    plain = view.picture().copy()
    view.go(replace(bare, hovered="line"))
    assert (np.abs(view.picture().astype(int) - plain).max(axis=2) > 60).sum() > 100


@pytest.mark.parametrize("key", ["selected", "hovered"])
def test_a_part_is_surrounded_and_let_go(make_set: MakeSet, key: str) -> None:
    quiet = side(mode="fibres")
    view = make_set(atlas_with_fibres(), quiet)
    plain = view.picture().copy()

    def columns_changed(state: ViewState) -> np.ndarray:
        view.go(state)
        changed = np.abs(view.picture().astype(int) - plain).max(axis=2) > 60
        return np.flatnonzero(changed.any(axis=0))

    front = columns_changed(replace(quiet, **{key: f"{MUSCLE}.fibres.anterior"}))
    back = columns_changed(replace(quiet, **{key: f"{MUSCLE}.fibres.posterior"}))
    assert front.mean() > back.mean() + 20
    assert not len(columns_changed(quiet))
    assert not len(columns_changed(replace(side(mode="fibres"), **{key: "other.right.fibres.none"})))


def test_the_foremost_of_lines_under_the_pointer_wins_and_near_misses_count() -> None:
    grid = np.stack([np.array([[x, -10.0, z], [x, 10.0, z]]) for x, z in ((0.1, 50.0), (0.0, 90.0), (3.0, 20.0))])
    start, ahead = np.zeros(3), np.array([0.0, 0.0, 1.0])
    near = nearest_line(grid, start, ahead, reach_mm=0.5, reach_slope=0.0)
    assert near is not None
    assert (near.index, near.away_mm) == (0, pytest.approx(50.0))
    assert nearest_line(grid[2:], start, ahead, reach_mm=0.5, reach_slope=0.0) is None
    far = nearest_line(grid[2:], start, ahead, reach_mm=0.5, reach_slope=0.2)
    assert far is not None
    np.testing.assert_allclose(far.position, [3.0, 0.0, 20.0])
    assert nearest_line(grid, start, -ahead, reach_mm=5.0, reach_slope=1.0) is None
