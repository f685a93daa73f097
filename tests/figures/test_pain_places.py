"""Each zone of the shipped pain maps against each phrase of its words, at places found by other means than its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
import trimesh

from anatomy_viewer.atlas.model import Atlas
from tests.figures.measures import MeshOf

Intensity = Callable[[str, str, str], float]
"""Of a tier of a point at a place: (point without its side, tier, place)."""

FLIP = np.array([-1.0, 1.0, 1.0])
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
        "lower sacrum, midline": out(0.5 * s2 + 0.5 * coccyx + [0, 0, 3], BACK),
        "lower sacrum, edge": out([36.0, s2[1], 48.0], BACK),
        "lowest lumbar midline": out(mark("l5_spinous_process"), BACK),
        "beside the lowest lumbar vertebra": out(mark("l5_spinous_process") + [40, 0, 0], BACK),
        "between crest and sacrum": out(psis + [-11, 0, 13], BACK),
        "coccyx": out(coccyx + [0, 0, 8], BACK),
        "tip of the coccyx": out(coccyx, BACK),
        "anus": out(coccyx + [0, 0, -30], BACK),
        "below the crest": out(crest(0.66) - [0, 0, 55], (0.3, -1, 0)),
        "below the crest, outer side": out(crest(0.52) - [0, 0, 44], (0.6, -1, 0)),
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
            [
                "other sacral half",
                "other psis",
                "other lower sacrum",
                "lowest lumbar midline",
                "middle of the buttock",
                "lateral buttock",
                "coccyx",
            ],
        ),
        (
            "gluteus_medius.trp1",
            "spillover",
            ["upper buttock", "middle of the buttock", "lateral buttock"],
            ["other middle of the buttock", "upper back of the thigh", "coccyx", "outer thigh", "sacral half"],
        ),
        (
            "gluteus_medius.trp2",
            "essential",
            ["middle of the buttock", "lateral buttock"],
            ["sacral half", "psis", "coccyx", "upper back of the thigh", "front of the crest", "upper outer thigh"],
        ),
        (
            "gluteus_medius.trp2",
            "spillover",
            ["upper back of the thigh", "upper outer thigh"],
            [
                "lower inner buttock",
                "lower outer buttock",
                "back of the knee",
                "inner thigh",
                "front of the thigh",
                "outer knee",
            ],
        ),
        (
            "gluteus_medius.trp3",
            "essential",
            [
                "posterior crest",
                "hind third of the crest",
                "beside the lowest lumbar vertebra",
                "lowest lumbar midline",
                "sacral half",
                "other sacral half",
                "lower sacrum",
                "other lower sacrum",
                "lower sacrum, midline",
            ],
            [
                "other posterior crest",
                "other hind third of the crest",
                "other beside the lowest lumbar vertebra",
                "between crest and sacrum",
                "middle of the buttock",
                "coccyx",
                "front of the crest",
            ],
        ),
        (
            "gluteus_medius.trp3",
            "spillover",
            ["between crest and sacrum"],
            ["other between crest and sacrum", "middle of the buttock", "lower sacrum", "other psis", "coccyx"],
        ),
        (
            "gluteus_minimus.anterior",
            "essential",
            ["lower outer buttock", "outer thigh", "outer knee", "outer leg", "lateral ankle"],
            [
                "calf",
                "shin",
                "back of the knee",
                "back of the thigh",
                "inner ankle",
                "back of the foot",
                "lower inner buttock",
            ],
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
            ["lower inner buttock", "upper back of the thigh", "back of the thigh", "calf"],
            [
                "back of the knee",
                "middle of the buttock",
                "lower outer buttock",
                "shin",
                "front of the knee",
                "outer thigh",
                "lateral ankle",
                "sacral half",
                "coccyx",
            ],
        ),
        (
            "gluteus_minimus.posterior",
            "spillover",
            ["middle of the buttock", "lower outer buttock", "back of the knee"],
            [
                "calf",
                "back of the thigh",
                "lower inner buttock",
                "sacral half",
                "coccyx",
                "anus",
                "outer knee",
                "front of the knee",
                "other middle of the buttock",
            ],
        ),
        (
            "gluteus_maximus.trp1",
            "essential",
            ["sacroiliac joint", "beside the cleft", "gluteal fold"],
            [
                "middle of the buttock",
                "lateral buttock",
                "other beside the cleft",
                "back of the thigh",
                "coccyx",
                "anus",
            ],
        ),
        (
            "gluteus_maximus.trp1",
            "spillover",
            ["upper back of the thigh"],
            ["back of the thigh", "back of the knee", "middle of the buttock", "upper outer thigh"],
        ),
        (
            "gluteus_maximus.trp2",
            "essential",
            [
                "lower sacrum",
                "other lower sacrum",
                "lower sacrum, midline",
                "lower sacrum, edge",
                "other lower sacrum, edge",
                "below the crest",
                "below the crest, outer side",
            ],
            [
                "coccyx",
                "tip of the coccyx",
                "anus",
                "psis",
                "hind third of the crest",
                "lowest lumbar midline",
                "other below the crest",
                "middle of the buttock",
                "lateral buttock",
                "lower inner buttock",
                "lower outer buttock",
                "upper back of the thigh",
            ],
        ),
        (
            "gluteus_maximus.trp2",
            "spillover",
            ["middle of the buttock", "lateral buttock", "lower inner buttock", "lower outer buttock"],
            [
                "coccyx",
                "tip of the coccyx",
                "anus",
                "lower sacrum, midline",
                "other middle of the buttock",
                "other lower inner buttock",
                "upper back of the thigh",
                "upper outer thigh",
            ],
        ),
        (
            "gluteus_maximus.trp3",
            "essential",
            ["coccyx", "tip of the coccyx"],
            [
                "anus",
                "lower sacrum, midline",
                "lower inner buttock",
                "sacral half",
                "psis",
                "gluteal fold",
                "beside the cleft",
            ],
        ),
    ],
)
def test_zones_keep_to_their_words(
    intensity: Intensity, point: str, tier: str, inside: list[str], outside: list[str]
) -> None:
    low = {name: value for name in inside if (value := intensity(point, tier, name)) < 0.5}
    high = {name: value for name in outside if (value := intensity(point, tier, name)) >= 0.1}
    assert (low, high) == ({}, {})


def test_the_entire_lower_sacrum_is_essential_to_the_commonest_point_of_maximus(
    shipped: Atlas, mesh_of: MeshOf
) -> None:
    """Its lower half down to the coccyx, both sides alike, wherever its back looks at the skin; little above it."""
    skin, sacrum, coccyx = mesh_of("skin"), mesh_of("sacrum"), mesh_of("coccyx")
    back = sacrum.triangles_center[sacrum.face_normals[:, 1] < -0.5]
    middle = (sacrum.bounds[0, 2] + sacrum.bounds[1, 2]) / 2
    zone = shipped.trigger_points["gluteus_maximus.trp2.right"].essential

    def shares(points: np.ndarray) -> np.ndarray:
        ways = np.tile((0.0, -1.0, 0.0), (len(points), 1))
        hits, _, triangles = skin.ray.intersects_location(points + [0.03, 0, 0], ways, multiple_hits=False)
        weights = trimesh.triangles.points_to_barycentric(skin.triangles[triangles], hits)
        return np.asarray((zone[skin.faces[triangles]] * weights).sum(axis=1))

    lower = back[(back[:, 2] < middle) & (back[:, 2] > coccyx.bounds[1, 2] + 6.0)]
    for half in (lower[lower[:, 0] > 0.0], lower[lower[:, 0] < 0.0]):
        assert (shares(half) >= 0.5).mean() > 0.95
    above = back[back[:, 2] > middle + 20.0]
    assert shares(above[above[:, 0] < 35.0]).max() < 0.1
    tail = coccyx.triangles_center[coccyx.face_normals[:, 1] < -0.5]
    assert shares(tail[tail[:, 2] < coccyx.bounds[1, 2] - 8.0]).max() < 0.1
