"""Dropping things on the window, wherever on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from anatomy_viewer.desktop.motion_plot import MotionPlotPanel
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.pain.drawing import to_json
from anatomy_viewer.scene.sketch_on_skin import as_drawing
from anatomy_viewer.state import pain_commands
from tests.desktop.conftest import Chosen, MakeWindow, state_of, wait_loaded

CAN = "Drop the folder of a model, its manifest.toml, or the file of a pain drawing (.pain.json)."
COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drop(widget: QWidget, *what: Path | str) -> bool:
    """Drags things over a widget and lets go, as Qt does; whether they were taken."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(one)) if isinstance(one, Path) else QUrl(one) for one in what])
    mime.setText("\n".join(map(str, what)))
    return drop_mime(widget, mime)


def drop_mime(widget: QWidget, mime: QMimeData) -> bool:
    at, actions = QPoint(5, 5), Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    for event in (
        QDragEnterEvent(at, actions, mime, LEFT, NONE),
        QDragMoveEvent(at, actions, mime, LEFT, NONE),
        QDropEvent(QPointF(at), actions, mime, LEFT, NONE),
    ):
        QApplication.sendEvent(widget, event)
        if not event.isAccepted():
            return False
    QApplication.processEvents()
    return event.dropAction() == COPY


def places(window: MainWindow) -> Sequence[QWidget]:
    """Widgets of every kind that lie on the window."""
    return [window, window.viewport.surface, window.caption, window.menuBar(), *window.findChildren(QLineEdit)]


def test_a_folder_is_opened_as_a_model_on_the_start_page(
    make_window: MakeWindow, qtbot: QtBot, tiny_pack: Path
) -> None:
    window = make_window()
    assert drop(window.start.text, tiny_pack)
    wait_loaded(qtbot, window)
    assert window.document is not None
    assert window.document.atlas.folder == str(tiny_pack.resolve())


def test_it_is_opened_wherever_it_is_dropped(window: MainWindow, qtbot: QtBot, own_pack: Path) -> None:
    window.toggle_panel("motion_plot")
    plot = window.docks["motion_plot"].widget()
    assert isinstance(plot, MotionPlotPanel)
    assert len(places(window)) > 5
    opened: list[Path | None] = []
    window.open_model = opened.append  # type: ignore[method-assign]
    charts = [plot.chart.viewport()] if plot.chart is not None else []
    for widget in (*places(window), *charts):
        assert drop(widget, own_pack), widget
    assert set(opened) == {own_pack}
    assert len(opened) == len(places(window)) + len(charts)
    assert not any(edit.text() and "pack" in edit.text() for edit in window.findChildren(QLineEdit))


def test_a_manifest_stands_for_its_folder(window: MainWindow, qtbot: QtBot, own_pack: Path) -> None:
    document = window.document
    assert drop(window.viewport.surface, own_pack / "manifest.toml")
    qtbot.waitUntil(lambda: window.document is not document and not window.loading)
    assert window.document is not None
    assert window.document.atlas.folder == str(own_pack.resolve())


@pytest.mark.parametrize("name", ["mine.pain.json", "mine.json", "MINE.JSON"])
def test_a_pain_drawing_is_shown(window: MainWindow, tmp_path: Path, name: str) -> None:
    assert window.document is not None
    place = tuple(float(value) for value in window.document.atlas.structures["skin"].vertices[0])
    window.document.store.do(pain_commands.paint(place, first=True))
    drawing = state_of(window).pain.drawing
    (tmp_path / name).write_text(to_json(as_drawing(drawing), window.document.atlas), encoding="utf-8")
    window.document.store.undo()
    assert drop(window.viewport.surface, tmp_path / name)
    assert state_of(window).pain.drawing == drawing


def test_an_unsaved_drawing_is_asked_about_after_the_sender_is_let_go(
    window: MainWindow, own_pack: Path, tmp_path: Path
) -> None:
    assert window.document is not None
    assert isinstance(window.choose, Chosen)
    window.document.store.do(pain_commands.paint((80.0, 0.0, 0.0), first=True))
    window.choose.unsaved = "cancel"
    assert drop(window.viewport.surface, own_pack)
    assert (window.choose.asked, window.loading) == (1, False)
    window.choose.unsaved = "discard"


def test_a_drawing_needs_a_model(make_window: MakeWindow, tmp_path: Path) -> None:
    window = make_window()
    (tmp_path / "mine.pain.json").write_text("{}", encoding="utf-8")
    assert drop(window.start, tmp_path / "mine.pain.json")
    assert window.notice.text.text() == "mine.pain.json may be a pain drawing: open a model first, then drop it again."
    assert window.notice.isVisible()


def test_what_cannot_be_opened_is_told_with_what_can(window: MainWindow, own_pack: Path, tmp_path: Path) -> None:
    (tmp_path / "hip.stl").write_bytes(b"solid")
    document = window.document
    for what, told in (
        ([tmp_path / "hip.stl"], "hip.stl cannot be opened."),
        ([tmp_path / "nowhere"], "nowhere cannot be opened."),
        ([own_pack, own_pack / "manifest.toml"], "2 things were dropped, but only one can be opened."),
        (["https://example.org/hip"], "This is nothing on this computer."),
    ):
        assert drop(window.viewport.surface, *what)
        assert window.notice.text.text() == f"{told} {CAN}"
        window.notice.hide()
    assert (window.document, window.loading) == (document, False)


def test_text_is_not_taken_by_the_window_but_by_the_search(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("medius")
    assert not drop_mime(window.viewport.surface, mime)
    search = next(edit for edit in window.findChildren(QLineEdit) if edit.placeholderText())
    assert drop_mime(search, mime)
    assert "medius" in search.text()
