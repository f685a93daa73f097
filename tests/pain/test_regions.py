"""Named regions of the skin."""

from __future__ import annotations

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.pain.regions import region_at, region_drawing, regions


def test_each_vertex_lies_in_one_region(body: Atlas) -> None:
    found = regions(body)
    times = np.zeros(len(body.structures["skin"].vertices), int)
    for region in found.values():
        times[region.vertices] += 1
        assert region.center in region.vertices
        assert region.names.en
        assert region.names.la
    assert (times == 1).all()


def test_sides_are_mirror_images(body: Atlas) -> None:
    found = regions(body)
    vertices = body.structures["skin"].vertices
    for id_, region in found.items():
        if region.side == "right":
            left = found[id_.replace(".right", ".left")]
            here, there = (vertices[part.vertices].astype(np.float64) for part in (region, left))
            inner = here[here[:, 0] > 0.0]
            assert len(inner) == len(there)
            np.testing.assert_allclose(np.sort(inner[:, 2]), np.sort(there[:, 2]))


@pytest.mark.parametrize(
    ("landmark", "kinds"),
    [
        ("psis.right", {"sacrum", "buttock_upper_inner.right"}),
        ("s2", {"sacrum"}),
        ("ischial_tuberosity.right", {"buttock_lower_inner.right"}),
        ("greater_trochanter.right", {"hip.right"}),
        ("lateral_epicondyle.right", {"knee_outer.right"}),
        ("popliteal_crease.left", {"knee_back.left"}),
        ("lateral_malleolus.left", {"ankle_outer.left"}),
        ("medial_malleolus.right", {"ankle_inner.right"}),
    ],
)
def test_landmarks_lie_in_the_region_of_their_name(body: Atlas, landmark: str, kinds: set[str]) -> None:
    vertices = body.structures["skin"].vertices
    behind = {"psis.right", "s2", "ischial_tuberosity.right"}
    position = body.landmarks[landmark].position
    gaps = vertices - position
    if landmark in behind:
        gaps = np.where((vertices[:, 1] < position[1])[:, None], gaps * [1.0, 0.1, 1.0], 1e3)
    nearest = int(np.linalg.norm(gaps, axis=1).argmin())
    region = region_at(body, nearest)
    assert region is not None
    assert region.id in kinds


def test_the_buttock_is_halved_between_crest_and_fold(body: Atlas) -> None:
    found, vertices = regions(body), body.structures["skin"].vertices
    lower, upper = (vertices[found[f"buttock_{half}_outer.right"].vertices][:, 2] for half in ("lower", "upper"))
    crest, fold = body.landmarks["l5_spinous_process"].position[2], body.landmarks["gluteal_fold.right"].position[2]
    assert (lower.max() + upper.min()) / 2.0 == pytest.approx((crest + fold) / 2.0, abs=12.0)
    assert body.landmarks["coccyx_tip"].position[2] < lower.max() - 10.0


def test_a_region_can_be_drawn(body: Atlas) -> None:
    drawing = region_drawing(body, "leg_back.left")
    assert drawing.shape == (len(body.structures["skin"].vertices),)
    assert drawing.sum() == len(regions(body)["leg_back.left"].vertices)
    with pytest.raises(KeyError):
        region_drawing(body, "leg_middle.left")


def test_a_model_without_the_landmarks_has_none(tiny_atlas: Atlas) -> None:
    assert regions(tiny_atlas) == {}
    assert region_at(tiny_atlas, 0) is None
