"""What all benchmarks share: the shipped model's first picture, a way round it, and a table of results."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

import pyvista as pv

from anatomy_viewer import load_atlas
from anatomy_viewer.atlas.model import Atlas, Structure
from anatomy_viewer.stage.camera_moves import orbit
from anatomy_viewer.state.view_state import ViewState
from anatomy_viewer.state.views import default_state

SIZE = (1280, 800)
STEP_DEG = 3.0
FRAMES = 120
"""So many steps are one full turn."""

Level = Literal["full", "light"]


@dataclass(frozen=True)
class Result:
    """Frames a second of one program drawing one level of detail."""

    program: str
    level: str
    fps: float


def first_picture() -> tuple[Atlas, ViewState]:
    """The shipped model and its first picture, without the figure in the corner that the others do not have."""
    atlas = load_atlas()
    return atlas, replace(default_state(atlas), orientation_figure=False)


def turn(state: ViewState, degrees: float) -> ViewState:
    """The next state on the way round."""
    return replace(state, camera=orbit(state.camera, degrees, 0))


def shown(atlas: Atlas, state: ViewState) -> list[Structure]:
    """The structures in the picture."""
    return [part for id_, part in atlas.structures.items() if state.look(id_).visible]


def surface(part: Structure, level: Level) -> pv.PolyData:
    """One level of a structure as PyVista shows it."""
    mesh = part.full if level == "full" else part.light
    return pv.PolyData.from_regular_faces(mesh.vertices.copy(), mesh.triangles.copy())


def frames_per_second(draw: Callable[[], None], frames: int = FRAMES) -> float:
    """How often `draw` is done in a second, after two times to warm up."""
    for _ in range(2):
        draw()
    start = time.perf_counter()
    for _ in range(frames):
        draw()
    return frames / (time.perf_counter() - start)


def print_table(results: Iterable[Result], ours: Result) -> None:
    """One line each, with the ratio of ours to it."""
    print(f"\n{'program':44} {'mesh':6} {'frames/s':>9} {'ours is':>9}")
    for result in results:
        print(f"{result.program:44} {result.level:6} {result.fps:9.1f} {ours.fps / result.fps:8.1f}×")
