"""What the package imports is what it declares: an installed program lacks nothing that only a checkout has."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASK_FOR_THE_EXTRA = {"anatomy_viewer.atlas.report", "anatomy_viewer.cli"}
"""Only these import what needs the extra `report`, when the report is asked for."""


def declared(*requirements: str) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements}


PLAIN = declared(*PROJECT["dependencies"])
REPORT = declared(*PROJECT["optional-dependencies"]["report"])


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of the package by its name."""
    found = {}
    for path in (ROOT / "anatomy_viewer").rglob("*.py"):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imported(tree: ast.AST, *, at_once: bool = False) -> Iterator[str]:
    """Modules that a piece of code imports, those inside functions too unless `at_once`; never those of types alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None, "imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        elif not (at_once and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)):
            yield from imported(node, at_once=at_once)


@cache
def bringers() -> dict[str, str]:
    """Top-level modules, compiled ones too, by the distribution that brings them."""
    found = {}
    for one in distributions():
        for file in one.files or ():
            if file.suffix in {".py", ".so", ".pyd"}:
                found[file.parts[0].partition(".")[0]] = canonicalize_name(one.name)
    return found


def distribution(module: str) -> str | None:
    """The distribution that brings a module; None for the standard library and our own."""
    top = module.partition(".")[0]
    return None if top in sys.stdlib_module_names or top == "anatomy_viewer" else bringers()[top]


def own(module: str) -> str | None:
    """The module of the package that an imported name is, or is found in; None for those of others."""
    while module and module not in sources():
        module = module.rpartition(".")[0]
    return module or None


def needing_the_extra() -> set[str]:
    """Modules that cannot be imported without the extra `report`, by themselves or by what they import."""
    at_once = {name: list(imported(tree, at_once=True)) for name, tree in sources().items()}
    needing = {name for name, modules in at_once.items() if REPORT & {distribution(module) for module in modules}}
    while True:
        more = {name for name, modules in at_once.items() if needing & {own(module) for module in modules}}
        if more <= needing:
            return needing
        needing |= more


def test_every_import_is_a_declared_dependency() -> None:
    for name, tree in sources().items():
        used = {distribution(module) for module in imported(tree)} - {None}
        assert used <= PLAIN | REPORT, f"{name} imports what pyproject.toml does not declare"


def test_every_dependency_is_imported() -> None:
    used = {distribution(module) for tree in sources().values() for module in imported(tree)}
    assert used >= PLAIN | REPORT


def test_only_the_report_needs_the_extra() -> None:
    needing = needing_the_extra()
    assert needing, "the report is measured with the libraries of the extra"
    for name, tree in sources().items():
        asks = needing & {own(module) for module in imported(tree)}
        assert not asks or name in needing | ASK_FOR_THE_EXTRA, f"{name} imports {asks}, which need the extra"
    assert not needing & ASK_FOR_THE_EXTRA
    assert not [name for name in needing if ".figures" not in name], "what measures for the report has `figures` in it"


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_the_versions_of_python_are_promised_in_both_places(version: str) -> None:
    assert f"Programming Language :: Python :: {version}" in PROJECT["classifiers"]
    assert PROJECT["requires-python"] == ">=3.11"
