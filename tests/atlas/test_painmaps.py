"""Reading pain maps: what is refused and why, what else loads, and the file of compiled maps."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas, Mesh
from anatomy_viewer.atlas.painmaps import PainMaps, load_painmaps
from anatomy_viewer.atlas.painmaps import load as loading
from anatomy_viewer.atlas.painmaps.definitions import SharedPlaces, parse_map, parse_places
from anatomy_viewer.atlas.painmaps.store import STORE_FILE, write_store
from anatomy_viewer.atlas.tables import TableError
from tests.atlas.painmap_models import BROKEN, GOOD, SPILLOVER, broken

SHIPPED = Path(__file__).parents[2] / "assets" / "painmaps"


@pytest.fixture(scope="module")
def shipped() -> Atlas:
    """The model that comes with the program."""
    return load_atlas()


@pytest.fixture(scope="module")
def body(shipped: Atlas) -> loading.Body:
    """The right side of the model, prepared once."""
    return loading._body(shipped.structures, shipped.landmarks, shipped.curves)


@pytest.fixture(scope="module")
def read(shipped: Atlas, body: loading.Body) -> Callable[[Path], PainMaps]:
    """Loads a folder of maps onto the model."""

    def load(folder: Path) -> PainMaps:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(loading, "_body", lambda *_: body)
            return load_painmaps(folder, shipped.structures, shipped.landmarks, shipped.curves)

    return load


@pytest.fixture(scope="module")
def refused(read: Callable[[Path], PainMaps], tmp_path_factory: pytest.TempPathFactory) -> PainMaps:
    """A folder of every broken map and a good one, read at once."""
    folder = tmp_path_factory.mktemp("maps")
    for name in BROKEN:
        (folder / f"{name}.toml").write_text(broken(name), encoding="utf-8")
    (folder / "good.toml").write_text(GOOD.replace("format = 1", "format = 1\norder = 900"), encoding="utf-8")
    (folder / "spread.toml").write_text(
        GOOD.replace('"gluteus_maximus"', '"gluteus_medius"').replace(
            '{ at = "ischial_tuberosity", move = { superior = 20 } }\nthrough = "posterior"',
            '{ along = "iliac_crest", share = 0.5, move = { inferior = 20 } }\nthrough = "medial"',
        )
        + SPILLOVER
        + "without_essential = true\n",
        encoding="utf-8",
    )
    return read(folder)


@pytest.mark.parametrize("name", list(BROKEN))
def test_a_broken_map_is_refused_with_file_key_and_reason(refused: PainMaps, name: str) -> None:
    key, reason = BROKEN[name].key, BROKEN[name].reason
    where = f"{name}.toml: {key}" if key else f"{name}.toml"
    [problem] = [found for found in refused.problems if found.where.split(":")[0] == f"{name}.toml"]
    assert problem.where == where
    assert reason in f"{problem.what} {problem.remedy}"
    assert problem.remedy


def test_the_other_maps_load(refused: PainMaps) -> None:
    assert len(refused.problems) == len(BROKEN)
    assert list(refused.trigger_points) == [
        "gluteus_medius.knot.right",
        "gluteus_medius.knot.left",
        "gluteus_maximus.knot.right",
        "gluteus_maximus.knot.left",
    ]


def test_what_is_essential_is_left_out_of_the_spillover(refused: PainMaps) -> None:
    point = refused.trigger_points["gluteus_medius.knot.right"]
    assert point.spillover_zone is not None
    assert not ((point.essential >= 0.5) & (point.spillover >= 0.5)).any()
    alone = refused.trigger_points["gluteus_maximus.knot.right"]
    np.testing.assert_array_equal(point.essential, alone.essential)
    assert not alone.spillover.any()


def test_a_point_is_given_once(read: Callable[[Path], PainMaps], tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(GOOD)
    (tmp_path / "two.toml").write_text(GOOD)
    found = read(tmp_path)
    assert [problem.where for problem in found.problems] == ["two.toml: points.knot"]
    assert len(found.trigger_points) == 2


def test_places_may_stand_for_one_another_but_not_in_a_circle(read: Callable[[Path], PainMaps], tmp_path: Path) -> None:
    start = 'place = { at = "ischial_tuberosity", move = { superior = 20 } }'
    named = '[places]\na = "b"\nb = { at = "ischial_tuberosity", move = { superior = 20 } }\n'
    (tmp_path / "named.toml").write_text(
        GOOD.replace("[points.knot]", f"{named}[points.knot]").replace(start, 'place = "a"')
    )
    round_ = named.replace('{ at = "ischial_tuberosity", move = { superior = 20 } }', '"a"')
    (tmp_path / "round.toml").write_text(
        GOOD.replace("points.knot", "points.round")
        .replace("[points.round]", f"{round_}[points.round]")
        .replace(start, 'place = "a"')
    )
    found = read(tmp_path)
    [problem] = found.problems
    assert problem.where == "round.toml: places.b"
    assert "leads back to 'a' in a circle" in problem.what
    assert "gluteus_maximus.knot.right" in found.trigger_points


def test_a_folder_without_maps_or_a_model_without_skin_has_no_points(shipped: Atlas, tmp_path: Path) -> None:
    assert load_painmaps(tmp_path / "none", shipped.structures, shipped.landmarks, shipped.curves).trigger_points == {}
    bare = {id_: part for id_, part in shipped.structures.items() if id_ != "skin"}
    found = load_painmaps(SHIPPED, bare, shipped.landmarks, shipped.curves)
    assert (found.trigger_points, found.problems) == ({}, ())


def test_a_skin_that_is_not_its_mirror_image_is_refused(shipped: Atlas) -> None:
    skin = shipped.structures["skin"]
    vertices = skin.full.vertices.copy()
    vertices[100, 1] += 1.0
    crooked = {**shipped.structures, "skin": replace(skin, full=Mesh(vertices, skin.full.triangles))}
    found = load_painmaps(SHIPPED, crooked, shipped.landmarks, shipped.curves)
    assert found.trigger_points == {}
    [problem] = found.problems
    assert "is not its own mirror image" in problem.what


def test_broken_shared_places_are_told(shipped: Atlas, tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(GOOD)
    (tmp_path / "places.toml").write_text("format = 1\n[places]\nx = { at = 3 }\n")
    found = load_painmaps(tmp_path, shipped.structures, shipped.landmarks, shipped.curves)
    assert [problem.where for problem in found.problems] == ["places.toml: places.x.at"]


def test_the_compiled_file_is_what_the_shipped_maps_compile_to(shipped: Atlas) -> None:
    fresh = load_painmaps(SHIPPED, shipped.structures, shipped.landmarks, shipped.curves, afresh=True)
    assert fresh.problems == ()
    assert list(fresh.trigger_points) == list(shipped.trigger_points)
    for id_, point in fresh.trigger_points.items():
        stored = shipped.trigger_points[id_]
        # Two steps: processors differ in the last digits of a distance.
        for name in ("essential", "spillover", "light_essential", "light_spillover"):
            np.testing.assert_allclose(getattr(stored, name), getattr(point, name), atol=2e-4)
        np.testing.assert_allclose(stored.position, point.position, atol=1e-3)
        np.testing.assert_allclose(stored.press_position, point.press_position, atol=1e-3)
        assert stored.essential_zone.area_cm2 == pytest.approx(point.essential_zone.area_cm2, abs=0.01)


def test_shipped_maps_are_read_from_the_compiled_file(shipped: Atlas) -> None:
    found = load_painmaps(SHIPPED, shipped.structures, shipped.landmarks, shipped.curves)
    assert found.afresh == ()
    assert len(found.trigger_points) == len(shipped.trigger_points)


def test_only_an_edited_map_is_compiled_afresh(read: Callable[[Path], PainMaps], tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(GOOD)
    (tmp_path / "two.toml").write_text(GOOD.replace("points.knot", "points.other"))
    fresh = read(tmp_path)
    assert fresh.afresh == ("gluteus_maximus.knot", "gluteus_maximus.other")
    write_store(tmp_path / STORE_FILE, fresh.compiled)
    with pytest.raises(OSError, match="The folder does not exist") as caught:
        write_store(tmp_path / "absent" / STORE_FILE, fresh.compiled)
    assert caught.value.filename == str(tmp_path / "absent" / STORE_FILE)
    before = read(tmp_path)
    assert before.afresh == ()
    (tmp_path / "two.toml").write_text(GOOD.replace("points.knot", "points.other").replace("[30, 40]", "[30, 50]"))
    after = read(tmp_path)
    assert after.afresh == ("gluteus_maximus.other",)
    one, other = (maps.trigger_points["gluteus_maximus.other.left"] for maps in (before, after))
    assert other.essential_zone.area_cm2 > one.essential_zone.area_cm2 + 1.0


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_broken_compiled_file_is_passed_over(read: Callable[[Path], PainMaps], tmp_path: Path, data: bytes) -> None:
    (tmp_path / "good.toml").write_text(GOOD)
    (tmp_path / STORE_FILE).write_bytes(data)
    found = read(tmp_path)
    assert found.problems == ()
    assert len(found.trigger_points) == 2


def test_a_pack_brings_its_own_maps(own_pack: Path) -> None:
    shutil.copytree(SHIPPED, own_pack / "painmaps")
    atlas = load_atlas(own_pack)
    assert atlas.trigger_points == {}
    told = {problem.where.split(":")[0] for problem in atlas.missing}
    assert told >= {"gluteus_medius.toml", "gluteus_minimus.toml", "gluteus_maximus.toml"}
    assert load_atlas(own_pack, painmaps=own_pack / "none").missing == ()


def test_what_nobody_read_is_no_source() -> None:
    shared = parse_places(b'format = 1\n[not_read]\nbook = "A book"\n')
    assert shared.not_read == ("A book",)
    text = GOOD.replace('sources = ["words"]', 'sources = ["book"]', 1)
    with pytest.raises(TableError, match=r"points\.knot\.spot\.sources"):
        parse_map(text.encode(), "m.toml", shared)


def test_what_is_less_sure_has_a_grade_of_its_own() -> None:
    shared = SharedPlaces({}, {})
    text = GOOD.replace('confidence = "D"', 'confidence = "B"\nless_sure = { Borders = "D" }', 1)
    assert parse_map(text.encode(), "m.toml", shared).points["knot"].spot.less_sure == {"Borders": "D"}
    with pytest.raises(TableError, match=r"points\.knot\.spot\.less_sure\.Borders"):
        parse_map(text.replace('Borders = "D"', 'Borders = "C"').encode(), "m.toml", shared)


def test_every_wrong_entry_of_a_file_is_told_at_once() -> None:
    text = GOOD.replace('label = "Knot"', "label = 3").replace('confidence = "D"', 'confidence = "maybe"')
    with pytest.raises(TableError) as caught:
        parse_map(text.encode(), "m.toml", SharedPlaces({}, {}))
    assert [problem.where for problem in caught.value.problems] == [
        "m.toml: points.knot.label",
        "m.toml: points.knot.spot.confidence",
        "m.toml: points.knot.essential.confidence",
    ]


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("{ }", "needs exactly one of"),
        ('{ at = "psis", along = "iliac_crest", share = 0.5 }', "needs exactly one of"),
        ('{ along = "iliac_crest" }', "'along' and 'share' go together"),
        ("{ mix = { psis = 0.5, asis = 0.6 } }", "the shares of a mix must add up to 1"),
        ('{ at = "psis", toward = { lateral = 1, medial = 1 } }', "leads nowhere"),
        ('{ at = "psis", move = { lateral = nan } }', "finite"),
    ],
)
def test_a_place_says_one_thing(place: str, reason: str) -> None:
    with pytest.raises(TableError, match=reason):
        parse_places(f"format = 1\n[places]\nx = {place}\n".encode())


def test_a_folder_that_is_a_link_to_itself_is_told_as_what_it_is(shipped: Atlas, tmp_path: Path) -> None:
    (tmp_path / "painmaps").symlink_to(tmp_path / "painmaps")
    found = load_painmaps(tmp_path / "painmaps", shipped.structures, shipped.landmarks, shipped.curves)
    assert [str(problem) for problem in found.problems] == [
        f"{tmp_path / 'painmaps'}: is a link that leads nowhere. Put the folder itself there."
    ]


def test_a_file_where_the_folder_should_be_is_told(shipped: Atlas, tmp_path: Path) -> None:
    (tmp_path / "painmaps").write_text("")
    found = load_painmaps(tmp_path / "painmaps", shipped.structures, shipped.landmarks, shipped.curves)
    assert "painmaps: is no folder." in str(found.problems[0])


def test_a_landmark_that_the_model_lacks_is_named_as_what_it_is(shipped: Atlas) -> None:
    marks = {id_: mark for id_, mark in shipped.landmarks.items() if not id_.startswith("ischial_tuberosity")}
    found = load_painmaps(SHIPPED, shipped.structures, marks, shipped.curves, afresh=True)
    assert found.problems
    assert all(
        "names the landmark 'ischial_tuberosity', which this model does not have." in str(p) for p in found.problems
    )
