"""Where the pain patterns come from, and what they do not say."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from anatomy_viewer.atlas.confidence import CITABLE
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.trigger_points import TriggerPoint
from anatomy_viewer.desktop.confidence_words import citable
from anatomy_viewer.desktop.dialogs import fill_with_text
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.desktop.picture_words import pain_words

LIMITS: tuple[str, ...] = (
    QT_TRANSLATE_NOOP(
        "PainSources",
        "The zones are drawn from words, of the sources below, of others about them or, graded D, from textbook "
        "knowledge "
        "without a source, and from anatomy, not traced from charts. Their outlines are approximate.",
    ),
    QT_TRANSLATE_NOOP(
        "PainSources",
        "The trigger-point model is debated: Shah et al. 2015, PMC4508225.",
    ),
    QT_TRANSLATE_NOOP(
        "PainSources",
        "The Latin of trigger points, of the parts of a muscle and of some regions is this program's own.",
    ),
)
"""What must be known before a pattern is believed."""


class PainSourcesDialog(QDialog):
    """Limits, what may be cited, the sources, each with the trigger points that rest on it, and works not read."""

    def __init__(self, atlas: Atlas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Pain patterns: sources and limits"))
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.windowTitle())
        self.text.setHtml(self.html(atlas))
        fill_with_text(self, self.text)

    def html(self, atlas: Atlas) -> str:
        """The page as HTML; what comes from the model is escaped."""
        lines = [pain_words().note, *(QCoreApplication.translate("PainSources", line) for line in LIMITS)]
        parts = [f"<p>{escape(line)}</p>" for line in lines]
        parts.append(_listed(self.tr("Confidence: what may be cited"), [citable(grade) for grade in CITABLE]))
        for_ = self.tr("{source}. For: {points}.")
        parts.append(
            _listed(
                self.tr("Sources"),
                [for_.format(source=source, points=_cited_for(atlas, source)) for source in cited(atlas)],
            )
        )
        if atlas.pain_not_read:
            title = self.tr("Named, not read: nothing here rests on these")
            parts.append(_listed(title, atlas.pain_not_read))
        return "".join(parts)


def cited(atlas: Atlas) -> list[str]:
    """Every source of the model's trigger points and zones, each once, in the order of the model."""
    return [source for source in _told(atlas) if not _unread(source)]


def _listed(title: str, lines: Iterable[str]) -> str:
    return f"<h3>{escape(title)}</h3><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _cited_for(atlas: Atlas, source: str) -> str:
    """The trigger points that rest on a source, each once for both sides."""
    points = (point for point in atlas.trigger_points.values() if source in _sources(point))
    return "; ".join(dict.fromkeys(point.names.en.removesuffix(f", {point.side}") for point in points))


def _unread(source: str) -> bool:
    """Whether a citation names no source, but says that there is none."""
    return source.casefold().startswith("textbook knowledge")


def _told(atlas: Atlas) -> list[str]:
    found: dict[str, None] = {}
    for point in atlas.trigger_points.values():
        found |= dict.fromkeys(_sources(point))
    return list(found)


def _sources(point: TriggerPoint) -> list[str]:
    zones = [zone for zone in (point.essential_zone, point.spillover_zone) if zone is not None]
    return [*point.sources, *(source for zone in zones for source in zone.sources)]
