"""The panel of the fan: how the muscle is taken apart, and how large its fan is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.fan_controls import FanControls
from anatomy_viewer.desktop.fan_table import FanTable

WIDTH_PX = 340
"""Width at first, in logical pixels."""


class FanPanel(QScrollArea):
    """Controls above, figures below; both follow the state."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.controls = FanControls(document)
        self.figures = FanTable(document)
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(10)
        layout.addWidget(self.controls)
        layout.addWidget(self.figures)
        layout.addStretch(1)
        self.setWidget(column)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Fan"))

    def sizeHint(self) -> QSize:
        """Wide enough for the table at the usual text size."""
        return QSize(WIDTH_PX, super().sizeHint().height())
