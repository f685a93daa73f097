"""From pain to muscle: what sends pain to a place or a region of the skin, or explains a drawn pain."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.desktop.pain_points import short_name
from anatomy_viewer.desktop.pain_rows import PainRows, Row
from anatomy_viewer.desktop.plain_widgets import BreakingLabel, set_tip
from anatomy_viewer.pain.ranking import PainAt, points_at, points_in, rank_trigger_points
from anatomy_viewer.pain.regions import region_at, region_drawing, regions
from anatomy_viewer.pain.skin import skin_of
from anatomy_viewer.scene.sketch_on_skin import Sketch
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.pain import Place
from anatomy_viewer.state.pain_views import region_camera
from anatomy_viewer.state.view_state import ViewState

RANKING_MS, LONGEST_WAIT_MS = 30, 400
"""So long after the last dab the ranking is worked out anew, and at least so often while a stroke goes on."""

MEANING = QT_TRANSLATE_NOOP(
    "PainAnswers",
    "The score says how well the zones of a trigger point and the drawing agree, from 0, nothing in common, to 100, "
    "the same: how much of the drawing the zones explain, times how much of the zones is drawn (the root of it). "
    "Essential zones count fully, spill-over 0.7 (our choice). It compares outlines on the skin only; it is not a "
    "probability and "
    "not a diagnosis.",
)
"""`pain.ranking.HOW_RANKED` once more, where the tools of translators look."""

_SHARES = QT_TRANSLATE_NOOP(
    "PainAnswers",
    "Of all the pain that these patterns put here, each point's part; together 100 %: this program's own reckoning, in "
    "which spill-over counts 0.7 (our choice). It says nothing about how often a point is the cause: not a probability "
    "and not a diagnosis.",
)

_MOST_ROWS = 8


class PainFinder(QWidget):
    """Answers for a place that was clicked, or a region chosen here."""

    answered = Signal()
    """A new answer stands here."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.region = self._regions()
        self.told = _wrapped("")
        self.rows = PainRows(document)
        self.meaning = _wrapped(QCoreApplication.translate("PainAnswers", _SHARES))
        self.meaning.setObjectName("muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.region, self.told, self.rows, self.meaning):
            layout.addWidget(widget)
        document.listen(self._on_change)
        self._answer(document.state)

    def _regions(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Region of the skin"))
        set_tip(box, self.tr("Ask about a whole region"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem(self.tr("A place, or a region…"), None)
        for id_, region in _regions_of(self._document.atlas):
            box.addItem(region, id_)
        box.activated.connect(lambda row: self._ask(box.itemData(row)))
        return box

    def _ask(self, region: str | None) -> None:
        """The region is brought before the eye, or the answer would be about what nobody sees."""
        atlas = self._document.atlas
        camera = region_camera(atlas, regions(atlas)[region].vertices) if region is not None else None
        self._document.store.do(commands.ask_region(region, camera))

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if (old.pain.asked, old.pain.region) != (new.pain.asked, new.pain.region):
            self._answer(new)
            if new.pain.asked is not None or new.pain.region is not None:
                self.answered.emit()

    def _answer(self, state: ViewState) -> None:
        atlas, pain = self._document.atlas, state.pain
        self.region.setCurrentIndex(max(self.region.findData(pain.region), 0))
        place = ""
        found: tuple[PainAt, ...] = ()
        if pain.asked is not None:
            vertex = _nearest_vertex(atlas, pain.asked)
            region = region_at(atlas, vertex)
            place = region.names.en if region is not None else self.tr("This place")
            found = points_at(atlas, vertex)
        elif pain.region is not None and pain.region in regions(atlas):
            place = regions(atlas)[pain.region].names.en
            found = points_in(atlas, region_drawing(atlas, pain.region))
        self.told.setText(self._sentence(place, found))
        self.rows.show_rows([self._row(one) for one in found[:_MOST_ROWS]])
        self.meaning.setVisible(bool(found))

    def _sentence(self, place: str, found: tuple[PainAt, ...]) -> str:
        if not place:
            return self.tr("Press Shift+F and click the skin, or choose a region.")
        if not found:
            return self.tr("{place}: no pattern of this model reaches here.").format(place=place)
        return self.tr("{place}: reported from these points, essential before spill-over.").format(place=place)

    def _row(self, one: PainAt) -> Row:
        tier = self.tr("essential") if one.tier == "essential" else self.tr("spill-over")
        figure = self.tr("{tier} {share} %").format(tier=tier, share=round(100 * one.share))
        return Row(one.id, _sided(self._document.atlas, one.id), figure, one.share)


class PainRanking(QWidget):
    """The trigger points that explain the drawing best, worked out shortly after each stroke."""

    answered = Signal()
    """A new stroke was ranked for the first time."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.told = _wrapped("")
        self.rows = PainRows(document)
        self.meaning = _wrapped(QCoreApplication.translate("PainAnswers", MEANING))
        self.meaning.setObjectName("muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.told, self.rows, self.meaning):
            layout.addWidget(widget)
        self._sketch: Sketch | None = None
        self._ranked = 0
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RANKING_MS)
        self._timer.timeout.connect(self.rank)
        document.listen(self._on_change)
        self.rank()

    def rank(self) -> None:
        """Works the ranking out anew."""
        atlas, strokes = self._document.atlas, self._document.state.pain.drawing
        self.meaning.setVisible(bool(strokes))
        self._since.restart()
        if strokes and self._sketch is None:
            self._sketch = Sketch(atlas)
        if self._sketch is not None:
            self._sketch.follow(strokes)
        if self._sketch is None or not self._sketch.full.any():
            self.told.setText(self.tr("Press Q and draw the pain on the skin; here stands what explains it best."))
            self.rows.show_rows([])
            self._ranked = 0
            return
        self.told.setText(self.tr("What explains the drawing best:"))
        scores = [one for one in rank_trigger_points(atlas, self._sketch.full) if one.score >= 0.01][:_MOST_ROWS]
        figures = [f"{100 * one.score:.0f}" for one in scores]
        ranks = [figures.index(figure) + 1 for figure in figures]  # what shows the same figure shares a rank
        self.rows.show_rows(
            [
                Row(one.id, f"{rank}. {_sided(atlas, one.id)}", figure, one.score)
                for one, rank, figure in zip(scores, ranks, figures, strict=True)
            ]
        )
        if len(strokes) > self._ranked:
            self.answered.emit()
        self._ranked = len(strokes)

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.pain.drawing == new.pain.drawing:
            return
        if not self._timer.isActive():
            self._since.restart()
        if not self._timer.isActive() or self._since.elapsed() < LONGEST_WAIT_MS:
            self._timer.start()


def _sided(atlas: Atlas, id_: str) -> str:
    side = atlas.trigger_points[id_].side
    words = {
        "right": QCoreApplication.translate("PainAnswers", "right"),
        "left": QCoreApplication.translate("PainAnswers", "left"),
    }
    name = short_name(atlas, id_).removeprefix("Gluteus ")  # all that there are; the rows are narrow
    return f"{name[:1].upper()}{name[1:]}, {words[side]}"


def _nearest_vertex(atlas: Atlas, place: Place) -> int:
    return int(((skin_of(atlas).full.vertices - np.array(place)) ** 2).sum(axis=1).argmin())


def _regions_of(atlas: Atlas) -> list[tuple[str, str]]:
    """Ids and names of the regions, as the model has them."""
    return [(id_, region.names.en) for id_, region in regions(atlas).items()]


def _wrapped(text: str) -> BreakingLabel:
    label = BreakingLabel(text)
    label.setWordWrap(True)
    return label
