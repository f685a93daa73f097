"""Texts of others on screen: shown as they are written, never read as HTML, never wider or higher than there is room.

Every label of the app is made here, and every tip is set here: Qt's own guess whether a text is HTML would have the
name of a structure open files.
"""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QWidget

from anatomy_viewer.atlas.plain_text import plain_lines

MOST_LETTERS, MOST_LINES = 600, 200
"""More letters of a tip, and more lines of a message, are not shown: no screen has room for them."""
_HTML = frozenset("<&")
"""A text without these is no HTML, whatever Qt guesses."""
_ONE_LINE = 60
"""Tips of more letters are broken into lines."""


class PlainLabel(QLabel):
    """A label that shows what is written, letter for letter."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)


class HtmlLabel(QLabel):
    """A label of our own HTML, whose long words may break; who sets its text escapes what comes from others."""

    def __init__(self, html: str = "") -> None:
        super().__init__()
        self._html = ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(html)

    def text(self) -> str:
        """What was written."""
        return self._html

    def setText(self, html: str) -> None:
        """Writes HTML."""
        self._html = html
        super().setText(_breakable_html(html))


class BreakingLabel(PlainLabel):
    """A label of several lines that break inside long words too, such as file names."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = ""
        self.setWordWrap(True)
        self.setText(text)

    def text(self) -> str:
        """What was written."""
        return self._text

    def setText(self, text: str) -> None:
        """Writes a text."""
        self._text = text
        super().setText(breakable(text))


class LongText(QScrollArea):
    """A plain text of any length that takes the room it needs, up to so many lines, and scrolls beyond."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.label = BreakingLabel()
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setWidget(self.label)
        self.setWidgetResizable(True)

    def set_text(self, text: str) -> None:
        """Shows a text from its beginning."""
        self.label.setText(text)
        self.setAccessibleName(text)
        self.verticalScrollBar().setValue(0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower text is higher."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        line = self.label.fontMetrics().lineSpacing()
        wanted = self.label.heightForWidth(max(self.viewport().width(), 1))
        self.setFixedHeight(max(min(wanted, self._lines * line), line))


def plain_tip(text: str) -> str:
    """A text as a tip: what Qt would take for HTML is escaped, what is long is broken into lines and ends somewhere."""
    text = plain_lines(text)
    if len(text) > MOST_LETTERS:
        text = text[: MOST_LETTERS - 1] + "…"
    if len(text) <= _ONE_LINE and not set(text) & _HTML:
        return text
    return f"<qt>{escape(breakable(text))}</qt>".replace("\n", "<br>")


def set_tip(widget: QWidget | QAction, text: str) -> None:
    """Gives a widget or an action a tip that says `text`, whatever letters it has."""
    widget.setToolTip(plain_tip(text))


def short(text: str, letters: int) -> str:
    """A name where a panel has room for so many letters: its beginning, if it is longer."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def for_button(text: str) -> str:
    """A text as the caption of a button or menu entry, where a lone & would underline the next letter."""
    return text.replace("&", "&&")


def shortened(text: str, more: str) -> str:
    """The first lines of a text; what is left out is told by `more`, which has a place for the {count}."""
    lines = plain_lines(text).splitlines()
    told = [line if len(line) <= MOST_LETTERS else line[: MOST_LETTERS - 1] + "…" for line in lines[:MOST_LINES]]
    left = len(lines) - len(told)
    return "\n".join([*told, *([more.format(count=f"{left:,}")] if left else [])])


def breakable(text: str) -> str:
    """The text with places, invisible themselves, where lines may break inside long words; no % begins a line."""
    return re.sub(rf"\S{{{_LONG_WORD + 1},}}", _spread, text.replace(" %", "\xa0%"))


def _breakable_html(html: str) -> str:
    """The same between the tags of HTML; an escaped character counts as a letter."""
    parts = re.split(r"(<[^>]*>)", html)
    return "".join(
        part if part.startswith("<") else _LONG_LETTERS.sub(_spread, part.replace(" %", "\xa0%")) for part in parts
    )


def _spread(word: re.Match[str]) -> str:
    """A long word that may break after its marks, and anywhere where it still is long between them."""
    pieces = _PIECES.findall(word.group())
    return "\u200b".join("\u200b".join(found) if len(found := _LETTERS.findall(p)) > _LONG_WORD else p for p in pieces)


_LETTERS = re.compile(r"&[^;\s]{1,8};|.")
_PIECES = re.compile(r"(?:&[^;\s]{1,8};|[^-/;:,_)])*[-/;:,_)]+|(?:&[^;\s]{1,8};|[^-/;:,_)])+")
_LONG_LETTERS = re.compile(r"(?:&[^;\s]{1,8};|[^\s\xa0]){17,}")
_LONG_WORD = 16
"""Words with more letters than this may be broken anywhere; shorter ones fit beside the list at any text size."""
