"""From where the lever of one-leg stance is seen whole: from the front, with a load in either hand."""

from __future__ import annotations

import numpy as np

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.motion.lever import SHOULDER_SHARE
from anatomy_viewer.state.view_state import Camera
from anatomy_viewer.state.views import fitted_camera, view_camera

_BESIDE_MM = 70.0
"""Room for the words beside a load: approximate."""
_ABOVE_MM, _BELOW_MM = 240.0, 200.0
"""From the hips up past crest and joint force, and down past the upper femur and the weight's arrow: approximate."""


def lever_camera(atlas: Atlas) -> Camera | None:
    """The front view with pelvis, lever and both hands of a 4:3 picture; None where the model has no hip joints."""
    if any(f"hip.{side}" not in atlas.joints for side in ("right", "left")):
        return None
    middle = (atlas.joints["hip.right"].center + atlas.joints["hip.left"].center) / 2.0
    across = SHOULDER_SHARE * atlas.subject.stature_m * 1e3 + _BESIDE_MM
    corners = [middle + np.array([x, 0.0, z]) for x in (-across, across) for z in (-_BELOW_MM, _ABOVE_MM)]
    return fitted_camera(view_camera(atlas, "front"), np.array(corners))
