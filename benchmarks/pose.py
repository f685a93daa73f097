"""Milliseconds to pose everything that the first picture shows, at full detail, beside a plain copy of the same arrays.

Run: python -m benchmarks.pose [FOLDER OF A MODEL]
"""

from __future__ import annotations

import os
import sys

os.environ["OMP_NUM_THREADS"] = "1"  # the target is for one core; read when numpy is loaded
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"

import time
from collections.abc import Callable, Iterable
from itertools import cycle
from statistics import median

import numpy as np

from anatomy_viewer import Atlas, load_atlas, pose
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.state.views import default_state

TARGET_MS = 8.0
ROUNDS = 200
Buffers = dict[str, np.ndarray]


def main() -> int:
    """Prints the table; 1 if the slower of the two motions misses the target."""
    atlas = load_atlas(sys.argv[1] if len(sys.argv) > 1 else None)
    state = default_state(atlas)
    first = [id_ for id_ in atlas.structures if state.look(id_).visible]
    worst = 0.0
    print(f"{'what':34} {'vertices':>9} {'pose, ms':>9} {'copy, ms':>9} {'ratio':>7}")
    for name, ids in (("first picture", first), ("all, skin too", list(atlas.structures))):
        for motion, poses in (("leg lift", lifts(atlas)), ("one-leg stance", stances(atlas))):
            posed, copied = compare(atlas, ids, poses)
            vertices = sum(len(atlas.structures[id_].vertices) for id_ in ids)
            print(f"{name + ', ' + motion:34} {vertices:9} {posed:9.2f} {copied:9.2f} {posed / copied:6.1f}×")
            worst = max(worst, posed)
    print(f"\nTarget: {TARGET_MS:g} ms, median on one core; the slowest took {worst:.2f} ms.")
    return 0 if worst <= TARGET_MS else 1


def lifts(atlas: Atlas) -> list[Callable[[], Pose]]:
    """Both legs at angles between the key angles."""
    angles = np.linspace(-24.3, 44.1, 17)
    return [lambda a=float(a): pose(atlas, hip_abduction_deg={"right": a, "left": a}) for a in angles]


def stances(atlas: Atlas) -> list[Callable[[], Pose]]:
    """The body on the right leg, the pelvis at angles between the key angles."""
    drops = np.linspace(-14.3, 14.1, 17)
    return [lambda d=float(d): pose(atlas, stance="right", pelvic_drop_deg=d) for d in drops]


def compare(atlas: Atlas, ids: Iterable[str], poses: list[Callable[[], Pose]]) -> tuple[float, float]:
    """Median milliseconds to pose all the structures and their fibres, and to copy the same arrays."""
    ids = list(ids)
    vertices = {id_: np.empty_like(atlas.structures[id_].vertices) for id_ in ids}
    lines = {id_: np.empty_like(atlas.fibres[id_].points) for id_ in ids if id_ in atlas.fibres}
    turns = cycle(poses)

    def place() -> None:
        posed = next(turns)()
        for id_, out in vertices.items():
            posed.vertices(id_, out=out)
        for id_, out in lines.items():
            posed.fibres(id_, out=out)

    def copy() -> None:
        for id_, out in vertices.items():
            out[...] = atlas.structures[id_].vertices
        for id_, out in lines.items():
            out[...] = atlas.fibres[id_].points

    return milliseconds(place), milliseconds(copy)


def milliseconds(work: Callable[[], None]) -> float:
    """Median of many rounds, after some to warm up: time of the core itself, whatever else the machine does."""
    for _ in range(5):
        work()
    times = []
    for _ in range(ROUNDS):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return 1000.0 * median(times)


if __name__ == "__main__":
    sys.exit(main())
