"""The two plots of motion: length and moment arm against hip abduction, with the present angle as a line to drag."""

from __future__ import annotations

from itertools import count

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPen

from anatomy_viewer.desktop.motion_marks import (
    MARKS,
    WHOLE_LOOK,
    LineLook,
    part_look,
    pens,
    published_look,
    source_of,
)
from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.motion.curves import MotionCurves, MotionPoint
from anatomy_viewer.motion.published import ANGLES_DEG, CURVES, LENGTHS
from anatomy_viewer.state.motion import LIFT_RANGE_DEG
from anatomy_viewer.state.view_state import Theme

pg.setConfigOptions(antialias=True, exitCleanup=False)  # the app closes what it opens; no hook at exit is wanted

_drags = count()
_SHORTENED_DEG = 40.0
"""Where the published shortenings end."""
_BAND_ALPHA = 46
_PUBLISHED_WIDTH = 1.0


class MotionChart(pg.GraphicsLayoutWidget):
    """Two plots over the same angles.

    `moved` sends the hip abduction that the line was dragged to, degrees, and the merge key of the drag; `stepped` a
    number of degrees that keys ask for. Values are shown as they are told; the chart keeps none.
    """

    moved = Signal(float, str)
    stepped = Signal(float)

    def __init__(self, curves: MotionCurves | None, theme: Theme) -> None:
        super().__init__()
        self._curves = curves
        self._theme: Theme = theme
        self._key = _new_key()
        self.lengths = self._make_plot(0)
        self.arms = self._make_plot(1)
        self.lines = [self._make_line(plot) for plot in self.plots]
        self.dots = [pg.ScatterPlotItem(size=11, pxMode=True) for _ in self.plots]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Length and moment arm of gluteus medius against hip abduction"))
        self.setMinimumSize(300, 120)
        self.paint_theme(theme)

    @property
    def plots(self) -> tuple[pg.PlotItem, pg.PlotItem]:
        """Both plots."""
        return self.lengths, self.arms

    def paint_theme(self, theme: Theme) -> None:
        """Draws everything in the colours of a theme."""
        self._theme = theme
        self.setBackground(QColor(palette_for(theme).base))
        self._draw_frames()
        for plot, line, dots in zip(self.plots, self.lines, self.dots, strict=True):
            plot.clear()
            self._dress_line(line)
            plot.addItem(line)
            plot.addItem(dots)
        self._draw_band()
        self._draw_published()
        self._draw_own()
        for plot in self.plots:  # heights are found once, not anew with every move of the line
            plot.enableAutoRange(pg.ViewBox.YAxis)
            plot.vb.updateAutoRange()
            plot.disableAutoRange(pg.ViewBox.YAxis)

    def show_point(self, degrees: float, point: MotionPoint | None, ends: tuple[float, float]) -> None:
        """Puts line and dots at an angle; `ends` is how far the line can be dragged."""
        degrees = round(degrees, 3) + 0.0  # no minus before zero
        for line in self.lines:
            with QSignalBlocker(line):
                line.setBounds(ends)
                line.setValue(degrees)
            line.label.valueChanged()
        if point is None:
            return
        brushes = [pg.mkBrush(look.color(self._theme)) for look in self._own_looks]
        for dots, values, whole in (
            (self.dots[0], point.length_mm, point.whole_length_mm),
            (self.dots[1], point.arm_mm, point.whole_arm_mm),
        ):
            dots.setData(x=[degrees] * len(brushes), y=[*values, whole], brush=brushes, pen=self._ground_pen())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the line by one degree, with Shift, and Page keys, by five; Home and End go to the ends."""
        large = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key
        steps: dict[int, float] = {
            key.Key_Left: -5.0 if large else -1.0,
            key.Key_Right: 5.0 if large else 1.0,
            key.Key_PageDown: -5.0,
            key.Key_PageUp: 5.0,
        }
        ends = self.lines[0].bounds()
        if event.key() in steps:
            self.stepped.emit(steps[event.key()])
        elif event.key() in {key.Key_Home, key.Key_End}:
            self.moved.emit(ends[0] if event.key() == key.Key_Home else ends[1], _new_key())
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """Axes are written as large as the text of the app."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "dots"):
            self._draw_frames()

    def _make_plot(self, column: int) -> pg.PlotItem:
        plot = self.addPlot(row=0, col=column, enableMenu=False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.setXRange(*LIFT_RANGE_DEG, padding=0.03)
        plot.disableAutoRange(pg.ViewBox.XAxis)
        plot.showGrid(x=True, y=True, alpha=0.18)
        for axis in ("left", "bottom"):
            plot.getAxis(axis).enableAutoSIPrefix(False)
        return plot

    def _make_line(self, plot: pg.PlotItem) -> pg.InfiniteLine:
        options = {"position": 0.06, "movable": False}
        line = pg.InfiniteLine(
            0.0, angle=90, movable=True, bounds=LIFT_RANGE_DEG, label="{value:.1f}°", labelOpts=options
        )
        line.setCursor(Qt.CursorShape.SizeHorCursor)
        line.setZValue(20)
        line.addMarker("o", position=0.97, size=12)
        line.sigDragged.connect(lambda dragged: self.moved.emit(float(dragged.value()), self._key))
        line.sigPositionChangeFinished.connect(self._end_drag)
        plot.addItem(line)
        return line

    def _end_drag(self) -> None:
        self._key = _new_key()

    @property
    def _parts(self) -> tuple[str, ...]:
        return self._curves.parts if self._curves is not None else ()

    @property
    def _own_looks(self) -> list[LineLook]:
        """The looks of our own curves: of each compartment, and of the whole."""
        count = len(self._parts)
        return [*(part_look(number, count) for number in range(count)), WHOLE_LOOK]

    def _draw_frames(self) -> None:
        colors = palette_for(self._theme)
        size = f"{max(self.font().pointSize(), 8)}pt"
        style = {"color": colors.text, "font-size": size}
        titles = (self.tr("Length, mm"), self.tr("Moment arm, mm"))
        for plot, title in zip(self.plots, titles, strict=True):
            plot.setLabel("left", title, **style)
            plot.setLabel("bottom", self.tr("Hip abduction, °"), **style)
            for axis in (plot.getAxis("left"), plot.getAxis("bottom")):
                axis.setPen(pg.mkPen(colors.muted))
                axis.setTextPen(pg.mkPen(colors.text))
                axis.setStyle(tickFont=QFont(self.font()))

    def _dress_line(self, line: pg.InfiniteLine) -> None:
        colors = palette_for(self._theme)
        line.setPen(pg.mkPen(colors.accent, width=2))
        line.setHoverPen(pg.mkPen(colors.accent, width=5))
        line.label.setColor(colors.text)
        line.label.fill = pg.mkBrush(colors.base)

    def _draw_band(self) -> None:
        color = QColor(palette_for(self._theme).muted)
        color.setAlpha(_BAND_ALPHA)
        for curve in CURVES:
            if curve.is_band:
                edges = [pg.PlotDataItem(ANGLES_DEG, values) for values in (curve.low_mm, curve.high_mm)]
                self.arms.addItem(pg.FillBetweenItem(*edges, brush=color))

    def _draw_published(self) -> None:
        for curve in CURVES:
            if not curve.is_band:
                self._mark(self.arms, ANGLES_DEG, curve.low_mm, curve.part, source_of(curve.id))
        for length in LENGTHS:
            neutral = length.neutral_mm
            source = "gait2392" if neutral is not None else "rajagopal"
            if neutral is not None:
                found = neutral, neutral - length.shortening_mm
                self._mark(self.lengths, (0.0, _SHORTENED_DEG), found, length.part, source)
            elif (own := self._own_neutral(length.part)) is not None:
                self._mark(self.lengths, (_SHORTENED_DEG,), (own - length.shortening_mm,), length.part, source)

    def _own_neutral(self, part: str) -> float | None:
        """Our own length at 0 degrees of the part of that name."""
        if self._curves is None:
            return None
        names = [name for name in self._parts if part in name.lower()]
        row = self._parts.index(names[0]) if names else None
        at = int(np.abs(self._curves.angles_deg).argmin())
        return None if row is None else float(self._curves.length_mm[row, at])

    def _mark(
        self, plot: pg.PlotItem, angles: tuple[float, ...], values: tuple[float, ...], part: str, source: str
    ) -> None:
        look = published_look(part)
        color, ground = look.color(self._theme), palette_for(self._theme)
        pen = pg.mkPen(color, width=_PUBLISHED_WIDTH, style=look.dash)
        edge = pg.mkPen(ground.text, width=0.6)
        brush = pg.mkBrush(ground.base if look is WHOLE_LOOK else color)
        plot.plot(angles, values, pen=pen, symbol=MARKS[source], symbolSize=7, symbolPen=edge, symbolBrush=brush)

    def _draw_own(self) -> None:
        curves = self._curves
        if curves is None:
            return
        for plot, by_part, whole in (
            (self.lengths, curves.length_mm, curves.whole_length_mm),
            (self.arms, curves.arm_mm, curves.whole_arm_mm),
        ):
            for look, values in zip(self._own_looks, (*by_part, whole), strict=True):
                casing, pen = pens(look, self._theme)
                plot.plot(curves.angles_deg, values, pen=pen, shadowPen=casing)

    def _ground_pen(self) -> QPen:
        return pg.mkPen(palette_for(self._theme).base, width=1.5)


def _new_key() -> str:
    return f"plot-{next(_drags)}"
