"""Frames a second in the app's real widget. Run by `turning.py`; needs a display."""

from __future__ import annotations

import json
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if sys.platform.startswith("linux") else "")

from PySide6.QtWidgets import QApplication
from pyvistaqt import QtInteractor

from anatomy_viewer.stage.stage import Stage
from benchmarks.scene import FRAMES, SIZE, STEP_DEG, first_picture, turn


def main() -> None:
    """Turns the first picture once round, as fast as the widget shows frames, and prints the result as JSON."""
    app = QApplication(sys.argv[:1])
    widget = QtInteractor(auto_update=False, multi_samples=0)
    widget.resize(*SIZE)
    atlas, state = first_picture()
    stage = Stage(widget, atlas, state, request_render=widget.update)
    shown: list[float] = []
    widget.frameSwapped.connect(lambda: shown.append(time.perf_counter()))
    widget.show()
    stage.set_moving(True)
    while len(shown) < FRAMES + 3:
        before, count = state, len(shown)
        state = turn(state, STEP_DEG)
        stage.apply(before, state)
        while len(shown) == count:
            app.processEvents()
    print(json.dumps(FRAMES / (shown[FRAMES + 2] - shown[2])))
    stage.close()
    widget.close()


if __name__ == "__main__":
    main()
