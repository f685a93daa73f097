"""A list of trigger points with a figure beside each: a preview under the pointer, a click goes to the point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.desktop.plain_widgets import set_tip
from anatomy_viewer.state import commands as plain
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.pain_views import zones_camera


@dataclass(frozen=True)
class Row:
    """A trigger point, what is said of it, and how long its bar is, 0-1."""

    id: str
    text: str
    figure: str
    share: float


class PainRows(QWidget):
    """As many rows as there are answers; buttons are kept and written anew, so that a list can change often."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.rows: list[_RowButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Shows these in place of those before."""
        while len(self.rows) < len(rows):
            button = _RowButton(self._document)
            button.clicked.connect(lambda _checked=False, button=button: self._choose(button))
            button.installEventFilter(self)
            self._layout.addWidget(button)
            self.rows.append(button)
        for button, row in zip(self.rows, rows, strict=False):
            button.write(row)
        for index, button in enumerate(self.rows):
            button.setVisible(index < len(rows))

    @property
    def shown(self) -> list[Row]:
        """What is shown."""
        return [button.row for button in self.rows if button.row is not None and not button.isHidden()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Previews the pain of the row under the pointer, or with the keyboard on it."""
        kind = QEvent.Type
        if isinstance(watched, _RowButton) and event.type() in {kind.Enter, kind.FocusIn, kind.Leave, kind.FocusOut}:
            entered = event.type() in {kind.Enter, kind.FocusIn}
            self._document.store.do(plain.hover(watched.row.id if entered and watched.row is not None else None))
        return super().eventFilter(watched, event)

    def _choose(self, button: _RowButton) -> None:
        if button.row is not None:
            id_ = button.row.id
            self._document.store.do(commands.choose_point(id_, zones_camera(self._document.atlas, [id_])))


class _RowButton(QToolButton):
    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.row: Row | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def write(self, row: Row) -> None:
        if row != self.row:
            self.row = row
            self.setAccessibleName(f"{row.text}, {row.figure}")
            set_tip(self, self.accessibleName())
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), round(self.fontMetrics().height() * 1.7))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.row is None:
            return
        colors, painter = palette_for(self._document.state.theme), QPainter(self)
        room = self.rect().adjusted(8, 2, -8, -4)
        painter.setPen(QColor(colors.text))
        figure = painter.fontMetrics().horizontalAdvance(self.row.figure)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.row.figure)
        left = room.adjusted(0, 0, -figure - 8, 0)
        text = painter.fontMetrics().elidedText(self.row.text, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        bar = self.rect().adjusted(8, self.height() - 4, -8, -2)
        painter.fillRect(bar, QColor(colors.line))
        bar.setWidth(round(bar.width() * min(max(self.row.share, 0.0), 1.0)))
        painter.fillRect(bar, QColor(colors.accent))
