"""The program as a user has it: the wheel, installed where nothing is but what it declares."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
MAPS = ROOT / "assets" / "painmaps"


class Installed:
    """An environment with the wheel in it, away from the checkout."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
        self._programs = Path(sysconfig.get_path("scripts", "venv", {"base": str(folder)}))

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs one of the environment's programs, such as `anatomy-viewer`, with nothing of the checkout in sight."""
        plain = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        return subprocess.run(
            [self._programs / arguments[0], *arguments[1:]],
            cwd=self.folder,
            env=plain | environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


def install_alone(folder: Path, pack: Path) -> Installed:
    """Builds the wheel with `pack` as its model and installs it into a new environment; needs no network."""
    wheel = _build(folder / "project", pack)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    installed = Installed(folder / "venv")
    _link_declared(installed.packages)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(folder / "venv")]
    subprocess.run([*pip, "install", "--no-index", "--no-deps", str(wheel)], check=True, capture_output=True)
    shutil.rmtree(folder / "project")
    return installed


def _build(project: Path, pack: Path) -> Path:
    project.mkdir()
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project)
    shutil.copytree(ROOT / "anatomy_viewer", project / "anatomy_viewer", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(pack, project / "assets" / "meshes")
    shutil.copytree(MAPS, project / "assets" / "painmaps")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    subprocess.run(build, cwd=project, check=True, capture_output=True)
    [wheel] = (project / "dist").glob("*.whl")
    return wheel


def _link_declared(packages: Path) -> None:
    """Links what the program declares, and what that declares in turn, and nothing else that is installed here."""
    waiting, seen = ["anatomy-viewer"], set()
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        found = distribution(name)
        waiting += _requirements(found)
        if name != "anatomy-viewer":
            _link(found, packages)


def _requirements(found: Distribution) -> list[str]:
    every = [Requirement(text) for text in found.requires or ()]
    return [one.name for one in every if one.marker is None or one.marker.evaluate({"extra": ""})]


def _link(found: Distribution, packages: Path) -> None:
    tops = {file.parts[0] for file in found.files or ()} - {"..", "__pycache__"}
    for top in tops:
        link = packages / top
        if not link.exists():
            link.symlink_to(Path(str(found.locate_file(top))), target_is_directory=True)
