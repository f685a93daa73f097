"""Keys, mouse and panel of pain, in a real window; many checks to a window, for each costs seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.actions.pain_table import PAIN
from anatomy_viewer.desktop.pain_panel import PainPanel
from anatomy_viewer.desktop.pain_sources import PainSourcesDialog, cited
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.state.pain import PainView
from anatomy_viewer.state.pain_views import zones_camera
from tests.desktop.conftest import Chosen, MakeWindow, drag, press, send_mouse, state_of, wait_loaded
from tests.pain_atlas import MAXIMUS, TRP1, TRP2, TWIN1, with_pain

KEYS = {
    "pain.referral_paths": lambda pain: pain.referral_paths,
    "pain.press": lambda pain: pain.press,
    "pain.parts": lambda pain: pain.parts,
    "pain.whole_skin": lambda pain: pain.skin == "solid",
    "pain.palette": lambda pain: pain.palette == "blue",
    "pain.left": lambda pain: pain.side == "left",
    "pain.mirror": lambda pain: pain.mirror,
    "pain.find": lambda pain: pain.tool == "find",
    "pain.eraser": lambda pain: pain.tool == "eraser",
    "pain.wider": lambda pain: pain.brush_mm > 12.0,
    "pain.narrower": lambda pain: pain.brush_mm <= 12.0,
    "pain.brush": lambda pain: pain.tool == "brush",
}
"""Keys that change one thing, in the order in which they are pressed, and what can be seen afterwards."""

ELSEWHERE = {"pain.shown", "pain.side", "pain.clear", "pain.open_drawing", "pain.save_drawing", "pain.sources"}
"""Tested by tests of their own."""


class Drawings(Chosen):
    """Answers with the file of a drawing."""

    def drawing_to_open(self, parent: object, folder: Path) -> Path | None:
        return self.file

    def drawing_to_save(self, parent: object, suggested: Path) -> Path | None:
        return self.file


@pytest.fixture
def pain_window(
    make_window: MakeWindow, qtbot: QtBot, tiny_pack: Path, request: pytest.FixtureRequest
) -> Iterator[MainWindow]:
    """A window in which the tiny model with trigger points is open and drawn."""
    window = make_window(choose=Drawings(), loader=lambda folder, **options: with_pain(load_atlas(folder, **options)))
    window.open_model(tiny_pack)
    wait_loaded(qtbot, window)
    qtbot.waitUntil(lambda: window.viewport.drawn)
    yield window
    request.node.funcargs.pop("pain_window", None)


def pain_of(window: MainWindow) -> PainView:
    return state_of(window).pain


def on_skin(window: MainWindow) -> QPoint:
    """The middle of the view, which the skin covers."""
    middle = window.viewport.surface.rect().center()
    assert window.viewport.skin_place(QPointF(middle)) is not None
    return middle


def test_each_action_has_a_test() -> None:
    points = {spec.id for spec in PAIN if spec.id.startswith(("pain.glu", "pain.only."))}
    assert {spec.id for spec in PAIN} == points | set(KEYS) | ELSEWHERE


def test_one_key_shows_a_point_from_its_best_side_and_hides_it_again(pain_window: MainWindow, qtbot: QtBot) -> None:
    window, first = pain_window, state_of(pain_window)
    assert window.document is not None
    press(window, "pain.gluteus_medius.trp1", qtbot)
    assert (pain_of(window).shown, pain_of(window).points) == (True, (TRP1,))
    assert state_of(window).camera == zones_camera(window.document.atlas, [TRP1])
    assert not state_of(window).look("skin").visible, "the skin is drawn without a change of its look"
    press(window, "edit.undo", qtbot)
    assert state_of(window) == first
    press(window, "pain.gluteus_medius.trp1", qtbot)
    press(window, "pain.gluteus_medius.trp2", qtbot)
    assert pain_of(window).points == (TRP1, TRP2)
    press(window, "pain.gluteus_medius.trp1", qtbot)
    assert pain_of(window).points == (TRP2,)
    press(window, "pain.shown", qtbot)
    press(window, "pain.gluteus_medius.trp1", qtbot)
    assert pain_of(window).points == (TRP1,), "with pain off a key shows one point"
    press(window, "pain.side", qtbot)
    assert pain_of(window).points == tuple(sorted((MAXIMUS, TRP1, TRP2)))
    press(window, "pain.left", qtbot)
    press(window, "pain.only.gluteus_medius.trp1", qtbot)
    assert pain_of(window).points == (TWIN1,)
    assert not window.actions_.actions["pain.gluteus_medius.trp3"].isEnabled(), "this model has none"


def test_keys_change_what_they_say(pain_window: MainWindow, qtbot: QtBot) -> None:
    press(pain_window, "pain.gluteus_medius.trp1", qtbot)
    for action, changed in KEYS.items():
        assert not changed(pain_of(pain_window)), action
        press(pain_window, action, qtbot)
        assert changed(pain_of(pain_window)), action
    press(pain_window, "pain.sources", qtbot)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PainSourcesDialog)
    assert "not for diagnosis" in dialog.text.toPlainText()
    assert "Somebody <1992>. For: gluteus_medius, trp1; gluteus_medius, trp2" in dialog.text.toPlainText()
    assert "B: second-hand, the source itself was not read" in dialog.text.toPlainText()
    assert "Named, not read" not in dialog.text.toPlainText(), "this model names none"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_what_no_source_was_read_for_is_not_listed_as_a_source(tiny_atlas: Atlas) -> None:
    atlas = with_pain(tiny_atlas)
    points = {
        id_: replace(one, sources=("Textbook knowledge; no source seen",)) for id_, one in atlas.trigger_points.items()
    }
    assert any("Somebody" in source for source in cited(atlas))
    assert not any("Textbook" in source for source in cited(replace(atlas, trigger_points=points)))


def test_what_nobody_read_is_listed_apart(tiny_atlas: Atlas, qtbot: QtBot) -> None:
    dialog = PainSourcesDialog(replace(with_pain(tiny_atlas), pain_not_read=("A book <2019>",)))
    qtbot.addWidget(dialog)
    sources, _, unread = dialog.text.toPlainText().partition("Named, not read")
    assert "A book <2019>" in unread
    assert "A book" not in sources


def test_drawing_asking_and_files(pain_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = pain_window
    panel = _panel(window, qtbot)
    press(window, "pain.only.gluteus_medius.trp1", qtbot)
    at = on_skin(window)
    before = state_of(window).camera
    press(window, "pain.brush", qtbot)
    drag(window, at, at + QPoint(40, 30))
    (stroke,) = pain_of(window).drawing
    assert len(stroke.points) > 2
    assert state_of(window).camera == before, "drawing does not turn the picture"
    qtbot.waitUntil(lambda: bool(panel.ranking.rows.shown))
    assert TRP1 in [row.id for row in panel.ranking.rows.shown[:2]]
    window.camera.zoom(0.3)
    before = state_of(window).camera
    drag(window, QPoint(3, 3), QPoint(40, 30))
    window.camera.zoom(3.0)
    assert (pain_of(window).drawing, state_of(window).camera != before) == ((stroke,), True)
    _save_and_open(window, qtbot, tmp_path)
    press(window, "edit.undo", qtbot)
    press(window, "pain.find", qtbot)
    _click(window, on_skin(window))
    asked = pain_of(window).asked
    assert asked is not None
    answers = panel.finder.rows.shown
    assert answers
    assert {row.id for row in answers} & {TRP1, MAXIMUS}
    assert answers[0].figure.startswith(("essential", "spill-over")), "what matters is not cut"
    assert not panel.finder.meaning.isHidden()
    qtbot.waitUntil(lambda: _is_seen(panel, panel.finder.rows.rows[0]))
    panel.finder.rows.rows[0].click()
    assert state_of(window).selected == answers[0].id


def test_a_quick_stroke_keeps_its_way(pain_window: MainWindow, qtbot: QtBot) -> None:
    """What comes while nothing can be drawn is not lost, and far places get places of the skin between them."""
    window, surface = pain_window, pain_window.viewport.surface
    compressed = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents
    press(window, "pain.only.gluteus_medius.trp1", qtbot)
    press(window, "pain.brush", qtbot)
    press(window, "pain.narrower", qtbot)
    start, left = on_skin(window), Qt.MouseButton.LeftButton
    ways = [QPoint(30, 0), QPoint(30, 30), QPoint(0, 30)]
    send_mouse(surface, QEvent.Type.MouseButtonPress, start, left, left)
    assert not QApplication.testAttribute(compressed)
    for way in ways:
        send_mouse(surface, QEvent.Type.MouseMove, start + way, Qt.MouseButton.NoButton, left)
    send_mouse(surface, QEvent.Type.MouseButtonRelease, start + ways[-1], left)
    assert QApplication.testAttribute(compressed)
    (stroke,) = pain_of(window).drawing
    drawn = np.array(stroke.points)
    for way in ways:
        place = window.viewport.skin_place(QPointF(start + way))
        assert place is not None
        assert np.linalg.norm(drawn - place.neutral, axis=1).min() < 1.0
    gaps = np.linalg.norm(np.diff(drawn, axis=0), axis=1)
    assert gaps.max() < 3.0 * stroke.radius_mm


def _is_seen(panel: PainPanel, widget: QWidget) -> bool:
    top = widget.mapTo(panel.viewport(), QPoint()).y()
    return top >= 0 and top + widget.height() <= panel.viewport().height()


def _save_and_open(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    assert isinstance(window.choose, Drawings)
    drawing = pain_of(window).drawing
    window.choose.file = tmp_path / "mine.json"
    press(window, "pain.save_drawing", qtbot)
    assert window.choose.file.exists(), "the name that was chosen is kept"
    press(window, "pain.clear", qtbot)
    assert pain_of(window).drawing == ()
    press(window, "pain.open_drawing", qtbot)
    assert pain_of(window).drawing == drawing
    text = window.choose.file.read_text(encoding="utf-8")
    window.choose.file.write_text(text.replace('"skin":"', '"skin":"0'), encoding="utf-8")
    press(window, "pain.open_drawing", qtbot)
    assert "another skin" in window.notice.text.text()
    window.choose.file = tmp_path / "missing.pain.json"
    press(window, "pain.open_drawing", qtbot)
    assert "missing.pain.json could not be read" in window.notice.text.text()
    assert pain_of(window).drawing == drawing


def test_the_panel_switches_previews_and_describes(pain_window: MainWindow, qtbot: QtBot) -> None:
    window = pain_window
    panel = _panel(window, qtbot)
    switches = panel.switches
    switches.boxes["gluteus_medius", "right"].click()
    assert pain_of(window).points == (TRP1, TRP2)
    assert switches.boxes["", "right"].checkState() == Qt.CheckState.PartiallyChecked
    switches.boxes["gluteus_medius.trp1", "left"].click()
    assert TWIN1 in pain_of(window).points
    switches.boxes["gluteus_medius.trp1", "left"].click()
    assert TWIN1 not in pain_of(window).points
    QApplication.sendEvent(switches.names["gluteus_maximus.trp3"], QEvent(QEvent.Type.Enter))
    assert state_of(window).hovered == MAXIMUS
    assert MAXIMUS not in pain_of(window).points, "a preview only"
    QApplication.sendEvent(switches.names["gluteus_maximus.trp3"], QEvent(QEvent.Type.Leave))
    assert state_of(window).hovered is None
    switches.names["gluteus_maximus.trp3"].click()
    assert state_of(window).selected == MAXIMUS
    assert "Near the &lt;back&gt;." in panel.words.text()
    assert "Confidence B: second-hand, the source itself was not read" in panel.words.text()
    switches.shown.click()
    assert not pain_of(window).shown
    panel.looks.palette_box.activated.emit(2)
    assert pain_of(window).palette == "orange"
    panel.looks.opacity.setValue(40)
    assert pain_of(window).opacity == pytest.approx(0.4)
    _the_wheel_scrolls(panel)


def _the_wheel_scrolls(panel: PainPanel) -> None:
    """Whatever lies under the pointer, unless it has the keyboard."""
    looks = panel.looks
    for widget in (looks.palette_box, looks.opacity, panel.brush.size_slider, panel.finder.region):
        before = (looks.palette_box.currentIndex(), looks.opacity.value(), panel.brush.size_slider.value())
        panel.ensureWidgetVisible(widget)
        low = panel.verticalScrollBar().value()
        _turn_wheel(widget, 1 if low else -1)
        assert panel.verticalScrollBar().value() != low, widget
        after = (looks.palette_box.currentIndex(), looks.opacity.value(), panel.brush.size_slider.value())
        assert before == after
    looks.opacity.setFocus()
    before = looks.opacity.value()
    panel.ensureWidgetVisible(looks.opacity)
    _turn_wheel(looks.opacity, -1)
    assert looks.opacity.value() < before


def _turn_wheel(widget: QWidget, notches: int) -> None:
    """As the window system does it: only then a wheel that is not taken goes on to what lies around."""
    at = QPointF(widget.mapTo(widget.window(), widget.rect().center()))
    QTest.wheelEvent(widget.window().windowHandle(), at, QPoint(0, 120 * notches))
    QApplication.processEvents()


def test_a_click_on_an_x_goes_to_the_point(pain_window: MainWindow, qtbot: QtBot) -> None:
    window = pain_window
    press(window, "pain.gluteus_medius.trp1", qtbot)
    send_mouse(window.viewport.surface, QEvent.Type.MouseMove, on_skin(window))
    qtbot.waitUntil(lambda: "trp1, right: essential" in window.caption.message.text())
    window.camera.turn(20.0, 5.0)
    turned = state_of(window).camera
    place = _find(window, lambda at: _met(window, at) == TRP1)
    _click(window, place)
    assert state_of(window).selected == TRP1
    assert state_of(window).camera != turned


def test_a_model_without_trigger_points_says_so(window: MainWindow, qtbot: QtBot) -> None:
    press(window, "panel.pain", qtbot)
    texts = [label.text() for label in window.docks["pain"].widget().findChildren(QLabel)]
    assert any("no trigger points" in text for text in texts)
    assert not window.actions_.actions["pain.side"].isEnabled()


def _panel(window: MainWindow, qtbot: QtBot) -> PainPanel:
    press(window, "panel.pain", qtbot)
    panel = window.docks["pain"].widget()
    assert isinstance(panel, PainPanel)
    return panel


def _click(window: MainWindow, at: QPoint) -> None:
    surface, left = window.viewport.surface, Qt.MouseButton.LeftButton
    send_mouse(surface, QEvent.Type.MouseButtonPress, at, left, left)
    send_mouse(surface, QEvent.Type.MouseButtonRelease, at, left)


def _met(window: MainWindow, at: QPoint) -> str | None:
    found = window.viewport.pick(QPointF(at))
    return found.structure if found else None


def _find(window: MainWindow, wanted: Callable[[QPoint], bool]) -> QPoint:
    surface = window.viewport.surface
    for y in np.arange(4, surface.height(), 8):
        for x in np.arange(4, surface.width(), 8):
            if wanted(QPoint(int(x), int(y))):
                return QPoint(int(x), int(y))
    raise AssertionError("nowhere to be seen")
