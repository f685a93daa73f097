"""What is named beside the anatomy, and the point that each name belongs to."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from anatomy_viewer.atlas.model import Atlas, Attachment, FibreSet, Vector
from anatomy_viewer.stage.fan_sheet import fan_sheet
from anatomy_viewer.stage.fibre_order import Floats, opening_ranks
from anatomy_viewer.stage.spread import sagittal_protractor, spatial_protractor, spread_is_shown
from anatomy_viewer.state.view_state import ViewState

_LETTERS = 34
_NEAR_MM, _ON_MM = 45.0, 4.0
"""Landmarks this near to an attachment are named; one that lies on it is not named beside it."""


@dataclass(frozen=True, eq=False)
class Word:
    """A name, lines broken; its point, (3,) mm; whether it lies on a surface, and so can be hidden by another."""

    text: str
    point: Vector
    on_surface: bool


def words(atlas: Atlas, state: ViewState) -> list[Word]:
    """All that has a name in this picture, the most important first."""
    fan = state.fan
    named: list[Word] = []
    attachments = shown_attachments(atlas, state)
    named += [_word(one.names.en, _middle(one), on_surface=True) for one in attachments]
    fibres = atlas.fibres.get(fan.muscle)
    if fibres is not None and fan.mode in {"faded", "fibres", "surface"} and state.look(fan.muscle).visible:
        named += _parts(fibres, sweep=fan.sweep, on_sheet=fan.mode == "surface")
    if fibres is not None and spread_is_shown(state):
        for protractor, plane in ((sagittal_protractor(fibres), "sagittal"), (spatial_protractor(fibres), "3D")):
            named.append(_word(f"{protractor.angle_deg:.0f}° {plane}", protractor.figure_at, on_surface=False))
    named += [
        _word(curve.names.en, curve.points[len(curve.points) // 2], on_surface=True)
        for curve in atlas.curves.values()
        if curve.id in shown_curves(atlas, state)
    ]
    return named + list(_landmarks(atlas, attachments))


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


def _middle(attachment: Attachment) -> Vector:
    """The point of a patch that is nearest to the mean of all of it."""
    vertices = attachment.patch.vertices.astype(np.float64)
    return np.asarray(vertices[np.argmin(np.linalg.norm(vertices - vertices.mean(axis=0), axis=1))])


def _parts(fibres: FibreSet, *, sweep: float, on_sheet: bool) -> Iterator[Word]:
    """Each part that has begun to show, named at the middle fibre of what shows of it, or on the sheet beside it."""
    ranks = opening_ranks(fibres.points)
    for number, names in enumerate(fibres.parts):
        shown = np.flatnonzero((fibres.part == number) & (ranks <= sweep))
        if len(shown):
            middle = shown[np.argsort(ranks[shown])[len(shown) // 2]]
            line = _column_of(fibres, ranks[middle]) if on_sheet else fibres.points[middle]
            yield _word(names.en, line[len(line) // 3].astype(np.float64), on_surface=False)


def _column_of(fibres: FibreSet, rank: float) -> Floats:
    """The last line of the fan's sheet that shows when it is open as far as `rank`."""
    sheet = fan_sheet(fibres)
    return np.asarray(sheet.points[np.searchsorted(sheet.ranks, rank, side="right") - 1])


def _landmarks(atlas: Atlas, attachments: list[Attachment]) -> Iterator[Word]:
    """Landmarks beside the attachments, on the bones that carry them."""
    for landmark in atlas.landmarks.values():
        patches = [one.patch.vertices for one in attachments if one.structure == landmark.structure]
        if patches:
            away = min(float(np.linalg.norm(patch - landmark.position, axis=1).min()) for patch in patches)
            if _ON_MM < away < _NEAR_MM:
                yield _word(landmark.names.en, landmark.position, on_surface=True)


def _word(text: str, point: Vector, *, on_surface: bool) -> Word:
    return Word(broken(text), point, on_surface)


def broken(text: str) -> str:
    """A name in lines of at most 34 letters and of about the same length, so that none holds a lonely word."""
    lines = textwrap.wrap(text, _LETTERS)
    if len(lines) < 2:
        return text
    narrower = range(len(text) // len(lines), _LETTERS)
    even = (textwrap.wrap(text, width) for width in narrower)
    return "\n".join(next((tried for tried in even if len(tried) == len(lines)), lines))
