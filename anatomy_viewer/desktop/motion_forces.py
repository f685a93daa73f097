"""The forces in the motion panel: body mass, load, what is drawn of them, and their figures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.motion_fields import NumberRow
from anatomy_viewer.desktop.motion_figures import figures_html
from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.desktop.plain_widgets import HtmlLabel, PlainLabel, set_tip
from anatomy_viewer.desktop.ticks import DotButton, TickBox
from anatomy_viewer.state import motion_commands as commands
from anatomy_viewer.state.motion import BODY_MASS_RANGE_KG, LOAD_RANGE_KG, HipSide, MotionView
from anatomy_viewer.state.view_state import ViewState


class MotionForces(QWidget):
    """Sends commands and shows the state; figures are worked out only while they can be seen."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._shown: MotionView | None = None
        colors = palette_for(document.state.theme)
        self.mass = NumberRow(self.tr("Body mass"), self.tr("Body mass, kilograms"), BODY_MASS_RANGE_KG, " kg")
        self.load = NumberRow(self.tr("Load in one hand"), self.tr("Load, kilograms"), LOAD_RANGE_KG, " kg")
        self.hands: dict[HipSide, DotButton] = {
            "right": DotButton(self.tr("Right hand"), colors),
            "left": DotButton(self.tr("Left hand"), colors),
        }
        self.lying = TickBox(self.tr("Lying on the side"), colors)
        self.lever = self._box(self.tr("Draw the lever"), "Ctrl+Shift+L")
        self.arc = self._box(self.tr("Draw the angle"), "Ctrl+G")
        self.effort = self._box(self.tr("Colour by effort"), "Ctrl+E")
        self.heading = PlainLabel(self.tr("Forces, approximate"))
        self.heading.setObjectName("heading")
        self.text = self._make_text()
        self._stance_only = QWidget()
        self._lay_out()
        self._connect()
        self.setEnabled(document.player.hips.possible)
        document.listen(self._on_change)
        self._show(document.state)

    def showEvent(self, event: QShowEvent) -> None:
        """Brings the figures up to date."""
        super().showEvent(event)
        self._write(self._document.state)

    def _box(self, text: str, keys: str) -> TickBox:
        box = TickBox(text, palette_for(self._document.state.theme))
        set_tip(box, f"{text} ({keys})")
        return box

    def _make_text(self) -> HtmlLabel:
        text = HtmlLabel()
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        text.setAccessibleName(self.tr("Forces, approximate"))
        return text

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        hands = QHBoxLayout()
        for button in self.hands.values():
            group.addButton(button)
            hands.addWidget(button)
        hands.addStretch(1)
        stance = QVBoxLayout(self._stance_only)
        stance.setContentsMargins(0, 0, 0, 0)
        stance.addWidget(self.mass)
        stance.addWidget(self.load)
        stance.addLayout(hands)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.arc, self.effort, self.lever, self.lying, self._stance_only, self.heading, self.text):
            layout.addWidget(widget)

    def _connect(self) -> None:
        hips, store = self._document.player.hips, self._document.store
        self.mass.changed.connect(lambda value, key: hips.set_number("body_mass_kg", value, key))
        self.load.changed.connect(lambda value, key: hips.set_number("load_kg", value, key))
        for side, button in self.hands.items():
            button.clicked.connect(lambda _checked=False, side=side: self._set_hand(side))
        self.lever.clicked.connect(lambda checked: store.do(commands.set_lever(checked)))
        self.arc.clicked.connect(lambda checked: store.do(commands.set_arc(checked)))
        self.effort.clicked.connect(lambda checked: store.do(commands.set_effort(checked)))
        self.lying.clicked.connect(self._set_lying)

    def _set_hand(self, side: HipSide) -> None:
        self._document.store.do(commands.set_load_hand(side))

    def _set_lying(self, lying: bool) -> None:
        self._document.store.do(commands.set_posture("side_lying" if lying else "standing"))

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.motion != new.motion:
            self._show(new)
        if old.theme != new.theme:
            boxes: tuple[DotButton | TickBox, ...] = (
                *self.hands.values(),
                self.lying,
                self.lever,
                self.arc,
                self.effort,
            )
            for box in boxes:
                box.colors = palette_for(new.theme)
                box.update()
            self._shown = None
            self._write(new)

    def _show(self, state: ViewState) -> None:
        motion = state.motion
        own = self._document.atlas.subject.mass_kg
        self.mass.show_number(own if motion.body_mass_kg is None else motion.body_mass_kg)
        self.load.show_number(motion.load_kg)
        self.hands[motion.load_hand].setChecked(True)
        self.arc.setChecked(motion.arc)
        self.effort.setChecked(motion.effort)
        self.lever.setChecked(motion.lever)
        self.lever.setVisible(motion.kind == "stance")
        self.lying.setChecked(motion.posture == "side_lying")
        self.lying.setVisible(motion.kind == "leg_lift")
        self._stance_only.setVisible(motion.kind == "stance")
        self._write(state)

    def _write(self, state: ViewState) -> None:
        if self.isVisible() and state.motion != self._shown:
            self._shown = state.motion
            self.text.setText(figures_html(self._document.atlas, state.motion, palette_for(state.theme)))
