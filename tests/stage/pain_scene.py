"""A round skin with a green muscle within, seen from the front, and trigger points whose zones are round."""

from __future__ import annotations

from dataclasses import replace

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.view_state import Camera, Look, ViewState
from tests.pain_atlas import trigger_point
from tests.stage.scene import GREEN, atlas_of, ball, plate, structure

SKIN_MM = 200.0
MUSCLE = "gluteus_medius.right"
FIRST, SECOND, NEIGHBOUR = "gluteus_medius.trp1.right", "gluteus_medius.trp2.right", "gluteus_medius.trp3.right"
FRONT = Camera((0.0, 1400.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0), 20.0)


def pain_atlas() -> Atlas:
    """The first point has spill-over, at the subject's right; the second at the left; the third overlaps the first."""
    skin = structure("skin", ball((0, 0, 0), SKIN_MM, 5), (217, 180, 156), "skin", ball((0, 0, 0), SKIN_MM, 4))
    muscle = structure(MUSCLE, plate((60, 110, 0), (90, 30, 90)), GREEN, "muscle")
    atlas = atlas_of(skin, muscle)
    made = [
        trigger_point(atlas, FIRST, (70.0, 112.0, 10.0), (80.0, 183.0, 0.0), spill=True),
        trigger_point(atlas, SECOND, (30.0, 112.0, -30.0), (-90.0, 178.0, 0.0), spill=False),
        trigger_point(atlas, NEIGHBOUR, (70.0, 112.0, 30.0), (80.0, 176.0, 50.0), spill=False),
    ]
    return replace(atlas, trigger_points={point.id: point for point in made})


def seen(*ids: str, **pain: object) -> ViewState:
    """The skin hidden, seen from the front, with these points on."""
    state = ViewState(FRONT, looks=(("skin", Look(visible=False)),), orientation_figure=False)
    if ids:
        state = commands.show_points(ids, True).change(state)
    return replace(state, pain=replace(state.pain, **pain))  # type: ignore[arg-type]
