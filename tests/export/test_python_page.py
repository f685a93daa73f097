"""The page for scripts and notebooks: its examples run, and what they say of themselves is so."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import anatomy_viewer
from anatomy_viewer import render
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.state.view_state import ViewState

PAGE = Path(__file__).parents[2] / "docs" / "python.md"


def test_the_examples_run_from_top_to_bottom() -> None:
    found: dict[str, object] = {}
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 6
    for number, block in enumerate(blocks, 1):
        exec(compile(block, f"{PAGE.name}, example {number}", "exec"), found)
    medius, best, picture, pictures = (found[name] for name in ("medius", "best", "picture", "pictures"))
    assert (medius.names.en, medius.names.la) == ("Right gluteus medius", "Musculus gluteus medius dexter")
    assert best.id == "gluteus_medius.trp1.right"
    assert 0.5 < best.score < 1.0
    assert picture.shape == (400, 640, 4)
    assert found["image"].size == (640, 400)
    assert all(one.std() > 10 for one in pictures), "something is to be seen"
    assert (pictures[0] != pictures[1]).any()


def test_every_public_name_is_told_of_on_the_page_or_is_the_type_of_one_that_is() -> None:
    page = PAGE.read_text(encoding="utf-8")
    types = {"Atlas", "Pose", "Score", "TriggerPoint", "ViewState", "__version__"}
    for name in set(anatomy_viewer.__all__) - types:
        assert re.search(rf"\b{name}\b", page), name


def test_a_picture_is_opaque_and_a_notebook_can_show_it(tiny_atlas: Atlas, tiny_state: ViewState) -> None:
    picture = render(tiny_atlas, tiny_state, (97, 61))
    assert picture.shape == (61, 97, 4)
    assert picture.dtype == np.uint8
    assert (picture[..., 3] == 255).all()
    shown = Image.open(io.BytesIO(picture._repr_png_()))
    assert np.array_equal(np.asarray(shown), picture)
    assert picture[0]._repr_png_() is None
    assert picture[:0]._repr_png_() is None


@pytest.mark.parametrize("size", [(0, 10), (10, -1)])
def test_no_picture_has_no_pixels(tiny_atlas: Atlas, tiny_state: ViewState, size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="at least one pixel"):
        render(tiny_atlas, tiny_state, size)
