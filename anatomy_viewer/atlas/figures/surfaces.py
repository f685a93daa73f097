"""Is every surface sound, and is the left side the mirror image of the right?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import igl
import numpy as np

from anatomy_viewer.atlas.figures.figure import CannotMeasureError, Question
from anatomy_viewer.atlas.figures.parts import Parts
from anatomy_viewer.atlas.figures.solid import Solid, Triangles

DEGENERATE_MM2 = 1e-6
"""A triangle smaller than a millionth of a square millimetre has no direction left in float32."""


def questions(parts: Parts) -> Iterator[Question]:
    """Soundness of every surface but the skin; symmetry of every one."""
    for id_ in parts.ids("bone", "muscle"):
        if parts.is_measured(id_):
            yield from _soundness(parts, id_)
    for id_ in parts.ids("bone", "muscle", "skin"):
        if not id_.endswith(".left"):
            ask = partial(Question, "symmetry", id_)
            yield ask("triangles without a mirror image", partial(parts.unpaired_triangles, id_), high=0)
    yield Question(
        "symmetry", "all", "landmarks and joints off their mirror image", partial(_crooked_mm, parts), "mm", high=0.01
    )


def _soundness(parts: Parts, id_: str) -> Iterator[Question]:
    ask = partial(Question, "surface", id_)
    yield ask("open edges", lambda: _open_edges(parts[id_].triangles), high=0)
    yield ask("edges wound twice the same way", lambda: _repeated_edges(parts[id_].triangles), high=0)
    yield ask("degenerate or duplicate triangles", lambda: _bad_triangles(parts[id_]), high=0)
    yield ask("components", lambda: _components(parts[id_].triangles), low=1, high=1)
    yield ask("triangles in self-intersection", lambda: _crossing_percent(parts[id_]), "%", high=0.1)
    yield ask("any of these in the light surface", lambda: _light_faults(parts, id_), high=0)


def _open_edges(triangles: Triangles) -> int:
    return len(igl.boundary_facets(triangles)[0])


def _repeated_edges(triangles: Triangles) -> int:
    edges = triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    return len(edges) - len(np.unique(edges, axis=0))


def _bad_triangles(solid: Solid) -> int:
    degenerate = int((solid.double_areas / 2 < DEGENERATE_MM2).sum())
    return degenerate + len(solid.triangles) - len(np.unique(np.sort(solid.triangles, axis=1), axis=0))


def _components(triangles: Triangles) -> int:
    return len(np.unique(igl.facet_components(triangles)[1]))


def _crossing_percent(solid: Solid) -> float:
    return 100 * len(solid.self_intersecting()) / len(solid.triangles)


def _light_faults(parts: Parts, id_: str) -> int:
    """Faults of the light surface; self-intersection counts from 0.1 % of its triangles."""
    light = Solid.of(parts.atlas.structures[id_].light)
    faults = _open_edges(light.triangles) + _repeated_edges(light.triangles) + _bad_triangles(light)
    return faults + _components(light.triangles) - 1 + int(_crossing_percent(light) > 0.1)


def _crooked_mm(parts: Parts) -> float:
    """Largest distance of a landmark or joint centre of the left from the mirror image of the one on the right."""
    points = {id_: mark.position for id_, mark in parts.atlas.landmarks.items()}
    points |= {id_: joint.center for id_, joint in parts.atlas.joints.items()}
    off = 0.0
    for id_, position in points.items():
        twin = points.get(id_.replace(".right", ".left") if ".right" in id_ else id_.replace(".left", ".right"))
        if twin is None:
            raise CannotMeasureError(f"'{id_}' has no twin on the other side")
        off = max(off, float(np.linalg.norm(position * [-1, 1, 1] - twin)))
    return off
