"""Holds what a manifest declares of unit, frame and plane of symmetry against the meshes, and tells what does not fit.

Nothing is left out for it: a doubt is told with what was found, and the model is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from anatomy_viewer.atlas.doubts.frame import doubts_of_frame, doubts_of_upright
from anatomy_viewer.atlas.doubts.joints import doubts_of_joints
from anatomy_viewer.atlas.doubts.mirror import doubts_of_halves, doubts_of_mirror
from anatomy_viewer.atlas.doubts.parts import EVERYTHING, MESHES, POINTS, Part, Seen, parts_of, points_of
from anatomy_viewer.atlas.doubts.places import doubts_of_landmarks, doubts_of_neighbours, two_frames
from anatomy_viewer.atlas.doubts.turn import doubts_of_turn
from anatomy_viewer.atlas.doubts.unit import doubts_of_unit
from anatomy_viewer.atlas.manifest import FILE_NAME, Manifest
from anatomy_viewer.atlas.model import PackProblem, Structure

__all__ = ["doubts"]


def doubts(structures: Mapping[str, Structure], manifest: Manifest) -> Iterator[PackProblem]:
    """What of the loaded structures does not fit the manifest: at most a few sentences, each about one cause."""
    parts = parts_of(structures, manifest)
    if not parts:
        return
    points = points_of(manifest)
    parted = two_frames(parts, manifest)
    of = EVERYTHING if parted is None else MESHES
    of_unit = list(doubts_of_unit(parts, manifest.subject.stature_m, of))
    yield from of_unit
    told = {problem.where for problem in of_unit}
    parts = [
        part for part in parts if f'{FILE_NAME}: structures."{part.id}"' not in told
    ]  # where these lie tells nothing
    if parted is None:
        yield from _doubts_of(Seen(parts, points), in_mm=not of_unit)
        if not of_unit:
            yield from doubts_of_landmarks(parts, manifest)
            yield from doubts_of_joints(parts, manifest)
    else:
        yield from _doubts_of(Seen(parts, [], MESHES), in_mm=not of_unit)
        yield from _turned(Seen([], points, POINTS)) or doubts_of_frame(Seen([], points, POINTS))
        yield parted


def _doubts_of(seen: Seen, *, in_mm: bool) -> Iterator[PackProblem]:
    turned = _turned(seen)
    yield from turned
    if turned:  # what is in front, above and beside means nothing then
        return
    yield from doubts_of_frame(seen)
    aside = list(doubts_of_mirror(seen.parts))
    yield from aside
    if not aside and in_mm:
        yield from _apart(seen.parts)


def _turned(seen: Seen) -> list[PackProblem]:
    return [*doubts_of_upright(seen)] or [*doubts_of_turn(seen)]


def _apart(parts: list[Part]) -> Iterator[PackProblem]:
    yield from [*doubts_of_neighbours(parts)] or doubts_of_halves(parts)
