"""What stands behind a value, in the language of the app."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas.evidence import MEANINGS, Evidence
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP

TEXTS = (
    QT_TRANSLATE_NOOP("Evidence", "Measured"),
    QT_TRANSLATE_NOOP("Evidence", "Simulated"),
    QT_TRANSLATE_NOOP("Evidence", "Computed from a model"),
    QT_TRANSLATE_NOOP("Evidence", "Expected from a regression on measured values"),
    QT_TRANSLATE_NOOP("Evidence", "Described in a textbook, not measured"),
    QT_TRANSLATE_NOOP("Evidence", "Defined by convention"),
    QT_TRANSLATE_NOOP("Evidence", "Own estimate, not published"),
    QT_TRANSLATE_NOOP("Evidence", "Textbook knowledge, no source read"),
    QT_TRANSLATE_NOOP("Evidence", "Own target"),
)
"""`atlas.evidence.MEANINGS` once more, where the tools of translators look."""

_SHORT: dict[Evidence, str] = {
    "measured": QT_TRANSLATE_NOOP("Evidence", "measured"),
    "simulated": QT_TRANSLATE_NOOP("Evidence", "simulated"),
    "computed": QT_TRANSLATE_NOOP("Evidence", "computed"),
}
"""Beside a name, where there is little room."""


def meaning(evidence: Evidence) -> str:
    """A kind as it is said before a value."""
    return QCoreApplication.translate("Evidence", MEANINGS[evidence])


def named(name: str, evidence: Evidence) -> str:
    """A source with its kind in one word, as "gait2392 (computed)"."""
    kind = QCoreApplication.translate("Evidence", _SHORT[evidence]) if evidence in _SHORT else meaning(evidence)
    return QCoreApplication.translate("Evidence", "{name} ({kind})").format(name=name, kind=kind)
