"""The command that keeps the zones of pain maps beside them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from anatomy_viewer import cli, load_atlas
from anatomy_viewer.atlas.loader import painmaps_of, shipped_pack
from anatomy_viewer.atlas.painmaps import load_painmaps


def test_compile_keeps_the_zones_so_that_the_next_start_need_not_work_them_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = shipped_pack()
    pack = tmp_path / "pack"
    shutil.copytree(shipped, pack)
    (maps := pack / "painmaps").mkdir()
    for name in ("places.toml", "gluteus_medius.toml"):
        shutil.copy(painmaps_of(shipped) / name, maps / name)
    assert cli.main(["compile", "--model", str(pack)]) == cli.OK
    assert capsys.readouterr().out == f"{maps.resolve() / 'compiled.npz'}: 3 trigger points\n"
    atlas = load_atlas(pack)
    assert len(atlas.trigger_points) == 6
    assert load_painmaps(maps, atlas.structures, atlas.landmarks, atlas.curves).afresh == ()


def test_compile_says_that_there_is_nothing_to_compile(tiny_pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["compile", "--model", str(tiny_pack)]) == cli.FAILED
    assert "has no pain map that could be laid on this model; nothing was written." in capsys.readouterr().err
