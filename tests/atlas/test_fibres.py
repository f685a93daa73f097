"""Fibre lines load with their muscle, mirror exactly, and a wrong file is refused without taking the rest along."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from anatomy_viewer import load_atlas
from anatomy_viewer.atlas.model import Atlas

MUSCLE = "gluteus_medius.right"


def arrays_for(atlas: Atlas) -> dict[str, np.ndarray]:
    """Four straight lines of six points through the muscle of the tiny pack, two of each part."""
    part = atlas.structures[MUSCLE]
    low, high = part.vertices.min(axis=0), part.vertices.max(axis=0)
    middle = (low + high) / 2
    starts = middle + np.linspace(-0.2, 0.2, 4)[:, None] * [0, high[1] - low[1], 0]
    steps = np.linspace(0.3, -0.3, 6)[None, :, None] * [0, 0, high[2] - low[2]]
    surfaces = {"": part.full, "light_": part.light}
    shown = {f"{level}tendon": np.zeros(len(mesh.vertices), np.float32) for level, mesh in surfaces.items()}
    shown |= {
        f"{level}direction": np.tile(np.float32([0, 0.6, 0.8]), (len(mesh.vertices), 1))
        for level, mesh in surfaces.items()
    }
    lines = (starts[:, None] + steps).astype(np.float32)
    return shown | {"points": lines, "part": np.array([0, 0, 1, 1], np.uint8), "fleshy_mm": np.ones((4, 2), np.float32)}


@pytest.fixture
def with_fibres(own_pack: Path) -> Callable[..., Atlas]:
    """Writes fibres into a pack of the test's own and loads it; keyword arguments replace arrays (None drops one)."""

    def write(**changes: np.ndarray | None) -> Atlas:
        arrays = {k: v for k, v in (arrays_for(load_atlas(own_pack)) | changes).items() if v is not None}
        np.savez(own_pack / "fan.npz", **arrays)
        digest = hashlib.sha256((own_pack / "fan.npz").read_bytes()).hexdigest()
        with (own_pack / "manifest.toml").open("a", encoding="utf-8") as file:
            parts = '[{ en = "Front", la = "Pars anterior" }, { en = "Back", la = "Pars posterior" }]'
            file.write(f'\n[fibres."{MUSCLE}"]\nfile = "fan.npz"\nsha256 = "{digest}"\nparts = {parts}\n')
            file.write(f'[fibres."gluteus_medius.left"]\nmirror_of = "{MUSCLE}"\n')
        return load_atlas(own_pack)

    return write


def test_fibres_load_and_mirror_exactly(with_fibres: Callable[..., Atlas]) -> None:
    atlas = with_fibres()
    right, left = atlas.fibres[MUSCLE], atlas.fibres["gluteus_medius.left"]
    assert right.points.shape == (4, 6, 3)
    assert [names.en for names in right.parts] == ["Front", "Back"]
    assert np.array_equal(left.points * [-1, 1, 1], right.points)
    assert np.array_equal(left.direction * [-1, 1, 1], right.direction)
    assert not right.points.flags.writeable
    assert not atlas.missing


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"part": np.array([0, 0, 1, 7], np.uint8)}, "one of the 2 parts"),
        ({"points": np.full((4, 6, 3), 1e4, np.float32)}, "leave the muscle"),
        ({"points": np.full((4, 6, 3), np.nan, np.float32)}, "no finite numbers"),
        ({"points": np.zeros((0, 6, 3), np.float32)}, "1 to 10,000 lines"),
        ({"points": np.tile(np.float32([135, -15, 60]), (4, 6, 1))}, "number 1) that ends where it begins"),
        ({"part": np.zeros(4, np.uint8)}, "a line of each of the 2 parts"),
        ({"fleshy_mm": np.full((4, 2), np.nan, np.float32)}, "no finite numbers"),
        ({"fleshy_mm": np.full((4, 2), -1.0, np.float32)}, "where on its line each belly begins"),
        ({"fleshy_mm": np.tile(np.float32([2, 1]), (4, 1))}, "where on its line each belly begins"),
        ({"fleshy_mm": np.tile(np.float32([0, 1e30]), (4, 1))}, "where on its line each belly begins"),
        ({"fleshy_mm": np.zeros((4, 2), np.int64)}, "`fleshy_mm` of shape"),
        ({"tendon": np.full(162, 2.0)}, "from 0 to 1"),
        ({"light_tendon": np.full(42, -1.0)}, "from 0 to 1"),
        ({"direction": np.zeros((162, 3))}, "unit vectors for the full surface"),
        ({"direction": np.full((162, 3), 1e200)}, "unit vectors for the full surface"),
        ({"light_direction": np.full((42, 3), 1.0)}, "unit vectors for the light surface"),
        ({"tendon": np.zeros(3, np.float32)}, "each vertex of the full surface"),
        ({"fleshy_mm": None}, "lacks the arrays fleshy_mm"),
        ({"part": np.array([{}, 1, 2, 3], dtype=object)}, "must hold numbers in `part`"),
    ],
)
def test_fibres_that_do_not_fit_are_refused(
    changes: dict[str, np.ndarray | None], said: str, with_fibres: Callable[..., Atlas]
) -> None:
    atlas = with_fibres(**changes)
    assert not atlas.fibres
    assert MUSCLE in atlas.structures
    assert any(said in str(problem) and "fan.npz" in str(problem) for problem in atlas.missing)
