"""What the actions of motion do: free functions over the main window, named by intent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from anatomy_viewer.desktop.motion_control import NEXT_LEGS
from anatomy_viewer.desktop.motion_player import MotionPlayer
from anatomy_viewer.desktop.motion_plot_values import values_text
from anatomy_viewer.desktop.saving import save_text
from anatomy_viewer.state import motion_commands as commands
from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.store import Command
from anatomy_viewer.state.views import view_camera

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow

SCRUB_SHARE = 0.05
"""One press of a scrub key, as a share of the motion."""


def play(window: MainWindow) -> None:
    """Plays, or stops."""
    if player := _player(window):
        player.toggle()


def step(window: MainWindow, *, degrees: float) -> None:
    """Moves the hip by degrees and stops there."""
    if player := _player(window):
        player.pause()
        player.hips.step(degrees)


def scrub(window: MainWindow, *, share: float) -> None:
    """Goes forward or back in the motion by a share of it."""
    if player := _player(window):
        player.scrub(player.seconds + share * player.track.duration_s, "scrub-keys")


def change_speed(window: MainWindow, *, step: int) -> None:
    """Plays faster or slower."""
    if player := _player(window):
        player.change_speed(step)


def toggle_loop(window: MainWindow) -> None:
    """Plays again and again, or once."""
    if player := _player(window):
        player.set_loop(not player.playing.loop)


def toggle_back(window: MainWindow) -> None:
    """Plays there and back, or only there."""
    if player := _player(window):
        player.set_there_and_back(not player.playing.there_and_back)


def toggle_reduced(window: MainWindow) -> None:
    """Jumps between end positions instead of running, or runs."""
    if player := _player(window):
        player.set_reduced(not player.playing.reduced)


def choose_next(window: MainWindow, *, step: int) -> None:
    """Takes the next prepared motion, or the one before."""
    if player := _player(window):
        player.choose_next(step)


def change_kind(window: MainWindow) -> None:
    """Changes between lifting a leg and standing on one leg."""
    if player := _player(window):
        kind = _motion(window).kind
        player.hips.set_kind("leg_lift" if kind == "stance" else "stance")


def change_side(window: MainWindow) -> None:
    """Takes the other leg; where legs are lifted, after the left one both."""
    if player := _player(window):
        motion = _motion(window)
        if motion.kind == "stance":
            player.hips.set_stance("left" if motion.stance_side == "right" else "right")
        else:
            player.hips.set_legs(NEXT_LEGS[player.hips.legs])


def reset_view(window: MainWindow) -> None:
    """Goes to the first view, standing on both legs, in one step of undo."""
    if window.document:
        window.document.player.pause()
        camera = view_camera(window.document.atlas, "default")
        still = commands.stand_still().change
        _do(window, Command("Change view", lambda state: replace(still(state), camera=camera)))


def stand(window: MainWindow) -> None:
    """Goes back to standing on both legs."""
    _do(window, commands.stand_still())


def toggle_lever(window: MainWindow) -> None:
    """Draws the forces about the standing hip, or does not."""
    if window.document:
        _do(window, commands.set_lever(not _motion(window).lever))


def toggle_arc(window: MainWindow) -> None:
    """Draws the angle and its normal range, or does not."""
    if window.document:
        _do(window, commands.set_arc(not _motion(window).arc))


def toggle_effort(window: MainWindow) -> None:
    """Colours the muscles by how hard they work, or does not."""
    if window.document:
        _do(window, commands.set_effort(not _motion(window).effort))


def copy_values(window: MainWindow) -> None:
    """Puts the values of the plot on the clipboard."""
    if window.document and (text := values_text(window.document.atlas)):
        QGuiApplication.clipboard().setText(text)
        window.caption.say(QCoreApplication.translate("Motion", "Copied the values of the plot"))


def save_values(window: MainWindow) -> None:
    """Asks for a file and writes the values of the plot."""
    text = values_text(window.document.atlas) if window.document else ""
    file = window.choose.values_file(window, window.settings.picture_folder / "gluteus_medius.csv") if text else None
    if file is not None:
        save_text(window, file, ".csv", text)


def _player(window: MainWindow) -> MotionPlayer | None:
    return window.document.player if window.document else None


def _motion(window: MainWindow) -> MotionView:
    assert window.document is not None
    return window.document.state.motion


def _do(window: MainWindow, command: Command) -> None:
    if window.document:
        window.document.store.do(command)
