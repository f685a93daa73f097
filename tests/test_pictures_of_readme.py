"""The README's pictures can be drawn anew: each has its saved view, and the view can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anatomy_viewer.state.serial import from_json

ROOT = Path(__file__).parents[1]
PICTURES = re.findall(r"!\[[^\]]+\]\((docs/pictures/[\w]+\.png)\)", (ROOT / "README.md").read_text(encoding="utf-8"))


def test_the_readme_shows_pictures() -> None:
    assert len(PICTURES) >= 3


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_has_its_view(picture: str) -> None:
    assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")
    view = (ROOT / picture).with_suffix(".json")
    assert from_json(view.read_text(encoding="utf-8")).camera.view_angle_deg > 0
