"""The tree of structures as a Qt model: reads atlas and state, writes commands, holds no state of its own."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.layer_nodes import Node, build_tree
from anatomy_viewer.desktop.plain_widgets import plain_tip
from anatomy_viewer.state import commands
from anatomy_viewer.state.view_state import DEFAULT_LOOK, Look, ViewState

Index = QModelIndex | QPersistentModelIndex
NAME, OPACITY = 0, 1
"""The columns."""

MIN_OPACITY = 0.05
"""The faintest a slider goes; what should vanish is hidden."""


class Role(IntEnum):
    """What the model says about a row beyond Qt's own roles."""

    NODE = Qt.ItemDataRole.UserRole + 1
    OPACITY = Qt.ItemDataRole.UserRole + 2
    HOVERED = Qt.ItemDataRole.UserRole + 3
    SELECTED = Qt.ItemDataRole.UserRole + 4
    HOLDS_HOVERED = Qt.ItemDataRole.UserRole + 5
    HOLDS_SELECTED = Qt.ItemDataRole.UserRole + 6
    SEARCH = Qt.ItemDataRole.UserRole + 7


class LayerModel(QAbstractItemModel):
    """Groups and structures; column NAME is checkable by tri-state, column OPACITY is edited in 0-1."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._root = build_tree(document.atlas)
        self._nodes = {node.path: node for node in self._root.walk()}
        self._looks: dict[str, Look] = dict(document.state.looks)
        self._answers = self._make_answers()
        document.listen(self._on_change)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The index of a child."""
        children = self._node(parent).children
        if 0 <= row < len(children) and column in (NAME, OPACITY):
            return self.createIndex(row, column, children[row])
        return QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """The index of the group a row stands in."""
        node = self._node(index).parent
        return self._index_of(node) if node is not None else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of children; only the first column has any."""
        return 0 if parent.column() > NAME else len(self._node(parent).children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008
        """Name and opacity."""
        return 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be picked; names can be checked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == NAME else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Titles of the columns, for screen readers."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr("Structure") if section == NAME else self.tr("Opacity")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """What a row shows."""
        answer = self._answers.get(role)
        return answer(self._node(index), index.column()) if answer and index.isValid() else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Shows or hides what a row stands for."""
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        visible = Qt.CheckState(value) == Qt.CheckState.Checked
        self._document.store.do(commands.set_visible(self._node(index).ids, visible))
        return True

    def set_opacity(self, index: Index, opacity: float, merge_key: str | None = None) -> None:
        """Fades all structures of a row to `opacity`, held within MIN_OPACITY to 1; one merge key is one undo step."""
        held = min(max(opacity, MIN_OPACITY), 1.0)
        self._document.store.do(commands.set_opacity(self._node(index).ids, held, merge_key))

    @property
    def groups(self) -> tuple[Node, ...]:
        """Every group of the tree, parents first."""
        return tuple(node for node in self._root.walk() if node.path and node.children)

    def index_of(self, path: str, column: int = NAME) -> QModelIndex:
        """The index of a structure id or group path; invalid if there is none."""
        node = self._nodes.get(path)
        return self._index_of(node, column) if node is not None else QModelIndex()

    def _make_answers(self) -> dict[int, Callable[[Node, int], Any]]:
        """For each role, what it says of a node in a column."""
        document, qt = self._document, Qt.ItemDataRole
        return {
            qt.DisplayRole: lambda node, column: node.title if column == NAME else self._opacity_text(node),
            qt.CheckStateRole: lambda node, column: self._check_state(node) if column == NAME else None,
            qt.ToolTipRole: lambda node, _: plain_tip(node.latin),
            qt.AccessibleTextRole: lambda node, column: (self._spoken if column == NAME else self._opacity_text)(node),
            qt.AccessibleDescriptionRole: lambda node, _: node.latin,
            Role.NODE: lambda node, _: node,
            Role.OPACITY: lambda node, _: self._opacity(node),
            Role.HOVERED: lambda node, _: document.state.hovered == node.path,
            Role.SELECTED: lambda node, _: document.state.selected == node.path,
            Role.HOLDS_HOVERED: lambda node, _: document.state.hovered in node.ids,
            Role.HOLDS_SELECTED: lambda node, _: document.state.selected in node.ids,
            Role.SEARCH: lambda node, _: f"{node.title} {node.latin} {node.path}" if node.structure else "",
        }

    def _node(self, index: Index) -> Node:
        return index.internalPointer() if index.isValid() else self._root

    def _index_of(self, node: Node, column: int = NAME) -> QModelIndex:
        return QModelIndex() if node is self._root else self.createIndex(node.row, column, node)

    def _look(self, id_: str) -> Look:
        return self._looks.get(id_, DEFAULT_LOOK)

    def _check_state(self, node: Node) -> Qt.CheckState:
        shown = [self._look(id_).visible for id_ in node.ids]
        if all(shown):
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if any(shown) else Qt.CheckState.Unchecked

    def _opacity(self, node: Node) -> float:
        """The common opacity, or the mean of a mixed group."""
        values = [self._look(id_).opacity for id_ in node.ids]
        return sum(values) / len(values)

    def _opacity_text(self, node: Node) -> str:
        mixed = len({self._look(id_).opacity for id_ in node.ids}) > 1
        return self.tr("mixed") if mixed else self.tr("{percent} %").format(percent=round(self._opacity(node) * 100))

    def _spoken(self, node: Node) -> str:
        """The row in words, for screen readers."""
        words = {
            Qt.CheckState.Checked: self.tr("shown"),
            Qt.CheckState.PartiallyChecked: self.tr("partly shown"),
            Qt.CheckState.Unchecked: self.tr("hidden"),
        }
        return self.tr("{name}, {shown}, opacity {opacity}").format(
            name=node.title, shown=words[self._check_state(node)], opacity=self._opacity_text(node)
        )

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        self._looks = dict(new.looks)
        changed = {id_ for id_, _ in set(old.looks) ^ set(new.looks)}
        for before, after in ((old.hovered, new.hovered), (old.selected, new.selected)):
            if before != after:
                changed |= {id_ for id_ in (before, after) if id_ is not None}
        self._tell(changed)

    def _tell(self, ids: set[str]) -> None:
        """Says that rows changed: those of `ids` and of all groups above them."""
        told: set[str] = set()
        for id_ in ids:
            node = self._nodes.get(id_)
            while node is not None and node is not self._root and node.path not in told:
                told.add(node.path)
                self.dataChanged.emit(self._index_of(node), self._index_of(node, OPACITY))
                node = node.parent
