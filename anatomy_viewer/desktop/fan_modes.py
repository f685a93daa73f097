"""The ways to take a muscle's fan apart, and what of them a model allows; menus and panel share it."""

from __future__ import annotations

from dataclasses import dataclass

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.state.view_state import FanMode

SWEEP_STEP = 0.05
"""One press of a sweep key, as a share of the way from the hindmost to the foremost fibre."""

SWEEP_BY_KEYS = "sweep"
"""Merge key of sweeping by keys: a stretch of it is one undo step."""


@dataclass(frozen=True)
class ModeText:
    """A mode as a person meets it; `text` and `tip` are marked for translation in "Actions"."""

    mode: FanMode
    text: str
    key: str
    tip: str


MODES: tuple[ModeText, ...] = (
    ModeText(
        "solid",
        QT_TRANSLATE_NOOP("Actions", "&Muscle whole"),
        "M",
        QT_TRANSLATE_NOOP("Actions", "The muscle as it lies on the bone"),
    ),
    ModeText(
        "faded",
        QT_TRANSLATE_NOOP("Actions", "Faded, with &fibres"),
        "G",
        QT_TRANSLATE_NOOP("Actions", "A ghost of the muscle with its fibres inside"),
    ),
    ModeText(
        "fibres",
        QT_TRANSLATE_NOOP("Actions", "Fibres &only"),
        "W",
        QT_TRANSLATE_NOOP("Actions", "The fibres like wires from origin to insertion, without the muscle"),
    ),
    ModeText(
        "surface",
        QT_TRANSLATE_NOOP("Actions", "Fan &surface"),
        "V",
        QT_TRANSLATE_NOOP("Actions", "The translucent surface that the fibres span"),
    ),
    ModeText(
        "attachments",
        QT_TRANSLATE_NOOP("Actions", "&Places of attachment only"),
        "P",
        QT_TRANSLATE_NOOP("Actions", "The bare bone with origin and insertion painted on it"),
    ),
)
"""Every mode, in the order in which it takes the muscle apart."""

SWEPT: frozenset[FanMode] = frozenset({"faded", "fibres", "surface"})
"""Modes in which fibres are seen, so that sweeping changes something."""


def fan_muscles(atlas: Atlas) -> tuple[str, ...]:
    """Ids of the muscles with fibres or attachments, in the order of the model."""
    attached = {part.muscle for part in atlas.attachments.values()}
    return tuple(id_ for id_ in atlas.structures if id_ in atlas.fibres or id_ in attached)


def has_attachments(atlas: Atlas, muscle: str) -> bool:
    """Whether the model says where `muscle` attaches."""
    return any(part.muscle == muscle for part in atlas.attachments.values())


def is_covered(atlas: Atlas, muscle: str) -> bool:
    """Whether the model says that others lie over `muscle`."""
    facts = atlas.facts.get(muscle)
    return facts is not None and bool(facts.covered_by)


def next_muscle(muscles: tuple[str, ...], current: str) -> str | None:
    """The muscle after `current` on its side, after the last the first; None if there is no other."""
    alike = [id_ for id_ in muscles if _side(id_) == _side(current)] or list(muscles)
    after = alike[(alike.index(current) + 1) % len(alike)] if current in alike else next(iter(alike), None)
    return None if after == current else after


def other_side(muscles: tuple[str, ...], current: str) -> str | None:
    """The same muscle of the other side; None if the model does not have it."""
    name, _, side = current.partition(".")
    twin = f"{name}.{'left' if side == 'right' else 'right'}"
    return twin if side and twin in muscles else None


def mode_possible(mode: FanMode, *, fibres: bool, attachments: bool) -> bool:
    """Whether a mode has something to show of a muscle."""
    if mode == "attachments":
        return attachments
    return fibres or (mode == "solid" and attachments)


def _side(id_: str) -> str:
    return id_.partition(".")[2]
