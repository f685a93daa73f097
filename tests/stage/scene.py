"""Small atlases made in code, in pure colours, so that a pixel tells which structure it shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import trimesh

from anatomy_viewer.atlas.model import Atlas, Body, Kind, Mesh, Names, Source, Structure, Subject
from anatomy_viewer.state.view_state import Camera, Look, ViewState

RED, GREEN, BLUE = (220, 30, 30), (30, 200, 30), (30, 60, 230)
FRONT = Camera((0.0, 600.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))
"""Seen from the front: the subject's right is at the left of the picture."""

Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


def ball(center: tuple[float, float, float], radius: float, detail: int = 3) -> Mesh:
    return as_mesh(trimesh.creation.icosphere(subdivisions=detail, radius=radius), center)


def plate(center: tuple[float, float, float], size: tuple[float, float, float], edge: float = 8.0) -> Mesh:
    """A closed box with no edge longer than `edge`."""
    box = trimesh.creation.box(extents=size)
    while box.edges_unique_length.max() > edge:
        box = box.subdivide()  # all at once: anything else would tear the seams
    return as_mesh(box, center)


def as_mesh(mesh: trimesh.Trimesh, center: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Mesh:
    vertices = (np.asarray(mesh.vertices) + center).astype(np.float32)
    return Mesh(np.ascontiguousarray(vertices), np.ascontiguousarray(mesh.faces, dtype=np.int32))


def structure(
    id_: str, mesh: Mesh, color: tuple[int, int, int], kind: Kind = "bone", light: Mesh | None = None
) -> Structure:
    return Structure(id_, Names(id_, id_), kind, "midline", "pelvis", color, mesh, light or mesh, ("made",))


def atlas_of(*structures: Structure) -> Atlas:
    source = Source("made", "Made for the tests", "Nobody", "CC0-1.0", "")
    return Atlas(
        name="Test scene",
        folder="",
        subject=Subject(1.7, 65.0, ""),
        structures={part.id: part for part in structures},
        landmarks={},
        bodies={"pelvis": Body("pelvis")},
        joints={},
        sources={"made": source},
    )


def three_balls() -> Atlas:
    """Red at the subject's right, green in the middle, blue at the left, all apart in the front view."""
    return atlas_of(
        structure("red", ball((90, 0, 0), 35), RED),
        structure("green", ball((0, 0, 0), 35), GREEN),
        structure("blue", ball((-90, 0, 0), 35), BLUE),
    )


def state_of(camera: Camera = FRONT, **looks: Look) -> ViewState:
    """A state without the figure in the corner; looks by structure id."""
    return ViewState(camera, looks=tuple(sorted(looks.items(), key=lambda item: item[0])), orientation_figure=False)


def with_looks(state: ViewState, **looks: Look) -> ViewState:
    return replace(state, looks=tuple(sorted((dict(state.looks) | looks).items(), key=lambda item: item[0])))


def shows(picture: Picture, color: tuple[int, int, int]) -> Mask:
    """Where a picture shows a structure of that pure colour, lit anyhow: its strongest channel stands out."""
    strongest = int(np.argmax(color))
    others = np.delete(picture.astype(int), strongest, axis=2).max(axis=2)
    return picture[..., strongest].astype(int) - others > 25
