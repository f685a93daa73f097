"""Errors that nobody expected: details go to a log file, the user gets one calm sentence."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

import platformdirs

_LOG = logging.getLogger("anatomy_viewer")
_Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


class _Log(RotatingFileHandler):
    """A log that stays silent where it cannot be written: the disk is full, or another window has turned it over."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Tells nobody: the error that was to be logged has been told in the window."""


def log_file() -> Path:
    """Where the details of errors are written."""
    return Path(platformdirs.user_log_dir("anatomy-viewer", appauthor=False)) / "errors.log"


def start_logging(path: Path) -> logging.Handler | None:
    """Sends the app's errors to `path`, at most 1 MB; None if the file cannot be written."""
    try:
        if not path.is_absolute() or (path.exists() and not path.is_file()):  # nobody's home; a pipe would hold us
            return None
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _Log(path, maxBytes=1_000_000, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return None
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    _LOG.addHandler(handler)
    return handler


def stop_logging(handler: logging.Handler | None) -> None:
    """Undoes `start_logging`."""
    if handler is not None:
        _LOG.removeHandler(handler)
        handler.close()


def make_excepthook(tell: Callable[[], None]) -> _Hook:
    """A replacement for sys.excepthook that logs the error and calls `tell`; Ctrl+C keeps its meaning."""
    telling = False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal telling
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _LOG.error("unexpected error", exc_info=(kind, error, trace))
        if telling:  # an error while telling must not go round in circles
            return
        telling = True
        try:
            tell()
        finally:
            telling = False

    return hook
