"""The lower half of the fan's panel: how large the fan is, beside what is published."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from anatomy_viewer.atlas.fan import measure_fan
from anatomy_viewer.desktop.copy_button import CopyButton
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.fan_figures import Figure, fan_figures
from anatomy_viewer.desktop.fan_modes import fan_muscles
from anatomy_viewer.desktop.fan_table_text import as_columns, as_html
from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.desktop.plain_widgets import HtmlLabel, PlainLabel
from anatomy_viewer.state.view_state import ViewState


class FanTable(QWidget):
    """The figures of the chosen muscle; where the model has no fibres it says so."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.figures: tuple[Figure, ...] = ()
        self.copy = CopyButton(
            self.tr("Copy the table"), self.tr("Copy the table, to paste it into a text or a spreadsheet")
        )
        self.text = self._make_text()
        heading = PlainLabel(self.tr("The fan in figures, computed on this model"))
        heading.setObjectName("heading")
        heading.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self.text)
        self.copy.clicked.connect(self._copy)
        document.listen(self._on_change)
        self._measure()

    def _make_text(self) -> HtmlLabel:
        text = HtmlLabel()
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return text

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.fan.muscle != new.fan.muscle:
            self._measure()
        elif old.theme != new.theme:
            self._write()

    def _measure(self) -> None:
        atlas = self._document.atlas
        fan = measure_fan(atlas, self._document.state.fan.muscle)
        self.figures = fan_figures(atlas, fan) if fan else ()
        self._write()

    def _write(self) -> None:
        self.copy.setEnabled(bool(self.figures))
        self.text.setAccessibleName(self._muscle_name())
        colors = palette_for(self._document.state.theme)
        self.text.setText(as_html(self.figures, colors) if self.figures else self._nothing())

    def _nothing(self) -> str:
        """Why there are no figures; the model's own names are left out, so that nothing in it is read as HTML."""
        if not fan_muscles(self._document.atlas):
            return self.tr("This model has neither fibres nor attachments of any muscle.")
        return self.tr("This model has no fibres of the chosen muscle, so its fan cannot be measured.")

    def _muscle_name(self) -> str:
        names = self._document.names_of(self._document.state.fan.muscle)
        return names.en if names else self.tr("The fan in figures")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_columns(self._muscle_name(), self.figures))
