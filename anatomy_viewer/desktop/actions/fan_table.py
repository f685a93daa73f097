"""The rows of the action table that take a muscle's fan apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from anatomy_viewer.desktop.actions import fan_deeds
from anatomy_viewer.desktop.actions.spec import ActionSpec, Menu, Rule, Situation
from anatomy_viewer.desktop.fan_modes import MODES, SWEEP_STEP, SWEPT, ModeText, mode_possible, next_muscle, other_side
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.state.view_state import FanMode

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow


def _possible(mode: FanMode, situation: Situation) -> bool:
    return mode_possible(mode, fibres=situation.fan_fibres, attachments=situation.fan_attachments)


def _in_mode(mode: FanMode, situation: Situation) -> bool:
    return situation.state is not None and situation.state.fan.mode == mode


def _patches_free(situation: Situation) -> bool:
    return situation.fan_attachments and not _in_mode("attachments", situation)


def _patches_shown(situation: Situation) -> bool:
    return situation.fan_attachments and situation.state is not None and situation.state.fan.shows_patches


def _labels_shown(situation: Situation) -> bool:
    return situation.state is not None and situation.state.fan.labels


def _is_clear(situation: Situation) -> bool:
    return situation.fan_covered and situation.state is not None and situation.state.fan.clear


def _left(situation: Situation) -> bool:
    return situation.state is not None and situation.state.fan.muscle.endswith(".left")


def _can_sweep(step: float, situation: Situation) -> bool:
    if situation.state is None or not situation.fan_fibres or situation.state.fan.mode not in SWEPT:
        return False
    return situation.state.fan.sweep > 0.0 if step < 0 else situation.state.fan.sweep < 1.0


def _has(find: Callable[[tuple[str, ...], str], str | None]) -> Rule:
    return lambda s: s.state is not None and find(s.fan_muscles, s.state.fan.muscle) is not None


def _mode(entry: ModeText) -> ActionSpec:
    return ActionSpec(
        f"fan.{entry.mode}",
        entry.text,
        partial(fan_deeds.set_mode, mode=entry.mode),
        Menu.FAN,
        (entry.key,),
        enabled=partial(_possible, entry.mode),
        checked=partial(_in_mode, entry.mode),
        tip=entry.tip,
    )


def _fan(
    id_: str,
    text: str,
    handler: Callable[[MainWindow], None],
    key: str,
    section: int,
    *,
    enabled: Rule,
    tip: str,
    checked: Rule | None = None,
    repeats: bool = False,
) -> ActionSpec:
    return ActionSpec(
        f"fan.{id_}",
        text,
        handler,
        Menu.FAN,
        (key,),
        section=section,
        repeats=repeats,
        enabled=enabled,
        checked=checked,
        tip=tip,
    )


FAN: tuple[ActionSpec, ...] = (
    *map(_mode, MODES),
    _fan(
        "patches",
        QT_TRANSLATE_NOOP("Actions", "Paint the &attachments"),
        fan_deeds.toggle_attachments,
        "C",
        1,
        enabled=_patches_free,
        checked=_patches_shown,
        tip=QT_TRANSLATE_NOOP("Actions", "Colour origin and insertion on the bone"),
    ),
    _fan(
        "labels",
        QT_TRANSLATE_NOOP("Actions", "&Names beside the anatomy"),
        fan_deeds.toggle_labels,
        "N",
        1,
        enabled=lambda s: bool(s.fan_muscles),
        checked=_labels_shown,
        tip=QT_TRANSLATE_NOOP("Actions", "Name what is seen of the fan, with lines that lead to it"),
    ),
    _fan(
        "clear",
        QT_TRANSLATE_NOOP("Actions", "Clear the &way"),
        fan_deeds.toggle_clear,
        "Y",
        1,
        enabled=lambda s: s.fan_covered and s.fan_fibres,
        checked=_is_clear,
        tip=QT_TRANSLATE_NOOP("Actions", "Muscles that lie over this one step back while it is taken apart"),
    ),
    _fan(
        "sweep_back",
        QT_TRANSLATE_NOOP("Actions", "Close the fan &towards the back"),
        partial(fan_deeds.sweep, step=-SWEEP_STEP),
        "[",
        2,
        enabled=partial(_can_sweep, -SWEEP_STEP),
        repeats=True,
        tip=QT_TRANSLATE_NOOP("Actions", "Take fibres away, the foremost first"),
    ),
    _fan(
        "sweep_front",
        QT_TRANSLATE_NOOP("Actions", "Open the fan towards the f&ront"),
        partial(fan_deeds.sweep, step=SWEEP_STEP),
        "]",
        2,
        enabled=partial(_can_sweep, SWEEP_STEP),
        repeats=True,
        tip=QT_TRANSLATE_NOOP("Actions", "Add fibres, from the hindmost to the foremost"),
    ),
    _fan(
        "next_muscle",
        QT_TRANSLATE_NOOP("Actions", "Next m&uscle"),
        fan_deeds.go_to_next_muscle,
        "K",
        3,
        enabled=_has(next_muscle),
        tip=QT_TRANSLATE_NOOP("Actions", "Take the next muscle of this side apart"),
    ),
    _fan(
        "left_side",
        QT_TRANSLATE_NOOP("Actions", "&Left side"),
        fan_deeds.go_to_other_side,
        "X",
        3,
        enabled=_has(other_side),
        checked=_left,
        tip=QT_TRANSLATE_NOOP("Actions", "Take the muscle of the left side apart instead of the right"),
    ),
)
"""Every action of the fan, in menu order."""
