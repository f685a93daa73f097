"""The panel of the fan: how the muscle is taken apart, and how large its fan is."""

from __future__ import annotations

from anatomy_viewer.desktop.column_panel import ColumnPanel
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.fan_controls import FanControls
from anatomy_viewer.desktop.fan_table import FanTable


class FanPanel(ColumnPanel):
    """Controls above, figures below; both follow the state."""

    def __init__(self, document: Document) -> None:
        self.controls = FanControls(document)
        self.figures = FanTable(document)
        super().__init__("", self.controls, self.figures)
        self.setAccessibleName(self.tr("Fan"))
