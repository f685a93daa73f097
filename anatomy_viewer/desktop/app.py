"""Starts the desktop app. Qt is imported only where a window can be opened: without a display it ends the process."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from anatomy_viewer import console, environment
from anatomy_viewer.desktop import memory
from anatomy_viewer.desktop.probe import start_probe, window_problem

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow

NO_WINDOW = 3
"""Exit code where there is no display or no OpenGL."""


def run(model: Path | None = None) -> int:
    """Opens the window with the model in folder `model`, or with the shipped one, and returns the exit code."""
    environment.settle()
    memory.give_back_what_is_freed()
    probe = start_probe()
    from anatomy_viewer.atlas import loader as _loader  # noqa: F401, PLC0415  (time well spent while the probe runs)

    problem = window_problem(probe)
    if problem is not None:
        console.warn(*problem.splitlines())
        return NO_WINDOW
    return _run_window(model)


def _run_window(model: Path | None) -> int:
    _import_stage()
    from PySide6.QtCore import QLocale  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from anatomy_viewer.desktop import failures, languages, loading  # noqa: PLC0415
    from anatomy_viewer.desktop.settings_file import user_settings  # noqa: PLC0415
    from anatomy_viewer.desktop.window import MainWindow  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop never comes back to Python to see Ctrl+C
    memory.forget_source_lines()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Anatomy Viewer")
    app.setStyle("Fusion")
    languages.speak(app, QLocale())
    log = failures.start_logging(failures.log_file())
    window = MainWindow(user_settings())
    app.commitDataRequest.connect(window.on_logout)
    sys.excepthook = failures.make_excepthook(window.tell_unexpected)
    try:
        give_back_at_rest(window)
        window.show()
        window.open_model(model)
        code = app.exec()
    finally:
        sys.excepthook = sys.__excepthook__
        failures.stop_logging(log)
        # The window must go before the application does, or Qt meets half-dead widgets at exit.
        window.close()
        window.deleteLater()
        app.processEvents()
        del window
    loading.end_process(code)
    return code


def _import_stage() -> None:
    """Call before Qt is imported: it reads and keeps the source of every module that is imported after it."""
    from anatomy_viewer.stage import stage as _stage  # noqa: F401, PLC0415


def give_back_at_rest(window: MainWindow) -> None:
    """Every 20 s in which nothing is drawn, memory that is free goes back to the system.

    After all kinds of pictures, and then another model, the window held 610 MB with it, 784 MB without.
    """
    from PySide6.QtCore import QTimer  # noqa: PLC0415

    timer = QTimer(window)
    timer.timeout.connect(lambda: memory.give_back_free() if window.viewport.at_rest else None)
    timer.start(20_000)
