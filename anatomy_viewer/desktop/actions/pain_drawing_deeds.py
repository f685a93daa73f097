"""Pain drawings as files, and where the patterns come from: what these actions do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from anatomy_viewer.desktop.pain_sources import PainSourcesDialog
from anatomy_viewer.desktop.saving import remember_folder, save_text
from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.folders import usable_folder
from anatomy_viewer.files.read import read_text
from anatomy_viewer.pain.drawing import MOST_BYTES, DrawingError, PainDrawing, from_json, to_json
from anatomy_viewer.scene.sketch_on_skin import as_drawing
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.pain import PainStroke

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow

_ENDING = ".pain.json"


def open_drawing(window: MainWindow) -> None:
    """Asks for a pain drawing and shows it."""
    if window.document is None:
        return
    file = window.choose.drawing_to_open(window, window.settings.folder_to_open)
    if file is not None:
        show_drawing(window, file)


def show_drawing(window: MainWindow, file: Path) -> None:
    """Shows the pain drawing of a file; one that cannot be used changes nothing, and is told why.

    What was drawn before and not saved is asked about: a step back brings it again, but only as long as the window is
    open.
    """
    document = window.document
    if document is None:
        return
    try:
        drawing = _strokes(from_json(read_text(file, MOST_BYTES), document.atlas, file.name))
    except FileError as error:
        text = _text("{file} could not be read: it {what} Choose another file.")
        window.notice.say(text.format(file=file, what=error.what))
    except DrawingError as error:
        window.notice.say(str(error))
    else:
        if may_let_go(window) and window.document is document:
            document.keep_drawing(drawing, file)
            document.store.do(commands.set_drawing(drawing))
            remember_folder(window, file)
            window.mark_unsaved()


def save_drawing(window: MainWindow) -> None:
    """Asks for a file and writes the pain drawing into it."""
    _save(window)


def may_let_go(window: MainWindow) -> bool:
    """Whether the pain drawing may go: nothing of it is unsaved, or it is saved now, or the person gives it up."""
    if window.document is None or not window.document.unsaved:
        return True
    answer = window.choose.unsaved_drawing(window)
    return _save(window) if answer == "save" else answer == "discard"


def show_sources(window: MainWindow) -> None:
    """Opens the page about the sources of the patterns and their limits."""
    if window.document:
        dialog = PainSourcesDialog(window.document.atlas, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _save(window: MainWindow) -> bool:
    """Whether the drawing was saved."""
    document = window.document
    if document is None:
        return False
    new = window.settings.picture_folder / (_text("pain drawing") + _ENDING)
    chosen = window.choose.drawing_to_save(window, _offered(document.drawing_file) or new)
    if chosen is None:
        return False
    drawing = document.state.pain.drawing
    file = save_text(window, chosen, _ENDING, to_json(as_drawing(drawing), document.atlas))
    if file is not None:
        document.keep_drawing(drawing, file)
        window.mark_unsaved()
    return file is not None


def _offered(file: Path | None) -> Path | None:
    """The file that the drawing is from, if it may still be saved there."""
    return file if file is not None and usable_folder(file.parent, to_save=True) == file.parent else None


def _strokes(drawing: PainDrawing) -> tuple[PainStroke, ...]:
    return tuple(PainStroke(one.points, one.radius_mm, one.erase, one.mirror) for one in drawing.strokes)


def _text(text: str) -> str:
    return QCoreApplication.translate("PainDrawing", text)
