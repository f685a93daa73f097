"""Fixtures that all tests share, and the guards against leaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.state.view_state import ViewState
from anatomy_viewer.state.views import default_state
from tests import leaks
from tests.installed import Installed, install_alone
from tests.leaks import pytest_runtest_makereport
from tests.tiny_pack import write_tiny_pack

__all__ = ["pytest_runtest_makereport"]

ROOMS = {"stage": "stage", "export": "stage", "desktop": "desktop", "figures": "figures"}
"""Folder of tests, and the marker that all its tests get."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of these rooms, so that no test forgets it."""
    for item in items:
        room = item.path.relative_to(Path(__file__).parent).parts[0]
        if room in ROOMS:
            item.add_marker(ROOMS[room])


@pytest.fixture(autouse=True)
def no_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that draws or opens windows and leaves something behind."""
    failed = request.node.stash.setdefault(leaks.FAILED, [])
    if request.node.get_closest_marker("desktop"):
        yield from leaks.no_qt_left(failed, request.getfixturevalue("qapp"))
    elif request.node.get_closest_marker("stage"):
        request.getfixturevalue("warm_vtk")
        yield from leaks.no_vtk_left(failed)
    else:
        yield


@pytest.fixture(scope="session")
def warm_vtk() -> None:
    """Draws once, so that what VTK and PyVista keep for ever is there before the first test."""
    import pyvista as pv

    plotter = pv.Plotter(off_screen=True, window_size=(64, 64))
    plotter.add_mesh(pv.Sphere())
    plotter.screenshot(return_img=True)
    plotter.close()


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


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, tiny_pack: Path) -> Installed:
    """The program as its wheel installs it, with the tiny pack as its model."""
    return install_alone(tmp_path_factory.mktemp("installed"), tiny_pack)
