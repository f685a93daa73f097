"""A stage in an off-screen plotter, with no display."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest
import pyvista as pv

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.stage.stage import Stage
from anatomy_viewer.state.view_state import ViewState
from tests.stage.scene import Picture

SIZE = (320, 240)


@dataclass
class Set:
    """A stage and the plotter under it; counts what is drawn and what is asked for."""

    plotter: pv.Plotter
    stage: Stage
    state: ViewState
    requests: list[None]
    frames: list[None] = field(default_factory=list)

    def go(self, state: ViewState) -> None:
        self.stage.apply(self.state, state)
        self.state = state

    def picture(self) -> Picture:
        """What the window draws now, first row on top."""
        self.plotter.render_window.Render()
        return np.array(self.plotter.screenshot(return_img=True))[..., :3]

    def still(self) -> Picture:
        while self.stage.refine():
            pass
        return self.picture()


MakeSet = Callable[..., Set]


@pytest.fixture(scope="session", autouse=True)
def _no_display() -> Iterator[None]:
    """On Linux EGL is asked for by name, or VTK would try the display first."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.platform.startswith("linux"):
            patch.setenv("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")
        yield


@pytest.fixture
def make_set(no_leaks: None) -> Iterator[MakeSet]:
    """Makes stages; closes them, then their plotters."""
    made: list[Set] = []

    def make(atlas: Atlas, state: ViewState, size: tuple[int, int] = SIZE) -> Set:
        plotter = pv.Plotter(off_screen=True, window_size=list(size))
        requests: list[None] = []
        stage = Stage(plotter, atlas, state, request_render=lambda: requests.append(None))
        made.append(Set(plotter, stage, state, requests))
        frames = made[-1].frames
        plotter.render_window.AddObserver("EndEvent", lambda *_: frames.append(None))
        return made[-1]

    yield make
    for one in made:
        one.stage.close()
        one.plotter.close()
    made.clear()
