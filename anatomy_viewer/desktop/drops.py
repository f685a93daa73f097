"""What is dropped on the window: a folder is opened as a model, a file of a pain drawing as a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from anatomy_viewer.desktop.actions.pain_drawing_deeds import show_drawing

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow

_MANIFEST = "manifest.toml"


def holds_files(event: QDropEvent) -> bool:
    """Whether files, folders or links are being dragged; text is left to whoever may want it."""
    return event.mimeData().hasUrls()


def take(window: MainWindow, event: QDropEvent) -> None:
    """Opens what was dropped, or tells what can be, as soon as the sender is let go: a question may come first.

    Copied, never moved: the sender would delete its own.
    """
    urls = event.mimeData().urls()
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
    window.activateWindow()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    QTimer.singleShot(0, window, lambda: open_dropped(window, paths, len(urls)))


def open_dropped(window: MainWindow, paths: Sequence[Path], dropped: int) -> None:
    """Opens the one path among so many dropped things, or tells what can be dropped."""
    path = paths[0] if len(paths) == dropped == 1 else None
    kind = _kind(path) if path is not None else None
    if path is None or kind is None:
        window.notice.say(_refusal(path, dropped))
    elif kind == "drawing" and window.document is None:
        text = _text("{file} may be a pain drawing: open a model first, then drop it again.")
        window.notice.say(text.format(file=path.name))
    elif kind == "drawing":
        show_drawing(window, path)
    else:
        window.open_model(path.parent if kind == "manifest" else path)


def _kind(path: Path) -> Literal["model", "manifest", "drawing"] | None:
    try:
        if path.is_dir():
            return "model"
    except OSError:  # a folder that may not be looked into: the reader says why
        return "model"
    if path.name.casefold() == _MANIFEST:
        return "manifest"
    return "drawing" if path.suffix.casefold() == ".json" else None


def _refusal(path: Path | None, dropped: int) -> str:
    told = ""
    if dropped > 1:
        told = _text("{count} things were dropped, but only one can be opened.").format(count=dropped)
    elif path is not None:
        told = _text("{file} cannot be opened.").format(file=path.name)
    else:
        told = _text("This is nothing on this computer.")
    can = _text("Drop the folder of a model, its manifest.toml, or the file of a pain drawing (.pain.json).")
    return f"{told} {can}"


def _text(text: str) -> str:
    return QCoreApplication.translate("Drops", text)


class FilesPassOn(QObject):
    """Has every widget of a window leave dragged files to the window, also those that would take them as text."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._app = QApplication.instance()
        assert self._app is not None
        self._app.installEventFilter(self)

    def close(self) -> None:
        """Lets widgets take what they want."""
        if self._app is not None:
            self._app.removeEventFilter(self)
            self._app = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answers for the widgets; Qt then asks what lies around, the window last."""
        if event.type() != QEvent.Type.DragEnter or not isinstance(watched, QWidget) or watched.isWindow():
            return False
        assert isinstance(event, QDropEvent)
        if not holds_files(event):
            return False
        event.ignore()
        return True
