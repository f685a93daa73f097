"""The panels beside the picture. A new panel is one more entry in PANELS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.fan_panel import FanPanel
from anatomy_viewer.desktop.info_panel import InfoPanel
from anatomy_viewer.desktop.layer_panel import LayerPanel
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.desktop.motion_panel import MotionPanel
from anatomy_viewer.desktop.motion_plot import MotionPlotPanel
from anatomy_viewer.desktop.pain_panel import PainPanel


@dataclass(frozen=True)
class PanelSpec:
    """One panel: made anew for each document; `title` and `tip` are marked for translation in "Actions"."""

    id: str
    title: str
    shortcut: str
    tip: str
    make: Callable[[Document], QWidget]
    area: Qt.DockWidgetArea = Qt.DockWidgetArea.LeftDockWidgetArea
    open_at_first: bool = True
    """Whether it is open before a person has ever opened or closed it."""
    on_toolbar: bool = False


PANELS: tuple[PanelSpec, ...] = (
    PanelSpec(
        id="layers",
        title=QT_TRANSLATE_NOOP("Actions", "Structures"),
        shortcut="F2",
        tip=QT_TRANSLATE_NOOP("Actions", "The list of all structures: show, hide, fade"),
        make=LayerPanel,
    ),
    PanelSpec(
        id="info",
        title=QT_TRANSLATE_NOOP("Actions", "Selected structure"),
        shortcut="F3",
        tip=QT_TRANSLATE_NOOP("Actions", "Names, source and licence of the selected structure"),
        make=InfoPanel,
    ),
    PanelSpec(
        id="fan",
        title=QT_TRANSLATE_NOOP("Actions", "Fan"),
        shortcut="F4",
        tip=QT_TRANSLATE_NOOP("Actions", "Take a muscle apart into its fibres, and read how large its fan is"),
        make=FanPanel,
        area=Qt.DockWidgetArea.RightDockWidgetArea,
        open_at_first=False,
        on_toolbar=True,
    ),
    PanelSpec(
        id="motion",
        title=QT_TRANSLATE_NOOP("Actions", "Motion"),
        shortcut="F5",
        tip=QT_TRANSLATE_NOOP("Actions", "Lift a leg, stand on one leg, and read which forces that takes"),
        make=MotionPanel,
        area=Qt.DockWidgetArea.RightDockWidgetArea,
        open_at_first=False,
        on_toolbar=True,
    ),
    PanelSpec(
        id="pain",
        title=QT_TRANSLATE_NOOP("Actions", "Pain"),
        shortcut="F6",
        tip=QT_TRANSLATE_NOOP("Actions", "Where trigger points send pain, and from pain back to the muscle"),
        make=PainPanel,
        area=Qt.DockWidgetArea.RightDockWidgetArea,
        open_at_first=False,
        on_toolbar=True,
    ),
    PanelSpec(
        id="motion_plot",
        title=QT_TRANSLATE_NOOP("Actions", "Plot of motion"),
        shortcut="F7",
        tip=QT_TRANSLATE_NOOP("Actions", "Length and moment arm of gluteus medius against the angle of the hip"),
        make=MotionPlotPanel,
        area=Qt.DockWidgetArea.BottomDockWidgetArea,
        open_at_first=False,
    ),
)
"""Every panel, from top to bottom."""
