"""Zones in one picture, and palettes that every kind of colour vision can tell apart."""

from __future__ import annotations

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.pain.colours import (
    PALETTES,
    PATTERN_PERIOD_MM,
    blank,
    blend,
    pattern_coordinate,
    vertex_colours,
)

GHOST = (236, 220, 208)
"""A light skin."""

# Viénot, Brettel & Mollon 1999: what is left of linear RGB without long and without middle cones; and of grey print.
_TO_LMS = np.array([[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]])
PROTANOPIA = np.linalg.inv(_TO_LMS) @ np.array([[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]]) @ _TO_LMS
DEUTERANOPIA = np.linalg.inv(_TO_LMS) @ np.array([[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]]) @ _TO_LMS
GREY = np.tile([0.2126, 0.7152, 0.0722], (3, 1))


def lab(colour: tuple[int, int, int], vision: np.ndarray) -> np.ndarray:
    """CIELAB of an sRGB colour, D65, as some eyes see it."""
    srgb = np.array(colour) / 255.0
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(vision @ linear, 0.0, 1.0)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    xyz = xyz / [0.95047, 1.0, 1.08883]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("vision", [np.eye(3), PROTANOPIA, DEUTERANOPIA, GREY])
def test_every_eye_can_tell_the_tiers_apart(palette: str, vision: np.ndarray) -> None:
    colours = PALETTES[palette]
    essential, spillover, shared, skin = (
        lab(colour, vision) for colour in (colours.essential, colours.spillover, colours.shared, GHOST)
    )
    # A difference of 10 is seen at a glance (own quality target: 12 and more).
    assert np.linalg.norm(essential - spillover) > 25.0
    assert np.linalg.norm(essential - skin) > 30.0
    assert np.linalg.norm(spillover - skin) > 12.0 or vision is GREY
    assert np.linalg.norm(shared - essential) > 12.0
    assert essential[0] + 20.0 < spillover[0] < skin[0]


def test_zones_are_joined_by_the_strongest(body: Atlas) -> None:
    ids = ["gluteus_medius.trp1.right", "gluteus_medius.trp2.right"]
    one, other = (body.trigger_points[id_] for id_ in ids)
    joined = blend(body, ids)
    np.testing.assert_array_equal(joined.essential, np.maximum(one.essential, other.essential))
    assert not ((joined.essential >= 0.5) & (joined.spillover > 0.5)).any()
    only = (one.spillover >= 0.6) & (joined.essential == 0.0)
    np.testing.assert_array_equal(joined.spillover[only], np.maximum(one.spillover, other.spillover)[only])
    both = (np.maximum(one.essential, one.spillover) > 0.9) & (np.maximum(other.essential, other.spillover) > 0.9)
    assert both.any()
    assert joined.sharing[both].min() >= 1.5
    assert blend(body, ids[:1]).sharing.max() < 1.2


@pytest.mark.parametrize("level", ["full", "light"])
def test_switching_writes_into_the_arrays_at_hand(body: Atlas, level: str) -> None:
    out = blank(body, level)
    arrays = (out.essential, out.spillover, out.sharing)
    assert blend(body, body.trigger_points, level=level, out=out) is out
    assert out.essential.max() == 1.0
    assert blend(body, [], level=level, out=out).essential.max() == 0.0
    assert all(one is other for one, other in zip(arrays, (out.essential, out.spillover, out.sharing), strict=True))
    with pytest.raises(KeyError):
        blend(body, ["gluteus_medius.trp9.right"])


def test_colours_of_vertices(body: Atlas) -> None:
    joined = blend(body, ["gluteus_medius.trp1.right"])
    palette = PALETTES["red"]
    colours = vertex_colours(joined, palette, GHOST, opacity=0.5)
    assert colours.dtype == np.uint8
    assert (colours[joined.essential > 0.9] == (*palette.essential, 128)).all()
    assert (colours[joined.spillover > 0.9] == (*palette.spillover, 128)).all()
    assert (colours[joined.essential + joined.spillover == 0.0] == (*GHOST, 0)).all()


def test_stripes_stand_on_the_skin_and_are_mirror_images(body: Atlas) -> None:
    vertices = body.structures["skin"].vertices
    across = pattern_coordinate(vertices)
    np.testing.assert_allclose(across, pattern_coordinate(vertices * [-1, 1, 1]))
    zone = body.trigger_points["gluteus_medius.trp1.right"].spillover >= 0.5
    assert np.ptp(across[zone]) > 5.0 * PATTERN_PERIOD_MM
