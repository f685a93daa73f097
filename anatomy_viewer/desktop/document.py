"""One open model: its atlas, its store, and everyone who listens to them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas, Names
from anatomy_viewer.state.store import Listener, Store, Unsubscribe
from anatomy_viewer.state.view_state import ViewState


class Document:
    """An atlas and the store of its view; `close` lets every listener go, so that a replaced model leaves nothing."""

    def __init__(self, atlas: Atlas, state: ViewState) -> None:
        self.atlas = atlas
        self.first = state
        """The first picture: what "Restore hidden" goes back to."""
        self.store = Store(state)
        self._subscriptions: list[Unsubscribe] = []

    @property
    def state(self) -> ViewState:
        """The current state of the view."""
        return self.store.state

    def names_of(self, id_: str | None) -> Names | None:
        """What a structure or an attachment is called; None if it is neither."""
        part = self.atlas.structures.get(id_ or "") or self.atlas.attachments.get(id_ or "")
        return part.names if part else None

    def points_of(self, id_: str) -> npt.NDArray[np.floating]:
        """Points of a structure, or of the outline of an attachment, (n, 3) mm; KeyError if it is neither."""
        part = self.atlas.structures.get(id_)
        return part.vertices if part else self.atlas.attachments[id_].boundary

    def listen(self, listener: Listener) -> None:
        """Calls `listener(old, new)` after each change, for as long as the document is open."""
        self._subscriptions.append(self.store.subscribe(listener))

    def listen_history(self, listener: Callable[[], None]) -> None:
        """Calls `listener()` when undo or redo may have changed, for as long as the document is open."""
        self._subscriptions.append(self.store.subscribe_history(listener))

    def close(self) -> None:
        """Lets all listeners go; closing twice does nothing."""
        while self._subscriptions:
            self._subscriptions.pop()()
