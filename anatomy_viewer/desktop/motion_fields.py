"""A number that is set by slider or by typing: one row of the motion panel."""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QGridLayout, QSlider, QWidget

from anatomy_viewer.desktop.number_box import NumberBox
from anatomy_viewer.desktop.plain_widgets import PlainLabel

_drags = count()


class Slider(QSlider):
    """A slider that leaves the wheel to the panel unless a person has gone to it."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Moves only with the keyboard on it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class NumberRow(QWidget):
    """Title, slider and field; `changed` sends the number that is wanted and the merge key of its undo step, if any.

    The row shows what it is told and keeps no number: after `changed`, the state says what became of it.
    """

    changed = Signal(float, str)

    def __init__(self, title: str, spoken: str, ends: tuple[float, float], unit: str, step: float = 1.0) -> None:
        super().__init__()
        self._shown = 0.0
        self._step = step
        self._key = self._new_key()
        self._title = title
        self.title = PlainLabel(title)
        self.title.setWordWrap(True)
        self.slider = Slider()
        self.slider.setRange(round(ends[0] / step), round(ends[1] / step))
        self.slider.setPageStep(5)
        self.slider.setAccessibleName(spoken)
        self.box = NumberBox()
        self.box.setSuffix(unit)
        self.box.setSingleStep(step)
        self.box.setAccessibleName(spoken)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(0)
        layout.addWidget(self.title, 0, 0, 1, 2)
        layout.addWidget(self.slider, 1, 0)
        layout.addWidget(self.box, 1, 1)
        layout.setColumnStretch(0, 1)
        self.slider.sliderPressed.connect(self._start_drag)
        self.slider.valueChanged.connect(lambda value: self.changed.emit(value * self._step, self._key))
        self.box.valueChanged.connect(self._type)

    def tell(self, text: str) -> None:
        """Says something beside the title, or nothing."""
        self.title.setText(f"{self._title} {text}".rstrip())

    def show_number(self, value: float) -> None:
        """Shows a number."""
        self._shown = value
        with QSignalBlocker(self.slider), QSignalBlocker(self.box):
            self.slider.setValue(round(value / self._step))
            self.box.setValue(value)

    def _type(self, value: float) -> None:
        self.changed.emit(value, self._key if self.box.stepping else "")  # what is typed is a step of its own
        self.show_number(self._shown)  # what was refused changes no state, so nobody else would set it back

    def _start_drag(self) -> None:
        """A drag is one undo step: its key is used by no other."""
        self._key = self._new_key()

    def _new_key(self) -> str:
        return f"motion-{next(_drags)}"
