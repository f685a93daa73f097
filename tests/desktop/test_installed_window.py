"""The window of the installed program opens with every panel, draws, and closes."""

from __future__ import annotations

from pathlib import Path

from tests.installed import Installed

DRIVER = Path(__file__).with_name("open_every_panel.py")


def test_the_installed_window_opens_with_every_panel_and_draws(installed: Installed, tmp_path: Path) -> None:
    home = {f"XDG_{kind}_HOME": str(tmp_path) for kind in ("CONFIG", "STATE", "DATA", "CACHE")}
    result = installed.run("python", "-P", str(DRIVER), **home)
    assert (result.returncode, result.stdout, result.stderr) == (0, "True True\n", "")
