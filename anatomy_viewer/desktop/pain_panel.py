"""The panel of pain: switches, the chosen point in words, looks, from pain to muscle, drawing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QToolButton, QWidget

from anatomy_viewer.desktop.column_panel import ColumnPanel
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.pain_answers import PainFinder, PainRanking
from anatomy_viewer.desktop.pain_brush import PainBrush
from anatomy_viewer.desktop.pain_looks import PainLooks
from anatomy_viewer.desktop.pain_sources import PainSourcesDialog
from anatomy_viewer.desktop.pain_switches import PainSwitches
from anatomy_viewer.desktop.pain_words import described
from anatomy_viewer.desktop.plain_widgets import BreakingLabel, HtmlLabel, PlainLabel, set_tip
from anatomy_viewer.state.view_state import ViewState


class PainPanel(ColumnPanel):
    """Everything about pain in one column; a model without trigger points, or without skin, says so."""

    def __init__(self, document: Document) -> None:
        super().__init__("")
        self._document = document
        self._answer: QWidget | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)  # the rows have their places only after Qt has laid them out
        self._later.timeout.connect(self._show_answer)
        self.words = HtmlLabel()
        self.sources = QToolButton()
        self._fill()
        self.setAccessibleName(self.tr("Pain"))

    def _fill(self) -> None:
        document = self._document
        if not any(part.kind == "skin" for part in document.atlas.structures.values()):
            self.add(_wrapped(self.tr("This model has no skin, so no pain can be shown on it.")))
            return
        if not document.atlas.trigger_points:
            self.add(_wrapped(self.tr("This model describes no trigger points.")))
        else:
            self.switches = PainSwitches(document)
            self.add(self.switches)
            self._add_words()
        self.looks = PainLooks(document)
        self._add(self.tr("How it is drawn"), self.looks)
        key = _wrapped(
            self.tr(
                "Solid: essential pain, said to be felt by nearly everyone with the point. Hatched: spill-over, said "
                "to be felt when it is more irritable. Darker: zones of several points over each other. X: usual place "
                "of the point, pale where the body lies before it. Ring: over the point, on the skin (worked out on "
                "this model). Dashed line: from point to pain."
            )
        )
        key.setObjectName("muted")
        self.add(key)
        self.brush = PainBrush(document)
        self._add(self.tr("From pain to muscle"), self.brush)
        self.finder, self.ranking = PainFinder(document), PainRanking(document)
        self.add(self.finder)
        self.add(self.ranking)
        for answers in (self.finder, self.ranking):
            answers.answered.connect(self._later.start)
        self.finder.answered.connect(lambda: setattr(self, "_answer", self.finder))
        self.ranking.answered.connect(lambda: setattr(self, "_answer", self.ranking))
        document.listen(self._on_change)
        self._show(document.state)

    def _add(self, heading: str, widget: QWidget) -> None:
        label = PlainLabel(heading)
        label.setObjectName("heading")
        self.add(label)
        self.add(widget)

    def _add_words(self) -> None:
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.sources.setText(self.tr("Sources and limits…"))
        set_tip(self.sources, self.tr("Where the patterns come from, and what they do not say (Shift+F1)"))
        self.sources.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sources.clicked.connect(self._open_sources)
        self.add(self.words)
        self.add(self.sources)

    def _show_answer(self) -> None:
        """Scrolls to the answer: its end first, then its beginning, which counts where not all of it has room."""
        if self._answer is not None:
            top, height = self._answer.y(), self._answer.height()
            self.ensureVisible(0, top + height, 0, 0)
            self.ensureVisible(0, top, 0, 0)

    def _open_sources(self) -> None:
        dialog = PainSourcesDialog(self._document.atlas, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if (old.pain.points, old.pain.shown, old.selected) != (new.pain.points, new.pain.shown, new.selected):
            self._show(new)

    def _show(self, state: ViewState) -> None:
        """The point that is chosen, or the only one that is on."""
        points = self._document.atlas.trigger_points
        wanted = state.selected if state.selected in points else None
        if wanted is None and state.pain.shown and len(state.pain.points) == 1:
            wanted = state.pain.points[0]
        known = wanted if wanted in points else None
        hint = self.tr(
            "Keys 1 to 8 show or hide a trigger point beside those that are on; with Ctrl they show it alone. "
            "9 shows or hides all of a side, J changes the side, 0 hides all."
        )
        self.words.setText(described(self._document.atlas, known) if known else hint)


def _wrapped(text: str) -> BreakingLabel:
    label = BreakingLabel(text)
    label.setWordWrap(True)
    return label
