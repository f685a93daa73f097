"""The rows of the action table that move the hips."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from anatomy_viewer.desktop.actions import motion_deeds
from anatomy_viewer.desktop.actions.spec import ActionSpec, Menu, Rule, Situation, translated
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.desktop.motion_player import Playing
from anatomy_viewer.state.motion import MotionView

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow


def _possible(situation: Situation) -> bool:
    return situation.playing is not None


def _curves(situation: Situation) -> bool:
    return situation.motion_curves


def _motion(wanted: Callable[[MotionView], bool]) -> Rule:
    return lambda s: s.state is not None and wanted(s.state.motion)


def _playing(wanted: Callable[[Playing], bool]) -> Rule:
    return lambda s: s.playing is not None and wanted(s.playing)


def _play_label(situation: Situation) -> str:
    if situation.playing is not None and situation.playing.running:
        return translated(QT_TRANSLATE_NOOP("Actions", "&Pause"))
    return translated(QT_TRANSLATE_NOOP("Actions", "&Play"))


def _row(
    id_: str,
    text: str,
    handler: Callable[[MainWindow], None],
    key: str,
    section: int,
    tip: str,
    *,
    enabled: Rule = _possible,
    checked: Rule | None = None,
    repeats: bool = False,
    in_view: tuple[str, ...] = (),
    label: Callable[[Situation], str] | None = None,
) -> ActionSpec:
    return ActionSpec(
        f"motion.{id_}",
        text,
        handler,
        Menu.MOTION,
        (key,),
        section=section,
        repeats=repeats,
        enabled=enabled,
        checked=checked,
        view_shortcuts=in_view,
        label=label,
        tip=tip,
    )


def _step(id_: str, text: str, key: str, degrees: float) -> ActionSpec:
    tip = QT_TRANSLATE_NOOP("Actions", "Abduct the hip step by step; on one leg, let the free side sink")
    return _row(id_, text, partial(motion_deeds.step, degrees=degrees), key, 2, tip, repeats=True)


KINDS: tuple[ActionSpec, ...] = (
    _row(
        "stance",
        QT_TRANSLATE_NOOP("Actions", "Stand on &one leg"),
        motion_deeds.change_kind,
        "Ctrl+K",
        0,
        QT_TRANSLATE_NOOP("Actions", "Change between the two motions: the leg lifts, or the body stands on one leg"),
        checked=_motion(lambda motion: motion.kind == "stance"),
    ),
    _row(
        "side",
        QT_TRANSLATE_NOOP("Actions", "Other &leg"),
        motion_deeds.change_side,
        "Shift+X",
        0,
        QT_TRANSLATE_NOOP("Actions", "Take the other leg; where legs are lifted, then both"),
    ),
    _row(
        "next",
        QT_TRANSLATE_NOOP("Actions", "&Next prepared motion"),
        partial(motion_deeds.choose_next, step=1),
        "Ctrl+M",
        0,
        QT_TRANSLATE_NOOP("Actions", "Take the next motion of the list"),
    ),
    _row(
        "previous",
        QT_TRANSLATE_NOOP("Actions", "Pre&vious prepared motion"),
        partial(motion_deeds.choose_next, step=-1),
        "Ctrl+Shift+M",
        0,
        QT_TRANSLATE_NOOP("Actions", "Take the motion of the list that comes before"),
    ),
    _row(
        "neutral",
        QT_TRANSLATE_NOOP("Actions", "Stand on &both legs"),
        motion_deeds.stand,
        "Ctrl+Home",
        0,
        QT_TRANSLATE_NOOP("Actions", "Go back to standing on both legs"),
        enabled=lambda s: _possible(s) and not _motion(lambda motion: motion.neutral)(s),
    ),
)

PLAYER: tuple[ActionSpec, ...] = (
    _row(
        "play",
        QT_TRANSLATE_NOOP("Actions", "&Play"),
        motion_deeds.play,
        "Ctrl+P",
        1,
        QT_TRANSLATE_NOOP("Actions", "Play the motion, or stop it"),
        in_view=("Space",),
        label=_play_label,
    ),
    _row(
        "loop",
        QT_TRANSLATE_NOOP("Actions", "&Again and again"),
        motion_deeds.toggle_loop,
        "Ctrl+L",
        1,
        QT_TRANSLATE_NOOP("Actions", "Begin anew when the motion has come to its end"),
        checked=_playing(lambda playing: playing.loop),
    ),
    _row(
        "back",
        QT_TRANSLATE_NOOP("Actions", "&There and back"),
        motion_deeds.toggle_back,
        "Ctrl+B",
        1,
        QT_TRANSLATE_NOOP("Actions", "Go back the way the motion came"),
        checked=_playing(lambda playing: playing.there_and_back),
    ),
    _row(
        "faster",
        QT_TRANSLATE_NOOP("Actions", "&Faster"),
        partial(motion_deeds.change_speed, step=1),
        "Ctrl+Up",
        1,
        QT_TRANSLATE_NOOP("Actions", "Play faster, up to twice the speed"),
        enabled=_playing(lambda playing: playing.speed < 2.0),
        repeats=True,
    ),
    _row(
        "slower",
        QT_TRANSLATE_NOOP("Actions", "&Slower"),
        partial(motion_deeds.change_speed, step=-1),
        "Ctrl+Down",
        1,
        QT_TRANSLATE_NOOP("Actions", "Play slower, down to a tenth of the speed"),
        enabled=_playing(lambda playing: playing.speed > 0.1),
        repeats=True,
    ),
    _row(
        "reduced",
        QT_TRANSLATE_NOOP("Actions", "&Jump between end positions"),
        motion_deeds.toggle_reduced,
        "Ctrl+Shift+J",
        1,
        QT_TRANSLATE_NOOP("Actions", "For those whom moving pictures make unwell: no running, only the end positions"),
        checked=_playing(lambda playing: playing.reduced),
    ),
    _step("less", QT_TRANSLATE_NOOP("Actions", "1° less"), "Ctrl+Left", -1.0),
    _step("more", QT_TRANSLATE_NOOP("Actions", "1° more"), "Ctrl+Right", 1.0),
    _step("much_less", QT_TRANSLATE_NOOP("Actions", "5° less"), "Ctrl+Shift+Left", -5.0),
    _step("much_more", QT_TRANSLATE_NOOP("Actions", "5° more"), "Ctrl+Shift+Right", 5.0),
    _row(
        "rewind",
        QT_TRANSLATE_NOOP("Actions", "Scrub back"),
        partial(motion_deeds.scrub, share=-motion_deeds.SCRUB_SHARE),
        "Ctrl+,",
        2,
        QT_TRANSLATE_NOOP("Actions", "Go back a little in the motion"),
        repeats=True,
    ),
    _row(
        "forward",
        QT_TRANSLATE_NOOP("Actions", "Scrub forward"),
        partial(motion_deeds.scrub, share=motion_deeds.SCRUB_SHARE),
        "Ctrl+.",
        2,
        QT_TRANSLATE_NOOP("Actions", "Go on a little in the motion"),
        repeats=True,
    ),
)

SHOWN: tuple[ActionSpec, ...] = (
    _row(
        "arc",
        QT_TRANSLATE_NOOP("Actions", "Draw the an&gle"),
        motion_deeds.toggle_arc,
        "Ctrl+G",
        3,
        QT_TRANSLATE_NOOP(
            "Actions",
            "An arc at the hip: the angle, and how far a hip goes: abduction 0 to 45° in goniometer tables (AAOS 41 ± "
            "6°, second-hand), adduction 27 ± 3.6°, measured (Kosmahl 1999)",
        ),
        checked=_motion(lambda motion: motion.arc),
    ),
    _row(
        "lever",
        QT_TRANSLATE_NOOP("Actions", "&Draw the lever"),
        motion_deeds.toggle_lever,
        "Ctrl+Shift+L",
        3,
        QT_TRANSLATE_NOOP("Actions", "Forces about the standing hip as arrows: weight, abductors, joint"),
        checked=_motion(lambda motion: motion.lever),
    ),
    _row(
        "effort",
        QT_TRANSLATE_NOOP("Actions", "&Colour by effort"),
        motion_deeds.toggle_effort,
        "Ctrl+E",
        3,
        QT_TRANSLATE_NOOP("Actions", "Gluteus medius and minimus: the larger their computed effort, the brighter"),
        checked=_motion(lambda motion: motion.effort),
    ),
    _row(
        "copy_values",
        QT_TRANSLATE_NOOP("Actions", "Cop&y the values of the plot"),
        motion_deeds.copy_values,
        "Ctrl+Shift+C",
        4,
        QT_TRANSLATE_NOOP("Actions", "Lengths and moment arms for each degree, as a table"),
        enabled=_curves,
    ),
    _row(
        "save_values",
        QT_TRANSLATE_NOOP("Actions", "Save the val&ues of the plot…"),
        motion_deeds.save_values,
        "Ctrl+Shift+E",
        4,
        QT_TRANSLATE_NOOP("Actions", "Lengths and moment arms for each degree, as a CSV file"),
        enabled=_curves,
    ),
)

MOTION: tuple[ActionSpec, ...] = (*KINDS, *PLAYER, *SHOWN)
"""Every action of motion, in menu order."""
