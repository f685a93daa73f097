"""Pain drawings as files, and where the patterns come from: what these actions do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from anatomy_viewer.desktop.pain_sources import PainSourcesDialog
from anatomy_viewer.pain.drawing import DrawingError, PainDrawing, from_json, to_json
from anatomy_viewer.stage.pain_sketch import as_drawing
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.pain import PainStroke

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow

_ENDING = ".pain.json"


def open_drawing(window: MainWindow) -> None:
    """Asks for a pain drawing and shows it; one that cannot be used changes nothing, and is told why."""
    if window.document is None:
        return
    file = window.choose.drawing_to_open(window, window.settings.picture_folder)
    if file is None:
        return
    try:
        drawing = from_json(file.read_text(encoding="utf-8"), window.document.atlas, file.name)
    except DrawingError as error:
        window.notice.say(str(error))
    except UnicodeDecodeError:
        window.notice.say(_text("{file} is not text. Choose the file of a pain drawing.").format(file=file.name))
    except OSError as error:
        text = _text("{file} could not be read: {cause}. Choose another file.")
        window.notice.say(text.format(file=file, cause=error.strerror or error))
    else:
        window.document.store.do(commands.set_drawing(_strokes(drawing)))


def save_drawing(window: MainWindow) -> None:
    """Asks for a file and writes the pain drawing into it."""
    if window.document is None:
        return
    file = window.choose.drawing_to_save(window, window.settings.picture_folder / (_text("pain drawing") + _ENDING))
    if file is None:
        return
    if file.suffix.casefold() != ".json":
        file = file.with_name(file.name + _ENDING)
    text = to_json(as_drawing(window.document.state.pain.drawing), window.document.atlas)
    if _written(window, file, text):
        window.caption.say(_text("Saved {file}").format(file=file))


def show_sources(window: MainWindow) -> None:
    """Opens the page about the sources of the patterns and their limits."""
    if window.document:
        dialog = PainSourcesDialog(window.document.atlas, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _written(window: MainWindow, file: Path, text: str) -> bool:
    unfinished = file.with_name(f".{file.name}.part")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        told = _text("The drawing could not be saved as {file}: {cause}. Choose another folder.")
        window.notice.say(told.format(file=file, cause=error.strerror or error))
        return False
    return True


def _strokes(drawing: PainDrawing) -> tuple[PainStroke, ...]:
    return tuple(PainStroke(one.points, one.radius_mm, one.erase, one.mirror) for one in drawing.strokes)


def _text(text: str) -> str:
    return QCoreApplication.translate("PainDrawing", text)
