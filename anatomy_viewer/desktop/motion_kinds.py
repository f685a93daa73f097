"""The top of the motion panel: which of the two motions, and which prepared one with its words."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QComboBox, QSizePolicy, QVBoxLayout, QWidget

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.motion_words import KINDS, kind_of, short_kind, title_of, words_of
from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.desktop.plain_widgets import PlainLabel, set_tip
from anatomy_viewer.desktop.ticks import DotButton
from anatomy_viewer.motion.prepared import PREPARED
from anatomy_viewer.state.motion import MotionKind
from anatomy_viewer.state.view_state import ViewState


class MotionKinds(QWidget):
    """Two buttons, a list and a text."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        colors = palette_for(document.state.theme)
        self._group = QButtonGroup(self)
        self.kinds: dict[MotionKind, DotButton] = {kind: DotButton(short_kind(kind), colors) for kind in KINDS}
        self.statement = PlainLabel()
        self.statement.setWordWrap(True)
        self.statement.setObjectName("statement")
        self.prepared = self._make_list()
        self.words = PlainLabel()
        self.words.setWordWrap(True)
        self.words.setObjectName("muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for button in self.kinds.values():
            self._group.addButton(button)
            layout.addWidget(button)
        layout.addWidget(self.statement)
        layout.addWidget(self.prepared)
        layout.addWidget(self.words)
        for kind, button in self.kinds.items():
            button.clicked.connect(lambda _checked=False, kind=kind: document.player.hips.set_kind(kind))
        self.prepared.activated.connect(lambda row: document.player.choose(self.prepared.itemData(row)))
        self.setEnabled(document.player.hips.possible)
        document.listen(self._on_change)
        self._show(document.state)

    def _make_list(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Prepared motion"))
        box.addItem(self.tr("Angles set by hand"), None)
        for id_ in PREPARED:
            box.addItem(title_of(id_), id_)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_tip(box, self.tr("Motions that show what the gluteus medius does"))
        return box

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if (old.motion.kind, old.motion.prepared) != (new.motion.kind, new.motion.prepared):
            self._show(new)
        if old.theme != new.theme:
            for button in self.kinds.values():
                button.colors = palette_for(new.theme)
                button.update()

    def _show(self, state: ViewState) -> None:
        motion = state.motion
        self.kinds[motion.kind].setChecked(True)
        self.statement.setText(kind_of(motion.kind))
        known = motion.prepared if motion.prepared in PREPARED else None
        self.prepared.setCurrentIndex(0 if known is None else 1 + list(PREPARED).index(known))
        by_hand = self.tr("Move the sliders below; playing goes through the whole range.")
        self.words.setText(by_hand if known is None else words_of(known))
