"""The switches of the pain panel: pain at all, each trigger point, each muscle and each side, right and left."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.pain_points import KEYED, short_name, stem_of, stems
from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.desktop.plain_widgets import HtmlLabel, PlainLabel, for_button, set_tip, short
from anatomy_viewer.desktop.ticks import TickBox
from anatomy_viewer.state import commands as plain
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.pain import PainSide
from anatomy_viewer.state.pain_views import zones_camera
from anatomy_viewer.state.view_state import ViewState

_LETTERS = 14
"""So much of a label stands in its row; the whole name is its tip."""

SIDES: tuple[PainSide, PainSide] = ("right", "left")


class PainSwitches(QWidget):
    """A row for each trigger point: its name, which goes to it, and a box for each side; rows for groups above."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._theme = palette_for(document.state.theme)
        self.shown = self._box(self.tr("Show pain"), self.tr("Show pain (0)"))
        self.boxes: dict[tuple[str, PainSide], TickBox] = {}
        """By trigger point without its side, by muscle without its side, or "" for all; and by side."""
        self.names: dict[str, QToolButton] = {}
        self._ids: dict[tuple[str, PainSide], tuple[str, ...]] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.shown)
        layout.addLayout(self._grid())
        self.shown.clicked.connect(lambda checked: document.store.do(commands.show_pain(checked)))
        document.listen(self._on_change)
        self._show(document.state)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A name under the pointer, or with the keyboard on it, previews its pain."""
        if event.type() in {QEvent.Type.Enter, QEvent.Type.Leave}:
            stem = next((stem for stem, button in self.names.items() if button is watched), None)
            entered = stem is not None and event.type() == QEvent.Type.Enter
            self._document.store.do(plain.hover(self._id(stem) if entered and stem else None))
        return super().eventFilter(watched, event)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(0, 1)
        for column, text in enumerate((self.tr("Right"), self.tr("Left")), start=1):
            grid.addWidget(PlainLabel(text), 0, column, Qt.AlignmentFlag.AlignHCenter)
        atlas = self._document.atlas
        self._row(grid, "", self.tr("All"), tuple(atlas.trigger_points))
        muscle = ""
        for stem in stems(atlas):
            own = tuple(id_ for id_ in atlas.trigger_points if stem_of(id_) == stem)
            if stem_of(stem) != muscle:
                muscle = stem_of(stem)
                of_muscle = tuple(id_ for id_ in atlas.trigger_points if id_.startswith(f"{muscle}."))
                self._row(grid, muscle, muscle.replace("_", " ").capitalize(), of_muscle)
            self._row(grid, stem, "", own)
        return grid

    def _row(self, grid: QGridLayout, key: str, heading: str, ids: tuple[str, ...]) -> None:
        row = grid.rowCount()
        name = heading or short_name(self._document.atlas, ids[0])
        grid.addWidget(_bold(heading) if heading else self._name(key, ids[0]), row, 0)
        for column, (side, word) in enumerate(zip(SIDES, (self.tr("right"), self.tr("left")), strict=True), start=1):
            own = tuple(id_ for id_ in ids if id_.endswith(f".{side}"))
            box = self._box("", f"{name}, {word}")
            box.setEnabled(bool(own))
            box.clicked.connect(lambda _checked=False, own=own: self._switch(own))
            self.boxes[key, side], self._ids[key, side] = box, own
            grid.addWidget(box, row, column, Qt.AlignmentFlag.AlignCenter)
        grid.setRowMinimumHeight(row, round(1.7 * self.fontMetrics().height()))

    def _name(self, stem: str, id_: str) -> QToolButton:
        button = QToolButton()
        label = self._document.atlas.trigger_points[id_].label
        key = self.tr("{label}  (key {key})") if stem in KEYED else "{label}"
        button.setText(
            key.format(label=for_button(short(label, _LETTERS)), key=KEYED.index(stem) + 1 if stem in KEYED else "")
        )
        button.setAccessibleName(short_name(self._document.atlas, id_))
        set_tip(button, self.tr("Go to {point}; the number is its key").format(point=button.accessibleName()))
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self._choose(stem))
        button.installEventFilter(self)
        self.names[stem] = button
        return button

    def _box(self, text: str, spoken: str) -> TickBox:
        box = TickBox(text, self._theme)
        box.setAccessibleName(spoken)
        set_tip(box, spoken)
        return box

    def _id(self, stem: str) -> str:
        """The point of a row on the side of the keys, or on the other if it has none there."""
        side = self._document.state.pain.side
        other: PainSide = "left" if side == "right" else "right"
        return (self._ids[stem, side] or self._ids[stem, other])[0]

    def _choose(self, stem: str) -> None:
        id_ = self._id(stem)
        self._document.store.do(commands.choose_point(id_, zones_camera(self._document.atlas, [id_])))
        self._show(self._document.state)  # a second click on what is chosen must not take its mark away

    def _switch(self, ids: tuple[str, ...]) -> None:
        """All on, or off if all are on; what a click made of the box is put right by the state."""
        pain = self._document.state.pain
        self._document.store.do(commands.show_points(ids, not (pain.shown and set(ids) <= set(pain.points))))
        self._show(self._document.state)

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.theme != new.theme:
            for box in (self.shown, *self.boxes.values()):
                box.colors = palette_for(new.theme)
                box.update()
        if (old.pain, old.selected) != (new.pain, new.selected):
            self._show(new)

    def _show(self, state: ViewState) -> None:
        pain = state.pain
        self.shown.setChecked(pain.shown)
        on = set(pain.points) if pain.shown else set()
        for key, box in self.boxes.items():
            among = sum(id_ in on for id_ in self._ids[key])
            whole = Qt.CheckState.Checked if among else Qt.CheckState.Unchecked
            box.setCheckState(Qt.CheckState.PartiallyChecked if 0 < among < len(self._ids[key]) else whole)
        for stem, button in self.names.items():
            button.setChecked(stem_of(state.selected or "") == stem)


def _bold(text: str) -> HtmlLabel:
    label = HtmlLabel(f"<b>{escape(text)}</b>")
    label.setWordWrap(True)
    return label
