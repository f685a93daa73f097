"""Mouse and touchpad in the 3D view, translated into intentions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from anatomy_viewer.desktop.camera_control import DRAG_TURN_DEG, CameraControl
from anatomy_viewer.desktop.pain_pointer import PainPointer
from anatomy_viewer.stage.picking import Pick
from anatomy_viewer.state import commands
from anatomy_viewer.state.store import Command

WHEEL_ZOOM = 1.15
"""One notch of the wheel, as a factor."""

DRAG_ZOOM = 6.0
"""A right drag across the whole height of the view, as a factor."""

_NOTCH = 120.0


class Gestures(QObject):
    """Filters the events of `surface`; VTK's own interaction never sees them.

    `pick` takes a place in the widget (logical pixels, from the top left) and returns what is there; `do` sends a
    command to the open document; `pain` may take a press or a click for itself.
    """

    def __init__(
        self,
        surface: QWidget,
        camera: CameraControl,
        pick: Callable[[QPointF], Pick | None],
        do: Callable[[Command], None],
        pain: PainPointer,
    ) -> None:
        super().__init__(surface)
        self._pain = pain
        self._surface, self._camera, self._pick, self._do = surface, camera, pick, do
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._dragging = False
        self._pointer: QPointF | None = None  # None while it is outside the view
        # One pick per turn of the event loop, however many moves the mouse reports.
        self._hover = QTimer(self)
        self._hover.setSingleShot(True)
        self._hover.setInterval(0)
        self._hover.timeout.connect(self._pick_hovered)
        kind = QEvent.Type
        self._handlers: dict[QEvent.Type, Callable[[Any], None]] = {
            kind.MouseButtonPress: self._press,
            kind.MouseButtonRelease: self._release,
            kind.MouseButtonDblClick: self._double_click,
            kind.MouseMove: self._move,
            kind.Wheel: self._wheel,
            kind.NativeGesture: self._pinch,
            kind.Leave: self._leave,
        }
        surface.setMouseTracking(True)
        surface.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Handles what is meant for the view and keeps it from VTK; everything else passes."""
        handler = self._handlers.get(event.type())
        if handler is None:
            return False
        handler(event)
        return True

    def look_again(self) -> None:
        """Works out anew what is under a pointer that stayed while the picture changed."""
        if self._pointer is not None and self._pressed is None:
            self._hover.start()

    def _press(self, event: QMouseEvent) -> None:
        self._surface.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._pain.press(event):
            self._hover.stop()
            return
        self._pressed = self._last = event.position()
        self._pointer = event.position()
        self._dragging = False
        self._hover.stop()

    def _double_click(self, event: QMouseEvent) -> None:
        """Centres on the point; the release that follows is no click."""
        self._pressed = None
        found = self._pick(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._camera.center_on(found.position)

    def _move(self, event: QMouseEvent) -> None:
        if event.buttons() == Qt.MouseButton.NoButton:
            self._pointer = event.position()
            self._hover.start()
            return
        if self._pain.move(event) or self._pressed is None:
            return
        far = (event.position() - self._pressed).manhattanLength()
        if not self._dragging and far < QApplication.startDragDistance():
            return
        if not self._dragging:
            self._dragging = True
            self._do(commands.hover(None))
        self._drag(event)
        self._last = event.position()

    def _drag(self, event: QMouseEvent) -> None:
        """Left turns, shift or middle shifts the picture, right zooms about the place where the drag began."""
        height = max(self._surface.height(), 1)
        moved = (event.position() - self._last) / height
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.buttons() & Qt.MouseButton.MiddleButton or shifted:
            self._camera.pan(moved.x(), -moved.y())
        elif event.buttons() & Qt.MouseButton.RightButton:
            assert self._pressed is not None
            self._zoom(DRAG_ZOOM ** -moved.y(), self._pressed)
        else:
            self._camera.turn(moved.x() * DRAG_TURN_DEG, -moved.y() * DRAG_TURN_DEG)

    def _release(self, event: QMouseEvent) -> None:
        """A press and release in one place with the left button is a click: it selects."""
        if event.buttons() != Qt.MouseButton.NoButton or self._pain.release():
            return
        clicked = self._pressed is not None and not self._dragging and event.button() == Qt.MouseButton.LeftButton
        self._pressed, self._dragging = None, False
        self._pointer = event.position() if self._surface.rect().contains(event.position().toPoint()) else None
        if clicked:
            found = self._pick(event.position())
            if self._pain.click(event.position(), found.structure if found else None):
                return
            self._do(commands.select(found.structure if found else None))
            self._do(commands.hover(found.structure if found else None))
        else:
            self.look_again()

    def _wheel(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        if notches:
            self._zoom(WHEEL_ZOOM**notches, event.position())
        event.accept()

    def _pinch(self, event: QNativeGestureEvent) -> None:
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom(max(1.0 + event.value(), 0.1), event.position())

    def _leave(self, event: QEvent) -> None:  # noqa: ARG002
        self._hover.stop()
        self._pointer = None
        self._do(commands.hover(None))
        self._pain.hover(None)

    def _zoom(self, factor: float, at: QPointF) -> None:
        """Zooms toward the surface under the pointer, or beside the model toward that place at its depth."""
        found = None if self._dragging else self._pick(at)
        if found is not None:
            self._camera.zoom(factor, found.position)
        else:
            width, height = max(self._surface.width(), 1), max(self._surface.height(), 1)
            self._camera.zoom_at(factor, at.x(), height - at.y() - 1, width, height)

    def _pick_hovered(self) -> None:
        if self._pointer is None:
            return
        found = self._pick(self._pointer)
        self._do(commands.hover(found.structure if found else None))
        self._pain.hover(self._pointer)
