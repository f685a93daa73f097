"""Makes menus, tool bar and shortcuts from the action table, and keeps them in step with the situation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton, QWidget

from anatomy_viewer.desktop.actions.spec import ActionSpec, Menu, Situation, translated
from anatomy_viewer.desktop.actions.table import ACTIONS
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.desktop.plain_widgets import set_tip

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow


def shortcut_text(spec: ActionSpec) -> str:
    """The keys of an action as this platform writes them, joined by a comma."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(keys).toString(native) for keys in (*spec.shortcuts, *spec.view_shortcuts) if keys)


class ActionSet:
    """The Qt actions of one window; `actions` maps the table's ids to them."""

    def __init__(self, window: MainWindow, view: QWidget) -> None:
        self.actions: dict[str, QAction] = {spec.id: _make(spec, window, view) for spec in ACTIONS}
        self._fill_menu_bar(window)
        self.toolbar = self._make_toolbar(window)

    def refresh(self, situation: Situation) -> None:
        """Sets what is enabled, checked and written on each action."""
        for spec in ACTIONS:
            action = self.actions[spec.id]
            action.setEnabled(spec.enabled(situation))
            if spec.checked:
                action.setChecked(spec.checked(situation))
            if spec.label:
                action.setText(spec.label(situation))

    def _fill_menu_bar(self, window: MainWindow) -> None:
        for menu in Menu:
            _fill(window.menuBar().addMenu(translated(menu)), [s for s in ACTIONS if s.menu is menu], self.actions)

    def _make_toolbar(self, window: MainWindow) -> QToolBar:
        bar = QToolBar(translated(QT_TRANSLATE_NOOP("Actions", "Tool bar")), window)
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        last: Menu | None = None
        for spec in sorted((s for s in ACTIONS if s.on_toolbar), key=lambda s: TOOLBAR_ORDER.index(s.menu)):
            if last not in (None, spec.menu):
                bar.addSeparator()
            last = spec.menu
            bar.addAction(self.actions[spec.id])
            button = bar.widgetForAction(self.actions[spec.id])
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(self.actions[spec.id].text().replace("&", ""))
        window.addToolBar(bar)
        more = bar.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:  # Qt's own arrow is black in both themes
            more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            more.setText("»")
            more.setAccessibleName(translated(QT_TRANSLATE_NOOP("Actions", "More")))
        return bar


TOOLBAR_ORDER = (
    Menu.VIEW,
    Menu.FAN,
    Menu.MOTION,
    Menu.PAIN,
    Menu.STRUCTURE,
    Menu.EDIT,
    Menu.FILE,
    Menu.WINDOW,
    Menu.HELP,
)
"""Order of the groups on the tool bar: views first."""


def _make(spec: ActionSpec, window: MainWindow, view: QWidget) -> QAction:
    action = QAction(translated(spec.text), window)
    action.setObjectName(spec.id)
    action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts if keys])
    action.setAutoRepeat(spec.repeats)
    action.setCheckable(spec.checked is not None)
    action.setMenuRole(QAction.MenuRole.NoRole)
    tip = translated(spec.tip) if spec.tip else translated(spec.text).replace("&", "")
    set_tip(action, f"{tip} ({shortcut_text(spec)})" if spec.shortcuts else tip)
    # triggered() comes after the check mark has changed; refresh() sets it back to what the state says.
    action.triggered.connect(lambda _checked=False: spec.handler(window))
    for keys in spec.view_shortcuts:
        shortcut = QShortcut(QKeySequence(keys), view)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)  # PySide drops it beside a slot
        shortcut.activated.connect(action.trigger)
    if spec.in_view_only:
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        view.addAction(action)
    else:
        # Also on the window itself: a hidden menu bar, as in full screen, must not take the keys away.
        window.addAction(action)
    return action


def _fill(menu: QMenu, specs: list[ActionSpec], actions: dict[str, QAction]) -> None:
    sections: dict[QMenu, int] = {}
    submenus: dict[str, QMenu] = {}
    for spec in specs:
        if spec.submenu and spec.submenu not in submenus:
            submenus[spec.submenu] = menu.addMenu(translated(spec.submenu))
        target = submenus.get(spec.submenu, menu)
        if sections.setdefault(target, spec.section) != spec.section:
            target.addSeparator()
        sections[target] = spec.section
        target.addAction(actions[spec.id])
