"""Loads a model in a thread of its own; only numpy arrays come back, through a queued signal."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from anatomy_viewer.atlas.loader import PackError, load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.motion_plot_values import medius_curves
from anatomy_viewer.motion.making_way import other_leg_deg

Loader = Callable[..., Atlas]
"""Called as loader(folder, progress=...); like `load_atlas`."""

_LOG = logging.getLogger(__name__)
THREAD_NAME = "loading a model"
"""What threads of loaders are called."""

_PATIENCE_S = 0.2
"""So long a loader may take to notice that nobody waits for it, in seconds."""


class _Cancelled(Exception):  # noqa: N818
    """Raised inside the loader when nobody waits for the model any more."""


class LoadThread(QObject):
    """Loads one model pack; emits `progressed` many times, then `loaded` or `failed`, then `finished`.

    Once cancelled it emits nothing more, not even what was on its way. What reads a disk that does not answer cannot
    be stopped: such a thread is left to itself, and `end_process` ends it with the process. Qt's own threads must not
    outlive their object, so this is one of Python's.
    """

    progressed = Signal(int, int, str)
    """Structures done, structures in all, name of the one that comes next."""
    loaded = Signal(object)
    """The Atlas."""
    failed = Signal(str)
    """Why the model could not be opened: file, cause and what to do."""
    finished = Signal()
    """Nothing more will come."""
    _arrived = Signal(object)

    def __init__(self, folder: Path | None, loader: Loader = load_atlas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        # The lambda keeps this object alive until the line is cut; a bound signal would not.
        self._line = _Line(lambda message: self._arrived.emit(message))  # noqa: PLW0108
        self.destroyed.connect(self._line.cut)
        self._work = threading.Thread(target=_work, args=(self._line, folder, loader), name=THREAD_NAME, daemon=True)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begins."""
        self._work.start()

    def cancel(self) -> None:
        """Ends the loading at the next structure, without waiting for that; nothing is delivered afterwards."""
        self._line.cut()

    def wait(self, seconds: float | None = None) -> bool:
        """Waits until the thread has done all its work; whether it has."""
        self._work.join(seconds)
        return not self._work.is_alive()

    def isRunning(self) -> bool:
        """Whether somebody still waits for what it brings."""
        return self._work.is_alive() and not self._line.is_cut

    def isFinished(self) -> bool:
        """Whether the thread has done all its work."""
        return self._work.ident is not None and not self._work.is_alive()

    def _deliver(self, message: tuple[str, tuple[object, ...]]) -> None:
        """Hands on, in the thread of the window, what the other one sent."""
        if not self._line.is_cut:
            what, details = message
            getattr(self, what).emit(*details)
            if what == "finished":
                self.cancel()


class _Line:
    """All that the thread knows of the window: a line that either may cut, whichever of them lives longer."""

    def __init__(self, ring: Callable[[object], None]) -> None:
        self._lock = threading.Lock()
        self._ring: Callable[[object], None] | None = ring

    @property
    def is_cut(self) -> bool:
        """Whether nobody listens."""
        return self._ring is None

    def cut(self) -> None:
        """Lets nothing through any more."""
        with self._lock:
            self._ring = None

    def send(self, what: str, *details: object) -> None:
        """Sends a signal by its name; _Cancelled if nobody listens."""
        with self._lock:
            if self._ring is None:
                raise _Cancelled
            self._ring((what, details))


def end_process(code: int) -> None:
    """Ends the process at once if a loader is still at work; else returns.

    Python cannot stop such a thread either, and taking the libraries away under it may crash.
    """
    at_work = [thread for thread in threading.enumerate() if thread.name == THREAD_NAME]
    for thread in at_work:
        thread.join(_PATIENCE_S)
    if any(thread.is_alive() for thread in at_work):
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(code)


def _work(line: _Line, folder: Path | None, loader: Loader) -> None:
    """Works in the thread."""
    try:
        _load(line, folder, loader)
        line.send("finished")
    except _Cancelled:
        return


def _load(line: _Line, folder: Path | None, loader: Loader) -> None:
    def report(done: int, total: int, what: str) -> None:
        line.send("progressed", done, total, what)

    try:
        atlas = loader(folder, progress=report)
        report(1, 1, "")
    except _Cancelled:
        raise
    except PackError as error:
        line.send("failed", str(error))
    except Exception as error:
        _LOG.exception("loading %s failed", folder)
        line.send("failed", f"{folder}: {error}")
    else:
        line.send("loaded", atlas)
        _foresee(atlas)


def _foresee(atlas: Atlas) -> None:
    """Works out, while the first picture is drawn already, what the first motion would have to wait for."""
    try:
        other_leg_deg(atlas, -1.0)
        medius_curves(atlas)
    except Exception:
        _LOG.exception("motion could not be prepared")
