"""What mouse and pen do to the skin while pain is shown: ask, draw, erase; all else turns the picture as ever."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.pain_words import told
from anatomy_viewer.pain.ranking import points_at
from anatomy_viewer.stage.pain_place import SkinPlace
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.pain import Place
from anatomy_viewer.state.pain_views import zones_camera

_STEP_SHARE = 0.3
"""A stroke takes up a new place when the pointer has gone this share of the brush's radius."""

_WIDEST_GAP = 1.5
"""Farther apart than this, in radii of the brush, two places get places of the skin between them: a straight way
through the body would leave the skin."""

_MOST_BETWEEN = 12
"""So many places are looked for between two at most; who jumps farther has left the skin in between."""

_COMPRESS = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents
"""Where frames take long, X11 hands on but the last of many places of the pointer; a stroke needs each of them."""

DRAWING = frozenset({"brush", "eraser"})


class PainPointer:
    """`place` tells which place of the skin is under a point of the view; `tell` is given a line of text."""

    def __init__(
        self,
        document: Callable[[], Document | None],
        place: Callable[[QPointF], SkinPlace | None],
        tell: Callable[[str], None],
        parent: QObject,
    ) -> None:
        self._document, self._place, self._tell = document, place, tell
        self._told = ""
        self._strokes = count()
        self._merge_key = ""
        self._last: Place | None = None
        self._last_at = QPointF()
        self._waiting: list[QPointF] = []
        self._compressed = True
        # All places that came while a frame was drawn go into the stroke at once, in one change of the state.
        self._later = QTimer(parent)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._draw_on)

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
        self._last, self._last_at = _tuple(found), event.position()
        document.store.do(commands.paint(self._last, merge_key=self._merge_key, first=True))
        self._compressed = QApplication.testAttribute(_COMPRESS)
        QApplication.setAttribute(_COMPRESS, False)
        return True

    def move(self, event: QMouseEvent) -> bool:
        """Draws on, as soon as all that has come is read; whether a stroke is being drawn."""
        if self._last is None:
            return False
        self._waiting.append(event.position())
        self._later.start()
        return True

    def release(self) -> bool:
        """Ends the stroke with all that waits; whether there was one."""
        if self._last is None:
            return False
        self._draw_on()
        self._last = None
        QApplication.setAttribute(_COMPRESS, self._compressed)
        return True

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

    def _draw_on(self) -> None:
        """Takes what waits into the stroke."""
        self._later.stop()
        waiting, self._waiting = self._waiting, []
        document = self._document()
        if self._last is None or document is None:
            return
        radius = document.state.pain.brush_mm
        places: list[Place] = []
        for at in waiting:
            places += self._reached(at, radius)
        if places:
            document.store.do(commands.paint(*places, merge_key=self._merge_key))

    def _reached(self, at: QPointF, radius: float) -> list[Place]:
        """The places up to a point of the view that are far enough from each other to count."""
        found = self._place(at)
        if found is None or self._last is None:
            return []
        gap = float(np.linalg.norm(found.neutral - self._last))
        if gap < _STEP_SHARE * radius:
            return []
        parts = min(int(np.ceil(gap / (_WIDEST_GAP * radius))), _MOST_BETWEEN + 1)
        way = at - self._last_at
        between = [self._place(self._last_at + way * (part / parts)) for part in range(1, parts)]
        reached = [_tuple(one) for one in (*between, found) if one is not None]
        self._last, self._last_at = reached[-1], at
        return reached


def _tuple(found: SkinPlace) -> Place:
    x, y, z = (round(float(value), 2) for value in found.neutral)
    return x, y, z
