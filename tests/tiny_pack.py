"""A model pack of a few ellipsoids in the places of the real parts: quick to make, quick to draw."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import trimesh

# id: kind, body, color, English, Latin, centre, half axes (mm)
PARTS: dict[str, tuple[str, str, str, str, str, tuple[float, float, float], tuple[float, float, float]]] = {
    "hip_bone.right": ("bone", "pelvis", "#e9dfcb", "Right hip bone", "Os coxae dextrum", (80, -10, 45), (30, 60, 90)),
    "sacrum": ("bone", "pelvis", "#e9dfcb", "Sacrum", "Os sacrum", (0, -60, 70), (40, 25, 50)),
    "coccyx": ("bone", "pelvis", "#e9dfcb", "Coccyx", "Os coccygis", (0, -70, 0), (10, 10, 18)),
    "lumbar_vertebra_4": (
        "bone",
        "pelvis",
        "#e9dfcb",
        "Fourth lumbar vertebra",
        "Vertebra L4",
        (0, -30, 175),
        (25, 25, 15),
    ),
    "lumbar_vertebra_5": (
        "bone",
        "pelvis",
        "#e9dfcb",
        "Fifth lumbar vertebra",
        "Vertebra L5",
        (0, -35, 138),
        (25, 25, 15),
    ),
    "femur.right": ("bone", "thigh.right", "#e9dfcb", "Right femur", "Femur dextrum", (105, 0, -190), (22, 22, 205)),
    "patella.right": ("bone", "thigh.right", "#e9dfcb", "Right patella", "Patella dextra", (95, 45, -395), (20, 9, 20)),
    "tibia.right": ("bone", "shank.right", "#e9dfcb", "Right tibia", "Tibia dextra", (90, 0, -590), (22, 22, 185)),
    "fibula.right": ("bone", "shank.right", "#e9dfcb", "Right fibula", "Fibula dextra", (130, -15, -600), (9, 9, 180)),
    "gluteus_maximus.right": (
        "muscle",
        "pelvis",
        "#a04038",
        "Right gluteus maximus",
        "Musculus gluteus maximus dexter",
        (90, -105, 0),
        (55, 25, 110),
    ),
    "gluteus_medius.right": (
        "muscle",
        "pelvis",
        "#c2544a",
        "Right gluteus medius",
        "Musculus gluteus medius dexter",
        (135, -15, 60),
        (16, 50, 65),
    ),
    "gluteus_minimus.right": (
        "muscle",
        "pelvis",
        "#cf6f63",
        "Right gluteus minimus",
        "Musculus gluteus minimus dexter",
        (118, 5, 40),
        (8, 30, 35),
    ),
    "skin": ("skin", "pelvis", "#d9b49c", "Skin", "Cutis", (0, -20, -280), (230, 180, 620)),
}

LANDMARKS: dict[str, tuple[str, str, str, tuple[float, float, float]]] = {
    "asis.right": ("hip_bone.right", "Anterior superior iliac spine", "Spina iliaca anterior superior", (90, 45, 80)),
    "psis.right": (
        "hip_bone.right",
        "Posterior superior iliac spine",
        "Spina iliaca posterior superior",
        (70, -65, 80),
    ),
    "greater_trochanter.right": ("femur.right", "Greater trochanter", "Trochanter major", (120, 0, -10)),
}


def write_tiny_pack(folder: Path) -> Path:
    """Writes the pack into `folder` and returns it: every part of the right side, its mirror image on the left."""
    structures: dict[str, Any] = {}
    for id_, part in PARTS.items():
        structures[id_] = _structure(folder, id_, part)
    for id_ in [id_ for id_ in PARTS if id_.endswith(".right")]:
        structures[_left(id_)] = _mirror(id_, structures[id_])
    write_manifest(folder, _frame() | {"structures": structures, "landmarks": _landmarks()})
    (folder / "NOTICE.md").write_text("Ellipsoids made for the tests.\n", encoding="utf-8")
    return folder


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Writes nested dictionaries as a manifest; a value that is a dictionary at depth 3 becomes an inline table."""
    lines: list[str] = []
    for key, value in manifest.items():
        if not isinstance(value, dict):
            lines.append(f"{key} = {_toml(value)}")
    for key, table in manifest.items():
        if key == "subject":
            lines += ["", "[subject]", *_pairs(table)]
        elif isinstance(table, dict):
            for id_, entry in table.items():
                lines += ["", f"[{key}.{json.dumps(id_)}]", *_pairs(entry)]
    (folder / "manifest.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_mesh(folder: Path, name: str, mesh: trimesh.Trimesh) -> str:
    """Writes one mesh as binary PLY and returns its SHA-256."""
    data = mesh.export(file_type="ply", vertex_normal=False)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def ellipsoid(
    centre: tuple[float, float, float], half_axes: tuple[float, float, float], subdivisions: int
) -> trimesh.Trimesh:
    """A closed, outward-wound ellipsoid of 20 * 4**subdivisions triangles."""
    mesh = trimesh.creation.icosphere(subdivisions=subdivisions)
    return trimesh.Trimesh(mesh.vertices * half_axes + centre, mesh.faces, process=False)


def open_skin(centre: tuple[float, float, float], half_axes: tuple[float, float, float], rings: int) -> trimesh.Trimesh:
    """An ellipsoid of flat rings without those at its top: one flat opening."""
    sphere = trimesh.creation.uv_sphere(count=[rings, rings])
    mesh = trimesh.Trimesh(sphere.vertices * half_axes + centre, sphere.faces, process=False)
    above = mesh.vertices[:, 2] > mesh.vertices[:, 2].max() - 0.11 * np.ptp(mesh.vertices[:, 2])
    mesh.update_faces(~above[mesh.faces].any(axis=1))
    mesh.remove_unreferenced_vertices()
    return mesh


def _structure(folder: Path, id_: str, part: tuple[Any, ...]) -> dict[str, Any]:
    kind, body, color, english, latin, centre, half_axes = part
    files = {"full": f"full/{id_}.ply", "light": f"light/{id_}.ply"}
    hashes = {}
    for detail, subdivisions in (("full", 2), ("light", 1)):
        is_skin = kind == "skin"
        mesh = (
            open_skin(centre, half_axes, 18 * subdivisions) if is_skin else ellipsoid(centre, half_axes, subdivisions)
        )
        hashes[detail] = write_mesh(folder, files[detail], mesh)
    return {
        "names": {"en": english, "la": latin},
        "kind": kind,
        "side": "right" if id_.endswith(".right") else "midline",
        "parent": body,
        "color": color,
        "files": files,
        "sha256": hashes,
        "sources": ["tiny"],
    }


def _mirror(id_: str, right: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in right.items() if key not in {"files", "sha256"}}
    names = {"en": right["names"]["en"].replace("Right", "Left"), "la": right["names"]["la"].replace("dext", "sinist")}
    body = right["parent"].replace("right", "left")
    return {"mirror_of": id_} | kept | {"names": names, "side": "left", "parent": body}


def _landmarks() -> dict[str, Any]:
    landmarks = {}
    for id_, (structure, english, latin, (x, y, z)) in LANDMARKS.items():
        names = {"en": english, "la": latin}
        landmarks[id_] = {"structure": structure, "names": names, "position": [x, y, z]}
        landmarks[_left(id_)] = {"structure": _left(structure), "names": names, "position": [-x, y, z]}
    return landmarks


def _frame() -> dict[str, Any]:
    bodies: dict[str, Any] = {"pelvis": {}}
    joints: dict[str, Any] = {}
    for side, sign in (("right", 1), ("left", -1)):
        bodies[f"thigh.{side}"] = {"parent": "pelvis", "joint": f"hip.{side}"}
        bodies[f"shank.{side}"] = {"parent": f"thigh.{side}", "joint": f"knee.{side}"}
        joints[f"hip.{side}"] = {"center": [sign * 83, 0, 0], "abduction_axis": [0, -sign, 0]}
        joints[f"knee.{side}"] = {"center": [sign * 83, 0, -395], "abduction_axis": [0, -sign, 0]}
    return {
        "format": 1,
        "name": "Tiny hip",
        "units": "mm",
        "frame": "RAS",
        "absent": "Everything but ellipsoids.",
        "subject": {"stature_m": 1.63, "mass_kg": 61.1, "source": "Invented for the tests."},
        "sources": {"tiny": {"title": "Ellipsoids", "credit": "The tests", "licence": "CC0-1.0", "changes": "None."}},
        "bodies": bodies,
        "joints": joints,
    }


def _left(id_: str) -> str:
    return id_.replace(".right", ".left")


def _pairs(table: dict[str, Any]) -> list[str]:
    return [f"{key} = {_toml(value)}" for key, value in table.items()]


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    return json.dumps(value).replace("NaN", "nan")
