"""Muscles that lie over the fan's muscle step back where it is taken apart, and only there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anatomy_viewer.atlas.model import Atlas, Facts
from anatomy_viewer.stage.stage import Stage
from anatomy_viewer.state.view_state import FAN_MODES, FanMode, Look, ViewState
from tests.stage.conftest import MakeSet
from tests.stage.fan_scene import MUSCLE, OTHER, fan_state
from tests.stage.test_fibres import atlas_with_fibres, lines


def covered() -> Atlas:
    """The other muscle lies over the one with the fan."""
    return replace(atlas_with_fibres(), facts={MUSCLE: Facts({}, covered_by=(OTHER,))})


def looks(stage: Stage) -> dict[str, Look]:
    return {id_: surface.look for id_, surface in stage._surfaces.items()}


@pytest.mark.parametrize("mode", FAN_MODES)
def test_what_lies_over_the_fan_steps_back_where_it_is_taken_apart(make_set: MakeSet, mode: FanMode) -> None:
    view = make_set(covered(), fan_state(mode="solid"))
    assert looks(view.stage)[OTHER] == Look()
    view.go(fan_state(mode=mode))
    other = looks(view.stage)[OTHER]
    if mode in {"faded", "fibres", "surface"}:
        assert other.visible
        assert 0.0 < other.opacity < 0.3, "still there, and picked through"
    view.go(fan_state(mode=mode, clear=False))
    assert looks(view.stage)[OTHER] == Look(visible=mode != "attachments")
    view.go(fan_state(mode="solid"))
    assert looks(view.stage)[OTHER] == Look(), "it comes back"


def test_nothing_steps_back_for_nothing(make_set: MakeSet) -> None:
    def other_of(atlas: Atlas, state: ViewState) -> Look:
        return looks(make_set(atlas, state).stage)[OTHER]

    fibres = fan_state(mode="fibres")
    assert other_of(atlas_with_fibres(), fibres) == Look(), "a pack that does not say what lies over what"
    assert other_of(replace(covered(), fibres={}), fibres) == Look(), "no fibres to be seen"
    hidden = fan_state(looks={MUSCLE: Look(visible=False)}, mode="fibres")
    assert other_of(covered(), hidden) == Look(), "the fan itself is hidden"
    of_other = replace(fibres, fan=replace(fibres.fan, muscle=OTHER))
    assert looks(make_set(replace(covered(), fibres={OTHER: lines()}), of_other).stage)[MUSCLE] == Look()


def test_a_ghost_steps_back_from_where_it_was(make_set: MakeSet) -> None:
    faint, full = (
        looks(make_set(covered(), fan_state(looks={OTHER: Look(opacity=share)}, mode="fibres")).stage)[OTHER]
        for share in (0.5, 1.0)
    )
    assert faint.opacity == pytest.approx(full.opacity / 2)
