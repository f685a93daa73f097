"""A pain drawing that has not been saved is not lost without a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QSessionManager

from anatomy_viewer.desktop.actions.pain_drawing_deeds import may_let_go

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow


def give_up_drawing(window: MainWindow) -> bool:
    """Whether the whole document may go; asks where its drawing is unsaved, once for each state of the drawing."""
    if not may_let_go(window):
        return False
    if window.document is not None:
        window.document.given_up = window.document.state.pain.drawing
    return True


def answer_logout(window: MainWindow, manager: QSessionManager) -> None:
    """Asks when the person logs out or shuts down, if the system lets us ask; Cancel stops that too."""
    if window.document is None or not window.document.unsaved or not manager.allowsInteraction():
        return
    may_end = give_up_drawing(window)
    manager.release()
    if not may_end:
        manager.cancel()
