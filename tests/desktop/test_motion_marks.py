"""A compartment has one colour: in the fan, in its key, on the lines of the plot and on the marks of others."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.desktop.motion_legend import entries
from anatomy_viewer.desktop.motion_marks import PARTS, pens, published_look
from anatomy_viewer.motion.curves import MotionCurves, motion_curves
from anatomy_viewer.motion.published import CURVES
from anatomy_viewer.scene.fibre_order import part_color
from anatomy_viewer.state.view_state import Theme
from tests.motion.moving_pack import write_moving_pack

THEMES: tuple[Theme, ...] = ("light", "dark")


@pytest.fixture(scope="module")
def curves(tmp_path_factory: pytest.TempPathFactory) -> MotionCurves:
    found = motion_curves(load_atlas(write_moving_pack(Path(tmp_path_factory.mktemp("marks")))))
    assert found is not None
    return found


@pytest.mark.parametrize("theme", THEMES)
def test_own_lines_have_the_colours_of_the_fan(curves: MotionCurves, theme: Theme) -> None:
    wanted = [QColor(*part_color(number, len(curves.parts))) for number in range(len(curves.parts))]
    looks = [entry.look for entry in entries(curves.parts)][: len(wanted)]
    assert [QColor(look.color(theme)) for look in looks if look is not None] == wanted


@pytest.mark.parametrize("theme", THEMES)
def test_published_lines_have_the_colour_of_the_compartment_they_are_of(theme: Theme) -> None:
    assert {curve.part for curve in CURVES} >= set(PARTS)
    for number, part in enumerate(PARTS):
        assert QColor(published_look(part).color(theme)) == QColor(*part_color(number, len(PARTS)))


@pytest.mark.parametrize("part", PARTS)
def test_the_dashes_of_a_line_and_of_what_is_beneath_fall_together(qapp: QApplication, part: str) -> None:
    casing, line = pens(published_look(part), "light")
    assert casing.widthF() > line.widthF()
    lengths = [[piece * pen.widthF() for piece in pen.dashPattern()] for pen in (casing, line)]
    assert lengths[0] == pytest.approx(lengths[1])
