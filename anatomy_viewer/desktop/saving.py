"""What all saving has in common: the ending, a question before a file is replaced, and what is told afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.files.errors import reason
from anatomy_viewer.files.folders import is_there
from anatomy_viewer.files.write import write_text

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow


def with_ending(file: Path, ending: str) -> Path:
    """The file with `ending`, such as .pain.json, unless it ends in the last part of it in whatever case."""
    last = "." + ending.rpartition(".")[2]
    return file if not file.name or file.suffix.casefold() == last.casefold() else file.with_name(file.name + ending)


def save_text(window: MainWindow, chosen: Path, ending: str, text: str) -> Path | None:
    """Saves a text under the name that a person chose; the file, or None if nothing was saved, which has been told.

    The chooser has asked about the name that was typed. Where the ending makes it another name, it is asked about here.
    """
    file = with_ending(chosen, ending)
    if file != chosen and is_there(file) and not window.choose.may_replace(window, file):
        return None
    try:
        write_text(file, text)
    except OSError as error:
        tell_unsaved(window, file, error)
        return None
    tell_saved(window, file)
    return file


def tell_saved(window: MainWindow, file: Path) -> None:
    """Says that a file was saved; the next one, of any kind, is offered in the same folder."""
    remember_folder(window, file)
    window.caption.say(QCoreApplication.translate("Saving", "Saved {file}").format(file=file))


def tell_unsaved(window: MainWindow, file: Path, error: OSError) -> None:
    """Says which file could not be saved, why, and what to do."""
    told = QCoreApplication.translate("Saving", "{file} could not be saved: {cause}. Choose another folder or name.")
    window.notice.say(told.format(file=file, cause=reason(error)))


def remember_folder(window: MainWindow, file: Path) -> None:
    """Files to come are looked for and saved where this one is."""
    window.settings.picture_folder = file.absolute().parent
