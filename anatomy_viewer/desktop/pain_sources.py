"""Where the pain patterns come from, and what they do not say."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.dialogs import fill_with_text
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.desktop.picture_words import pain_words

LIMITS: tuple[str, ...] = (
    QT_TRANSLATE_NOOP(
        "PainSources",
        "The zones are drawn from the words of these sources and from anatomy, not traced from their charts. "
        "Their outlines are approximate.",
    ),
    QT_TRANSLATE_NOOP(
        "PainSources",
        "Whether trigger points are what hurts, and how pain is felt away from them, is under debate: "
        "Shah et al. 2015, PM R 7(7): 746–761, PMC4508225.",
    ),
    QT_TRANSLATE_NOOP(
        "PainSources",
        "Confidence: A read in a source; B second-hand; D textbook knowledge without a source seen.",
    ),
)
"""What must be known before a pattern is believed."""


class PainSourcesDialog(QDialog):
    """Limits first, then the sources, each with the trigger points it is cited for."""

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
        if any(map(_unread, _told(atlas))):
            line = self.tr("What is textbook knowledge, of confidence D, has no source here that was read for it.")
            parts.append(f"<p>{escape(line)}</p>")
        parts.append(f"<h3>{escape(self.tr('Sources'))}</h3><ul>")
        parts += [f"<li>{escape(source)}</li>" for source in cited(atlas)]
        return "".join(parts) + "</ul>"


def cited(atlas: Atlas) -> list[str]:
    """Every source of the model's trigger points and zones, each once, in the order of the model."""
    return [source for source in _told(atlas) if not _unread(source)]


def _unread(source: str) -> bool:
    """Whether a citation names no source, but says that there is none."""
    return source.casefold().startswith("textbook knowledge")


def _told(atlas: Atlas) -> list[str]:
    found: dict[str, None] = {}
    for point in atlas.trigger_points.values():
        zones = [zone for zone in (point.essential_zone, point.spillover_zone) if zone is not None]
        found |= dict.fromkeys((*point.sources, *(source for zone in zones for source in zone.sources)))
    return list(found)
