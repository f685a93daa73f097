"""Do the meshes measure what such parts of a body measure in millimetres?"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from anatomy_viewer.atlas.doubts.known import SIZES_MM, STATURE_M
from anatomy_viewer.atlas.doubts.parts import EVERYTHING, Part, named, span
from anatomy_viewer.atlas.manifest import FILE_NAME
from anatomy_viewer.atlas.model import PackProblem

_UNITS_MM = {
    "micrometres": 0.001,
    "tenths of a millimetre": 0.1,
    "centimetres": 10.0,
    "inches": 25.4,
    "decimetres": 100.0,
    "feet": 304.8,
    "metres": 1000.0,
}

_ODD = 5.0
"""So many times larger or smaller in each direction is no child and no half of a bone; centimetres are ten times."""

_LEAST_STATURES = 0.05
"""Bones of both sides span more of a body than this, 8 cm."""

_MOST_STATURES = 2.0
"""A body with its arms spread has a box of 1.4 times its stature across."""

_LARGE, _SMALL = 1.8, 0.5
"""So many times the size in every direction is no person of a stature that was guessed."""

_LEAST_PARTS = 3
"""So many parts tell a size that is off by less than a unit."""


def doubts_of_unit(parts: list[Part], stature_m: float, of: str = EVERYTHING) -> Iterator[PackProblem]:
    """Parts in another unit, all in one sentence where the same unit is told by most; or parts too far apart."""
    remedy = (
        f"Scale the {of} to millimetres and write the new SHA-256 of the files into the manifest; "
        "if they are right, correct subject.stature_m."
    )
    factors = {part: _factor(part, stature_m) for part in parts if part.known is not None and part.mirror_of is None}
    odd = {part: factor for part, factor in factors.items() if factor is not None}
    if odd and 2 * len(odd) >= len(factors):
        yield _of_all(odd, stature_m, remedy)
    else:
        for part, factor in odd.items():
            what = f"{_measures(part, stature_m)} It looks like {unit_of(factor)}."
            yield PackProblem(f'{FILE_NAME}: structures."{part.id}"', what, remedy)
    if not odd:
        yield from _of_size(list(factors), stature_m, remedy)
    extent = span(parts)
    if extent < _LEAST_STATURES * stature_m * 1000 and not odd and _are_of_both_sides(parts):
        what = f"is 'mm', but both sides of the body span only {extent:.3g} mm, in a body {stature_m:g} m tall."
        yield PackProblem(f"{FILE_NAME}: units", f"{what} Is it in centimetres or inches?", remedy)
    if extent > _MOST_STATURES * stature_m * 1000 and not odd:
        what = (
            f"lie up to {extent / 1000:.1f} m apart, in a body {stature_m:g} m tall; {_farthest(parts)} lies farthest."
        )
        yield PackProblem(f"{FILE_NAME}: structures", what, "Bring all meshes into one frame, in millimetres.")


def _of_size(known: list[Part], stature_m: float, remedy: str) -> Iterator[PackProblem]:
    """A whole model far too large or small for its stature, or single parts that do not fit the others."""
    if len(known) < _LEAST_PARTS:
        return
    ratios = np.array([part.size / (np.array(SIZES_MM[part.known or ""]) * stature_m / STATURE_M) for part in known])
    large, small = float(np.median(ratios.min(axis=1))), float(np.median(ratios.max(axis=1)))
    if large > _LARGE or small < _SMALL:
        times = float(np.median(ratios))
        what = f"is 'mm', but its parts measure {times:.2g} times what they do in a body {stature_m:g} m tall:"
        part = max(known, key=lambda one: float(one.size[0]))
        yield PackProblem(f"{FILE_NAME}: units", f"{what} {part.name} is {part.size[0]:.0f} mm long.", remedy)
        return
    usual = float(np.median(ratios))
    for part, ratio in zip(known, ratios / usual, strict=True):
        if ratio.min() > _LARGE or ratio.max() < _SMALL:
            what = f"measures {float(np.median(ratio)):.2g} times what would go with the other parts."
            yield PackProblem(f'{FILE_NAME}: structures."{part.id}"', what, "Scale its mesh, or correct its id.")


def _are_of_both_sides(parts: list[Part]) -> bool:
    return {"right", "left"} <= {part.side for part in parts if part.kind == "bone"}


def _of_all(odd: dict[Part, float], stature_m: float, remedy: str) -> PackProblem:
    typical = math.exp(float(np.median([math.log(factor) for factor in odd.values()])))
    part = max(odd, key=lambda one: float(one.size[0]))
    others = [other.name for other in odd if other is not part]
    also = f" So do {named(others)}." if len(others) > 1 else f" So does {others[0]}." if others else ""
    what = f"is 'mm', but the model looks like {unit_of(typical)}: {part.name} {_measures(part, stature_m)}{also}"
    return PackProblem(f"{FILE_NAME}: units", what, remedy)


def _factor(part: Part, stature_m: float) -> float | None:
    """By what the part would have to be multiplied to have its size; None if it may be as it is.

    Of a part that was cut off, one side of the box still has its size: so all three are looked at.
    """
    assert part.known is not None
    expected = np.array(SIZES_MM[part.known]) * stature_m / STATURE_M
    ratios = expected / np.maximum(part.size, 1e-9)
    if ratios.min() > _ODD or ratios.max() < 1 / _ODD:
        return float(ratios.min())  # of the side that is least cut off
    return None


def unit_of(factor: float) -> str:
    """The unit that is nearest to a factor."""
    return min(_UNITS_MM, key=lambda unit: abs(math.log(_UNITS_MM[unit] / factor)))


def _measures(part: Part, stature_m: float) -> str:
    assert part.known is not None
    expected = SIZES_MM[part.known][0] * stature_m / STATURE_M
    known = f"this program's rough table has about {expected:.0f} mm for a body {stature_m:g} m tall."
    return f"measures {part.size[0]:.3g} mm, where {known}"


def _farthest(parts: list[Part]) -> str:
    middles = np.array([part.middle for part in parts])
    return parts[int(np.linalg.norm(middles - np.median(middles, axis=0), axis=1).argmax())].name
