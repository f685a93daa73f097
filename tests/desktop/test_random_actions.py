"""A person without aim: whatever is done in whatever order, nothing raises and nothing complains."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QtMsgType
from pytestqt.qtbot import QtBot

from tests.desktop.conftest import MakeWindow, wait_loaded
from tests.desktop.driver import AnyChoosers, Driver
from tests.motion.moving_pack import write_moving_pack


@pytest.mark.parametrize("seed", [1, 2])
def test_random_actions_raise_nothing(
    make_window: MakeWindow, qtbot: QtBot, qtlog: Any, tmp_path: Path, seed: int
) -> None:
    folder = tmp_path / "moving"
    folder.mkdir()
    rng = random.Random(seed)
    window = make_window(choose=AnyChoosers(rng, tmp_path, [write_moving_pack(folder)]))
    window.open_model(folder)
    wait_loaded(qtbot, window)
    driver = Driver(window, rng)
    with driver.watching():
        for _ in range(75):
            driver.step()
    assert not driver.faults, driver.faults[0]
    complaints = [one.message for one in qtlog.records if one.type in {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg}]
    assert not complaints, complaints
    qtbot.waitUntil(lambda: not window.loading, timeout=20_000)
