"""Parts of a fan: what they are called, how long they are, where they go."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anatomy_viewer.atlas.fibre_parts import fibre_parts, measure_part, part_id
from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas, Names

MEDIUS = "gluteus_medius.right"


@pytest.fixture(scope="module")
def shipped() -> Atlas:
    return load_atlas()


def test_a_part_is_named_after_its_muscle(shipped: Atlas) -> None:
    part = fibre_parts(shipped)[f"{MEDIUS}.fibres.posterior_part"]
    assert part.names.en == "Right gluteus medius, posterior part"
    assert part.names.la == "Musculus gluteus medius dexter, pars posterior"
    assert part_id("m", Names("後部", "p"), 4) == "m.fibres.4"


def test_where_the_parts_of_medius_go(shipped: Atlas) -> None:
    """Robertson 2008, Tsutsumi 2019: the posterior part to the superoposterior facet, the others to the lateral one."""
    goals = {}
    for name in ("anterior", "middle", "posterior"):
        part = fibre_parts(shipped)[f"{MEDIUS}.fibres.{name}_part"]
        found = measure_part(shipped, part)
        fibres = shipped.fibres[MEDIUS]
        assert found.fibres == (fibres.part == part.number).sum() == sum(found.goes_to.values())
        goals[name] = next(iter(found.goes_to)).rpartition(".")[2]
        lines = fibres.points[fibres.part == part.number].astype(np.float64)
        length = np.linalg.norm(np.diff(lines, axis=1), axis=2).sum(axis=1).mean()
        assert found.mean_mm == pytest.approx(length)
    assert goals == {
        "anterior": "insertion_lateral_facet",
        "middle": "insertion_lateral_facet",
        "posterior": "insertion_superoposterior_facet",
    }


def test_a_part_without_fibres_or_goals_has_figures_of_zero(shipped: Atlas) -> None:
    part = fibre_parts(shipped)[f"{MEDIUS}.fibres.posterior_part"]
    bare = replace(shipped, attachments={})
    assert dict(measure_part(bare, part).goes_to) == {}
    none = replace(part, number=7)
    assert (measure_part(shipped, none).fibres, measure_part(shipped, none).mean_mm) == (0, 0.0)
