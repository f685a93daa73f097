"""A state as an array of pixels, for scripts and notebooks."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.stage.offscreen import offscreen_picture
from anatomy_viewer.state.view_state import ViewState

_CHANNELS = 4


class Picture(np.ndarray):
    """Pixels (height, width, 4) uint8 sRGB and opacity, first row on top; a notebook shows them as a picture."""

    def _repr_png_(self) -> bytes | None:
        """The picture as PNG; None for what was cut out of it and is no picture any more."""
        if self.ndim != 3 or self.shape[2] != _CHANNELS or self.dtype != np.uint8 or self.size == 0:
            return None
        file = io.BytesIO()
        Image.fromarray(np.asarray(self)).save(file, format="PNG")
        return file.getvalue()


def render(atlas: Atlas, state: ViewState, size: tuple[int, int] = (1280, 800)) -> Picture:
    """The still picture of a state, (height, width, 4) uint8 sRGB with opacity, first row on top.

    size: width and height in pixels. Needs no display. RenderError where there is no OpenGL, or where the picture is
    larger than it can draw; TooLargeError, a ValueError, where it would take too much memory; ValueError for a size of
    less than one pixel.
    """
    width, height = size
    if width < 1 or height < 1:
        raise ValueError(f"size: a picture needs at least one pixel each way, found {width} × {height}.")
    colors = offscreen_picture(atlas, state, size)
    opaque = np.full((height, width, 1), 255, np.uint8)
    return np.concatenate([colors, opaque], axis=2).view(Picture)
