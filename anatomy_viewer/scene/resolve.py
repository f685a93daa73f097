"""From a state of an atlas to what is to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import MappingProxyType
from weakref import WeakKeyDictionary

import numpy as np

from anatomy_viewer.atlas.model import Atlas, Structure
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.pain.colours import Level
from anatomy_viewer.scene.effort_looks import Tint, tints
from anatomy_viewer.scene.fibre_order import opening_ranks
from anatomy_viewer.scene.followed import Followed
from anatomy_viewer.scene.label_words import shown_attachments, words
from anatomy_viewer.scene.legend import entries, note
from anatomy_viewer.scene.looks import look_of
from anatomy_viewer.scene.placing import placed
from anatomy_viewer.scene.scene import (
    Scene,
    SceneAttachment,
    SceneFibres,
    ScenePoint,
    SceneStructure,
)
from anatomy_viewer.scene.spread import MODES_WITH_SPREAD
from anatomy_viewer.scene.stand import Stand, placing, posed, stand_of
from anatomy_viewer.scene.wording import ENGLISH, Wording
from anatomy_viewer.scene.zones import Zones, shown_points, zones_of, zones_under
from anatomy_viewer.state.view_state import ViewState

_POSES: WeakKeyDictionary[Atlas, tuple[Stand, Pose | None]] = WeakKeyDictionary()
"""The last pose of each atlas: most states differ from the one before in something else."""


def resolve(atlas: Atlas, state: ViewState, *, level: Level = "full", wording: Wording = ENGLISH) -> Scene:
    """What is to be seen of `state` in `atlas`: pure, without drawing anything.

    level: whether surfaces are those of full or of light detail. wording: the words of labels and legend. Coordinates
    are RAS millimetres; vertices of what has not moved are the arrays of the atlas itself.
    """
    pose = _pose(atlas, state)
    tinted = tints(atlas, pose, state.motion)
    make = partial(_structure, atlas, state, pose, level, tinted, zones_of(atlas, state))
    ids = shown_points(atlas, state)
    return Scene(
        camera=state.camera,
        theme=state.theme,
        structures=MappingProxyType({id_: make(part) for id_, part in atlas.structures.items()}),
        fibres=_fibres(atlas, state, pose),
        attachments=MappingProxyType({one.id: one for one in _attachments(atlas, state, pose)}),
        points=MappingProxyType({id_: _point(atlas, state, pose, id_) for id_ in ids}),
        labels=tuple(words(atlas, state, wording, pose)),
        legend=tuple(entries(atlas, state, ids, _sharing(atlas, state), wording.pain)) if state.pain.shown else (),
        note=note(atlas, ids, wording.pain) if state.pain.shown else "",
    )


def _pose(atlas: Atlas, state: ViewState) -> Pose | None:
    stand = stand_of(atlas, state.motion)
    known = _POSES.get(atlas)
    if known is None or known[0] != stand:
        known = _POSES[atlas] = stand, posed(atlas, stand)
    return known[1]


def _structure(
    atlas: Atlas,
    state: ViewState,
    pose: Pose | None,
    level: Level,
    tinted: dict[str, Tint],
    pain: Zones | None,
    part: Structure,
) -> SceneStructure:
    mesh = part.full if level == "full" else part.light
    look = look_of(atlas, state, part)
    red, green, blue = (channel / 255.0 for channel in part.color)
    tint = tinted.get(part.id, Tint((red, green, blue)))
    return SceneStructure(
        id=part.id,
        names=part.names,
        kind=part.kind,
        vertices=mesh.vertices if pose is None else pose.vertices(part.id, level),
        triangles=mesh.triangles,
        visible=look.visible,
        opacity=look.opacity,
        color=tint.color,
        glow=tint.glow,
        zones=None if pain is None else _zones(atlas, state, pain, part, level),
    )


def _zones(atlas: Atlas, state: ViewState, pain: Zones, part: Structure, level: Level) -> Zones | None:
    if part.kind == "skin":
        return pain if level == "full" else zones_of(atlas, state, level)
    return zones_under(atlas, pain, part.id, level) if state.pain.parts else None


def _fibres(atlas: Atlas, state: ViewState, pose: Pose | None) -> SceneFibres | None:
    fan = state.fan
    fibres = atlas.fibres.get(fan.muscle)
    if fibres is None or fan.mode not in MODES_WITH_SPREAD or not state.look(fan.muscle).visible:
        return None
    shown = opening_ranks(fibres.points) <= fan.sweep
    lines = fibres.points if pose is None else pose.fibres(fan.muscle)
    return SceneFibres(fan.muscle, lines[shown], fibres.part[shown], fibres.parts)


def _attachments(atlas: Atlas, state: ViewState, pose: Pose | None) -> Iterator[SceneAttachment]:
    for one in shown_attachments(atlas, state):
        matrix = placing(pose, atlas.structures[one.structure].body)
        vertices = np.asarray(placed(one.patch.vertices, matrix), np.float32)
        yield SceneAttachment(one.id, one.names, one.kind, one.structure, vertices, one.patch.triangles)


def _point(atlas: Atlas, state: ViewState, pose: Pose | None, id_: str) -> ScenePoint:
    point = atlas.trigger_points[id_]
    muscle = atlas.structures[point.muscle]
    skin = next(part for part in atlas.structures.values() if part.kind == "skin")
    now = {part.id: part.full.vertices if pose is None else pose.vertices(part.id) for part in (muscle, skin)}
    mark = Followed(point.position, muscle.full.vertices).at(now[muscle.id])[0]
    paths = tuple(path.on(now[skin.id]) for path in point.referral_paths) if state.pain.referral_paths else ()
    return ScenePoint(id_, mark, point.press.on(now[skin.id])[0], paths)


def _sharing(atlas: Atlas, state: ViewState) -> np.ndarray:
    found = zones_of(atlas, state, "light") if shown_points(atlas, state) else None
    return np.zeros(0) if found is None else found.sharing
