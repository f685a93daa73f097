"""The 3D view as a widget: hands Qt's OpenGL surface to the Stage and decides when to draw; idle, it draws nothing."""

from __future__ import annotations

import time

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pyvistaqt import QtInteractor

from anatomy_viewer.desktop.camera_control import CameraControl
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.gestures import Gestures
from anatomy_viewer.desktop.pain_pointer import PainPointer
from anatomy_viewer.desktop.picture_words import picture_words
from anatomy_viewer.stage.pain_place import SkinPlace
from anatomy_viewer.stage.picking import Pick
from anatomy_viewer.stage.stage import Stage
from anatomy_viewer.state.pain import PainTool
from anatomy_viewer.state.store import Command
from anatomy_viewer.state.view_state import ViewState

REST_MS = 180
"""How long nothing must move before the picture is made beautiful, in milliseconds."""

_LONGEST_PAUSE_MS = 100
"""The picture follows a stroke at least so soon after a frame, in milliseconds."""

_CURSORS: dict[PainTool, Qt.CursorShape] = {
    "look": Qt.CursorShape.ArrowCursor,
    "find": Qt.CursorShape.WhatsThisCursor,
    "brush": Qt.CursorShape.CrossCursor,
    "eraser": Qt.CursorShape.CrossCursor,
}


class Viewport(QWidget):
    """Shows one document at a time. `close_view` must be called before the widget goes."""

    pain_told = Signal(str)
    """Which trigger points send pain to the place under the pointer; empty where none does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._stage: Stage | None = None
        self._drawn_size: tuple[int, int] | None = None
        self._render_wanted = False
        # No multisampling (blank picture together with depth peeling on Mesa) and no timer that draws for ever.
        self.surface = QtInteractor(self, off_screen=False, auto_update=False, multi_samples=0)
        self.surface.setAcceptDrops(False)
        self.surface.iren.clear_key_event_callbacks()
        # VTK's own keys would draw wires, start stereo or ask the window to end.
        self.surface.iren.interactor.SetInteractorStyle(None)
        self.surface.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.surface.setAccessibleName(self.tr("3D view"))
        self.surface.setAccessibleDescription(
            self.tr("The structures are listed in the panel beside it, where each can be shown, hidden and selected.")
        )
        self.surface.frameSwapped.connect(self._on_frame)
        self.camera = CameraControl(lambda: self._document)
        self._pointer = PainPointer(lambda: self._document, self.skin_place, self.pain_told.emit, self)
        self.gestures = Gestures(self.surface, self.camera, self.pick, self._do, self._pointer)
        self._frame_s, self._frame_began = 0.0, 0.0
        self._pause = self._timer(0, self._draw_stroke)
        self._rest = self._timer(REST_MS, self._come_to_rest)
        self._refine = self._timer(0, self._refine_once)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.surface)
        self.setFocusProxy(self.surface)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture in device pixels."""
        ratio = self.surface.devicePixelRatioF()
        return round(self.surface.width() * ratio), round(self.surface.height() * ratio)

    @property
    def at_rest(self) -> bool:
        """Whether the finished picture is on the screen and nothing waits to be done."""
        return self.drawn and not (self._render_wanted or self._rest.isActive() or self._refine.isActive())

    @property
    def drawn(self) -> bool:
        """Whether a document is on the screen, at the widget's size."""
        return self._stage is not None and self._drawn_size == self.size_px

    def show_document(self, document: Document) -> None:
        """Draws `document` in place of what was there; if that fails, what was there stays."""
        before = self._document
        try:
            self._put_on_stage(document)
        except Exception:
            if before is not None:
                self._put_on_stage(before)
            raise
        document.listen(self._on_change)

    def request_render(self) -> None:
        """Asks Qt for one repaint; many requests before it happens are one.

        While a stroke is drawn, half of the time is kept for the pointer: a stroke must not get coarse because a
        frame takes long.
        """
        self._render_wanted = True
        if not self._pointer.drawing:
            self._pause.stop()
            self.surface.update()
        elif not self._pause.isActive():
            self._pause.start(min(round(self._frame_s * 1000), _LONGEST_PAUSE_MS))

    def pick(self, at: QPointF) -> Pick | None:
        """What is at a place in the widget, in logical pixels from its top left; None beside the model."""
        return None if self._stage is None else self._stage.pick(*self._pixel(at))

    def skin_place(self, at: QPointF) -> SkinPlace | None:
        """Which place of the skin is there, be the skin a ghost; None beside it."""
        return None if self._stage is None else self._stage.skin_place(*self._pixel(at))

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees is not played."""
        super().hideEvent(event)
        if self._document is not None:
            self._document.player.pause()

    def close_view(self) -> None:
        """Frees what the graphics driver holds; nothing is drawn afterwards."""
        self._drop_stage()
        self._document = None
        self.surface.close()

    def _pixel(self, at: QPointF) -> tuple[int, int]:
        """A place in the widget as the stage counts: device pixels from the bottom left."""
        ratio = self.surface.devicePixelRatioF()
        return round(at.x() * ratio), round((self.surface.height() - at.y() - 1) * ratio)

    def _put_on_stage(self, document: Document) -> None:
        self._drop_stage()
        self._stage = Stage(
            self.surface, document.atlas, document.state, request_render=self.request_render, wording=picture_words()
        )
        self._document = document
        self._drawn_size = None
        self.request_render()

    def _drop_stage(self) -> None:
        self._rest.stop()
        self._refine.stop()
        if self._stage is not None:
            self._stage.close()
            self._stage = None

    def _do(self, command: Command) -> None:
        if self._document is not None:
            self._document.store.do(command)

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if self._stage is None:
            return
        self._refine.stop()
        if (old.camera, old.looks, old.fan, old.pain) != (new.camera, new.looks, new.fan, new.pain):
            self._stage.set_moving(True)
            self.gestures.look_again()
        elif old.motion != new.motion:
            self._stage.set_moving(True)  # what is under the pointer is looked for when it stands still
        if old.pain.tool != new.pain.tool:
            self.surface.setCursor(_CURSORS[new.pain.tool])
        self._stage.apply(old, new)
        self._rest.start()

    def _on_frame(self) -> None:
        """A first frame, or one of another size, is the start of a new still picture."""
        self._render_wanted = False
        if self._frame_began:
            self._frame_s, self._frame_began = time.perf_counter() - self._frame_began, 0.0
        if self._document is not None:
            self._document.player.picture_drawn()
        if self._drawn_size != self.size_px:
            self._drawn_size = self.size_px
            self._rest.start()

    def _draw_stroke(self) -> None:
        self._frame_began = time.perf_counter()
        self.surface.update()

    def _come_to_rest(self) -> None:
        if self._document is not None and self._document.player.playing.running:
            self._rest.start()  # a motion that holds for a moment is not over
        elif self._stage is not None:
            self._stage.set_moving(False)
            self.gestures.look_again()
            self._refine.start()

    def _refine_once(self) -> None:
        if self._stage is not None and self._stage.refine():
            self._refine.start()

    def _timer(self, interval_ms: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer
