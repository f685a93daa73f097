"""Does what is called right lie on the right, and does the body stand upright and face forward?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from anatomy_viewer.atlas.doubts.known import ABOVE, BEFORE, TRUNK
from anatomy_viewer.atlas.doubts.parts import EVERYTHING, SIGN, Part, Seen, ending_of, looks_of, named, span
from anatomy_viewer.atlas.manifest import FILE_NAME
from anatomy_viewer.atlas.model import PackProblem

_CLEAR = 0.02
"""Of the whole model: so far apart must two things be to tell which of them lies farther forward, or higher."""

_TIMES = 2.0
"""So many times more must the body extend along another axis than along z to be taken as lying along that axis."""

_MOST_OF_ONE_NAME = 20
"""So many parts of one name are held against those of others."""

_Pairs = list[tuple[Part, Part]]


def doubts_of_upright(seen: Seen) -> Iterator[PackProblem]:
    """A body that stands along another axis than z, in one sentence; the trunk tells before the legs do."""
    trunk = _of_trunk(seen.every, ABOVE)
    above = trunk or _pairs(seen.every, ABOVE)
    lying = _upright_axis(above)
    if lying is not None and (trunk or not _stands(seen.parts)):
        yield _of_upright(lying, above, seen.of)


def _stands(parts: list[Part]) -> bool:
    """Whether a bone of the trunk stands upright, whatever the legs do: a body may sit."""
    tall = [part.high - part.low for part in parts if part.known in {"hip bone", "pelvis", "sacrum"}]
    return any(sides.argmax() == 2 for sides in tall)


def doubts_of_frame(seen: Seen) -> Iterator[PackProblem]:
    """Axes that point the other way, in one sentence; single parts on the other side."""
    parts, every = seen.parts, seen.every
    clear = _CLEAR * span(every)
    sided = [part for part in every if part.side in SIGN]
    middle = _middle(every, sided)
    ordered = _ordered(sided, clear)
    strayed = [
        part for part in sided if part.id not in ordered and (part.middle[0] - middle) * SIGN[part.side] < -clear
    ]
    mirrored = 2 * len(strayed) > len(sided)
    told = {
        "x": _changed_sides(strayed) if mirrored else "",
        "y": _told(_of_trunk(every, BEFORE) or _pairs(every, BEFORE), 1, clear, "lies in front of"),
        "z": _told(_of_trunk(every, ABOVE) or _pairs(every, ABOVE), 2, clear, "lies above"),
    }
    wrong = [axis for axis, what in told.items() if what]
    if wrong:
        yield _of_axes(wrong, [what for what in told.values() if what], seen.of)
    if not mirrored:
        yield from (_of_side(part) for part in strayed if part in parts and part.mirror_of is None)


def _middle(parts: list[Part], sided: list[Part]) -> float:
    """Where the middle of the body lies: x = 0 if it is mirrored there, else at its own parts, or between the sides."""
    if any(part.mirror_of for part in parts):
        return 0.0
    midline = [part.middle[0] for part in parts if part.side == "midline" and part.kind != "skin"]
    if midline:
        return float(np.median(midline))
    xs = {side: [part.middle[0] for part in sided if part.side == side] for side in SIGN}
    return float(np.mean([np.mean(xs[side]) for side in SIGN])) if all(xs.values()) else 0.0


def _ordered(sided: list[Part], clear: float) -> set[str]:
    """Ids of the parts whose only namesake of the other side lies clearly on that side, wherever the middle may be."""
    of_name: dict[str | None, list[Part]] = {}
    for part in sided:
        of_name.setdefault(part.known, []).append(part)
    pairs = [sorted(both, key=lambda part: SIGN[part.side]) for both in of_name.values() if len(both) == 2]
    apart = [(left, right) for left, right in pairs if right.middle[0] - left.middle[0] > clear]
    return {part.id for left, right in apart if left.side != right.side for part in (left, right)}


def _changed_sides(strayed: list[Part]) -> str:
    shown = [f"{part.name} at x = {part.middle[0]:.0f} mm" for part in strayed]
    sides = sorted({part.side for part in strayed}, reverse=True)
    return f"what is called {' and '.join(sides)} lies on the other side ({named(shown, 2)})"


def _of_side(part: Part) -> PackProblem:
    what = f"is called {part.side}, but its mesh lies on the other side of the body, at x = {part.middle[0]:.0f} mm."
    return PackProblem(f'{FILE_NAME}: structures."{part.id}"', what, "Correct its id and side, or its mesh.")


def _pairs(parts: list[Part], order: Iterable[tuple[str, str]]) -> _Pairs:
    """The parts of which it is known which lies before, or above, the other; of the same side, or of the middle.

    Of one name the first ones tell: a body has not many of it, and pairs of thousands would fill the memory.
    """
    by_name: dict[str | None, list[Part]] = {}
    for part in parts:
        if len(same := by_name.setdefault(part.known, [])) < _MOST_OF_ONE_NAME:
            same.append(part)
    return [
        (first, second)
        for first_known, second_known in order
        for first in by_name.get(first_known, [])
        for second in by_name.get(second_known, [])
        if first.side == second.side or "midline" in {first.side, second.side}
    ]


def _of_trunk(every: list[Part], order: Iterable[tuple[str, str]]) -> _Pairs:
    """The pairs of which both lie in the trunk, which no pose of the legs changes."""
    return _pairs([part for part in every if part.known in TRUNK], order)


def _upright_axis(above: _Pairs) -> tuple[int, float] | None:
    """The axis along which the body stands if it is not z, and the sign of what is up; None if it may be z."""
    apart = [first.middle - second.middle for first, second in above]
    if not apart:
        return None
    mean = np.mean([way / max(float(np.linalg.norm(way)), 1e-9) for way in apart], axis=0)
    axis = int(np.abs(mean).argmax())
    if axis == 2 or abs(mean[axis]) < _TIMES * abs(mean[2]) or abs(mean[axis]) < 0.5:
        return None
    return axis, float(np.sign(mean[axis]))


def _told(pairs: _Pairs, axis: int, clear: float, where: str) -> str:
    """What lies the wrong way round along an axis, if most of it does; else nothing."""
    apart = [float(first.middle[axis] - second.middle[axis]) for first, second in pairs]
    wrong = [
        f"{second.name} {where} {first.name}" for (first, second), way in zip(pairs, apart, strict=True) if way < -clear
    ]
    right = sum(way > clear for way in apart)
    return f"{named(wrong, 2)}" if len(wrong) > right else ""


def _of_axes(wrong: list[str], told: list[str], of: str) -> PackProblem:
    letters = "".join(other if axis in wrong else own for axis, own, other in zip("xyz", "RAS", "LPI", strict=True))
    axes = " and ".join([", ".join(wrong[:-1]), wrong[-1]] if len(wrong) > 1 else wrong)
    what = f"is 'RAS', but {looks_of(of)} like {letters}, with {axes} the other way: {'; '.join(told)}."
    remedy = f"Negate {axes} of all {of}"
    if len(wrong) % 2 and "meshes" in of:
        remedy += ", wind their triangles the other way"
    return PackProblem(f"{FILE_NAME}: frame", what, f"{remedy}{ending_of(of)}")


def _of_upright(lying: tuple[int, float], above: _Pairs, of: str) -> PackProblem:
    axis, sign = lying
    first, second = above[0]
    up = f"{'-' if sign < 0 else ''}{'xyz'[axis]}"
    shown = "model" if of == EVERYTHING else of
    what = (
        f"is 'RAS', in which z points up, but in the {shown} {up} does: {first.name} lies above {second.name} "
        f"along {up}."
    )
    remedy = f"Turn all {of} so that x points to the subject's right, y forward and z up"
    return PackProblem(f"{FILE_NAME}: frame", what, f"{remedy}{ending_of(of)}")
