"""Structures in short: where each lies, and what it is known as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from anatomy_viewer.atlas.doubts.known import known_part
from anatomy_viewer.atlas.manifest import Manifest
from anatomy_viewer.atlas.model import Kind, Side, Structure, Vector

SIGN = {"right": 1.0, "left": -1.0}
"""Of x on each side."""

TOGETHER = "Bring both into one frame, in millimetres."
"""What to do about two parts that lie apart."""


@dataclass(frozen=True, eq=False)
class Part:
    """One structure, in short; low, high: (3,) mm, its box; known: the name by which its size and place are known."""

    id: str
    name: str
    kind: Kind
    side: Side
    body: str
    low: Vector
    high: Vector
    known: str | None = None
    mirror_of: str | None = None

    @cached_property
    def middle(self) -> Vector:
        """The middle of its box, (3,) mm."""
        return np.asarray((self.low + self.high) / 2)

    @cached_property
    def size(self) -> Vector:
        """The sides of its box, the longest first, (3,) mm."""
        return np.sort(self.high - self.low)[::-1]

    def gap(self, point: Vector) -> float:
        """How far a point lies outside its box, mm."""
        return float(np.linalg.norm(np.maximum(np.maximum(self.low - point, point - self.high), 0.0)))

    def box_gap(self, other: Part) -> float:
        """How far its box lies from that of another, mm."""
        apart = np.maximum(np.maximum(self.low - other.high, other.low - self.high), 0.0)
        return float(np.linalg.norm(apart))


EVERYTHING, MESHES, POINTS = "meshes, landmarks and joints", "meshes", "landmarks and joints"
"""What a remedy is about."""


@dataclass(frozen=True)
class Seen:
    """What is held against a standing body: parts, points, or both; `of` says which in a remedy."""

    parts: list[Part]
    points: list[Part]
    of: str = EVERYTHING

    @property
    def every(self) -> list[Part]:
        """Parts, then points."""
        return [*self.parts, *self.points]


def looks_of(of: str) -> str:
    """The beginning of "the model looks like centimetres"."""
    return "the model looks" if of == EVERYTHING else f"the {of} look"


def ending_of(of: str) -> str:
    """The end of a remedy: files that are changed have new hashes."""
    return ", and write the new SHA-256 of the files into the manifest." if "meshes" in of else "."


def parts_of(structures: Mapping[str, Structure], manifest: Manifest) -> list[Part]:
    """The loaded structures in short."""
    return [
        Part(
            id=id_,
            name=part.names.en,
            kind=part.kind,
            side=part.side,
            body=part.body,
            low=part.vertices.min(axis=0).astype(np.float64),
            high=part.vertices.max(axis=0).astype(np.float64),
            known=known_part(id_, part.names),
            mirror_of=manifest.structures[id_].mirror_of,
        )
        for id_, part in structures.items()
    ]


def points_of(manifest: Manifest) -> list[Part]:
    """Landmarks, known by their ids without the side, and joints, as parts without extent."""
    places = [(id_, "", mark.position) for id_, mark in manifest.landmarks.items()]
    places += [(id_, " joint", joint.center) for id_, joint in manifest.joints.items()]
    found = []
    for id_, what, position in places:
        stem, _, last = id_.rpartition(".")
        side: Side = "right" if last == "right" else "left" if last == "left" else "midline"
        known = f"{(stem or last).replace('_', ' ')}{what}"
        at = np.array(position, np.float64)
        found.append(Part(id_, f"{id_}{what}", "bone", side, "", at, at, known))
    return found


def span(parts: Iterable[Part]) -> float:
    """The diagonal of the box around all parts, mm."""
    boxes = [(part.low, part.high) for part in parts]
    low, high = np.min([low for low, _ in boxes], axis=0), np.max([high for _, high in boxes], axis=0)
    return float(np.linalg.norm(high - low))


def named(names: Iterable[str], most: int = 3) -> str:
    """A few names in one phrase: "A, B and 4 more"."""
    every = list(names)
    if len(every) <= most:
        return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)
    return f"{', '.join(every[:most])} and {len(every) - most} more"
