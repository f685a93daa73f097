"""The player in the motion panel: play, scrub, step, speed, loop, there and back."""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPainter, QPixmap, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.motion_fields import Slider
from anatomy_viewer.desktop.motion_player import SPEED_RANGE
from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.desktop.plain_widgets import PlainLabel, set_tip
from anatomy_viewer.desktop.ticks import TickBox
from anatomy_viewer.state.view_state import ViewState

SCRUB_STEPS = 1000
"""Places of the scrub slider."""

_SPEED_STEP = 0.1
_drags = count()


class MotionTransport(QWidget):
    """Follows the player and the state; a drag of the scrub slider is one step of undo."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._player = document.player
        self._key = self._new_key()
        self.play = QPushButton()
        self.scrub = Slider()
        self.time = PlainLabel()
        self.steps = {step: self._step_button(step) for step in (-5.0, -1.0, 1.0, 5.0)}
        self.speed = Slider()
        self.speed_text = PlainLabel()
        colors = palette_for(document.state.theme)
        self.loop = TickBox(self.tr("Again and again"), colors)
        self.back = TickBox(self.tr("There and back"), colors)
        self.reduced = TickBox(self.tr("Jump between end positions"), colors)
        self._dress()
        self._lay_out()
        self._connect()
        self.setEnabled(self._player.hips.possible)
        document.listen(self._on_change)
        self._show_player()
        self._show_time()

    def _dress(self) -> None:
        self.scrub.setRange(0, SCRUB_STEPS)
        self.scrub.setPageStep(SCRUB_STEPS // 20)
        self.scrub.setSingleStep(SCRUB_STEPS // 100)
        self.scrub.setAccessibleName(self.tr("Moment of the motion"))
        set_tip(self.scrub, self.tr("Moment of the motion ({keys})").format(keys=_keys("Ctrl+,", "Ctrl+.")))
        self.speed.setRange(round(SPEED_RANGE[0] / _SPEED_STEP), round(SPEED_RANGE[1] / _SPEED_STEP))
        self.speed.setAccessibleName(self.tr("Speed"))
        set_tip(self.speed, self.tr("Speed, 0.1 to 2 times ({keys})").format(keys=_keys("Ctrl+Down", "Ctrl+Up")))
        set_tip(self.loop, self.tr("Begins anew at the end ({keys})").format(keys=_keys("Ctrl+L")))
        set_tip(self.back, self.tr("Goes back the way it came ({keys})").format(keys=_keys("Ctrl+B")))
        set_tip(
            self.reduced,
            self.tr("For those whom moving pictures make unwell: no running, only the end positions ({keys})").format(
                keys=_keys("Ctrl+Shift+J")
            ),
        )

    def _step_button(self, step: float) -> QToolButton:
        button = QToolButton()
        button.setText(f"{step:+g}°".replace("-", "−"))
        keys = {-5.0: "Ctrl+Shift+Left", -1.0: "Ctrl+Left", 1.0: "Ctrl+Right", 5.0: "Ctrl+Shift+Right"}[step]
        text = self.tr("One step of {angle} ({keys})").format(angle=button.text(), keys=_keys(keys))
        set_tip(button, text)
        button.setAccessibleName(text)
        button.setAutoRepeat(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for row in (
            ((self.play, 0), (self.scrub, 1), (self.time, 0)),
            tuple((button, 1) for button in self.steps.values()),
            ((PlainLabel(self.tr("Speed")), 0), (self.speed, 1), (self.speed_text, 0)),
        ):
            line = QHBoxLayout()
            for widget, stretch in row:
                line.addWidget(widget, stretch)
            layout.addLayout(line)
        for box in (self.loop, self.back, self.reduced):
            layout.addWidget(box)

    def _connect(self) -> None:
        player = self._player
        self.play.clicked.connect(player.toggle)
        self.scrub.sliderPressed.connect(self._start_drag)
        self.scrub.valueChanged.connect(self._scrub)
        for step, button in self.steps.items():
            button.clicked.connect(lambda _checked=False, step=step: self._step(step))
        self.speed.valueChanged.connect(lambda value: player.set_speed(value * _SPEED_STEP))
        self.loop.clicked.connect(player.set_loop)
        self.back.clicked.connect(player.set_there_and_back)
        self.reduced.clicked.connect(player.set_reduced)
        player.changed.connect(self._show_player)
        player.hips.legs_changed.connect(self._show_time)

    def _step(self, step: float) -> None:
        self._player.pause()
        self._player.hips.step(step)

    def _scrub(self, value: int) -> None:
        self._player.scrub(value / SCRUB_STEPS * self._player.track.duration_s, self._key)

    def _start_drag(self) -> None:
        self._key = self._new_key()

    def _new_key(self) -> str:
        return f"scrub-{next(_drags)}"

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.motion != new.motion:
            self._show_time()
        if old.theme != new.theme:
            for box in (self.loop, self.back, self.reduced):
                box.colors = palette_for(new.theme)
                box.update()
            self._show_player()

    def _show_player(self) -> None:
        playing = self._player.playing
        self.play.setText(self.tr("Pause") if playing.running else self.tr("Play"))
        self.play.setIcon(_icon(palette_for(self._document.state.theme).text, running=playing.running))
        set_tip(self.play, f"{self.play.text()} ({_keys('Ctrl+P')}; {self.tr('in the picture')}: {_keys('Space')})")
        self.loop.setChecked(playing.loop)
        self.back.setChecked(playing.there_and_back)
        self.reduced.setChecked(playing.reduced)
        with QSignalBlocker(self.speed):
            self.speed.setValue(round(playing.speed / _SPEED_STEP))
        self.speed_text.setText(f"{playing.speed:g}×")
        self._show_time()

    def _show_time(self) -> None:
        seconds, whole = self._player.seconds, self._player.track.duration_s
        if not self.scrub.isSliderDown():
            with QSignalBlocker(self.scrub):
                self.scrub.setValue(round(seconds / whole * SCRUB_STEPS))
        self.time.setText(f"{seconds:.1f} / {whole:.1f} s")


def _keys(*keys: str) -> str:
    return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


def _icon(color: str, *, running: bool) -> QIcon:
    """Two bars while it runs, else a triangle; Qt's own are black in both themes."""
    pixmap = QPixmap(32, 32)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    if running:
        painter.drawRects([QRectF(7, 6, 6, 20), QRectF(19, 6, 6, 20)])
    else:
        painter.drawPolygon(QPolygonF([QPointF(8, 5), QPointF(27, 16), QPointF(8, 27)]))
    painter.end()
    return QIcon(pixmap)
