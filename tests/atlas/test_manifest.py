"""A wrong manifest is refused with the line or key, what is wrong and what to do."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from anatomy_viewer.atlas.loader import PackError, load_atlas
from anatomy_viewer.atlas.manifest import ManifestError, json_schema, parse_manifest
from anatomy_viewer.atlas.tables import MAX_BYTES
from tests.tiny_pack import write_manifest

Table = dict[str, Any]


@pytest.fixture(scope="session")
def table(tiny_pack: Path) -> Table:
    return tomllib.loads((tiny_pack / "manifest.toml").read_text(encoding="utf-8"))


@pytest.fixture
def told(table: Table, tmp_path: Path) -> Callable[[Callable[[Table], object]], str]:
    """Changes the manifest and returns what the reader says of it."""

    def tell(change: Callable[[Table], object]) -> str:
        own = copy.deepcopy(table)
        change(own)
        write_manifest(tmp_path, own)
        with pytest.raises(ManifestError) as caught:
            parse_manifest((tmp_path / "manifest.toml").read_bytes())
        assert all(problem.where and problem.what and problem.remedy for problem in caught.value.problems)
        return str(caught.value)

    return tell


def test_the_tiny_manifest_is_read(tiny_pack: Path) -> None:
    manifest = parse_manifest((tiny_pack / "manifest.toml").read_bytes())
    assert manifest.structures["femur.left"].mirror_of == "femur.right"
    assert manifest.joints["hip.right"].center == (83.0, 0.0, 0.0)


FEMUR = ("structures", "femur.right")


def put(*path: str, value: object) -> Callable[[Table], object]:
    def change(table: Table) -> None:
        at = table
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value

    return change


def remove(*path: str) -> Callable[[Table], object]:
    def change(table: Table) -> None:
        at = table
        for key in path[:-1]:
            at = at[key]
        del at[path[-1]]

    return change


def circle(table: Table) -> None:
    table["bodies"]["pelvis"] = {"parent": "shank.right", "joint": "hip.right"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("colour", value="red"), "manifest.toml: colour: is an unknown key"),
        (put(*FEMUR, "colour", value="#ffffff"), "\"femur.right\".colour: is an unknown key. Did you mean 'color'?"),
        (put(*FEMUR, "names", "de", value="x"), 'structures."femur.right".names.de: is an unknown key'),
        (remove("units"), "manifest.toml: units: is missing"),
        (remove(*FEMUR, "kind"), 'structures."femur.right".kind: is missing'),
        (put("units", value="m"), "Expected 'mm'. Found \"m\""),
        (put("frame", value="LPS"), "Expected 'RAS'"),
        (put("format", value=2), "is 2, this program reads 1. Use a newer version"),
        (put("format", value="1"), "manifest.toml: format"),
        (put(*FEMUR, "kind", value="tendon"), "Expected 'bone', 'muscle' or 'skin'"),
        (put(*FEMUR, "color", value="red"), 'structures."femur.right".color'),
        (put(*FEMUR, "side", value="left"), "structures.\"femur.right\".side: is 'left'. The id asks for 'right'"),
        (put(*FEMUR, "parent", value="thigh"), "names the body 'thigh', which does not exist. Did you mean 'thigh."),
        (put(*FEMUR, "sources", value=["atlas"]), "names the source 'atlas', which does not exist"),
        (put(*FEMUR, "sources", value=[]), 'structures."femur.right".sources'),
        (put(*FEMUR, "sha256", "full", value="abc"), 'structures."femur.right".sha256.full'),
        (put(*FEMUR, "files", "full", value=""), 'structures."femur.right".files.full'),
        (put(*FEMUR, "files", "full", value="a" * 1001), 'structures."femur.right".files.full'),
        (remove(*FEMUR, "sha256"), "needs either both 'files' and 'sha256', or only 'mirror_of'"),
        (put("structures", "femur.left", "mirror_of", value="femr.right"), "Did you mean 'femur.right'"),
        (put("structures", "femur.left", "mirror_of", value="tibia.left"), "is itself a mirror image"),
        (put("structures", "Femur", value={}), "structures.Femur"),
        (put("structures", value={}), "manifest.toml: structures"),
        (put("landmarks", "asis.right", "structure", value="pelvis"), "the structure 'pelvis', which does not exist"),
        (put("landmarks", "asis.right", "position", value=[1, 2]), 'landmarks."asis.right".position'),
        (put("joints", "hip.right", "center", value=[float("nan"), 0, 0]), 'joints."hip.right".center'),
        (put("joints", "hip.right", "abduction_axis", value=[0, -2, 0]), "abduction_axis must have length 1"),
        (put("bodies", "thigh.right", value={"parent": "pelvis"}), "has only one of 'parent' and 'joint'"),
        (put("bodies", "thigh.right", "joint", value="hip"), "names the joint 'hip', which does not exist"),
        (put("bodies", "thigh.right", "parent", value="thigh.right"), "the parents go in a circle"),
        (circle, "bodies.\"shank.right\".parent: is its own ancestor"),
        (put("subject", "stature_m", value=163), "manifest.toml: subject.stature_m"),
        (put("sources", "tiny", "licence", value=""), "sources.tiny.licence"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(told: Callable[..., str], change: Callable[[Table], object], expected: str) -> None:
    assert expected in told(change)


def test_everything_wrong_is_told_at_once(told: Callable[..., str]) -> None:
    def change(table: Table) -> None:
        table["units"] = "m"
        table["structures"]["femur.right"]["kind"] = "tendon"

    text = told(change)
    assert "units" in text
    assert "kind" in text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('format = 1\nname = "Hip\n', "line 2"),
        ('format = 1\n[structures.skin]\nkind = "skin"\n[structures.skin]\n', "line 4"),
        ('format = 1\n[structures.skin]\nkind = "skin"\nkind = "bone"\n', "line 4"),
    ],
)
def test_a_syntax_error_or_a_second_entry_names_the_line(text: str, line: str) -> None:
    with pytest.raises(ManifestError) as caught:
        parse_manifest(text.encode())
    assert line in str(caught.value)


def test_text_in_another_encoding_names_the_line() -> None:
    with pytest.raises(ManifestError, match=r"manifest\.toml: is not UTF-8 text \(line 2\)"):
        parse_manifest(b'format = 1\nname = "H\xfcfte"\n')


def test_a_huge_manifest_is_refused_unread() -> None:
    with pytest.raises(ManifestError, match="larger than"):
        parse_manifest(b"#" * (MAX_BYTES + 1))


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(ManifestError):
        parse_manifest(b"format = " + b"[" * 100_000)


@pytest.mark.parametrize("text", ["", "format = 1", 'format = 1\nstructures = "all"', "structures = 1979-05-27"])
def test_a_manifest_of_other_things_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        parse_manifest(text.encode())


def test_the_schema_knows_every_key() -> None:
    properties = json_schema()["properties"]
    assert {"format", "units", "frame", "structures", "landmarks", "joints", "bodies", "sources"} <= set(properties)


def test_names_hold_nothing_that_steers_a_terminal_or_a_font(own_pack: Path) -> None:
    manifest = own_pack / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    named = text.replace('"Sacrum"', r'"Sa\u0000cr\u001bum\n\u202eof it"')
    assert named != text
    manifest.write_text(named, encoding="utf-8")
    assert load_atlas(own_pack).structures["sacrum"].names.en == "Sacrum of it"
    manifest.write_text(text.replace('"Sacrum"', r'"\u0000\u202e"'), encoding="utf-8")
    with pytest.raises(PackError, match=r"names\.en: holds nothing that can be shown"):
        load_atlas(own_pack)
