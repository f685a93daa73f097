"""Another language: what CONTRIBUTING says is all that it takes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.about_dialog import AboutDialog
from anatomy_viewer.desktop.actions.deeds import COMMAND_NAMES
from anatomy_viewer.desktop.actions.spec import Menu, translated
from anatomy_viewer.desktop.actions.table import ACTIONS
from anatomy_viewer.desktop.languages import speak
from anatomy_viewer.desktop.layer_nodes import GROUPS, build_tree

DESKTOP = Path(__file__).parents[2] / "anatomy_viewer" / "desktop"
GERMAN = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="de">
<context><name>Actions</name>
<message><source>&amp;Front</source><translation>&amp;Vorn</translation></message></context>
<context><name>AboutDialog</name><message><source>For teaching, not for diagnosis.</source>
<translation>Zum Lehren, nicht zum Diagnostizieren.</translation></message></context>
<context><name>Layers</name><message><source>Bones</source><translation>Knochen</translation></message></context></TS>
"""


def _tool(name: str, *arguments: str) -> None:
    script = f"import sys; from PySide6.scripts.pyside_tool import {name}; sys.argv[0] = '{name}'; {name}()"
    subprocess.run([sys.executable, "-c", script, *arguments], check=True, capture_output=True, timeout=120)


@pytest.fixture
def german(tmp_path: Path, qapp: QApplication) -> Iterator[None]:
    (tmp_path / "de.ts").write_text(GERMAN, encoding="utf-8")
    _tool("lrelease", str(tmp_path / "de.ts"), "-qm", str(tmp_path / "de.qm"))
    translators = speak(qapp, QLocale("de_AT"), tmp_path)
    yield
    assert translators
    for translator in translators:
        qapp.removeTranslator(translator)
        translator.deleteLater()


def test_texts_are_translated(german: None, tiny_atlas: Atlas, qtbot: QtBot) -> None:
    dialog = AboutDialog(None)
    qtbot.addWidget(dialog)
    assert "Zum Lehren, nicht zum Diagnostizieren." in dialog.text.toPlainText()
    assert translated("&Front") == "&Vorn"
    assert build_tree(tiny_atlas).children[0].title == "Knochen"


def test_a_language_that_is_not_there_leaves_english(tmp_path: Path, qapp: QApplication) -> None:
    assert speak(qapp, QLocale("eo"), tmp_path) == []
    assert translated("&Front") == "&Front"


def test_the_translators_tool_finds_the_texts(tmp_path: Path) -> None:
    found = tmp_path / "found.ts"
    _tool("lupdate", *(str(path) for path in DESKTOP.rglob("*.py")), "-ts", str(found))
    text = found.read_text(encoding="utf-8")
    wanted = [*Menu, *COMMAND_NAMES, "More", "Restore hidden ({count})", *(title for _, title, _ in GROUPS)]
    wanted += [part for spec in ACTIONS for part in (spec.text, spec.tip)]
    missing = [what for what in wanted if escape(what).replace("&#x27;", "&apos;") not in text]
    assert missing == []
