"""Writes the shapes of a muscle as whole steps of a hundredth of a millimetre, and names the file in the manifest."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np
import tomli_w
import trimesh

STEP_MM = np.float32(0.01)


def carried_along(full: trimesh.Trimesh, light: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    """Movements (a, k, 3) of the points of a light surface (k, 3): those of the nearest spots of the full one."""
    closest, _, face = trimesh.proximity.closest_point(full, light)
    shares = trimesh.triangles.points_to_barycentric(full.triangles[face], closest)
    return np.einsum("kc,akcx->akx", shares, shapes[:, full.faces[face]])


def write(folder: Path, name: str, angles: np.ndarray, full: np.ndarray, light: np.ndarray, fibres: np.ndarray) -> None:
    """One file motion/<name>.npz: movements (a, n, 3) mm from the neutral shape, in the frame of the pelvis."""
    (folder / "motion").mkdir(exist_ok=True)
    np.savez_compressed(
        folder / "motion" / f"{name}.npz",
        angles_deg=angles.astype(np.float32),
        step_mm=STEP_MM,
        **{key: _whole(moves) for key, moves in (("full", full), ("light", light), ("fibres", fibres))},
    )


def _whole(moves: np.ndarray) -> np.ndarray:
    return np.round(moves / float(STEP_MM)).astype(np.int16)


def name_in_manifest(folder: Path, names: tuple[str, ...]) -> None:
    """The files in the manifest's `motion` tables, in place of those before; left ones mirrored."""
    path = folder / "manifest.toml"
    text = path.read_text(encoding="utf-8")
    tables: dict[str, dict[str, str]] = {}
    for name in names:
        twin = name.replace(".right", ".left")
        digest = hashlib.sha256((folder / "motion" / f"{name}.npz").read_bytes()).hexdigest()
        tables[name] = {"file": f"motion/{name}.npz", "sha256": digest}
        tables[twin] = {"mirror_of": name}
        for old in (name, twin):
            text = re.sub(rf'\n\[motion\."{re.escape(old)}"\]\n[^\[]*', "\n", text)
    path.write_text(text.rstrip("\n") + "\n\n" + tomli_w.dumps({"motion": tables}), encoding="utf-8")
