"""Frames a second while a leg lifts and while the pelvis tilts, beside those of turning the same picture.

Run: python -m benchmarks.lifting
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")  # the slowest machine in the class: no graphics card
if sys.platform.startswith("linux"):
    os.environ.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")

import numpy as np
import pyvista as pv

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.stage.stage import Stage
from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.view_state import FanView, Look, ViewState
from benchmarks.scene import SIZE, first_picture, frames_per_second, turn

TARGET_FPS = 15
_SWING = np.concatenate([np.linspace(0.5, 45.0, 90), np.linspace(45.0, 0.5, 90)])
_TILT = np.concatenate([np.linspace(-15.0, 15.0, 60), np.linspace(15.0, -15.0, 60)])


def main() -> int:
    """Prints a line for each picture; 1 if the first picture with everything in motion misses the target."""
    atlas, first = first_picture()
    skin = tuple((id_, Look(opacity=0.3)) for id_, part in atlas.structures.items() if part.kind == "skin")
    rows = {
        "first picture": first,
        "all, skin faint": replace(first, looks=skin),
        "fibres with names": replace(first, fan=FanView("fibres", labels=True, patches=True)),
    }
    print(f"{'frames/s':24} {'turning':>9} {'leg lifts':>10} {'on one leg':>11}")
    reached = []
    for name, state in rows.items():
        turning, lifting, tilting = (fps(atlas, states(state)) for states in (_turning, _lifting, _tilting))
        reached.append(min(lifting, tilting))
        print(f"{name:24} {turning:9.1f} {lifting:10.1f} {tilting:11.1f}")
    print(f"\nTarget for everything in motion, skin faint: {TARGET_FPS} frames/s; reached: {reached[1]:.1f}.")
    return 0 if reached[1] >= TARGET_FPS else 1


def fps(atlas: Atlas, states: Iterator[ViewState]) -> float:
    """How often our stage, off-screen, goes to the next of endless states in a second."""
    plotter = pv.Plotter(off_screen=True, window_size=list(SIZE))
    state = next(states)
    stage = Stage(plotter, atlas, state, request_render=lambda: None)
    stage.set_moving(True)
    window = plotter.render_window

    def draw() -> None:
        nonlocal state
        before, state = state, next(states)
        stage.apply(before, state)
        window.Render()
        window.WaitForCompletion()

    result = frames_per_second(draw, frames=60)
    stage.close()
    plotter.close()
    return result


def _turning(state: ViewState) -> Iterator[ViewState]:
    while True:
        state = turn(state, 3.0)
        yield state


def _lifting(state: ViewState) -> Iterator[ViewState]:
    return (replace(state, motion=MotionView(right_deg=float(angle))) for angle in cycle(_SWING))


def _tilting(state: ViewState) -> Iterator[ViewState]:
    motion = MotionView("stance", lever=True)
    return (replace(state, motion=replace(motion, pelvic_drop_deg=float(angle))) for angle in cycle(_TILT))


if __name__ == "__main__":
    sys.exit(main())
