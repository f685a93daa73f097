"""The installed program draws without what only the report needs."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.installed import Installed


def test_the_installed_program_draws_a_picture(installed: Installed, tmp_path: Path) -> None:
    result = installed.run("anatomy-viewer", "render", "-o", str(tmp_path / "hip.png"), "--size", "160x120")
    assert result.returncode == 0, result.stderr
    with Image.open(tmp_path / "hip.png") as picture:
        assert picture.size == (160, 120)
