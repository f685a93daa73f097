"""Check boxes and radio buttons as the app paints them: plain to see in light and dark, as large as the text."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionFocusRect,
    QStylePainter,
)

from anatomy_viewer.desktop.palette import Palette

_MARKS = {
    Qt.CheckState.Checked: ((0.24, 0.53), (0.43, 0.71), (0.77, 0.31)),
    Qt.CheckState.PartiallyChecked: ((0.26, 0.5), (0.74, 0.5)),
}
"""The tick and the dash, in fractions of the box."""


def paint_tick(painter: QPainter, box: QRectF, state: Qt.CheckState, colors: Palette, *, enabled: bool = True) -> None:
    """Paints a check box."""
    off = state == Qt.CheckState.Unchecked
    _outline(painter, colors, off=off, enabled=enabled)
    painter.drawRoundedRect(box, box.width() * 0.22, box.width() * 0.22)
    pen = QPen(QColor(colors.on_accent if enabled else colors.window), max(1.8, box.width() * 0.13))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    points = [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in _MARKS.get(state, ())]
    painter.drawPolyline(QPolygonF(points))


def paint_dot(painter: QPainter, box: QRectF, chosen: bool, colors: Palette, *, enabled: bool = True) -> None:
    """Paints a radio button."""
    _outline(painter, colors, off=not chosen, enabled=enabled)
    painter.drawEllipse(box)
    if chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.on_accent if enabled else colors.window))
        painter.drawEllipse(box.center(), box.width() * 0.2, box.width() * 0.2)


class TickBox(QCheckBox):
    """A check box in the colours of the theme."""

    def __init__(self, text: str, colors: Palette) -> None:
        super().__init__(text)
        self.colors = colors

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paints box and text."""
        element, option = QStyle.SubElement, _option(self)
        painter = QStylePainter(self)
        box = _box(self, option, element.SE_CheckBoxIndicator)
        _write(painter, self, option, element.SE_CheckBoxContents, QStyle.ControlElement.CE_CheckBoxLabel)
        paint_tick(painter, box, self.checkState(), self.colors, enabled=self.isEnabled())


class DotButton(QRadioButton):
    """A radio button in the colours of the theme."""

    def __init__(self, text: str, colors: Palette) -> None:
        super().__init__(text)
        self.colors = colors

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paints dot and text."""
        element, option = QStyle.SubElement, _option(self)
        painter = QStylePainter(self)
        box = _box(self, option, element.SE_RadioButtonIndicator)
        _write(painter, self, option, element.SE_RadioButtonContents, QStyle.ControlElement.CE_RadioButtonLabel)
        paint_dot(painter, box, self.isChecked(), self.colors, enabled=self.isEnabled())


def _outline(painter: QPainter, colors: Palette, *, off: bool, enabled: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    strong = colors.muted if off else colors.accent
    painter.setPen(QPen(QColor(strong if enabled else colors.groove), 1.5))
    filled = colors.accent if enabled else colors.groove
    painter.setBrush(QColor(colors.base if off else filled))


def _option(button: TickBox | DotButton) -> QStyleOptionButton:
    option = QStyleOptionButton()
    button.initStyleOption(option)
    return option


def _box(button: QAbstractButton, option: QStyleOptionButton, element: QStyle.SubElement) -> QRectF:
    """Where the mark stands, drawn in by half its line."""
    return QRectF(button.style().subElementRect(element, option, button)).adjusted(1.0, 1.0, -1.0, -1.0)


def _write(
    painter: QStylePainter,
    button: QAbstractButton,
    option: QStyleOptionButton,
    element: QStyle.SubElement,
    control: QStyle.ControlElement,
) -> None:
    """Writes the text, with a frame while the keyboard is on it."""
    option.rect = button.style().subElementRect(element, option, button)
    painter.drawControl(control, option)
    if button.hasFocus():
        frame = QStyleOptionFocusRect()
        frame.initFrom(button)
        frame.rect = option.rect.adjusted(-2, -1, 2, 1)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, frame)
