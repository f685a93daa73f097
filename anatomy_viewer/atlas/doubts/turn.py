"""Is the whole model turned? Its known parts and landmarks are held against where they lie in a standing body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from anatomy_viewer.atlas.doubts.known import PLACES_MM, TRUNK
from anatomy_viewer.atlas.doubts.parts import SIGN, Part, Seen, ending_of, looks_of
from anatomy_viewer.atlas.manifest import FILE_NAME
from anatomy_viewer.atlas.model import PackProblem

Floats = npt.NDArray[np.float64]

_LEAST_PARTS = 3
_MOST_PARTS = 2000
"""The first ones tell."""

_LEAST_WIDTH_MM = 9.0
"""Parts nearer than this to one line leave open how they are turned about it."""

_LEAST_TURN_DEG = 35.0
"""A thigh may be turned or spread less than this in a body that stands; a frame is turned by more."""

_ODD = 0.04
"""Of the size of the model: misfits below are of persons and poses."""

_BETTER = 0.5
"""Turned back, the parts must lie so many times nearer to where they belong."""

_SIGNS = [(x, y, z) for x in (1.0, -1.0) for y in (1.0, -1.0) for z in (1.0, -1.0)]
"""Axes that point the other way are told elsewhere."""

_STEP_DEG = 15
"""Places of boxes tell it no nearer."""

_ON_AXIS = 0.97
"""Cosine between an axis of turning and x, y or z that is named as it."""


def doubts_of_turn(seen: Seen) -> Iterator[PackProblem]:
    """A model that fits a standing body only when it is turned back, in one sentence.

    The trunk tells it: legs may be bent. Legs alone tell no more than a turn about z, which no pose of theirs is.
    """
    trunk = _turned([part for part in seen.every if part.known in TRUNK])
    if trunk is not None:
        if trunk.turn is not None:
            yield _told(trunk.turn, seen.of)
        return
    legs = _turned(seen.every)
    if legs is not None and legs.turn is not None and abs(_axis(legs.turn)[2]) > _ON_AXIS:
        yield _told(legs.turn, seen.of)


@dataclass(frozen=True)
class _Answer:
    """By what parts are turned; None if they are not."""

    turn: Rotation | None


def _turned(parts: list[Part]) -> _Answer | None:
    """None where the parts are too few, or lie too near to one line, to tell."""
    placed = [(part, place) for part in parts if (place := _place(part)) is not None][:_MOST_PARTS]
    if len(placed) < _LEAST_PARTS:
        return None
    found = np.array([part.middle for part, _ in placed])
    expected = np.array([place for _, place in placed])
    expected, found = expected - expected.mean(axis=0), found - found.mean(axis=0)
    scale = float(np.linalg.norm(expected) / (np.linalg.norm(found) or 1.0))
    if min(_width(expected), _width(found) * scale) < _LEAST_WIDTH_MM:
        return None
    return _Answer(_turn(expected / scale, found))


def _place(part: Part) -> Floats | None:
    """Where a part lies in a standing body, (3,) mm."""
    place = PLACES_MM.get(part.known or "")
    if place is None:
        return None
    lateral = SIGN.get(part.side, 0.0)
    return np.array(place) * (lateral, 1.0, 1.0) if lateral or place[0] == 0.0 else None


def _turn(expected: Floats, found: Floats) -> Rotation | None:
    """By what the model is turned, if that is clear, and not the same as axes that point the other way."""
    turn, misfit = Rotation.align_vectors(found, expected)
    mirrored, misfit_mirrored = Rotation.align_vectors(found, expected * (-1.0, 1.0, 1.0))
    if misfit_mirrored < _BETTER * misfit:
        turn, misfit = mirrored, misfit_mirrored
    as_it_is = min(float(np.linalg.norm(expected * signs - found)) for signs in _SIGNS)
    if as_it_is < _ODD * np.linalg.norm(found) or misfit > _BETTER * as_it_is:
        return None
    cosines = np.abs(np.diag(turn.as_matrix()))  # all 1 where axes are as they should be, or the other way round
    return turn if cosines.min() < np.cos(np.radians(_LEAST_TURN_DEG)) else None


def _axis(turn: Rotation) -> Floats:
    return np.asarray(turn.as_rotvec() / turn.magnitude())


def _width(points: Floats) -> float:
    """How far points around their middle lie beside the line through most of them, mm."""
    return float(np.linalg.svd(points, compute_uv=False)[1] / np.sqrt(len(points)))


def _told(turn: Rotation, of: str) -> PackProblem:
    degrees = round(float(np.degrees(turn.magnitude())) / _STEP_DEG) * _STEP_DEG
    axis = _axis(turn)
    along = int(np.abs(axis).argmax())
    remedy, about = f"Turn all {of}", ""
    if abs(axis[along]) > _ON_AXIS:
        name, signed = "xyz"[along], degrees if axis[along] > 0 else -degrees
        about = f" about {name}"
        remedy += f" by {-signed}°{about}, counter-clockwise seen from +{name},"
    remedy += " so that x points to the subject's right, y forward and z up"
    what = f"is 'RAS', but by where its parts lie {looks_of(of)} turned by about {degrees}°{about}."
    return PackProblem(f"{FILE_NAME}: frame", what, f"{remedy}{ending_of(of)}")
