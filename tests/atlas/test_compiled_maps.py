"""The file of compiled maps is used only where it keeps what the maps promise; else they are worked out afresh."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.painmaps import PainMaps, load, load_painmaps
from anatomy_viewer.atlas.painmaps import compile as compiling
from anatomy_viewer.atlas.painmaps.store import STORE_FILE, write_store
from tests.atlas.painmap_models import GOOD

Arrays = dict[str, np.ndarray]


@pytest.fixture(scope="module")
def shipped() -> Atlas:
    """The model that comes with the program."""
    return load_atlas()


@pytest.fixture(scope="module")
def good(shipped: Atlas, tmp_path_factory: pytest.TempPathFactory) -> PainMaps:
    """A map of one point, compiled."""
    folder = tmp_path_factory.mktemp("good")
    (folder / "good.toml").write_text(GOOD)
    return load_painmaps(folder, shipped.structures, shipped.landmarks, shipped.curves)


@pytest.fixture
def read(shipped: Atlas, good: PainMaps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., PainMaps]:
    """Reads the map with a file of compiled maps that is changed; to work it out afresh gives the good one."""
    [compiled] = good.compiled.values()
    monkeypatch.setattr(load, "compile_point", lambda *_: compiled)
    (tmp_path / "good.toml").write_text(GOOD)

    def reading(change: Callable[[Arrays], object]) -> PainMaps:
        write_store(tmp_path / STORE_FILE, good.compiled)
        with np.load(tmp_path / STORE_FILE) as file:
            arrays = {name.rpartition(".")[2]: file[name] for name in file.files}
            key = file.files[0].rpartition(".")[0]
        change(arrays)
        np.savez(tmp_path / STORE_FILE, **{f"{key}.{name}": array for name, array in arrays.items()})
        return load_painmaps(tmp_path, shipped.structures, shipped.landmarks, shipped.curves)

    return reading


def put(name: str, change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Arrays], object]:
    return lambda arrays: arrays.__setitem__(name, change(arrays[name]))


def test_what_is_right_is_used(read: Callable[..., PainMaps]) -> None:
    assert read(lambda arrays: None).afresh == ()


WRONG = {
    "no zone": put("full", lambda full: full * 0),
    "a zone everywhere": put("full", lambda full: np.full_like(full, 65535)),
    "a zone elsewhere, of another size": put("full", lambda full: np.roll(full, 5000, axis=1)),
    "no zone on the light skin": put("light", lambda light: light * 0),
    "zones of fractions": put("full", lambda full: full.astype(np.float64)),
    "zones of no number": put("full", lambda full: full * np.float32("nan")),
    "another skin": put("full", lambda full: full[:, :-1]),
    "a negative area": put("areas_cm2", lambda areas: -areas),
    "an area of no number": put("areas_cm2", lambda areas: areas * np.nan),
    "a spill-over that the map does not have": put("areas_cm2", lambda areas: areas + 5.0),
    "a place of no number": put("spots", lambda spots: spots * np.nan),
    "a place far away": put("spots", lambda spots: spots * 1e6),
    "a place beside its place on the skin": put(
        "spots", lambda spots: spots + [[0, 0, 0], [0, 0, 5], [0, 0, 0], [0] * 3]
    ),
    "no places": put("corners", lambda corners: corners[:0]),
    "no places and no weights": lambda arrays: arrays.update(
        corners=arrays["corners"][:0], weights=arrays["weights"][:0]
    ),
    "flat places": put("corners", lambda corners: corners.ravel()),
    "places of fractions": put("corners", lambda corners: corners * 1.0),
    "a vertex below 0": put("corners", lambda corners: corners - 100_000),
    "a vertex beyond the last": put("corners", lambda corners: corners + 100_000),
    "weights of no number": put("weights", lambda weights: weights * np.nan),
    "weights that do not add up": put("weights", lambda weights: weights * 2),
    "a negative weight": put("weights", lambda weights: weights + [[2, -1, -1]]),
    "starts of fractions": put("path_starts", lambda starts: starts + 0.5),
    "starts that descend": put("path_starts", lambda starts: np.array([1, 5, 3])),
    "starts beyond the end": put("path_starts", lambda starts: np.array([1, 10**9])),
    "starts below 0": put("path_starts", lambda starts: -starts),
    "no starts": put("path_starts", lambda starts: starts[:0]),
    "two places to press": put("path_starts", lambda starts: starts + 1),
    "starts in rows": put("path_starts", lambda starts: starts[:, None]),
    "an array too few": lambda arrays: arrays.pop("weights"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_not_right_is_worked_out_afresh(read: Callable[..., PainMaps], good: PainMaps, kind: str) -> None:
    found = read(WRONG[kind])
    assert found.afresh == ("gluteus_maximus.knot",)
    assert found.problems == ()
    for id_, point in good.trigger_points.items():
        np.testing.assert_array_equal(found.trigger_points[id_].essential, point.essential)


def test_what_cannot_be_worked_out_is_told(shipped: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "good.toml").write_text(GOOD)
    monkeypatch.setattr(compiling, "_MOST_S", -1.0)
    found = load_painmaps(tmp_path, shipped.structures, shipped.landmarks, shipped.curves)
    assert found.trigger_points == {}
    assert "good.toml: points.knot: cannot be laid on this model: it takes more than -1 s" in str(found.problems[0])


def test_the_work_can_be_ended_within_a_point(shipped: Atlas, tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(GOOD)
    heard = []

    def stop() -> None:
        heard.append(None)
        if len(heard) > 20:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        load_painmaps(tmp_path, shipped.structures, shipped.landmarks, shipped.curves, going_on=stop)


@pytest.mark.parametrize("name", ["places.toml", "good.toml", STORE_FILE])
def test_a_pipe_is_never_waited_for(shipped: Atlas, good: PainMaps, tmp_path: Path, name: str) -> None:
    (tmp_path / "other.toml").write_text(GOOD)
    write_store(tmp_path / STORE_FILE, good.compiled)
    (tmp_path / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / name)
    found = load_painmaps(tmp_path, shipped.structures, shipped.landmarks, shipped.curves)
    told = [] if name == STORE_FILE else [name]
    assert [problem.where for problem in found.problems] == told
    assert all("is a pipe" in problem.what for problem in found.problems)


def test_a_folder_of_thousands_of_maps_is_refused(shipped: Atlas, tmp_path: Path) -> None:
    for number in range(201):
        (tmp_path / f"{number}.toml").touch()
    found = load_painmaps(tmp_path, shipped.structures, shipped.landmarks, shipped.curves)
    assert "more than 200 maps" in str(found.problems[0])


def placed_by(places: str) -> str:
    """The good map, whose point lies at the place `p0`."""
    spot = '{ at = "ischial_tuberosity", move = { superior = 20 } }\nthrough'
    return GOOD.replace("[points.knot]", f"[places]\n{places}\n[points.knot]").replace(spot, '"p0"\nthrough')


def test_mixtures_of_mixtures_chains_and_places_far_away(shipped: Atlas, good: PainMaps, tmp_path: Path) -> None:
    mixtures = "\n".join(
        f"{name}{i} = {{ mix = {{ p{i + 1} = 0.5, q{i + 1} = 0.5 }} }}" for i in range(40) for name in "pq"
    )
    ends = "\n".join(f'{n}40 = {{ at = "ischial_tuberosity", move = {{ superior = 20 }} }}' for n in "pq")
    chain = "\n".join(f'p{i} = "p{i + 1}"' for i in range(2000)) + '\np2000 = "asis"'
    far = "p0 = { mix = { p1 = 10, asis = -9 } }\np1 = { at = 'asis', move = { lateral = 1000 } }"
    (tmp_path / "a.toml").write_text(placed_by(f"{mixtures}\n{ends}"))
    (tmp_path / "b.toml").write_text(placed_by(chain).replace("points.knot", "points.other"))
    (tmp_path / "c.toml").write_text(placed_by(far).replace("points.knot", "points.third"))
    found = load_painmaps(tmp_path, shipped.structures, shipped.landmarks, shipped.curves)
    assert [problem.where for problem in found.problems] == ["b.toml: places.p49", "c.toml: places.p0"]
    assert "more than 50 places" in found.problems[0].what
    assert "more than 5 m from the middle" in found.problems[1].what
    [one, _] = found.trigger_points.values()
    np.testing.assert_allclose(one.position, good.trigger_points[one.id].position, atol=1e-6)


def test_maps_saved_by_any_editor_are_those_that_were_compiled(shipped: Atlas, good: PainMaps, tmp_path: Path) -> None:
    for number, (encoding, newline) in enumerate([("utf-8-sig", "\n"), ("utf-16", "\n"), ("utf-8", "\r\n")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "good.toml").write_text(GOOD, encoding=encoding, newline=newline)
        write_store(folder / STORE_FILE, good.compiled)
        found = load_painmaps(folder, shipped.structures, shipped.landmarks, shipped.curves)
        assert (found.afresh, found.problems) == ((), ())


@pytest.mark.parametrize(("seconds", "told"), [(17.0, True), (1.0, False)])
def test_who_waits_at_every_start_is_told_why(
    read: Callable[..., PainMaps], monkeypatch: pytest.MonkeyPatch, seconds: float, told: bool
) -> None:
    now = itertools.count(step=seconds)
    monkeypatch.setattr(load.time, "thread_time", lambda: next(now))
    problems = [str(problem) for problem in read(put("full", lambda full: full * 0)).problems]
    assert bool(problems) == told
    if told:
        assert "has 1 of its trigger points worked out anew at every start, which takes 17 s." in problems[0]
        assert "anatomy-viewer compile" in problems[0]
