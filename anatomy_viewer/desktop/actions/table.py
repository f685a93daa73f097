"""The action table. Every letter and digit has its action now; with Shift most letters are free."""

from __future__ import annotations

from functools import partial

from anatomy_viewer.desktop.actions import deeds, motion_deeds
from anatomy_viewer.desktop.actions.fan_table import FAN
from anatomy_viewer.desktop.actions.motion_table import MOTION
from anatomy_viewer.desktop.actions.pain_table import PAIN
from anatomy_viewer.desktop.actions.spec import ActionSpec, Menu, Situation, always, translated
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.desktop.panels import PANELS, PanelSpec

TURN_STEP_DEG = 5.0
"""One press of an arrow key, in degrees."""

PAN_STEP = 0.05
"""One press of shift and an arrow key, as a fraction of the view's height."""

ZOOM_STEP = 1.15
"""One press of + or -, as a factor."""


def _structure_selected(situation: Situation) -> bool:
    return situation.structure_selected


def _selected_visible(situation: Situation) -> bool:
    state = situation.state
    return _structure_selected(situation) and state is not None and state.look(state.selected or "").visible


def _selected(situation: Situation) -> bool:
    return situation.state is not None and situation.state.selected is not None


def _restore_label(situation: Situation) -> str:
    if not situation.hidden:
        return translated(QT_TRANSLATE_NOOP("Actions", "Restore hidden"))
    return translated(QT_TRANSLATE_NOOP("Actions", "Restore hidden ({count})")).format(count=situation.hidden)


def _undo_label(situation: Situation) -> str:
    return _history_label(translated(QT_TRANSLATE_NOOP("Actions", "&Undo")), situation.undo_name)


def _redo_label(situation: Situation) -> str:
    return _history_label(translated(QT_TRANSLATE_NOOP("Actions", "&Redo")), situation.redo_name)


def _history_label(verb: str, name: str) -> str:
    return f"{verb}: {deeds.command_name(name)}" if name else verb


FILE = (
    ActionSpec(
        "file.open",
        QT_TRANSLATE_NOOP("Actions", "&Open model folder…"),
        deeds.open_model,
        Menu.FILE,
        ("Ctrl+O",),
        enabled=lambda s: not s.loading,
        tip=QT_TRANSLATE_NOOP("Actions", "Open another model: a folder with a manifest.toml"),
    ),
    ActionSpec(
        "file.open_shipped",
        QT_TRANSLATE_NOOP("Actions", "Open the &built-in model"),
        deeds.open_shipped_model,
        Menu.FILE,
        enabled=lambda s: not s.loading,
        tip=QT_TRANSLATE_NOOP("Actions", "Go back to the model that comes with the app"),
    ),
    ActionSpec(
        "file.save_picture",
        QT_TRANSLATE_NOOP("Actions", "&Save picture…"),
        deeds.save_picture,
        Menu.FILE,
        ("Ctrl+S",),
        section=1,
        on_toolbar=True,
        tip=QT_TRANSLATE_NOOP("Actions", "Save what you see as a PNG picture, at a size you choose"),
    ),
    ActionSpec(
        "file.quit",
        QT_TRANSLATE_NOOP("Actions", "&Quit"),
        deeds.quit_app,
        Menu.FILE,
        ("Ctrl+Q",),
        section=2,
        enabled=always,
    ),
)

EDIT = (
    ActionSpec(
        "edit.undo",
        QT_TRANSLATE_NOOP("Actions", "&Undo"),
        deeds.undo,
        Menu.EDIT,
        ("Ctrl+Z",),
        enabled=lambda s: bool(s.undo_name),
        label=_undo_label,
    ),
    ActionSpec(
        "edit.redo",
        QT_TRANSLATE_NOOP("Actions", "&Redo"),
        deeds.redo,
        Menu.EDIT,
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        enabled=lambda s: bool(s.redo_name),
        label=_redo_label,
    ),
)

STRUCTURE = (
    ActionSpec(
        "structure.hide",
        QT_TRANSLATE_NOOP("Actions", "&Hide"),
        deeds.hide_selected,
        Menu.STRUCTURE,
        ("H",),
        on_toolbar=True,
        enabled=_selected_visible,
        tip=QT_TRANSLATE_NOOP("Actions", "Hide the selected structure and keep everything around it"),
    ),
    ActionSpec(
        "structure.isolate",
        QT_TRANSLATE_NOOP("Actions", "&Isolate"),
        deeds.isolate_selected,
        Menu.STRUCTURE,
        ("I",),
        on_toolbar=True,
        enabled=_structure_selected,
        tip=QT_TRANSLATE_NOOP("Actions", "Show the selected structure alone"),
    ),
    ActionSpec(
        "structure.show_all",
        QT_TRANSLATE_NOOP("Actions", "Restore hidden"),
        deeds.show_all,
        Menu.STRUCTURE,
        ("A",),
        on_toolbar=True,
        enabled=lambda s: s.hidden > 0,
        label=_restore_label,
        tip=QT_TRANSLATE_NOOP("Actions", "Show again what you have hidden, each structure as faded as it was"),
    ),
    ActionSpec(
        "structure.skin",
        QT_TRANSLATE_NOOP("Actions", "&Skin"),
        deeds.toggle_skin,
        Menu.STRUCTURE,
        ("S",),
        section=1,
        on_toolbar=True,
        enabled=lambda s: s.skin_shown is not None,
        checked=lambda s: bool(s.skin_shown),
        tip=QT_TRANSLATE_NOOP("Actions", "Show or hide the skin"),
    ),
    ActionSpec(
        "structure.center",
        QT_TRANSLATE_NOOP("Actions", "&Centre on it"),
        deeds.center_on_selected,
        Menu.STRUCTURE,
        ("E",),
        section=2,
        enabled=_selected,
        tip=QT_TRANSLATE_NOOP("Actions", "Turn about the selected structure from now on"),
    ),
    ActionSpec(
        "structure.deselect",
        QT_TRANSLATE_NOOP("Actions", "Select &nothing"),
        deeds.deselect,
        Menu.STRUCTURE,
        ("Ctrl+Shift+A",),
        section=2,
        enabled=_selected,
    ),
)


def _view(view_id: str, text: str, key: str, tip: str) -> ActionSpec:
    handler = partial(deeds.show_view, view_id=view_id)
    return ActionSpec(f"view.{view_id}", text, handler, Menu.VIEW, (key,), on_toolbar=True, tip=tip)


VIEWS = (
    ActionSpec(
        "view.default",
        QT_TRANSLATE_NOOP("Actions", "&Default"),
        motion_deeds.reset_view,
        Menu.VIEW,
        ("D",),
        on_toolbar=True,
        tip=QT_TRANSLATE_NOOP("Actions", "Oblique view that shows the right gluteus medius best, on both legs"),
    ),
    _view("front", QT_TRANSLATE_NOOP("Actions", "&Front"), "F", QT_TRANSLATE_NOOP("Actions", "View from the front")),
    _view("back", QT_TRANSLATE_NOOP("Actions", "&Back"), "B", QT_TRANSLATE_NOOP("Actions", "View from behind")),
    _view(
        "right",
        QT_TRANSLATE_NOOP("Actions", "&Right"),
        "R",
        QT_TRANSLATE_NOOP("Actions", "View from the subject's right side"),
    ),
    _view(
        "left",
        QT_TRANSLATE_NOOP("Actions", "&Left"),
        "L",
        QT_TRANSLATE_NOOP("Actions", "View from the subject's left side"),
    ),
    _view("top", QT_TRANSLATE_NOOP("Actions", "&Top"), "T", QT_TRANSLATE_NOOP("Actions", "View from above")),
    _view(
        "bottom",
        QT_TRANSLATE_NOOP("Actions", "B&ottom"),
        "U",
        QT_TRANSLATE_NOOP("Actions", "View from below (from under)"),
    ),
    ActionSpec(
        "view.fit",
        QT_TRANSLATE_NOOP("Actions", "Fit to &what is shown"),
        deeds.fit_shown,
        Menu.VIEW,
        ("Z",),
        tip=QT_TRANSLATE_NOOP("Actions", "Fill the picture with what is not hidden, seen from the same side"),
    ),
)


def _move(id_: str, text: str, keys: tuple[str, ...], handler: partial[None], section: int) -> ActionSpec:
    return ActionSpec(
        f"move.{id_}",
        text,
        handler,
        Menu.VIEW,
        keys,
        section=section,
        submenu=QT_TRANSLATE_NOOP("Actions", "&Move"),
        in_view_only=True,
        repeats=True,
    )


_turn, _pan, _zoom = partial(partial, deeds.turn), partial(partial, deeds.pan), partial(partial, deeds.zoom)

MOVES = (
    _move(
        "turn_left", QT_TRANSLATE_NOOP("Actions", "Turn left"), ("Left",), _turn(dx_deg=-TURN_STEP_DEG, dy_deg=0.0), 0
    ),
    _move(
        "turn_right", QT_TRANSLATE_NOOP("Actions", "Turn right"), ("Right",), _turn(dx_deg=TURN_STEP_DEG, dy_deg=0.0), 0
    ),
    _move("turn_up", QT_TRANSLATE_NOOP("Actions", "Turn up"), ("Up",), _turn(dx_deg=0.0, dy_deg=TURN_STEP_DEG), 0),
    _move(
        "turn_down", QT_TRANSLATE_NOOP("Actions", "Turn down"), ("Down",), _turn(dx_deg=0.0, dy_deg=-TURN_STEP_DEG), 0
    ),
    _move("pan_left", QT_TRANSLATE_NOOP("Actions", "Shift left"), ("Shift+Left",), _pan(dx=-PAN_STEP, dy=0.0), 1),
    _move("pan_right", QT_TRANSLATE_NOOP("Actions", "Shift right"), ("Shift+Right",), _pan(dx=PAN_STEP, dy=0.0), 1),
    _move("pan_up", QT_TRANSLATE_NOOP("Actions", "Shift up"), ("Shift+Up",), _pan(dx=0.0, dy=PAN_STEP), 1),
    _move("pan_down", QT_TRANSLATE_NOOP("Actions", "Shift down"), ("Shift+Down",), _pan(dx=0.0, dy=-PAN_STEP), 1),
    _move("zoom_in", QT_TRANSLATE_NOOP("Actions", "Nearer"), ("+", "=", "PgUp"), _zoom(factor=ZOOM_STEP), 2),
    _move("zoom_out", QT_TRANSLATE_NOOP("Actions", "Farther"), ("-", "PgDown"), _zoom(factor=1 / ZOOM_STEP), 2),
)

LOOKS = (
    ActionSpec(
        "view.orientation_figure",
        QT_TRANSLATE_NOOP("Actions", "&Orientation figure"),
        deeds.toggle_orientation_figure,
        Menu.VIEW,
        ("O",),
        section=1,
        checked=lambda s: s.state is not None and s.state.orientation_figure,
        tip=QT_TRANSLATE_NOOP("Actions", "A small figure that shows front, back, left and right"),
    ),
    ActionSpec(
        "view.dark",
        QT_TRANSLATE_NOOP("Actions", "Dar&k theme"),
        deeds.toggle_theme,
        Menu.VIEW,
        ("Ctrl+D",),
        section=1,
        checked=lambda s: s.state is not None and s.state.theme == "dark",
        tip=QT_TRANSLATE_NOOP("Actions", "Dark background, for a dark room"),
    ),
)

WINDOW = (
    ActionSpec(
        "window.full_screen",
        QT_TRANSLATE_NOOP("Actions", "&Full screen"),
        deeds.toggle_full_screen,
        Menu.WINDOW,
        ("F11",),
        on_toolbar=True,
        enabled=always,
        checked=lambda s: s.full_screen,
        tip=QT_TRANSLATE_NOOP("Actions", "The picture alone on the whole screen; Esc returns"),
    ),
    ActionSpec(
        "window.leave_full_screen",
        QT_TRANSLATE_NOOP("Actions", "&Leave full screen"),
        deeds.leave_full_screen,
        Menu.WINDOW,
        ("Esc",),
        enabled=lambda s: s.full_screen,
    ),
    ActionSpec(
        "window.larger_text",
        QT_TRANSLATE_NOOP("Actions", "&Larger text"),
        partial(deeds.change_text_size, steps=1),
        Menu.WINDOW,
        ("Ctrl++", "Ctrl+="),
        section=1,
        enabled=always,
    ),
    ActionSpec(
        "window.smaller_text",
        QT_TRANSLATE_NOOP("Actions", "&Smaller text"),
        partial(deeds.change_text_size, steps=-1),
        Menu.WINDOW,
        ("Ctrl+-",),
        section=1,
        enabled=always,
    ),
    ActionSpec(
        "window.normal_text",
        QT_TRANSLATE_NOOP("Actions", "&Normal text"),
        deeds.normal_text_size,
        Menu.WINDOW,
        ("Ctrl+0",),
        section=1,
        enabled=always,
    ),
)


def _panel_toggle(panel: PanelSpec) -> ActionSpec:
    return ActionSpec(
        f"panel.{panel.id}",
        panel.title,
        partial(deeds.toggle_panel, panel_id=panel.id),
        Menu.WINDOW,
        (panel.shortcut,),
        section=2,
        on_toolbar=panel.on_toolbar,
        enabled=lambda s: s.state is not None and not s.full_screen,
        checked=lambda s: panel.id in s.open_panels,
        tip=panel.tip,
    )


HELP = (
    ActionSpec(
        "help.shortcuts",
        QT_TRANSLATE_NOOP("Actions", "&Keys and mouse"),
        deeds.show_shortcuts,
        Menu.HELP,
        ("F1",),
        enabled=always,
    ),
    ActionSpec("help.about", QT_TRANSLATE_NOOP("Actions", "&About"), deeds.show_about, Menu.HELP, enabled=always),
)

ACTIONS: tuple[ActionSpec, ...] = (
    *FILE,
    *EDIT,
    *STRUCTURE,
    *VIEWS,
    *MOVES,
    *LOOKS,
    *FAN,
    *MOTION,
    *PAIN,
    *WINDOW,
    *map(_panel_toggle, PANELS),
    *HELP,
)
"""Every action of the app, in menu order."""
