"""Keeps the openness of all surfaces in step with what is shown: worked out in small steps, remembered, faded in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Iterable

import numpy as np

from anatomy_viewer.scene.stand import STILL, Stand
from anatomy_viewer.stage.sky import CELL_MM, Floats, SampleSites, openness, points_at, sample_sites
from anatomy_viewer.stage.surface import Level, Surface

OCCLUDING_OPACITY = 0.6
"""A structure fainter than this throws no shade."""

_REMEMBERED = 8
_CELLS_ACROSS = 500
_LEVELS: tuple[Level, Level] = ("full", "light")

Shown = tuple[frozenset[str], frozenset[str], Stand]
"""Which structures are in the picture, which of them throw shade, and how the body stands."""

Openness = dict[tuple[str, Level], Floats]


class Daylight:
    """The ambient light of the whole scene, a ball of `radius` mm; in a vast one it is coarser, or it would not end."""

    def __init__(self, surfaces: Iterable[Surface], radius: float) -> None:
        self._cell_mm = max(CELL_MM, 2 * radius / _CELLS_ACROSS)
        self._surfaces = {surface.structure.id: surface for surface in surfaces}
        self._sites: dict[str, SampleSites] = {}
        self._stand = STILL
        self._known: OrderedDict[Shown, Openness] = OrderedDict()
        self._lit: Shown = (frozenset(), frozenset(), STILL)
        self._work: tuple[Shown, Generator[None, None, Openness]] | None = None

    def stand(self, stand: Stand) -> None:
        """The surfaces stand like this now; the light stays as it is until it is recalled or worked out."""
        self._stand = stand

    def recall(self) -> bool:
        """Puts on what was worked out before for what is shown now; whether that is all there is to do."""
        shown = self._shown()
        if shown in self._known and shown != self._lit:
            self._put_on(shown)
        return shown == self._lit

    def step(self) -> bool:
        """Works for about 10 ms on the openness of what is shown now, and puts it on at the end; whether more remains.

        Work cut short by a move of the camera goes on where it stopped.
        """
        if self.recall():
            return False
        shown = self._shown()
        if self._work is None or self._work[0] != shown:
            self._work = shown, self._work_out(shown)
        try:
            next(self._work[1])
        except StopIteration as end:
            self._work = None
            self._remember(shown, end.value)
            self._put_on(shown)
            return False
        return True

    def _work_out(self, shown: Shown) -> Generator[None, None, Openness]:
        parts = [(id_, level) for id_ in sorted(shown[0]) for level in _LEVELS]
        values = yield from openness(self._occluders(shown[1]), *self._points_and_normals(parts), self._cell_mm)
        ends = np.cumsum([self._surfaces[id_].meshes[level].n_points for id_, level in parts])
        return dict(zip(parts, np.split(values, ends[:-1]), strict=True)) if parts else {}

    def _shown(self) -> Shown:
        drawn = {id_: surface for id_, surface in self._surfaces.items() if surface.drawn}
        solid = (id_ for id_, surface in drawn.items() if surface.look.opacity >= OCCLUDING_OPACITY)
        return frozenset(drawn), frozenset(solid), self._stand

    def _occluders(self, ids: frozenset[str]) -> Floats:
        for id_ in ids - self._sites.keys():
            self._sites[id_] = sample_sites(self._surfaces[id_].structure.light, self._cell_mm)
        samples = (points_at(self._sites[id_], self._surfaces[id_].points("light")) for id_ in sorted(ids))
        return np.concatenate([np.empty((0, 3), np.float32), *samples])

    def _points_and_normals(self, parts: list[tuple[str, Level]]) -> tuple[Floats, Floats]:
        nothing = np.empty((0, 3), np.float32)
        points = [self._surfaces[id_].points(level) for id_, level in parts]
        normals = [self._surfaces[id_].normals(level) for id_, level in parts]
        return np.concatenate([nothing, *points]), np.concatenate([nothing, *normals])

    def _remember(self, shown: Shown, result: Openness) -> None:
        self._known[shown] = result
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    def _put_on(self, shown: Shown) -> None:
        for (id_, level), values in self._known[shown].items():
            self._surfaces[id_].set_openness(level, values)
        self._known.move_to_end(shown)
        self._lit = shown
