"""The wheel carries the models and works where there is no checkout, with what it declares and nothing more."""

from __future__ import annotations

from pathlib import Path

import anatomy_viewer
from anatomy_viewer import cli
from tests.installed import MAPS, Installed


def test_the_models_and_their_credits_are_in_the_wheel(installed: Installed, tiny_pack: Path) -> None:
    shipped = installed.packages / "anatomy_viewer" / "_assets" / "meshes"
    files = {path.relative_to(tiny_pack) for path in tiny_pack.rglob("*") if path.is_file()}
    assert {path.relative_to(shipped) for path in shipped.rglob("*") if path.is_file()} == files
    maps = installed.packages / "anatomy_viewer" / "_assets" / "painmaps"
    assert {path.name for path in maps.iterdir()} == {path.name for path in MAPS.iterdir()}
    assert (installed.packages / "anatomy_viewer" / "py.typed").is_file()
    [info] = installed.packages.glob("anatomy_viewer-*.dist-info")
    assert (info / "licenses" / "LICENSE").read_text(encoding="utf-8").startswith("Mozilla Public License")
    assert (info / "licenses" / "assets" / "meshes" / "NOTICE.md").is_file()


def test_the_installed_package_loads_its_own_model(installed: Installed) -> None:
    code = "import anatomy_viewer; atlas = anatomy_viewer.load_atlas(); print(atlas.folder, len(atlas.structures)); "
    # The maps that lie beside the model are read: the tiny pack lacks their landmarks, and says so.
    code += "print(sum('gluteus_medius.toml' in problem.where for problem in atlas.missing))"
    result = installed.run("python", "-c", code)
    assert result.returncode == 0, result.stderr
    folder, count, told = result.stdout.split()
    assert int(told) == 1
    assert Path(folder) == (installed.packages / "anatomy_viewer" / "_assets" / "meshes").resolve()
    assert int(count) > 10


def test_the_installed_command_tells_its_version(installed: Installed) -> None:
    result = installed.run("anatomy-viewer", "--version")
    assert (result.returncode, result.stdout) == (cli.OK, f"anatomy-viewer {anatomy_viewer.__version__}\n")


def test_the_report_says_which_extra_to_install(installed: Installed) -> None:
    result = installed.run("anatomy-viewer", "report")
    assert result.returncode == cli.FAILED
    assert "pip install 'anatomy-viewer[report]'" in result.stderr
    assert "Traceback" not in result.stderr


def test_nothing_but_what_is_declared_is_installed(installed: Installed) -> None:
    for name in ("igl", "manifold3d", "pytest"):
        assert installed.run("python", "-c", f"import {name}").returncode == 1
