"""Writes the model pack: surfaces at two levels of detail, manifest and notice."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w
import trimesh
from fan import Fan

LATIN = {
    "right": {"dexter": "dexter", "dextra": "dextra", "dextrum": "dextrum"},
    "left": {"dexter": "sinister", "dextra": "sinistra", "dextrum": "sinistrum"},
}
BMI = 23.0

Meshes = dict[str, trimesh.Trimesh]


def subject(femur: trimesh.Trimesh) -> dict[str, Any]:
    """Stature from the femur's length, mass from stature and an assumed body mass index."""
    length_cm = float(np.ptp(femur.vertices[:, 2])) / 10.0
    stature = round((2.47 * length_cm + 54.10) / 100.0, 2)
    return {
        "stature_m": stature,
        "mass_kg": round(BMI * stature**2, 1),
        "source": f"Own estimate. Stature: 2.47 x the length of this model's femur ({length_cm:.1f} cm) + 54.10 cm "
        f"(the regression of Trotter and Gleser 1952 for women, our choice, doi 10.1002/ajpa.1330100407, not read "
        f"here). Mass: a body mass index of {BMI:.0f} assumed.",
    }


def load_catalogue() -> dict[str, Any]:
    """Names, colours and sources, from catalogue.toml."""
    return tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text(encoding="utf-8"))


def _write(folder: Path, level: str, name: str, mesh: trimesh.Trimesh) -> tuple[str, str]:
    """One PLY file with float32 vertices; returns its path in the pack and its SHA-256."""
    path = f"{level}/{name}.ply"
    plain = trimesh.Trimesh(np.asarray(mesh.vertices, np.float32), np.asarray(mesh.faces, np.int32), process=False)
    data = plain.export(file_type="ply", vertex_normal=False)
    (folder / level).mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(data)
    return path, hashlib.sha256(data).hexdigest()


def _side(name: str) -> str:
    return name.split(".")[1] if "." in name else "midline"


def _names(entry: dict[str, Any], side: str) -> dict[str, Any]:
    names = dict(entry["names"])
    if side != "midline":
        names["en"] = names["en"].format(side=side).capitalize()
        names["la"] = names["la"].format(**LATIN[side])
        names["fma"] = names["fma"][side]
    return names


def _structure(name: str, catalogue: dict[str, Any]) -> dict[str, Any]:
    base, side = name.split(".", 1)[0], _side(name)
    entry = catalogue["structures"][base]
    limb = entry["parent"] in ("thigh", "shank", "patella")
    record = {
        "names": _names(entry, side),
        "kind": entry["kind"],
        "side": side,
        "parent": f"{entry['parent']}.{side}" if limb else entry["parent"],
        "color": catalogue["colors"].get(base, catalogue["colors"].get(entry["kind"])),
        "sources": [entry["source"]],
    }
    if note := catalogue["notes"].get(entry.get("note", "")):
        record["note"] = note
    return record


def _structures(folder: Path, full: Meshes, light: Meshes, catalogue: dict[str, Any]) -> dict[str, Any]:
    records = {}
    for name, mesh in full.items():
        (path, digest), (light_path, light_digest) = (
            _write(folder, "full", name, mesh),
            _write(folder, "light", name, light[name]),
        )
        records[name] = _structure(name, catalogue) | {
            "files": {"full": path, "light": light_path},
            "sha256": {"full": digest, "light": light_digest},
        }
        if name.endswith(".right"):
            twin = name.replace(".right", ".left")
            records[twin] = _structure(twin, catalogue) | {"mirror_of": name}
    return records


def _point(values: np.ndarray) -> list[float]:
    return [round(float(value), 3) + 0.0 for value in values]


def _landmarks(points: dict[str, np.ndarray], catalogue: dict[str, Any]) -> dict[str, Any]:
    records = {}
    for name in sorted(points):
        base, side = name.split(".", 1)[0], _side(name)
        structure, en, la = catalogue["landmarks"][base]
        own_side = f"{structure}.{side}" in {f"{s}.{side}" for s in ("hip_bone", "femur", "tibia", "fibula")}
        records[name] = {
            "structure": f"{structure}.{side}" if own_side and side != "midline" else structure,
            "names": {"en": en if side == "midline" else f"{en}, {side}", "la": la},
            "position": _point(points[name]),
        }
    return records


PATELLA_SHARE = 0.65
"""The kneecap's flexion lags behind the knee's by 30-40 %, about an axis near the epicondyles (review: J Healthcare Eng
2019, doi 10.1155/2019/9159267)."""


def _bodies_and_joints(points: dict[str, np.ndarray]) -> dict[str, Any]:
    """Pelvis as the root, two thighs, shanks and kneecaps. Axes after ISB (Wu et al. 2002); abduction positive."""
    bodies: dict[str, Any] = {"pelvis": {}}
    joints: dict[str, Any] = {}
    for side, abduction in (("right", [0.0, -1.0, 0.0]), ("left", [0.0, 1.0, 0.0])):
        bodies[f"thigh.{side}"] = {"parent": "pelvis", "joint": f"hip.{side}"}
        bodies[f"shank.{side}"] = {"parent": f"thigh.{side}", "joint": f"knee.{side}"}
        bodies[f"patella.{side}"] = bodies[f"shank.{side}"] | {"turn_share": PATELLA_SHARE}
        knee = (points[f"medial_epicondyle.{side}"] + points[f"lateral_epicondyle.{side}"]) / 2.0
        joints[f"hip.{side}"] = {"center": _point(points[f"hip_joint_center.{side}"]), "abduction_axis": abduction}
        joints[f"knee.{side}"] = {"center": _point(knee), "abduction_axis": abduction}
    return {"bodies": bodies, "joints": joints}


FIBRE_METHOD = (
    "Approximate: field lines of a potential through the belly from origin to insertion (a usual method, as in Choi "
    "and Blemker 2013, doi 10.1371/journal.pone.0077576, not read here), drawn tight, their ends "
    "spread evenly over the insertion. "
)
_AFTER_WARD = (
    "Tendon begins where it leaves the mean fascicle length of Ward et al. 2009 (read second-hand) to the belly."
)
TENDON_METHOD = {
    "gluteus_medius": _AFTER_WARD,
    "gluteus_maximus": _AFTER_WARD,
    "gluteus_minimus": "Tendon begins where it leaves 7.3 cm to the belly, an own choice: the 10.3 cm of Parvaresh et "
    "al. 2019 are more than its whole lines measure here.",
}
HEADER = """\
# The human hip: what this pack contains. Made by assets/build; names and colours may be edited by hand.
# Frame RAS: +x the subject's right, +y anterior, +z superior, millimetres, origin midway between the hip joint centres.
# A structure has files of its own (and their SHA-256) or is the mirror image of another in the plane x = 0.

"""


def write_pack(folder: Path, full: Meshes, light: Meshes, points: dict[str, np.ndarray]) -> None:
    """Everything under `folder`: full/, light/, manifest.toml, NOTICE.md. Same input, same bytes."""
    catalogue = load_catalogue()
    sources = {name: dict(entry) for name, entry in catalogue["sources"].items()}
    manifest = {
        "format": 1,
        "name": catalogue["pack"]["name"],
        "units": "mm",
        "frame": "RAS",
        "absent": catalogue["pack"]["absent"],
        "subject": subject(full["femur.right"]),
        "sources": sources,
        **_bodies_and_joints(points),
        "structures": _structures(folder, full, light, catalogue),
        "landmarks": _landmarks(points, catalogue),
    }
    (folder / "manifest.toml").write_text(HEADER + tomli_w.dumps(manifest), encoding="utf-8")
    (folder / "NOTICE.md").write_text(_notice(sources, manifest["structures"]), encoding="utf-8")


def add_fibres(folder: Path, fans: dict[str, Fan]) -> None:
    """Writes the fibre files of the right side and names them, and their mirror images, in the manifest."""
    tables: dict[str, Any] = {}
    (folder / "fibres").mkdir(exist_ok=True)
    for name, fan in fans.items():
        path = f"fibres/{name}.npz"
        (tendon, direction), (light_tendon, light_direction) = fan.surfaces["full"], fan.surfaces["light"]
        np.savez_compressed(
            folder / path,
            points=fan.lines.points,
            part=fan.lines.part.astype(np.uint8),
            fleshy_mm=fan.fleshy_mm,
            tendon=tendon,
            direction=direction,
            light_tendon=light_tendon,
            light_direction=light_direction,
        )
        tables[name] = {
            "file": path,
            "sha256": hashlib.sha256((folder / path).read_bytes()).hexdigest(),
            "parts": [{"en": en, "la": la} for en, la in fan.parts],
            "method": FIBRE_METHOD + TENDON_METHOD[name.partition(".")[0]],
        }
        tables[name.replace(".right", ".left")] = {"mirror_of": name}
    with (folder / "manifest.toml").open("a", encoding="utf-8") as manifest:
        manifest.write("\n" + tomli_w.dumps({"fibres": tables}))


def _notice(sources: dict[str, Any], structures: dict[str, Any]) -> str:
    lines = [
        "# Where these surfaces come from",
        "",
        "The files of this folder are made by `assets/build` from the works below. Surfaces that come from a work keep",
        "its licence; the manifest, this notice and everything else here are under the project's own licence, MPL-2.0.",
        "The tuning of shapes to published figures is ours. For teaching, not for diagnosis.",
    ]
    for name, source in sources.items():
        parts = [part for part, record in structures.items() if name in record["sources"]]
        lines += [
            "",
            f"## {source['title']}",
            "",
            f"- Credit: {source['credit']}",
            f"- Licence: {source['licence']} (text in `licences/{source['licence']}.txt`)",
            f"- Changes: {source['changes']}",
            f"- Used for: {', '.join(parts)}",
        ]
    return "\n".join(lines) + "\n"
