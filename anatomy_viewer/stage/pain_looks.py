"""What pain makes of the looks of structures: the skin is drawn, whatever the state says of it."""

from __future__ import annotations

from anatomy_viewer.atlas.model import Structure
from anatomy_viewer.state.view_state import Look, ViewState

GHOST_SKIN_OPACITY = 0.14
"""Opacity of the skin outside the zones: enough to tell the body's shape, and muscles are seen through it."""


def look_with_pain(structure: Structure, look: Look, state: ViewState) -> Look:
    """The look of a structure with pain on; the state keeps what it says, so that without pain all is as before."""
    if not state.pain.shown or structure.kind != "skin":
        return look
    return Look(visible=True, opacity=GHOST_SKIN_OPACITY if state.pain.skin == "ghost" else 1.0)
