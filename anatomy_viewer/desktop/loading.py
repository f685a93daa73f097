"""Loads a model in a thread of its own; only numpy arrays come back, through queued signals."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from anatomy_viewer.atlas.loader import PackError, load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.motion_plot_values import medius_curves
from anatomy_viewer.motion.making_way import other_leg_deg

Loader = Callable[..., Atlas]
"""Called as loader(folder, progress=...); like `load_atlas`."""

_LOG = logging.getLogger(__name__)


class _Cancelled(Exception):  # noqa: N818
    """Raised inside the loader when nobody waits for the model any more."""


class LoadThread(QThread):
    """Loads one model pack; emits `progressed` many times, then `loaded` or `failed`, or nothing if cancelled."""

    progressed = Signal(int, int, str)
    """Structures done, structures in all, name of the one that comes next."""
    loaded = Signal(object)
    """The Atlas."""
    failed = Signal(str)
    """Why the model could not be opened: file, cause and what to do."""

    def __init__(self, folder: Path | None, loader: Loader = load_atlas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self._loader = loader

    def run(self) -> None:
        """Works in the thread."""
        try:
            atlas = self._loader(self.folder, progress=self._report)
            self._report(1, 1, "")
        except _Cancelled:
            return
        except PackError as error:
            self.failed.emit(str(error))
        except Exception as error:
            _LOG.exception("loading %s failed", self.folder)
            self.failed.emit(f"{self.folder}: {error}")
        else:
            self.loaded.emit(atlas)
            _foresee(atlas)

    def cancel(self) -> None:
        """Ends the loading at the next structure and waits for that; nothing is delivered afterwards."""
        self.requestInterruption()
        self.wait()

    def _report(self, done: int, total: int, what: str) -> None:
        if self.isInterruptionRequested():
            raise _Cancelled
        self.progressed.emit(done, total, what)


def _foresee(atlas: Atlas) -> None:
    """Works out, while the first picture is drawn already, what the first motion would have to wait for."""
    try:
        other_leg_deg(atlas, -1.0)
        medius_curves(atlas)
    except Exception:
        _LOG.exception("motion could not be prepared")
