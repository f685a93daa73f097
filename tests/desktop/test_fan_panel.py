"""The panel of the fan: its controls, its figures, what it says of a model without fibres."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget
from pytestqt.qtbot import QtBot

from anatomy_viewer.atlas.fan import measure_fan
from anatomy_viewer.atlas.model import Atlas, Mesh
from anatomy_viewer.desktop.fan_figures import Figure, fan_figures
from anatomy_viewer.desktop.fan_panel import FanPanel
from anatomy_viewer.desktop.palette import DARK, LIGHT
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.state import commands
from anatomy_viewer.state.view_state import FAN_MODES, FanMode
from tests.desktop.conftest import drag, press, state_of
from tests.desktop.fan_atlas import LATERAL, MEDIUS, MINIMUS, TWIN


def panel_of(window: MainWindow, qtbot: QtBot) -> FanPanel:
    """The panel, opened as a person would."""
    press(window, "panel.fan", qtbot)
    panel = window.docks["fan"].widget()
    assert isinstance(panel, FanPanel)
    qtbot.waitUntil(panel.isVisible)
    return panel


def figures_of(atlas: Atlas, muscle: str) -> dict[str, Figure]:
    fan = measure_fan(atlas, muscle)
    assert fan is not None
    return {figure.key: figure for figure in fan_figures(atlas, fan)}


def test_the_panel_is_closed_at_first(fan_window: MainWindow) -> None:
    assert fan_window.docks.open() == {"layers", "info"}


@pytest.mark.parametrize("mode", FAN_MODES)
def test_buttons_choose_the_mode_and_follow_it(fan_window: MainWindow, qtbot: QtBot, mode: FanMode) -> None:
    controls = panel_of(fan_window, qtbot).controls
    other: FanMode = "surface" if mode == "solid" else "solid"
    assert fan_window.document is not None
    fan_window.document.store.do(commands.set_fan_mode(other))
    assert controls.modes[other].isChecked()
    qtbot.mouseClick(controls.modes[mode], Qt.MouseButton.LeftButton, pos=controls.modes[mode].rect().center() / 4)
    assert state_of(fan_window).fan.mode == mode
    press(fan_window, "edit.undo", qtbot)
    assert controls.modes[other].isChecked()


def test_boxes_paint_and_name(fan_window: MainWindow, qtbot: QtBot) -> None:
    controls = panel_of(fan_window, qtbot).controls
    for box in (controls.patches, controls.labels, controls.clear):
        box.click()
    fan = state_of(fan_window).fan
    assert (fan.patches, fan.labels, fan.clear) == (True, True, False)
    assert controls.key.isHidden(), "no fibres, no key to their colours"
    press(fan_window, "fan.fibres", qtbot)
    assert [name in controls.key.text() for name in ("Front &lt;part&gt;", "Back part", "Tendon")] == [True] * 3
    assert controls.key.isVisible()
    press(fan_window, "fan.labels", qtbot)
    assert not controls.labels.isChecked()


def test_attachments_alone_are_painted_anyway(fan_window: MainWindow, qtbot: QtBot) -> None:
    controls = panel_of(fan_window, qtbot).controls
    press(fan_window, "fan.attachments", qtbot)
    assert (controls.patches.isChecked(), controls.patches.isEnabled()) == (True, False)
    assert not state_of(fan_window).fan.patches


def test_the_muscle_is_chosen_from_those_of_the_model(fan_window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(fan_window, qtbot)
    box = panel.controls.muscle
    assert {box.itemData(row) for row in range(box.count())} == {MEDIUS, TWIN, MINIMUS}
    box.setFocus()
    while state_of(fan_window).fan.muscle != MINIMUS:
        before = box.currentIndex()
        qtbot.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() > before, "the list ended before the muscle came"
    assert "nothing given here" in panel.figures.text.text()
    press(fan_window, "edit.undo", qtbot)
    assert box.currentData() == state_of(fan_window).fan.muscle != MINIMUS


def test_a_drag_of_the_sweep_is_one_undo(fan_window: MainWindow, qtbot: QtBot) -> None:
    slider = panel_of(fan_window, qtbot).controls.slider
    press(fan_window, "fan.fibres", qtbot)
    for target in (0.4, 0.7):
        _drag_handle(fan_window, slider, target)
        assert state_of(fan_window).fan.sweep == pytest.approx(target, abs=0.1)
    far = state_of(fan_window).fan.sweep
    press(fan_window, "edit.undo", qtbot)
    assert state_of(fan_window).fan.sweep == pytest.approx(0.4, abs=0.1)
    press(fan_window, "edit.undo", qtbot)
    assert state_of(fan_window).fan.sweep == 1.0 != far
    assert state_of(fan_window).fan.mode == "fibres"
    assert slider.value() == slider.maximum()


def _drag_handle(window: MainWindow, slider: QSlider, share: float) -> None:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    part = QStyle.SubControl.SC_SliderHandle
    handle = slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, slider)
    room = slider.width() - handle.width()
    there = handle.center()
    there.setX(round(handle.width() / 2 + share * room))
    drag(window, handle.center(), there, widget=slider)


def test_figures_are_those_of_the_fan(fan_atlas: Atlas) -> None:
    figures = figures_of(fan_atlas, MEDIUS)
    told = {key: figure.value for key, figure in figures.items()}
    assert told["spread_sagittal"] == told["spread_3d"] == "30°"
    assert told["shortest"] == told["longest"] == told["mean"] == told["part:Back part"] == "10.0 cm"
    assert told["fleshy"] == "7.0 cm"
    assert told["origin"] == "60 cm²"
    assert told["insertion_lateral_facet"] == "444 mm²"
    assert told["volume"].endswith("cm³")
    assert "crest_width" not in told, "this model has no crest"
    assert all(figure.meaning.endswith(".") for figure in figures.values())


def test_published_values_stand_beside_with_their_source(fan_atlas: Atlas) -> None:
    figures = figures_of(fan_atlas, MEDIUS)
    known = {key: (f.published.text, f.published.sources) for key, f in figures.items() if f.published}
    assert known["fleshy"] == ("7.33 ± 1.57 cm", ("Ward et al. 2009, second-hand",))
    assert known["insertion_lateral_facet"] == ("438 ± 58 mm²", ("Robertson et al. 2008",))
    # 0.0478 * (47 * 1.63 m * 61.1 kg + 1285) - 16.9, of the person of the tiny model
    assert known["volume"] == ("268 cm³ expected at 1.63 m and 61 kg", ("Handsfield et al. 2014, second-hand",))
    assert figures["spread_3d"].published is None


def test_figures_say_where_they_need_a_word_more(fan_atlas: Atlas) -> None:
    plain = figures_of(fan_atlas, MEDIUS)
    assert "corner" not in plain["insertion_lateral_facet"].meaning, "a flat patch"
    assert "scaled" not in plain["volume"].meaning, "another volume than the regression's"
    assert "only" not in plain["fleshy"].meaning
    assert "Here a whole line measures only 10.0 cm" in figures_of(fan_atlas, MINIMUS)["fleshy"].meaning
    corner = np.array([(0, 0, 0), (10, 0, 0), (10, 8, 0), (0, 8, 0), (10, 0, -6), (10, 8, -6)], np.float32)
    sides = np.array([(0, 1, 2), (0, 2, 3), (1, 4, 5), (1, 5, 2)], np.int32)
    bent = replace(fan_atlas.attachments[LATERAL], patch=Mesh(corner, sides), area_mm2=128.0)
    bent_atlas = replace(fan_atlas, attachments={LATERAL: bent})
    # 80 mm2 one way and 48 the other: seen straight on their root of squares, 93
    assert "it covers 93 mm²" in figures_of(bent_atlas, MEDIUS)["insertion_lateral_facet"].meaning
    fan = measure_fan(fan_atlas, MEDIUS)
    assert fan is not None
    told = {one.key: one.meaning for one in fan_figures(fan_atlas, replace(fan, volume_cm3=268.0))}
    assert "thickened until it had this volume" in told["volume"]


def test_another_muscle_has_its_own_published_values(fan_atlas: Atlas) -> None:
    figures = figures_of(fan_atlas, MINIMUS)
    assert figures["spread_sagittal"].published is None
    assert figures["fleshy"].published is not None
    assert figures["fleshy"].published.sources == ("Parvaresh et al. 2019",)
    assert not {"origin", "insertion_lateral_facet"} & set(figures)


def test_names_of_the_model_are_text_and_not_html(fan_window: MainWindow, qtbot: QtBot) -> None:
    assert "Front &lt;part&gt;" in panel_of(fan_window, qtbot).figures.text.text()


def test_the_table_is_copied_as_columns(fan_window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(fan_window, qtbot)
    QGuiApplication.clipboard().clear()
    panel.figures.copy.click()
    assert panel.figures.copy.text() == "Copied"
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Right gluteus medius"
    table = [line.split("\t") for line in lines[1:]]
    assert {len(row) for row in table} == {5}
    assert ["Mean fleshy length", "7.0 cm"] in [row[:2] for row in table]
    lateral = next(row for row in table if row[1] == "444 mm²")
    assert lateral[3] == "438 ± 58 mm²"
    assert "10.1016/j.arthro.2007.11.015" in lateral[4]


def test_the_table_changes_color_with_the_theme(fan_window: MainWindow, qtbot: QtBot) -> None:
    text = panel_of(fan_window, qtbot).figures.text
    assert LIGHT.muted in text.text()
    press(fan_window, "view.dark", qtbot)
    assert DARK.muted in text.text()
    assert LIGHT.muted not in text.text()


def test_a_model_without_fibres_says_so(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window, qtbot)
    controls = panel.controls
    assert "neither fibres nor attachments" in panel.figures.text.text()
    usable = [controls.muscle, controls.slider, controls.patches, controls.labels, panel.figures.copy]
    assert not any(widget.isEnabled() for widget in (*usable, *controls.modes.values()))
    assert controls.muscle.placeholderText() == "None in this model"


def test_a_muscle_without_fibres_says_so(fan_window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(fan_window, qtbot)
    state = state_of(fan_window)
    assert fan_window.document is not None
    fan_window.document.store.do(
        commands.replace_all(replace(state, fan=replace(state.fan, muscle="gluteus_maximus.right")), "Odd")
    )
    assert "no fibres of the chosen muscle" in panel.figures.text.text()
    assert panel.controls.muscle.currentIndex() == -1
    assert panel.controls.modes["solid"].isChecked()
    assert not panel.controls.modes["fibres"].isEnabled()


@pytest.mark.parametrize("text_pt", [9, 16])
def test_nothing_is_cut_off_at_the_side(fan_window: MainWindow, qtbot: QtBot, text_pt: int) -> None:
    panel = panel_of(fan_window, qtbot)
    fan_window.resize(1280, 800)
    fan_window.set_text_pt(text_pt)
    qtbot.waitUntil(lambda: panel.widget().width() <= panel.viewport().width())
    assert not panel.horizontalScrollBar().isVisible()
    assert fan_window.minimumSizeHint().width() <= 1280


def test_marks_change_color_with_the_theme(fan_window: MainWindow, qtbot: QtBot) -> None:
    controls = panel_of(fan_window, qtbot).controls
    for button in (controls.modes["solid"], controls.patches):
        button.setChecked(True)
        assert _shows(button, LIGHT.accent)
        assert not _shows(button, DARK.accent)
    press(fan_window, "view.dark", qtbot)
    for button in (controls.modes["solid"], controls.patches):
        button.setChecked(True)
        assert _shows(button, DARK.accent)


def _shows(widget: QWidget, color: str) -> bool:
    """Whether a color is among the pixels of a widget."""
    picture, wanted = widget.grab().toImage(), QColor(color)
    return any(picture.pixelColor(x, y) == wanted for x in range(picture.width()) for y in range(picture.height()))
