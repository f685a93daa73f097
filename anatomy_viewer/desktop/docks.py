"""The docks that hold the panels: always there, filled anew for each document."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

from anatomy_viewer.desktop.actions.spec import translated
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.desktop.panels import PANELS, PanelSpec
from anatomy_viewer.desktop.plain_widgets import PlainLabel
from anatomy_viewer.desktop.wheels import leave_wheel_to

WIDTH_PX = 376
"""Width of the panels at first start, in logical pixels."""

LIST_SHARE = 2.2
"""How much higher the first panel is than each of the others at first start."""


class Docks:
    """One dock for each panel of the table."""

    def __init__(self, window: QMainWindow) -> None:
        self._docks = {panel.id: _make_dock(panel, window) for panel in PANELS}
        for panel in PANELS:
            window.addDockWidget(panel.area, self._docks[panel.id])
            self._docks[panel.id].setVisible(panel.open_at_first)
        self._stack_right_ones(window)
        self._window = window

    def __getitem__(self, panel_id: str) -> QDockWidget:
        return self._docks[panel_id]

    def take_first_sizes(self) -> None:
        """Sizes for a first start; Qt gives them only to docks that are shown."""
        docks = [dock for dock in self._docks.values() if not dock.isHidden()]
        heights = [round(LIST_SHARE * 1000)] + [1000] * (len(docks) - 1)
        self._window.resizeDocks(docks, [WIDTH_PX] * len(docks), Qt.Orientation.Horizontal)
        self._window.resizeDocks(docks, heights[: len(docks)], Qt.Orientation.Vertical)

    def fill(self, document: Document) -> None:
        """Makes every panel anew for `document`."""
        for panel in PANELS:
            dock = self._docks[panel.id]
            old = dock.widget()
            dock.setWidget(panel.make(document))
            leave_wheel_to(dock.widget())
            old.deleteLater()

    def bring_forward(self, panel_id: str) -> bool:
        """Brings a panel that lies behind another to the front; whether it lay there."""
        dock = self._docks[panel_id]
        if dock.isHidden() or not dock.visibleRegion().isEmpty():
            return False
        dock.raise_()
        return True

    def open(self) -> frozenset[str]:
        """Ids of the panels that are shown."""
        return frozenset(id_ for id_, dock in self._docks.items() if not dock.isHidden())

    def show_only(self, ids: frozenset[str]) -> None:
        """Shows the panels of `ids` and hides the others."""
        for id_, dock in self._docks.items():
            opened = id_ in ids and dock.isHidden()
            dock.setVisible(id_ in ids)
            if opened:
                dock.raise_()
        for tabs in self._window.findChildren(QTabBar):  # Qt makes one where panels share a place, without a name
            tabs.setAccessibleName(translated(QT_TRANSLATE_NOOP("Actions", "Panels")))

    def _stack_right_ones(self, window: QMainWindow) -> None:
        """Panels at the right share one place and have tabs; they keep their height where a panel opens below."""
        right = [self._docks[panel.id] for panel in PANELS if panel.area == Qt.DockWidgetArea.RightDockWidgetArea]
        for dock in right[1:]:
            window.tabifyDockWidget(right[0], dock)
        window.setTabPosition(Qt.DockWidgetArea.RightDockWidgetArea, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)


def _make_dock(panel: PanelSpec, window: QMainWindow) -> QDockWidget:
    title = translated(panel.title)
    dock = QDockWidget(title, window)
    dock.setObjectName(f"panel.{panel.id}")
    dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
    label = PlainLabel(title)
    label.setObjectName("panelTitle")
    dock.setTitleBarWidget(label)
    dock.setWidget(QWidget())
    return dock
