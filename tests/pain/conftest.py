"""The shipped model, whose zones are ranked and drawn on."""

from __future__ import annotations

import pytest

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas


@pytest.fixture(scope="session")
def body() -> Atlas:
    """The model that comes with the program."""
    return load_atlas()
