"""What mouse and pen do to the skin while pain is shown: ask, draw, erase; all else turns the picture as ever."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.pain_words import told
from anatomy_viewer.pain.ranking import points_at
from anatomy_viewer.stage.pain_place import SkinPlace
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.pain import Place
from anatomy_viewer.state.pain_views import zones_camera

_STEP_SHARE = 0.3
"""A stroke takes up a new place when the pointer has gone this share of the brush's radius."""

DRAWING = frozenset({"brush", "eraser"})


class PainPointer:
    """`place` tells which place of the skin is under a point of the view; `tell` is given a line of text."""

    def __init__(
        self,
        document: Callable[[], Document | None],
        place: Callable[[QPointF], SkinPlace | None],
        tell: Callable[[str], None],
    ) -> None:
        self._document, self._place, self._tell = document, place, tell
        self._told = ""
        self._strokes = count()
        self._merge_key = ""
        self._last: Place | None = None

    @property
    def drawing(self) -> bool:
        """Whether a stroke is being drawn."""
        return self._last is not None

    def press(self, event: QMouseEvent) -> bool:
        """Begins a stroke; whether the press was for that. Beside the skin it turns the picture."""
        document = self._document()
        if document is None or event.button() != Qt.MouseButton.LeftButton or event.modifiers():
            return False
        if document.state.pain.tool not in DRAWING:
            return False
        found = self._place(event.position())
        if found is None:
            return False
        self._merge_key = f"stroke-{id(self)}-{next(self._strokes)}"
        self._paint(document, _tuple(found), first=True)
        return True

    def move(self, event: QMouseEvent) -> bool:
        """Draws on; whether a stroke is being drawn."""
        document = self._document()
        if self._last is None or document is None:
            return False
        found = self._place(event.position())
        if found is not None:
            step = float(np.linalg.norm(found.neutral - self._last))
            if step >= _STEP_SHARE * document.state.pain.brush_mm:
                self._paint(document, _tuple(found), first=False)
        return True

    def release(self) -> bool:
        """Ends the stroke; whether there was one."""
        was_drawing, self._last = self._last is not None, None
        return was_drawing

    def click(self, at: QPointF, met: str | None) -> bool:
        """Asks about a place, or goes to the trigger point whose X was met; whether the click was for that."""
        document = self._document()
        if document is None:
            return False
        if document.state.pain.tool == "find":
            found = self._place(at)
            document.store.do(commands.ask_at(_tuple(found) if found else None))
            return True
        if met is not None and met in document.atlas.trigger_points:
            document.store.do(commands.choose_point(met, zones_camera(document.atlas, [met])))
            return True
        return False

    def hover(self, at: QPointF | None) -> None:
        """Tells which of the points that are on have the place under the pointer in a zone; None is beside the view."""
        document = self._document()
        if document is None:
            return
        pain, text = document.state.pain, ""
        if at is not None and pain.shown and pain.points:
            found = self._place(at)
            met = points_at(document.atlas, found.vertex) if found is not None else ()
            text = told(document.atlas, [one for one in met if one.id in pain.points])
        if text != self._told:
            self._told = text
            self._tell(text)

    def _paint(self, document: Document, place: Place, *, first: bool) -> None:
        self._last = place
        document.store.do(commands.paint(place, self._merge_key, first=first))


def _tuple(found: SkinPlace) -> Place:
    x, y, z = (round(float(value), 2) for value in found.neutral)
    return x, y, z
