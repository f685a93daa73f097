"""What the lines of the motion plot mean: a sample and a name for each, the source in full as a tip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from anatomy_viewer.desktop.evidence_words import meaning, named
from anatomy_viewer.desktop.motion_marks import MARKS, WHOLE_LOOK, LineLook, part_look, pens, source_of
from anatomy_viewer.desktop.palette import Palette, palette_for
from anatomy_viewer.desktop.plain_widgets import PlainLabel, set_tip, short
from anatomy_viewer.motion.published import BLEMKER, CURVES, GAIT2392, RAJAGOPAL
from anatomy_viewer.state.view_state import Theme

translate = QCoreApplication.translate

_BAND_ALPHA = 70


@dataclass(frozen=True)
class LegendEntry:
    """One row; `look` is None for what has no line of its own color, `symbol` a mark of the plot or empty."""

    text: str
    tip: str
    look: LineLook | None = None
    symbol: str | None = None


def entries(parts: Iterable[str]) -> list[LegendEntry]:
    """The rows of the legend, of our own curves and of the published ones."""
    own = translate("MotionLegend", "This model: mean over the fibres of the part")
    whole = translate("MotionLegend", "Whole muscle")
    names = tuple(parts)
    rows = [LegendEntry(part, own, part_look(number, len(names))) for number, part in enumerate(names)]
    if rows:
        rows.append(LegendEntry(whole, translate("MotionLegend", "This model: mean over all fibres"), WHOLE_LOOK))
    lengths = translate("MotionLegend", "Lengths: at 0° and 40°, of a line from bone to bone.")
    shortening = translate(
        "MotionLegend", "Lengths: the shortening to 40° computed from that model, taken off our own length at 0°."
    )
    weighted = translate(
        "MotionLegend", "Whole muscle: its three lines weighted by strength; ours is the plain mean of all fibres."
    )
    tuned = translate(
        "MotionLegend",
        "The stiffness of the muscles that come with this program was tuned to bands around the arms and the "
        "shortening of gait2392 and Rajagopal 2016: their agreement is no test of them.",
    )
    size = translate("MotionLegend", "Of a body of that model's size, not brought to this one.")
    return [
        *rows,
        _others("gait2392", f"{GAIT2392}. {size} {lengths} {weighted} {tuned}", "gait2392"),
        _others("Rajagopal 2016", f"{RAJAGOPAL}. {size} {shortening} {weighted} {tuned}", "rajagopal"),
        _others("Blemker & Delp 2005", f"{BLEMKER}. {size}", "blemker"),
    ]


def _others(name: str, source: str, source_id: str) -> LegendEntry:
    """The row of published curves, with what stands behind them."""
    evidence = next(curve.evidence for curve in CURVES if source_of(curve.id) == source_id)
    return LegendEntry(named(name, evidence), f"{meaning(evidence)}. {source}", symbol=MARKS[source_id])


_LETTERS = 32
"""The longest of the legend's own texts has room beside the plots."""


class MotionLegend(QWidget):
    """A column of samples and names; marks of sources take the color of the part they belong to."""

    def __init__(self, parts: Iterable[str], theme: Theme) -> None:
        super().__init__()
        self._samples: list[_Sample] = []
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(1)
        for row, entry in enumerate(entries(parts)):
            sample = _Sample(entry, palette_for(theme), theme)
            name = PlainLabel(short(entry.text, _LETTERS))
            for widget in (sample, name):
                set_tip(widget, entry.tip or (entry.text if len(entry.text) > _LETTERS else ""))
            name.setAccessibleDescription(entry.tip)
            layout.addWidget(sample, row, 0)
            layout.addWidget(name, row, 1)
            self._samples.append(sample)
        layout.setColumnStretch(1, 1)

    def paint_theme(self, theme: Theme) -> None:
        """Draws the samples in the colours of a theme."""
        for sample in self._samples:
            sample.dress(palette_for(theme), theme)


class _Sample(QWidget):
    """A piece of line, a mark, or a piece of band."""

    def __init__(self, entry: LegendEntry, colors: Palette, theme: Theme) -> None:
        super().__init__()
        self._entry = entry
        self.dress(colors, theme)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def dress(self, colors: Palette, theme: Theme) -> None:
        """Takes other colours."""
        self._colors, self._theme = colors, theme
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough to tell the dashes apart."""
        return QSize(38, 16)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draws the sample."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2.0
        muted = QColor(self._colors.muted)
        if self._entry.look is not None:
            for pen in pens(self._entry.look, self._theme):
                painter.setPen(pen)
                painter.drawLine(QPointF(1, middle), QPointF(self.width() - 1, middle))
        elif not self._entry.symbol:
            muted.setAlpha(_BAND_ALPHA)
            painter.fillRect(QRectF(1, 2, self.width() - 2, self.height() - 4), muted)
        else:
            painter.setPen(QPen(muted, 1.2))
            painter.drawLine(QPointF(1, middle), QPointF(self.width() - 1, middle))
            painter.setBrush(QColor(self._colors.base))
            _mark(painter, self._entry.symbol, QPointF(self.width() / 2.0, middle))


def _mark(painter: QPainter, symbol: str, at: QPointF) -> None:
    """The marks as pyqtgraph draws them: a ring, a triangle on its tip."""
    if symbol == "o":
        painter.drawEllipse(at, 4.0, 4.0)
    else:
        corners = (QPointF(-4.5, -4.0), QPointF(4.5, -4.0), QPointF(0.0, 4.5))
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
