"""Texts of others are shown letter for letter, and of any length they leave window and picture as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from anatomy_viewer.atlas.loader import PackError, load_atlas
from anatomy_viewer.atlas.model import Atlas, PackProblem
from anatomy_viewer.desktop.panels import PANELS
from anatomy_viewer.desktop.plain_widgets import MOST_LINES, breakable, for_button, plain_tip, short, shortened
from anatomy_viewer.desktop.style import TEXT_SIZES_PT
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.state import commands, pain_commands
from tests.desktop.conftest import MakeWindow, drain, wait_loaded
from tests.desktop.renamed_atlas import renamed

HTML = '<img src="file:///etc/hostname" width=900>&amp;<b>x</b> '
MEDIUS = "gluteus_medius.right"


@pytest.fixture(scope="module")
def shipped() -> Atlas:
    return load_atlas()


def open_renamed(make_window: MakeWindow, qtbot: QtBot, atlas: Atlas, anew: Callable[[str], str]) -> MainWindow:
    """A window of usual size with the model renamed and every panel open."""
    window = make_window(loader=lambda folder, **options: renamed(atlas, anew))
    window.resize(1280, 800)
    window.open_model(None)
    wait_loaded(qtbot, window)
    for panel in PANELS:
        if panel.id not in window.open_panels:
            window.toggle_panel(panel.id)
    drain()
    return window


def pictures_in(document: QTextDocument) -> list[str]:
    """Names of the pictures that a text would load."""
    found, block = [], document.begin()
    while block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            shape = fragments.fragment().charFormat()
            if shape.isImageFormat():
                found.append(shape.toImageFormat().name())
            fragments += 1
        block = block.next()
    return found


def laid_out(html: str) -> QTextDocument:
    document = QTextDocument()
    document.setHtml(html)
    return document


def misread(widget: QWidget) -> Iterator[str]:
    """What of a widget would be read as HTML although others wrote it."""
    if isinstance(widget, QLabel):
        if widget.textFormat() == Qt.TextFormat.AutoText and "<" in widget.text():
            yield f"{widget!r} guesses"
        if widget.textFormat() == Qt.TextFormat.RichText and pictures_in(laid_out(widget.text())):
            yield f"{widget!r} loads a picture"
    if isinstance(widget, QTextEdit) and pictures_in(widget.document()):
        yield f"{widget!r} loads a picture"
    if pictures_in(laid_out(widget.toolTip())):
        yield f"{widget!r} has a tip that loads a picture"
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from (f"{widget!r} {tip}" for tip in _tips(widget.model(), QModelIndex()) if pictures_in(laid_out(tip)))


def _tips(model: Any, parent: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(parent)):
        for column in range(model.columnCount(parent)):
            index = model.index(row, column, parent)
            yield str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        yield from _tips(model, model.index(row, 0, parent))


def all_misread() -> list[str]:
    return [told for widget in QApplication.allWidgets() for told in misread(widget)]


def test_no_text_of_a_model_is_read_as_html(make_window: MakeWindow, qtbot: QtBot, shipped: Atlas) -> None:
    window = open_renamed(make_window, qtbot, shipped, lambda text: HTML + text)
    document = window.document
    assert document is not None
    ids = (
        MEDIUS,
        next(iter(document.atlas.attachments)),
        next(iter(document.parts)),
        next(iter(document.atlas.curves)),
    )
    for id_ in (*ids, next(iter(document.atlas.trigger_points))):
        document.store.do(commands.select(id_))
        assert not all_misread(), id_
        assert "hostname" in window.docks["info"].widget().text.text(), "the text itself is told"
    points = tuple(document.atlas.trigger_points)
    document.store.do(pain_commands.show_points(points, True))
    skin = document.atlas.structures["skin"].vertices
    document.store.do(pain_commands.ask_at(tuple(float(value) for value in skin[skin[:, 1].argmin()])))
    window.notice.say(HTML)
    window.caption.say(HTML)
    for action in ("help.about", "help.shortcuts", "pain.sources"):
        window.actions_.actions[action].trigger()
    assert not all_misread()
    for dialog in [widget for widget in QApplication.topLevelWidgets() if widget is not window and widget.isVisible()]:
        dialog.close()


def test_the_name_of_a_folder_is_no_html_either(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    window.open_model(tmp_path / "<img src=x>")
    qtbot.waitUntil(lambda: "<img src=x>" in window.start.text.text())
    assert not all_misread()


@pytest.mark.parametrize("more", ["x" * 2000, " abcde" * 330], ids=["one word", "many words"])
def test_long_names_leave_window_and_picture_as_they_are(
    make_window: MakeWindow, qtbot: QtBot, shipped: Atlas, more: str
) -> None:
    widths: dict[str, dict[int, int]] = {}
    for name, anew in (("usual", lambda text: text), ("long", lambda text: text + more)):
        window = open_renamed(make_window, qtbot, shipped, anew)
        widths[name] = {}
        for points in (TEXT_SIZES_PT[0], TEXT_SIZES_PT[-1]):
            window.set_text_pt(points)
            drain()
            widths[name][points] = window.minimumSizeHint().width()
        qtbot.waitUntil(lambda window=window: window.viewport.drawn)
        assert window.viewport.surface.grabFramebuffer().width() < 1920
        window.close()
    for points, usual in widths["usual"].items():
        assert widths["long"][points] <= 1.1 * usual


def test_twenty_thousand_problems_leave_the_buttons_in_sight(make_window: MakeWindow, qtbot: QtBot) -> None:
    def refuse(folder: Path, **options: object) -> Atlas:
        raise PackError(*(PackProblem(f"manifest.toml: k{i}", "is unknown.", "Remove it.") for i in range(20_000)))

    window = make_window(loader=refuse)
    window.resize(800, 600)
    window.open_model(None)
    qtbot.waitUntil(lambda: "k0" in window.start.text.text())
    assert window.height() <= 640
    assert window.start.text.text().endswith(f"and {20_000 - MOST_LINES:,} more")
    for button in (window.start.open_folder, window.start.copy_reason):
        bottom = button.mapTo(window, button.rect().bottomLeft()).y()
        assert button.isVisible()
        assert bottom < window.height()
    bar = window.start.body.verticalScrollBar()
    assert bar.maximum() > 0
    qtbot.mouseClick(window.start.copy_reason, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text().count("\n") == 19_999
    QApplication.clipboard().clear()


def test_a_long_notice_scrolls_beside_its_buttons(window: MainWindow) -> None:
    window.notice.say("\n".join(f"line {i}" for i in range(5000)))
    drain()
    assert window.notice.height() < 200
    assert isinstance(window.notice.copy_button, QPushButton)
    assert window.notice.copy_button.isVisible()
    window.notice.say("Short.")
    drain()
    assert not window.notice.copy_button.isVisible()
    assert window.notice.text.text() == "Short."


def test_tips_and_captions_say_what_is_written() -> None:
    assert plain_tip("Hide (H)") == "Hide (H)"
    assert pictures_in(laid_out(plain_tip(HTML))) == []
    assert laid_out(plain_tip(HTML)).toPlainText().replace("\u200b", "").strip() == HTML.strip()
    assert laid_out(plain_tip("<b>")).toPlainText() == "<b>"
    assert len(laid_out(plain_tip("x" * 5000)).toPlainText().replace("\u200b", "")) == 600
    assert for_button("Bones & muscles") == "Bones && muscles"
    assert short("abcdef", 6) == "abcdef"
    assert short("abcdefg", 6) == "abcde…"
    assert shortened("a\nb", "{count}") == "a\nb"


def test_long_words_break_after_their_marks_and_no_percent_sign_begins_a_line() -> None:
    told = breakable("Ther 2014;9(2):157-167), 42 to 81 % of")
    assert told.replace("\u200b", "|") == "Ther 2014;|9(2):|157-|167), 42 to 81\xa0% of"
    assert breakable("y" * 40) == "\u200b".join("y" * 40)
    assert breakable("&" + "y" * 40 + ";").count("\u200b") > 39
    assert breakable("doi 10.5812/zjrms.68977,").replace("\u200b", "|") == "doi 10.5812/|zjrms.68977,"
