"""Opens the window of an installed program with every panel, tells whether it drew, and closes it.

A program of its own, run by the Python of that installation: python -P open_every_panel.py
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer

from anatomy_viewer import cli
from anatomy_viewer.desktop import window
from anatomy_viewer.desktop.panels import PANELS


class Watched(window.MainWindow):
    """Looks at itself until its picture is at rest: first as it opens, then with every panel."""

    def open_model(self, folder: str | None) -> None:
        """Opens, and looks from then on."""
        super().open_model(folder)
        self._every = frozenset(panel.id for panel in PANELS)
        self._opened = False
        self._watch = QTimer(self, interval=50)
        self._watch.timeout.connect(self._look)
        self._watch.start()

    def _look(self) -> None:
        if self.document is None or not self.viewport.at_rest:
            return
        if not self._opened:
            self._opened = True
            self.docks.show_only(self._every)
            return
        self._watch.stop()
        image = self.grab().toImage()  # held as long as its bits are read
        many_colours = len(set(image.bits()[::997])) > 10
        sys.stdout.write(f"{self.viewport.drawn} {many_colours}\n")
        self.close()


if __name__ == "__main__":
    window.MainWindow = Watched  # type: ignore[misc]
    sys.exit(cli.main([]))
