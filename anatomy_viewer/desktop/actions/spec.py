"""What one entry of the action table says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.desktop.motion_player import Playing
from anatomy_viewer.state.view_state import ViewState

if TYPE_CHECKING:
    from anatomy_viewer.desktop.window import MainWindow


class Menu(StrEnum):
    """The menus, in the order of the menu bar; the values are their titles."""

    FILE = QT_TRANSLATE_NOOP("Actions", "&File")
    EDIT = QT_TRANSLATE_NOOP("Actions", "&Edit")
    STRUCTURE = QT_TRANSLATE_NOOP("Actions", "&Structure")
    VIEW = QT_TRANSLATE_NOOP("Actions", "&View")
    FAN = QT_TRANSLATE_NOOP("Actions", "F&an")
    MOTION = QT_TRANSLATE_NOOP("Actions", "&Motion")
    PAIN = QT_TRANSLATE_NOOP("Actions", "&Pain")
    WINDOW = QT_TRANSLATE_NOOP("Actions", "&Window")
    HELP = QT_TRANSLATE_NOOP("Actions", "&Help")


@dataclass(frozen=True)
class Situation:
    """What the rules of an action may look at."""

    state: ViewState | None = None
    undo_name: str = ""
    redo_name: str = ""
    loading: bool = False
    full_screen: bool = False
    open_panels: frozenset[str] = frozenset()
    hidden: int = 0
    """Structures hidden since the first picture."""
    skin_shown: bool | None = None
    """Whether the skin is shown; None in a model without skin."""
    structure_selected: bool = False
    """Whether what is selected is a structure and not, for example, an attachment."""
    fan_muscles: tuple[str, ...] = ()
    """Ids of the muscles that can be taken apart."""
    fan_fibres: bool = False
    """Whether the muscle of the fan has fibres."""
    fan_covered: bool = False
    """Whether the model says that other muscles lie over the muscle of the fan."""
    fan_attachments: bool = False
    """Whether the muscle of the fan has attachments."""
    playing: Playing | None = None
    """How motion is played; None in a model that cannot move."""
    motion_curves: bool = False
    """Whether the model says how gluteus medius changes with the angle of the hip."""
    trigger_points: frozenset[str] = frozenset()
    """Ids of the trigger points of the model."""


Rule = Callable[[Situation], bool]


def always(_: Situation) -> bool:
    """An action that can be done at any time."""
    return True


def with_model(situation: Situation) -> bool:
    """An action that needs an open model."""
    return situation.state is not None


@dataclass(frozen=True)
class ActionSpec:
    """One thing a person can do.

    `text` and `tip` are English and marked for translation in the context "Actions"; `shortcuts` are portable key
    texts, the first one is shown; `section` separates groups in a menu; `in_view_only` keeps the keys to the 3D view,
    so that lists keep their arrows, `view_shortcuts` are more keys for there alone; `label` makes the text from the
    situation where it is not fixed.
    """

    id: str
    text: str
    handler: Callable[[MainWindow], None]
    menu: Menu
    shortcuts: tuple[str, ...] = ()
    view_shortcuts: tuple[str, ...] = ()
    section: int = 0
    submenu: str = ""
    in_view_only: bool = False
    on_toolbar: bool = False
    repeats: bool = False
    enabled: Rule = with_model
    checked: Rule | None = None
    label: Callable[[Situation], str] | None = None
    tip: str = ""


def translated(text: str) -> str:
    """A text of the action table in the language of the app."""
    return QCoreApplication.translate("Actions", text)
