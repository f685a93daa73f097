"""Does the model stand in the neutral pose, and are the bones of the knee in place?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from anatomy_viewer.atlas.figures.figure import Question, Source
from anatomy_viewer.atlas.figures.parts import Parts
from anatomy_viewer.atlas.figures.solid import Points

PELVIC_PLANE = Source(source="own convention: the anterior pelvic plane stands upright", evidence="own")
ISB = Source(
    source="own tolerance; axes after the ISB (Wu et al. 2002, doi 10.1016/S0021-9290(01)00222-6)", evidence="own"
)

_APART = (("tibia", "femur"), ("patella", "femur"), ("patella", "tibia"), ("fibula", "tibia"), ("fibula", "femur"))
_GAPS = (("tibia", "femur"), ("patella", "femur"))


def questions(parts: Parts) -> Iterator[Question]:
    """Pelvis upright and level, thighs vertical, bones of the knee near each other and not in each other."""
    ask = partial(Question, "pose", "pelvis")
    yield ask(
        "ASISs and pubic tubercles off one frontal plane",
        partial(_out_of_plane, parts),
        "mm",
        high=2.0,
        **PELVIC_PLANE,
    )
    yield ask("difference in height of the ASISs", partial(_tilt, parts), "mm", high=0.5)
    yield ask("origin to the middle of the hip joint centres", partial(_off_origin, parts), "mm", high=0.1)
    for side in parts.sides:
        yield from _thigh(parts, side)
        yield from _knee(parts, side)


def _thigh(parts: Parts, side: str) -> Iterator[Question]:
    ask = partial(Question, "pose", f"thigh.{side}")
    for view, axis in (("frontal", 0), ("sagittal", 1)):
        measure = partial(_from_vertical_deg, parts, side, axis)
        yield ask(f"joint centre to mid-epicondyles, off vertical, {view} view", measure, "°", high=0.5, **ISB)
    yield ask("epicondylar axis off the frontal plane", partial(_epicondyles_deg, parts, side), "°", high=2.0, **ISB)


def _knee(parts: Parts, side: str) -> Iterator[Question]:
    ask = partial(Question, "pose", f"knee.{side}")
    for one, other in _APART:
        measure = partial(parts.overlap, f"{one}.{side}", f"{other}.{side}")
        yield ask(f"{one} in {other}", measure, "mm³", high=0)
    for one, other in _GAPS:
        measure = partial(parts.gap, f"{one}.{side}", f"{other}.{side}")
        yield ask(f"gap between {one} and {other}", measure, "mm", low=2.0, high=8.0)


def _out_of_plane(parts: Parts) -> float:
    depths = [parts.point(f"{name}.{side}")[1] for name in ("asis", "pubic_tubercle") for side in ("right", "left")]
    return float(np.ptp(depths)) / 2


def _tilt(parts: Parts) -> float:
    return float(abs(parts.point("asis.right")[2] - parts.point("asis.left")[2]))


def _off_origin(parts: Parts) -> float:
    return float(np.linalg.norm(parts.joint_center("hip.right") + parts.joint_center("hip.left")) / 2)


def _epicondyles(parts: Parts, side: str) -> tuple[Points, Points]:
    return parts.point(f"medial_epicondyle.{side}"), parts.point(f"lateral_epicondyle.{side}")


def _from_vertical_deg(parts: Parts, side: str, axis: int) -> float:
    down = np.mean(_epicondyles(parts, side), axis=0) - parts.joint_center(f"hip.{side}")
    return float(abs(np.degrees(np.arctan2(down[axis], -down[2]))))


def _epicondyles_deg(parts: Parts, side: str) -> float:
    medial, lateral = _epicondyles(parts, side)
    across = lateral - medial
    return float(np.degrees(np.arcsin(abs(across[1]) / np.linalg.norm(across))))
