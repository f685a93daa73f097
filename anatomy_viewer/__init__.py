"""The human hip in 3D, for teaching.

`load_atlas` reads a model pack; everything in the result is plain numpy. `resolve` says what would be seen of it in a
`ViewState`, and `render` draws that without a display. Importing this package loads nothing heavy: neither numpy nor Qt
nor VTK before a name is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from anatomy_viewer.atlas.loader import PackError, load_atlas
    from anatomy_viewer.atlas.model import Atlas
    from anatomy_viewer.atlas.trigger_points import TriggerPoint
    from anatomy_viewer.export.array import render
    from anatomy_viewer.motion.pose import Pose, pose
    from anatomy_viewer.pain.ranking import Score, rank_trigger_points
    from anatomy_viewer.scene.resolve import resolve
    from anatomy_viewer.scene.scene import Scene
    from anatomy_viewer.stage.offscreen import RenderError
    from anatomy_viewer.state.view_state import ViewState
    from anatomy_viewer.state.views import default_state, view_camera

__version__ = "0.1.0"
__all__ = [
    "Atlas",
    "PackError",
    "Pose",
    "RenderError",
    "Scene",
    "Score",
    "TriggerPoint",
    "ViewState",
    "__version__",
    "default_state",
    "load_atlas",
    "pose",
    "rank_trigger_points",
    "render",
    "resolve",
    "view_camera",
]

_HOMES = {
    "Atlas": "anatomy_viewer.atlas.model",
    "PackError": "anatomy_viewer.atlas.loader",
    "Pose": "anatomy_viewer.motion.pose",
    "RenderError": "anatomy_viewer.stage.offscreen",
    "Scene": "anatomy_viewer.scene.scene",
    "Score": "anatomy_viewer.pain.ranking",
    "TriggerPoint": "anatomy_viewer.atlas.trigger_points",
    "ViewState": "anatomy_viewer.state.view_state",
    "default_state": "anatomy_viewer.state.views",
    "load_atlas": "anatomy_viewer.atlas.loader",
    "pose": "anatomy_viewer.motion.pose",
    "rank_trigger_points": "anatomy_viewer.pain.ranking",
    "render": "anatomy_viewer.export.array",
    "resolve": "anatomy_viewer.scene.resolve",
    "view_camera": "anatomy_viewer.state.views",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  (a module's attributes are of any type)
    """Fetches a public name from its module when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
