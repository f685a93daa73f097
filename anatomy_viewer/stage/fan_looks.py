"""What the fan view makes of the looks of structures: which muscles step back so that the fan can be seen."""

from __future__ import annotations

from dataclasses import replace

from anatomy_viewer.atlas.model import Structure
from anatomy_viewer.state.view_state import Look, ViewState

FADED_OPACITY = 0.25
"""Opacity of a muscle around its fibres."""


STEPPED_BACK_OPACITY = 0.12
"""Opacity of a muscle that lies over one that is taken apart: enough to tell where it is."""


def drawn_look(structure: Structure, state: ViewState, *, has_fibres: bool, covers: bool = False) -> Look:
    """The look of a structure as the fan's mode leaves it; one without fibres cannot give way to them.

    covers: whether it lies over the fan's muscle.
    """
    look, mode = state.look(structure.id), state.fan.mode
    if mode == "attachments" and structure.kind == "muscle":
        return replace(look, visible=False)
    if covers and state.fan.clear and mode != "solid":
        return replace(look, opacity=look.opacity * STEPPED_BACK_OPACITY)
    if structure.id != state.fan.muscle or structure.kind != "muscle":
        return look
    if mode in {"fibres", "surface"}:
        return replace(look, visible=look.visible and not has_fibres)
    return replace(look, opacity=look.opacity * FADED_OPACITY) if mode == "faded" else look
