"""A panel that is one column of widgets: as wide as they need, scrolling where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

WIDTH_PX = 340
"""Width at first, in logical pixels."""

WIDEST_PX = 420
"""What the panel may ask for at the least, however large the text, so that the picture keeps its room."""


class ColumnPanel(QScrollArea):
    """Widgets below one another."""

    def __init__(self, name: str, *widgets: QWidget) -> None:
        super().__init__()
        self._column = QWidget()
        self._layout = QVBoxLayout(self._column)
        self._layout.setContentsMargins(14, 10, 14, 10)
        self._layout.setSpacing(10)
        self._layout.addStretch(1)
        for widget in widgets:
            self.add(widget)
        self.setWidget(self._column)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)

    def add(self, widget: QWidget) -> None:
        """Puts a widget below those that are there."""
        self._layout.insertWidget(self._layout.count() - 1, widget)

    def sizeHint(self) -> QSize:
        """Wide enough for the column at the usual text size."""
        return QSize(max(WIDTH_PX, self._least_width()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As wide as its contents; past `WIDEST_PX` they scroll."""
        return QSize(self._least_width(), super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Contents that grow, as with the text size, may need a wider panel."""
        if watched is self._column and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _least_width(self) -> int:
        return min(self._column.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width(), WIDEST_PX)
