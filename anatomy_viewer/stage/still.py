"""The beautiful picture of a scene at rest, made a little at a time while nothing moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from anatomy_viewer.stage.frames import FrameMean, Image, jitters
from anatomy_viewer.stage.window import Window

SCENE_FRAMES = 8
"""How many frames make the scene's edges smooth."""

MARK_FRAMES = 8
"""How many frames make the edges of outlines and figure smooth."""

_FADE_FRAMES = 4
"""Over so many frames the picture passes from what was shown before to the finished one."""

_SHOWN_AFTER = frozenset({1, 2, 3, 4, SCENE_FRAMES})


class StillPicture:
    """Develops in two stages: the scene, then what lies above it, so that a new outline does not cost the scene."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._scene: Image | None = None
        self.finished: Image | None = None
        """The picture with all that lies above the scene, or None while it is not ready."""

    def spoil(self) -> None:
        """The scene is no longer what it was: draws it directly again."""
        self._scene = self.finished = None
        self._window.show_scene()

    def spoil_marks(self) -> None:
        """An outline or the figure is no longer what it was."""
        self.finished = None
        if self._scene is None:
            self._window.show_scene()
        else:
            self._window.show_picture(self._scene, marks=True)

    def fits(self) -> bool:
        """Whether what was developed has the size of the window."""
        width, height = self._window.size
        return self._scene is None or self._scene.shape[:2] == (height, width)

    def develop(self, light_and_detail: Callable[[], Iterator[None]], show: Callable[[], None]) -> Iterator[None]:
        """Yields after each small step until it is finished; `show` asks for what the window draws to be put on screen.

        `light_and_detail` readies the scene for its best look, in small steps.
        """
        if self._scene is None:
            yield from self._develop_scene(light_and_detail, show)
        if self.finished is None and self._scene is not None:
            yield from self._develop_marks(self._scene, show)

    def _develop_scene(
        self, light_and_detail: Callable[[], Iterator[None]], show: Callable[[], None]
    ) -> Iterator[None]:
        before = self._window.frame((0.0, 0.0), scene=True)
        yield from light_and_detail()
        frames = FrameMean()
        for offset in jitters(SCENE_FRAMES):
            frames.add(self._window.frame(offset, scene=True))
            if frames.count in _SHOWN_AFTER:
                picture = _faded(before, frames.mean(), frames.count / _FADE_FRAMES)
                self._window.show_picture(picture, marks=True)
                show()
            yield
        self._scene = frames.mean()

    def _develop_marks(self, scene: Image, show: Callable[[], None]) -> Iterator[None]:
        self._window.show_picture(scene, marks=True)
        frames = FrameMean()
        for offset in jitters(MARK_FRAMES):
            frames.add(self._window.frame(offset, scene=False))
            yield
        self.finished = frames.mean()
        self._window.show_picture(self.finished, marks=False)
        show()


def _faded(before: Image, after: Image, share: float) -> Image:
    if share >= 1:
        return after
    weight = np.uint16(share * 256)
    return ((before * (np.uint16(256) - weight) + after * weight) >> 8).astype(np.uint8)
