"""What is true of the anatomy: immutable records, numpy arrays only.

Frame of every coordinate: right-handed RAS, millimetres. +x is the subject's right, +y anterior, +z superior; the
origin lies midway between the hip joint centres; neutral standing pose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.plain_text import plain

if TYPE_CHECKING:
    from anatomy_viewer.atlas.skin_shapes import SkinShapes
    from anatomy_viewer.atlas.trigger_points import TriggerPoint

Kind = Literal["bone", "muscle", "skin"]
Side = Literal["right", "left", "midline"]
AttachmentKind = Literal["origin", "insertion"]
_Scalar = TypeVar("_Scalar", bound=np.generic)
Vector = npt.NDArray[np.float64]
"""One point or direction, shape (3,), float64, millimetres where it is a point."""


@dataclass(frozen=True)
class Names:
    """What a thing is called: English, Latin (Terminologia Anatomica 2), FMA id where one exists."""

    en: str
    la: str
    fma: int | None = None
    ta2: int | None = None


@dataclass(frozen=True, eq=False)
class Kept:
    """Which vertices of a file were kept: it held `count`, and `numbers` (n,) says which ones these are."""

    count: int
    numbers: npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Mesh:
    """A triangle surface.

    vertices: (n, 3) float32, millimetres; triangles: (m, 3) int32, wound so that normals point outward. Both
    read-only. kept: which vertices of its file these are; None if all.
    """

    vertices: npt.NDArray[np.float32]
    triangles: npt.NDArray[np.int32]
    kept: Kept | None = None

    def __post_init__(self) -> None:
        self.vertices.setflags(write=False)
        self.triangles.setflags(write=False)

    @property
    def count_in_file(self) -> int:
        """How many vertices its file has: so many values has an array for the vertices in another file."""
        return len(self.vertices) if self.kept is None else self.kept.count

    def those_kept(self, values: npt.NDArray[_Scalar], axis: int = 0) -> npt.NDArray[_Scalar]:
        """Of an array for the vertices of the file, along `axis`, the values of its own vertices."""
        return values if self.kept is None else np.take(values, self.kept.numbers, axis)


@dataclass(frozen=True)
class Source:
    """Where a mesh comes from: who made it, under which licence, and what was changed."""

    id: str
    title: str
    credit: str
    licence: str
    changes: str


@dataclass(frozen=True, eq=False)
class Structure:
    """One part of the body, with its surface at two levels of detail.

    `body` is the rigid body it moves with (the manifest's `parent`); `color` is sRGB, 0-255; `note` says what is
    approximate about it, or is empty.
    """

    id: str
    names: Names
    kind: Kind
    side: Side
    body: str
    color: tuple[int, int, int]
    full: Mesh
    light: Mesh
    sources: tuple[str, ...]
    note: str = ""

    @property
    def vertices(self) -> npt.NDArray[np.float32]:
        """Vertices of the full surface, (n, 3) float32, millimetres."""
        return self.full.vertices

    @property
    def triangles(self) -> npt.NDArray[np.int32]:
        """Triangles of the full surface, (m, 3) int32."""
        return self.full.triangles


@dataclass(frozen=True, eq=False)
class Landmark:
    """A named point on a structure; `np.asarray(landmark)` gives its position."""

    id: str
    names: Names
    structure: str
    position: Vector

    def __array__(self, dtype: npt.DTypeLike | None = None, copy: bool | None = None) -> Vector:
        return np.array(self.position, dtype=dtype)


@dataclass(frozen=True, eq=False)
class SurfaceCurve:
    """A named line on a structure, such as the crest of the ilium.

    points: (n, 3) float64 mm on the full surface, at most 1 mm apart, read-only; `sources` are citations.
    """

    id: str
    names: Names
    structure: str
    points: npt.NDArray[np.float64]
    sources: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        self.points.setflags(write=False)


@dataclass(frozen=True, eq=False)
class Attachment:
    """The patch of a bone that a muscle arises from or goes to.

    area_mm2: inside the outline, on the full surface; boundary: (n, 3) float64 mm, the outline on the surface, closed
    (the last point is the first again), at most 1 mm apart; signed_distance: (n_vertices,) float32 mm, one for each
    vertex of the structure's full surface, positive inside: straight distances within two triangles of the outline,
    so that the line of zero distance is the outline, farther off along the surface (at most 7 % too long); patch: the
    surface inside the outline, its triangles cut along it; `sources` are citations; `note` says what is approximate.
    """

    id: str
    names: Names
    muscle: str
    structure: str
    kind: AttachmentKind
    area_mm2: float
    boundary: npt.NDArray[np.float64]
    signed_distance: npt.NDArray[np.float32]
    patch: Mesh
    sources: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        self.boundary.setflags(write=False)
        self.signed_distance.setflags(write=False)


@dataclass(frozen=True, eq=False)
class FibreSet:
    """The fibre lines of one muscle, and what its surfaces show of them.

    points: (k, s, 3) float32 mm, from origin to insertion; part: (k,) uint8, index into `parts`; fleshy_mm: (k, 2)
    float32, where along each line the belly begins and ends, the rest being tendon. For each vertex of the full and of
    the light surface: tendon (n,) float32, 0 belly to 1 tendon, and direction (n, 3) float32, the unit vector along the
    fibres. All read-only.
    """

    muscle: str
    parts: tuple[Names, ...]
    points: npt.NDArray[np.float32]
    part: npt.NDArray[np.uint8]
    fleshy_mm: npt.NDArray[np.float32]
    tendon: npt.NDArray[np.float32]
    direction: npt.NDArray[np.float32]
    light_tendon: npt.NDArray[np.float32]
    light_direction: npt.NDArray[np.float32]

    def __post_init__(self) -> None:
        for array in (self.points, self.part, self.fleshy_mm, self.tendon, self.direction):
            array.setflags(write=False)
        for array in (self.light_tendon, self.light_direction):
            array.setflags(write=False)


@dataclass(frozen=True)
class Fact:
    """Something told in words; `sources` are citations."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What is told of one muscle, by "origin", "insertion", "action", "nerve" in this order, as far as it is told.

    `covered_by` are ids of the structures that lie over it.
    """

    told: Mapping[str, Fact]
    covered_by: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ShapeSeries:
    """How one muscle changes with the abduction of its own hip: displacements from neutral, the pelvis held still.

    angles_deg: (a,) float32, ascending in equal steps, 0 among them; full (a, n, 3), light (a, m, 3) and fibres
    (a, k * s, 3) int16: displacement of each vertex of the full and of the light surface, and of each point of the
    fibre lines, in steps of `step_mm` millimetres, 0 at 0 degrees. All read-only.
    """

    muscle: str
    angles_deg: npt.NDArray[np.float32]
    step_mm: float
    full: npt.NDArray[np.int16]
    light: npt.NDArray[np.int16]
    fibres: npt.NDArray[np.int16]

    def __post_init__(self) -> None:
        for array in (self.angles_deg, self.full, self.light, self.fibres):
            array.setflags(write=False)


@dataclass(frozen=True)
class Body:
    """A rigid body of the model: `parent` is the body it hangs on through `joint`; both None for the root.

    `turn_share` is the share of the joint's angle by which it turns: less than 1 for a kneecap, which lags behind.
    """

    id: str
    parent: str | None = None
    joint: str | None = None
    turn_share: float = 1.0


@dataclass(frozen=True, eq=False)
class Joint:
    """A joint; `center` in millimetres; axes after ISB (Wu et al. 2002, doi 10.1016/S0021-9290(01)00222-6).

    `abduction_axis` is the unit vector about which a right-hand turn abducts the joint of this side.
    """

    id: str
    center: Vector
    abduction_axis: Vector


@dataclass(frozen=True)
class PackProblem:
    """Something in a model pack that could not be used: which file or key, what is wrong, what to do.

    `example` is text to copy, of several lines; it stands last, after an empty line.
    """

    where: str
    what: str
    remedy: str
    example: str = ""

    def __str__(self) -> str:
        told = plain(f"{self.where}: {self.what} {self.remedy}").strip()
        return f"{told}\n\n{self.example}" if self.example else told


@dataclass(frozen=True)
class Subject:
    """The person the model stands for; stature from femur length, mass from stature and an assumed BMI."""

    stature_m: float
    mass_kg: float
    source: str


@dataclass(frozen=True, eq=False)
class Atlas:
    """One loaded model pack. Everything in it is read-only.

    `missing` says what the pack names but could not give; `absent` says in words what the model does not contain.
    """

    name: str
    folder: str
    subject: Subject
    structures: Mapping[str, Structure]
    landmarks: Mapping[str, Landmark]
    bodies: Mapping[str, Body]
    joints: Mapping[str, Joint]
    sources: Mapping[str, Source]
    absent: str = ""
    curves: Mapping[str, SurfaceCurve] = field(default_factory=lambda: MappingProxyType({}))
    attachments: Mapping[str, Attachment] = field(default_factory=lambda: MappingProxyType({}))
    fibres: Mapping[str, FibreSet] = field(default_factory=lambda: MappingProxyType({}))
    motion: Mapping[str, ShapeSeries] = field(default_factory=lambda: MappingProxyType({}))
    skin_shapes: SkinShapes | None = None
    facts: Mapping[str, Facts] = field(default_factory=lambda: MappingProxyType({}))
    trigger_points: Mapping[str, TriggerPoint] = field(default_factory=lambda: MappingProxyType({}))
    pain_not_read: tuple[str, ...] = ()
    missing: tuple[PackProblem, ...] = field(default=())
