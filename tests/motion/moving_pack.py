"""A tiny pack whose right gluteus medius has fibres and shapes for motion: it turns the more, the lower it is."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from scipy.spatial.transform import Rotation

from tests.tiny_pack import write_tiny_pack

MEDIUS = "gluteus_medius.right"
CENTER = np.array([83.0, 0.0, 0.0])
ANGLES = np.arange(-25.0, 45.1, 2.5)
STEP_MM = 0.01
LINES, SAMPLES = 6, 9
TOP, BOTTOM = 110.0, 10.0
"""Above the first height, mm, points stay with the pelvis; below the other, they turn with the thigh."""


def write_moving_pack(folder: Path, **changes: np.ndarray) -> Path:
    """Writes the pack; `changes` replace arrays of the file of shapes."""
    write_tiny_pack(folder)
    _write_fibres(folder)
    write_shapes(folder, **changes)
    return folder


def write_shapes(folder: Path, **changes: np.ndarray | None) -> None:
    """Writes the file of shapes and names it in the manifest; an array that is None is left out."""
    full, light = (_vertices(folder, level) for level in ("full", "light"))
    arrays: dict[str, Any] = {
        "angles_deg": ANGLES.astype(np.float32),
        "step_mm": np.float32(STEP_MM),
        "full": displaced(full),
        "light": displaced(light),
        "fibres": displaced(fibre_points().reshape(-1, 3)),
    }
    arrays |= changes
    (folder / "motion").mkdir(exist_ok=True)
    np.savez_compressed(folder / f"motion/{MEDIUS}.npz", **{key: a for key, a in arrays.items() if a is not None})
    name_shapes(folder)


def name_shapes(folder: Path) -> None:
    """Puts the file of shapes and its hash into the manifest."""
    data = (folder / f"motion/{MEDIUS}.npz").read_bytes()
    _append(folder, f'[motion."{MEDIUS}"]', f'file = "motion/{MEDIUS}.npz"', f'sha256 = "{_hash(data)}"')
    _append(folder, '[motion."gluteus_medius.left"]', f'mirror_of = "{MEDIUS}"')


def share(points: np.ndarray) -> np.ndarray:
    """How much of the thigh's turn each point takes, (n,)."""
    return np.clip((TOP - points[:, 2]) / (TOP - BOTTOM), 0.0, 1.0)


def turned(points: np.ndarray, degrees: float) -> np.ndarray:
    """Points (n, 3) turned with the right thigh, abduction positive."""
    return (points - CENTER) @ Rotation.from_euler("y", -degrees, degrees=True).as_matrix().T + CENTER


def displaced(points: np.ndarray) -> np.ndarray:
    """Displacements (a, n, 3) int16 of points at all angles."""
    taken = share(points)[:, None]
    moved = np.stack([taken * (turned(points, angle) - points) for angle in ANGLES])
    return np.round(moved / STEP_MM).astype(np.int16)


def fibre_points() -> np.ndarray:
    """Lines (k, s, 3) float32 from top to bottom of the muscle's ellipsoid."""
    along = np.linspace(0.0, 1.0, SAMPLES)[None, :, None]
    across = np.linspace(-20.0, 20.0, LINES)[:, None, None]
    top, bottom = np.array([135.0, -15.0, 115.0]), np.array([135.0, -15.0, 5.0])
    lines = top + along * (bottom - top) + across * np.array([0.0, 1.0, 0.0])
    return lines.astype(np.float32)


def _write_fibres(folder: Path) -> None:
    full, light = (_vertices(folder, level) for level in ("full", "light"))
    (folder / "fibres").mkdir(exist_ok=True)
    np.savez_compressed(
        folder / f"fibres/{MEDIUS}.npz",
        points=fibre_points(),
        part=np.arange(LINES, dtype=np.uint8) * 3 // LINES,
        fleshy_mm=np.tile(np.float32([10.0, 90.0]), (LINES, 1)),
        tendon=np.zeros(len(full), np.float32),
        direction=np.tile(np.float32([0, 0, -1]), (len(full), 1)),
        light_tendon=np.zeros(len(light), np.float32),
        light_direction=np.tile(np.float32([0, 0, -1]), (len(light), 1)),
    )
    data = (folder / f"fibres/{MEDIUS}.npz").read_bytes()
    parts = ", ".join(
        f'{{ en = "{name}", la = "Pars" }}' for name in ("Anterior part", "Middle part", "Posterior part")
    )
    lines = (f'file = "fibres/{MEDIUS}.npz"', f'sha256 = "{_hash(data)}"', f"parts = [{parts}]", 'method = "Invented."')
    _append(folder, f'[fibres."{MEDIUS}"]', *lines)
    _append(folder, '[fibres."gluteus_medius.left"]', f'mirror_of = "{MEDIUS}"')


def _vertices(folder: Path, level: str) -> np.ndarray:
    return np.asarray(trimesh.load_mesh(folder / level / f"{MEDIUS}.ply", process=False).vertices, np.float32)


def _append(folder: Path, *lines: str) -> None:
    with (folder / "manifest.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(lines) + "\n")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
