"""What a picture would take is known before it is begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.stage import picture_memory
from anatomy_viewer.stage.offscreen import offscreen_picture
from anatomy_viewer.stage.picture_memory import TooLargeError, picture_bytes, require_memory
from anatomy_viewer.state.view_state import ViewState


def free(megabytes: int, folder: Path) -> Path:
    file = folder / "meminfo"
    file.write_text(f"MemTotal: 9999999 kB\nMemAvailable: {megabytes * 1000} kB\n")
    return file


def test_pictures_up_to_8k_are_drawn_where_there_is_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_memory, "_MEMINFO", free(8000, tmp_path))
    for size in ((16, 16), (1920, 1080), (7680, 4320)):
        require_memory(size)


@pytest.mark.parametrize("size", [(8192, 8192), (16384, 16384), (16384, 4096)])
def test_larger_ones_are_refused_with_what_they_would_take(size: tuple[int, int]) -> None:
    with pytest.raises(TooLargeError, match="would take about") as caught:
        require_memory(size)
    words = str(caught.value).replace("×", " ").rstrip(".").split()
    width, height = int(words[-2]), int(words[-1])
    assert picture_bytes((width, height)) <= picture_memory.MOST_BYTES
    assert width / height == pytest.approx(size[0] / size[1], rel=0.01)


def test_the_memory_that_is_free_counts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_memory, "_MEMINFO", free(1000, tmp_path))
    require_memory((1920, 1080))
    with pytest.raises(TooLargeError, match=r"free on this machine now are 1\.0 GB"):
        require_memory((3840, 2160))
    monkeypatch.setattr(picture_memory, "_MEMINFO", tmp_path / "none")
    require_memory((3840, 2160))


def test_nothing_is_drawn_of_what_is_refused(tiny_atlas: Atlas, tiny_state: ViewState) -> None:
    with pytest.raises(TooLargeError):
        offscreen_picture(tiny_atlas, tiny_state, (16384, 16384))
