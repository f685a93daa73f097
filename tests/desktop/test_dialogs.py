"""About box and key sheet."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QTextDocumentFragment
from pytestqt.qtbot import QtBot

from anatomy_viewer import __version__
from anatomy_viewer.atlas.model import Atlas, Source
from anatomy_viewer.desktop.about_dialog import LIBRARIES, AboutDialog
from anatomy_viewer.desktop.actions.build import shortcut_text
from anatomy_viewer.desktop.actions.table import ACTIONS
from anatomy_viewer.desktop.shortcuts_dialog import ShortcutsDialog


def _about(atlas: Atlas | None, qtbot: QtBot) -> str:
    dialog = AboutDialog(atlas)
    qtbot.addWidget(dialog)
    return dialog.text.toPlainText()


def test_about_credits_every_source_and_library(tiny_atlas: Atlas, qtbot: QtBot) -> None:
    text = _about(tiny_atlas, qtbot)
    assert __version__ in text
    for source in tiny_atlas.sources.values():
        for part in (source.title, source.credit, source.licence, source.changes):
            assert part in text
    for name, licence in LIBRARIES:
        assert name in text
        assert licence in text
    assert tiny_atlas.subject.source in text
    assert text.count("For teaching, not for diagnosis.") == 1


def test_about_tells_what_is_approximate_once_each(tiny_atlas: Atlas, qtbot: QtBot) -> None:
    note = "Shape from one scan, bulk from Handsfield 2014."
    parts = {id_: replace(part, note=note) for id_, part in tiny_atlas.structures.items() if part.kind == "muscle"}
    assert _about(replace(tiny_atlas, structures=parts), qtbot).count(note) == 1


def test_what_comes_from_a_model_is_text_and_not_markup(tiny_atlas: Atlas, qtbot: QtBot) -> None:
    source = Source("x", "<b>Bold</b> & <img src='file:///etc/hostname'>", "A & B", "MIT", "")
    text = _about(replace(tiny_atlas, sources={"x": source}, name="<i>name</i>", absent="<u>none</u>"), qtbot)
    assert "<b>Bold</b> & <img src='file:///etc/hostname'>" in text
    assert "<i>name</i>" in text
    assert "<u>none</u>" in text


def test_about_works_without_a_model(qtbot: QtBot) -> None:
    assert "For teaching, not for diagnosis." in _about(None, qtbot)


def test_the_key_sheet_lists_every_key(qtbot: QtBot) -> None:
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)
    text = QTextDocumentFragment(dialog.text.document()).toPlainText()
    for spec in ACTIONS:
        if spec.shortcuts:
            assert spec.text.replace("&", "").rstrip("…") in text
            assert shortcut_text(spec) in text
    for gesture in ("Double-click", "Shift and drag", "Wheel"):
        assert gesture in text
