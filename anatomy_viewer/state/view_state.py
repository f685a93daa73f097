"""Everything that can differ between two pictures of the same atlas, in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]


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
class ViewState:
    """One picture, described.

    `looks` holds, sorted by id, the structures whose look differs from `DEFAULT_LOOK`; `selected` and `hovered` are
    structure ids. Make changed copies with the functions of `anatomy_viewer.state.commands`.
    """

    camera: Camera
    looks: tuple[tuple[str, Look], ...] = ()
    selected: str | None = None
    hovered: str | None = None
    orientation_figure: bool = True
    theme: Theme = "light"

    def look(self, structure_id: str) -> Look:
        """The look of one structure."""
        return dict(self.looks).get(structure_id, DEFAULT_LOOK)
