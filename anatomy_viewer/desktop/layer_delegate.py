"""Paints the rows of the structure list: check box, colour, two names, opacity slider."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from anatomy_viewer.desktop.layer_model import NAME, OPACITY, Role
from anatomy_viewer.desktop.layer_nodes import Node
from anatomy_viewer.desktop.palette import Palette
from anatomy_viewer.desktop.ticks import paint_tick

Index = QModelIndex | QPersistentModelIndex
SMALL = 0.86
"""Size of Latin names and percentages against the English names."""


def slider_rect(cell: QRect, node: Node, metrics: QFontMetrics) -> QRect:
    """Where in the cell of column OPACITY the groove runs: the lower line, or the only one of a group."""
    em = metrics.height()
    middle = cell.center().y() + (round(em * 0.5) if node.structure else 0)
    return QRect(cell.left() + em // 2, middle - 1, cell.width() - em * 5 // 4, 3)


def box_rect(cell: QRect, metrics: QFontMetrics) -> QRectF:
    """Where in the cell of column NAME the check box stands."""
    side = round(metrics.height() * 0.86)
    return QRectF(cell.left() + 3.5, cell.center().y() - side / 2 + 0.5, side, side)


def box_target(cell: QRect, metrics: QFontMetrics) -> QRect:
    """A generous target around the check box, the full height of the row."""
    return QRect(cell.left(), cell.top(), metrics.height() * 5 // 4, cell.height())


def toggle(index: Index) -> None:
    """Shows what a row stands for, or hides it if all of it is shown."""
    shown = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
    wanted = Qt.CheckState.Unchecked if shown else Qt.CheckState.Checked
    model = index.model()
    assert isinstance(model, QAbstractItemModel)
    model.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)


class LayerDelegate(QStyledItemDelegate):
    """Draws both columns; mouse and keys are the view's."""

    def __init__(self, colors: Palette, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.colors = colors

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines for structures, one for groups."""
        node: Node = index.data(Role.NODE)
        height = QFontMetrics(option.font).height()
        return QSize(height * 8, round(height * (1.5 + (SMALL if node.structure else 0))))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints one cell; the row's background is the view's."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.column() == NAME:
            self._paint_name(painter, option, index)
        else:
            self._paint_opacity(painter, option, index)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,  # noqa: ARG002
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: Index,
    ) -> bool:
        """The space bar shows and hides."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            toggle(_in_column(index, NAME))
            return True
        return False

    def _paint_name(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node: Node = index.data(Role.NODE)
        box = box_rect(option.rect, QFontMetrics(option.font))
        state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        paint_tick(painter, box, state, self.colors)
        left = round(box.right() + box.width() * 0.6)
        if node.structure is not None:
            left = self._paint_dot(painter, QPointF(left, box.center().y()), box.width(), node)
        self._paint_names(painter, option, index, left, faint=state == Qt.CheckState.Unchecked)

    def _paint_dot(self, painter: QPainter, at: QPointF, size: float, node: Node) -> int:
        """The structure's own colour; returns where the names start."""
        assert node.structure is not None
        radius = size * 0.3
        painter.setPen(QPen(QColor(self.colors.muted), 0.8))
        painter.setBrush(QColor(*node.structure.color))
        painter.drawEllipse(at + QPointF(radius, 0), radius, radius)
        return round(at.x() + radius * 2 + size * 0.5)

    def _paint_names(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, left: int, *, faint: bool
    ) -> None:
        """The English name over the whole row, the Latin one under it beside the slider."""
        node: Node = index.data(Role.NODE)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.Normal if node.structure else QFont.Weight.DemiBold)
        height = QFontMetrics(font).height()
        top = option.rect.top() + round(height * 0.25)
        width = option.rect.right() - left - 4
        across = width + self._room_beside(option, index) if node.structure else width
        painter.setPen(QColor(self.colors.muted if faint else self.colors.text))
        _draw(painter, font, QRect(left, top, across, height), node.title)
        if node.structure is not None:
            painter.setPen(QColor(self.colors.muted))
            _draw(
                painter,
                _small(option.font, italic=True),
                QRect(left, top + height, width + height // 2 - 4, round(height * SMALL)),  # up to the groove
                node.latin,
            )

    def _room_beside(self, option: QStyleOptionViewItem, index: Index) -> int:
        """Width of column OPACITY that the name may use: all but a percentage."""
        percent = self._percent(index)
        metrics = QFontMetrics(option.font)
        return self.opacity_width(metrics) - (metrics.horizontalAdvance(percent) + 8 if percent else 8)

    def opacity_width(self, metrics: QFontMetrics) -> int:
        """Width of column OPACITY."""
        return round(metrics.height() * 4.0)

    def _percent(self, index: Index) -> str:
        """The opacity in words, where there is something to say."""
        text = str(_in_column(index, OPACITY).data(Qt.ItemDataRole.DisplayRole))
        return "" if float(index.data(Role.OPACITY)) >= 1.0 else text

    def _paint_opacity(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node: Node = index.data(Role.NODE)
        metrics = QFontMetrics(option.font)
        groove = QRectF(slider_rect(option.rect, node, metrics))
        state = Qt.CheckState(_in_column(index, NAME).data(Qt.ItemDataRole.CheckStateRole))
        opacity = float(index.data(Role.OPACITY))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colors.groove))
        painter.drawRoundedRect(groove, 1.5, 1.5)
        painter.setBrush(QColor(self.colors.groove if state == Qt.CheckState.Unchecked else self.colors.accent))
        painter.drawRoundedRect(
            QRectF(groove.topLeft(), groove.bottomLeft() + QPointF(groove.width() * opacity, 0)), 1.5, 1.5
        )
        painter.setPen(QPen(QColor(self.colors.window), 1.5))
        knob = metrics.height() * 0.32
        painter.drawEllipse(QPointF(groove.left() + groove.width() * opacity, groove.center().y()), knob, knob)
        if node.structure is not None:
            painter.setPen(QColor(self.colors.muted))
            top = option.rect.top() + round(metrics.height() * 0.25)
            place = QRect(option.rect.left(), top, option.rect.width() - 8, metrics.height())
            painter.setFont(_small(option.font))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._percent(index))


def _in_column(index: Index, column: int) -> QModelIndex:
    return index.sibling(index.row(), column)


def _small(font: QFont, *, italic: bool = False) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * SMALL)
    small.setItalic(italic)
    return small


def _draw(painter: QPainter, font: QFont, place: QRect, text: str) -> None:
    painter.setFont(font)
    elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, elided)
