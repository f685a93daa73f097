"""F3D turning the same meshes: its own recorder plays drags of the mouse, each of which draws a frame."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pyvista as pv

SHORT, LONG = 5, 65
"""Drags in the two runs; their difference in time is drawing alone, without start and loading."""


def fps(surfaces: list[pv.PolyData], size: tuple[int, int]) -> float | None:
    """Frames a second; None where F3D or a display for it is missing."""
    if not shutil.which("f3d") or not shutil.which("xvfb-run"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model.ply"
        pv.merge(surfaces, merge_points=False).save(model)
        seconds = {drags: _run(Path(folder), model, drags, size) for drags in (SHORT, LONG)}
    return (LONG - SHORT) / (seconds[LONG] - seconds[SHORT])


def _run(folder: Path, model: Path, drags: int, size: tuple[int, int]) -> float:
    log = folder / "drags.log"
    log.write_text(_recorded(drags))
    resolution = f"--resolution={size[0]},{size[1]}"
    options = ["--dry-run", "--up=+Z", resolution, f"--interaction-test-play={log}", f"--output={folder / 'end.png'}"]
    display = ["xvfb-run", "-a", "-s", "-screen 0 1600x1200x24"]
    start = time.perf_counter()
    subprocess.run([*display, "f3d", str(model), *options], check=True, capture_output=True)
    return time.perf_counter() - start


def _recorded(drags: int) -> str:
    """A log of VTK's event recorder: the left button held while the mouse moves."""
    moves = [f"MouseMoveEvent {640 + 2 * number} 400 0 0 0 0" for number in range(1, drags + 1)]
    begin = ["# StreamVersion 1.1", "EnterEvent 640 400 0 0 0 0", "LeftButtonPressEvent 640 400 0 0 0 0"]
    return "\n".join([*begin, *moves, "LeftButtonReleaseEvent 800 400 0 0 0 0", ""])
