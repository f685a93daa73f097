"""A pain drawing that has not been saved is not lost without a question; nothing else is asked about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from anatomy_viewer.desktop.choose import Answer, Choosers
from anatomy_viewer.desktop.unsaved import answer_logout
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.pain import PainStroke
from tests.desktop.conftest import Chosen, MakeWindow, drag, press, state_of, wait_loaded

TITLE = "Tiny hip – Anatomy Viewer"


def _draw(window: MainWindow, qtbot: QtBot, across: int = 40) -> tuple[PainStroke, ...]:
    """A stroke by hand over the middle of the picture."""
    if state_of(window).pain.tool != "brush":
        press(window, "pain.brush", qtbot)
    at = window.viewport.surface.rect().center()
    drag(window, at, at + QPoint(across, 30))
    drawing = state_of(window).pain.drawing
    assert drawing
    return drawing


def _answers(window: MainWindow, answer: Answer = "cancel", file: Path | None = None) -> Chosen:
    assert isinstance(window.choose, Chosen)
    window.choose.unsaved, window.choose.file = answer, file
    return window.choose


def test_closing_asks_and_cancel_keeps_everything(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    drawing, choose = _draw(window, qtbot), _answers(window, "cancel")
    assert not window.close()
    press(window, "file.quit", qtbot)
    assert choose.asked == 2
    assert window.isVisible()
    assert state_of(window).pain.drawing == drawing
    _answers(window, "save", file=None)
    assert not window.close(), "no file was chosen"
    _answers(window, "save", tmp_path / "absent" / "mine.json")
    assert not window.close(), "it could not be saved"
    assert "mine.json could not be saved: The folder does not exist" in window.notice.text.text()
    _answers(window, "save", tmp_path / "mine")
    assert window.close()
    assert (tmp_path / "mine.pain.json").is_file()


def test_closing_and_giving_the_drawing_up(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    _draw(window, qtbot)
    _answers(window, "discard")
    assert window.close()
    assert not list(tmp_path.glob("*.json"))


def test_the_title_tells_what_is_not_saved(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    assert window.windowTitle() == TITLE
    _draw(window, qtbot)
    assert window.isWindowModified()
    assert window.windowTitle() == TITLE.replace(" –", "[*] –")
    _answers(window, file=tmp_path / "mine.json")
    press(window, "pain.save_drawing", qtbot)
    assert (window.isWindowModified(), window.windowTitle()) == (False, TITLE)
    _draw(window, qtbot)
    assert window.isWindowModified()
    press(window, "edit.undo", qtbot)
    assert not window.isWindowModified(), "as it was saved"


def test_nothing_is_asked_where_nothing_would_be_lost(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, tiny_pack: Path
) -> None:
    choose, steps = _answers(window, "cancel", tmp_path / "mine.json"), ["edit.undo", "edit.redo", "pain.clear"]
    drawing = _draw(window, qtbot)
    for step in steps:
        press(window, step, qtbot)
    assert state_of(window).pain.drawing == ()
    press(window, "edit.undo", qtbot)
    assert state_of(window).pain.drawing == drawing, "a step back brings it again"
    press(window, "pain.save_drawing", qtbot)
    press(window, "pain.open_drawing", qtbot)
    window.open_model(tiny_pack)
    wait_loaded(qtbot, window)
    press(window, "pain.open_drawing", qtbot)
    assert state_of(window).pain.drawing == drawing
    assert window.close()
    assert choose.asked == 0


def test_another_drawing_over_an_unsaved_one_is_asked_about(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    choose = _answers(window, "cancel", tmp_path / "saved.json")
    saved = _draw(window, qtbot)
    press(window, "pain.save_drawing", qtbot)
    press(window, "pain.clear", qtbot)
    unsaved = _draw(window, qtbot, across=-40)
    press(window, "pain.open_drawing", qtbot)
    assert (choose.asked, state_of(window).pain.drawing) == (1, unsaved)
    _answers(window, "discard", tmp_path / "saved.json")
    press(window, "pain.open_drawing", qtbot)
    assert (choose.asked, state_of(window).pain.drawing) == (2, saved)
    press(window, "edit.undo", qtbot)
    assert state_of(window).pain.drawing == unsaved
    assert window.isWindowModified()
    choose.file = tmp_path / "missing.json"
    press(window, "pain.open_drawing", qtbot)
    assert choose.asked == 2, "what cannot be read takes nothing away"


def test_another_model_asks_first_and_again_if_more_is_drawn(
    make_window: MakeWindow, qtbot: QtBot, tiny_pack: Path
) -> None:
    window = make_window()
    window.open_model(tiny_pack)
    wait_loaded(qtbot, window)
    qtbot.waitUntil(lambda: window.viewport.drawn)
    choose, drawing = _answers(window, "cancel"), _draw(window, qtbot)
    before = window.document
    window.open_model(tiny_pack)
    assert (choose.asked, window.loading) == (1, False)
    _answers(window, "discard")
    window.open_model(tiny_pack / "absent")
    qtbot.waitUntil(lambda: not window.loading)
    assert window.document is before
    assert window.isWindowModified(), "it is still there, and still not saved"
    window.open_model(tiny_pack)
    assert (choose.asked, window.loading) == (3, True)
    _answers(window, "cancel")
    assert window.document is not None
    window.document.store.do(commands.paint((0.0, 0.0, 0.0), first=True))
    qtbot.waitUntil(lambda: not window.loading)
    assert choose.asked == 4, "it was drawn on meanwhile"
    assert window.document is before
    assert state_of(window).pain.drawing[:-1] == drawing
    _answers(window, "discard")
    window.open_model(tiny_pack)
    qtbot.waitUntil(lambda: window.document is not before and not window.loading)
    assert (choose.asked, window.isWindowModified(), window.windowTitle()) == (5, False, TITLE)


@pytest.mark.parametrize(("answer", "stopped"), [("cancel", True), ("discard", False)])
def test_logging_out_asks_too(window: MainWindow, qtbot: QtBot, answer: Answer, stopped: bool) -> None:
    asked, said = _answers(window, answer), []
    manager = SimpleNamespace(
        allowsInteraction=lambda: True,
        release=lambda: said.append("release"),
        cancel=lambda: said.append("cancel"),
    )
    answer_logout(window, manager)
    assert (asked.asked, said) == (0, [])
    _draw(window, qtbot)
    answer_logout(window, manager)
    assert said == (["release", "cancel"] if stopped else ["release"])
    assert window.close() == (not stopped), "what was given up is not asked about again"
    _answers(window, "discard")


@pytest.fixture
def shown(qtbot: QtBot) -> QWidget:
    """A window to ask over."""
    widget = QWidget()
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def _answered(press_keys: Callable[[QMessageBox], None]) -> list[str]:
    """Presses keys as soon as a question is there; what it said. One that is left open then is closed."""
    said: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.extend((box.text(), box.informativeText()))
        press_keys(box)
        if box.isVisible():
            said.append("left open")
            box.done(0)

    QTimer.singleShot(0, answer)
    return said


def _tab_to(button: QMessageBox.StandardButton, qtbot: QtBot) -> Callable[[QMessageBox], None]:
    def press_keys(box: QMessageBox) -> None:
        for _ in box.buttons():
            if box.focusWidget() is not box.button(button):
                qtbot.keyClick(box.focusWidget(), Qt.Key.Key_Tab)
        qtbot.keyClick(box.focusWidget(), Qt.Key.Key_Space)

    return press_keys


def _key(key: Qt.Key, qtbot: QtBot) -> Callable[[QMessageBox], None]:
    return lambda box: qtbot.keyClick(box.focusWidget(), key)


def test_the_question_is_answered_by_keys(shown: QWidget, qtbot: QtBot) -> None:
    buttons = QMessageBox.StandardButton
    ways: dict[Answer, list[Callable[[QMessageBox], None]]] = {
        "save": [_key(Qt.Key.Key_Return, qtbot), _tab_to(buttons.Save, qtbot)],
        "cancel": [_key(Qt.Key.Key_Escape, qtbot), _tab_to(buttons.Cancel, qtbot)],
        "discard": [_tab_to(buttons.Discard, qtbot)],
    }
    for answer, way in [(answer, way) for answer, several in ways.items() for way in several]:
        said = _answered(way)
        assert Choosers().unsaved_drawing(shown) == answer
        assert said == ["The pain drawing has not been saved.", "Save it now? Otherwise it will be lost."]


def test_replacing_a_file_needs_more_than_a_quick_key(shown: QWidget, qtbot: QtBot) -> None:
    for way in (_key(Qt.Key.Key_Return, qtbot), _key(Qt.Key.Key_Escape, qtbot)):
        said = _answered(way)
        assert not Choosers().may_replace(shown, Path("/a/<b>.csv"))
        assert said == ["<b>.csv exists already.", "Replace it?"]
    _answered(_tab_to(QMessageBox.StandardButton.Yes, qtbot))
    assert Choosers().may_replace(shown, Path("/a/b.csv"))
