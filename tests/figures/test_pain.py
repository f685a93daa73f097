"""The shipped pain maps against the words they are drawn from, with means other than those that made them."""

from __future__ import annotations

import numpy as np
import pytest
import pyvista as pv
from scipy import sparse
from scipy.sparse import csgraph

from anatomy_viewer.atlas.confidence import CITABLE
from anatomy_viewer.atlas.model import Atlas
from tests.figures.measures import MeshOf

FLIP = np.array([-1.0, 1.0, 1.0])
POINTS = (
    "gluteus_medius.trp1",
    "gluteus_medius.trp2",
    "gluteus_medius.trp3",
    "gluteus_minimus.anterior",
    "gluteus_minimus.posterior",
    "gluteus_maximus.trp1",
    "gluteus_maximus.trp2",
    "gluteus_maximus.trp3",
)


def test_every_point_of_both_sides_is_there_with_words_and_sources(shipped: Atlas) -> None:
    assert list(shipped.trigger_points) == [f"{point}.{side}" for point in POINTS for side in ("right", "left")]
    count = len(shipped.structures["skin"].vertices)
    light = len(shipped.structures["skin"].light.vertices)
    for id_, point in shipped.trigger_points.items():
        assert point.id == id_
        assert point.muscle in shipped.structures
        assert point.names.en.endswith(point.side)
        for values, size in ((point.essential, count), (point.spillover, count), (point.light_essential, light)):
            assert values.shape == (size,)
            assert values.dtype == np.float32
            assert not values.flags.writeable
            assert values.min() >= 0.0
            assert values.max() <= 1.0
        for told in (point, point.essential_zone, point.spillover_zone):
            if told is not None:
                assert told.words.endswith(".")
                assert told.confidence in CITABLE
                assert told.sources


def test_the_sides_are_exact_mirror_images(shipped: Atlas) -> None:
    vertices = shipped.structures["skin"].vertices
    image = {tuple(vertex): index for index, vertex in enumerate((vertices * FLIP.astype(np.float32)).tolist())}
    order = np.array([image[tuple(vertex)] for vertex in vertices.tolist()])
    for id_ in POINTS:
        right, left = (shipped.trigger_points[f"{id_}.{side}"] for side in ("right", "left"))
        assert (right.twin, left.twin) == (left.id, right.id)
        np.testing.assert_array_equal(right.essential, left.essential[order])
        np.testing.assert_array_equal(right.spillover, left.spillover[order])
        np.testing.assert_array_equal(right.position, left.position * FLIP)
        np.testing.assert_array_equal(right.press_position, left.press_position * FLIP)
        for one, other in zip(right.referral_paths, left.referral_paths, strict=True):
            np.testing.assert_allclose(one.on(vertices), other.on(vertices) * FLIP, atol=1e-4)


def test_the_coccyx_is_one_zone_for_both_sides(shipped: Atlas) -> None:
    right, left = (shipped.trigger_points[f"gluteus_maximus.trp3.{side}"] for side in ("right", "left"))
    np.testing.assert_array_equal(right.essential, left.essential)


# Plausible beside the words: a palm is about 80 cm² (1 % of the body's surface with the fingers is about 160 cm²).
@pytest.mark.parametrize(
    ("point", "essential", "spillover"),
    [
        ("gluteus_medius.trp1", (70, 130), (150, 290)),
        ("gluteus_medius.trp2", (130, 260), (140, 320)),
        ("gluteus_medius.trp3", (70, 140), (3, 25)),
        ("gluteus_minimus.anterior", (330, 620), (15, 70)),
        ("gluteus_minimus.posterior", (270, 560), (130, 300)),
        ("gluteus_maximus.trp1", (70, 150), (30, 100)),
        ("gluteus_maximus.trp2", (70, 130), (160, 300)),
        ("gluteus_maximus.trp3", (8, 30), None),
    ],
)
def test_areas(
    shipped: Atlas, point: str, essential: tuple[float, float], spillover: tuple[float, float] | None
) -> None:
    found = shipped.trigger_points[f"{point}.left"]
    for values, zone, band in (
        (found.essential, found.essential_zone, essential),
        (found.spillover, found.spillover_zone, spillover),
    ):
        if band is None:
            assert zone is None
            assert not values.any()
            continue
        assert zone is not None
        area = _clipped(shipped, values).area / 100.0
        assert band[0] <= area <= band[1]
        assert zone.area_cm2 == pytest.approx(area, rel=0.01)


def test_tiers_part_the_skin_between_them(shipped: Atlas) -> None:
    triangles = shipped.structures["skin"].triangles
    for point in shipped.trigger_points.values():
        essential, spillover = point.essential >= 0.5, point.spillover >= 0.5
        assert not (essential & spillover).any()
        assert not ((point.light_essential >= 0.5) & (point.light_spillover >= 0.5)).any()
        if point.spillover_zone is not None:
            touching = essential[triangles].any(axis=1) & spillover[triangles].any(axis=1)
            assert touching.any() is not np.bool_(point.spillover_zone.separate)


def test_no_zone_jumps_to_what_is_near_in_space_only(shipped: Atlas, mesh_of: MeshOf) -> None:
    skin = shipped.structures["skin"]
    edges = np.unique(
        np.sort(np.vstack([skin.triangles[:, [0, 1]], skin.triangles[:, [1, 2]], skin.triangles[:, [2, 0]]])), axis=0
    )
    lengths = np.linalg.norm(np.diff(skin.vertices[edges].astype(np.float64), axis=1)[:, 0], axis=1)
    count = len(skin.vertices)
    ways = sparse.csr_array((lengths, tuple(edges.T)), shape=(count, count))
    for id_ in POINTS:
        point = shipped.trigger_points[f"{id_}.right"]
        for values in (point.essential, point.spillover):
            if values.any():
                inside = np.flatnonzero(values >= 0.5)
                way = csgraph.dijkstra(ways, directed=False, indices=inside, min_only=True, limit=100.0)
                # A fading edge and an edge of the skin; along edges the way is up to 15 % longer.
                assert way[values > 0.01].max() < 25.0, id_
    legs = skin.vertices[:, 2] < -130.0
    for point in shipped.trigger_points.values():
        other = np.sign(skin.vertices[:, 0]) == (-1 if point.side == "right" else 1)
        assert point.essential[legs & other].max() == 0.0
        assert point.spillover[legs & other].max() == 0.0


def test_outlines_run_smoothly(shipped: Atlas) -> None:
    # A pixel is about 0.7 mm where the pelvis fills a picture of 1080 lines: two pixels are 1.4 mm.
    for id_ in POINTS:
        line = _skin(shipped, shipped.trigger_points[f"{id_}.right"].essential).contour([0.5], scalars="zone")
        strips = line.strip(join=True, max_length=100_000)
        for index in range(strips.n_cells):
            chain = strips.get_cell(index).points
            if len(chain) > 40:
                assert _unevenness(chain) < 0.7


def _skin(atlas: Atlas, values: np.ndarray) -> pv.PolyData:
    skin = atlas.structures["skin"]
    mesh = pv.PolyData.from_regular_faces(skin.vertices.astype(np.float64), skin.triangles)
    mesh["zone"] = values.astype(np.float64)
    return mesh


def _clipped(atlas: Atlas, values: np.ndarray) -> pv.PolyData:
    return _skin(atlas, values).clip_scalar(scalars="zone", value=0.5, invert=False)


def _unevenness(chain: np.ndarray) -> float:
    """How far a chain strays from its own mean over 12 mm beside it, at most, mm; ends left out."""
    along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(chain, axis=0), axis=1)))
    even = np.column_stack([np.interp(np.arange(0.0, along[-1], 1.0), along, column) for column in chain.T])
    # A second order fit over the window leaves bends as they are.
    reach = 6
    where = np.arange(-reach, reach + 1)
    fit = np.linalg.pinv(np.vander(where, 3))[2]
    fitted = np.column_stack([np.convolve(column, fit[::-1], "valid") for column in even.T])
    return float(np.linalg.norm(fitted - even[reach:-reach], axis=1).max())
