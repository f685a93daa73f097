"""Pictures on disk: their size, their credit, and what happens where none can be made."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.export.picture import RenderError, render_picture
from anatomy_viewer.stage import offscreen
from anatomy_viewer.state.view_state import ViewState
from tests.test_environment import HOSTILE


@pytest.fixture
def no_opengl(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine where VTK is left with OSMesa, and OSMesa is not installed."""
    monkeypatch.setenv("VTK_DEFAULT_OPENGL_WINDOW", "vtkOSOpenGLRenderWindow")
    monkeypatch.setattr(offscreen, "_OSMESA_FILES", ("libnowhere.so",))


def test_exact_size_even_when_odd(tiny_atlas: Atlas, tiny_state: ViewState, tmp_path: Path) -> None:
    render_picture(tiny_atlas, tiny_state, (321, 203), tmp_path / "hip.png")
    with Image.open(tmp_path / "hip.png") as picture:
        assert picture.size == (321, 203)
        assert picture.format == "PNG"
        pixels = np.asarray(picture)
    assert pixels.std() > 10, "something is to be seen"
    assert [path.name for path in tmp_path.iterdir()] == ["hip.png"]


def test_same_state_same_file(tiny_atlas: Atlas, tiny_state: ViewState, tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        render_picture(tiny_atlas, tiny_state, (160, 120), tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_credit_travels_with_the_picture(tiny_atlas: Atlas, tiny_state: ViewState, tmp_path: Path) -> None:
    render_picture(tiny_atlas, tiny_state, (64, 64), tmp_path / "hip.png")
    with Image.open(tmp_path / "hip.png") as picture:
        texts = picture.info
    assert texts["Title"] == tiny_atlas.name
    for source in tiny_atlas.sources.values():
        assert source.credit in texts["Author"]
        assert source.licence in texts["Copyright"]


def test_the_picture_is_the_state(tiny_atlas: Atlas, tiny_state: ViewState, tmp_path: Path) -> None:
    render_picture(tiny_atlas, tiny_state, (160, 120), tmp_path / "light.png")
    render_picture(tiny_atlas, replace(tiny_state, theme="dark"), (160, 120), tmp_path / "dark.png")
    light, dark = (np.asarray(Image.open(tmp_path / f"{name}.png").convert("L")) for name in ("light", "dark"))
    assert light[:5, :5].mean() > dark[:5, :5].mean() + 100


def test_without_opengl_it_says_what_to_install(
    no_opengl: None, tiny_atlas: Atlas, tiny_state: ViewState, tmp_path: Path
) -> None:
    target = tmp_path / "hip.png"
    target.write_bytes(b"an older picture")
    with pytest.raises(RenderError, match=r"no OpenGL.*may be why: .*VTK_DEFAULT_OPENGL_WINDOW.*[Ii]nstall"):
        render_picture(tiny_atlas, tiny_state, (64, 64), target)
    assert target.read_bytes() == b"an older picture"


def test_where_nothing_can_be_written_the_file_is_named(
    tiny_atlas: Atlas, tiny_state: ViewState, tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="absent") as caught:
        render_picture(tiny_atlas, tiny_state, (64, 64), tmp_path / "absent" / "hip.png")
    assert caught.value.filename == str(tmp_path / "absent" / "hip.png")


def test_variables_of_other_programs_change_no_picture(tiny_pack: Path, tmp_path: Path) -> None:
    for name, variables in (("plain", {}), ("hostile", HOSTILE)):
        result = subprocess.run(
            [sys.executable, "-m", "anatomy_viewer.cli", "--model", str(tiny_pack), "render"]
            + ["-o", str(tmp_path / f"{name}.png"), "--size", "160x120"],
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "hostile.png").read_bytes() == (tmp_path / "plain.png").read_bytes()
