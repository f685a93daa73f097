"""The field for a number: every one of the app is of this class."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox

from anatomy_viewer.desktop.number_text import Reading, read_number
from anatomy_viewer.desktop.plain_widgets import short

FARTHEST = 99_999.0
"""Numbers this far may be typed: what is out of range is set to its end with a note, instead of being swallowed."""

_ROOM_FOR = 999.0
"""The field is as wide as numbers this far need."""

_LETTERS = 40
"""Of what was typed, so many are told back."""


class NumberBox(QDoubleSpinBox):
    """A field that takes any number and leaves the wheel to the panel unless a person has gone to it.

    Either decimal mark is understood, whatever the locale. `noted` tells of a text that is no number, that may mean
    two, or that was rounded; `entered` of Return, after which nobody means to type on.
    """

    entered = Signal()
    noted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.stepping = False
        """Whether the value changes by steps now: arrows, wheel, keys; else it was typed."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRange(-FARTHEST, FARTHEST)
        self.setDecimals(1)
        self.setKeyboardTracking(False)
        self.setCorrectionMode(QDoubleSpinBox.CorrectionMode.CorrectToPreviousValue)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Lets everything be typed, so that no letter is lost unseen; one number, as it can be shown, is acceptable."""
        number = self._read(text).number
        if number is not None and abs(number) <= FARTHEST and self._kept(number) == number:
            return QValidator.State.Acceptable, text, position
        return QValidator.State.Intermediate, text, position

    def fixup(self, text: str) -> str:
        """Asked by Qt as soon as a text that is not acceptable shall be taken: rounds it, or says why it is not."""
        reading, bare = self._read(text), self._bare(text)
        number = reading.number
        if number is not None and abs(number) <= FARTHEST:
            kept = self.textFromValue(self._kept(number))
            self.noted.emit(self.tr("{text} was rounded to {kept}.").format(text=short(bare, _LETTERS), kept=kept))
            return kept
        if bare:
            self.noted.emit(self._refusal(bare, reading))
        return text

    def valueFromText(self, text: str) -> float:
        """The number of an acceptable text."""
        number = self._read(text).number
        return self.value() if number is None else number

    def stepBy(self, steps: int) -> None:
        """Goes on by steps."""
        self.interpretText()  # what was typed before is no step
        self.stepping = True
        try:
            super().stepBy(steps)
        finally:
            self.stepping = False

    def sizeHint(self) -> QSize:
        """As wide as usual numbers need."""
        return self._narrowed(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        """As wide as usual numbers need."""
        return self._narrowed(super().minimumSizeHint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Takes the number with Return, and says so."""
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Changes only with the keyboard on it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _read(self, text: str) -> Reading:
        return read_number(self._bare(text), self.locale().decimalPoint())

    def _bare(self, text: str) -> str:
        """The text without the unit, of which a part may have been taken away."""
        return text.rstrip(self.suffix() + " \N{NO-BREAK SPACE}").strip()

    def _kept(self, number: float) -> float:
        return round(number, self.decimals()) + 0.0

    def _refusal(self, text: str, reading: Reading) -> str:
        text, stays = short(text, _LETTERS), self.textFromValue(self.value()) + self.suffix()
        if len(reading.numbers) == 2:
            told = self.tr("{text} may mean {one} or {other}: write one of them. {value} stays.")
            one, other = (self._written(number) for number in reading.numbers)
            return told.format(text=text, one=one, other=other, value=stays)
        if reading.number is not None:
            return self.tr("{text} is too large a number. {value} stays.").format(text=text, value=stays)
        return self.tr("{text} is not a number. {value} stays.").format(text=text, value=stays)

    def _written(self, number: float) -> str:
        text = self.locale().toString(number, "g", 12)
        return text.replace(self.locale().groupSeparator(), "") if self.locale().groupSeparator() else text

    def _narrowed(self, hint: QSize) -> QSize:
        room = self.fontMetrics()
        spare = room.horizontalAdvance(f"{FARTHEST:.0f}") - room.horizontalAdvance(f"{_ROOM_FOR:.0f}")
        return QSize(hint.width() - spare, hint.height())
