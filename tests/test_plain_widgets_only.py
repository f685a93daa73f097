"""Labels and tips are made in one place, where nothing of others is read as HTML."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

DESKTOP = Path(__file__).parents[1] / "anatomy_viewer" / "desktop"
HOME = DESKTOP / "plain_widgets.py"


@pytest.mark.parametrize("file", sorted(DESKTOP.rglob("*.py")), ids=lambda file: str(file.relative_to(DESKTOP)))
def test_no_label_and_no_tip_is_made_elsewhere(file: Path) -> None:
    if file == HOME:
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = (
                called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
            )
            assert name not in {"QLabel", "setToolTip"}, f"{file.name} line {node.lineno}: use plain_widgets"
