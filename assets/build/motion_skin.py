"""The shapes of the skin for every angle of hip abduction and knee flexion, solved once and shipped.

    python motion_skin.py [folder]

starts from the finished pack in `folder` (assets/meshes) with the shapes of its muscles, writes motion/skin.npz there
and names it in the manifest. One core, about three minutes, the same bytes each time.

Each half of the skin follows its own leg; the seam in the mirror plane never moves. Vertices turn by a share of the
joint's angle (`motion_skin_field`), come to rest (`motion_skin_relax`) and are pushed out by what lies under them and
by the other thigh (`motion_skin_cover`). What turns with all of the angle or none of it is left to the app.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import igl
import numpy as np
import tomli_w
import trimesh
from motion_skin_cover import Tissue, kept_off, pushed_out
from motion_skin_field import Bend, Flags, Floats, Half, Ints, turn_share, turned
from motion_skin_relax import Rest
from tqdm import tqdm

HERE = Path(__file__).parent
sys.path.append(str(HERE.parents[1]))  # the app, whose joints and muscle shapes the skin has to follow
from anatomy_viewer import load_atlas  # noqa: E402
from anatomy_viewer.atlas.model import Atlas, Mesh  # noqa: E402
from anatomy_viewer.atlas.skin_shapes import Zone  # noqa: E402
from anatomy_viewer.motion.joints import flexion_axis, transforms  # noqa: E402
from anatomy_viewer.motion.shapes import places  # noqa: E402

PACK = HERE.parent / "meshes"
HIP_DEG, KNEE_DEG = np.arange(-25.0, 45.1, 2.5), np.arange(0.0, 90.1, 5.0)
STEP_MM = 0.01
ROUNDS, PUSHES = 10, 8
"""Rounds of bringing to rest, and of pushing out."""
SAMPLE_MM = 2.5
"""Of bone and muscle at most one point counts in each cube of this size."""
MUSCLE_DEPTH_MM, BONE_DEPTH_MM = 6.0, 4.0
"""Depth kept under the skin, or as much of it as there is in the neutral pose; 2 mm are asked over muscle, 1 mm over
bone, and a soft push falls short of what it is asked for."""
MAKING_WAY = 1.1
"""The other leg is taken to swing out by so many times what this one is turned in; the app swings it a little more."""
HIP_BONES = ("hip_bone.right", "sacrum", "coccyx", "lumbar_vertebra_4", "lumbar_vertebra_5")
FEMUR, SHANK_BONES, KNEECAP = "femur.right", ("tibia.right", "fibula.right"), "patella.right"
MUSCLES = ("gluteus_maximus.right", "gluteus_medius.right", "gluteus_minimus.right")


@dataclass(frozen=True)
class Level:
    """What `SkinShapes` holds for one level of detail: zone (r,), twin (n - r,), moves of hip and knee zone, mm."""

    zone: np.ndarray
    twin: Ints
    hip: Floats
    knee: Floats


def surface(mesh: Mesh) -> trimesh.Trimesh:
    """A surface of the atlas as trimesh has it."""
    return trimesh.Trimesh(mesh.vertices.astype(float), mesh.triangles.astype(np.int64), process=False)


def right_half(mesh: Mesh) -> Half:
    """The right half of the skin, which comes first."""
    count = int((mesh.vertices[:, 0] >= 0.0).sum())
    triangles = mesh.triangles[(mesh.triangles < count).all(axis=1)]
    return Half(mesh.vertices[:count].astype(float), np.ascontiguousarray(triangles, np.int64))


def hip_bend(atlas: Atlas) -> Bend:
    """The right hip: skin is drawn along from the waist to the middle of the thigh."""
    joint = atlas.joints["hip.right"]
    bones = [surface(atlas.structures[name].full) for name in HIP_BONES]
    femur = [surface(atlas.structures[FEMUR].full)]
    return Bend(joint.center, joint.abduction_axis, bones, femur, 200.0, -275.0, (80.0, 95.0), 30.0, seam_still=True)


def knee_bend(atlas: Atlas) -> Bend:
    """The right knee: from the middle of the thigh to the calf."""
    axis, centre = flexion_axis(atlas, "right")
    femur = [surface(atlas.structures[FEMUR].full)]
    shank = [surface(atlas.structures[name].full) for name in SHANK_BONES]
    axis = axis / np.linalg.norm(axis)
    return Bend(centre, axis, femur, shank, -275.0, -540.0, (70.0, 85.0), 100.0, seam_still=False)


class Under:
    """Bones and muscles of the right side and midline at any angle, and the depth that each of their points keeps."""

    def __init__(self, atlas: Atlas, half: Half, names: Sequence[str]) -> None:
        self._atlas = atlas
        self._chosen: dict[str, Ints] = {}
        needed = []
        for name in names:
            points = atlas.structures[name].vertices.astype(float)
            _, first = np.unique(np.floor(points / SAMPLE_MM).astype(int), axis=0, return_index=True)
            self._chosen[name] = np.sort(first)
            squared, _, _ = igl.point_mesh_squared_distance(points[self._chosen[name]], half.points, half.triangles)
            needed.append(np.minimum(MUSCLE_DEPTH_MM if name in MUSCLES else BONE_DEPTH_MM, np.sqrt(squared)))
        self._needed = np.concatenate(needed)

    def at(self, hip_deg: float, knee_deg: float) -> Tissue:
        """Everything posed, the pelvis still."""
        placed = transforms(self._atlas, {"right": hip_deg}, {"right": knee_deg})
        points = []
        for name, chosen in self._chosen.items():
            part = self._atlas.structures[name]
            if name in MUSCLES:
                points.append(places(self._atlas, self._atlas.motion[name], "full", hip_deg)[chosen].astype(float))
            else:
                turn = placed[part.body]
                points.append(part.vertices[chosen] @ turn[:3, :3].T + turn[:3, 3])
        return Tissue(np.vstack(points), self._needed)


def hip_shapes(atlas: Atlas, half: Half, share: Floats) -> Floats:
    """Moves (a, n, 3) mm of the right half at each key angle of the hip, in the pelvis frame."""
    bend, rest = hip_bend(atlas), Rest(half, (share > 0.0) & (share < 1.0))
    under = Under(atlas, half, (*HIP_BONES, FEMUR, *MUSCLES))

    def at(degrees: float, other: Floats | None = None) -> Floats:
        start = turned(half.points, bend.centre, bend.axis, share * degrees)
        free = rest.settled(start, ROUNDS, None if other is None else kept_off(half, other))
        return rest.pushed(free, PUSHES, pushed_out(half, under.at(degrees, 0.0), free))

    moves = []
    for degrees in tqdm(HIP_DEG, desc="skin at the hip"):
        other = at(-MAKING_WAY * degrees) if degrees < 0.0 else None
        moves.append(at(degrees, other) - half.points if degrees else np.zeros_like(half.points))
    return np.array(moves)


def knee_shapes(atlas: Atlas, half: Half, share: Floats) -> Floats:
    """Moves (b, n, 3) mm of the right half at each key angle of the knee, in the thigh frame."""
    bend, rest = knee_bend(atlas), Rest(half, (share > 0.0) & (share < 1.0))
    under = Under(atlas, half, (FEMUR, *SHANK_BONES, KNEECAP))
    moves = []
    for degrees in tqdm(KNEE_DEG, desc="skin at the knee"):
        start = turned(half.points, bend.centre, bend.axis, share * degrees)
        free = rest.settled(start, ROUNDS)
        posed = rest.pushed(free, PUSHES, pushed_out(half, under.at(0.0, float(degrees)), free))
        moves.append(posed - half.points if degrees else np.zeros_like(half.points))
    return np.array(moves)


def zones(hip: Floats, knee: Floats) -> np.ndarray:
    """`Zone` of each vertex from its shares of both turns."""
    if ((hip < 1.0) & (knee > 0.0)).any():
        raise ValueError("the skin follows hip and knee at one place; move the bounds of the two apart")
    below = np.where(knee == 0.0, Zone.THIGH, np.where(knee < 1.0, Zone.KNEE, Zone.SHANK))
    return np.where(hip == 0.0, Zone.TRUNK, np.where(hip < 1.0, Zone.HIP, below)).astype(np.uint8)


def twins(mesh: Mesh, half: Half) -> Ints:
    """The right vertex that each left one mirrors."""
    twin = np.flatnonzero(~half.seam)
    if not np.array_equal(mesh.vertices[len(half.points) :], mesh.vertices[twin] * np.array([-1, 1, 1], np.float32)):
        raise ValueError("the left half of the skin does not mirror the right one in order")
    return twin


def carried(light: Half, full: Half, zone: np.ndarray, moves: Sequence[Floats]) -> tuple[np.ndarray, list[Floats]]:
    """Zones and moves of a coarser skin: those of the nearest spots of the full one."""
    _, face, nearest = igl.point_mesh_squared_distance(light.points, full.points, full.triangles)
    corners = full.triangles[face]
    share = trimesh.triangles.points_to_barycentric(full.points[corners], nearest)
    around = zone[corners]
    own: Flags = (around == around[:, :1]).all(axis=1)
    mixed = np.where(np.isin(around, (Zone.HIP, Zone.TRUNK)).any(axis=1), Zone.HIP, Zone.KNEE)
    result = np.where(own, around[:, 0], mixed).astype(np.uint8)
    result[light.seam] = Zone.TRUNK
    return result, [np.einsum("kc,akcx->akx", share, values[:, corners]) for values in moves]


def write(folder: Path, levels: dict[str, Level]) -> None:
    """motion/skin.npz, and its table in the manifest in place of the one before."""
    arrays: dict[str, np.ndarray] = {
        "hip_deg": HIP_DEG.astype(np.float32),
        "knee_deg": KNEE_DEG.astype(np.float32),
        "step_mm": np.float32(STEP_MM),
    }
    for name, level in levels.items():
        arrays[f"{name}_zone"], arrays[f"{name}_twin"] = level.zone, level.twin.astype(np.int32)
        for joint, moves, zone in (("hip", level.hip, Zone.HIP), ("knee", level.knee, Zone.KNEE)):
            arrays[f"{name}_{joint}"] = np.round(moves[:, level.zone == zone] / STEP_MM).astype(np.int16)
    path = folder / "motion" / "skin.npz"
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(path, **arrays)
    manifest = folder / "manifest.toml"
    text = re.sub(r"\n\[motion\.skin\]\n[^\[]*", "\n", manifest.read_text(encoding="utf-8"))
    table = {"file": "motion/skin.npz", "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    text = text.rstrip("\n") + "\n\n" + tomli_w.dumps({"motion": {"skin": table}})
    manifest.write_text(text, encoding="utf-8")


def make_skin_shapes(folder: Path) -> None:
    """Solves the shapes of the skin of the pack in `folder` and writes them there."""
    atlas = load_atlas(folder)
    if missing := [name for name in MUSCLES if name not in atlas.motion]:
        raise SystemExit(f"{folder}: no shapes of {', '.join(missing)} in motion; run motion.py first")
    skin = atlas.structures["skin"]
    half, light = right_half(skin.full), right_half(skin.light)
    whole = surface(skin.full)
    shares = [turn_share(whole, half, bend) for bend in (hip_bend(atlas), knee_bend(atlas))]
    zone = zones(*shares)
    moves = [hip_shapes(atlas, half, shares[0]), knee_shapes(atlas, half, shares[1])]
    light_zone, light_moves = carried(light, half, zone, moves)
    write(
        folder,
        {
            "full": Level(zone, twins(skin.full, half), *moves),
            "light": Level(light_zone, twins(skin.light, light), *light_moves),
        },
    )


def main() -> None:
    """Replaces motion/skin.npz of a pack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=PACK)
    make_skin_shapes(parser.parse_args().folder)


if __name__ == "__main__":
    main()
