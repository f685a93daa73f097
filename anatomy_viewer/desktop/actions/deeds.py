"""What the actions do: free functions over the main window, named by intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.desktop.style import DEFAULT_TEXT_PT, TEXT_SIZES_PT
from anatomy_viewer.state import commands
from anatomy_viewer.state.store import Command

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow

COMMAND_NAMES = (
    QT_TRANSLATE_NOOP("Commands", "Show"),
    QT_TRANSLATE_NOOP("Commands", "Hide"),
    QT_TRANSLATE_NOOP("Commands", "Fade"),
    QT_TRANSLATE_NOOP("Commands", "Isolate"),
    QT_TRANSLATE_NOOP("Commands", "Show all"),
    QT_TRANSLATE_NOOP("Commands", "Move the view"),
    QT_TRANSLATE_NOOP("Commands", "Select"),
    QT_TRANSLATE_NOOP("Commands", "Orientation figure"),
    QT_TRANSLATE_NOOP("Commands", "Theme"),
    QT_TRANSLATE_NOOP("Commands", "Change view"),
    QT_TRANSLATE_NOOP("Commands", "Fit"),
    QT_TRANSLATE_NOOP("Commands", "Fan"),
    QT_TRANSLATE_NOOP("Commands", "Muscle of the fan"),
    QT_TRANSLATE_NOOP("Commands", "Sweep"),
    QT_TRANSLATE_NOOP("Commands", "Labels"),
    QT_TRANSLATE_NOOP("Commands", "Attachments"),
)
"""Names of commands as they stand in the Edit menu, marked for translation."""


def command_name(name: str) -> str:
    """The name of a command in the language of the app."""
    return QCoreApplication.translate("Commands", name)


def hidden_since_start(document: Document) -> tuple[str, ...]:
    """Ids of structures that are hidden now and were shown in the first picture."""
    first = document.first
    return tuple(id_ for id_, look in document.state.looks if not look.visible and first.look(id_).visible)


def skin_ids(atlas: Atlas) -> tuple[str, ...]:
    """Ids of the skin."""
    return tuple(id_ for id_, part in atlas.structures.items() if part.kind == "skin")


def open_model(window: MainWindow) -> None:
    """Asks for a model folder and opens it."""
    folder = window.choose.model_folder(window)
    if folder is not None:
        window.open_model(folder)


def open_shipped_model(window: MainWindow) -> None:
    """Opens the model that comes with the app."""
    window.open_model(None)


def save_picture(window: MainWindow) -> None:
    """Opens the dialog that saves the picture."""
    window.save_picture()


def quit_app(window: MainWindow) -> None:
    """Closes the window, and with it the app."""
    window.close()


def undo(window: MainWindow) -> None:
    """Takes the last step back."""
    if window.document:
        window.document.store.undo()


def redo(window: MainWindow) -> None:
    """Makes the last undone step again."""
    if window.document:
        window.document.store.redo()


def hide_selected(window: MainWindow) -> None:
    """Hides the selected structure."""
    if window.document and window.document.state.selected:
        _do(window, commands.set_visible([window.document.state.selected], False))


def isolate_selected(window: MainWindow) -> None:
    """Shows the selected structure alone."""
    if window.document and window.document.state.selected:
        _do(window, commands.isolate([window.document.state.selected], window.document.atlas.structures))


def show_all(window: MainWindow) -> None:
    """Shows again what was hidden since the first picture."""
    if window.document:
        _do(window, commands.set_visible(hidden_since_start(window.document), True))


def toggle_skin(window: MainWindow) -> None:
    """Shows the skin if any of it is hidden, else hides it."""
    if window.document:
        ids = skin_ids(window.document.atlas)
        state = window.document.state
        _do(window, commands.set_visible(ids, not all(state.look(id_).visible for id_ in ids)))


def center_on_selected(window: MainWindow) -> None:
    """Makes the middle of what is selected the point about which the view turns."""
    if window.document and window.document.state.selected:
        points = window.document.points_of(window.document.state.selected)
        window.camera.center_on((points.min(axis=0).astype(float) + points.max(axis=0).astype(float)) / 2)


def deselect(window: MainWindow) -> None:
    """Selects nothing."""
    _do(window, commands.select(None))


def show_view(window: MainWindow, *, view_id: str) -> None:
    """Goes to a named view."""
    window.camera.show_view(view_id)


def fit_shown(window: MainWindow) -> None:
    """Goes as near as shows all that is not hidden."""
    window.camera.fit_shown()


def turn(window: MainWindow, *, dx_deg: float, dy_deg: float) -> None:
    """Turns the view by degrees."""
    window.camera.turn(dx_deg, dy_deg)


def pan(window: MainWindow, *, dx: float, dy: float) -> None:
    """Shifts the picture by fractions of the view's height."""
    window.camera.pan(dx, dy)


def zoom(window: MainWindow, *, factor: float) -> None:
    """Goes nearer (factor above 1) or farther."""
    window.camera.zoom(factor)


def toggle_orientation_figure(window: MainWindow) -> None:
    """Shows or hides the orientation figure."""
    if window.document:
        _do(window, commands.set_orientation_figure(not window.document.state.orientation_figure))


def toggle_theme(window: MainWindow) -> None:
    """Changes between light and dark."""
    if window.document:
        _do(window, commands.set_theme("light" if window.document.state.theme == "dark" else "dark"))


def toggle_full_screen(window: MainWindow) -> None:
    """Puts the picture alone on the screen, or brings the panels back."""
    window.set_full_screen(not window.full_screen)


def leave_full_screen(window: MainWindow) -> None:
    """Brings the panels back."""
    window.set_full_screen(False)


def change_text_size(window: MainWindow, *, steps: int) -> None:
    """Goes to the next larger or smaller text size; at the end of the scale nothing happens."""
    nearest = min(range(len(TEXT_SIZES_PT)), key=lambda i: abs(TEXT_SIZES_PT[i] - window.text_pt))
    window.set_text_pt(TEXT_SIZES_PT[min(max(nearest + steps, 0), len(TEXT_SIZES_PT) - 1)])


def normal_text_size(window: MainWindow) -> None:
    """Goes back to the text size of the first start."""
    window.set_text_pt(DEFAULT_TEXT_PT)


def toggle_panel(window: MainWindow, *, panel_id: str) -> None:
    """Shows or hides one panel."""
    window.toggle_panel(panel_id)


def show_shortcuts(window: MainWindow) -> None:
    """Opens the sheet of keys and mouse."""
    window.show_shortcuts()


def show_about(window: MainWindow) -> None:
    """Opens the About box."""
    window.show_about()


def _do(window: MainWindow, command: Command) -> None:
    if window.document:
        window.document.store.do(command)
