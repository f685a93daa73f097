"""The window of the installed program opens with every panel, draws, and closes."""

from __future__ import annotations

from pathlib import Path

from tests.installed import Installed

DRIVER = """
import sys
from PySide6.QtCore import QTimer
from anatomy_viewer import cli
from anatomy_viewer.desktop import window
from anatomy_viewer.desktop.panels import PANELS

class Watched(window.MainWindow):
    def open_model(self, folder):
        super().open_model(folder)
        self._watch = QTimer(self, interval=50)
        self._watch.timeout.connect(self._look)
        self._watch.start()

    def _look(self):
        if self.document is None or not self.viewport.at_rest:
            return
        every = frozenset(panel.id for panel in PANELS)
        if self.open_panels != every:
            self.open_panels = every
            self.docks.show_only(every)
            return
        self._watch.stop()
        image = self.grab().toImage()  # held as long as its bits are read
        print(self.viewport.drawn, len({pixel for pixel in image.bits()[::997]}) > 10)
        self.close()

window.MainWindow = Watched
sys.exit(cli.main([]))
"""


def test_the_installed_window_opens_with_every_panel_and_draws(installed: Installed, tmp_path: Path) -> None:
    home = {f"XDG_{kind}_HOME": str(tmp_path) for kind in ("CONFIG", "STATE", "DATA", "CACHE")}
    result = installed.run("python", "-c", DRIVER, **home)
    assert (result.returncode, result.stdout, result.stderr) == (0, "True True\n", "")
