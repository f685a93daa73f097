"""The panel with the list of structures, its search box, and what the model lacks."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPointF, QSortFilterProxyModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.layer_model import LayerModel, Role
from anatomy_viewer.desktop.layer_nodes import Node
from anatomy_viewer.desktop.layer_view import LayerView
from anatomy_viewer.desktop.notes import NoteButton, short_hashes, text_box
from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.desktop.plain_widgets import PlainLabel, shortened
from anatomy_viewer.state import commands
from anatomy_viewer.state.view_state import ViewState

FAINT = 0.3
"""What "Fade" in the context menu fades to."""


class LayerPanel(QWidget):
    """Shows, hides and fades structures and groups; hover and choice are the state's, as everywhere."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._open_before: frozenset[str] | None = None
        """Paths of the groups that were open before the search; None while nothing is searched for."""
        self.model = LayerModel(document, self)
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSourceModel(self.model)
        self.proxy.setRecursiveFilteringEnabled(True)
        self.proxy.setFilterRole(Role.SEARCH)
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.view = LayerView(palette_for(document.state.theme), self)
        self.view.setModel(self.proxy)
        self.view.fit_columns()
        self.search = self._make_search()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 4, 8)
        layout.addWidget(self.search)
        self.nothing = PlainLabel(self.tr("Nothing found"))
        self.nothing.setObjectName("muted")
        self.nothing.setContentsMargins(8, 4, 8, 4)
        self.nothing.hide()
        layout.addWidget(self.nothing)
        layout.addWidget(self.view, 1)
        self.notes = self._make_notes()
        for note in self.notes:
            layout.addWidget(note)
        self._connect()
        self._open_groups()

    def _make_search(self) -> QLineEdit:
        search = QLineEdit()
        search.setPlaceholderText(self.tr("Search, English or Latin"))
        search.setAccessibleName(self.tr("Search structures"))
        search.setClearButtonEnabled(True)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), search, context=Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(search.clear)
        return search

    def _make_notes(self) -> list[QWidget]:
        """What the pack could not give, always in sight, and what the model does not contain, behind a button."""
        atlas = self._document.atlas
        notes: list[QWidget] = []
        if atlas.missing:
            lines = shortened("\n".join(str(problem) for problem in atlas.missing), self.tr("and {count} more"))
            text = self.tr("Missing from this model, or not fitting:\n{lines}").format(lines=short_hashes(lines))
            notes.append(text_box(text, "warning"))
        if atlas.absent:
            notes.append(NoteButton(self.tr("What this model leaves out"), atlas.absent))
        return notes

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.view.pointed.connect(self._point_at)
        self.view.chosen.connect(self._choose)
        self.view.faded.connect(self._fade)
        self.view.menu_wanted.connect(self._open_menu)
        self._document.listen(self._on_change)

    def _open_groups(self) -> None:
        """Opens the groups of muscles and the list of bone groups, so that all of it is in sight at once."""
        for path in ("bones", "muscles", "muscles/right", "muscles/left", "muscles/midline"):
            self.view.expand(self.proxy.mapFromSource(self.model.index_of(path)))

    def _filter(self, text: str) -> None:
        """Shows what fits, all of it open; afterwards the groups are as open as they were."""
        wanted = text.strip()
        if wanted and self._open_before is None:
            self._open_before = frozenset(
                node.path for node in self.model.groups if self.view.isExpanded(self._row(node))
            )
        self.proxy.setFilterFixedString(wanted)
        self.nothing.setVisible(self.proxy.rowCount() == 0)
        if wanted:
            self.view.expandAll()
        elif self._open_before is not None:
            for node in self.model.groups:
                self.view.setExpanded(self._row(node), node.path in self._open_before)
            self._open_before = None

    def _row(self, node: Node) -> QModelIndex:
        return self.proxy.mapFromSource(self.model.index_of(node.path))

    def _point_at(self, node: Node | None) -> None:
        part = node.structure if node is not None else None
        self._document.store.do(commands.hover(part.id if part else None))

    def _choose(self, node: Node) -> None:
        if node.structure is not None:
            self._document.store.do(commands.select(node.structure.id))

    def _fade(self, index: QModelIndex, opacity: float, merge_key: str) -> None:
        self.model.set_opacity(self.proxy.mapToSource(index), opacity, merge_key)

    def _open_menu(self, index: QModelIndex, place: QPointF) -> None:
        menu = self.row_menu(index.data(Role.NODE))
        menu.popup(place.toPoint())

    def row_menu(self, node: Node) -> QMenu:
        """The context menu of a row; it deletes itself when it closes."""
        ids, store = node.ids, self._document.store
        shown = any(self._document.state.look(id_).visible for id_ in ids)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(
            self.tr("Hide") if shown else self.tr("Show"), lambda: store.do(commands.set_visible(ids, not shown))
        )
        menu.addAction(self.tr("Show alone"), lambda: store.do(commands.isolate(ids, self._document.atlas.structures)))
        menu.addSeparator()
        menu.addAction(self.tr("Fade"), lambda: store.do(commands.set_opacity(ids, FAINT)))
        menu.addAction(self.tr("Fully opaque"), lambda: store.do(commands.set_opacity(ids, 1.0)))
        return menu

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.theme != new.theme:
            self.view.set_colors(palette_for(new.theme))
        if old.selected != new.selected:
            self._follow_selection(new.selected)

    def _follow_selection(self, selected: str | None) -> None:
        index = self.proxy.mapFromSource(self.model.index_of(selected)) if selected else QModelIndex()
        if index.isValid() or selected is None:
            self.view.show_current(index)
