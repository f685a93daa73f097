"""What the actions of pain do: free functions over the main window, named by intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.desktop.pain_points import on_side
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.pain import BRUSH_RANGE_MM, PALETTE_IDS, PainTool
from anatomy_viewer.state.pain_views import zones_camera
from anatomy_viewer.state.store import Command

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow

COMMAND_NAMES = (
    QT_TRANSLATE_NOOP("Commands", "Pain"),
    QT_TRANSLATE_NOOP("Commands", "Trigger point"),
    QT_TRANSLATE_NOOP("Commands", "Choose a trigger point"),
    QT_TRANSLATE_NOOP("Commands", "Side of pain"),
    QT_TRANSLATE_NOOP("Commands", "Colours of pain"),
    QT_TRANSLATE_NOOP("Commands", "Strength of pain"),
    QT_TRANSLATE_NOOP("Commands", "Skin around pain"),
    QT_TRANSLATE_NOOP("Commands", "Referral paths"),
    QT_TRANSLATE_NOOP("Commands", "Where to press"),
    QT_TRANSLATE_NOOP("Commands", "Pain on muscles and bones"),
    QT_TRANSLATE_NOOP("Commands", "Ask about a place"),
    QT_TRANSLATE_NOOP("Commands", "Tool on the skin"),
    QT_TRANSLATE_NOOP("Commands", "Size of the brush"),
    QT_TRANSLATE_NOOP("Commands", "Draw both sides"),
    QT_TRANSLATE_NOOP("Commands", "Draw pain"),
    QT_TRANSLATE_NOOP("Commands", "Open a pain drawing"),
    QT_TRANSLATE_NOOP("Commands", "Clear the pain drawing"),
)
"""Names of commands as they stand in the Edit menu, marked for translation."""

BRUSH_STEP_MM = 2.0
"""One press of a brush key."""


def toggle_pain(window: MainWindow) -> None:
    """Switches pain at all on or off."""
    if window.document:
        _do(window, commands.show_pain(not window.document.state.pain.shown))


def toggle_point(window: MainWindow, *, stem: str) -> None:
    """Switches a trigger point of the side of the keys on, seen from its best side, or off.

    With pain off, what was on before stays off: one key shows one point.
    """
    if window.document is None:
        return
    atlas, pain = window.document.atlas, window.document.state.pain
    id_ = f"{stem}.{pain.side}"
    if not pain.shown:
        _do(window, commands.show_only(id_, zones_camera(atlas, [id_])))
    elif id_ in pain.points:
        _do(window, commands.show_points([id_], False))
    else:
        _do(window, commands.show_points([id_], True, zones_camera(atlas, [id_])))


def show_only(window: MainWindow, *, stem: str) -> None:
    """Shows one trigger point of the side of the keys alone."""
    if window.document:
        atlas, pain = window.document.atlas, window.document.state.pain
        id_ = f"{stem}.{pain.side}"
        _do(window, commands.show_only(id_, zones_camera(atlas, [id_])))


def toggle_side(window: MainWindow) -> None:
    """Switches all trigger points of the side of the keys on, or off if all of them are on."""
    if window.document:
        pain = window.document.state.pain
        ids = on_side(frozenset(window.document.atlas.trigger_points), pain.side)
        _do(window, commands.show_points(ids, not (pain.shown and set(ids) <= set(pain.points))))


def change_side(window: MainWindow) -> None:
    """Lets the number keys mean the other side."""
    if window.document:
        pain = window.document.state.pain
        _do(window, commands.set_pain_side("left" if pain.side == "right" else "right"))


def toggle_referral_paths(window: MainWindow) -> None:
    """Draws the referral paths, or does not."""
    if window.document:
        _do(window, commands.set_referral_paths(not window.document.state.pain.referral_paths))


def toggle_press(window: MainWindow) -> None:
    """Shows where to press, or does not."""
    if window.document:
        _do(window, commands.set_press(not window.document.state.pain.press))


def toggle_parts(window: MainWindow) -> None:
    """Paints muscles and bones under the zones too, or does not."""
    if window.document:
        _do(window, commands.set_painted_parts(not window.document.state.pain.parts))


def toggle_whole_skin(window: MainWindow) -> None:
    """Draws the skin around the zones whole, or as a ghost."""
    if window.document:
        _do(window, commands.set_pain_skin("ghost" if window.document.state.pain.skin == "solid" else "solid"))


def next_palette(window: MainWindow) -> None:
    """Goes to the next colours."""
    if window.document:
        at = PALETTE_IDS.index(window.document.state.pain.palette)
        _do(window, commands.set_pain_palette(PALETTE_IDS[(at + 1) % len(PALETTE_IDS)]))


def take_tool(window: MainWindow, *, tool: PainTool) -> None:
    """Takes a tool for the skin, or puts it away if it is in hand."""
    if window.document:
        in_hand = window.document.state.pain.tool == tool
        _do(window, commands.set_pain_tool("look" if in_hand else tool))


def change_brush(window: MainWindow, *, step_mm: float) -> None:
    """Makes the brush wider or narrower; at its limits nothing happens."""
    if window.document:
        low, high = BRUSH_RANGE_MM
        wanted = min(max(window.document.state.pain.brush_mm + step_mm, low), high)
        _do(window, commands.set_brush(wanted, merge_key="brush"))


def toggle_mirror(window: MainWindow) -> None:
    """Draws both sides at once, or one."""
    if window.document:
        _do(window, commands.set_mirror(not window.document.state.pain.mirror))


def clear_drawing(window: MainWindow) -> None:
    """Takes the whole pain drawing away."""
    _do(window, commands.set_drawing((), "Clear the pain drawing"))


def _do(window: MainWindow, command: Command) -> None:
    if window.document:
        window.document.store.do(command)
