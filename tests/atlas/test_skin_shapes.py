"""The file that says how the skin follows hip and knee: read as written, refused when it does not fit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from anatomy_viewer.atlas.model import Mesh, Names, Structure
from anatomy_viewer.atlas.skin_shapes import SkinShapes, read_skin_shapes
from anatomy_viewer.files.errors import FileError
from anatomy_viewer.motion.skin import SkinPoser

BODIES = ("pelvis", "thigh.right", "shank.right", "thigh.left", "shank.left")
Arrays = dict[str, Any]


@pytest.fixture
def skin() -> Structure:
    """Five points in a row down the right side and one in the middle, then the five mirrored."""
    right = np.array([[0, 0, 0], *([x, 0, -100 * x] for x in range(1, 6))], np.float32)
    vertices = np.vstack([right, right[1:] * np.array([-1, 1, 1], np.float32)])
    mesh = Mesh(vertices, np.array([[0, 1, 2], [3, 4, 5]], np.int32))
    return Structure("skin", Names("Skin", "Cutis"), "skin", "midline", "pelvis", (0, 0, 0), mesh, mesh, ())


@pytest.fixture
def arrays() -> Arrays:
    """One vertex in each zone, the middle one still; hip and knee vertex go 1 mm along x for each 10 degrees."""
    level = {
        "zone": np.array([0, 0, 1, 2, 3, 4], np.uint8),
        "twin": np.arange(1, 6, dtype=np.int32),
        "hip": (np.arange(-20, 41, 10)[:, None, None] * np.array([[[10, 0, 0]]])).astype(np.int16),
        "knee": (np.arange(0, 91, 15)[:, None, None] * np.array([[[10, 0, 0]]])).astype(np.int16),
    }
    both = {f"{name}_{key}": value for name in ("full", "light") for key, value in level.items()}
    keys = {"hip_deg": np.arange(-20, 41, 10, np.float32), "knee_deg": np.arange(0, 91, 15, np.float32)}
    return both | keys | {"step_mm": np.float32(0.01)}


@pytest.fixture
def read(tmp_path: Path, skin: Structure) -> Callable[[Arrays], SkinShapes]:
    """Writes arrays to a file and reads it."""

    def through_file(given: Arrays) -> SkinShapes:
        path = tmp_path / "skin.npz"
        np.savez(path, **given)
        return read_skin_shapes(tmp_path, path.name, hashlib.sha256(path.read_bytes()).hexdigest(), skin)

    return through_file


def shifted(z: float) -> np.ndarray:
    """A shift upward."""
    matrix = np.eye(4)
    matrix[2, 3] = z
    return matrix


def test_each_zone_follows_its_body(skin: Structure, arrays: Arrays, read: Callable[[Arrays], SkinShapes]) -> None:
    poser = SkinPoser(read(arrays), skin)
    transforms = {body: shifted(1000.0 * (number + 1)) for number, body in enumerate(BODIES)}
    hip, knee = {"right": 35.0, "left": -5.0}, {"right": 0.0, "left": 60.0}
    moved = poser.vertices("full", hip_deg=hip, knee_deg=knee, transforms=transforms) - skin.vertices
    along = [0, 0, 3.5, 0, 0, 0, 0, 0.5, 0, -6.0, 0]
    up = [1000, 1000, 1000, 2000, 2000, 3000, 1000, 1000, 4000, 4000, 5000]
    np.testing.assert_allclose(moved, np.column_stack([along, np.zeros(11), up]), atol=1e-3)


def test_in_the_neutral_pose_nothing_moves(
    skin: Structure, arrays: Arrays, read: Callable[[Arrays], SkinShapes]
) -> None:
    none = {"right": 0.0, "left": 0.0}
    still = dict.fromkeys(BODIES, np.eye(4))
    posed = SkinPoser(read(arrays), skin).vertices("light", hip_deg=none, knee_deg=none, transforms=still)
    np.testing.assert_array_equal(posed, skin.vertices)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("step_mm", np.float32(0.0), "step_mm"),
        ("hip_deg", np.array([-20, 0, 5, 20, 30, 40, 50], np.float32), "equal steps"),
        ("knee_deg", np.arange(3, dtype=np.float32), "at least 5 angles"),
        ("hip_deg", np.linspace(-1e300, 1e300, 7), "up to 180 degrees"),
        ("full_hip", np.ones((7, 1, 3), np.int16), "zeros at 0 degrees in `full_hip`"),
        ("full_zone", np.array([0, 0, 1, 2, 3, 7], np.uint8), "zone from 0 to 4"),
        ("light_twin", np.array([1, 2, 3, 4, 9], np.int32), "twin of each left vertex"),
        ("full_twin", np.array([2, 1, 3, 4, 5], np.int32), "no mirror images"),
        ("light_hip", np.zeros((7, 2, 3), np.int16), "light_hip"),
        ("full_knee", np.zeros((7, 1, 3), np.float32), "full_knee"),
    ],
)
def test_what_does_not_fit_is_refused(
    arrays: Arrays, read: Callable[[Arrays], SkinShapes], key: str, value: Any, says: str
) -> None:
    with pytest.raises(FileError, match=says):
        read(arrays | {key: value})


def test_a_file_without_an_array_is_refused(arrays: Arrays, read: Callable[[Arrays], SkinShapes]) -> None:
    del arrays["light_knee"]
    with pytest.raises(FileError, match="lacks the arrays light_knee"):
        read(arrays)


def test_a_file_that_is_no_npz_is_refused(tmp_path: Path, skin: Structure) -> None:
    path = tmp_path / "skin.npz"
    path.write_bytes(b"not at all")
    with pytest.raises(FileError, match=r"not a readable \.npz"):
        read_skin_shapes(tmp_path, path.name, hashlib.sha256(b"not at all").hexdigest(), skin)
