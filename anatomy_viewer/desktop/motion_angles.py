"""The angles in the motion panel: each leg, or the pelvis over the standing leg; and notes on what was changed."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.motion_fields import NumberRow
from anatomy_viewer.desktop.motion_tracks import Legs
from anatomy_viewer.desktop.motion_words import degrees, makes_way, ways
from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.desktop.plain_widgets import PlainLabel, set_tip
from anatomy_viewer.desktop.ticks import DotButton
from anatomy_viewer.state.motion import DROP_RANGE_DEG, FREE_KNEE_RANGE_DEG, LIFT_RANGE_DEG, HipSide
from anatomy_viewer.state.view_state import ViewState


class MotionNote(QFrame):
    """A sentence that is meant to be seen; nothing while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.text = PlainLabel()
        self.text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self.text)
        self.say("")

    def say(self, text: str) -> None:
        """Shows a text, or nothing."""
        self.text.setText(text)
        self.text.setAccessibleName(text)
        self.setVisible(bool(text))


class MotionAngles(QWidget):
    """Rows of the motion that is on; those of the other are away."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._hips = document.player.hips
        self._dots: list[DotButton] = []
        self.way = MotionNote()
        self.refused = MotionNote()
        self.legs: dict[Legs, DotButton] = {}
        self.rows: dict[HipSide, NumberRow] = {}
        self.stances: dict[HipSide, DotButton] = {}
        self.lift = self._make_lift()
        self.stance = self._make_stance()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.lift, self.stance, self.way, self.refused):
            layout.addWidget(widget)
        self.setEnabled(self._hips.possible)
        self._hips.noted.connect(self.refused.say)
        self._hips.legs_changed.connect(self._show_legs)
        document.listen(self._on_change)
        self._show(document.state)
        self._show_legs()

    def _make_lift(self) -> QWidget:
        choices: tuple[tuple[Legs, str], ...] = (
            ("right", self.tr("Right leg")),
            ("left", self.tr("Left leg")),
            ("both", self.tr("Both")),
        )
        tip = self.tr("Which legs keys, player and plot move (Shift+X)")
        for legs, text in choices:
            self.legs[legs] = self._dot(text, tip)
            self.legs[legs].clicked.connect(lambda _checked=False, legs=legs: self._hips.set_legs(legs))
        texts: tuple[tuple[HipSide, str, str], ...] = (
            ("right", self.tr("Right hip: abduction"), self.tr("Abduction of the right hip, degrees")),
            ("left", self.tr("Left hip: abduction"), self.tr("Abduction of the left hip, degrees")),
        )
        for side, title, spoken in texts:
            self.rows[side] = NumberRow(title, spoken, LIFT_RANGE_DEG, "°")
            self.rows[side].changed.connect(lambda value, key, side=side: self._set_leg(side, value, key))
        return _group(_line(self._buttons(self.legs.values())), *self.rows.values())

    def _make_stance(self) -> QWidget:
        choices: tuple[tuple[HipSide, str], ...] = (
            ("right", self.tr("Right leg")),
            ("left", self.tr("Left leg")),
        )
        for side, text in choices:
            self.stances[side] = self._dot(text, self.tr("Which leg carries the body (Shift+X)"))
            self.stances[side].clicked.connect(lambda _checked=False, side=side: self._hips.set_stance(side))
        self.drop = NumberRow(
            self.tr("Free side of the pelvis: down (+), up (−)"),
            self.tr("Pelvic drop, degrees; negative is a hitched pelvis"),
            DROP_RANGE_DEG,
            "°",
        )
        self.knee = NumberRow(
            self.tr("Free knee: bend"), self.tr("Bend of the free knee, degrees"), FREE_KNEE_RANGE_DEG, "°"
        )
        self.drop.changed.connect(lambda value, key: self._set("pelvic_drop_deg", value, key))
        self.knee.changed.connect(lambda value, key: self._set("free_knee_deg", value, key))
        return _group(_line(self._buttons(self.stances.values())), self.drop, self.knee)

    def _dot(self, text: str, tip: str) -> DotButton:
        button = DotButton(text, palette_for(self._document.state.theme))
        set_tip(button, tip)
        self._dots.append(button)
        return button

    def _buttons(self, buttons: object) -> list[DotButton]:
        """The buttons of which one is chosen."""
        group = QButtonGroup(self)
        found = list(buttons)  # type: ignore[call-overload]
        for button in found:
            group.addButton(button)
        return found

    def _set_leg(self, side: HipSide, value: float, key: str) -> None:
        self._hips.set_leg(side, value, key)

    def _set(self, name: str, value: float, key: str) -> None:
        self._hips.set_number(name, value, key)

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.motion != new.motion:
            self.refused.say("")  # what was refused before is no news; what is refused now is told after this
            self._show(new)
        if old.theme != new.theme:
            for button in self._dots:
                button.colors = palette_for(new.theme)
                button.update()

    def _show(self, state: ViewState) -> None:
        motion = state.motion
        self.lift.setVisible(motion.kind == "leg_lift")
        self.stance.setVisible(motion.kind == "stance")
        self.rows["right"].show_number(motion.right_deg)
        self.rows["left"].show_number(motion.left_deg)
        self.stances[motion.stance_side].setChecked(True)
        self.drop.show_number(motion.pelvic_drop_deg)
        self.knee.show_number(motion.free_knee_deg)
        for side, drawn in ways(self._document.atlas, motion).items():
            self.rows[side].tell("" if drawn is None else self.tr("(drawn at {angle})").format(angle=degrees(drawn)))
        way = makes_way(self._document.atlas, motion)
        if way != self.way.text.text():
            self.way.say(way)

    def _show_legs(self) -> None:
        self.legs[self._hips.legs].setChecked(True)


def _line(widgets: list[DotButton]) -> QWidget:
    line = QWidget()
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return line


def _group(*widgets: QWidget) -> QWidget:
    group = QWidget()
    layout = QVBoxLayout(group)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    return group
