"""Bones of simple shape, landmarks on them and definitions, for the tests of attachments."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import trimesh

from anatomy_viewer.atlas.attachments import Attached, attachments_for, parse_definitions
from anatomy_viewer.atlas.model import Landmark, Mesh, Names, Side, Structure

NAMES = Names("part", "pars")
MIRROR = np.array([-1.0, 1.0, 1.0])

HEAD = """
format = 1
[sources]
book = "A book"
"""


def bone(id_: str, shape: trimesh.Trimesh) -> Structure:
    """A structure of this shape."""
    mesh = Mesh(np.array(shape.vertices, np.float32), np.array(shape.faces, np.int32))
    side: Side = "right" if id_.endswith(".right") else "left" if id_.endswith(".left") else "midline"
    return Structure(id_, NAMES, "bone", side, "pelvis", (0, 0, 0), mesh, mesh, ())


def slab(edge: float = 2.0, x: float = 100.0) -> trimesh.Trimesh:
    """A slab 80 x 80 x 10 mm with its middle at (x, 0, 0), its top facing +z, its triangles uneven but flat."""
    shape = trimesh.creation.box(extents=[80, 80, 10]).subdivide_to_size(edge)
    moved = np.array(shape.vertices)
    inner = (np.abs(moved[:, :2]) < 39).all(axis=1)
    moved[inner, :2] += np.random.default_rng(3).uniform(-0.15, 0.15, (inner.sum(), 2)) * edge
    return trimesh.Trimesh(moved + [x, 0, 0], shape.faces, process=False)


def ball(radius: float = 40.0, x: float = 100.0, subdivisions: int = 5) -> trimesh.Trimesh:
    """A sphere with its middle at (x, 0, 0)."""
    shape = trimesh.creation.icosphere(subdivisions=subdivisions, radius=radius)
    return trimesh.Trimesh(shape.vertices + [x, 0, 0], shape.faces, process=False)


def mirrored(shape: trimesh.Trimesh) -> trimesh.Trimesh:
    """The mirror image in the plane x = 0, vertex by vertex."""
    return trimesh.Trimesh(shape.vertices * MIRROR, shape.faces[:, ::-1], process=False)


def lay(
    shapes: Mapping[str, trimesh.Trimesh], places: Mapping[str, tuple[float, float, float]], definitions: str
) -> Attached:
    """The definitions on bones of these shapes, with landmarks at these places."""
    structures = {id_: bone(id_, shape) for id_, shape in shapes.items()}
    marks = {id_: Landmark(id_, NAMES, "", np.array(place, np.float64)) for id_, place in places.items()}
    return attachments_for(structures, marks, parse_definitions((HEAD + definitions).encode()))


def facet(shape: str, length: float, width: float, axis: str = '{ along = "anterior" }') -> str:
    """A facet around the landmark `spot`."""
    return f"""
[attachments."muscle.insertion"]
names = {{ en = "Facet", la = "Facies" }}
structure = "bone"
kind = "insertion"
facet = {{ center = "spot", axis = {axis}, length_mm = {length}, width_mm = {width}, shape = "{shape}" }}
sources = ["book"]
note = "Round."
"""


def frame(corner_mm: float) -> str:
    """A rectangle between the landmarks a, b, c and d, of four curves that run past each other."""
    curves = "".join(
        f"""
[curves.{one}{other}]
names = {{ en = "Line", la = "Linea" }}
structure = "bone"
side = "superior"
through = [{{ mix = {{ {one} = 1.2, {other} = -0.2 }} }}, {{ mix = {{ {one} = -0.2, {other} = 1.2 }} }}]
"""
        for one, other in ("ab", "bc", "cd", "da")
    )
    return f"""{curves}
[attachments."muscle.origin"]
names = {{ en = "Frame", la = "Quadrum" }}
structure = "bone"
kind = "origin"
side = "superior"
outline = ["ab", "bc", "cd", "da"]
corner_mm = {corner_mm}
sources = ["book"]
"""


CORNERS: dict[str, tuple[float, float, float]] = {
    "a.right": (85, -10, 5), "b.right": (115, -10, 5), "c.right": (115, 10, 5), "d.right": (85, 10, 5),
}  # fmt: skip
"""Corners of a rectangle of 30 x 20 mm on the slab."""
