"""How large is the model?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from anatomy_viewer.atlas.figures.figure import Question
from anatomy_viewer.atlas.figures.parts import Parts


def questions(parts: Parts) -> Iterator[Question]:
    """Bytes on disk, triangles in full and light detail, and whether all that the manifest names is there."""
    structures = parts.atlas.structures.values()
    yield Question("size", "pack", "files", lambda: _megabytes(Path(parts.atlas.folder)), "MB", high=30.0)
    yield Question(
        "size",
        "full",
        "triangles",
        lambda: sum(len(part.full.triangles) for part in structures),
        low=150_000,
        high=500_000,
    )
    yield Question(
        "size", "light", "triangles", lambda: sum(len(part.light.triangles) for part in structures), high=60_000
    )
    yield Question("size", "pack", "problems while loading", lambda: len(parts.atlas.missing), high=0)


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
