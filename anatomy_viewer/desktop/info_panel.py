"""The panel that tells about the selected structure."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from anatomy_viewer.atlas.model import Attachment, Names, Structure
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.fan_figures import area_text
from anatomy_viewer.desktop.info_text import curve_lines, facts_lines, part_lines
from anatomy_viewer.desktop.pain_words import described
from anatomy_viewer.desktop.plain_widgets import HtmlLabel
from anatomy_viewer.state.view_state import ViewState


class InfoPanel(QScrollArea):
    """Names, what a muscle does, FMA id, source, licence and what is approximate."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.text = HtmlLabel()
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setContentsMargins(14, 10, 14, 10)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setWidget(self.text)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Selected structure"))
        document.listen(self._on_change)
        self._show(document.state.selected)

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.selected != new.selected:
            self._show(new.selected)

    def _show(self, id_: str | None) -> None:
        names = self._document.names_of(id_)
        self.text.setText(self._describe(id_ or ""))
        self.text.setAccessibleName(names.en if names else self.tr("Nothing selected"))

    def _describe(self, id_: str) -> str:
        atlas = self._document.atlas
        if id_ in atlas.structures:
            return self.describe(atlas.structures[id_])
        if id_ in atlas.attachments:
            return self.describe_attachment(atlas.attachments[id_])
        if id_ in atlas.trigger_points:
            return described(atlas, id_)
        names = self._document.names_of(id_)
        if names is None:
            return self._invitation()
        parts = self._document.parts
        told = part_lines(atlas, parts[id_]) if id_ in parts else curve_lines(atlas, atlas.curves[id_])
        return _paragraphs([_heading(names), *told])

    def _invitation(self) -> str:
        """What a newcomer can do, while nothing is selected."""
        lines = (
            self.tr("Click a structure to read about it."),
            self.tr("Drag to turn, use the wheel to come nearer, double-click to centre."),
            self.tr("F1 shows all keys."),
        )
        return _paragraphs([escape(line) for line in lines])

    def describe(self, part: Structure) -> str:
        """A structure in a few lines of HTML; everything that comes from the pack is escaped."""
        lines = [_heading(part.names)]
        facts = self._document.atlas.facts.get(part.id)
        if facts is not None:
            lines += facts_lines(facts)
        if part.note:
            lines.append(escape(part.note))
        if part.names.fma:
            lines.append(self.tr("FMA {number}").format(number=part.names.fma))
        for source_id in part.sources:
            source = self._document.atlas.sources.get(source_id)
            if source:
                lines.append(
                    self.tr("Source: {title} ({licence})").format(
                        title=escape(source.title), licence=escape(source.licence)
                    )
                )
        return _paragraphs(lines)

    def describe_attachment(self, patch: Attachment) -> str:
        """An attachment in a few lines of HTML, escaped likewise."""
        lines = [_heading(patch.names)]
        bone = self._document.atlas.structures[patch.structure].names.en
        lines.append(
            self.tr("{bone}: {area}, computed on this model").format(bone=escape(bone), area=area_text(patch.area_mm2))
        )
        if patch.note:
            lines.append(escape(patch.note))
        lines += [self.tr("Source: {citation}").format(citation=escape(source)) for source in patch.sources]
        return _paragraphs(lines)


def _heading(names: Names) -> str:
    return f"<b>{escape(names.en)}</b><br><i>{escape(names.la)}</i>"


def _paragraphs(lines: list[str]) -> str:
    return "".join(f'<p style="margin: 0 0 6px 0">{line}</p>' for line in lines)
