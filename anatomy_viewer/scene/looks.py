"""How each structure is drawn: what the state says of it, then what the fan view and pain make of that."""

from __future__ import annotations

from dataclasses import replace

from anatomy_viewer.atlas.model import Atlas, Structure
from anatomy_viewer.state.view_state import Look, ViewState

FADED_OPACITY = 0.25
"""Opacity of a muscle around its fibres."""

STEPPED_BACK_OPACITY = 0.12
"""Opacity of a muscle that lies over one that is taken apart: enough to tell where it is."""

GHOST_SKIN_OPACITY = 0.14
"""Opacity of the skin outside the zones: enough to tell the body's shape, and muscles are seen through it."""


def look_of(atlas: Atlas, state: ViewState, structure: Structure) -> Look:
    """How a structure is drawn in a picture."""
    has_fibres, covers = structure.id in atlas.fibres, covers_fan(atlas, state, structure.id)
    return look_with_pain(structure, drawn_look(structure, state, has_fibres=has_fibres, covers=covers), state)


def covers_fan(atlas: Atlas, state: ViewState, id_: str) -> bool:
    """Whether a structure lies over the fan's muscle, so that its fibres cannot be seen until it steps back."""
    facts = atlas.facts.get(state.fan.muscle)
    fibres = state.fan.muscle in atlas.fibres and state.look(state.fan.muscle).visible
    return fibres and facts is not None and id_ in facts.covered_by


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


def look_with_pain(structure: Structure, look: Look, state: ViewState) -> Look:
    """The look of a structure with pain on; the state keeps what it says, so that without pain all is as before."""
    if not state.pain.shown or structure.kind != "skin":
        return look
    return Look(visible=True, opacity=GHOST_SKIN_OPACITY if state.pain.skin == "ghost" else 1.0)
