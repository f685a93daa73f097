"""Where OpenGL is older than VTK needs, the program says so and ends: VTK itself would end it without a word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from anatomy_viewer import cli

OLD = pytest.mark.parametrize("version", ["2.1", "3.1"])
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Mesa alone can be told to be old")


def run(version: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Runs the command where Mesa offers no more than this version of OpenGL."""
    return subprocess.run(
        [sys.executable, "-m", "anatomy_viewer.cli", *map(str, arguments)],
        env=os.environ | {"MESA_GL_VERSION_OVERRIDE": version},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def is_told(result: subprocess.CompletedProcess[str]) -> bool:
    """Ended in words, with what to do."""
    told = "OpenGL" in result.stderr and "3.2" in result.stderr and "nstall" in result.stderr
    return result.returncode == cli.NO_DISPLAY and told and "Traceback" not in result.stderr


@OLD
@pytest.mark.stage
def test_without_a_display_nothing_is_drawn(version: str, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    result = run(version, "render", "--size", "320x200", "-o", out, "--model", tiny_pack)
    assert is_told(result), result
    assert not out.exists()


@OLD
@pytest.mark.desktop
def test_on_a_display_nothing_is_drawn(version: str, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    result = run(version, "render", "--size", "320x200", "-o", out, "--model", tiny_pack)
    assert is_told(result), result
    assert not out.exists()


@OLD
@pytest.mark.desktop
def test_no_window_opens(version: str, tiny_pack: Path) -> None:
    result = run(version, "--model", tiny_pack)
    assert is_told(result), result
