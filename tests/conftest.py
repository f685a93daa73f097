"""Fixtures that all tests share; the guards against leaks are in `leaks`."""

from __future__ import annotations

from pathlib import Path

import pytest

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.state.view_state import ViewState
from anatomy_viewer.state.views import default_state
from tests.tiny_pack import write_tiny_pack


@pytest.fixture(scope="session")
def tiny_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the tiny pack; shared by all tests, so not to be changed."""
    return write_tiny_pack(tmp_path_factory.mktemp("tiny_pack"))


@pytest.fixture(scope="session")
def tiny_atlas(tiny_pack: Path) -> Atlas:
    """The tiny pack, loaded."""
    return load_atlas(tiny_pack)


@pytest.fixture
def tiny_state(tiny_atlas: Atlas) -> ViewState:
    """The first picture of the tiny pack."""
    return default_state(tiny_atlas)


@pytest.fixture
def own_pack(tmp_path: Path) -> Path:
    """Folder of a tiny pack that a test may break."""
    return write_tiny_pack(tmp_path / "pack")
