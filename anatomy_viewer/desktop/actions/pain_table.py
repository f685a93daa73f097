"""The rows of the action table for pain: number keys for trigger points, looks, questions, drawings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from anatomy_viewer.desktop.actions import pain_deeds, pain_drawing_deeds
from anatomy_viewer.desktop.actions.spec import ActionSpec, Menu, Rule, Situation
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.desktop.pain_points import KEYED
from anatomy_viewer.state.pain import BRUSH_RANGE_MM, PainTool, PainView

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow

NAMES: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Actions", "Gluteus medius, TrP1"),
    QT_TRANSLATE_NOOP("Actions", "Gluteus medius, TrP2"),
    QT_TRANSLATE_NOOP("Actions", "Gluteus medius, TrP3"),
    QT_TRANSLATE_NOOP("Actions", "Gluteus minimus, anterior"),
    QT_TRANSLATE_NOOP("Actions", "Gluteus minimus, posterior"),
    QT_TRANSLATE_NOOP("Actions", "Gluteus maximus, TrP1"),
    QT_TRANSLATE_NOOP("Actions", "Gluteus maximus, TrP2"),
    QT_TRANSLATE_NOOP("Actions", "Gluteus maximus, TrP3"),
)
"""What the number keys 1 to 8 show."""

_ONLY = QT_TRANSLATE_NOOP("Actions", "Show &only")


def _has_points(situation: Situation) -> bool:
    return situation.state is not None and bool(situation.trigger_points)


def _has_skin(situation: Situation) -> bool:
    return situation.state is not None and situation.skin_shown is not None


def _pain(wanted: Callable[[PainView], bool]) -> Rule:
    return lambda s: s.state is not None and wanted(s.state.pain)


def _has(stem: str, situation: Situation) -> bool:
    return situation.state is not None and f"{stem}.{situation.state.pain.side}" in situation.trigger_points


def _on(stem: str, situation: Situation) -> bool:
    pain = situation.state.pain if situation.state is not None else None
    return pain is not None and pain.shown and f"{stem}.{pain.side}" in pain.points


def _drawn(situation: Situation) -> bool:
    return situation.state is not None and bool(situation.state.pain.drawing)


def _row(
    id_: str,
    text: str,
    handler: Callable[[MainWindow], None],
    key: str,
    section: int,
    tip: str,
    *,
    enabled: Rule = _has_points,
    checked: Rule | None = None,
    repeats: bool = False,
    submenu: str = "",
    on_toolbar: bool = False,
) -> ActionSpec:
    return ActionSpec(
        f"pain.{id_}",
        text,
        handler,
        Menu.PAIN,
        (key,) if key else (),
        section=section,
        submenu=submenu,
        on_toolbar=on_toolbar,
        repeats=repeats,
        enabled=enabled,
        checked=checked,
        tip=tip,
    )


def _point(number: int, stem: str, name: str) -> ActionSpec:
    return _row(
        stem,
        name,
        partial(pain_deeds.toggle_point, stem=stem),
        str(number),
        1,
        QT_TRANSLATE_NOOP("Actions", "Show where this trigger point is reported to send pain, or hide it again"),
        enabled=partial(_has, stem),
        checked=partial(_on, stem),
    )


def _alone(number: int, stem: str, name: str) -> ActionSpec:
    return _row(
        f"only.{stem}",
        name,
        partial(pain_deeds.show_only, stem=stem),
        f"Ctrl+{number}",
        0,
        QT_TRANSLATE_NOOP("Actions", "Show the reported pain of this trigger point alone"),
        enabled=partial(_has, stem),
        submenu=_ONLY,
    )


def _tool(tool: PainTool, text: str, key: str, section: int, tip: str) -> ActionSpec:
    return _row(
        tool,
        text,
        partial(pain_deeds.take_tool, tool=tool),
        key,
        section,
        tip,
        enabled=_has_skin,
        checked=_pain(lambda pain: pain.tool == tool),
    )


SWITCHES: tuple[ActionSpec, ...] = (
    _row(
        "shown",
        QT_TRANSLATE_NOOP("Actions", "Show &pain"),
        pain_deeds.toggle_pain,
        "0",
        0,
        QT_TRANSLATE_NOOP("Actions", "Switch all pain patterns and drawings on or off"),
        enabled=_has_skin,
        checked=_pain(lambda pain: pain.shown),
        on_toolbar=True,
    ),
    *(_point(number, *entry) for number, entry in enumerate(zip(KEYED, NAMES, strict=True), start=1)),
    _row(
        "side",
        QT_TRANSLATE_NOOP("Actions", "&All of this side"),
        pain_deeds.toggle_side,
        "9",
        1,
        QT_TRANSLATE_NOOP("Actions", "Show or hide all trigger points of the side that the number keys mean"),
        checked=lambda s: _has_points(s) and all(_on(stem, s) for stem in KEYED if _has(stem, s)),
    ),
    *(_alone(number, *entry) for number, entry in enumerate(zip(KEYED, NAMES, strict=True), start=1)),
    _row(
        "left",
        QT_TRANSLATE_NOOP("Actions", "Number keys: &left side"),
        pain_deeds.change_side,
        "J",
        2,
        QT_TRANSLATE_NOOP("Actions", "Let the number keys mean the left side instead of the right"),
        checked=_pain(lambda pain: pain.side == "left"),
    ),
)

LOOKS: tuple[ActionSpec, ...] = (
    _row(
        "referral_paths",
        QT_TRANSLATE_NOOP("Actions", "Referral pa&ths"),
        pain_deeds.toggle_referral_paths,
        "Shift+L",
        3,
        QT_TRANSLATE_NOOP("Actions", "Draw a line from each trigger point to its reported pain"),
        checked=_pain(lambda pain: pain.referral_paths),
    ),
    _row(
        "press",
        QT_TRANSLATE_NOOP("Actions", "&Where to press"),
        pain_deeds.toggle_press,
        "Shift+W",
        3,
        QT_TRANSLATE_NOOP("Actions", "Mark the place on the skin over each trigger point, and how deep it lies"),
        checked=_pain(lambda pain: pain.press),
    ),
    _row(
        "parts",
        QT_TRANSLATE_NOOP("Actions", "On &muscles and bones too"),
        pain_deeds.toggle_parts,
        "Shift+M",
        3,
        QT_TRANSLATE_NOOP("Actions", "Paint what lies under the zones as well"),
        checked=_pain(lambda pain: pain.parts),
    ),
    _row(
        "whole_skin",
        QT_TRANSLATE_NOOP("Actions", "Whole &skin"),
        pain_deeds.toggle_whole_skin,
        "Shift+S",
        3,
        QT_TRANSLATE_NOOP("Actions", "Draw the skin around the zones whole instead of as a ghost"),
        enabled=_has_skin,
        checked=_pain(lambda pain: pain.skin == "solid"),
    ),
    _row(
        "palette",
        QT_TRANSLATE_NOOP("Actions", "Next &colours"),
        pain_deeds.next_palette,
        "Shift+C",
        3,
        QT_TRANSLATE_NOOP("Actions", "Red, blue or orange; blue and orange are safe for colour-blind eyes"),
        enabled=_has_skin,
    ),
)

DRAWING: tuple[ActionSpec, ...] = (
    _tool(
        "find",
        QT_TRANSLATE_NOOP("Actions", "What sends pain &here?"),
        "Shift+F",
        4,
        QT_TRANSLATE_NOOP(
            "Actions", "Click a place on the skin to learn which trigger points are reported to send pain there"
        ),
    ),
    _tool(
        "brush",
        QT_TRANSLATE_NOOP("Actions", "&Draw pain"),
        "Q",
        5,
        QT_TRANSLATE_NOOP("Actions", "Draw pain on the skin, and see which trigger points explain it best"),
    ),
    _tool(
        "eraser",
        QT_TRANSLATE_NOOP("Actions", "&Erase"),
        "Shift+Q",
        5,
        QT_TRANSLATE_NOOP("Actions", "Take drawn pain away again"),
    ),
    _row(
        "wider",
        QT_TRANSLATE_NOOP("Actions", "Wider brush"),
        partial(pain_deeds.change_brush, step_mm=pain_deeds.BRUSH_STEP_MM),
        ".",
        5,
        QT_TRANSLATE_NOOP("Actions", "Draw broader strokes"),
        enabled=lambda s: _has_skin(s) and _pain(lambda pain: pain.brush_mm < BRUSH_RANGE_MM[1])(s),
        repeats=True,
    ),
    _row(
        "narrower",
        QT_TRANSLATE_NOOP("Actions", "Narrower brush"),
        partial(pain_deeds.change_brush, step_mm=-pain_deeds.BRUSH_STEP_MM),
        ",",
        5,
        QT_TRANSLATE_NOOP("Actions", "Draw finer strokes"),
        enabled=lambda s: _has_skin(s) and _pain(lambda pain: pain.brush_mm > BRUSH_RANGE_MM[0])(s),
        repeats=True,
    ),
    _row(
        "mirror",
        QT_TRANSLATE_NOOP("Actions", "Draw &both sides"),
        pain_deeds.toggle_mirror,
        "Shift+J",
        5,
        QT_TRANSLATE_NOOP("Actions", "Every stroke is drawn on the other side too"),
        enabled=_has_skin,
        checked=_pain(lambda pain: pain.mirror),
    ),
    _row(
        "clear",
        QT_TRANSLATE_NOOP("Actions", "Clea&r the drawing"),
        pain_deeds.clear_drawing,
        "Shift+Del",
        5,
        QT_TRANSLATE_NOOP("Actions", "Take all drawn pain away"),
        enabled=_drawn,
    ),
    _row(
        "open_drawing",
        QT_TRANSLATE_NOOP("Actions", "&Open a pain drawing…"),
        pain_drawing_deeds.open_drawing,
        "Ctrl+Shift+O",
        6,
        QT_TRANSLATE_NOOP("Actions", "Open a pain drawing that was saved with this program"),
        enabled=_has_skin,
    ),
    _row(
        "save_drawing",
        QT_TRANSLATE_NOOP("Actions", "Sa&ve the pain drawing…"),
        pain_drawing_deeds.save_drawing,
        "Ctrl+Shift+S",
        6,
        QT_TRANSLATE_NOOP("Actions", "Save the pain drawing as a file, to open it again later"),
        enabled=_drawn,
    ),
    _row(
        "sources",
        QT_TRANSLATE_NOOP("Actions", "Sources and l&imits"),
        pain_drawing_deeds.show_sources,
        "Shift+F1",
        7,
        QT_TRANSLATE_NOOP("Actions", "Where the patterns come from, and what they do not say"),
        enabled=_has_points,
    ),
)

PAIN: tuple[ActionSpec, ...] = (*SWITCHES, *LOOKS, *DRAWING)
"""Every action of pain, in menu order."""
