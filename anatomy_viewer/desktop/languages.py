"""The language of the interface: that of the computer where the app speaks it, else English."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

FOLDER = Path(__file__).with_name("languages")
"""Where the compiled translations are, one `<language>.qm` each."""


def speak(app: QCoreApplication, locale: QLocale, folder: Path = FOLDER) -> list[QTranslator]:
    """Installs the translations of the app and of Qt's own texts; an empty list means English."""
    own = QTranslator(app)
    if not own.load(locale, "", "", str(folder), ".qm"):
        return []
    qt = QTranslator(app)
    qt.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for translator in (qt, own):
        app.installTranslator(translator)
    return [qt, own]
