"""The list of structures as a view: hover, choice and sliders by mouse and keys."""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTreeView, QWidget

from anatomy_viewer.desktop.layer_delegate import LayerDelegate, box_target, slider_rect, toggle
from anatomy_viewer.desktop.layer_model import NAME, OPACITY, Role
from anatomy_viewer.desktop.layer_nodes import Node
from anatomy_viewer.desktop.palette import Palette

Index = QModelIndex | QPersistentModelIndex
OPACITY_STEP = 0.05
"""One press of Shift and an arrow."""


class LayerView(QTreeView):
    """A tree that reports what a person points at, chooses and fades; it changes nothing itself."""

    pointed = Signal(object)
    """The Node under the pointer, or None."""
    chosen = Signal(object)
    """The Node that was clicked or reached with the keys."""
    faded = Signal(QModelIndex, float, str)
    """Index, opacity 0-1, and a key that is the same throughout one drag."""
    menu_wanted = Signal(QModelIndex, QPointF)
    """Index and global place of a context menu."""

    def __init__(self, colors: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = LayerDelegate(colors, self)
        self._drag: tuple[QPersistentModelIndex, str] | None = None
        self._drags = count()
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(True)
        self.setExpandsOnDoubleClick(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Structures"))
        self.setAccessibleDescription(
            self.tr("Space shows or hides, Shift with left or right arrow fades, the menu key offers more.")
        )

    def set_colors(self, colors: Palette) -> None:
        """Changes the theme."""
        self._delegate.colors = colors
        self.viewport().update()

    def fit_columns(self) -> None:
        """Gives the sliders the width that the text size asks for, and the names the rest."""
        em = self.fontMetrics().height()
        self.setIndentation(round(em * 0.9))
        self.setMinimumWidth(em * 17)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(em)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(OPACITY, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(OPACITY, self._delegate.opacity_width(self.fontMetrics()))

    def changeEvent(self, event: QEvent) -> None:
        """Follows the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.model() is not None:
            self.fit_columns()

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        """Paints the row's background across all columns, then the cells."""
        colors = self._delegate.colors
        row = QRect(2, options.rect.top() + 1, self.viewport().width() - 4, options.rect.height() - 2)
        fill = self._background(index)
        focused = (
            self.hasFocus()
            and index.row() == self.currentIndex().row()
            and index.parent() == self.currentIndex().parent()
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if fill or focused:
            painter.setPen(QPen(QColor(colors.accent), 2) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row, 5, 5)
        painter.restore()
        super().drawRow(painter, options, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """A chevron for groups, nothing else."""
        if not self.model().hasChildren(index):
            return
        size = self.fontMetrics().height() * 0.2
        middle = QPointF(rect.right() - self.indentation() / 2 + 1, rect.center().y() + 0.5)
        down = ((-size, -size / 2), (0, size / 2), (size, -size / 2))
        side = ((-size / 2, -size), (size / 2, 0), (-size / 2, size))
        points = [middle + QPointF(x, y) for x, y in (down if self.isExpanded(index) else side)]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self._delegate.colors.muted), 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Checks a box, starts a slider drag, or picks the row."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        at = event.position().toPoint()
        index = self.indexAt(at)
        if self._on_slider(at):
            self._drag = (QPersistentModelIndex(index), f"fade-{id(self)}-{next(self._drags)}")
            self._fade_to(event.position().x())
        elif self._on_box(at):
            toggle(index)
        else:
            super().mousePressEvent(event)
            if index.isValid():
                self.chosen.emit(index.data(Role.NODE))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags the slider, else says what is under the pointer."""
        if self._drag is not None:
            self._fade_to(event.position().x())
            event.accept()
            return
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        self.pointed.emit(index.data(Role.NODE) if index.isValid() else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends a slider drag."""
        if self._drag is not None:
            self._drag = None
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a slider or a box a second press is a press."""
        at = event.position().toPoint()
        if self._on_slider(at) or self._on_box(at):
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Shift with left and right fades the current row; all other keys are the tree's."""
        steps = {Qt.Key.Key_Left: -OPACITY_STEP, Qt.Key.Key_Right: OPACITY_STEP}
        index = self.currentIndex()
        if event.modifiers() == Qt.KeyboardModifier.ShiftModifier and event.key() in steps and index.isValid():
            node: Node = index.data(Role.NODE)
            wanted = round(float(index.data(Role.OPACITY)) + steps[Qt.Key(event.key())], 2)
            self.faded.emit(index, min(max(wanted, 0.0), 1.0), f"fade-keys-{node.path}")
            event.accept()
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """A row reached with the keys is chosen like a clicked one."""
        super().currentChanged(current, previous)
        if self.hasFocus() and current.isValid():
            self.chosen.emit(current.data(Role.NODE))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu of the row under the pointer or, from the keyboard, of the current row."""
        from_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if from_keys else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).center() if from_keys else event.pos()
            self.menu_wanted.emit(index.siblingAtColumn(NAME), QPointF(self.viewport().mapToGlobal(place)))

    def show_current(self, index: Index) -> None:
        """Makes `index` the current row and brings it into sight."""
        if index != self.currentIndex():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            if index.isValid():
                self.scrollTo(index)

    def _background(self, index: Index) -> str:
        """Colour behind a row; a closed group shows what is pointed at or selected inside it."""
        inside = not self.isExpanded(index)
        if index.data(Role.SELECTED) or (inside and index.data(Role.HOLDS_SELECTED)):
            return self._delegate.colors.selected
        if index.data(Role.HOVERED) or (inside and index.data(Role.HOLDS_HOVERED)):
            return self._delegate.colors.hover
        return ""

    def _on_box(self, at: QPoint) -> bool:
        index = self.indexAt(at)
        return index.column() == NAME and box_target(self.visualRect(index), self.fontMetrics()).contains(at)

    def _on_slider(self, at: QPoint) -> bool:
        """On or near the groove; the rest of the cell belongs to the name that runs across it."""
        index = self.indexAt(at)
        if index.column() != OPACITY:
            return False
        groove = slider_rect(self.visualRect(index), index.data(Role.NODE), self.fontMetrics())
        reach = round(self.fontMetrics().height() * 0.45)
        return groove.adjusted(-reach, -reach, reach, reach).contains(at)

    def _fade_to(self, x: float) -> None:
        assert self._drag is not None
        held, key = self._drag
        index = self.model().index(held.row(), held.column(), held.parent())
        if not index.isValid():
            return
        groove = slider_rect(self.visualRect(index), index.data(Role.NODE), self.fontMetrics())
        opacity = min(max((x - groove.left()) / max(groove.width(), 1), 0.0), 1.0)
        self.faded.emit(index, round(opacity, 2), key)
