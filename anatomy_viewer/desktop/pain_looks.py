"""How pain is drawn: strength, colours, skin, and what is added to it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QSlider, QWidget

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.desktop.plain_widgets import set_tip
from anatomy_viewer.desktop.ticks import TickBox
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.pain import PALETTE_IDS, PainPalette
from anatomy_viewer.state.store import Command
from anatomy_viewer.state.view_state import ViewState

_NAMES: dict[PainPalette, str] = {
    "red": QT_TRANSLATE_NOOP("PainLooks", "Red"),
    "blue": QT_TRANSLATE_NOOP("PainLooks", "Blue, colour-blind safe"),
    "orange": QT_TRANSLATE_NOOP("PainLooks", "Orange, colour-blind safe"),
}
_LEAST_PERCENT = 20
"""Fainter than this a zone could be overlooked; to hide it there is a switch."""


class PainLooks(QWidget):
    """Sends commands and shows the state."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._drags = count()
        self.opacity = self._slider()
        self.palette_box = self._palettes()
        self.referral_paths = self._box(self.tr("Referral paths"), "Shift+L", commands.set_referral_paths)
        self.press = self._box(self.tr("Where to press"), "Shift+W", commands.set_press)
        self.parts = self._box(self.tr("On muscles and bones too"), "Shift+M", commands.set_painted_parts)
        self.skin = self._box(
            self.tr("Whole skin"), "Shift+S", lambda whole: commands.set_pain_skin("solid" if whole else "ghost")
        )
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addRow(self.tr("Strength"), self.opacity)
        layout.addRow(self.tr("Colours"), self.palette_box)
        for box in self._boxes:
            layout.addRow(box)
        document.listen(self._on_change)
        self._show(document.state)

    @property
    def _boxes(self) -> tuple[TickBox, ...]:
        return self.referral_paths, self.press, self.parts, self.skin

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(_LEAST_PERCENT, 100)
        slider.setSingleStep(5)
        slider.setAccessibleName(self.tr("Strength of the zones"))
        set_tip(slider, self.tr("How much of what lies under the zones is seen through them"))
        key = f"pain-opacity-{id(self)}"
        self._key = f"{key}-0"
        slider.sliderPressed.connect(lambda: setattr(self, "_key", f"{key}-{next(self._drags) + 1}"))
        slider.valueChanged.connect(lambda value: self._do(commands.set_pain_opacity(value / 100, self._key)))
        return slider

    def _palettes(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Colours of the zones"))
        set_tip(box, self.tr("Colours of the zones (Shift+C: next)"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for palette in PALETTE_IDS:
            box.addItem(self.tr(_NAMES[palette]), palette)
        box.activated.connect(lambda row: self._do(commands.set_pain_palette(box.itemData(row))))
        return box

    def _box(self, text: str, key: str, command: Callable[[bool], Command]) -> TickBox:
        box = TickBox(text, palette_for(self._document.state.theme))
        set_tip(box, f"{text} ({key})")
        box.clicked.connect(lambda checked: self._do(command(checked)))
        return box

    def _do(self, command: Command) -> None:
        self._document.store.do(command)

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.theme != new.theme:
            for box in self._boxes:
                box.colors = palette_for(new.theme)
                box.update()
        if old.pain != new.pain:
            self._show(new)

    def _show(self, state: ViewState) -> None:
        pain = state.pain
        with QSignalBlocker(self.opacity):
            self.opacity.setValue(round(pain.opacity * 100))
        self.palette_box.setCurrentIndex(self.palette_box.findData(pain.palette))
        whole = pain.skin == "solid"
        for box, on in zip(self._boxes, (pain.referral_paths, pain.press, pain.parts, whole), strict=True):
            box.setChecked(on)
