"""Models that can move."""

from __future__ import annotations

import pytest

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas
from tests.motion.moving_pack import write_moving_pack


@pytest.fixture(scope="session")
def moving_atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """The tiny pack with fibres and shapes of gluteus medius."""
    atlas = load_atlas(write_moving_pack(tmp_path_factory.mktemp("moving_pack")))
    assert atlas.missing == ()
    return atlas


@pytest.fixture(scope="session")
def shipped() -> Atlas:
    """The model that comes with the program."""
    return load_atlas()
