"""Everything that can differ between two pictures of the same atlas, in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from anatomy_viewer.state.motion import STANDING, MotionView
from anatomy_viewer.state.pain import NO_PAIN, PainView

Theme = Literal["light", "dark"]
FanMode = Literal["solid", "faded", "fibres", "surface", "attachments"]
"""How a fan-shaped muscle is taken apart: whole; faded around its fibres; its fibres alone; the surface they span; the
bare bone with the places where it attaches."""

FAN_MODES: tuple[FanMode, ...] = get_args(FanMode)


@dataclass(frozen=True)
class Camera:
    """A perspective camera: points in millimetres (RAS); `view_angle_deg` is the vertical field of view."""

    position: tuple[float, float, float]
    focal_point: tuple[float, float, float]
    view_up: tuple[float, float, float]
    view_angle_deg: float = 30.0


@dataclass(frozen=True)
class Look:
    """How one structure is drawn. Opacity is kept while hidden, so that showing it again restores its look."""

    visible: bool = True
    opacity: float = 1.0


DEFAULT_LOOK = Look()


@dataclass(frozen=True)
class FanView:
    """How the fan of one muscle is taken apart.

    `muscle` is a structure id; `sweep` is how far its fibres are drawn, from only the hindmost (0) to all (1);
    `patches` paints its attachments on the bone in every mode (mode "attachments" does so by itself); `labels` names
    what is seen of the fan; `clear` has the muscles that lie over it step back where it is taken apart.
    """

    mode: FanMode = "solid"
    muscle: str = "gluteus_medius.right"
    sweep: float = 1.0
    labels: bool = False
    patches: bool = False
    clear: bool = True

    @property
    def shows_patches(self) -> bool:
        """Whether attachments are painted on the bone."""
        return self.patches or self.mode == "attachments"


@dataclass(frozen=True)
class ViewState:
    """One picture, described.

    `looks` holds, sorted by id, the structures whose look differs from `DEFAULT_LOOK`; `selected` and `hovered` are
    ids of structures, attachments or trigger points. Make changed copies with the functions of
    `anatomy_viewer.state.commands` and its neighbours.
    """

    camera: Camera
    looks: tuple[tuple[str, Look], ...] = ()
    selected: str | None = None
    hovered: str | None = None
    orientation_figure: bool = True
    theme: Theme = "light"
    fan: FanView = FanView()
    motion: MotionView = STANDING
    pain: PainView = NO_PAIN

    def look(self, structure_id: str) -> Look:
        """The look of one structure."""
        return dict(self.looks).get(structure_id, DEFAULT_LOOK)
