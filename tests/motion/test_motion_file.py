"""Files of shapes that are damaged or do not fit are left out by name, and the rest of the model still loads."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from anatomy_viewer.atlas.loader import PackError, load_atlas
from tests.motion.moving_pack import ANGLES, MEDIUS, displaced, name_shapes, write_moving_pack
from tests.tiny_pack import write_tiny_pack


def test_shapes_are_read_for_both_sides(tmp_path: Path) -> None:
    atlas = load_atlas(write_moving_pack(tmp_path / "pack"))
    assert atlas.missing == ()
    right, left = atlas.motion[MEDIUS], atlas.motion["gluteus_medius.left"]
    assert right.step_mm == pytest.approx(0.01)
    np.testing.assert_array_equal(right.angles_deg, ANGLES)
    np.testing.assert_array_equal(left.full, right.full * np.array([-1, 1, 1]))
    assert left.muscle == "gluteus_medius.left"
    for array in (right.full, right.light, right.fibres, right.angles_deg):
        assert not array.flags.writeable


def _late_neutral() -> np.ndarray:
    full = displaced(np.zeros((162, 3), np.float32))
    full[10, 0] = 1
    return full


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"full": None}, "lacks the arrays full"),
        ({"full": np.zeros((29, 5, 3), np.int16)}, r"int16\) of shape \(29, 162, 3\)"),
        ({"light": np.zeros((29, 42, 3), np.float32)}, "`light`: whole numbers"),
        ({"fibres": np.zeros((29, 1, 3), np.int16)}, "`fibres`: whole numbers"),
        ({"full": _late_neutral()}, "zeros at 0 degrees"),
        ({"full": np.full((29, 162, 3), np.iinfo(np.int16).min, np.int16)}, "zeros at 0 degrees"),
        ({"step_mm": np.float32(0.5)}, "`step_mm`"),
        ({"step_mm": np.float32("nan")}, "`step_mm`"),
        ({"angles_deg": np.float32([-25, 0, 45])}, "at least 5 angles"),
        ({"angles_deg": ANGLES.astype(np.float32)[::-1]}, "equal steps upward"),
        ({"angles_deg": (ANGLES + 0.1).astype(np.float32)}, "0 among them"),
        ({"angles_deg": np.full(29, np.nan, np.float32)}, "no finite numbers"),
        ({"angles_deg": np.linspace(-1e300, 1e300, 29)}, "up to 180 degrees"),
        ({"angles_deg": np.zeros(1001)}, "1000 at most"),
        ({"angles_deg": (ANGLES * 0.8).astype(np.float32)}, "must reach from -25 to 45 degrees"),
    ],
)
def test_shapes_that_do_not_fit_are_left_out_by_name(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    atlas = load_atlas(write_moving_pack(tmp_path / "pack", **changes))
    assert atlas.motion == {}
    assert MEDIUS in atlas.structures
    (problem,) = atlas.missing
    assert problem.where.endswith(f"motion/{MEDIUS}.npz")
    assert "does not move" in problem.what
    assert re.search(said, str(problem))


@pytest.mark.parametrize("damage", ["text", "short", "empty", "bomb"])
def test_a_damaged_file_is_left_out(tmp_path: Path, damage: str) -> None:
    folder = write_tiny_pack(tmp_path / "pack")
    (folder / "motion").mkdir()
    (folder / f"motion/{MEDIUS}.npz").write_bytes(_damaged(damage))
    name_shapes(folder)
    atlas = load_atlas(folder)
    assert atlas.motion == {}
    expected = {"bomb": "unpacks to more than", "empty": "is empty"}.get(damage, "is not a readable .npz file")
    assert expected in atlas.missing[0].what


def _damaged(how: str) -> bytes:
    if how == "text":
        return b"no shapes here"
    if how == "empty":
        return b""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("full.npy", bytes(257 * 2**20 if how == "bomb" else 1000))
    return whole.getvalue()[: None if how == "bomb" else 60]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[motion."gluteus_medius.right"]\nfile = "motion/a.npz"', "needs either 'file' and 'sha256'"),
        (f'[motion."gluteus_medius.right"]\nfile = ""\nsha256 = "{64 * "0"}"', "at least 1 character"),
        ('[motion."gluteus_medius.left"]\nmirror_of = "gluteus_medius.right"', "which does not exist"),
        (f'[motion.heart]\nfile = "a.npz"\nsha256 = "{64 * "0"}"', "'heart', which does not exist"),
        ('[bodies.hand]\nparent = "pelvis"\njoint = "hip.right"\nturn_share = 1.5', "turn_share"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, table: str, said: str) -> None:
    folder = write_tiny_pack(tmp_path / "pack")
    with (folder / "manifest.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{table}\n")
    with pytest.raises(PackError, match=said):
        load_atlas(folder)
