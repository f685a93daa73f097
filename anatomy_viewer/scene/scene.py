"""What is to be seen in one picture, in plain numpy, RAS millimetres. Everything read-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anatomy_viewer.atlas.model import AttachmentKind, Kind, Names, Vector
from anatomy_viewer.scene.label_words import Word
from anatomy_viewer.scene.legend import Entry
from anatomy_viewer.scene.themes import Color
from anatomy_viewer.scene.zones import Zones
from anatomy_viewer.state.view_state import Camera, Theme

Floats = npt.NDArray[np.float32]
Triangles = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class SceneStructure:
    """One structure as it stands.

    vertices: (n, 3) float32, those of the atlas itself where nothing has moved; triangles: (m, 3) int32. opacity: 0 to
    1; color and glow: sRGB 0 to 1, glow being light that it gives off by itself; zones: pain over its vertices.
    """

    id: str
    names: Names
    kind: Kind
    vertices: Floats
    triangles: Triangles
    visible: bool
    opacity: float
    color: Color
    glow: Color = (0.0, 0.0, 0.0)
    zones: Zones | None = None

    @property
    def colours(self) -> npt.NDArray[np.uint8]:
        """A colour for each vertex, (n, 4) uint8 sRGB; alpha is its opacity, where pain is painted that of the pain."""
        red, green, blue = (round(255.0 * channel) for channel in self.color)
        found = np.tile(np.array([red, green, blue, round(255.0 * self.opacity)], np.uint8), (len(self.vertices), 1))
        if self.zones is not None:
            painted = self.zones.colours((red, green, blue))
            found[:, :3] = painted[:, :3]
            found[:, 3] = np.maximum(found[:, 3], painted[:, 3])
        return found


@dataclass(frozen=True, eq=False)
class SceneFibres:
    """The fibre lines that show: lines (k, s, 3) float32 from origin to insertion, and the part of each, (k,) uint8."""

    muscle: str
    lines: Floats
    part: npt.NDArray[np.uint8]
    parts: tuple[Names, ...]


@dataclass(frozen=True, eq=False)
class SceneAttachment:
    """A painted footprint on a bone as it stands: vertices (n, 3) float32, triangles (m, 3) int32."""

    id: str
    names: Names
    kind: AttachmentKind
    structure: str
    vertices: Floats
    triangles: Triangles


@dataclass(frozen=True, eq=False)
class ScenePoint:
    """A trigger point in the picture: where its X stands and where it lies under the skin, (3,) mm, and its paths.

    referral_paths: (k, 3) mm each, over the skin; none where they are not shown.
    """

    id: str
    position: Vector
    press: Vector
    referral_paths: tuple[npt.NDArray[np.float64], ...] = ()


@dataclass(frozen=True, eq=False)
class Scene:
    """One picture before it is drawn; `note` is what the legend says below its entries, empty where there is none."""

    camera: Camera
    theme: Theme
    structures: Mapping[str, SceneStructure]
    fibres: SceneFibres | None
    attachments: Mapping[str, SceneAttachment]
    points: Mapping[str, ScenePoint]
    labels: tuple[Word, ...]
    legend: tuple[Entry, ...]
    note: str

    @property
    def visible(self) -> tuple[str, ...]:
        """Ids of the structures that are drawn at all, in the order of the atlas."""
        return tuple(id_ for id_, part in self.structures.items() if part.visible and part.opacity > 0.0)
