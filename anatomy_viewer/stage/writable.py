"""Which names of a model no font on this machine can write."""

from __future__ import annotations

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.stage.letters import undrawable


def unwritable(atlas: Atlas) -> tuple[str, ...]:
    """Names that a picture may show with letters that no font on this machine has, in the order of the model."""
    named = (atlas.structures, atlas.attachments, atlas.curves, atlas.landmarks)
    names = [one.names.en for group in named for one in group.values()]
    names += [part.en for fibres in atlas.fibres.values() for part in fibres.parts]
    return undrawable([*names, *(point.label for point in atlas.trigger_points.values())])
