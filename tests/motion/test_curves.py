"""What the plot draws is what the pose measures, and published values stand as published."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from anatomy_viewer import pose
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.motion import published
from anatomy_viewer.motion.curves import as_csv, motion_curves, motion_point
from tests.motion.moving_pack import MEDIUS


def test_the_curves_are_means_of_the_fibres_at_each_degree(moving_atlas: Atlas) -> None:
    curves = motion_curves(moving_atlas, MEDIUS)
    assert curves is not None
    assert curves.parts == ("Anterior part", "Middle part", "Posterior part")
    np.testing.assert_array_equal(curves.angles_deg, np.arange(-25, 46))
    part = moving_atlas.fibres[MEDIUS].part
    for index in (0, 25, 70):
        posed = pose(moving_atlas, hip_abduction_deg={"right": float(curves.angles_deg[index])})
        assert curves.whole_arm_mm[index] == pytest.approx(posed.moment_arm_mm(MEDIUS).mean())
        for row in range(3):
            assert curves.length_mm[row, index] == pytest.approx(posed.length_mm(MEDIUS)[part == row].mean())
    assert motion_curves(moving_atlas, MEDIUS) is curves


def test_the_point_lies_on_the_curve_on_either_side(moving_atlas: Atlas) -> None:
    for muscle in (MEDIUS, "gluteus_medius.left"):
        curves, point = motion_curves(moving_atlas, muscle), motion_point(moving_atlas, muscle, 12.0)
        assert curves is not None
        assert point is not None
        np.testing.assert_allclose(point.arm_mm, curves.arm_mm[:, 37])
        assert point.whole_length_mm == pytest.approx(curves.whole_length_mm[37])


def test_the_table_holds_every_degree(moving_atlas: Atlas) -> None:
    curves = motion_curves(moving_atlas, MEDIUS)
    assert curves is not None
    rows = list(csv.reader(io.StringIO(as_csv(curves))))
    assert rows[0][:2] == ["hip abduction deg", "length Anterior part mm (computed)"]
    assert rows[0][-1] == "moment arm whole mm (computed)"
    assert len(rows) == 72
    assert [row[0] for row in rows[1:3]] == ["-25", "-24"]
    assert float(rows[26][4]) == pytest.approx(curves.whole_length_mm[25], abs=0.006)


def test_a_model_without_shapes_has_no_curves(tiny_atlas: Atlas) -> None:
    assert motion_curves(tiny_atlas, MEDIUS) is None
    assert motion_point(tiny_atlas, MEDIUS, 3.0) is None


def test_published_curves_are_those_of_the_sources() -> None:
    """Weighted gait2392 at 0 degrees 4.28 cm, Blemker and Delp at 30 degrees 1.2-5.2 cm; straight between."""
    by_id = {curve.id: curve for curve in published.CURVES}
    assert by_id["gait2392"].at(0.0)[0] == pytest.approx(42.8)
    assert by_id["rajagopal"].at(5.0)[0] == pytest.approx(44.5)
    low, high = by_id["blemker"].at([30.0, 35.0])
    np.testing.assert_allclose([low[0], high[0]], [12.0, 52.0])
    assert by_id["blemker"].is_band
    assert not by_id["gait2392"].is_band
    assert np.isnan(by_id["gait2392"].at(-21.0)[0])
    low, high = published.envelope_mm([0.0, 40.0])
    np.testing.assert_allclose(low, [22.0, 6.0])
    np.testing.assert_allclose(high, [51.0, 52.7])
    assert all(curve.source for curve in published.CURVES)
