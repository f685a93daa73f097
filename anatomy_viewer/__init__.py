"""The human hip in 3D, for teaching.

`load_atlas` reads a model pack; everything in the result is plain numpy. Importing this package loads nothing heavy:
neither numpy nor Qt nor VTK before a name is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from anatomy_viewer.atlas.loader import PackError, load_atlas
    from anatomy_viewer.atlas.model import Atlas
    from anatomy_viewer.atlas.trigger_points import TriggerPoint
    from anatomy_viewer.motion.pose import Pose, pose
    from anatomy_viewer.pain.ranking import Score, rank_trigger_points

__version__ = "0.1.0"
__all__ = [
    "Atlas",
    "PackError",
    "Pose",
    "Score",
    "TriggerPoint",
    "__version__",
    "load_atlas",
    "pose",
    "rank_trigger_points",
]

_HOMES = {
    "Atlas": "anatomy_viewer.atlas.model",
    "PackError": "anatomy_viewer.atlas.loader",
    "Pose": "anatomy_viewer.motion.pose",
    "Score": "anatomy_viewer.pain.ranking",
    "TriggerPoint": "anatomy_viewer.atlas.trigger_points",
    "load_atlas": "anatomy_viewer.atlas.loader",
    "pose": "anatomy_viewer.motion.pose",
    "rank_trigger_points": "anatomy_viewer.pain.ranking",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  (a module's attributes are of any type)
    """Fetches a public name from its module when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
