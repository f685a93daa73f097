"""What is named beside the anatomy, and the point that each name belongs to."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.model import Atlas, Attachment, Vector
from anatomy_viewer.motion.pose import Pose
from anatomy_viewer.scene.fan_sheet import fan_sheet
from anatomy_viewer.scene.fibre_order import Floats, opening_ranks
from anatomy_viewer.scene.placing import placed
from anatomy_viewer.scene.spread import MODES_WITH_SPREAD, Measure, measures, spread_is_shown
from anatomy_viewer.scene.stand import placing
from anatomy_viewer.scene.wording import ENGLISH, Wording
from anatomy_viewer.state.view_state import ViewState

_NEAR_MM, _ON_MM = 45.0, 4.0
"""Landmarks this near to an attachment are named; one that lies on it is not named beside it."""
_PAST_INSERTION_MM = 8.0
"""A fibre that ends so far from every insertion goes somewhere else."""
_SPOTS = 4
"""Places of a patch that are tried until one is seen."""
_SURFACE_SPOTS = 6
"""And of a whole muscle."""
_LINES_TRIED = 8
"""Of a part, from its middle outwards."""
_CLEAR_SPOTS = 2
"""So many spots with no other part before them are looked for: that takes most of the time."""
_STRIDE, _BESIDE_MM = 4, 5.0
"""Every so many points of a line, of its half by the origin, where the spots are, are asked whether they lie before a
spot: so near to the line of sight."""
_FROM_THE_SIDE = (0.3, 1.0, 1.0)
"""Weights of the axes in what counts as the middle of a muscle: its outer face is what is mostly seen."""


@dataclass(frozen=True, eq=False)
class Word:
    """A name and the spots, (n, 3) mm, of which the first that can be seen is led to.

    `measure` is what a figure belongs to, which stands above the scene and is never hidden in it.
    """

    text: str
    spots: Vector
    measure: Measure | None = None


@dataclass(frozen=True, eq=False)
class _Place:
    """Where points of bones are in a pose."""

    atlas: Atlas
    pose: Pose | None

    def on(self, structure: str, points: Vector) -> Vector:
        """Points of a bone, (n, 3) mm, as it stands."""
        return np.asarray(placed(points, placing(self.pose, self.atlas.structures[structure].body)))


def words(atlas: Atlas, state: ViewState, wording: Wording = ENGLISH, pose: Pose | None = None) -> list[Word]:
    """All that has a name in this picture, the most important first; `pose` is that of the state."""
    fan = state.fan
    attachments = shown_attachments(atlas, state)
    place = _Place(atlas, pose)
    named = [_word(one.names.en, one.id, place.on(one.structure, _spots(one))) for one in attachments]
    fibres = atlas.fibres.get(fan.muscle)
    fibres_seen = fibres is not None and fan.mode in MODES_WITH_SPREAD and state.look(fan.muscle).visible
    if fibres is not None and fibres_seen:
        points = fibres.points if pose is None else pose.fibres(fan.muscle)
        named += _parts(atlas, state, points)
    if spread_is_shown(state):
        named += [_figure(measure, wording) for measure in measures(atlas, fan.muscle, fan.sweep)]
    if fan.mode == "solid":
        named += _muscles(atlas, state, pose)
    if fibres_seen or fan.mode == "solid":
        named += _tract(atlas, state, wording, pose)
    if fibres_seen:  # lines and landmarks would crowd what the fibres show
        return named
    shown = shown_curves(atlas, state)
    curves = (one for one in atlas.curves.values() if one.id in shown)
    named += [_word(one.names.en, one.id, place.on(one.structure, _along(one.points))) for one in curves]
    return named + list(_landmarks(atlas, attachments, place))


def shown_attachments(atlas: Atlas, state: ViewState) -> list[Attachment]:
    """Attachments of the fan's muscle on bones that are shown; none unless they are painted."""
    if not state.fan.shows_patches:
        return []
    own = (one for one in atlas.attachments.values() if one.muscle == state.fan.muscle)
    return [one for one in own if state.look(one.structure).visible]


def shown_curves(atlas: Atlas, state: ViewState) -> set[str]:
    """Ids of the lines on the bones that carry the painted attachments."""
    bones = {one.structure for one in shown_attachments(atlas, state)}
    return {id_ for id_, curve in atlas.curves.items() if curve.structure in bones}


def _spots(attachment: Attachment) -> Vector:
    """Points of a patch from the one nearest to the mean of all of it outwards, (n, 3)."""
    vertices = attachment.patch.vertices.astype(np.float64)
    order = np.argsort(np.linalg.norm(vertices - vertices.mean(axis=0), axis=1))
    return np.asarray(vertices[order[:: max(len(order) // _SPOTS, 1)][:_SPOTS]])


def _along(line: Vector) -> Vector:
    """Points of a line from its middle to its ends, (n, 3)."""
    at = np.array([0.5, 0.3, 0.7])
    return np.asarray(line[(at * (len(line) - 1)).astype(int)])


def _parts(atlas: Atlas, state: ViewState, points: Floats) -> Iterator[Word]:
    """Each part that has begun to show, named in its middle, where parts lie apart; points: (k, s, 3) mm."""
    fibres, lines = atlas.fibres[state.fan.muscle], points
    neutral = fibres.points
    ranks, part = opening_ranks(fibres.points), fibres.part
    if state.fan.mode == "surface":
        sheet = fan_sheet(atlas, state.fan.muscle)
        neutral = sheet.points
        lines = neutral if points is fibres.points else sheet.through(points)
        ranks, part = sheet.ranks, sheet.part
    seen = np.flatnonzero(ranks <= state.fan.sweep)
    around = lines[seen, : lines.shape[1] // 2 + 1 : _STRIDE].reshape(-1, 3).astype(np.float64)
    of, eye = np.repeat(part[seen], len(around) // max(len(seen), 1)), np.array(state.camera.position)
    for number, names in enumerate(fibres.parts):
        shown = np.flatnonzero((part == number) & (ranks <= state.fan.sweep))
        if len(shown):
            upper = neutral[shown, neutral.shape[1] // 4].astype(np.float64)  # so that a name keeps its line in motion
            order = shown[np.argsort(np.linalg.norm(upper - upper.mean(axis=0), axis=1), kind="stable")]
            tried = lines[order[:: max(len(order) // _LINES_TRIED, 1)]]
            spots = np.array([line[len(line) * share // 12] for share in (3, 2, 5, 1) for line in tried], np.float64)
            clear = (at for at, spot in enumerate(spots) if not _is_behind(spot, around, of, number, eye))
            first = list(islice(clear, _CLEAR_SPOTS))
            yield _word(names.en, "", np.concatenate([spots[first], np.delete(spots, first, axis=0)]))


def _is_behind(spot: Vector, around: Vector, of: np.ndarray, part: int, eye: Vector) -> bool:
    """Whether a line of another part passes before a spot; around: (n, 3) mm, points of lines; of: (n,) their parts."""
    away = float(np.linalg.norm(spot - eye))
    sight, points = (spot - eye) / max(away, 1e-9), around - eye
    depth = points @ sight
    near = np.linalg.norm(points - depth[:, None] * sight, axis=1) < _BESIDE_MM
    return bool(near.any() and of[near][int(depth[near].argmin())] != part)


def _figure(measure: Measure, wording: Wording) -> Word:
    """The number of a measure, where it is drawn."""
    if measure.kind == "crest":
        text = wording.crest.format(figure=f"{measure.value / 10:.1f}")
    else:
        text = getattr(wording, measure.kind).format(figure=f"{measure.value:.0f}")
    return Word(text, measure.figure_at[None], measure)


def _muscles(atlas: Atlas, state: ViewState, pose: Pose | None) -> Iterator[Word]:
    """The muscles of the fan's side, its own first, each at the spot nearest to its middle that is seen."""
    own = atlas.structures.get(state.fan.muscle)
    if own is None:
        return
    for part in sorted(atlas.structures.values(), key=lambda part: part is not own):
        if part.kind == "muscle" and part.side == own.side and state.look(part.id).visible:
            vertices = part.light.vertices.astype(np.float64)
            aside = (vertices - vertices.mean(axis=0)) * _FROM_THE_SIDE
            order = np.argsort(np.linalg.norm(aside, axis=1))
            now = vertices if pose is None else pose.vertices(part.id, "light").astype(np.float64)
            yield _word(part.names.en, part.id, now[_first_near_then_far(order)])


def _tract(atlas: Atlas, state: ViewState, wording: Wording, pose: Pose | None) -> Iterator[Word]:
    """Where fibres of gluteus maximus run on into the iliotibial tract, which the model need not have."""
    id_ = state.fan.muscle
    name, _, side = id_.partition(".")
    fibres = atlas.fibres.get(id_)
    if name != "gluteus_maximus" or fibres is None or f"iliotibial_tract.{side}" in atlas.structures:
        return
    goals = [one.patch.vertices for one in atlas.attachments.values() if one.muscle == id_ and one.kind == "insertion"]
    if not goals or not state.look(id_).visible:
        return
    away = cKDTree(np.concatenate(goals)).query(fibres.points[:, -1])[0] > _PAST_INSERTION_MM
    solid = state.fan.mode == "solid"
    ends = np.flatnonzero(away & (solid | (opening_ranks(fibres.points) <= state.fan.sweep)))
    if len(ends):
        now = (fibres.points if pose is None else pose.fibres(id_))[ends, -1].astype(np.float64)
        if solid:
            part = atlas.structures[id_].light
            at = cKDTree(part.vertices).query(fibres.points[ends, -1])[1]
            now = np.asarray(part.vertices if pose is None else pose.vertices(id_, "light"))[at].astype(np.float64)
        yield Word(wording.tract, now[np.argsort(np.linalg.norm(now - now.mean(axis=0), axis=1))][::4])


def _first_near_then_far(order: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Of vertices from the middle outwards some that lie near it, on whichever face, then some all over the muscle."""
    near = order[: 2 * _SURFACE_SPOTS : 2]
    return np.concatenate([near, order[len(near) :: max(len(order) // _SURFACE_SPOTS, 1)]])


def _landmarks(atlas: Atlas, attachments: list[Attachment], place: _Place) -> Iterator[Word]:
    """Landmarks beside the attachments, on the bones that carry them."""
    for landmark in atlas.landmarks.values():
        patches = [one.patch.vertices for one in attachments if one.structure == landmark.structure]
        if patches:
            away = min(float(np.linalg.norm(patch - landmark.position, axis=1).min()) for patch in patches)
            if _ON_MM < away < _NEAR_MM:
                yield _word(landmark.names.en, landmark.id, place.on(landmark.structure, landmark.position[None]))


def _word(text: str, id_: str, spots: Vector) -> Word:
    """A name without its side, which all names of a picture share and the figure in the corner tells."""
    side = next((side for side in ("right", "left") if side in id_.split(".")), "")
    before = f"{side.capitalize()} "
    if side and text.startswith(before):
        text = text[len(before) :].capitalize()
    return Word(text.removesuffix(f", {side}"), spots)


_LONGEST_NAME, _LONGEST_WORD = 100, 24
"""Letters of a name that stand in the picture, and of a word that is not cut."""


def broken(text: str, letters: int) -> str:
    """A name in lines of at most so many letters and of about the same length, so that none holds a lonely word.

    What would be a long text beside the anatomy is cut short, and words are cut that would be a line by themselves.
    """
    text = text if len(text) <= _LONGEST_NAME else text[:_LONGEST_NAME].rstrip() + "…"
    cut = any(len(word) > max(_LONGEST_WORD, letters) for word in text.split())
    lines = textwrap.wrap(text, letters, break_long_words=cut)
    if len(lines) < 2:
        return text
    narrower = range(max(len(text) // len(lines), 1), letters)
    even = (textwrap.wrap(text, width, break_long_words=cut) for width in narrower)
    return "\n".join(next((tried for tried in even if len(tried) == len(lines)), lines))
