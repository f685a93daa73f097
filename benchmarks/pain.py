"""How long a number key takes until the new zones are in the arrays, how many dabs of the brush are drawn a second.

Run: python -m benchmarks.pain
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")
if sys.platform.startswith("linux"):
    os.environ.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")

import numpy as np
import pyvista as pv

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.pain.drawing import canvas_of
from anatomy_viewer.pain.ranking import rank_trigger_points
from anatomy_viewer.scene.sketch_on_skin import as_drawing
from anatomy_viewer.stage.stage import Stage
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.pain_views import zones_camera
from anatomy_viewer.state.store import Command, Store
from anatomy_viewer.state.view_state import ViewState
from benchmarks.scene import SIZE, first_picture

SWITCH_MS, STROKES, RANKING_MS = 3.0, 30.0, 50.0
"""Targets: key to array; dabs a second; ranking."""

REPEATS = 30


def main() -> int:
    """Prints a line for each figure; 1 if a target is missed."""
    atlas, first = first_picture()
    plotter = pv.Plotter(off_screen=True, window_size=list(SIZE))
    store = Store(first)
    watch = _Watch()
    store.subscribe(watch)
    stage = Stage(plotter, atlas, first, request_render=lambda: None)
    watch.stage = stage
    plotter.render_window.Render()
    missed = _switching(atlas, store, watch) + _painting(atlas, store, plotter) + _ranking(atlas, store.state)
    stage.close()
    plotter.close()
    return 1 if missed else 0


class _Watch:
    """The stage as a listener; notes when the arrays of the skin were last touched."""

    def __init__(self) -> None:
        self.stage: Stage | None = None
        self.done = 0.0

    def __call__(self, old: ViewState, new: ViewState) -> None:
        assert self.stage is not None
        painted = self.stage._pain.paint  # noqa: SLF001  (the moment that the target speaks of lies inside)

        def timed(state: ViewState) -> None:
            painted(state)
            self.done = time.perf_counter()

        self.stage._pain.paint = timed  # type: ignore[method-assign]  # noqa: SLF001
        try:
            self.stage.apply(old, new)
        finally:
            self.stage._pain.paint = painted  # type: ignore[method-assign]  # noqa: SLF001


def _switching(atlas: Atlas, store: Store, watch: _Watch) -> int:
    ids = list(atlas.trigger_points)
    store.do(commands.show_points(ids[:1], True))
    store.do(commands.show_points(ids[:1], False))

    def timed(make: Callable[[], Command]) -> float:
        start = time.perf_counter()
        store.do(make())
        return (watch.done - start) * 1000

    one, every = [], []
    for _ in range(REPEATS):
        one.append(timed(lambda: commands.show_points(ids[:1], True, zones_camera(atlas, ids[:1]))))
        store.do(commands.show_points(ids, False))
        every.append(timed(lambda: commands.show_points(ids, True)))
        store.do(commands.show_points(ids, False))
    _say("key to array, one point with its camera", float(np.median(one)), "ms", SWITCH_MS)
    _say("key to array, all points", float(np.median(every)), "ms", SWITCH_MS)
    _say("slowest of all", max(one + every), "ms", None)
    return int(np.median(one) > SWITCH_MS) + int(np.median(every) > SWITCH_MS)


def _painting(atlas: Atlas, store: Store, plotter: pv.Plotter) -> int:
    """Dabs with a frame after each, the brush going down the back of the thigh."""
    store.do(
        commands.show_points(["gluteus_medius.trp1.right"], True, zones_camera(atlas, ["gluteus_medius.trp2.right"]))
    )
    skin = next(part for part in atlas.structures.values() if part.kind == "skin")
    path = np.linspace((100.0, -110.0, 60.0), (100.0, -80.0, -300.0), 90)
    places = [skin.vertices[((skin.vertices - at) ** 2).sum(axis=1).argmin()] for at in path]
    _paint(store, places[:5], plotter)
    start = time.perf_counter()
    _paint(store, places, None)
    without = len(places) / (time.perf_counter() - start)
    start = time.perf_counter()
    _paint(store, places, plotter)
    with_frames = len(places) / (time.perf_counter() - start)
    _say("dabs into the arrays", without, "a second", STROKES, least=True)
    _say("dabs, each with a frame drawn", with_frames, "a second", STROKES, least=True)
    return int(without < STROKES)


def _paint(store: Store, places: list[np.ndarray], plotter: pv.Plotter | None) -> None:
    for index, at in enumerate(places):
        store.do(commands.paint((float(at[0]), float(at[1]), float(at[2])), merge_key="stroke", first=index == 0))
        if plotter is not None:
            plotter.render_window.Render()
            plotter.render_window.WaitForCompletion()


def _ranking(atlas: Atlas, state: ViewState) -> int:
    rank_trigger_points(atlas, canvas_of(atlas).values(as_drawing(state.pain.drawing)))
    start = time.perf_counter()
    for _ in range(REPEATS):
        rank_trigger_points(atlas, canvas_of(atlas).values(as_drawing(state.pain.drawing)))
    taken = (time.perf_counter() - start) / REPEATS * 1000
    _say("ranking", taken, "ms", RANKING_MS)
    return int(taken > RANKING_MS)


def _say(what: str, value: float, unit: str, target: float | None, *, least: bool = False) -> None:
    aim = "" if target is None else f"   target: at {'least' if least else 'most'} {target:g}"
    print(f"{what:42} {value:8.2f} {unit}{aim}")


if __name__ == "__main__":
    sys.exit(main())
