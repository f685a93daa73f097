"""Motion in a real window: keys, panel, player and plot, driven like a person would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.desktop.actions.motion_table import MOTION
from anatomy_viewer.desktop.motion_chart import MotionChart
from anatomy_viewer.desktop.motion_fields import NumberRow
from anatomy_viewer.desktop.motion_figures import pose_of
from anatomy_viewer.desktop.motion_panel import MotionPanel
from anatomy_viewer.desktop.motion_player import MotionPlayer
from anatomy_viewer.desktop.motion_plot import MotionPlotPanel
from anatomy_viewer.desktop.motion_words import PREPARED_TEXTS
from anatomy_viewer.desktop.palette import DARK
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.motion.curves import as_csv, motion_curves, motion_point
from anatomy_viewer.motion.prepared import PREPARED
from anatomy_viewer.scene.fibre_order import part_color
from anatomy_viewer.state import motion_commands
from anatomy_viewer.state.motion import MotionView
from tests.desktop.conftest import Chosen, MakeWindow, drag, press, state_of, wait_loaded
from tests.motion.moving_pack import write_moving_pack

MEDIUS = "gluteus_medius.right"


class ChosenTable(Chosen):
    """Answers for the values of the plot."""

    table: Path | None = None

    def values_file(self, parent: QWidget, suggested: Path) -> Path | None:
        return self.table


@pytest.fixture(scope="session")
def moving_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_moving_pack(tmp_path_factory.mktemp("moving"))


@pytest.fixture
def moving(
    make_window: MakeWindow, qtbot: QtBot, moving_pack: Path, request: pytest.FixtureRequest
) -> Iterator[MainWindow]:
    """A window with a model that can move."""
    window = make_window(choose=ChosenTable())
    window.resize(1280, 900)
    window.open_model(moving_pack)
    wait_loaded(qtbot, window)
    qtbot.waitUntil(lambda: window.viewport.drawn)
    yield window
    request.node.funcargs.pop("moving", None)


def motion_of(window: MainWindow) -> MotionView:
    return state_of(window).motion


def player_of(window: MainWindow) -> MotionPlayer:
    assert window.document is not None
    return window.document.player


def panel_of(window: MainWindow, qtbot: QtBot) -> MotionPanel:
    press(window, "panel.motion", qtbot)
    panel = window.docks["motion"].widget()
    assert isinstance(panel, MotionPanel)
    qtbot.waitUntil(panel.isVisible)
    return panel


def _moved(**changes: object) -> Callable[[MotionView, MainWindow], bool]:
    return lambda before, window: motion_of(window) == replace(before, **changes) != before  # type: ignore[arg-type]


START = MotionView(right_deg=20.0, left_deg=10.0)

DOES: dict[str, Callable[[MotionView, MainWindow], bool]] = {
    "motion.stance": _moved(kind="stance"),
    "motion.side": lambda _, w: player_of(w).hips.legs == "left",
    "motion.next": lambda _, w: motion_of(w).prepared == next(iter(PREPARED)),
    "motion.previous": lambda _, w: motion_of(w).prepared == list(PREPARED)[-1],
    "motion.neutral": lambda before, w: motion_of(w).neutral and not before.neutral,
    "motion.play": lambda _, w: player_of(w).playing.running,
    "motion.loop": lambda _, w: not player_of(w).playing.loop,
    "motion.back": lambda _, w: not player_of(w).playing.there_and_back,
    "motion.faster": lambda _, w: player_of(w).playing.speed == 1.5,
    "motion.slower": lambda _, w: player_of(w).playing.speed == 0.75,
    "motion.reduced": lambda _, w: player_of(w).playing.reduced and w.settings.reduced_motion,
    "motion.less": _moved(right_deg=19.0),
    "motion.more": _moved(right_deg=21.0),
    "motion.much_less": _moved(right_deg=15.0),
    "motion.much_more": _moved(right_deg=25.0),
    "motion.rewind": lambda before, w: 10.0 < motion_of(w).right_deg < before.right_deg,
    "motion.forward": lambda before, w: 30.0 > motion_of(w).right_deg > before.right_deg,
    "motion.arc": _moved(arc=False),
    "motion.lever": _moved(lever=True),
    "motion.effort": _moved(effort=False),
    "motion.copy_values": lambda _, w: QGuiApplication.clipboard().text().startswith("hip abduction deg,"),
    "motion.save_values": lambda _, w: bool(w.choose.table.is_file()),  # type: ignore[attr-defined]
}
"""What can be seen after each action, from START and the window."""


def test_each_key_does_what_it_says(moving: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    assert {spec.id for spec in MOTION} == set(DOES)
    assert isinstance(moving.choose, ChosenTable)
    moving.choose.table = tmp_path / "values.csv"
    QGuiApplication.clipboard().clear()
    assert moving.document is not None
    player = player_of(moving)
    for action_id, seen in DOES.items():
        player.hips.set_legs("right")
        player.set_speed(1.0)
        moving.document.store.do(motion_commands.set_motion(START))
        assert not seen(START, moving), f"{action_id}: it is so before it was done"
        press(moving, action_id, qtbot)
        assert seen(START, moving), action_id
        player.pause()
    curves = motion_curves(moving.document.atlas, MEDIUS)
    assert curves is not None
    assert moving.choose.table.read_text(encoding="utf-8") == as_csv(curves)
    moving.choose.table = tmp_path / "missing" / "values.csv"
    press(moving, "motion.save_values", qtbot)
    assert "Choose another folder" in moving.notice.text.text()


def test_it_plays_on_the_clock_and_stops_when_nobody_sees_it(moving: MainWindow, qtbot: QtBot) -> None:
    player = player_of(moving)
    press(moving, "motion.next", qtbot)
    before = motion_of(moving)
    qtbot.keyClick(moving.viewport.surface, Qt.Key.Key_Space)
    assert moving.actions_.actions["motion.play"].text() == "&Pause"
    qtbot.waitUntil(lambda: motion_of(moving).right_deg > 0.5)
    assert "The leg lifts: the pelvis stands still" in moving.caption.motion.text()
    assert "Leg lift, lying on the side" in moving.caption.motion.text()
    press(moving, "edit.undo", qtbot)
    assert motion_of(moving) == before
    assert not player.playing.running
    press(moving, "motion.play", qtbot)
    qtbot.waitUntil(lambda: motion_of(moving).right_deg > 0.5)
    assert "abducted" not in moving.caption.motion.text()
    moving.showMinimized()
    qtbot.waitUntil(lambda: not player.playing.running)
    assert "abducted" in moving.caption.motion.text()
    moving.showNormal()
    qtbot.waitUntil(moving.viewport.isVisible)
    press(moving, "view.default", qtbot)
    assert motion_of(moving).neutral
    assert moving.caption.motion.text() == ""
    press(moving, "edit.undo", qtbot)
    assert not motion_of(moving).neutral


def type_number(row: NumberRow, text: str, qtbot: QtBot) -> None:
    """Types a number in place of the one that stands there."""
    row.box.setFocus()
    row.box.selectAll()
    qtbot.keyClicks(row.box, text)
    qtbot.keyClick(row.box, Qt.Key.Key_Return)
    assert row.box.window().focusWidget() is not row.box, "Return hands the keys back to the picture"


def test_the_panel_moves_the_hips_and_says_what_it_changed(moving: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(moving, qtbot)
    angles, forces = panel.angles, panel.forces
    right = angles.rows["right"]
    for _ in range(2):  # the second time no state changes, and the field must be set back all the same
        type_number(right, "70", qtbot)
    assert motion_of(moving).right_deg == 45.0
    assert (right.box.value(), right.slider.value(), angles.refused.isVisible()) == (45.0, 45, True)
    assert "70° became 45°" in angles.refused.text.text()
    right.slider.setFocus()
    qtbot.keyClick(right.slider, Qt.Key.Key_Left)
    assert motion_of(moving).right_deg == 44.0
    assert not angles.refused.isVisible()
    assert not angles.way.isVisible()
    qtbot.keyClick(right.slider, Qt.Key.Key_Home)
    assert motion_of(moving).right_deg == -25.0
    assert angles.way.isVisible()
    assert [side for side, row in angles.rows.items() if "(drawn at" in row.title.text()] == ["left"]
    assert "The left leg makes way: it swings out to" in angles.way.text.text()
    angles.legs["both"].click()
    angles.rows["left"].slider.setValue(12)
    assert (motion_of(moving).right_deg, motion_of(moving).left_deg) == (12.0, 12.0)
    forces.lying.click()
    assert motion_of(moving).posture == "side_lying"
    assert "Effort, left medius" in forces.text.text()

    panel.kinds.kinds["stance"].click()
    assert motion_of(moving).kind == "stance"
    assert (angles.lift.isVisible(), angles.stance.isVisible()) == (False, True)
    assert "Force on the joint" in forces.text.text()
    assert "Approximate" in forces.text.text()
    light = forces.text.text()
    forces.hands["left"].click()
    forces.load.slider.setValue(10)
    assert (motion_of(moving).load_kg, motion_of(moving).load_hand) == (10.0, "left")
    assert forces.text.text() != light
    forces.lever.click()
    angles.drop.slider.setValue(-8)
    angles.knee.slider.setValue(90)
    angles.stances["left"].click()
    assert motion_of(moving) == replace(
        motion_of(moving), lever=True, pelvic_drop_deg=-8.0, free_knee_deg=90.0, stance_side="left"
    )
    panel.kinds.prepared.setFocus()
    qtbot.keyClick(panel.kinds.prepared, Qt.Key.Key_Down)
    assert motion_of(moving).prepared == next(iter(PREPARED))
    assert panel.kinds.words.text() == PREPARED[next(iter(PREPARED))].words
    panel.transport.scrub.setValue(400)
    assert motion_of(moving).right_deg == pytest.approx(PREPARED["side_lying_lift"].at(2.4).right_deg)
    panel.transport.reduced.click()
    assert moving.settings.reduced_motion
    moving.set_text_pt(16)
    for kind in ("leg_lift", "stance"):
        panel.kinds.kinds[kind].click()
        qtbot.waitUntil(lambda: panel.widget().width() <= panel.viewport().width())
    assert moving.minimumSizeHint().width() <= 1280


def check_agreement(window: MainWindow, chart: MotionChart, angle: float, side: str) -> None:
    """Lines, dots and the muscle that is drawn all stand at one angle of one hip."""
    assert window.document is not None
    atlas, muscle = window.document.atlas, f"gluteus_medius.{side}"
    point = motion_point(atlas, muscle, angle)
    assert point is not None
    for line, dots, whole in zip(chart.lines, chart.dots, (point.whole_length_mm, point.whole_arm_mm), strict=True):
        assert line.value() == pytest.approx(angle, abs=1e-3)
        assert dots.getData()[0][-1] == pytest.approx(angle, abs=1e-3)
        assert dots.getData()[1][-1] == pytest.approx(whole, abs=0.05)
    posed = pose_of(atlas, motion_of(window))
    assert posed.hip_abduction_deg(side) == pytest.approx(angle, abs=1e-3)
    surface = window.viewport._stage._surfaces[muscle]  # type: ignore[union-attr]
    np.testing.assert_allclose(surface.points("light"), posed.vertices(muscle, "light"), atol=1e-3)


def check_colours(chart: MotionChart, parts: Sequence[str]) -> None:
    """Each compartment has the colour that it has in the fan."""
    wanted = [QColor(*part_color(number, len(parts))) for number in range(len(parts))]
    for plot in chart.plots:
        lines = [item for item in plot.items if isinstance(item, pg.PlotDataItem) and item.opts["shadowPen"]]
        assert [line.opts["pen"].color() for line in lines[: len(wanted)]] == wanted


def check_values(plot: MotionPlotPanel) -> None:
    """The table goes to the clipboard; each published curve names its source."""
    plot.copy.click()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 72
    tips = [label.toolTip().replace("\u200b", "") for label in plot.legend.findChildren(QWidget)]  # type: ignore[union-attr]
    for source in ("10.1109/10.102791", "10.1109/TBME.2016.2586891", "Annals of Biomedical Engineering 33"):
        assert any(source in tip for tip in tips)


def test_plot_picture_and_panel_agree_also_while_the_line_is_dragged(
    moving: MainWindow, qtbot: QtBot, moving_pack: Path
) -> None:
    panel = panel_of(moving, qtbot)
    press(moving, "panel.motion_plot", qtbot)
    plot = moving.docks["motion_plot"].widget()
    assert isinstance(plot, MotionPlotPanel)
    qtbot.waitUntil(lambda: plot.chart is not None and plot.chart.isVisible())
    chart = plot.chart
    assert chart is not None

    def agree(angle: float, side: str = "right") -> None:
        check_agreement(moving, chart, angle, side)

    def place(angle: float) -> QPoint:
        view = chart.arms.vb
        return chart.mapFromScene(view.mapViewToScene(QPointF(angle, sum(view.viewRange()[1]) / 2)))

    agree(0.0)
    drag(moving, place(0.0), place(30.0), widget=chart.viewport())
    assert motion_of(moving).right_deg == pytest.approx(30.0, abs=1.0)
    assert panel.angles.rows["right"].box.value() == pytest.approx(motion_of(moving).right_deg, abs=0.06)
    agree(motion_of(moving).right_deg)
    press(moving, "edit.undo", qtbot)
    assert motion_of(moving).right_deg == 0.0, "a drag is one step of undo"
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert motion_of(moving).right_deg == 4.0
    qtbot.keyClick(chart, Qt.Key.Key_End)
    agree(45.0)
    for value in (100, 900, 300, 700):
        panel.transport.scrub.setValue(value)
        agree(motion_of(moving).right_deg)
    panel.angles.rows["right"].slider.setValue(-20)
    panel.angles.legs["left"].click()
    swung = chart.lines[0].value()
    assert swung > 0.1, "the line stands where the leg that makes way is drawn"
    agree(swung, "left")
    panel.kinds.kinds["stance"].click()
    panel.angles.drop.slider.setValue(8)
    agree(-8.0, "left")
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    agree(-7.0, "left")
    press(moving, "view.dark", qtbot)
    assert chart.backgroundBrush().color().name() == DARK.base
    agree(-7.0, "left")

    check_values(plot)
    check_colours(chart, motion_curves(moving.document.atlas).parts)  # type: ignore[union-attr]
    moving.open_model(moving_pack)
    wait_loaded(qtbot, moving)
    assert motion_of(moving).neutral
    qtbot.waitUntil(lambda: moving.viewport.drawn)


def test_a_model_without_shapes_or_hips_says_what_it_cannot(
    make_window: MakeWindow, qtbot: QtBot, tiny_pack: Path
) -> None:
    window = make_window(loader=lambda folder, **options: replace(load_atlas(folder, **options), joints={}))
    window.open_model(tiny_pack)
    wait_loaded(qtbot, window)
    panel = panel_of(window, qtbot)
    press(window, "panel.motion_plot", qtbot)
    plot = window.docks["motion_plot"].widget()
    qtbot.waitUntil(lambda: plot.chart is not None)
    assert "no hip joint" in panel.unable.text.text()
    assert not any(box.isEnabled() for box in (panel.kinds, panel.transport, panel.angles, panel.forces))
    assert "does not say" in plot.values.text()
    assert not plot.copy.isEnabled()
    assert not window.actions_.actions["motion.play"].isEnabled()


def test_words_of_prepared_motions_can_be_translated() -> None:
    assert set(PREPARED_TEXTS) == {text for motion in PREPARED.values() for text in (motion.title, motion.words)}


def test_panels_at_the_right_share_one_place(moving: MainWindow, qtbot: QtBot) -> None:
    motion, fan = moving.docks["motion"], moving.docks["fan"]
    for id_, dock in (("motion", motion), ("fan", fan)):
        press(moving, f"panel.{id_}", qtbot)
        qtbot.waitUntil(lambda dock=dock: not dock.visibleRegion().isEmpty())
    assert motion.visibleRegion().isEmpty(), "the fan lies before it"
    press(moving, "panel.motion", qtbot)
    qtbot.waitUntil(lambda: not motion.visibleRegion().isEmpty())
    assert moving.docks.open() == {"layers", "info", "motion", "fan"}
    assert moving.actions_.actions["panel.motion"].isChecked()
    press(moving, "panel.motion", qtbot)
    assert moving.docks.open() == {"layers", "info", "fan"}
