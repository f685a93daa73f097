"""The main window: puts the parts together and passes word between them; it decides nothing about the anatomy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QSessionManager
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop import drops, failures
from anatomy_viewer.desktop.about_dialog import AboutDialog
from anatomy_viewer.desktop.actions.build import ActionSet
from anatomy_viewer.desktop.actions.deeds import hidden_since_start, skin_ids
from anatomy_viewer.desktop.actions.pain_drawing_deeds import may_let_go
from anatomy_viewer.desktop.actions.spec import Situation
from anatomy_viewer.desktop.camera_control import CameraControl
from anatomy_viewer.desktop.caption import Caption
from anatomy_viewer.desktop.choose import Choosers
from anatomy_viewer.desktop.docks import Docks
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.fan_modes import fan_muscles, has_attachments, is_covered
from anatomy_viewer.desktop.input_watch import InputWatch
from anatomy_viewer.desktop.loading import Loader, LoadThread
from anatomy_viewer.desktop.motion_plot_values import has_curves
from anatomy_viewer.desktop.motion_words import caption
from anatomy_viewer.desktop.notice import Notice
from anatomy_viewer.desktop.number_box import NumberBox
from anatomy_viewer.desktop.picture_dialog import PictureDialog, Size
from anatomy_viewer.desktop.picture_words import picture_words
from anatomy_viewer.desktop.plain_widgets import short
from anatomy_viewer.desktop.saving import tell_saved, tell_unsaved
from anatomy_viewer.desktop.settings import Settings
from anatomy_viewer.desktop.shortcuts_dialog import ShortcutsDialog
from anatomy_viewer.desktop.start_page import StartPage
from anatomy_viewer.desktop.start_words import lacking
from anatomy_viewer.desktop.theming import dress
from anatomy_viewer.desktop.unsaved import answer_logout, give_up_drawing
from anatomy_viewer.desktop.viewport import Viewport
from anatomy_viewer.export.picture import RenderError, TooLargeError, render_picture
from anatomy_viewer.files.folders import is_there
from anatomy_viewer.state.view_state import ViewState
from anatomy_viewer.state.views import default_state

FIRST_SIZE = (1280, 800)
"""Size of the window at first start, in logical pixels."""
_TITLE = 80
"""So many letters of a model's name stand in the title."""


class MainWindow(QMainWindow):
    """The window. `choose` and `loader` can be replaced by tests."""

    def __init__(self, settings: Settings, choose: Choosers | None = None, loader: Loader = load_atlas) -> None:
        super().__init__()
        self.settings = settings
        self.choose = choose or Choosers()
        self.document: Document | None = None
        self.full_screen = False
        self.text_pt = settings.text_pt
        self._loader = loader
        self._loading: LoadThread | None = None
        self.open_panels: frozenset[str] = frozenset()
        """Ids of the panels that are shown whenever there is a model and no full screen."""
        self._watch = InputWatch(self._begin_gesture, self)
        self._files_pass_on = drops.FilesPassOn(self)
        self._build()
        self._restore()

    @property
    def camera(self) -> CameraControl:
        """What moves the camera."""
        return self.viewport.camera

    @property
    def loading(self) -> bool:
        """Whether a model is being loaded."""
        return self._loading is not None

    def open_model(self, folder: Path | None) -> None:
        """Loads a model in the background, the shipped one if `folder` is None; until then all stays as it is.

        A pain drawing that would be lost is asked about; a model that is still being loaded is given up.
        """
        if not give_up_drawing(self):
            return
        self._stop_loading()
        thread = LoadThread(folder, self._loader, self)
        thread.progressed.connect(self._on_progress)
        thread.loaded.connect(self._on_loaded)
        thread.failed.connect(self._on_failed)
        thread.finished.connect(self._on_finished)
        self._loading = thread
        if self.document is None:
            self.start.show_progress(0, 0, "")
        thread.start()
        self._refresh()

    def save_picture(self) -> None:
        """Opens the dialog that saves the picture."""
        dialog = PictureDialog(self.viewport.size_px, self.settings.picture_folder, self.choose, self)
        dialog.accepted.connect(lambda: self._write_picture(dialog.path, dialog.size_px))
        self._open_dialog(dialog)

    def show_shortcuts(self) -> None:
        """Opens the sheet of keys and mouse."""
        self._open_dialog(ShortcutsDialog(self))

    def show_about(self) -> None:
        """Opens the About box."""
        self._open_dialog(AboutDialog(self.document.atlas if self.document else None, self))

    def toggle_panel(self, panel_id: str) -> None:
        """Shows or hides one panel; one that lies behind another comes to the front."""
        if not self.docks.bring_forward(panel_id):
            self.open_panels ^= {panel_id}
            self._arrange_panels()
        self._refresh()

    def set_text_pt(self, text_pt: int) -> None:
        """Changes the text size, in points."""
        self.text_pt = self.settings.text_pt = text_pt
        self._dress()

    def set_full_screen(self, wanted: bool) -> None:
        """Puts the picture alone on the screen, or brings everything back as it was."""
        if wanted == self.full_screen:
            return
        self.full_screen = wanted
        self._arrange_panels()
        self.menuBar().setVisible(not wanted)
        self.actions_.toolbar.setVisible(not wanted)
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        self.viewport.setFocus()
        self._refresh()

    def on_logout(self, manager: QSessionManager) -> None:
        """Asks about an unsaved drawing before the person's session ends."""
        answer_logout(self, manager)

    def mark_unsaved(self) -> None:
        """Marks the title of the window if there is an unsaved pain drawing."""
        if self.document is None:
            return
        unsaved, name = self.document.unsaved, short(self.document.atlas.name, _TITLE).replace("[*]", "[*][*]")
        self.setWindowTitle(self.tr("{model} – Anatomy Viewer").format(model=f"{name}[*]" if unsaved else name))
        self.setWindowModified(unsaved)

    def tell_unexpected(self) -> None:
        """Tells of an error that nobody foresaw."""
        text = self.tr("Something went wrong, but you can go on.")
        if is_there(failures.log_file()):
            text += " " + self.tr("Details are in {file}").format(file=failures.log_file())
        self.notice.say(text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files and folders anywhere."""
        if drops.holds_files(event):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Takes them wherever they are let go."""
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens what is dropped, or tells what can be."""
        drops.take(self, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stops loading, remembers the window, frees the graphics; not before an unsaved drawing is asked about."""
        if not may_let_go(self):
            event.ignore()
            return
        self._stop_loading()
        if self.full_screen:
            self.set_full_screen(False)
        self.settings.geometry = self.saveGeometry()
        if not self._first_start:
            self.docks.show_only(self.open_panels)
            self.settings.layout = self.saveState()
        self.settings.save()
        self.viewport.close_view()
        self._watch.close()
        self._files_pass_on.close()
        if self.document is not None:
            self.document.close()
            self.document = None
        super().closeEvent(event)

    def _stop_loading(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
            self._loading.deleteLater()
            self._loading = None
            self.caption.say("")
            self.caption.show_progress(1, 1)

    def _begin_gesture(self) -> None:
        """What is done from now on is taken back apart from what was done before."""
        if self.document is not None:
            self.document.store.seal()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Anatomy Viewer"))
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # Qt's own would hide panels behind our back
        self.start = StartPage()
        self.viewport = Viewport()
        self.notice = Notice()
        self.caption = Caption()
        self.viewport.pain_told.connect(lambda text: self.caption.say(text, passing=False))
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start)
        self.pages.addWidget(self.viewport)
        center = QWidget()
        layout = QVBoxLayout(center)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.caption)
        self.setCentralWidget(center)
        self.docks = Docks(self)
        self.actions_ = ActionSet(self, self.viewport)
        self.start.folder_wanted.connect(self.actions_.actions["file.open"].trigger)
        self.start.shipped_wanted.connect(self.actions_.actions["file.open_shipped"].trigger)

    def _restore(self) -> None:
        self.resize(*FIRST_SIZE)
        self.restoreGeometry(self.settings.geometry)
        self._first_start = not self.restoreState(self.settings.layout)
        self.open_panels = self.docks.open()
        self._arrange_panels()
        self._dress()
        self._refresh()

    def _arrange_panels(self) -> None:
        """Before the first model the panels have nothing to show, and in full screen they are away."""
        self.docks.show_only(self.open_panels if self.document is not None and not self.full_screen else frozenset())

    def _dress(self) -> None:
        theme = self.document.state.theme if self.document else self.settings.theme
        dress(self, theme, self.text_pt)

    def _on_progress(self, done: int, total: int, what: str) -> None:
        if self.document is None:
            self.start.show_progress(done, total, what)
        else:
            self.caption.show_progress(done, total)
            self.caption.say(self.tr("Loading {what}").format(what=what) if what else "")

    def _on_loaded(self, atlas: Atlas) -> None:
        if self._loading is None:
            return
        if not atlas.structures:
            problems = "\n".join(str(problem) for problem in atlas.missing)
            self._on_failed(problems or self.tr("The model {name} is empty.").format(name=atlas.name))
            return
        before = self.document
        if not give_up_drawing(self) or self.document is not before:  # drawn on while the model was loading
            return
        first = replace(default_state(atlas), theme=self.settings.theme)
        document = Document(atlas, first)
        self.viewport.show_document(document)
        if self.document is not None:
            self.document.close()
        self.document = document
        self.docks.fill(document)
        for box in self.findChildren(NumberBox):  # so that keys of one letter are at hand again after a number
            box.entered.connect(self.viewport.setFocus)
            box.noted.connect(self.caption.say)
        self._arrange_panels()
        if self._first_start:
            self.docks.take_first_sizes()
            self._first_start = False
        document.listen(self._on_change)
        document.listen_history(self._refresh)
        document.player.set_reduced(self.settings.reduced_motion)
        document.player.changed.connect(self._on_player)
        document.player.hips.noted.connect(self.caption.say)
        self.notice.hide()
        self.pages.setCurrentWidget(self.viewport)
        # Never seen again, its texts must not keep the window wide.
        self.start.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.mark_unsaved()
        self.caption.show_names(None)
        self.caption.show_motion("")
        self.viewport.setFocus()
        self._tell_of_start(atlas)

    def _tell_of_start(self, atlas: Atlas) -> None:
        """What is wrong with the settings, told once, and what of the model is missing or cannot be written."""
        told = [self.settings.problem] if self.settings.problem else []
        self.settings.problem = ""
        told.extend(lacking(atlas))
        if told:
            self.notice.say(" ".join(told))

    def _on_failed(self, reason: str) -> None:
        if self._loading is None:
            return
        if self.document is None:
            self.start.show_failure(reason, offer_shipped=self._loading.folder is not None)
            return
        text = self.tr("This model could not be opened, {name} stays. {reason}")
        self.notice.say(text.format(name=self.document.atlas.name, reason=reason))

    def _on_finished(self) -> None:
        thread, self._loading = self._loading, None
        if thread is None:
            return
        thread.deleteLater()
        if self.document is not None:  # one that stays after all is asked about again
            self.document.given_up = ()
            self.mark_unsaved()
        self.caption.show_progress(1, 1)
        self._refresh()

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.theme != new.theme:
            self.settings.theme = new.theme
            self._dress()
        if (old.hovered, old.selected) != (new.hovered, new.selected) and self.document is not None:
            self.caption.show_names(self.document.names_of(new.hovered or new.selected))
        if old.pain.drawing is not new.pain.drawing:
            self.mark_unsaved()
        if old.motion != new.motion and self.document is not None:
            self._tell_motion(self.document)
        if old.fan.muscle != new.fan.muscle and self.document is not None:
            names = self.document.names_of(new.fan.muscle)
            self.caption.say(self.tr("Fan: {muscle}").format(muscle=names.en) if names else "")
        if replace(old, camera=new.camera, hovered=new.hovered) != new:
            self._refresh()

    def _tell_motion(self, document: Document) -> None:
        running = document.player.playing.running
        self.caption.show_motion(caption(document.atlas, document.state.motion, running=running))

    def _on_player(self) -> None:
        if self.document is not None:
            self.settings.reduced_motion = self.document.player.playing.reduced
            self._tell_motion(self.document)
        self._refresh()

    def _refresh(self) -> None:
        self.actions_.refresh(self._situation())

    def _situation(self) -> Situation:
        common = Situation(
            loading=self._loading is not None, full_screen=self.full_screen, open_panels=self.open_panels
        )
        document = self.document
        if document is None:
            return common
        skin = skin_ids(document.atlas)
        return replace(
            common,
            state=document.state,
            undo_name=document.store.undo_name,
            redo_name=document.store.redo_name,
            hidden=len(hidden_since_start(document)),
            skin_shown=all(document.state.look(id_).visible for id_ in skin) if skin else None,
            structure_selected=document.state.selected in document.atlas.structures,
            fan_muscles=fan_muscles(document.atlas),
            fan_fibres=document.state.fan.muscle in document.atlas.fibres,
            fan_covered=is_covered(document.atlas, document.state.fan.muscle),
            fan_attachments=has_attachments(document.atlas, document.state.fan.muscle),
            playing=document.player.playing if document.player.hips.possible else None,
            motion_curves=has_curves(document.atlas),
            trigger_points=frozenset(document.atlas.trigger_points),
        )

    def _open_dialog(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _write_picture(self, path: Path, size: Size) -> None:
        """Draws and writes the picture; what is under the pointer is not part of it."""
        if self.document is None:
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            render_picture(self.document.atlas, replace(self.document.state, hovered=None), size, path, picture_words())
        except OSError as error:
            tell_unsaved(self, path, error)
            return
        except (RenderError, TooLargeError) as error:
            self.notice.say(self.tr("The picture could not be drawn: {cause}").format(cause=error))
            return
        finally:
            QApplication.restoreOverrideCursor()
        tell_saved(self, path)
