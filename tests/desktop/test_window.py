"""The window as a whole: settings, theme, text size, accessibility, errors nobody foresaw."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from types import TracebackType

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from anatomy_viewer.desktop import failures
from anatomy_viewer.desktop.palette import DARK, LIGHT, Palette
from anatomy_viewer.desktop.settings import Settings
from anatomy_viewer.desktop.style import DEFAULT_TEXT_PT, TEXT_SIZES_PT
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.state import commands
from tests.desktop.conftest import MakeWindow, press, wait_loaded


def test_the_window_is_remembered(window: MainWindow, settings: Settings, qtbot: QtBot) -> None:
    window.resize(1111, 666)
    window.set_text_pt(16)
    window.toggle_panel("info")
    qtbot.waitUntil(lambda: window.size().width() == 1111)
    window.close()
    second = MainWindow(settings)
    qtbot.addWidget(second)
    assert (second.width(), second.height()) == (1111, 666)
    assert second.text_pt == 16
    assert second.open_panels == {"layers"}


def test_full_screen_is_not_remembered(window: MainWindow, settings: Settings, qtbot: QtBot) -> None:
    window.set_full_screen(True)
    window.close()
    second = MainWindow(settings)
    qtbot.addWidget(second)
    assert not second.isFullScreen()
    assert second.open_panels == {"layers", "info"}


def test_panels_appear_with_the_first_model(make_window: MakeWindow, qtbot: QtBot, tiny_pack: Path) -> None:
    window = make_window()
    assert window.docks.open() == frozenset()
    window.open_model(tiny_pack)
    wait_loaded(qtbot, window)
    assert window.docks.open() == {"layers", "info"}
    qtbot.waitUntil(lambda: window.docks["layers"].height() > 1.5 * window.docks["info"].height())


def test_the_theme_is_remembered(window: MainWindow, settings: Settings) -> None:
    assert window.document is not None
    window.document.store.do(commands.set_theme("dark"))
    assert settings.theme == "dark"


@pytest.mark.parametrize(("key", "value"), [("look/text_pt", "huge"), ("look/theme", "pink"), ("window/geometry", 7)])
def test_settings_that_make_no_sense_are_passed_over(tmp_path: Path, qtbot: QtBot, key: str, value: object) -> None:
    store = QSettings(str(tmp_path / "odd.ini"), QSettings.Format.IniFormat)
    store.setValue(key, value)
    window = MainWindow(Settings(store))
    qtbot.addWidget(window)
    assert window.text_pt == DEFAULT_TEXT_PT
    assert Settings(store).theme == "light"


def test_text_grows_everywhere_and_stops_at_the_ends(window: MainWindow, qtbot: QtBot) -> None:
    row = window.docks["layers"].widget().view.sizeHintForIndex
    index = window.docks["layers"].widget().proxy.index(0, 0)
    small = row(index).height()
    for _ in range(len(TEXT_SIZES_PT) + 2):
        press(window, "window.larger_text", qtbot)
    assert window.text_pt == TEXT_SIZES_PT[-1]
    assert row(index).height() > 1.5 * small
    assert window.caption.name.fontInfo().pointSize() >= TEXT_SIZES_PT[-1]
    for _ in range(len(TEXT_SIZES_PT) + 2):
        press(window, "window.smaller_text", qtbot)
    assert window.text_pt == TEXT_SIZES_PT[0]


def test_whatever_takes_the_focus_has_a_name(window: MainWindow) -> None:
    nameless = [widget for widget in window.findChildren(QWidget) if _takes_focus(widget) and not _spoken_name(widget)]
    assert nameless == []


def _takes_focus(widget: QWidget) -> bool:
    return widget.isVisible() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _spoken_name(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def test_tab_reaches_search_list_view_and_tool_bar(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.docks["layers"].widget()
    window.viewport.surface.setFocus()
    reached = set()
    for _ in range(60):
        focused = QApplication.focusWidget()
        reached.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert {panel.search, panel.view, window.viewport.surface} <= reached
    assert any(widget.parent() is window.actions_.toolbar for widget in reached)


@pytest.mark.parametrize("colors", [LIGHT, DARK])
@pytest.mark.parametrize("ground", ["window", "base", "hover", "selected"])
@pytest.mark.parametrize("ink", ["text", "muted"])
def test_text_is_easy_to_read(colors: Palette, ground: str, ink: str) -> None:
    assert _contrast(getattr(colors, ink), getattr(colors, ground)) >= 4.5


@pytest.mark.parametrize("colors", [LIGHT, DARK])
def test_other_pairs_are_easy_to_read(colors: Palette) -> None:
    assert _contrast(colors.on_accent, colors.accent) >= 4.5
    assert _contrast(colors.text, colors.warning) >= 4.5
    assert _contrast(colors.accent, colors.window) >= 3  # boxes, sliders, focus: WCAG 2.2, 1.4.11


def _contrast(first: str, second: str) -> float:
    """Contrast ratio after WCAG 2.2."""

    def luminance(color: str) -> float:
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_an_unforeseen_error_is_told_calmly(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "log_file", lambda: tmp_path / "errors.log")
    hook = failures.make_excepthook(window.tell_unexpected)
    hook(RuntimeError, RuntimeError("the gory details"), None)
    assert window.notice.isVisible()
    assert "the gory details" not in window.notice.text.text()
    assert "errors.log" not in window.notice.text.text(), "it names no file that is not there"
    (tmp_path / "errors.log").touch()
    hook(RuntimeError, RuntimeError("the gory details"), None)
    assert "errors.log" in window.notice.text.text()


def test_an_unforeseen_error_is_logged_with_its_traceback(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "errors.log"
    handler = failures.start_logging(log)
    failures.make_excepthook(lambda: None)(*_raised("the gory details"))
    failures.stop_logging(handler)
    written = log.read_text(encoding="utf-8")
    assert "the gory details" in written
    assert "Traceback" in written


def _raised(text: str) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    """An error as an excepthook gets it."""
    try:
        raise RuntimeError(text)
    except RuntimeError as error:
        return type(error), error, error.__traceback__


def test_an_error_while_telling_does_not_go_round_in_circles() -> None:
    told: list[int] = []

    def tell() -> None:
        told.append(1)
        hook(ValueError, ValueError("again"), None)

    hook = failures.make_excepthook(tell)
    hook(ValueError, ValueError("first"), None)
    assert told == [1]


def test_ctrl_c_keeps_its_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[type] = []
    monkeypatch.setattr(sys, "__excepthook__", lambda kind, *_: seen.append(kind))
    hook = failures.make_excepthook(lambda: pytest.fail("nothing to tell"))
    hook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert seen == [KeyboardInterrupt]


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert failures.start_logging(tmp_path / "file" / "errors.log") is None
    os.mkfifo(tmp_path / "pipe")
    assert failures.start_logging(tmp_path / "pipe") is None
    assert failures.start_logging(Path("~/errors.log")) is None, "nobody's home is no folder of that name"
    failures.stop_logging(None)
    assert logging.getLogger("anatomy_viewer").handlers == []


def test_a_log_that_fills_the_disk_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handler = failures.start_logging(tmp_path / "errors.log")
    (tmp_path / "errors.log").mkdir()  # as good as a full disk: nothing can be written
    logging.getLogger("anatomy_viewer").error("unexpected")
    failures.stop_logging(handler)
    assert capsys.readouterr().err == ""
