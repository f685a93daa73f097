"""The About box: what this is, who made its parts, under which licences."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from anatomy_viewer import __version__
from anatomy_viewer.atlas.model import Atlas, Source
from anatomy_viewer.desktop.dialogs import fill_with_text
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP

LIBRARIES: tuple[tuple[str, str], ...] = (
    ("Qt, PySide6", "LGPL-3.0"),
    ("VTK", "BSD-3-Clause"),
    ("PyVista, PyVistaQt, pyqtgraph", "MIT"),
    ("NumPy, SciPy", "BSD-3-Clause"),
    ("matplotlib", "PSF-2.0"),
    ("DejaVu Sans", "Bitstream-Vera"),
    ("Pillow", "MIT-CMU"),
    ("pydantic, platformdirs", "MIT"),
)
"""Libraries that the app runs on, and their SPDX licences."""

SUMMARY = QT_TRANSLATE_NOOP(
    "About",
    "A 3D view of the human hip for students and teachers: the bones, the gluteal muscles and the skin around them.",
)


class AboutDialog(QDialog):
    """Version, credits and licences; the sources are those of the open model."""

    def __init__(self, atlas: Atlas | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._atlas = atlas
        self.setWindowTitle(self.tr("About"))
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("About"))
        self.text.setHtml(self.html())
        fill_with_text(self, self.text)

    def html(self) -> str:
        """The box as HTML; what comes from the model is escaped."""
        version = self.tr("Version {version}").format(version=__version__)
        parts = [
            f"<h2>{self.tr('Anatomy Viewer')}</h2>",
            f"<p>{version} · MPL-2.0</p>",
            f"<p>{QCoreApplication.translate('About', SUMMARY)}</p>",
            f"<p><b>{self.tr('For teaching, not for diagnosis.')}</b></p>",
        ]
        if self._atlas is not None:
            parts += self._model(self._atlas)
        parts.append(f"<h3>{self.tr('Software')}</h3><table>")
        parts += [
            f'<tr><td style="padding-right: 24px">{name}</td><td>{licence}</td></tr>' for name, licence in LIBRARIES
        ]
        parts.append("</table>")
        return "".join(parts)

    def _model(self, atlas: Atlas) -> list[str]:
        subject = atlas.subject
        body = self.tr("Stature {stature} m, mass {mass} kg. {source}").format(
            stature=f"{subject.stature_m:.2f}", mass=f"{subject.mass_kg:.0f}", source=escape(subject.source)
        )
        parts = [f"<h3>{self.tr('The model: {name}').format(name=escape(atlas.name))}</h3>", f"<p>{body}</p>"]
        items = [f"<li>{escape(', '.join(names))}: {escape(note)}</li>" for note, names in _notes(atlas).items()]
        if items:
            parts.append(f"<p>{self.tr('How close it is:')}</p><ul>{''.join(items)}</ul>")
        if atlas.absent:
            parts.append(f"<p>{escape(atlas.absent)}</p>")
        parts.append(f"<h3>{self.tr('Where the shapes come from')}</h3>")
        return parts + [self._source(source) for source in atlas.sources.values()]

    def _source(self, source: Source) -> str:
        changes = self.tr("Changes: {text}").format(text=escape(source.changes)) if source.changes else ""
        lines = [f"<b>{escape(source.title)}</b> · {escape(source.licence)}", escape(source.credit), changes]
        return f"<p>{'<br>'.join(line for line in lines if line)}</p>"


def _notes(atlas: Atlas) -> dict[str, list[str]]:
    """What is approximate, and the English names of the structures it is said of."""
    notes: dict[str, list[str]] = {}
    for part in atlas.structures.values():
        if part.note:
            notes.setdefault(part.note, []).append(part.names.en)
    return notes
