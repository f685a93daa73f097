"""Opening models: progress, broken ones, closing in the middle."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas, PackProblem
from anatomy_viewer.desktop import viewport
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.layer_panel import LayerPanel
from anatomy_viewer.desktop.loading import LoadThread
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.state import commands
from tests.desktop.conftest import Chosen, MakeWindow, place_of, state_of, wait_loaded, wait_still
from tests.tiny_pack import write_tiny_pack


class StuckLoader:
    """A loader that does not come back and does not look whether anybody waits: a pipe, a disk that is gone."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.end = threading.Event()
        self.folders: list[Path | None] = []

    def __call__(self, folder: Path | None, *, progress: Any) -> Atlas:
        self.folders.append(folder)
        if folder is not None and folder.name == "stuck":
            progress(1, 4, "Sacrum")
            self.reached.set()
            self.end.wait()
            progress(2, 4, "Femur")
        return load_atlas(folder, progress=progress)


@pytest.fixture
def stuck(qtbot: QtBot) -> Iterator[StuckLoader]:
    """A loader that is stuck in a folder of that name until the test is over."""
    loader = StuckLoader()
    yield loader
    loader.end.set()


class HeldLoader:
    """A loader that stays in the middle until it is let go or cancelled."""

    def __init__(self, then: str = "load") -> None:
        self.reached = threading.Event()
        self.go_on = threading.Event()
        self.then = then

    def __call__(self, folder: Path | None, *, progress: Any) -> Atlas:
        while not self.go_on.wait(0.005):
            progress(1, 4, "Sacrum")
            self.reached.set()
        if self.then == "fail":
            raise RuntimeError("the unforeseen")
        return load_atlas(folder, progress=progress)


def test_progress_is_shown_while_the_first_model_loads(make_window: MakeWindow, qtbot: QtBot, tiny_pack: Path) -> None:
    loader = HeldLoader()
    window = make_window(loader=loader)
    window.open_model(tiny_pack)
    qtbot.waitUntil(lambda: window.start.progress.value() == 1)
    assert window.pages.currentWidget() is window.start
    assert window.start.progress.maximum() == 4
    assert "Sacrum" in window.start.text.text()
    assert not window.actions_.actions["file.open"].isEnabled()
    loader.go_on.set()
    wait_loaded(qtbot, window)
    assert window.pages.currentWidget() is window.viewport
    assert window.windowTitle() == "Tiny hip – Anatomy Viewer"


def test_closing_while_loading_ends_quietly(make_window: MakeWindow, qtbot: QtBot, tiny_pack: Path) -> None:
    loader = HeldLoader()
    window = make_window(loader=loader)
    window.open_model(tiny_pack)
    assert loader.reached.wait(30)
    window.close()
    assert not window.loading
    assert window.document is None


def test_a_loader_that_is_stuck_keeps_no_window(make_window: MakeWindow, stuck: StuckLoader, tmp_path: Path) -> None:
    window = make_window(loader=stuck)
    window.open_model(tmp_path / "stuck")
    thread = window._loading
    assert thread is not None
    assert stuck.reached.wait(30)
    assert window.close()
    assert not thread.isFinished()
    assert not window.loading


def test_a_stuck_loader_delivers_nothing_when_it_comes_back(
    make_window: MakeWindow, stuck: StuckLoader, tiny_pack: Path, tmp_path: Path
) -> None:
    (tmp_path / "stuck").symlink_to(tiny_pack)
    window = make_window(loader=stuck)
    window.open_model(tmp_path / "stuck")
    thread = window._loading
    assert thread is not None
    assert stuck.reached.wait(30)
    window.close()
    stuck.end.set()
    assert thread.wait(30)
    QApplication.processEvents()
    assert window.document is None


def test_another_model_is_opened_while_one_is_stuck(
    make_window: MakeWindow, qtbot: QtBot, stuck: StuckLoader, tiny_pack: Path, tmp_path: Path
) -> None:
    window = make_window(loader=stuck)
    window.open_model(tmp_path / "stuck")
    qtbot.waitUntil(lambda: window.start.progress.value() == 1)
    window.open_model(tiny_pack)
    wait_loaded(qtbot, window)
    document = window.document
    window.open_model(tmp_path / "stuck")
    qtbot.waitUntil(lambda: "Sacrum" in window.caption.message.text())
    window.open_model(tiny_pack)
    qtbot.waitUntil(lambda: window.document is not document and not window.loading)
    assert "Sacrum" not in window.caption.message.text()
    assert [folder.name for folder in stuck.folders if folder] == ["stuck", tiny_pack.name] * 2


def test_a_model_that_arrives_as_the_window_closes_is_dropped(
    make_window: MakeWindow, qtbot: QtBot, tiny_pack: Path
) -> None:
    window = make_window()
    window.open_model(tiny_pack)
    thread = window._loading
    assert thread is not None
    thread.wait()  # the atlas is on its way, the event loop has not brought it yet
    window.close()
    QApplication.processEvents()
    assert window.document is None


def test_a_cancelled_load_delivers_nothing(qtbot: QtBot, tiny_pack: Path) -> None:
    loader = HeldLoader()
    thread = LoadThread(tiny_pack, loader)
    got: list[object] = []
    thread.loaded.connect(got.append)
    thread.failed.connect(got.append)
    thread.start()
    assert loader.reached.wait(30)
    thread.cancel()
    loader.go_on.set()
    thread.wait()
    QApplication.processEvents()
    assert thread.isFinished()
    assert got == []


def test_a_broken_model_leaves_the_open_one(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    assert window.document is not None
    window.document.store.do(commands.set_visible(["sacrum"], False))
    before, document = state_of(window), window.document
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "manifest.toml").write_text("format = 1\n[structures\n", encoding="utf-8")
    assert isinstance(window.choose, Chosen)
    window.choose.folder = broken
    window.actions_.actions["file.open"].trigger()
    qtbot.waitUntil(lambda: not window.loading)
    assert window.document is document
    assert state_of(window) == before
    assert window.notice.isVisible()
    assert "manifest.toml" in window.notice.text.text()
    assert "Tiny hip stays" in window.notice.text.text()
    window.notice.close_button.click()
    assert not window.notice.isVisible()


def test_another_model_takes_the_place_of_the_open_one(window: MainWindow, qtbot: QtBot, own_pack: Path) -> None:
    assert window.document is not None
    old = window.document
    old.store.do(commands.set_visible(["sacrum"], False))
    window.open_model(own_pack)
    qtbot.waitUntil(lambda: window.document is not old)
    wait_loaded(qtbot, window)
    assert window.document.atlas.folder == str(own_pack.resolve())
    assert state_of(window).look("sacrum").visible
    assert not window.document.store.can_undo
    assert not old.store._listeners


def test_a_model_that_cannot_be_drawn_leaves_the_open_one(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.document is not None
    real = viewport.Stage
    stages = iter([_refusing, real])

    def next_stage(*args: Any, **options: Any) -> Any:
        return next(stages)(*args, **options)

    monkeypatch.setattr(viewport, "Stage", next_stage)
    with pytest.raises(RuntimeError, match="cannot be drawn"):
        window.viewport.show_document(Document(window.document.atlas, window.document.state))
    assert window.viewport.pick(QPointF(place_of(window, "gluteus_medius.right"))) is not None
    window.document.store.do(commands.set_visible(["sacrum"], False))
    wait_still(qtbot, window)


def _refusing(*_: object, **__: object) -> None:
    raise RuntimeError("cannot be drawn")


def test_changing_your_mind_opens_nothing(window: MainWindow) -> None:
    document = window.document
    window.actions_.actions["file.open"].trigger()
    assert not window.loading
    assert window.document is document


def test_without_any_model_it_says_why_and_offers_ways_on(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, tiny_pack: Path
) -> None:
    window = make_window()
    window.open_model(tmp_path / "nowhere")
    qtbot.waitUntil(lambda: not window.loading)
    assert "nowhere" in window.start.text.text()
    assert window.start.open_folder.isVisible()
    assert window.start.open_shipped.isVisible()
    assert isinstance(window.choose, Chosen)
    window.choose.folder = tiny_pack
    window.start.open_folder.click()
    wait_loaded(qtbot, window)


def test_an_unforeseen_error_while_loading_is_told_too(make_window: MakeWindow, qtbot: QtBot, tiny_pack: Path) -> None:
    loader = HeldLoader(then="fail")
    loader.go_on.set()
    window = make_window(loader=loader)
    window.open_model(tiny_pack)
    qtbot.waitUntil(lambda: not window.loading)
    assert "the unforeseen" in window.start.text.text()


def test_a_model_with_nothing_usable_in_it_is_refused(make_window: MakeWindow, qtbot: QtBot, tiny_atlas: Atlas) -> None:
    empty = replace(tiny_atlas, structures={})
    window = make_window(loader=lambda folder, *, progress: empty)
    window.open_model(Path("pack"))
    qtbot.waitUntil(lambda: not window.loading)
    assert window.document is None
    assert "empty" in window.start.text.text()


def test_a_model_with_a_missing_part_opens_and_says_so(make_window: MakeWindow, qtbot: QtBot, own_pack: Path) -> None:
    (own_pack / "full" / "sacrum.ply").unlink()
    window = make_window()
    window.open_model(own_pack)
    wait_loaded(qtbot, window)
    assert window.document is not None
    assert "sacrum" not in window.document.atlas.structures
    panel = window.docks["layers"].widget()
    assert isinstance(panel, LayerPanel)
    assert any("full/sacrum.ply" in label.text() for note in panel.notes for label in note.findChildren(QLabel))
    assert "Something in this model is missing or does not fit" in window.notice.text.text()


def test_what_a_model_lacks_is_told_as_long_as_somebody_would_read(
    make_window: MakeWindow, qtbot: QtBot, tiny_atlas: Atlas
) -> None:
    lost = tuple(PackProblem("manifest.toml", f"part {number} is missing.", "") for number in range(5000))
    window = make_window(loader=lambda folder, *, progress: replace(tiny_atlas, missing=lost))
    window.open_model(Path("pack"))
    wait_loaded(qtbot, window)
    panel = window.docks["layers"].widget()
    assert isinstance(panel, LayerPanel)
    (told,) = (label.text() for note in panel.notes for label in note.findChildren(QLabel) if "part 0" in label.text())
    assert "part 199 " in told
    assert "part 200 " not in told
    assert told.endswith("and 4,800 more")


def test_names_that_no_font_can_write_are_told(make_window: MakeWindow, qtbot: QtBot, tiny_atlas: Atlas) -> None:
    unknown = [f"part {number} \u0378" for number in range(5)]  # a letter that Unicode does not have, in no font
    parts = dict(tiny_atlas.structures)
    for (id_, part), name in zip(tiny_atlas.structures.items(), unknown, strict=False):
        parts[id_] = replace(part, names=replace(part.names, en=name))
    window = make_window(loader=lambda folder, *, progress: replace(tiny_atlas, structures=parts))
    window.open_model(Path("pack"))
    wait_loaded(qtbot, window)
    assert "No installed font has all letters" in window.notice.text.text()
    assert "part 0" in window.notice.text.text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_outlives_the_model(window: MainWindow, qtbot: QtBot, tmp_path: Path, theme: str) -> None:
    assert window.document is not None
    window.document.store.do(commands.set_theme(theme))  # type: ignore[arg-type]
    old = window.document
    window.open_model(write_tiny_pack(tmp_path / "other"))
    qtbot.waitUntil(lambda: window.document is not old)
    wait_loaded(qtbot, window)
    assert state_of(window).theme == theme


def test_a_folder_of_meshes_without_manifest_gives_an_example_to_copy(
    make_window: MakeWindow, qtbot: QtBot, tiny_pack: Path, tmp_path: Path
) -> None:
    (tmp_path / "Femur right.stl").write_bytes(b"solid femur\n")
    window = make_window()
    for place in (window.start, window.notice):
        window.open_model(tmp_path)
        qtbot.waitUntil(lambda: not window.loading)
        assert "1 mesh: 1 .stl" in place.text.text()
        assert "format = 1" not in place.text.text()
        assert place.example.isVisibleTo(window)
        QApplication.clipboard().clear()
        place.example.click()
        assert QApplication.clipboard().text().startswith("format = 1\n")
        assert place.example.text() == "Copied"
        window.open_model(tiny_pack)
        wait_loaded(qtbot, window)
    window.notice.say("Another message.")
    assert not window.notice.example.isVisibleTo(window)


def test_the_manifest_itself_opens_its_model(make_window: MakeWindow, qtbot: QtBot, tiny_pack: Path) -> None:
    window = make_window()
    window.open_model(tiny_pack / "manifest.toml")
    wait_loaded(qtbot, window)
    assert window.windowTitle() == "Tiny hip – Anatomy Viewer"
