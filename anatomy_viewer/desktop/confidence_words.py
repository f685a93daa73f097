"""How sure a thing said of pain is, in the language of the app."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas.confidence import CITABLE
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP

TEXTS = (
    QT_TRANSLATE_NOOP("Confidence", "read in the source itself, which may be cited for it"),
    QT_TRANSLATE_NOOP(
        "Confidence",
        "read in the source in part, the rest second-hand and not told apart; look it up before citing it",
    ),
    QT_TRANSLATE_NOOP(
        "Confidence", "second-hand, the source itself was not read; look it up in the source before citing it"
    ),
    QT_TRANSLATE_NOOP("Confidence", "textbook knowledge, no source was seen; cite none for it"),
)
"""`atlas.confidence.CITABLE` once more, where the tools of translators look."""


def citable(grade: str) -> str:
    """What stands behind a grade and what may be cited, as "D: textbook knowledge, no source was seen; ..."."""
    return f"{grade}: {QCoreApplication.translate('Confidence', CITABLE[grade])}"


def graded(confidence: str, less_sure: Mapping[str, str]) -> str:
    """How sure a place or a zone is, then what of it is less sure, in sentences."""
    lines = [QCoreApplication.translate("Confidence", "Confidence {grade}.").format(grade=citable(confidence))]
    one = QCoreApplication.translate("Confidence", "{what}: confidence {grade}.")
    return " ".join(lines + [one.format(what=what, grade=citable(grade)) for what, grade in less_sure.items()])
