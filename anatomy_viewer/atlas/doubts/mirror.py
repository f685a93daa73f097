"""Does the middle of the body lie where the plane of symmetry is declared to lie, at x = 0?"""

from __future__ import annotations

from collections.abc import Iterator

from anatomy_viewer.atlas.doubts.parts import TOGETHER, Part
from anatomy_viewer.atlas.manifest import FILE_NAME
from anatomy_viewer.atlas.model import PackProblem

_OFF_MM = 15.0
"""So far may a part of the middle lie aside: spines bend a little."""

_CLEARLY_OFF_MM = 60.0
"""Half the width of a sacrum, of which a scan may show one edge only."""

_APART_MM = 300.0
_APART_OF_KNOWN_MM = {"hip bone": 120.0, "gluteus maximus": 120.0, "femur": 250.0}
"""More than this lies between no two halves of a body, if its arms hang; hip bones nearly meet in the middle."""

_ACROSS = 0.1
"""Of its own width a part of one side may cross the middle."""

_REMEDY = "Move all meshes, landmarks and joints so that the middle of the body lies at x = 0"
_WRITE = "and write the new SHA-256 of the files into the manifest."


def doubts_of_mirror(parts: list[Part]) -> Iterator[PackProblem]:
    """A model off its plane of symmetry, in one sentence with what comes of it."""
    masters = {part.mirror_of for part in parts} - {None}
    halves = [part for part in parts if part.id in masters and part.side != "midline"]
    midline = [part for part in parts if part.side == "midline" and part.kind != "skin" and part.mirror_of is None]
    off = [part for part in midline if _is_off(part, exact=bool(halves))]
    if off and 2 * len(off) > len(midline):
        yield _of_middle(off[0], halves)
    elif halves:
        yield from _of_halves(halves, seen=bool(midline))


def _is_off(part: Part, *, exact: bool) -> bool:
    """Whether a part of the middle lies aside: its middle if others are mirrored, else the whole of it."""
    aside = abs(float(part.middle[0]))
    return aside > _OFF_MM if exact else aside - float(part.high[0] - part.low[0]) / 2 > _CLEARLY_OFF_MM


def _of_middle(part: Part, halves: list[Part]) -> PackProblem:
    at = float(part.middle[0])
    what = f"puts the middle of the body at x = 0, but {part.name} lies at x = {at:.0f} mm."
    if halves:
        nearest = min(halves, key=_inner)
        gap = 2 * _inner(nearest)
        apart = f"lie {gap:.0f} mm apart" if gap > 0 else "run into each other"
        what += f" {nearest.name} and its mirror image {apart}."
    return PackProblem(f"{FILE_NAME}: frame", what, f"{_REMEDY}, {_WRITE}")


def _of_halves(halves: list[Part], *, seen: bool) -> Iterator[PackProblem]:
    """Halves far apart that no part of the middle parts, or that cross the plane in which they are mirrored."""
    nearest = min(halves, key=_inner)
    gap = 2 * _inner(nearest)
    if gap > _APART_OF_KNOWN_MM.get(nearest.known or "", _APART_MM) and not seen:
        what = f"leaves {gap:.0f} mm between {nearest.name} and its mirror image: they are mirrored in the plane x = 0."
        yield PackProblem(f'{FILE_NAME}: structures."{nearest.id}"', what, f"{_REMEDY}, {_WRITE}")
    crossing = [part for part in halves if -_inner(part) > _ACROSS * float(part.high[0] - part.low[0])]
    crossing = [part for part in crossing if _outer(part) > 0]
    if crossing:
        part = crossing[0]
        what = (
            f"crosses the plane x = 0 in which it is mirrored by {-_inner(part):.0f} mm: it runs into its mirror image."
        )
        yield PackProblem(f'{FILE_NAME}: structures."{part.id}"', what, f"{_REMEDY}, {_WRITE}")


def doubts_of_halves(parts: list[Part]) -> Iterator[PackProblem]:
    """The first part of which the right and the left one, each of its own, lie farther apart than in a body."""
    for known, apart in _APART_OF_KNOWN_MM.items():
        right, left = (
            next((part for part in parts if part.known == known and part.side == side), None)
            for side in ("right", "left")
        )
        if right is not None and left is not None and (gap := right.box_gap(left)) > apart:
            what = f"lies {gap:.0f} mm from {left.name}: in a body they lie less than {apart:.0f} mm apart."
            yield PackProblem(f'{FILE_NAME}: structures."{right.id}"', what, TOGETHER)
            return


def _inner(part: Part) -> float:
    """How far from the plane x = 0 a part begins on its own side, mm; negative if it crosses it."""
    return float(part.low[0] if part.side == "right" else -part.high[0])


def _outer(part: Part) -> float:
    """How far from the plane x = 0 a part ends on its own side, mm."""
    return float(part.high[0] if part.side == "right" else -part.low[0])
