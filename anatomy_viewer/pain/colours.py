"""Colours of pain on the skin: zones joined into a few arrays, and the palettes that paint them.

The intensity is the data; whoever draws colours it after interpolation, so that outlines stay smooth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.trigger_points import INSIDE
from anatomy_viewer.pain.skin import Floats, skin_of

Level = Literal["full", "light"]
Rgb = tuple[int, int, int]

PATTERN_PERIOD_MM = 7.0
"""Width of a stripe and a gap of spill-over: three stripes on a finger's width (own choice)."""

_SLANT = np.array([0.55, 0.35, 0.76])
"""Across the stripes; none of the body's surfaces is square to it for long, so that they show everywhere."""

_EDGE = 0.04
"""Half of the band of intensities in which a colour of `vertex_colours` begins."""


@dataclass(frozen=True)
class Palette:
    """Colours of pain, sRGB 0-255: solid, paler, where zones of several points meet, referral paths, drawings."""

    id: str
    name: str
    essential: Rgb
    spillover: Rgb
    shared: Rgb
    referral_paths: Rgb
    drawing: Rgb


PALETTES: Mapping[str, Palette] = MappingProxyType(
    {
        palette.id: palette
        for palette in (
            Palette("red", "Red", (200, 16, 30), (242, 156, 142), (112, 0, 32), (70, 20, 20), (58, 70, 168)),
            Palette("blue", "Blue", (0, 84, 159), (134, 190, 232), (0, 34, 84), (12, 36, 72), (196, 104, 0)),
            Palette("orange", "Orange", (200, 82, 0), (246, 194, 112), (112, 40, 0), (84, 36, 0), (0, 92, 158)),
        )
    }
)
"""Red, as in books, and two that all kinds of colour vision can tell apart from skin and from each other's tiers."""


@dataclass(eq=False)
class Blend:
    """The zones of several trigger points in one, over the vertices of a skin, (n,) float32 each.

    essential, spillover: the highest intensity of any, spill-over giving way to what is essential; sharing: how many
    points have the place in a zone, softly: 1.5 and more means several.
    """

    essential: Floats
    spillover: Floats
    sharing: Floats


def blank(atlas: Atlas, level: Level = "full") -> Blend:
    """No pain anywhere; ValueError if the model has no skin."""
    skin = skin_of(atlas)
    count = len((skin.full if level == "full" else skin.light).vertices)
    return Blend(*(np.zeros(count, np.float32) for _ in range(3)))


def blend(atlas: Atlas, ids: Iterable[str], *, level: Level = "full", out: Blend | None = None) -> Blend:
    """The zones of these trigger points in one; written into `out` if it is given. KeyError for an unknown id."""
    out = blank(atlas, level) if out is None else out
    for array in (out.essential, out.spillover, out.sharing):
        array.fill(0.0)
    for id_ in ids:
        essential, spillover = zones_of(atlas, id_, level)
        np.maximum(out.essential, essential, out=out.essential)
        np.maximum(out.spillover, spillover, out=out.spillover)
        out.sharing += essential
        out.sharing += spillover
    np.minimum(out.spillover, 1.0 - out.essential, out=out.spillover)
    return out


def zones_of(atlas: Atlas, id_: str, level: Level = "full") -> tuple[Floats, Floats]:
    """Intensities of one trigger point, essential and spill-over, over the full or the light skin."""
    point = atlas.trigger_points[id_]
    if level == "full":
        return point.essential, point.spillover
    return point.light_essential, point.light_spillover


def pattern_coordinate(vertices: npt.NDArray[np.floating]) -> Floats:
    """Where each vertex of the skin at rest (n, 3) lies across the stripes, (n,) mm; left is the mirror of right."""
    sided = vertices * _SLANT
    return np.asarray(np.abs(sided[:, 0]) + sided[:, 1] + sided[:, 2], np.float32)


def vertex_colours(zones: Blend, palette: Palette, skin: Rgb, *, opacity: float = 1.0) -> npt.NDArray[np.uint8]:
    """A colour for each vertex, (n, 4) uint8: essential over spill-over over the skin; alpha is that of the pain.

    For files that keep colours of vertices; without stripes, which need finer steps than vertices have.
    """
    colours = np.empty((len(zones.essential), 4))
    colours[:, :3] = skin
    inside = np.zeros(len(colours))
    for values, colour in ((zones.spillover, palette.spillover), (zones.essential, palette.essential)):
        share = np.clip((values - INSIDE) / (2.0 * _EDGE) + 0.5, 0.0, 1.0)
        colours[:, :3] += (np.array(colour) - colours[:, :3]) * share[:, None]
        inside = np.maximum(inside, share)
    colours[:, 3] = 255.0 * opacity * inside
    return np.rint(colours).astype(np.uint8)
