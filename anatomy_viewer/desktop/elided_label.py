"""A label that shortens its text instead of widening the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption


class ElidedLabel(QLabel):
    """One line of plain text, cut with an ellipsis where there is no room; `keep_px` of it are never given up."""

    def __init__(self, keep_px: int = 0) -> None:
        super().__init__()
        self._keep_px = keep_px
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """What is kept, or less where the text is shorter."""
        whole = super().minimumSizeHint()
        return QSize(min(self._keep_px, whole.width()), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draws what fits."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), text)
