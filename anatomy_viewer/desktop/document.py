"""One open model: its atlas, its store, and everyone who listens to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.fibre_parts import fibre_parts
from anatomy_viewer.atlas.model import Atlas, Names
from anatomy_viewer.desktop.motion_player import MotionPlayer
from anatomy_viewer.state.pain import PainStroke
from anatomy_viewer.state.store import Listener, Store, Unsubscribe
from anatomy_viewer.state.view_state import ViewState


class Document:
    """An atlas and the store of its view; `close` lets every listener go, so that a replaced model leaves nothing."""

    def __init__(self, atlas: Atlas, state: ViewState) -> None:
        self.atlas = atlas
        self.first = state
        """The first picture: what "Restore hidden" goes back to."""
        self.parts = fibre_parts(atlas)
        """The parts of the fans, by id."""
        self.store = Store(state)
        self.saved_drawing = state.pain.drawing
        """The pain drawing as it was last saved or opened."""
        self.drawing_file: Path | None = None
        """Where that was."""
        self.given_up: tuple[PainStroke, ...] = ()
        """The pain drawing that may go unsaved when another model comes or the session ends: the person said so."""
        self.player = MotionPlayer(atlas, self.store)
        self._subscriptions: list[Unsubscribe] = []

    @property
    def state(self) -> ViewState:
        """The current state of the view."""
        return self.store.state

    @property
    def unsaved(self) -> bool:
        """Whether there is a pain drawing that would be lost with the document."""
        drawing = self.state.pain.drawing
        return bool(drawing) and drawing not in (self.saved_drawing, self.given_up)

    def keep_drawing(self, drawing: tuple[PainStroke, ...], file: Path) -> None:
        """Notes that a drawing is the one in a file."""
        self.saved_drawing, self.drawing_file = drawing, file

    def names_of(self, id_: str | None) -> Names | None:
        """What a structure, attachment, fan part, line of a bone or trigger point is called; None if none of them."""
        atlas = self.atlas
        for named in (atlas.structures, atlas.attachments, self.parts, atlas.curves, atlas.trigger_points):
            if id_ is not None and id_ in named:
                return named[id_].names
        return None

    def points_of(self, id_: str) -> npt.NDArray[np.floating]:
        """Points of what has a name, (n, 3) mm: of a structure, an outline, a part's fibres, a line; else KeyError."""
        atlas = self.atlas
        if id_ in atlas.structures:
            return atlas.structures[id_].vertices
        if id_ in atlas.trigger_points:
            return atlas.trigger_points[id_].position[None]
        if id_ in self.parts:
            fibres = atlas.fibres[self.parts[id_].muscle]
            return fibres.points[fibres.part == self.parts[id_].number].reshape(-1, 3)
        return atlas.curves[id_].points if id_ in atlas.curves else atlas.attachments[id_].boundary

    def listen(self, listener: Listener) -> None:
        """Calls `listener(old, new)` after each change, for as long as the document is open."""
        self._subscriptions.append(self.store.subscribe(listener))

    def listen_history(self, listener: Callable[[], None]) -> None:
        """Calls `listener()` when undo or redo may have changed, for as long as the document is open."""
        self._subscriptions.append(self.store.subscribe_history(listener))

    def close(self) -> None:
        """Lets all listeners go; closing twice does nothing."""
        self.player.close()
        while self._subscriptions:
            self._subscriptions.pop()()
