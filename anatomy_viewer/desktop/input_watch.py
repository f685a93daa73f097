"""Where one gesture ends and the next begins: what a person does apart is undone apart, whatever it is done with."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputEvent, QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

PAUSE_MS = 500
"""Notches of the wheel, or strokes of keys, that follow within this are one gesture; a longer pause ends it."""

_MODIFIERS = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_unknown}
)


class InputWatch(QObject):
    """Calls `begin()` before whatever the first event of a gesture does.

    A gesture is all from the press of a mouse button to the release of the last one; a key that is held, or a stretch
    of short strokes; a turn of the wheel; a pinch. It listens to the whole application and takes nothing from anybody.
    """

    def __init__(self, begin: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._begin = begin
        self._doing = ""
        self._then_ms = 0
        self._pressed = False  # a button of the mouse: keys and wheel are then part of the drag
        self._held = False  # a key, long enough to repeat
        kind = QEvent.Type
        self._handlers: dict[QEvent.Type, Callable[[Any], None]] = {
            kind.MouseButtonPress: self._press,
            kind.MouseButtonDblClick: self._press,
            kind.MouseButtonRelease: self._look_at_buttons,
            kind.MouseMove: self._look_at_buttons,  # a release may have gone to a menu or to another program
            kind.ShortcutOverride: self._key,  # of keys that are shortcuts nothing else is told
            kind.KeyPress: self._key,
            kind.Wheel: self._wheel,
            kind.NativeGesture: self._pinch,
        }
        self._app = QApplication.instance()
        assert self._app is not None
        self._app.installEventFilter(self)

    def close(self) -> None:
        """Listens no more."""
        if self._app is not None:
            self._app.removeEventFilter(self)
            self._app = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Looks, and lets everything pass."""
        handler = self._handlers.get(event.type())
        if handler is not None:
            handler(event)
        return False

    def _press(self, event: QMouseEvent) -> None:
        if event.buttons() == event.button():  # else another one is down already
            self._doing = "pointer"
            self._begin()
        self._pressed = True

    def _look_at_buttons(self, event: QMouseEvent) -> None:
        self._pressed = event.buttons() != Qt.MouseButton.NoButton

    def _key(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            self._held = True
        elif event.key() not in _MODIFIERS:
            self._go_on("keys", event, anew=self._held)
            self._held = False

    def _wheel(self, event: QWheelEvent) -> None:
        self._go_on("wheel", event, anew=event.phase() == Qt.ScrollPhase.ScrollBegin)

    def _pinch(self, event: QNativeGestureEvent) -> None:
        self._go_on("pinch", event, anew=event.gestureType() == Qt.NativeGestureType.BeginNativeGesture)

    def _go_on(self, what: str, event: QInputEvent, *, anew: bool) -> None:
        """Another event of a gesture that has no end of its own, unless something else or a pause came between."""
        if self._pressed:
            return
        now_ms = event.timestamp() or _now_ms()
        if anew or what != self._doing or not 0 <= now_ms - self._then_ms <= PAUSE_MS:
            self._begin()
        self._doing, self._then_ms = what, now_ms


def _now_ms() -> int:
    """For events that nobody stamped."""
    return round(time.monotonic() * 1000)
