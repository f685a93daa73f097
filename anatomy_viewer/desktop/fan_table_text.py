"""The table of figures as HTML for the panel and as plain columns for the clipboard."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.desktop.evidence_words import meaning
from anatomy_viewer.desktop.fan_figures import Figure
from anatomy_viewer.desktop.fan_published import SOURCES
from anatomy_viewer.desktop.palette import Palette


def as_html(figures: Iterable[Figure], colors: Palette) -> str:
    """Each figure with its number, its meaning and the value of others with its kind; below, the sources in full."""
    rows = tuple(figures)
    table = "".join(_html_row(figure, colors) for figure in rows)
    notes = "".join(f'<p style="margin: 3px 0 0 0">{escape(line)}</p>' for line in full_sources(rows))
    sources = escape(QCoreApplication.translate("FanTable", "Sources"))
    heading = f'<p style="margin: 14px 0 0 0"><b>{sources}</b></p>'
    return table + (f'<div style="color: {colors.muted}">{heading}{notes}</div>' if notes else "")


def as_columns(heading: str, figures: Iterable[Figure]) -> str:
    """Tab-separated lines that a spreadsheet takes as columns: figure, value, meaning, what stands beside it, whose."""
    rows = tuple(figures)
    translate = QCoreApplication.translate
    titles = (
        translate("FanTable", "Figure"),
        translate("FanTable", "Computed on this model"),
        translate("FanTable", "Meaning"),
        translate("FanTable", "Beside it"),
        translate("FanTable", "Kind and source"),
    )
    lines = [(heading,), titles, *map(_columns, rows)]
    return "\n".join("\t".join(line) for line in lines) + "\n"


def full_sources(figures: Iterable[Figure]) -> list[str]:
    """The sources of these figures in full, each once, in alphabetical order."""
    used = {source for figure in figures if figure.published for source in figure.published.sources}
    return [SOURCES[source] for source in sorted(used)]


def _columns(figure: Figure) -> tuple[str, ...]:
    known = figure.published
    sources = "; ".join(SOURCES[source] for source in known.sources) if known else ""
    kind = f"{meaning(known.evidence)}: {sources}" if known else ""
    return figure.title, figure.value, figure.meaning, known.text if known else nothing_given(), kind


def nothing_given() -> str:
    """What stands where no value of others is given."""
    return QCoreApplication.translate("FanTable", "nothing given here")


def _html_row(figure: Figure, colors: Palette) -> str:
    """A table for each figure: in one for all, the sentences would make the column of numbers wide."""
    return (
        '<table width="100%" cellspacing="0" cellpadding="0" style="margin-top: 9px"><tr>'
        f'<td width="72%"><b>{escape(figure.title)}</b></td>'
        f'<td width="28%" align="right" style="white-space: nowrap"><b>{escape(figure.value)}</b></td>'
        f'</tr></table><p style="margin: 0">{escape(figure.meaning)}<br>'
        f'<span style="color: {colors.muted}">{escape(_published_line(figure))}</span></p>'
    )


def _published_line(figure: Figure) -> str:
    if figure.published is None:
        return QCoreApplication.translate("FanTable", "Beside it: nothing given here")
    known = figure.published
    text = QCoreApplication.translate("FanTable", "{kind}: {value} ({sources})")
    return text.format(kind=meaning(known.evidence), value=known.text, sources=", ".join(known.sources))
