"""Time from letting go to the finished still picture, and the longest single step on the way.

Run: python -m benchmarks.still
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace

os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")
if sys.platform.startswith("linux"):
    os.environ.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")

import pyvista as pv

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.stage.stage import Stage
from anatomy_viewer.state.commands import select, set_opacity, set_visible
from anatomy_viewer.state.view_state import ViewState
from benchmarks.scene import SIZE, STEP_DEG, first_picture, turn


def main() -> None:
    """Prints a line for each scene."""
    atlas, first = first_picture()
    print(f"{'scene':34} {'shade new':>10} {'after a turn':>13} {'longest step':>13}")
    for name, state in scenes(atlas, first).items():
        plotter = pv.Plotter(off_screen=True, window_size=list(SIZE))
        stage = Stage(plotter, atlas, state, request_render=lambda: None)
        plotter.render_window.Render()
        new, longest = time_still(stage)
        stage.apply(state, turn(state, STEP_DEG))
        plotter.render_window.Render()
        turned, longest_turned = time_still(stage)
        print(f"{name:34} {new:8.2f} s {turned:11.2f} s {max(longest, longest_turned) * 1000:10.0f} ms")
        stage.close()
        plotter.close()


def scenes(atlas: Atlas, first: ViewState) -> dict[str, ViewState]:
    """The first picture, and the costly ones."""
    muscles = [id_ for id_, part in atlas.structures.items() if part.kind == "muscle"]
    skin = [id_ for id_, part in atlas.structures.items() if part.kind == "skin"]
    with_skin = set_visible(skin, True).change(first)
    ghost = set_opacity(skin, 0.25).change(with_skin)
    return {
        "first picture": first,
        "with figure and selection": select(muscles[0]).change(replace(first, orientation_figure=True)),
        "with skin": with_skin,
        "skin a ghost": ghost,
        "skin a ghost, muscles faded": set_opacity(muscles, 0.5).change(ghost),
    }


def time_still(stage: Stage) -> tuple[float, float]:
    """Seconds for all steps, and for the longest."""
    longest, start = 0.0, time.perf_counter()
    more = True
    while more:
        before = time.perf_counter()
        more = stage.refine()
        longest = max(longest, time.perf_counter() - before)
    return time.perf_counter() - start, longest


if __name__ == "__main__":
    main()
