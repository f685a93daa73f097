"""Frames a second while the first picture turns, beside other programs on the same meshes and the same machine.

Run: python -m benchmarks.turning
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")  # the slowest machine in the class: no graphics card
if sys.platform.startswith("linux"):
    os.environ.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")

import pyvista as pv

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.stage.stage import Stage
from anatomy_viewer.state.view_state import ViewState
from benchmarks import f3d
from benchmarks.scene import (
    SIZE,
    STEP_DEG,
    Level,
    Result,
    first_picture,
    frames_per_second,
    print_table,
    shown,
    surface,
    turn,
)

TARGET_FPS = 20
LEVELS: tuple[Level, Level] = ("light", "full")


def main() -> int:
    """Prints the table; 1 if our window misses the target."""
    atlas, state = first_picture()
    ours = Result("this app, off-screen", "light", stage_fps(atlas, state))
    in_window = window_fps()
    results = [ours]
    if in_window is not None:
        results.append(Result("this app, in its window", "light", in_window))
    results += others(atlas, state)
    print_table(results, ours)
    judged = ours.fps if in_window is None else in_window
    print(f"\nTarget while moving: {TARGET_FPS} frames/s; reached: {judged:.1f}.")
    return 0 if judged >= TARGET_FPS else 1


def stage_fps(atlas: Atlas, state: ViewState) -> float:
    """Our stage, off-screen."""
    plotter = pv.Plotter(off_screen=True, window_size=list(SIZE))
    stage = Stage(plotter, atlas, state, request_render=lambda: None)
    stage.set_moving(True)
    window = plotter.render_window

    def draw() -> None:
        nonlocal state
        before, state = state, turn(state, STEP_DEG)
        stage.apply(before, state)
        window.Render()
        window.WaitForCompletion()

    result = frames_per_second(draw)
    stage.close()
    plotter.close()
    return result


def window_fps() -> float | None:
    """Our stage in the widget of the app; None without a display, or Xvfb to make one."""
    command = [sys.executable, "-m", "benchmarks.in_window"]
    if not os.environ.get("DISPLAY"):
        if not shutil.which("xvfb-run"):
            return None
        command = ["xvfb-run", "-a", "-s", "-screen 0 1600x1200x24", *command]
    environment = {key: value for key, value in os.environ.items() if key != "VTK_DEFAULT_OPENGL_WINDOW"}
    run = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return float(json.loads(run.stdout))


def others(atlas: Atlas, state: ViewState) -> Iterator[Result]:
    """The other programs, on both levels of detail; as they come, without multisampling where they offer it."""
    for level in LEVELS:
        surfaces = [surface(part, level) for part in shown(atlas, state)]
        yield Result("PyVista, one actor for each part", level, pyvista_fps(surfaces))
        f3d_fps = f3d.fps(surfaces, SIZE)
        if f3d_fps is not None:
            yield Result("F3D, one merged mesh, plain", level, f3d_fps)


def pyvista_fps(surfaces: list[pv.PolyData]) -> float:
    """PyVista as its examples use it: smooth shading and its own lights."""
    plotter = pv.Plotter(off_screen=True, window_size=list(SIZE))
    plotter.render_window.SetMultiSamples(0)
    for mesh in surfaces:
        plotter.add_mesh(mesh, smooth_shading=True, color="ivory", render=False)
    plotter.view_xz()
    camera, window = plotter.renderer.GetActiveCamera(), plotter.render_window

    def draw() -> None:
        camera.Azimuth(STEP_DEG)
        window.Render()
        window.WaitForCompletion()

    result = frames_per_second(draw, frames=40)
    plotter.close()
    return result


if __name__ == "__main__":
    sys.exit(main())
