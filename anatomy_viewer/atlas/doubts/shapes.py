"""Do the shapes of a muscle in motion follow the bones on which it begins and ends?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from scipy.spatial.transform import Rotation

from anatomy_viewer.atlas.manifest import FILE_NAME, Manifest
from anatomy_viewer.atlas.model import FibreSet, PackProblem, ShapeSeries

_AT_DEG = 30.0
"""Abduction at which shapes are judged: far enough that a wrong step or sign shows."""

_OFF_MM = 25.0
"""The middle one of the fibres may end so far from where the bone carries its end."""

_REMEDY = "Make the shapes anew for this muscle, in millimetres by step_mm, and write the file's new SHA-256."


def doubts_of_shapes(
    motion: Mapping[str, ShapeSeries], fibres: Mapping[str, FibreSet], manifest: Manifest
) -> Iterator[PackProblem]:
    """Muscles whose fibres leave their bones when the leg is lifted; of those that are their own, not mirrored."""
    for id_, shapes in motion.items():
        lines, joint = fibres.get(id_), manifest.joints.get(f"hip.{id_.rpartition('.')[2]}")
        if lines is None or joint is None or manifest.motion[id_].mirror_of is not None or not shapes.fibres.size:
            continue
        at = int(np.abs(shapes.angles_deg - _AT_DEG).argmin())
        moved = shapes.fibres[at].reshape(lines.points.shape).astype(np.float64) * shapes.step_mm
        axis = np.array(joint.abduction_axis) / np.linalg.norm(joint.abduction_axis)
        turn = Rotation.from_rotvec(np.radians(float(shapes.angles_deg[at])) * axis)
        ends = lines.points[:, -1].astype(np.float64)
        carried = turn.apply(ends - joint.center) + joint.center
        off = float(np.median(np.linalg.norm(ends + moved[:, -1] - carried, axis=1)))
        off = max(off, float(np.median(np.linalg.norm(moved[:, 0], axis=1))))
        if off > _OFF_MM:
            what = f"takes the fibres {off:.0f} mm off their bones at {shapes.angles_deg[at]:g}° of abduction."
            yield PackProblem(f'{FILE_NAME}: motion."{id_}"', what, _REMEDY)
