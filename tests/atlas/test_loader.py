"""A good pack loads whole; a bad file costs one structure and says so; a bad folder is refused."""

from __future__ import annotations

import hashlib
import os
import random
import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import trimesh

from anatomy_viewer.atlas import loader, mesh_file
from anatomy_viewer.atlas.loader import PackError, load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.files.errors import FileError
from tests.tiny_pack import LANDMARKS, PARTS, ellipsoid, write_mesh

FEMUR = "full/femur.right.ply"


def rehash(pack: Path, name: str, old: str) -> None:
    """Writes the present hash of a file into the manifest in place of the old one."""
    manifest = pack / "manifest.toml"
    new = hashlib.sha256((pack / name).read_bytes()).hexdigest()
    text = manifest.read_text(encoding="utf-8")
    assert old in text
    manifest.write_text(text.replace(old, new), encoding="utf-8")


def replace_bytes(pack: Path, name: str, data: bytes) -> None:
    old = hashlib.sha256((pack / name).read_bytes()).hexdigest()
    (pack / name).write_bytes(data)
    rehash(pack, name, old)


def replace_mesh(pack: Path, name: str, change: Callable[[trimesh.Trimesh], trimesh.Trimesh]) -> None:
    mesh = trimesh.load_mesh(pack / name, process=False)
    old = hashlib.sha256((pack / name).read_bytes()).hexdigest()
    write_mesh(pack, name, change(mesh))
    rehash(pack, name, old)


def with_mesh(vertices: np.ndarray, faces: np.ndarray) -> trimesh.Trimesh:
    return trimesh.Trimesh(vertices, faces, process=False)


def assert_lost(pack: Path, lost: str, file: str, told: str) -> None:
    """Only this structure and its mirror image are lost, and what is said names the file and the cause."""
    atlas = load_atlas(pack)
    gone = {lost, lost.replace(".right", ".left")}
    every = set(PARTS) | {id_.replace(".right", ".left") for id_ in PARTS}
    assert set(atlas.structures) == every - gone
    problems = {problem.where: str(problem) for problem in atlas.missing}
    assert set(problems) == {file, *(gone - {lost})}
    assert told in problems[file]
    names = tomllib.loads((pack / "manifest.toml").read_text(encoding="utf-8"))["structures"][lost]["names"]
    assert f"{names['en']} is left out." in problems[file]
    assert all("is left out." in problem for problem in problems.values())
    assert all(problem.remedy for problem in atlas.missing)


def test_every_structure_loads_and_nothing_is_missing(tiny_atlas: Atlas) -> None:
    assert set(PARTS) <= set(tiny_atlas.structures)
    assert len(tiny_atlas.structures) == len(PARTS) + sum(id_.endswith(".right") for id_ in PARTS)
    assert tiny_atlas.missing == ()
    assert tiny_atlas.subject.stature_m == 1.63


def test_arrays_have_their_types_and_are_read_only(tiny_atlas: Atlas) -> None:
    femur = tiny_atlas.structures["femur.right"]
    assert (femur.vertices.dtype, femur.triangles.dtype) == (np.float32, np.int32)
    assert femur.vertices.shape[1] == femur.triangles.shape[1] == 3
    for array in (femur.vertices, femur.triangles, femur.light.vertices, tiny_atlas.joints["hip.right"].center):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(TypeError):
        tiny_atlas.structures["femur.right"] = femur  # type: ignore[index]


def test_vertices_are_those_of_the_file(tiny_pack: Path, tiny_atlas: Atlas) -> None:
    mesh = trimesh.load_mesh(tiny_pack / FEMUR, process=False)
    np.testing.assert_array_equal(tiny_atlas.structures["femur.right"].vertices, mesh.vertices)
    assert tiny_atlas.structures["femur.right"].color == (0xE9, 0xDF, 0xCB)


def test_the_left_is_the_exact_mirror_image_and_faces_outward(tiny_atlas: Atlas) -> None:
    right, left = (tiny_atlas.structures[f"gluteus_medius.{side}"] for side in ("right", "left"))
    np.testing.assert_array_equal(left.vertices, right.vertices * [-1, 1, 1])
    assert mesh_file.signed_volume(left.full) == pytest.approx(mesh_file.signed_volume(right.full))
    assert mesh_file.signed_volume(left.full) > 0
    assert left.vertices[:, 0].max() < 0


def test_landmarks_and_joints_are_points(tiny_atlas: Atlas) -> None:
    for id_, (_, english, _, position) in LANDMARKS.items():
        np.testing.assert_array_equal(np.asarray(tiny_atlas.landmarks[id_]), position)
        assert tiny_atlas.landmarks[id_].names.en == english
    np.testing.assert_array_equal(tiny_atlas.joints["hip.left"].center, [-83, 0, 0])
    assert tiny_atlas.bodies["shank.left"].parent == "thigh.left"


def test_progress_runs_from_nothing_to_all(tiny_pack: Path) -> None:
    heard: list[tuple[int, int, str]] = []
    load_atlas(tiny_pack, progress=lambda *step: heard.append(step))
    done, total, _ = zip(*heard, strict=True)
    assert list(done) == sorted(done)
    assert (done[0], done[-1]) == (0, total[0])
    assert len(set(total)) == 1
    assert "Right femur" in [what for _, _, what in heard]


def test_what_progress_raises_ends_the_loading(tiny_pack: Path) -> None:
    def stop(done: int, total: int, what: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_atlas(tiny_pack, progress=stop)


def test_a_folder_may_be_given_as_text(tiny_pack: Path) -> None:
    assert load_atlas(str(tiny_pack)).folder == str(tiny_pack.resolve())


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"nowhere.*is not a folder"):
        load_atlas(tmp_path / "nowhere")


def test_a_folder_without_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"manifest\.toml.*is missing"):
        load_atlas(tmp_path)


def test_a_broken_manifest_is_refused(own_pack: Path) -> None:
    (own_pack / "manifest.toml").write_text("units = 'mm", encoding="utf-8")
    with pytest.raises(PackError, match=r"manifest\.toml.*line 1"):
        load_atlas(own_pack)


def test_a_manifest_that_is_a_link_out_of_the_pack_is_refused(own_pack: Path, tmp_path: Path) -> None:
    manifest = own_pack / "manifest.toml"
    manifest.rename(tmp_path / "elsewhere.toml")
    manifest.symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(PackError, match="leads out of its folder"):
        load_atlas(own_pack)


def test_a_missing_mesh_costs_its_structure(own_pack: Path) -> None:
    (own_pack / FEMUR).unlink()
    assert_lost(own_pack, "femur.right", FEMUR, "is missing")


def test_a_changed_mesh_costs_its_structure(own_pack: Path) -> None:
    data = bytearray((own_pack / FEMUR).read_bytes())
    data[-1] ^= 1
    (own_pack / FEMUR).write_bytes(data)
    assert_lost(own_pack, "femur.right", FEMUR, hashlib.sha256(data).hexdigest())


def test_an_empty_mesh_file_costs_its_structure(own_pack: Path) -> None:
    (own_pack / FEMUR).write_bytes(b"")
    assert_lost(own_pack, "femur.right", FEMUR, "is empty")


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.999])
def test_a_truncated_mesh_costs_its_structure(own_pack: Path, share: float) -> None:
    data = (own_pack / FEMUR).read_bytes()
    replace_bytes(own_pack, FEMUR, data[: int(len(data) * share)])
    assert_lost(own_pack, "femur.right", FEMUR, "cannot be read as PLY")


def test_a_mesh_without_triangles_costs_its_structure(own_pack: Path) -> None:
    coordinates = b"".join(b"property float %c\n" % axis for axis in b"xyz")
    faces = b"element face 0\nproperty list uchar int vertex_indices\n"
    data = b"ply\nformat ascii 1.0\nelement vertex 0\n" + coordinates + faces + b"end_header\n"
    replace_bytes(own_pack, FEMUR, data)
    assert_lost(own_pack, "femur.right", FEMUR, "holds no triangles")


def test_a_vertex_that_is_no_number_costs_its_structure(own_pack: Path) -> None:
    def spoil(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
        vertices = np.array(mesh.vertices)
        vertices[[5, 9], 1] = np.nan, np.inf
        return with_mesh(vertices, mesh.faces)

    replace_mesh(own_pack, FEMUR, spoil)
    assert_lost(own_pack, "femur.right", FEMUR, "2 vertices that are not finite numbers, the first is vertex 5")


def test_an_index_out_of_bounds_costs_its_structure(own_pack: Path) -> None:
    data = bytearray((own_pack / FEMUR).read_bytes())
    data[-4:] = (10**6).to_bytes(4, "little")
    replace_bytes(own_pack, FEMUR, bytes(data))
    assert_lost(own_pack, "femur.right", FEMUR, "names a vertex outside")


def test_a_negative_index_costs_its_structure(own_pack: Path) -> None:
    data = bytearray((own_pack / FEMUR).read_bytes())
    data[-4:] = (-1).to_bytes(4, "little", signed=True)
    replace_bytes(own_pack, FEMUR, bytes(data))
    assert_lost(own_pack, "femur.right", FEMUR, "names a vertex outside")


def test_a_third_triangle_on_an_edge_costs_its_structure(own_pack: Path) -> None:
    def fin(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
        top = len(mesh.vertices)
        return with_mesh(np.vstack([mesh.vertices, [0, 0, 0]]), np.vstack([mesh.faces, [*mesh.faces[0, :2], top]]))

    replace_mesh(own_pack, FEMUR, fin)
    assert_lost(own_pack, "femur.right", FEMUR, "non-manifold")


def test_a_hole_costs_its_structure(own_pack: Path) -> None:
    replace_mesh(own_pack, FEMUR, lambda mesh: with_mesh(mesh.vertices, mesh.faces[1:]))
    assert_lost(own_pack, "femur.right", FEMUR, "is not closed: 3 edges")


def test_a_flipped_triangle_costs_its_structure(own_pack: Path) -> None:
    def flip(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
        faces = np.array(mesh.faces)
        faces[7] = faces[7, ::-1]
        return with_mesh(mesh.vertices, faces)

    replace_mesh(own_pack, FEMUR, flip)
    assert_lost(own_pack, "femur.right", FEMUR, "not wound consistently")


def test_a_mesh_inside_out_costs_its_structure(own_pack: Path) -> None:
    replace_mesh(own_pack, FEMUR, lambda mesh: with_mesh(mesh.vertices, mesh.faces[:, ::-1]))
    assert_lost(own_pack, "femur.right", FEMUR, "inside out")


@pytest.mark.parametrize(("factor", "told"), [(0.001, "looks like metres"), (1000.0, "not the size of a body part")])
def test_a_mesh_in_another_unit_costs_its_structure(own_pack: Path, factor: float, told: str) -> None:
    replace_mesh(own_pack, FEMUR, lambda mesh: with_mesh(mesh.vertices * factor, mesh.faces))
    assert_lost(own_pack, "femur.right", FEMUR, told)


def test_a_mesh_in_centimetres_is_found_by_its_landmarks(own_pack: Path) -> None:
    name = "full/hip_bone.right.ply"
    replace_mesh(own_pack, name, lambda mesh: with_mesh(mesh.vertices * 0.1, mesh.faces))
    assert_lost(own_pack, "hip_bone.right", name, "far from all its landmarks")


@pytest.mark.parametrize("target", ["outside", "nowhere"])
def test_a_link_out_of_the_pack_is_not_followed(own_pack: Path, tmp_path: Path, target: str) -> None:
    (own_pack / FEMUR).rename(tmp_path / "outside")
    (own_pack / FEMUR).symlink_to(tmp_path / target)
    assert_lost(own_pack, "femur.right", FEMUR, "leads out of its folder")


def test_a_linked_folder_is_not_followed(own_pack: Path, tmp_path: Path) -> None:
    (own_pack / "full").rename(tmp_path / "full")
    (own_pack / "full").symlink_to(tmp_path / "full")
    assert load_atlas(own_pack).structures == {}


def test_a_huge_file_is_refused_unread(own_pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mesh_file, "MAX_BYTES", (own_pack / FEMUR).stat().st_size - 1)
    assert "femur.right" not in load_atlas(own_pack).structures


@pytest.mark.parametrize("harm", ["missing", "other part"])
def test_without_a_usable_light_mesh_the_full_one_serves(own_pack: Path, harm: str) -> None:
    light = "light/femur.right.ply"
    if harm == "missing":
        (own_pack / light).unlink()
    else:
        replace_mesh(own_pack, light, lambda mesh: ellipsoid((0, 0, 0), (20, 20, 20), 1))
    atlas = load_atlas(own_pack)
    for id_ in ("femur.right", "femur.left"):
        np.testing.assert_array_equal(atlas.structures[id_].light.vertices, atlas.structures[id_].vertices)
    [problem] = atlas.missing
    assert problem.where == light
    assert "is shown in full detail" in problem.what


def test_the_skin_may_be_open_but_must_be_a_surface(own_pack: Path) -> None:
    def fin(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
        top = len(mesh.vertices)
        return with_mesh(np.vstack([mesh.vertices, [0, 0, 0]]), np.vstack([mesh.faces, [*mesh.faces[0, :2], top]]))

    name = "full/skin.ply"
    replace_mesh(own_pack, name, fin)
    assert_lost(own_pack, "skin", name, "non-manifold")


def test_damaged_files_never_break_the_loader(own_pack: Path) -> None:
    rng = random.Random(11)
    whole = (own_pack / FEMUR).read_bytes()
    end = whole.index(b"end_header") + 11
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(end) if rng.random() < 0.7 else rng.randrange(len(data))
            data[at] = rng.randrange(256)
        try:
            mesh_file.read_mesh(_only(own_pack, data), "x.ply", hashlib.sha256(data).hexdigest(), may_be_open=True)
        except FileError as error:
            assert error.remedy  # noqa: PT017  (either outcome is right)


def _only(pack: Path, data: bytes) -> Path:
    (pack / "x.ply").write_bytes(data)
    return pack


def test_the_shipped_pack_is_found_in_an_installed_package_first(
    own_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "anatomy_viewer"
    monkeypatch.setattr(loader, "__file__", str(package / "atlas" / "loader.py"))
    with pytest.raises(PackError, match="Install the program again"):
        loader.shipped_pack()
    checkout = tmp_path / "site" / "assets" / "meshes"
    checkout.mkdir(parents=True)
    (checkout / "manifest.toml").touch()
    assert loader.shipped_pack() == checkout
    (package / "_assets").mkdir(parents=True)
    own_pack.rename(package / "_assets" / "meshes")
    assert loader.shipped_pack() == package / "_assets" / "meshes"
    assert "femur.right" in load_atlas().structures


def test_a_hash_in_capitals_is_the_same(own_pack: Path) -> None:
    digest = hashlib.sha256((own_pack / FEMUR).read_bytes()).hexdigest()
    manifest = own_pack / "manifest.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(digest, digest.upper()), encoding="utf-8")
    assert load_atlas(own_pack).missing == ()


@pytest.mark.parametrize(
    ("size_mm", "told"),
    [
        (0.25, "It looks like metres."),
        (1.6, "It looks like metres, inches or centimetres."),
        (4.1, "It looks like metres, inches or centimetres."),
        (0.001, "which is not the size of a body part. Right femur"),
        (1e30, "which is not the size of a body part. Right femur"),
        (3e38, "which is not the size of a body part. Right femur"),
    ],
)
def test_units_that_a_size_may_be_in_are_told(own_pack: Path, size_mm: float, told: str) -> None:
    def scaled(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
        vertices = (mesh.vertices - mesh.vertices.mean(axis=0)) / np.abs(mesh.vertices).max()
        return with_mesh(vertices / np.linalg.norm(np.ptp(vertices, axis=0)) * size_mm, mesh.faces)

    replace_mesh(own_pack, FEMUR, scaled)
    assert_lost(own_pack, "femur.right", FEMUR, told)


@pytest.mark.parametrize("name", ["manifest.toml", "attachments.toml", "facts.toml", FEMUR])
@pytest.mark.parametrize("kind", ["pipe", "folder", "circle"])
def test_what_is_no_plain_file_is_refused_at_once(own_pack: Path, name: str, kind: str) -> None:
    file = own_pack / name
    file.unlink(missing_ok=True)
    {"pipe": os.mkfifo, "folder": Path.mkdir, "circle": lambda path: path.symlink_to(path)}[kind](file)
    said = {"pipe": "is a pipe", "folder": "is a folder", "circle": "leads nowhere"}[kind]
    if name == "manifest.toml":
        with pytest.raises(PackError, match=said):
            load_atlas(own_pack)
    else:
        assert said in "\n".join(map(str, load_atlas(own_pack).missing))


def test_a_folder_of_links_in_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to(tmp_path / "round")
    with pytest.raises(PackError):
        load_atlas(tmp_path / "round")
    with pytest.raises(PackError):
        load_atlas("a\0b")


def test_the_loading_can_be_ended_while_any_file_is_read(own_pack: Path) -> None:
    (own_pack / "attachments.toml").write_text("format = 1\n")
    (own_pack / "facts.toml").write_text("format = 1\nsources = {}\nmuscles = {}\n")
    heard: list[tuple[int, int, str]] = []
    load_atlas(own_pack, progress=lambda *step: heard.append(step))
    for last in range(len(heard)):
        left = [last]

        def stop(done: int, total: int, what: str, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise InterruptedError

        with pytest.raises(InterruptedError):
            load_atlas(own_pack, progress=stop)
