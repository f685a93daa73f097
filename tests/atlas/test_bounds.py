"""Small files that would take hours or gigabytes are refused at once, with the bound that they pass."""

from __future__ import annotations

import hashlib
import itertools
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from anatomy_viewer import load_atlas
from anatomy_viewer.atlas import loader, mesh_file, motion_file
from anatomy_viewer.atlas.attachments import parse_definitions
from anatomy_viewer.atlas.facts import parse_facts
from anatomy_viewer.atlas.manifest import ManifestError, parse_manifest
from anatomy_viewer.atlas.mesh_file import MeshReader
from anatomy_viewer.atlas.painmaps.definitions import SharedPlaces, parse_map, parse_places
from anatomy_viewer.atlas.patience import Patience, TooLongError
from anatomy_viewer.atlas.tables import MOST_TOLD, TableError, did_you_mean, parse_toml
from anatomy_viewer.files.errors import FileError
from tests.fuzz.toml_text import toml
from tests.motion.moving_pack import write_moving_pack

READERS: dict[str, Callable[[bytes], object]] = {
    "manifest": parse_manifest,
    "attachments": parse_definitions,
    "facts": parse_facts,
    "places": parse_places,
    "map": lambda data: parse_map(data, "map.toml", SharedPlaces({}, {})),
}

BOMBS = {
    "a key of a hundred thousand parts": ("a" + ".a" * 100_000 + " = 1", "more than 20 parts in line 1"),
    "the same with spaces": ("a" + " . a" * 100_000 + " = 1", "more than 20 parts"),
    "the same in quotes": ('"a"' + '."a"' * 100_000 + " = 1", "more than 20 parts"),
    "a header of many parts": ("format = 1\n[" + "a." * 100_000 + "a]", "more than 20 parts in line 2"),
    "the same inside a table": ("x = { b = 1, a" + ".a" * 100_000 + " = 1 }", "more than 20 parts"),
    "a long list": ("a = [" + "1," * 20_000 + "]", "a: has 20,000 entries, more than the 10,000 that are read"),
    "many keys": ("\n".join(f"k{i} = 1" for i in range(20_000)), "has 20,000 entries"),
    "many values": ("\n".join(f"k{i} = [{'1,' * 9_999}]" for i in range(30)), "more than the 200,000 values"),
    "lists in lists": ("a = " + "[" * 30 + "]" * 30, "is nested too deeply"),
    "lists without end": ("a = " + "[" * 100_000, "is nested too deeply"),
    "tables in tables": ("a = " + "{ a = " * 100_000, "is nested too deeply"),
    "a number of 4301 digits": ("a = " + "1" * 4301, "thousands of digits"),
    "a hexadecimal number": ("a = 0x" + "f" * 5000, "a: is a number of more than 64 bits"),
    "2 MiB": ("#" * (2 * 2**20 + 1), "is larger than 2 MiB"),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", BOMBS)
def test_bombs_are_refused_with_the_bound_that_they_pass(kind: str, reader: str) -> None:
    text, told = BOMBS[kind]
    with pytest.raises(TableError) as caught:
        READERS[reader](text.encode())
    assert told in str(caught.value)
    assert len(str(caught.value)) < 1000


def test_dots_in_a_text_are_no_key() -> None:
    text = 'a = "' + "a.b. " * 100 + '"\nb = [ "' + "x." * 100 + '" ]\n'
    assert parse_toml(text.encode(), "t.toml")["a"].startswith("a.b.")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_every_file_of_a_pack_may_have_a_mark_at_its_beginning(encoding: str, own_pack: Path) -> None:
    for name in ("manifest.toml", "facts.toml", "attachments.toml"):
        file = own_pack / name
        text = file.read_text(encoding="utf-8") if file.exists() else "format = 1\n"
        text += "sources = {}\nmuscles = {}\n" if name == "facts.toml" else ""
        file.write_text(text, encoding=encoding)
    assert not load_atlas(own_pack).missing


def bodies(links: dict[str, str | None]) -> str:
    lines = ["[joints.j]", "center = [0, 0, 0]", "abduction_axis = [0, 1, 0]"]
    for body, parent in links.items():
        lines += [f"[bodies.{body}]"] + ([] if parent is None else [f'parent = "{parent}"', 'joint = "j"'])
    return "\n".join(lines)


def manifest_with(own_pack: Path, more: str) -> bytes:
    return (own_pack / "manifest.toml").read_bytes() + b"\n" + more.encode()


def test_bodies_in_a_long_chain_are_followed_once(own_pack: Path) -> None:
    chain = {f"b{i}": f"b{i + 1}" for i in range(5000)} | {"b5000": None}
    assert len(parse_manifest(manifest_with(own_pack, bodies(chain))).bodies) > 5000


def test_only_the_bodies_of_a_circle_are_told(own_pack: Path) -> None:
    links = {"c1": "c2", "c2": "c3", "c3": "c1", "into": "c1", "far": "into", "own": "own", "free": None}
    with pytest.raises(ManifestError) as caught:
        parse_manifest(manifest_with(own_pack, bodies(links)))
    assert {problem.where.split('"')[1] for problem in caught.value.problems} == {"c1", "c2", "c3", "own"}


def test_thousands_of_misspelt_names_are_counted(own_pack: Path) -> None:
    marks = [
        f'[landmarks.m{i}]\nstructure = "femur_{i:04d}_rigt"\nnames = {{ en = "a", la = "b" }}\nposition = [0, 0, 0]'
        for i in range(1990)
    ]
    with pytest.raises(ManifestError) as caught:
        parse_manifest(manifest_with(own_pack, "\n".join(marks)))
    assert len(caught.value.problems) == MOST_TOLD + 1
    assert "and 1,940 more problems" in str(caught.value.problems[-1])


def test_of_many_names_the_one_that_is_meant_is_found() -> None:
    known = [f"source_{i:05d}" for i in range(10_000)] + ["gluteus_medius"]
    assert did_you_mean("gluteus_medias", known) == "Did you mean 'gluteus_medius'?"
    assert did_you_mean("luteus_medius", known) == "Did you mean 'gluteus_medius'?"
    assert did_you_mean("g" * 101, known) == ""


def test_work_ends_when_its_time_is_up_or_nobody_waits() -> None:
    now = [0.0]
    patience = Patience(clock=lambda: now[0])
    with patience.within(10.0):
        with patience.within(2.0):
            now[0] = 1.9
            patience()
            now[0] = 2.1
            with pytest.raises(TooLongError, match="more than 2 s"):
                patience()
        now[0] = 10.5
        with pytest.raises(TooLongError, match="more than 10 s"), patience.within(100.0):
            patience()
    patience()

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        Patience(stop)()


def test_the_clock_of_work_is_that_of_the_processor() -> None:
    assert Patience()._clock is time.thread_time


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Lengths of the files that are parsed."""
    lengths: list[int] = []
    parse = mesh_file.ply_surface

    def counted(data: bytes) -> tuple[np.ndarray, np.ndarray]:
        lengths.append(len(data))
        return parse(data)

    monkeypatch.setattr(mesh_file, "ply_surface", counted)
    return lengths


def test_a_mesh_that_many_structures_name_is_parsed_once_also_if_it_is_broken(
    tmp_path: Path, parsed: list[int]
) -> None:
    """Three seconds each, a broken text of 16 MB once held the start up for as long as structures named it."""
    broken = b"ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nend_header\n1\n2\nthree\n"
    for name in ("a.ply", "b.ply"):
        (tmp_path / name).write_bytes(broken)
    reader = MeshReader(tmp_path)
    told = []
    for name in ("a.ply", "a.ply", "b.ply"):
        with pytest.raises(FileError) as caught:
            reader.read(name, hashlib.sha256(broken).hexdigest(), may_be_open=True)
        told.append(str(caught.value))
    assert parsed == [len(broken)]
    assert len(set(told)) == 1
    with pytest.raises(FileError, match="is not the file that the manifest names"):
        reader.read("a.ply", "0" * 64, may_be_open=True)


def test_meshes_of_a_pack_may_take_a_minute_in_all(tmp_path: Path, parsed: list[int]) -> None:
    now = itertools.count(step=31.0)
    reader = MeshReader(tmp_path, clock=lambda: next(now))
    for number in range(4):
        (tmp_path / f"{number}.ply").write_bytes(data := b"ply\n%d" % number)
        with pytest.raises(FileError) as caught:
            reader.read(f"{number}.ply", hashlib.sha256(data).hexdigest(), may_be_open=True)
        assert ("took more than 60 s" in str(caught.value)) == (number >= 2)
    assert len(parsed) == 2


def test_meshes_shapes_and_their_mirror_images_are_kept_once_however_many_name_them(tmp_path: Path) -> None:
    """A hundred kilobytes of shapes named by forty muscles took 5 GB, a mesh mirrored 400 times 4.6 GB."""
    pack = write_moving_pack(tmp_path / "pack")
    manifest = tomllib.loads((pack / "manifest.toml").read_text(encoding="utf-8"))
    structures, motion, fibres = manifest["structures"], manifest["motion"], manifest["fibres"]
    right, left = "gluteus_medius.right", "gluteus_medius.left"
    for number in range(5):
        structures[f"more{number}.right"] = structures[right]
        structures[f"more{number}.left"] = structures[left]
        for tables in (motion, fibres):
            tables[f"more{number}.right"], tables[f"more{number}.left"] = tables[right], {"mirror_of": right}
    (pack / "manifest.toml").write_text(toml(manifest), encoding="utf-8")
    atlas = load_atlas(pack)
    for side, master in (("right", right), ("left", left)):
        for number in range(5):
            id_ = f"more{number}.{side}"
            assert atlas.structures[id_].full is atlas.structures[master].full
            assert atlas.fibres[id_].points is atlas.fibres[master].points
            assert (atlas.fibres[id_].muscle, atlas.motion[id_].muscle) == (id_, id_)
            assert atlas.motion[id_].full is atlas.motion[master].full


def test_a_model_has_so_many_triangles_and_shapes_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = write_moving_pack(tmp_path / "pack")
    whole = load_atlas(pack)
    count = sum(len(part.full.triangles) for part in whole.structures.values())
    monkeypatch.setattr(loader, "MOST_TRIANGLES_IN_ALL", count - 1)
    atlas = load_atlas(pack)
    assert len(atlas.structures) == len(whole.structures) - 1
    assert f"the model would have more than {count - 1:,} triangles in all" in str(atlas.missing[0])
    monkeypatch.undo()
    monkeypatch.setattr(motion_file, "MOST_BYTES_IN_ALL", 1)
    atlas = load_atlas(pack)
    assert not atlas.motion
    assert any("would bring the shapes of all muscles to more than" in str(problem) for problem in atlas.missing)
