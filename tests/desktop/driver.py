"""A person without aim: random actions in a real window, motion playing most of the time."""

from __future__ import annotations

import random
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, QtMsgType
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QWidget,
)
from vtkmodules.vtkCommonCore import vtkOutputWindow

from anatomy_viewer.desktop.choose import Choosers
from anatomy_viewer.desktop.window import MainWindow

_NEVER = {"file.quit"}
_KEYS = (
    Qt.Key.Key_Space,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Menu,
    Qt.Key.Key_F10,
    *(Qt.Key(key) for key in range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)),
    *(Qt.Key(key) for key in range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)),
)
_HELD = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)
_BUTTONS = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)
_TYPED = (
    "0",
    "45",
    "-25",
    "-",
    "",
    "1e9",
    "nan",
    "12,5",
    "12.5",
    "٣",
    "glut",
    "x" * 300,
    "<b>",
    "$x$",
    "\t",
    "99999999999",
)


class AnyChoosers(Choosers):
    """Answers at once with one of the files that there are, or with nothing."""

    def __init__(self, rng: random.Random, folder: Path, models: list[Path]) -> None:
        self._rng, self._folder, self._models = rng, folder, models

    def model_folder(self, parent: QWidget) -> Path | None:
        return self._rng.choice([*self._models, self._folder, None])

    def picture_file(self, parent: QWidget, suggested: Path) -> Path | None:
        return self._any("picture.png")

    def values_file(self, parent: QWidget, suggested: Path) -> Path | None:
        return self._any("values.csv")

    def drawing_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        return self._rng.choice([*sorted(self._folder.glob("*.json")), self._folder / "none.json", None])

    def drawing_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        return self._any(f"drawing{self._rng.randrange(4)}.pain.json")

    def _any(self, name: str) -> Path | None:
        return self._rng.choice([self._folder / name, self._folder / name, self._folder / "nowhere" / name, None])


class Driver:
    """Does one random thing after the other in a window; `faults` is what went wrong, and what was done before."""

    def __init__(self, window: MainWindow, rng: random.Random) -> None:
        self._window = window
        self._rng = rng
        self.done: deque[str] = deque(maxlen=25)
        self.faults: list[str] = []
        self.told = 0
        self._ways: list[tuple[int, Callable[[], str]]] = [
            (30, self._action),
            (8, self._key),
            (14, self._drag_view),
            (10, self._click_view),
            (8, self._wheel_view),
            (6, self._hover),
            (26, self._widget),
            (3, self._resize),
            (2, self._text_size),
            (5, self._undo),
            (8, self._play),
        ]

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Takes down every error of Python and VTK, and closes what would block."""
        hooks = sys.excepthook, sys.unraisablehook
        sys.excepthook = lambda kind, error, trace: self._fault("".join(traceback.format_exception(kind, error, trace)))
        sys.unraisablehook = lambda told: self._fault(f"unraisable: {told.exc_value!r} in {told.object!r}")
        output = vtkOutputWindow.GetInstance()
        tags = [output.AddObserver(event, self._vtk_told) for event in ("ErrorEvent", "WarningEvent")]
        closing = QTimer()
        closing.timeout.connect(close_popups)
        closing.start(150)
        try:
            yield
        finally:
            closing.stop()
            for tag in tags:
                output.RemoveObserver(tag)
            sys.excepthook, sys.unraisablehook = hooks

    def step(self) -> None:
        """Does one thing and lets the window answer."""
        ways = [way for _, way in self._ways]
        way = self._rng.choices(ways, [weight for weight, _ in self._ways])[0]
        self.done.append(way.__name__)
        try:
            self.done[-1] = way()
        except Exception:
            self._fault(traceback.format_exc())
        for _ in range(self._rng.choice((1, 1, 2, 5))):
            QApplication.processEvents()
        self._close_dialogs()

    def _action(self) -> str:
        actions = {id_: action for id_, action in self._window.actions_.actions.items() if id_ not in _NEVER}
        if self._rng.random() < 0.97:  # each opens a model, which takes a second
            actions = {id_: action for id_, action in actions.items() if not id_.startswith("file.open")}
        id_, action = self._rng.choice([item for item in actions.items() if item[1].isEnabled()])
        action.trigger()
        return f"action {id_}"

    def _key(self) -> str:
        target = QApplication.focusWidget() if self._rng.random() < 0.6 else self._surface
        key, held = self._rng.choice(_KEYS), self._rng.choice(_HELD)
        quits = key == Qt.Key.Key_Q and bool(held & Qt.KeyboardModifier.ControlModifier)
        opens = key == Qt.Key.Key_O and held == Qt.KeyboardModifier.ControlModifier
        if not quits and not opens:
            QTest.keyClick(target or self._surface, key, held)
        return f"key {key.name} {held}"

    def _drag_view(self) -> str:
        start, end, button, held = self._place(), self._place(), self._rng.choice(_BUTTONS), self._rng.choice(_HELD)
        _mouse(self._surface, QEvent.Type.MouseButtonPress, start, button, button, held)
        for step in range(1, 7):
            _mouse(
                self._surface,
                QEvent.Type.MouseMove,
                start + (end - start) * step / 6,
                Qt.MouseButton.NoButton,
                button,
                held,
            )
            QApplication.processEvents()
        if self._rng.random() < 0.95:
            _mouse(self._surface, QEvent.Type.MouseButtonRelease, end, button, Qt.MouseButton.NoButton, held)
        return f"drag {button.name} {held} {start.toTuple()} to {end.toTuple()}"

    def _click_view(self) -> str:
        at, button, held = self._place(), self._rng.choice(_BUTTONS), self._rng.choice(_HELD)
        click = self._rng.choice((QTest.mouseClick, QTest.mouseClick, QTest.mouseDClick))
        click(self._surface, button, held, at)
        return f"{click.__name__} {button.name} {held} {at.toTuple()}"

    def _wheel_view(self) -> str:
        at, notches = self._place(), self._rng.choice((-40, -3, -1, 1, 3, 40))
        _wheel(self._surface, at, notches)
        return f"wheel {notches} {at.toTuple()}"

    def _hover(self) -> str:
        at = self._place()
        _mouse(self._surface, QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton)
        return f"hover {at.toTuple()}"

    def _widget(self) -> str:
        shown = [w for w in self._window.findChildren(QWidget) if w.isVisible() and w.isEnabled() and _ours(w)]
        if not shown:
            return "no widget"
        return self._use(self._rng.choice(shown))

    def _use(self, widget: QWidget) -> str:
        what = f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()}"
        if isinstance(widget, QComboBox) and widget.count():
            widget.setCurrentIndex(self._rng.randrange(widget.count()))
            widget.activated.emit(widget.currentIndex())
        elif isinstance(widget, QAbstractSlider) and self._rng.random() < 0.6:
            widget.setValue(self._rng.randint(widget.minimum(), widget.maximum()))
        elif isinstance(widget, (QAbstractSpinBox, QLineEdit)):
            widget.setFocus()
            widget.selectAll()
            _type(widget, self._rng.choice(_TYPED))
            QTest.keyClick(widget, self._rng.choice((Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Up)))
        elif isinstance(widget, QAbstractButton):
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        else:
            self._poke(widget.viewport() if isinstance(widget, QAbstractItemView) else widget)
        return what

    def _poke(self, widget: QWidget) -> None:
        at = self._place(widget)
        if self._rng.random() < 0.3:
            _wheel(widget, at, self._rng.choice((-2, 2)))
        else:
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, self._rng.choice(_HELD), at)

    def _resize(self) -> str:
        width, height = self._rng.choice(
            ((400, 300), (1900, 1150), (self._rng.randint(300, 1900), self._rng.randint(200, 1150)))
        )
        self._window.resize(width, height)
        return f"resize {width} {height}"

    def _text_size(self) -> str:
        size = self._rng.randint(8, 24)
        self._window.set_text_pt(size)
        return f"text {size}"

    def _undo(self) -> str:
        name, times = self._rng.choice(("edit.undo", "edit.redo")), self._rng.choice((1, 3, 30))
        for _ in range(times):
            self._window.actions_.actions[name].trigger()
        return f"{name} {times} times"

    def _play(self) -> str:
        document = self._window.document
        if document is not None and not document.player.playing.running:
            self._window.actions_.actions["motion.play"].trigger()
        return "plays"

    def _close_dialogs(self) -> None:
        for dialog in QApplication.topLevelWidgets():
            if not isinstance(dialog, QDialog) or not dialog.isVisible():
                continue
            buttons = [
                button for button in dialog.findChildren(QAbstractButton) if button.isVisible() and button.isEnabled()
            ]
            if buttons and self._rng.random() < 0.4:
                self.done.append(f"in {type(dialog).__name__}")
                self._rng.choice(buttons).click()
            dialog.reject()

    @property
    def _surface(self) -> QWidget:
        return self._window.viewport.surface

    def _place(self, widget: QWidget | None = None) -> QPoint:
        widget = widget or self._surface
        return QPoint(
            self._rng.randint(0, max(widget.width() - 1, 0)), self._rng.randint(0, max(widget.height() - 1, 0))
        )

    def qt_told(self, kind: QtMsgType, context: object, text: str) -> None:
        """Takes down what Qt complains of; to be made Qt's message handler."""
        if kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg} and "propagateSizeHints" not in text:
            self._fault(f"Qt: {text}")
        if kind == QtMsgType.QtFatalMsg:  # nobody tells it later: the process ends here
            sys.stderr.write(f"\n== {self.faults[-1]}\n")

    def _vtk_told(self, source: object, event: str) -> None:
        self._fault(f"VTK: {event}")

    def _fault(self, text: str) -> None:
        self.faults.append(text + "\nafter\n  " + "\n  ".join(self.done))


def close_popups() -> None:
    """Closes menus and the lists of combo boxes, which wait for a person otherwise."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    modal = QApplication.activeModalWidget()
    if isinstance(modal, QDialog):
        modal.reject()


def _ours(widget: QWidget) -> bool:
    """Not an inner part that Qt makes for itself."""
    return not widget.objectName().startswith("qt_") and widget.width() > 1 and widget.height() > 1


def _mouse(
    target: QWidget,
    kind: QEvent.Type,
    at: QPoint,
    button: Qt.MouseButton,
    buttons: Qt.MouseButton,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    place = QPointF(at)
    QApplication.sendEvent(target, QMouseEvent(kind, place, QPointF(target.mapToGlobal(at)), button, buttons, held))


def _type(widget: QWidget, text: str) -> None:
    """Types with keys, and as an input method does where QTest has no key for a letter: there it ends the program."""
    if text.isascii():
        QTest.keyClicks(widget, text)
        return
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def _wheel(target: QWidget, at: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(target.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, event)
