"""The three lines of gluteus medius in the model gait2392 (Delp et al. 1990, doi 10.1109/10.102791)."""

from __future__ import annotations

import numpy as np

from anatomy_viewer.atlas.model import Atlas

LENGTHS_MM = {"Anterior part": 121.0, "Middle part": 131.0, "Posterior part": 110.0}
"""From attachment to attachment in the neutral pose, computed from the open model."""
JOINTS_APART_MM = 167.0
"""Between the centres of its hip joints: by this it is brought to the size of another model."""


def joints_apart_mm(atlas: Atlas) -> float | None:
    """Between the centres of the hip joints of a model, mm; None where it has but one."""
    centers = [joint.center for id_, joint in atlas.joints.items() if id_.startswith("hip.")]
    return float(np.ptp(np.array(centers)[:, 0])) if len(centers) > 1 else None
