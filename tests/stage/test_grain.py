"""A muscle's surface shows its tendon pale and its fibres' direction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.stage.grain import bundles
from tests.stage.conftest import MakeSet
from tests.stage.fan_scene import MUSCLE, fan_atlas, fan_state
from tests.stage.scene import GREEN, shows
from tests.stage.test_fibres import lines


def upright_fibres() -> Atlas:
    """Fibres straight down through the plate of the muscle; all below z = -30 is tendon."""
    atlas = fan_atlas()
    muscle = atlas.structures[MUSCLE]
    x, y = np.meshgrid(np.linspace(-45, 45, 46), [16.0, 24.0])
    down = np.linspace(75, -75, 31)
    points = np.stack(
        [np.column_stack([np.full(31, a), np.full(31, b), down]) for a, b in zip(x.flat, y.flat, strict=True)]
    )
    tendon = (muscle.vertices[:, 2] < -30).astype(np.float32)
    count = len(points)
    fibres = replace(
        lines(),
        points=points.astype(np.float32),
        part=np.zeros(count, np.uint8),
        fleshy_mm=np.tile(np.float32([0, 100]), (count, 1)),
        tendon=tendon,
        light_tendon=tendon,
    )
    return replace(atlas, fibres={MUSCLE: fibres})


def test_the_tendon_is_pale_and_the_belly_has_the_muscles_colour(make_set: MakeSet) -> None:
    picture = make_set(upright_fibres(), fan_state()).still()
    green = shows(picture, GREEN)
    assert green[65:115, 150:170].all()
    assert not green[165:180, 150:170].any()
    assert picture[165:180, 150:170].min() > 120


def test_the_grain_runs_along_the_fibres(make_set: MakeSet) -> None:
    view = make_set(upright_fibres(), fan_state(), (640, 480))
    belly = view.still()[150:240, 260:380, 1].astype(float)
    across, along = np.abs(np.diff(belly, axis=1)).mean(), np.abs(np.diff(belly, axis=0)).mean()
    assert across > 0.8, "there is a grain to see"
    assert across > 4 * along
    plain = make_set(fan_atlas(), fan_state(), (640, 480)).still()[150:240, 260:380, 1].astype(float)
    assert np.abs(np.diff(plain, axis=1)).mean() < across / 2


def test_a_point_takes_after_the_fibres_next_to_it() -> None:
    points = np.array([[100.0, 55.0, 60.0], [100.0, 5.6, -68.0], [100.0, -60.0, 70.0]], np.float32)
    front, front_below, back = bundles(points, lines().points)[:, 0]
    assert abs(front - front_below) < 20
    assert abs(front - back) > 80
