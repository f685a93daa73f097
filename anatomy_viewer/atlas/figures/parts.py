"""The parts of a model, ready to be measured."""

from __future__ import annotations

from functools import cache, cached_property

import numpy as np

from anatomy_viewer.atlas.figures.figure import CannotMeasureError
from anatomy_viewer.atlas.figures.solid import Points, Solid
from anatomy_viewer.atlas.model import Atlas, Kind

GLUTEALS = ("gluteus_medius", "gluteus_minimus", "gluteus_maximus")


class Parts:
    """Solids and landmarks of an atlas by id; CannotMeasureError names what the model lacks."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.solid = cache(self._solid)

    def __contains__(self, id_: object) -> bool:
        return id_ in self.atlas.structures

    def __getitem__(self, id_: str) -> Solid:
        return self.solid(id_)

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """The sides to measure: only the right one if every part of the left is its exact mirror image."""
        rights = [id_ for id_ in self.atlas.structures if id_.endswith(".right")]
        lefts = [id_ for id_ in self.atlas.structures if id_.endswith(".left")]
        mirrored = len(rights) == len(lefts) and all(_is_mirrored(self, id_) for id_ in rights)
        return ("right",) if mirrored else ("right", "left")

    def is_measured(self, id_: str) -> bool:
        """Whether a part is on a side that is measured, or in the midline."""
        return "left" in self.sides or not id_.endswith(".left")

    def unpaired_triangles(self, id_: str) -> int:
        """Triangles of a part whose exact mirror image is not in the same part of the other side, or vice versa."""
        return len(_shapes(self[id_], [-1, 1, 1]) ^ _shapes(self[id_.replace(".right", ".left")], [1, 1, 1]))

    def ids(self, *kinds: Kind) -> list[str]:
        """Ids of the structures of these kinds."""
        return [id_ for id_, part in self.atlas.structures.items() if part.kind in kinds]

    def point(self, landmark: str) -> Points:
        """Position of a landmark, (3,) mm."""
        if landmark not in self.atlas.landmarks:
            raise CannotMeasureError(f"the model has no landmark '{landmark}'")
        return np.asarray(self.atlas.landmarks[landmark].position, np.float64)

    def joint_center(self, joint: str) -> Points:
        """Centre of a joint, (3,) mm."""
        if joint not in self.atlas.joints:
            raise CannotMeasureError(f"the model has no joint '{joint}'")
        return np.asarray(self.atlas.joints[joint].center, np.float64)

    def overlap(self, one: str, other: str) -> float:
        """Volume that two parts share, mm³."""
        return self[one].overlap(self[other])

    def gap(self, one: str, other: str) -> float:
        """Least distance between two parts, mm, negative where one is in the other."""
        return self[one].gap(self[other])

    def _solid(self, id_: str) -> Solid:
        if id_ not in self.atlas.structures:
            raise CannotMeasureError(f"the model has no '{id_}'")
        return Solid.of(self.atlas.structures[id_].full)


def _is_mirrored(parts: Parts, id_: str) -> bool:
    return id_.replace(".right", ".left") in parts and parts.unpaired_triangles(id_) == 0


def _shapes(solid: Solid, factors: list[int]) -> set[bytes]:
    """Each triangle as the bytes of its corners, lowest corner first, in the direction an outward winding gives."""
    corners = (solid.vertices * factors + 0.0).astype(np.float32)[solid.triangles]
    if np.prod(factors) < 0:
        corners = corners[:, ::-1]
    order = np.lexsort(np.moveaxis(corners, 2, 0)[::-1], axis=1)[:, :1]
    rolled = np.take_along_axis(corners, ((order + np.arange(3)) % 3)[:, :, None], axis=1)
    return {row.tobytes() for row in np.ascontiguousarray(rolled.reshape(-1, 9))}
