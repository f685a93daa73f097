"""The upper half of the fan's panel: which muscle, how it is taken apart, how far the fan is open."""

from __future__ import annotations

from html import escape
from itertools import count

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from anatomy_viewer.desktop.actions.spec import translated
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.fan_modes import (
    MODES,
    SWEEP_BY_KEYS,
    SWEEP_STEP,
    SWEPT,
    ModeText,
    fan_muscles,
    has_attachments,
    is_covered,
    mode_possible,
)
from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.desktop.plain_widgets import HtmlLabel, PlainLabel, set_tip
from anatomy_viewer.desktop.ticks import DotButton, TickBox
from anatomy_viewer.scene.fibre_order import TENDON_COLOR, part_color
from anatomy_viewer.state import commands
from anatomy_viewer.state.store import Command
from anatomy_viewer.state.view_state import FanMode, ViewState

SLIDER_STEPS = 100
"""Steps of the sweep slider from back to front."""


class FanControls(QWidget):
    """Sends commands and shows the state; what a muscle does not have is greyed."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._drags = count()
        self._merge_key = SWEEP_BY_KEYS
        self.muscle = self._make_muscle()
        self.group = QButtonGroup(self)
        self.modes: dict[FanMode, DotButton] = {entry.mode: self._make_mode(entry) for entry in MODES}
        self.slider = self._make_slider()
        self.sweep = QWidget()
        self.patches = self._make_box(self.tr("Paint the attachments"), "C")
        self.labels = self._make_box(self.tr("Names beside the anatomy"), "N")
        self.clear = self._make_box(self.tr("Clear the way"), "Y")
        set_tip(self.clear, _with_key(self.tr("Muscles that lie over this one step back"), "Y"))
        self.key = HtmlLabel()
        self.key.setWordWrap(True)
        self._lay_out()
        self._connect()
        document.listen(self._on_change)
        self._show(document.state)

    def _make_muscle(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Muscle of the fan"))
        for id_ in fan_muscles(self._document.atlas):
            box.addItem(self._document.atlas.structures[id_].names.en, id_)
        box.setPlaceholderText(self.tr("Choose a muscle") if box.count() else self.tr("None in this model"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_tip(box, self.tr("The muscle that is taken apart (K: next, X: other side)"))
        return box

    def _make_mode(self, entry: ModeText) -> DotButton:
        text = translated(entry.text).replace("&", "")
        button = DotButton(_with_key(text, entry.key), palette_for(self._document.state.theme))
        button.setAccessibleName(text)
        set_tip(button, _with_key(translated(entry.tip), entry.key))
        self.group.addButton(button)
        return button

    def _make_box(self, text: str, key: str) -> TickBox:
        box = TickBox(_with_key(text, key), palette_for(self._document.state.theme))
        box.setAccessibleName(text)
        return box

    def _make_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, SLIDER_STEPS)
        slider.setSingleStep(round(SLIDER_STEPS * SWEEP_STEP))
        slider.setPageStep(round(SLIDER_STEPS * SWEEP_STEP))
        slider.setAccessibleName(self.tr("Sweep of the fan, from back to front"))
        set_tip(slider, self.tr("How far the fan is open, from the hindmost to the foremost fibre ([ and ])"))
        return slider

    def _lay_out(self) -> None:
        ends = QHBoxLayout(self.sweep)
        ends.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((PlainLabel(self.tr("back")), 0), (self.slider, 1), (PlainLabel(self.tr("front")), 0)):
            ends.addWidget(widget, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.muscle)
        for button in self.modes.values():
            layout.addWidget(button)
        layout.addWidget(self.key)
        layout.addWidget(self.sweep)
        layout.addWidget(self.patches)
        layout.addWidget(self.labels)
        layout.addWidget(self.clear)

    def _connect(self) -> None:
        self.muscle.activated.connect(lambda row: self._do(commands.set_fan_muscle(self.muscle.itemData(row))))
        for mode, button in self.modes.items():
            button.clicked.connect(lambda _checked=False, mode=mode: self._do(commands.set_fan_mode(mode)))
        self.patches.clicked.connect(lambda checked: self._do(commands.set_patches(checked)))
        self.labels.clicked.connect(lambda checked: self._do(commands.set_labels(checked)))
        self.clear.clicked.connect(lambda checked: self._do(commands.set_clear(checked)))
        self.slider.sliderPressed.connect(self._start_drag)
        self.slider.valueChanged.connect(self._sweep)
        self.slider.sliderReleased.connect(self._end_drag)

    def _key_to_colors(self, muscle: str) -> str:
        """Which colour stands for which part, and the pale one for tendon."""
        fibres = self._document.atlas.fibres.get(muscle)
        if fibres is None:
            return ""
        parts = fibres.parts
        told = [_swatch(part_color(number, len(parts)), names.en) for number, names in enumerate(parts)]
        return " &nbsp; ".join([*told, _swatch(TENDON_COLOR, self.tr("Tendon"))])

    def _start_drag(self) -> None:
        """A drag is one undo step: its key is used by no other."""
        self._merge_key = f"sweep-{id(self)}-{next(self._drags)}"

    def _end_drag(self) -> None:
        self._merge_key = SWEEP_BY_KEYS

    def _sweep(self, value: int) -> None:
        self._do(commands.set_sweep(value / SLIDER_STEPS, merge_key=self._merge_key))

    def _do(self, command: Command) -> None:
        self._document.store.do(command)

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.fan != new.fan:
            self._show(new)
        if old.theme != new.theme:
            marked: tuple[DotButton | TickBox, ...] = (*self.modes.values(), self.patches, self.labels, self.clear)
            for button in marked:
                button.colors = palette_for(new.theme)
                button.update()

    def _show(self, state: ViewState) -> None:
        fan = state.fan
        fibres = fan.muscle in self._document.atlas.fibres
        attachments = has_attachments(self._document.atlas, fan.muscle)
        self.muscle.setEnabled(self.muscle.count() > 0)
        self.muscle.setCurrentIndex(self.muscle.findData(fan.muscle))
        for mode, button in self.modes.items():
            button.setEnabled(mode_possible(mode, fibres=fibres, attachments=attachments))
        self.modes[fan.mode].setChecked(True)
        self.patches.setEnabled(attachments and fan.mode != "attachments")
        self.patches.setChecked(attachments and fan.shows_patches)
        self.labels.setEnabled(self.muscle.count() > 0)
        self.labels.setChecked(fan.labels)
        covered = is_covered(self._document.atlas, fan.muscle)
        self.clear.setEnabled(covered and fibres)
        self.clear.setChecked(covered and fan.clear)
        self.key.setText(self._key_to_colors(fan.muscle))
        self.key.setVisible(fibres and fan.mode in SWEPT)
        self.sweep.setEnabled(fibres and fan.mode in SWEPT)
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(fan.sweep * SLIDER_STEPS))


def _swatch(color: tuple[int, int, int], text: str) -> str:
    red, green, blue = color
    return f'<span style="color: rgb({red}, {green}, {blue})">■</span>\xa0{escape(text)}'


def _with_key(text: str, key: str) -> str:
    return f"{text} ({QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)})"
