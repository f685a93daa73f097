"""What stands below the list of structures: what the model lacks, and what it does not contain."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from anatomy_viewer.atlas.model import Atlas, PackProblem
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.layer_panel import LayerPanel
from anatomy_viewer.desktop.notes import NoteDialog
from anatomy_viewer.state.view_state import ViewState


def test_what_is_missing_and_absent_is_said(tiny_atlas: Atlas, tiny_state: ViewState, qtbot: QtBot) -> None:
    problem = PackProblem("full/femur.right.ply", "is empty.", "Make it again.")
    document = Document(replace(tiny_atlas, missing=(problem,)), tiny_state)
    panel = LayerPanel(document)
    qtbot.addWidget(panel)
    [box, button] = panel.notes
    [label] = box.findChildren(QLabel)
    assert "full/femur.right.ply: is empty. Make it again." in label.text().replace("\u200b", "")
    height = button.height()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = button.findChild(NoteDialog)
    assert dialog.text.text() == "Everything but ellipsoids."
    assert button.height() == height
    dialog.close()


def test_a_long_hash_is_cut_and_long_words_wrap(tiny_atlas: Atlas, tiny_state: ViewState, qtbot: QtBot) -> None:
    where = "/" + "model-pack-" * 12 + "/full/femur.right.ply"
    problem = PackProblem(where, f"is another file (SHA-256 {'0123abcd' * 8}).", "Restore it.")
    panel = LayerPanel(Document(replace(tiny_atlas, missing=(problem,)), tiny_state))
    qtbot.addWidget(panel)
    panel.resize(280, 600)
    panel.show()
    [label] = panel.notes[0].findChildren(QLabel)
    assert "(SHA-256 0123abcd…)" in label.text()
    assert label.minimumSizeHint().width() <= 280
    assert label.width() <= panel.width()
