"""The smallest packs that reach each reader: loading one takes milliseconds."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import numpy as np
import trimesh

from tests.fuzz.toml_text import toml
from tests.motion.moving_pack import ANGLES, STEP_MM, displaced

BONE, MUSCLE, LEFT_MUSCLE, SKIN = "hip_bone.right", "gluteus_medius.right", "gluteus_medius.left", "skin"
FIBRES_FILE, MOTION_FILE, SKIN_FILE = "fibres/medius.npz", "motion/medius.npz", "motion/skin.npz"
FULL_FILE = "full/hip_bone.ply"

LANDMARKS: dict[str, tuple[float, float, float]] = {
    "asis": (70, 58, 52),
    "psis": (70, -58, 52),
    "greater_trochanter": (110, 0, -20),
    "ischial_tuberosity": (50, -45, -60),
}

_PARTS: dict[str, tuple[str, tuple[float, float, float], tuple[float, float, float], int]] = {
    BONE: ("bone", (70, 0, 30), (40, 60, 80), 2),
    MUSCLE: ("muscle", (60, -75, 0), (40, 15, 70), 1),
    SKIN: ("skin", (0, 0, 0), (170, 120, 220), 3),
}

Table = dict[str, Any]


def write_pack(folder: Path, *parts: str) -> Table:
    """Writes the meshes of these parts and a manifest that names them; gives the manifest's tables, to be added to."""
    structures = {id_: _structure(folder, id_) for id_ in parts}
    if MUSCLE in structures:
        copied = {key: structures[MUSCLE][key] for key in ("names", "kind", "parent", "color", "sources")}
        structures[LEFT_MUSCLE] = copied | {"mirror_of": MUSCLE, "side": "left"}
    table = _frame() | {"structures": structures, "landmarks": _landmarks() if BONE in structures else {}}
    write_manifest(folder, table)
    return table


def add_file(folder: Path, table: Table, group: str, id_: str, name: str, data: bytes, **more: Any) -> None:
    """Puts a file of fibres or shapes into a pack and its hash into the manifest."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    entry = {"file": name, "sha256": hashlib.sha256(data).hexdigest()} | more
    table.setdefault(group, {})[id_] = entry
    write_manifest(folder, table)


def write_manifest(folder: Path, table: Table) -> None:
    """Writes the tables as the pack's manifest."""
    (folder / "manifest.toml").write_text(toml(table), encoding="utf-8")


def parts_of_fibres() -> list[Table]:
    """The names of the three parts of a muscle."""
    return [{"en": name, "la": "Pars"} for name in ("Anterior part", "Middle part", "Posterior part")]


def fibre_arrays() -> dict[str, np.ndarray]:
    """Sound fibres of the muscle."""
    count = len(_ellipsoid(MUSCLE).vertices)
    along = np.linspace(0.0, 1.0, 5)[None, :, None]
    top, bottom = np.array([60.0, -75.0, 60.0]), np.array([60.0, -75.0, -60.0])
    lines = top + along * (bottom - top) + np.linspace(-15.0, 15.0, 6)[:, None, None] * [1.0, 0.0, 0.0]
    up = np.tile(np.float32([0, 0, -1]), (count, 1))
    return {
        "points": lines.astype(np.float32),
        "part": np.arange(6, dtype=np.uint8) // 2,
        "fleshy_mm": np.tile(np.float32([10.0, 90.0]), (6, 1)),
        "tendon": np.zeros(count, np.float32),
        "direction": up,
        "light_tendon": np.zeros(count, np.float32),
        "light_direction": up,
    }


def motion_arrays() -> dict[str, np.ndarray]:
    """Sound shapes of the muscle and its fibres."""
    shapes = displaced(np.asarray(_ellipsoid(MUSCLE).vertices))
    lines = displaced(fibre_arrays()["points"].reshape(-1, 3))
    angles = {"angles_deg": ANGLES.astype(np.float32), "step_mm": np.array(STEP_MM, np.float32)}
    return angles | {"full": shapes, "light": shapes, "fibres": lines}


def skin_shape_arrays() -> dict[str, np.ndarray]:
    """Sound shapes of the skin: the right half of its vertices, ordered first, and what follows hip and knee."""
    right = _right_half()
    zone = (np.arange(right) % 5).astype(np.uint8)
    hip_deg, knee_deg = np.arange(-25, 46, 10, np.float32) + 5, np.arange(0, 91, 15, np.float32)
    hip, knee = (
        np.where(keys == 0, 0, 10).astype(np.int16)[:, None, None]
        * np.ones((1, int((zone == moved).sum()), 3), np.int16)
        for keys, moved in ((hip_deg, 1), (knee_deg, 3))
    )
    level = {"zone": zone, "twin": _twins(), "hip": hip, "knee": knee}
    both = {f"{name}_{key}": value for name in ("full", "light") for key, value in level.items()}
    return both | {"hip_deg": hip_deg, "knee_deg": knee_deg, "step_mm": np.array(0.01, np.float32)}


def npz(arrays: dict[str, np.ndarray]) -> bytes:
    """The bytes of an .npz file."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def bone_plys() -> list[bytes]:
    """The bone as binary PLY, as text, with colours of its vertices, and as another program might write it."""
    mesh = _ellipsoid(BONE)
    small = trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)
    coloured = trimesh.Trimesh(mesh.vertices, mesh.faces, vertex_colors=np.full((len(mesh.vertices), 4), 200, np.uint8))
    texts = [small.export(file_type="ply", encoding="ascii"), coloured.export(file_type="ply", encoding="ascii")]
    plain = [small.export(file_type="ply"), coloured.export(file_type="ply", vertex_normal=True)]
    return [*plain, *(text if isinstance(text, bytes) else text.encode() for text in texts), _other_ply(mesh)]


def _other_ply(mesh: trimesh.Trimesh) -> bytes:
    """Doubles in the other order of bytes, unsigned counts of four bytes, a quality beside each vertex."""
    head = (
        f"ply\nformat binary_big_endian 1.0\ncomment made elsewhere\nelement vertex {len(mesh.vertices)}\n"
        "property double x\nproperty double y\nproperty double z\nproperty float quality\n"
        f"element face {len(mesh.faces)}\nproperty list uint uint vertex_indices\nend_header\n"
    )
    vertices = np.zeros(len(mesh.vertices), [("at", ">f8", 3), ("quality", ">f4")])
    vertices["at"] = mesh.vertices
    faces = np.zeros(len(mesh.faces), [("count", ">u4"), ("corners", ">u4", 3)])
    faces["count"], faces["corners"] = 3, mesh.faces
    return head.encode() + vertices.tobytes() + faces.tobytes()


def _structure(folder: Path, id_: str) -> Table:
    mesh = _ellipsoid(id_)
    if id_ == SKIN:
        mesh = _halves(mesh)
    data = mesh.export(file_type="ply", vertex_normal=False)
    name = f"full/{id_.partition('.')[0]}.ply"
    (folder / "full").mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return {
        "names": {"en": id_, "la": id_},
        "kind": _PARTS[id_][0],
        "side": "right" if id_.endswith(".right") else "midline",
        "parent": "pelvis",
        "color": "#e9dfcb",
        "files": {"full": name, "light": name},
        "sha256": {"full": digest, "light": digest},
        "sources": ["tiny"],
    }


def _ellipsoid(id_: str) -> trimesh.Trimesh:
    _, centre, half_axes, subdivisions = _PARTS[id_]
    sphere = trimesh.creation.icosphere(subdivisions=subdivisions)
    vertices = np.asarray(sphere.vertices * half_axes + centre, np.float32)
    return trimesh.Trimesh(vertices, sphere.faces, process=False)


def _halves(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
    """The same surface with the right half and the midline first, then the left vertices: exact mirror images."""
    order, right = _order(mesh)
    vertices = np.asarray(mesh.vertices, np.float32)[order]
    vertices[np.abs(vertices[:, 0]) < 1e-3, 0] = 0.0
    vertices[right:] = vertices[_pairs(vertices, right)] * np.float32([-1, 1, 1])
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return trimesh.Trimesh(vertices, place[mesh.faces], process=False)


def _order(mesh: trimesh.Trimesh) -> tuple[np.ndarray, int]:
    left = np.asarray(mesh.vertices)[:, 0] < -1e-3
    return np.argsort(left, kind="stable"), int((~left).sum())


def _pairs(vertices: np.ndarray, right: int) -> np.ndarray:
    """The right vertex that each left one mirrors."""
    gaps = vertices[right:, None] * [-1, 1, 1] - vertices[None, :right]
    return np.asarray(np.linalg.norm(gaps, axis=2).argmin(axis=1), np.int32)


def _right_half() -> int:
    return _order(_ellipsoid(SKIN))[1]


def _twins() -> np.ndarray:
    vertices = np.asarray(_halves(_ellipsoid(SKIN)).vertices)
    return _pairs(vertices, _right_half())


def _landmarks() -> Table:
    found = {}
    for name, (x, y, z) in LANDMARKS.items():
        names = {"en": name, "la": name}
        found[f"{name}.right"] = {"structure": BONE, "names": names, "position": [x, y, z]}
    return found


def _frame() -> Table:
    return {
        "format": 1,
        "name": "Small hip",
        "units": "mm",
        "frame": "RAS",
        "subject": {"stature_m": 1.63, "mass_kg": 61.1, "source": "Invented for the tests."},
        "sources": {"tiny": {"title": "Ellipsoids", "credit": "The tests", "licence": "CC0-1.0", "changes": "None."}},
        "bodies": {
            "pelvis": {},
            "thigh.right": {"parent": "pelvis", "joint": "hip.right"},
            "thigh.left": {"parent": "pelvis", "joint": "hip.left"},
            "shank.right": {"parent": "thigh.right", "joint": "knee.right"},
            "shank.left": {"parent": "thigh.left", "joint": "knee.left"},
        },
        "joints": {
            "hip.right": {"center": [83, 0, 0], "abduction_axis": [0, -1, 0]},
            "hip.left": {"center": [-83, 0, 0], "abduction_axis": [0, 1, 0]},
            "knee.right": {"center": [83, 0, -100], "abduction_axis": [0, -1, 0]},
            "knee.left": {"center": [-83, 0, -100], "abduction_axis": [0, 1, 0]},
        },
    }
