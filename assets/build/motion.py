"""The shapes of the gluteal muscles for every angle of hip abduction, solved once and shipped.

    python motion.py [folder]

starts from the finished pack in `folder` (assets/meshes), writes motion/*.npz there and names them in the manifest: the
last step of build.py, and by itself. One core; the same bytes each time.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from motion_course import Course
from motion_file import carried_along, name_in_manifest, write
from motion_finish import CLEARANCE_MM, Surface, fibres_after, finished
from motion_model import MUSCLES, Scene, scene
from motion_smooth import smoothed
from tqdm import tqdm

HERE = Path(__file__).parent
sys.path.append(str(HERE.parents[1]))  # the app, whose loader reads the pack
from anatomy_viewer import load_atlas  # noqa: E402

PACK = HERE.parent / "meshes"
ANGLES_DEG = np.arange(-25.0, 45.1, 2.5)
"""Goniometer tables end at 45 degrees of abduction; adduction reaches 27 degrees (Kosmahl 1999)."""


def shapes(model: Scene, course: Course, nodes: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each muscle its movements (a, n, 3) from the neutral shape and those of its fibres (a, k * s, 3)."""
    surfaces = [Surface(muscle) for muscle in model.muscles]
    neutral = model.turned(0.0)
    clearance = [np.minimum(CLEARANCE_MM, neutral.gap(surface.rest)) for surface in surfaces]
    worlds = [model.turned(float(angle)) for angle in ANGLES_DEG]
    carried = [[weights @ at for weights in course.surfaces] for at in nodes]
    found = [finished(surfaces, points, world, clearance) for points, world in zip(carried, worlds, strict=True)]
    result = []
    for index, muscle in enumerate(model.muscles):
        points = np.array([at[index] for at in found])
        points = smoothed(surfaces[index], points, worlds, clearance[index], ANGLES_DEG)
        lines = [
            fibres_after(muscle, course.fibres[index] @ at, one - before[index], world)
            for at, one, before, world in zip(nodes, points, carried, worlds, strict=True)
        ]
        result.append((points - surfaces[index].rest, np.array(lines) - muscle.fibres.reshape(-1, 3)))
    return result


def add_motion(folder: Path) -> None:
    """Solves the muscles of the pack in `folder` and adds them to it."""
    atlas = load_atlas(folder)
    with tqdm(total=len(ANGLES_DEG), bar_format="{l_bar}{bar}| {elapsed}", desc="muscles in motion") as progress:
        model = scene(atlas)
        course = Course(model)
        progress.update()
        nodes = course.run(ANGLES_DEG, progress.update)
    for muscle, (full, fibres) in zip(model.muscles, shapes(model, course, nodes), strict=True):
        full[ANGLES_DEG == 0.0] = 0.0
        fibres[ANGLES_DEG == 0.0] = 0.0
        write(folder, muscle.name, ANGLES_DEG, full, carried_along(muscle.mesh, muscle.light, full), fibres)
    name_in_manifest(folder, MUSCLES)


def main() -> None:
    """Adds motion to a pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=PACK)
    add_motion(parser.parse_args().folder)


if __name__ == "__main__":
    main()
