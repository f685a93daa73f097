"""The wheel carries the models and works where there is no checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAPS = ROOT / "assets" / "painmaps"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, tiny_pack: Path) -> Path:
    """Folder of the unpacked wheel, built from a copy of the project whose model is the tiny pack."""
    project = tmp_path_factory.mktemp("project")
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project)
    shutil.copytree(ROOT / "anatomy_viewer", project / "anatomy_viewer", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(tiny_pack, project / "assets" / "meshes")
    shutil.copytree(MAPS, project / "assets" / "painmaps")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    subprocess.run(build, cwd=project, check=True, capture_output=True)
    [wheel] = (project / "dist").glob("*.whl")
    target = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    shutil.rmtree(project)
    return target


def test_the_models_and_their_credits_are_in_the_wheel(installed: Path, tiny_pack: Path) -> None:
    shipped = installed / "anatomy_viewer" / "_assets" / "meshes"
    files = {path.relative_to(tiny_pack) for path in tiny_pack.rglob("*") if path.is_file()}
    assert {path.relative_to(shipped) for path in shipped.rglob("*") if path.is_file()} == files
    maps = installed / "anatomy_viewer" / "_assets" / "painmaps"
    assert {path.name for path in maps.iterdir()} == {path.name for path in MAPS.iterdir()}
    assert (installed / "anatomy_viewer" / "py.typed").is_file()
    [info] = installed.glob("anatomy_viewer-*.dist-info")
    assert (info / "licenses" / "LICENSE").read_text(encoding="utf-8").startswith("Mozilla Public License")
    assert (info / "licenses" / "assets" / "meshes" / "NOTICE.md").is_file()
    assert "anatomy-viewer = anatomy_viewer.cli:main" in (info / "entry_points.txt").read_text(encoding="utf-8")


def test_the_installed_package_loads_its_own_model(installed: Path, tmp_path: Path) -> None:
    code = "import anatomy_viewer; atlas = anatomy_viewer.load_atlas(); print(atlas.folder, len(atlas.structures)); "
    # The maps that lie beside the model are read: the tiny pack lacks their landmarks, and says so.
    code += "print(sum('gluteus_medius.toml' in problem.where for problem in atlas.missing))"
    environment = os.environ | {"PYTHONPATH": str(installed)}
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    folder, count, told = result.stdout.split()
    assert int(told) == 1
    assert Path(folder) == (installed / "anatomy_viewer" / "_assets" / "meshes").resolve()
    assert int(count) > 10
