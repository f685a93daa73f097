"""What the actions of the fan do: free functions over the main window, named by intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy_viewer.desktop.fan_modes import SWEEP_BY_KEYS, fan_muscles, next_muscle, other_side
from anatomy_viewer.state import commands
from anatomy_viewer.state.view_state import FanMode

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow


def set_mode(window: MainWindow, *, mode: FanMode) -> None:
    """Takes the muscle of the fan apart in another way."""
    if window.document:
        window.document.store.do(commands.set_fan_mode(mode))


def toggle_attachments(window: MainWindow) -> None:
    """Paints the attachments on the bone, or does not."""
    if window.document:
        window.document.store.do(commands.set_patches(not window.document.state.fan.patches))


def toggle_labels(window: MainWindow) -> None:
    """Shows or hides the names beside the anatomy."""
    if window.document:
        window.document.store.do(commands.set_labels(not window.document.state.fan.labels))


def toggle_clear(window: MainWindow) -> None:
    """Has the muscles over the fan's muscle step back, or leaves them as they are."""
    if window.document:
        window.document.store.do(commands.set_clear(not window.document.state.fan.clear))


def sweep(window: MainWindow, *, step: float) -> None:
    """Opens (step above 0) or closes the fan by a share of it; at its ends nothing happens."""
    if window.document:
        wanted = min(max(round(window.document.state.fan.sweep + step, 6), 0.0), 1.0)
        window.document.store.do(commands.set_sweep(wanted, merge_key=SWEEP_BY_KEYS))


def go_to_next_muscle(window: MainWindow) -> None:
    """Takes the next muscle of the same side."""
    if window.document:
        muscles = fan_muscles(window.document.atlas)
        _take(window, next_muscle(muscles, window.document.state.fan.muscle))


def go_to_other_side(window: MainWindow) -> None:
    """Takes the same muscle of the other side."""
    if window.document:
        muscles = fan_muscles(window.document.atlas)
        _take(window, other_side(muscles, window.document.state.fan.muscle))


def _take(window: MainWindow, muscle: str | None) -> None:
    if window.document and muscle is not None:
        window.document.store.do(commands.set_fan_muscle(muscle))
