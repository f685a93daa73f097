"""Models of which parts are missing move as far as they can, and shapes that leave their bones are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from anatomy_viewer import load_atlas
from anatomy_viewer.atlas.model import Atlas, Structure
from anatomy_viewer.atlas.report import measure
from anatomy_viewer.motion.making_way import make_way
from anatomy_viewer.motion.pose import pose
from tests.motion.moving_pack import displaced, fibre_points, write_moving_pack


def without(atlas: Atlas, is_gone: Callable[[Structure], bool]) -> Atlas:
    kept = {id_: part for id_, part in atlas.structures.items() if not is_gone(part)}
    return replace(atlas, structures=MappingProxyType(kept), skin_shapes=None)


MISSING: dict[str, Callable[[Structure], bool]] = {
    "the left side and the skin": lambda part: part.side == "left" or part.kind == "skin",
    "the legs": lambda part: part.body != "pelvis" or part.kind == "skin",
    "all but the sacrum": lambda part: part.id != "sacrum",
    "everything": lambda part: True,
}


@pytest.mark.parametrize("what", MISSING)
def test_a_leg_crosses_the_middle_where_no_other_is_in_its_way(shipped: Atlas, what: str) -> None:
    partial = without(shipped, MISSING[what])
    assert make_way(partial, -20.0, 0.0) == (-20.0, 0.0)
    assert make_way(partial, 10.0, -25.0) == (10.0, -25.0)
    pose(partial, hip_abduction_deg={"right": -20.0, "left": 0.0})


def test_legs_cut_off_below_the_hip_make_way_for_nothing(shipped: Atlas) -> None:
    """As in a scan that ends just below the trochanters."""

    def cut(part: Structure) -> Structure:
        high = part.full.vertices[:, 2] > -90.0
        mesh = replace(part.full, triangles=part.full.triangles[high[part.full.triangles].all(axis=1)])
        return replace(part, full=replace(mesh, vertices=np.where(high[:, None], mesh.vertices, 0.0)))

    bones = {id_: cut(part) for id_, part in shipped.structures.items() if id_.startswith(("femur", "hip_bone"))}
    partial = replace(shipped, structures=MappingProxyType(bones), skin_shapes=None)
    assert make_way(partial, -20.0, 0.0) == (-20.0, 0.0)


def test_muscles_without_bones_are_reported_as_far_as_they_can_be(shipped: Atlas) -> None:
    muscles = without(shipped, lambda part: part.kind != "muscle")
    figures = list(measure(muscles))
    assert figures
    assert any(figure.value is None for figure in figures)


@pytest.mark.parametrize(("change", "told"), [(1.0, False), (-1.0, True), (4.0, True)])
def test_shapes_that_leave_their_bones_are_told(tmp_path: Path, change: float, told: bool) -> None:
    """A wrong sign or step tore the muscle off, and its effort was told all the same."""
    shapes = displaced(fibre_points().reshape(-1, 3))
    fibres = np.clip(shapes.astype(float) * change, -32767, 32767).astype(np.int16)
    problems = [str(problem) for problem in load_atlas(write_moving_pack(tmp_path / "pack", fibres=fibres)).missing]
    assert any("mm off their bones at 30° of abduction" in problem for problem in problems) == told


def test_the_largest_step_may_be_written_as_float32(tmp_path: Path) -> None:
    pack = write_moving_pack(tmp_path / "pack", step_mm=np.float32(0.05))
    assert not any("must hold `step_mm`" in str(problem) for problem in load_atlas(pack).missing)
