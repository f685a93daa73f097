"""Thousands of random actions in the real window, motion playing: python -m tests.fuzz.window --actions 5000

Needs a display. Tells every error with what was done before it, and the memory that the window holds; ends with 1 if
anything went wrong.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if sys.platform.startswith("linux") else "")

from PySide6.QtCore import QSettings, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from anatomy_viewer.desktop import memory
from anatomy_viewer.desktop.app import give_back_at_rest
from anatomy_viewer.desktop.settings import Settings
from anatomy_viewer.desktop.window import MainWindow
from tests.desktop.driver import AnyChoosers, Driver
from tests.fuzz.memory import held_mb
from tests.motion.moving_pack import write_moving_pack


def main() -> int:
    """Opens the shipped model and acts; 1 if anything went wrong."""
    asked = _arguments()
    faulthandler.enable()
    memory.give_back_what_is_freed()
    memory.forget_source_lines()
    app = QApplication(["window"])
    app.setStyle("Fusion")
    rng = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "moving").mkdir()
        models = [write_moving_pack(folder / "moving"), None]
        settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        settings.picture_folder = folder
        window = MainWindow(settings, AnyChoosers(rng, folder, models))
        driver = Driver(window, rng)
        qInstallMessageHandler(driver.qt_told)
        give_back_at_rest(window)
        with driver.watching():
            _open(window)
            _wait(lambda: window.viewport.at_rest)
            print(f"at start: {held_mb()}", flush=True)
            for number in range(1, asked.actions + 1):
                driver.step()
                if number % asked.every == 0:
                    print(f"after {number} actions: {held_mb()}, {len(driver.faults)} faults", flush=True)
                _tell(driver, asked.seed, number)
            window.close()
        qInstallMessageHandler(None)
    told = driver.told
    window.deleteLater()  # before the application, or Qt meets half-dead widgets at exit
    app.processEvents()
    return 1 if told else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Thousands of random actions in the real window.")
    parser.add_argument("--actions", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=500, help="tell the memory after so many actions")
    return parser.parse_args()


def _open(window: MainWindow) -> None:
    window.show()
    window.activateWindow()
    window.open_model(None)
    _wait(lambda: window.document is not None and not window.loading)


def _wait(done: object) -> None:
    end = time.monotonic() + 120.0
    while not done() and time.monotonic() < end:  # type: ignore[operator]
        QApplication.processEvents()
        time.sleep(0.01)


def _tell(driver: Driver, seed: int, number: int) -> None:
    for fault in driver.faults[driver.told :]:
        if driver.told < 50:
            print(f"\n== seed {seed}, action {number}\n{fault}", flush=True)
        driver.told += 1


if __name__ == "__main__":
    sys.exit(main())
