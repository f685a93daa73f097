"""The wheel scrolls a panel: boxes and sliders in it take it only while they have the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox, QScrollBar, QWidget

_TAKING = (QAbstractSlider, QAbstractSpinBox, QComboBox)


def leave_wheel_to(panel: QWidget) -> None:
    """Lets the wheel over anything in `panel` that has no focus scroll the panel; a value must not change unnoticed."""
    calm = _Calm(panel)
    for kind in _TAKING:
        for widget in panel.findChildren(kind):
            if not isinstance(widget, QScrollBar):
                widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # by default a spin box takes focus from the wheel
                widget.installEventFilter(calm)


class _Calm(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps the wheel from what has no focus; Qt then offers it to what lies around."""
        if event.type() != QEvent.Type.Wheel or not isinstance(watched, QWidget) or watched.hasFocus():
            return False
        event.ignore()
        return True
