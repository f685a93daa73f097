"""What an atlas promises, held against what it holds: every number finite, every index there, read-only."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.trigger_points import TriggerPoint
from anatomy_viewer.motion.pose import pose
from anatomy_viewer.state.views import default_state


def check_atlas(atlas: Atlas) -> None:
    """AssertionError if something that was accepted is not what the model promises; then takes one pose of it."""
    for id_, part in atlas.structures.items():
        for mesh in (part.full, part.light):
            _finite(mesh.vertices, f"vertices of {id_}")
            assert mesh.triangles.min() >= 0, f"{id_} has a triangle without corners"
            assert mesh.triangles.max() < len(mesh.vertices), f"{id_} has a triangle without corners"
    for mark in atlas.landmarks.values():
        _finite(mark.position, mark.id)
    for curve in atlas.curves.values():
        _finite(curve.points, "a curve")
    for attachment in atlas.attachments.values():
        _finite(attachment.boundary, attachment.id)
    for fibres in atlas.fibres.values():
        for field in fields(fibres):
            value = getattr(fibres, field.name)
            if isinstance(value, np.ndarray):
                _finite(value, f"fibres: {field.name}")
                assert not value.flags.writeable, f"fibres: {field.name} can be changed"
        lengths = np.linalg.norm(np.diff(fibres.points, axis=1), axis=2).sum(axis=1)
        assert (lengths > 0.0).all(), "a fibre without length"
        low, high = fibres.fleshy_mm.T
        assert (low >= 0.0).all(), "a belly that begins before its fibre"
        assert (high >= low).all(), "a belly that ends before it begins"
        assert fibres.tendon.min() >= 0.0, "less than no tendon"
        assert fibres.tendon.max() <= 1.0, "more than all tendon"
    for point in atlas.trigger_points.values():
        _check_point(atlas, point)
    _check_use(atlas)


def _check_point(atlas: Atlas, point: TriggerPoint) -> None:
    skin = atlas.structures["skin"]
    for name in ("essential", "spillover", "light_essential", "light_spillover"):
        values = getattr(point, name)
        _finite(values, f"{point.id}: {name}")
        assert 0.0 <= values.min() <= values.max() <= 1.0, f"{point.id}: {name} is no share"
    assert point.essential.max() >= 0.5, f"{point.id}: its essential zone is empty"
    reach = np.abs(np.vstack([skin.full.vertices.min(axis=0), skin.full.vertices.max(axis=0)])).max() * 1.5
    for name in ("position", "press_position"):
        _finite(getattr(point, name), f"{point.id}: {name}")
        assert np.abs(getattr(point, name)).max() < reach, f"{point.id}: {name} lies outside of the body"
    assert point.essential_zone.area_cm2 > 0.0, f"{point.id}: an area of nothing"
    for place in (point.press, *point.referral_paths):
        assert len(place.corners), f"{point.id}: a path without places"
        assert 0 <= place.corners.min() <= place.corners.max() < len(skin.full.vertices), f"{point.id}: off the skin"
        _finite(place.weights, f"{point.id}: weights")
        assert np.allclose(place.weights.sum(axis=1), 1.0, atol=1e-3), f"{point.id}: weights that do not add up"


def _check_use(atlas: Atlas) -> None:
    """The first picture and one pose of what was loaded."""
    if not atlas.structures:
        return
    default_state(atlas)
    if not (atlas.motion or atlas.skin_shapes):
        return
    placed = pose(atlas, hip_abduction_deg={"right": 12.3, "left": 0.0})
    for id_ in atlas.structures:
        _finite(placed.vertices(id_), f"posed vertices of {id_}")
        low, high = atlas.structures[id_].full.vertices.min(), atlas.structures[id_].full.vertices.max()
        assert np.abs(placed.vertices(id_)).max() < 3 * max(abs(low), abs(high)) + 500, f"{id_} flies away"
    for id_ in atlas.motion:
        if id_ in atlas.fibres:
            _finite(placed.moment_arm_mm(id_), f"moment arms of {id_}")


def _finite(values: np.ndarray, what: str) -> None:
    assert np.isfinite(values).all(), f"{what}: no finite numbers"
