"""What a saved view asks for that a model does not have: it is drawn without it, and that is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from anatomy_viewer.atlas.model import Atlas, PackProblem
from anatomy_viewer.atlas.tables import did_you_mean, shortened
from anatomy_viewer.motion.prepared import PREPARED
from anatomy_viewer.pain.regions import regions
from anatomy_viewer.state.view_state import ViewState

_LONGEST_ID = 100
_MOST_TOLD = 20
"""Of looks, and of trigger points."""


def lacking(atlas: Atlas, state: ViewState) -> Iterator[PackProblem]:
    """What of a state names nothing in the atlas, each in one sentence that begins with its key."""
    for id_ in [id_ for id_, _ in state.looks if id_ not in atlas.structures][:_MOST_TOLD]:
        yield _passed_over("looks", id_, atlas.structures, "structure")
    points = atlas.trigger_points
    for id_ in [id_ for id_ in state.pain.points if id_ not in points][:_MOST_TOLD]:
        yield _passed_over("pain.points", id_, points, "trigger point")
    if state.pain.region is not None and state.pain.region not in regions(atlas):
        yield _passed_over("pain.region", state.pain.region, regions(atlas), "region of the skin")
    if state.motion.prepared is not None and state.motion.prepared not in PREPARED:
        yield _passed_over("motion.prepared", state.motion.prepared, PREPARED, "prepared motion")
    asked = _asked_of_hips(state)
    for side in [side for side in ("right", "left") if side in asked and f"hip.{side}" not in atlas.joints]:
        yield _passed_over(asked[side], f"hip.{side}", atlas.joints, "joint")
    if _shows_fan(state) and state.fan.muscle not in atlas.fibres:
        yield _passed_over("fan.muscle", state.fan.muscle, atlas.fibres, "muscle with fibres")
    chosen = {*atlas.structures, *atlas.attachments, *points}
    if state.selected is not None and state.selected not in chosen:
        yield _passed_over("selected", state.selected, chosen, "structure, attachment or trigger point")


def _asked_of_hips(state: ViewState) -> dict[str, str]:
    """Which hips have to turn in a state, and the key that asks for it."""
    motion = state.motion
    if motion.kind == "stance":
        return {"right": "motion.kind", "left": "motion.kind"}
    angles = {"right": motion.right_deg, "left": motion.left_deg}
    return {side: f"motion.{side}_deg" for side, angle in angles.items() if angle != 0.0}


def _shows_fan(state: ViewState) -> bool:
    return state.fan.mode != "solid" or state.fan.patches or state.fan.labels


def _passed_over(key: str, id_: str, known: Collection[str], what: str) -> PackProblem:
    told = f"needs the {what} '{shortened(id_, _LONGEST_ID)}', which this model does not have: it is drawn without it."
    return PackProblem(key, told, did_you_mean(id_, known) or "Take the key away, or draw the model it was saved of.")
