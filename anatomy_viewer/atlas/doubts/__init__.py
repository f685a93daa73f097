"""Holds what a manifest declares of unit, frame and plane of symmetry against the meshes, and tells what does not fit.

Nothing is left out for it: a doubt is told with what was found, and the model is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from anatomy_viewer.atlas.doubts.frame import doubts_of_frame, doubts_of_upright
from anatomy_viewer.atlas.doubts.mirror import doubts_of_halves, doubts_of_mirror
from anatomy_viewer.atlas.doubts.parts import parts_of
from anatomy_viewer.atlas.doubts.places import doubts_of_neighbours, doubts_of_places
from anatomy_viewer.atlas.doubts.turn import doubts_of_turn
from anatomy_viewer.atlas.doubts.unit import doubts_of_unit
from anatomy_viewer.atlas.manifest import Manifest
from anatomy_viewer.atlas.model import PackProblem, Structure

__all__ = ["doubts"]


def doubts(structures: Mapping[str, Structure], manifest: Manifest) -> Iterator[PackProblem]:
    """What of the loaded structures does not fit the manifest: at most a few sentences, each about one cause."""
    parts = parts_of(structures, manifest)
    if not parts:
        return
    of_unit = list(doubts_of_unit(parts, manifest.subject.stature_m))
    yield from of_unit
    turned = [*doubts_of_upright(parts, manifest)] or [*doubts_of_turn(parts, manifest)]
    yield from turned
    if not turned:  # what is in front, above and beside means nothing then
        yield from doubts_of_frame(parts, manifest)
        aside = list(doubts_of_mirror(parts))
        yield from aside
        if not aside and not of_unit:
            yield from [*doubts_of_neighbours(parts)] or doubts_of_halves(parts)
    yield from doubts_of_places(parts, manifest)
