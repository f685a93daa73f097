"""Where no manifest is found, what lies there is told, with a way on that works."""

from __future__ import annotations

import errno
import os
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from anatomy_viewer.atlas.loader import PackError, load_atlas
from anatomy_viewer.atlas.no_manifest import no_manifest
from tests.tiny_pack import ellipsoid, write_mesh


def told(path: Path) -> str:
    with pytest.raises(PackError) as refused:
        load_atlas(path)
    [problem] = refused.value.problems
    assert problem.remedy
    return str(problem)


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"solid x\n")


def test_the_manifest_itself_may_be_given(tiny_pack: Path) -> None:
    assert load_atlas(tiny_pack / "manifest.toml").folder == str(tiny_pack.resolve())


def test_meshes_of_other_kinds_are_counted_and_a_way_on_is_told(tmp_path: Path) -> None:
    touch(tmp_path, *(f"obj/part {k}.OBJ" for k in range(7)), "a.stl", "b.Stl", "notes.txt")
    text = told(tmp_path)
    assert "manifest.toml: is missing. The folder holds 9 meshes: 7 .obj, 2 .stl." in text
    assert "Only PLY is read: export the meshes as PLY, in millimetres" in text
    assert '[structures."a"]' in text
    assert 'files = { full = "a.ply", light = "a.ply" }' in text


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["a.glb"], "1 mesh: 1 .glb."),
        (["a.vtp", "b.gltf", "c.gltf"], "3 meshes: 2 .gltf, 1 .vtp."),
        (["a.stl", "ct.nii.gz"], "1 mesh: 1 .stl; 1 scan, which show no surface yet: 1 .nii.gz."),
        (["ct.nii", "mr.nii.gz", "b.nii.gz"], "3 scans, which show no surface yet: 2 .nii.gz, 1 .nii."),
        (["model.zip"], "but model.zip is there. Unpack it"),
        (["Manifest.toml"], "but Manifest.toml is there. Rename it to manifest.toml"),
        (["manifest.toml.txt", "a.ply"], "but manifest.toml.txt is there. Rename it"),
        (["manifest (1).toml"], "but manifest (1).toml is there. Rename it"),
        (["meshes/manifest.toml", "readme.txt"], "is missing here: it lies in meshes/. Open "),
        (["a/b/manifest.toml"], "it lies in a/b/. Open "),
        ([], "the folder is empty. Choose the folder that holds a manifest.toml"),
        (["holiday.jpg"], "is missing. Choose the folder that holds a manifest.toml"),
    ],
)
def test_what_lies_in_a_folder_without_manifest(tmp_path: Path, names: list[str], said: str) -> None:
    touch(tmp_path, *names)
    assert said in told(tmp_path)


def test_a_folder_that_may_be_entered_but_not_listed_is_not_called_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, "a.ply")

    def forbidden(path: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", forbidden)
    found = told(tmp_path)
    assert "is missing, and what else is in the folder cannot be listed: Permission denied." in found
    assert "Check the rights of the folder." in found


def test_the_folder_above_is_named(own_pack: Path) -> None:
    assert f"it lies in {own_pack}. Open {own_pack}." in told(own_pack / "full")


def test_what_is_no_folder_is_told_as_what_it_is(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "model.zip", "w") as file:
        file.writestr("manifest.toml", "")
    (tmp_path / "a.stl").write_bytes(b"solid a\n")
    (tmp_path / "page").write_bytes(b"<!DOCTYPE html>")
    assert "is an archive, not a folder. Unpack it" in told(tmp_path / "model.zip")
    assert "is one mesh (.stl), not a folder. Only PLY is read" in told(tmp_path / "a.stl")
    assert "is a web page, not a folder." in told(tmp_path / "page")
    assert "is not a folder: nothing has this name." in told(tmp_path / "nowhere")


def example(text: str) -> str:
    return text[text.index("format = 1") :]


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Femur right.ply", "femur.right"),
        ("L_Hüfte (left).PLY", "l_h_fte.left"),
        ("sub/L4+L5.ply", "l4_l5"),
        ("大腿骨.ply", "part"),
    ],
)
def test_the_example_copied_into_the_folder_opens_its_mesh(tmp_path: Path, name: str, id_: str) -> None:
    mesh = ellipsoid((80 if id_.endswith("right") else -80, 0, -190), (22, 22, 200), 1)
    write_mesh(tmp_path, name, mesh)
    (tmp_path / "manifest.toml").write_text(example(told(tmp_path)), encoding="utf-8")
    atlas = load_atlas(tmp_path)
    assert list(atlas.structures) == [id_]
    assert atlas.missing == ()
    np.testing.assert_allclose(atlas.structures[id_].vertices, mesh.vertices, rtol=1e-6)


@pytest.mark.parametrize(
    "name",
    [
        b"f\xe9mur.ply",
        b"\x1b[31m.ply",
        b"a\\b.ply",
        b'o"brien.ply',
        b"a:b.ply",
        b"CON.ply",
        b"x" * 240 + b".ply",
        b"a'b.ply",
        b"#c.ply",
        b"a{b}.ply",
    ],
    ids=ascii,
)
def test_the_example_loads_whatever_the_file_is_called(tmp_path: Path, name: bytes) -> None:
    """With a name that no manifest can hold, once the file is renamed as it says."""
    write_mesh(tmp_path, "one.ply", ellipsoid((0, 0, -190), (22, 22, 200), 1))
    file = (tmp_path / "one.ply").rename(tmp_path / os.fsdecode(name))
    text = told(tmp_path)
    if "Rename" in text:
        assert "for instance to mesh.ply: a manifest cannot name it." in text
        file.rename(tmp_path / "mesh.ply")
    (tmp_path / "manifest.toml").write_text(example(text), encoding="utf-8")
    atlas = load_atlas(tmp_path)
    assert (len(atlas.structures), atlas.missing) == (1, ())


def test_the_example_for_other_meshes_needs_the_hash_only(tmp_path: Path) -> None:
    touch(tmp_path, "Femur right.stl")
    text = told(tmp_path)
    assert 'sha256 = { full = "the SHA-256 of the file"' in text
    assert "its SHA-256 (`sha256sum FILE`; on Windows `Get-FileHash FILE`), as in the example." in text


def test_a_folder_of_very_many_files_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anatomy_viewer.atlas.no_manifest._MOST_ENTRIES", 10)
    touch(tmp_path, *(f"{k:03}.stl" for k in range(30)))
    assert "10 meshes" in str(no_manifest(tmp_path))


def test_links_that_lead_round_are_not_followed(tmp_path: Path) -> None:
    touch(tmp_path, "a.obj")
    (tmp_path / "round").symlink_to(tmp_path)
    assert "holds 1 mesh: 1 .obj" in told(tmp_path)
    shutil.rmtree(tmp_path)
    assert "nothing has this name" in told(tmp_path)
