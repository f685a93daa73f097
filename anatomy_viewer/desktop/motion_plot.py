"""The panel below the picture: the plots of motion, what their lines mean, and the values to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from anatomy_viewer.desktop.copy_button import CopyButton
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.motion_legend import MotionLegend
from anatomy_viewer.desktop.motion_plot_values import MEDIUS, medius_curves, values_text
from anatomy_viewer.desktop.motion_words import degrees
from anatomy_viewer.desktop.plain_widgets import BreakingLabel, set_tip
from anatomy_viewer.motion.curves import MotionPoint, motion_point
from anatomy_viewer.scene.stand import stand_of
from anatomy_viewer.state.motion import DROP_RANGE_DEG, LIFT_RANGE_DEG, MotionView
from anatomy_viewer.state.view_state import ViewState

if TYPE_CHECKING:
    from anatomy_viewer.desktop.motion_chart import MotionChart

SAVE_ACTION = "motion.save_values"
"""The action that asks for a file and writes the values."""


class MotionPlotPanel(QWidget):
    """Drawn when it is first seen: the library for plots takes half a second to load."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._drawn: tuple[MotionView, str] | None = None
        self.chart: MotionChart | None = None
        self.legend: MotionLegend | None = None
        self.values = BreakingLabel()
        self.copy = CopyButton(
            self.tr("Copy the values of the plot"),
            self.tr("Puts a table of all values on the clipboard, a row for each degree"),
        )
        self.save = QPushButton(self.tr("CSV…"))
        self.save.setAccessibleName(self.tr("Save the values of the plot"))
        set_tip(self.save, self.tr("Writes the same table to a file"))
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        self._side = QVBoxLayout()
        self._side.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.save)
        self._side.addLayout(buttons)
        self._row = QHBoxLayout()
        self._row.addLayout(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 12, 8)
        column.setSpacing(4)
        column.addWidget(self.values)
        column.addLayout(self._row, 1)
        self.setAccessibleName(self.tr("Plot of motion"))
        document.player.hips.legs_changed.connect(self._show)
        document.listen(self._on_change)

    def showEvent(self, event: QShowEvent) -> None:
        """Draws the plots, the first time, and brings them up to date."""
        super().showEvent(event)
        if self.chart is None:
            self._build()
        self._show()

    def _build(self) -> None:
        from anatomy_viewer.desktop.motion_chart import MotionChart  # noqa: PLC0415  (only where it is seen)

        theme = self._document.state.theme
        curves = medius_curves(self._document.atlas)
        self.chart = MotionChart(curves, theme)
        self.chart.moved.connect(self._move)
        self.chart.stepped.connect(self._step)
        self.legend = MotionLegend(curves.parts if curves is not None else (), theme)
        self._row.insertWidget(0, self.chart, 1)
        self._side.insertWidget(0, self.legend)
        self.copy.setEnabled(curves is not None)
        self.save.setEnabled(curves is not None)

    def _move(self, angle: float, key: str) -> None:
        self._document.player.pause()
        self._document.player.hips.set_hip(angle, key)

    def _step(self, step: float) -> None:
        """On the plot right is more abduction, also where the pelvis moves and not the leg."""
        hips = self._document.player.hips
        self._document.player.pause()
        hips.step(step if self._document.state.motion.kind == "leg_lift" else -step)

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.theme != new.theme and self.chart is not None and self.legend is not None:
            self.chart.paint_theme(new.theme)
            self.legend.paint_theme(new.theme)
            self._drawn = None
        if old.motion != new.motion or old.theme != new.theme:
            self._show()

    def _show(self) -> None:
        """Puts the line where the picture has the hip, a leg that makes way included."""
        motion, side = self._document.state.motion, self._document.player.hips.side
        if self.chart is None or not self.isVisible() or self._drawn == (motion, side):
            return
        self._drawn = (motion, side)
        stand = stand_of(self._document.atlas, motion)
        if stand.stance is not None:
            angle, ends = 0.0 - stand.pelvic_drop_deg, DROP_RANGE_DEG
        else:
            angle, ends = (stand.left_deg if side == "left" else stand.right_deg), LIFT_RANGE_DEG
        point = motion_point(self._document.atlas, f"{MEDIUS}.{side}", angle)
        self.chart.show_point(angle, point, ends)
        self.values.setText(self._told(side, angle, point))

    def _told(self, side: str, angle: float, point: MotionPoint | None) -> str:
        if point is None:
            return self.tr("This model does not say how its gluteus medius changes with the angle.")
        text = (
            self.tr(
                "Right gluteus medius, hip at {angle}: mean fibre line {length} mm, mean arm {arm} mm (computed on "
                "this model)"
            )
            if side == "right"
            else self.tr(
                "Left gluteus medius, hip at {angle}: mean fibre line {length} mm, mean arm {arm} mm (computed on this "
                "model)"
            )
        )
        numbers = {"length": f"{point.whole_length_mm:.0f}", "arm": f"{point.whole_arm_mm:.0f}"}
        # Who knows one of the curves would take the others for a fault.
        parted = self.tr("Past 20° the sources disagree on the arm: straight lines keep rising, fibres that wrap fall.")
        return f"{text.format(angle=degrees(angle), **numbers)}. {parted}"

    def _copy(self) -> None:
        text = values_text(self._document.atlas)
        if text:
            QGuiApplication.clipboard().setText(text)

    def _save(self) -> None:
        """The window knows how to ask for a file: its action does it."""
        action = self.window().findChild(QAction, SAVE_ACTION)
        if action is not None:
            action.trigger()
