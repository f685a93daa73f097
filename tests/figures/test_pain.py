"""The shipped pain maps against the words they are drawn from, with means other than those that made them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
import pyvista as pv
import trimesh
from scipy import sparse
from scipy.sparse import csgraph

from anatomy_viewer.atlas.model import Atlas
from tests.figures.measures import MeshOf

Intensity = Callable[[str, str, str], float]
"""Of a tier of a point at a place: (point without its side, tier, place)."""

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
BACK, OUTWARD, INWARD, FORWARD = (0, -1, 0), (1, 0, 0), (-1, 0, 0), (0, 1, 0)


@pytest.fixture(scope="module")
def places(shipped: Atlas, mesh_of: MeshOf) -> dict[str, np.ndarray]:
    """Places on the skin of the right side that words name, (3,) mm: rays from bones cast by trimesh."""
    skin = mesh_of("skin")

    def mark(name: str) -> np.ndarray:
        found = shipped.landmarks.get(f"{name}.right", shipped.landmarks.get(name))
        assert found is not None, name
        return found.position

    def crest(share: float) -> np.ndarray:
        points = shipped.curves["iliac_crest.right"].points
        along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1)))
        return np.array([np.interp(share * along[-1], along, column) for column in points.T])

    def out(start: np.ndarray, direction: tuple[float, ...]) -> np.ndarray:
        # A line exactly in the midline runs along edges, which a ray may miss.
        way = np.array(direction) / np.linalg.norm(direction)
        beginning = np.where(np.abs(start) < 1e-6, 0.05, start) - 5.0 * way
        hits = skin.ray.intersects_location([beginning], [way], multiple_hits=False)[0]
        return np.asarray(hits[0])

    psis, piis, s2, coccyx = mark("psis"), mark("piis"), mark("s2"), mark("coccyx_tip")
    tuber, trochanter = mark("ischial_tuberosity"), mark("greater_trochanter")
    fold, crease, fibula = mark("gluteal_fold"), mark("popliteal_crease"), mark("fibular_head")
    knee_out, knee_in = mark("lateral_epicondyle"), mark("medial_epicondyle")
    ankle_out, ankle_in = mark("lateral_malleolus"), mark("medial_malleolus")
    ankle = (ankle_out + ankle_in) / 2
    return {
        "psis": out(psis, BACK),
        "posterior crest": out(crest(0.85), BACK),
        "hind third of the crest": out(crest(0.72), BACK),
        "front of the crest": out(crest(0.2), OUTWARD),
        "sacroiliac joint": out(0.6 * psis + 0.4 * piis - [10, 0, 0], BACK),
        "sacral half": out(s2 + [22, 0, -8], BACK),
        "lower sacrum": out(0.5 * s2 + 0.5 * coccyx + [12, 0, 3], BACK),
        "coccyx": out(coccyx + [0, 0, 8], BACK),
        "anus": out(coccyx + [0, 0, -30], BACK),
        "below the crest": out(crest(0.66) - [0, 0, 55], (0.3, -1, 0)),
        "upper buttock": out(0.5 * (crest(0.8) + trochanter), BACK),
        "middle of the buttock": out((psis + trochanter + tuber) / 3, BACK),
        "lateral buttock": out(0.5 * (mark("iliac_tubercle") + trochanter) + [0, -28, 0], (1, -1, 0)),
        "lower inner buttock": out(tuber + [0, 0, 12], BACK),
        "lower outer buttock": out(0.4 * tuber + 0.6 * trochanter, BACK),
        "beside the cleft": out(coccyx + [30, 0, 0], BACK),
        "gluteal fold": out(fold + [0, 20, 0], BACK),
        "upper back of the thigh": out(0.8 * fold + 0.2 * crease + [0, 30, 0], BACK),
        "back of the thigh": out(0.5 * (fold + crease) + [0, 30, 0], BACK),
        "upper outer thigh": out(0.72 * trochanter + 0.28 * knee_out, OUTWARD),
        "outer thigh": out(0.5 * (trochanter + knee_out), OUTWARD),
        "front of the thigh": out(0.5 * (mark("asis") + knee_in), FORWARD),
        "inner thigh": out(0.5 * (tuber + knee_in), INWARD),
        "outer knee": out(knee_out, OUTWARD),
        "back of the knee": out(crease + [0, 30, 0], BACK),
        "front of the knee": out(0.5 * (knee_out + knee_in), FORWARD),
        "outer leg": out(0.5 * (fibula + ankle_out), OUTWARD),
        "calf": out(0.7 * crease + 0.3 * ankle + [0, 20, 0], BACK),
        "shin": out(0.5 * (0.5 * (knee_out + knee_in) + ankle), FORWARD),
        "lateral ankle": out(ankle_out, OUTWARD),
        "inner ankle": out(ankle_in, INWARD),
        "back of the foot": out(ankle + [8, 75, -40], (0, 0, 1)),
    }


@pytest.fixture(scope="module")
def intensity(shipped: Atlas, places: dict[str, np.ndarray], mesh_of: MeshOf) -> Intensity:
    """The intensity at a place; `other <place>` is that of the other side."""
    skin = mesh_of("skin")

    @cache
    def at(name: str) -> tuple[np.ndarray, np.ndarray]:
        other = name.removeprefix("other ")
        point = places[other] * (FLIP if other != name else 1.0)
        closest, _, triangle = trimesh.proximity.closest_point(skin, [point])
        weights = trimesh.triangles.points_to_barycentric(skin.triangles[triangle], closest)
        return skin.faces[triangle[0]], weights[0]

    def get(point: str, tier: str, name: str) -> float:
        corners, weights = at(name)
        return float(getattr(shipped.trigger_points[f"{point}.right"], tier)[corners] @ weights)

    return get


@pytest.mark.parametrize(
    ("point", "tier", "inside", "outside"),
    [
        (
            "gluteus_medius.trp1",
            "essential",
            ["psis", "posterior crest", "hind third of the crest", "sacroiliac joint", "sacral half", "lower sacrum"],
            ["other sacral half", "other psis", "other lower sacrum", "middle of the buttock", "lateral buttock"],
        ),
        (
            "gluteus_medius.trp1",
            "spillover",
            ["upper buttock", "middle of the buttock", "lateral buttock"],
            ["other middle of the buttock", "upper back of the thigh", "coccyx", "outer thigh"],
        ),
        (
            "gluteus_medius.trp2",
            "essential",
            ["middle of the buttock", "lateral buttock"],
            ["sacral half", "psis", "coccyx", "upper back of the thigh", "front of the crest"],
        ),
        (
            "gluteus_medius.trp2",
            "spillover",
            ["upper back of the thigh", "upper outer thigh"],
            ["back of the knee", "inner thigh", "front of the thigh", "outer knee"],
        ),
        (
            "gluteus_medius.trp3",
            "essential",
            ["sacral half", "other sacral half", "posterior crest", "hind third of the crest"],
            ["other posterior crest", "other hind third of the crest", "middle of the buttock", "coccyx"],
        ),
        (
            "gluteus_minimus.anterior",
            "essential",
            ["lower outer buttock", "outer thigh", "outer knee", "outer leg", "lateral ankle"],
            ["calf", "shin", "back of the knee", "back of the thigh", "inner ankle"],
        ),
        (
            "gluteus_minimus.anterior",
            "spillover",
            ["back of the foot"],
            ["calf", "shin", "inner ankle", "outer leg"],
        ),
        (
            "gluteus_minimus.posterior",
            "essential",
            ["lower inner buttock", "upper back of the thigh", "back of the thigh", "back of the knee", "calf"],
            ["shin", "front of the knee", "outer thigh", "lateral ankle", "sacral half"],
        ),
        (
            "gluteus_maximus.trp1",
            "essential",
            ["sacroiliac joint", "beside the cleft", "gluteal fold"],
            ["middle of the buttock", "lateral buttock", "other beside the cleft", "back of the thigh", "coccyx"],
        ),
        (
            "gluteus_maximus.trp1",
            "spillover",
            ["upper back of the thigh"],
            ["back of the thigh", "back of the knee", "middle of the buttock"],
        ),
        (
            "gluteus_maximus.trp2",
            "essential",
            ["lower sacrum", "below the crest", "middle of the buttock", "lower inner buttock", "lower outer buttock"],
            ["coccyx", "anus", "other lower sacrum", "upper back of the thigh"],
        ),
        (
            "gluteus_maximus.trp3",
            "essential",
            ["coccyx"],
            ["lower inner buttock", "sacral half", "psis", "gluteal fold"],
        ),
    ],
)
def test_zones_keep_to_their_words(
    intensity: Intensity, point: str, tier: str, inside: list[str], outside: list[str]
) -> None:
    low = {name: value for name in inside if (value := intensity(point, tier, name)) < 0.5}
    high = {name: value for name in outside if (value := intensity(point, tier, name)) >= 0.1}
    assert (low, high) == ({}, {})


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
                assert told.confidence in {"A", "B", "D"}
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
        ("gluteus_medius.trp3", (50, 110), (3, 25)),
        ("gluteus_minimus.anterior", (330, 620), (15, 70)),
        ("gluteus_minimus.posterior", (270, 560), None),
        ("gluteus_maximus.trp1", (70, 150), (30, 100)),
        ("gluteus_maximus.trp2", (200, 380), None),
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
