"""Names of files as people have them are read; what may not stand in one is told by its letter, and costs one file."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.pack_path import check_path, in_pack, shown
from anatomy_viewer.files.errors import FileError
from tests.atlas.test_fibres import MUSCLE, arrays_for
from tests.atlas.test_loader import assert_lost

FEMUR = "full/femur.right.ply"

AS_PEOPLE_HAVE_THEM = [
    "Femur right.ply",
    "Femur (right) [2].ply",
    "L4+L5.ply",
    "Femur, right.ply",
    "O'Brien's femur.ply",
    "FEMUR.PLY",
    "femur.Ply",
    "Hüftknochen, groß.ply",
    "大腿骨.ply",
    "бедро.ply",
    "عظم الفخذ.ply",
    "کتاب\u200cها.ply",
    ".femur.ply",
    "femur..ply",
    "100% & #1 = ~$ @ ! ^ ` { } ;.ply",
    " leading space.ply",
    "sub folder/Femur.v1.2.ply",
    "convex.ply",
    "nul_and_void.ply",
    "com10.ply",
]

MAY_NOT_STAND = [
    ("full\\femur.ply", "a backslash: folders are parted by '/'"),
    ("C:\\femur.ply", "a backslash"),
    ("C:/femur.ply", "leads out of the pack"),
    ("a:b.ply", "holds ':', which may not stand in a file name"),
    ("/etc/femur.ply", "leads out of the pack"),
    ("../femur.ply", "holds '..'"),
    ("full/../../femur.ply", "holds '..'"),
    ("full//femur.ply", "a folder without a name"),
    ("./femur.ply", "a folder without a name"),
    ("femur: right.ply", "holds ':'"),
    ("femur?.ply", "holds '?'"),
    ("<img>.ply", "holds '<'"),
    ("full /femur.ply", "ends with ' '"),
    ("full./femur.ply", "ends with '.'"),
    ("femur\n.ply", "the control character U+000A"),
    ("femur\x1b[2J.ply", "the control character U+001B"),
    ("femur\u202eylp.ply", "the control character U+202E"),
    ("con.ply", "holds the name 'con.ply', which is a device"),
    ("LPT1.old.ply", "is a device"),
    ("aux/femur.ply", "is a device"),
    ("ü" * 127 + ".ply", "longer than 255 bytes"),
    ("femur.stl", "is no .ply file"),
    ("femur.ply.txt", "is no .ply file"),
    ("femurply", "is no .ply file"),
]


def rename(pack: Path, name: str, new: str) -> None:
    """Renames a file of the pack and writes its new name into the manifest."""
    (pack / new).parent.mkdir(parents=True, exist_ok=True)
    (pack / name).rename(pack / new)
    call(pack, name, new)


def call(pack: Path, name: str, new: str) -> None:
    """Writes another name into the manifest; TOML and Python spell such names alike."""
    manifest = pack / "manifest.toml"
    escaped = "".join(c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in new)
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(f'"{name}"', f'"{escaped}"'), encoding="utf-8")


@pytest.mark.parametrize("name", AS_PEOPLE_HAVE_THEM)
def test_names_as_people_have_them_are_read(own_pack: Path, name: str) -> None:
    rename(own_pack, FEMUR, name)
    atlas = load_atlas(own_pack)
    assert atlas.missing == ()
    assert "femur.right" in atlas.structures


@pytest.mark.parametrize(("name", "told"), MAY_NOT_STAND)
def test_what_may_not_stand_in_a_name_costs_one_structure(own_pack: Path, name: str, told: str) -> None:
    call(own_pack, FEMUR, name)
    assert_lost(own_pack, "femur.right", shown(name), told)


@pytest.mark.parametrize("given", ["NFC", "NFD"])
@pytest.mark.parametrize("spelled", ["NFC", "NFD"])
def test_letters_put_together_in_another_way_are_the_same(own_pack: Path, given: str, spelled: str) -> None:
    rename(own_pack, FEMUR, unicodedata.normalize(spelled, "Hüften/Gesäß ö.ply"))
    call(
        own_pack,
        unicodedata.normalize(spelled, "Hüften/Gesäß ö.ply"),
        unicodedata.normalize(given, "Hüften/Gesäß ö.ply"),
    )
    assert load_atlas(own_pack).missing == ()


def test_other_capitals_are_the_same_where_one_file_is_meant(tmp_path: Path) -> None:
    (tmp_path / "Full").mkdir()
    (tmp_path / "Full" / "Femur.PLY").touch()
    assert in_pack(tmp_path, "full/femur.ply", ".ply") == "Full/Femur.PLY"
    (tmp_path / "Full" / "FEMUR.ply").touch()
    assert in_pack(tmp_path, "full/femur.ply", ".ply") == "full/femur.ply"  # one of two: told as missing
    assert in_pack(tmp_path, "Full/FEMUR.ply", ".ply") == "Full/FEMUR.ply"


@pytest.mark.parametrize("name", ["Fasern (rechts), neu.npz", "Fächer.NPZ"])
def test_other_files_of_a_pack_may_have_such_names_too(own_pack: Path, tiny_atlas: Atlas, name: str) -> None:
    write_fibres(own_pack, tiny_atlas, name)
    atlas = load_atlas(own_pack)
    assert atlas.missing == ()
    assert MUSCLE in atlas.fibres


def test_other_files_of_a_pack_cost_only_themselves(own_pack: Path, tiny_atlas: Atlas) -> None:
    write_fibres(own_pack, tiny_atlas, "fan.npz")
    call(own_pack, "fan.npz", "fan:1.npz")
    with (own_pack / "manifest.toml").open("a", encoding="utf-8") as file:
        file.write(f'[motion."{MUSCLE}"]\nfile = "a\\u0007b.npz"\nsha256 = "{"0" * 64}"\n')
    atlas = load_atlas(own_pack)
    assert not atlas.fibres
    assert len(atlas.structures) == len(tiny_atlas.structures)
    told = [str(problem) for problem in atlas.missing]
    assert len(told) == 2
    assert "fan:1.npz: holds ':'" in told[0]
    assert "a\\x07b.npz: holds the control character U+0007" in told[1]


def write_fibres(pack: Path, atlas: Atlas, name: str) -> None:
    with (pack / name).open("wb") as file:
        np.savez(file, **arrays_for(atlas))
    digest = hashlib.sha256((pack / name).read_bytes()).hexdigest()
    with (pack / "manifest.toml").open("a", encoding="utf-8") as file:
        parts = '[{ en = "Front", la = "Pars anterior" }, { en = "Back", la = "Pars posterior" }]'
        file.write(f'\n[fibres."{MUSCLE}"]\nfile = "{name}"\nsha256 = "{digest}"\nparts = {parts}\n')


def test_what_is_told_can_be_acted_on() -> None:
    with pytest.raises(FileError, match="Rename the file, and write its new name into the manifest"):
        check_path("a?.ply", ".ply")
