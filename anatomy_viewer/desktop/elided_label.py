"""A label that shortens its text instead of widening the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOption, QToolTip

from anatomy_viewer.desktop.plain_widgets import PlainLabel, plain_tip


class ElidedLabel(PlainLabel):
    """One line of plain text, cut with an ellipsis where there is no room; `keep_px` of it are never given up."""

    def __init__(self, keep_px: int = 0) -> None:
        super().__init__()
        self._keep_px = keep_px
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """What is kept, or less where the text is shorter."""
        whole = super().minimumSizeHint()
        return QSize(min(self._keep_px, whole.width()), whole.height())

    def event(self, event: QEvent) -> bool:
        """Tells the whole text where it is cut, unless it has a tip of its own."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and not self.toolTip():
            QToolTip.showText(event.globalPos(), plain_tip(self.text()) if self._shown() != self.text() else "", self)
            return True
        return super().event(event)

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draws what fits."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), self._shown())
