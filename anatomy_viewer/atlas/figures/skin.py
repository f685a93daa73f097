"""Does the skin enclose everything below its cut?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from anatomy_viewer.atlas.figures.figure import CannotMeasureError, Question
from anatomy_viewer.atlas.figures.parts import Parts
from anatomy_viewer.atlas.figures.solid import Points, Solid, boundary_loops
from anatomy_viewer.atlas.model import Kind

_COVER_MM: dict[Kind, float] = {"muscle": 2.0, "bone": 1.0}


def questions(parts: Parts) -> Iterator[Question]:
    """One flat opening at the top; cover over every bone and muscle below it."""
    ask = partial(Question, "skin", "skin")
    yield ask("openings", lambda: len(boundary_loops(parts["skin"].triangles)), low=1, high=1)
    yield ask("unevenness of the cut", lambda: float(np.ptp(_rim(parts["skin"])[:, 2])), "mm", high=0.01)
    yield ask("skin above the cut", lambda: _above_cut(parts["skin"]), "mm", high=0.01)
    for kind, cover in _COVER_MM.items():
        for id_ in filter(parts.is_measured, parts.ids(kind)):
            yield Question("skin", id_, "least cover", partial(_cover, parts, id_), "mm", low=cover)


def _rim(skin: Solid) -> Points:
    loops = boundary_loops(skin.triangles)
    if not loops:
        raise CannotMeasureError("the skin has no opening")
    return skin.vertices[max(loops, key=len)]


def _above_cut(skin: Solid) -> float:
    return float(max(0.0, skin.vertices[:, 2].max() - _rim(skin)[:, 2].max()))


def _cover(parts: Parts, id_: str) -> float:
    """Least distance from a part to the skin over it, negative by how far it stands out, mm."""
    skin, part = parts["skin"], parts[id_]
    below = part.sampled[part.sampled[:, 2] < _rim(skin)[:, 2].min()]
    if len(below) == 0:
        raise CannotMeasureError(f"'{id_}' lies above the cut of the skin")
    return float((skin.distance(below) * np.where(_closed(skin).encloses(below), 1.0, -1.0)).min())


def _closed(skin: Solid) -> Solid:
    """The skin closed by a lid: a fan of triangles from the middle of each rim."""
    vertices, triangles = skin.vertices, skin.triangles
    for loop in boundary_loops(triangles):
        middle = np.full(len(loop), len(vertices))
        vertices = np.concatenate([vertices, skin.vertices[loop].mean(axis=0, keepdims=True)])
        triangles = np.concatenate([triangles, np.column_stack([np.roll(loop, -1), loop, middle])])
    return Solid(vertices, triangles)
