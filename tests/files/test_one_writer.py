"""Nothing but the room of files writes: every other way to put bytes on a disk is looked for in the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "anatomy_viewer"

WRITES = {"write_text", "write_bytes", "tofile", "savetxt", "savefig", "to_csv", "rename", "replace"}
"""Methods of paths, arrays and figures that write a file; `replace` of a path takes one argument."""
SAVES = {"save", "savez", "savez_compressed", "dump"}
"""These may write into what `replacing` gives, or into memory."""
OPENERS = {"NamedTemporaryFile", "mkstemp", "QFile", "QSaveFile", "FileHandler", "RotatingFileHandler"}
APART = {"desktop/failures.py"}
"""The log grows line by line and is never replaced."""


def writes(source: str) -> list[str]:
    """What in a source writes to disk without the one writer: line and call."""
    tree = ast.parse(source)
    safe = {name for node in ast.walk(tree) for name in _into(node)}
    return [f"{call.lineno}: {ast.unparse(call)}" for call in _calls(tree) if _is_write(call, safe)]


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _into(node: ast.AST) -> Iterator[str]:
    """Names of what `replacing` gives and of buffers in memory."""
    if isinstance(node, ast.withitem) and _called(node.context_expr) == "replacing":
        yield getattr(node.optional_vars, "id", "")
    if isinstance(node, ast.Assign) and _called(node.value) in {"BytesIO", "StringIO"}:
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_write(call: ast.Call, safe: set[str]) -> bool:
    name, method = _called(call), isinstance(call.func, ast.Attribute)
    if name == "open":
        return _opens_to_write(call)
    if name in OPENERS:
        return True
    if method and name in SAVES:
        first = call.args[0] if call.args else None
        return first is not None and not (isinstance(first, ast.Name) and first.id in safe)
    one_argument = len(call.args) == 1 and not call.keywords
    return method and name in WRITES and (name != "replace" or one_argument)


def _opens_to_write(call: ast.Call) -> bool:
    given = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
    texts = [part.value for part in given if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return any(set(text) <= set("rwaxbt+") and set(text) & set("wax+") for text in texts)


def test_only_the_room_of_files_writes() -> None:
    modules = [path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE / "files"]
    assert len(modules) > 100
    found = {
        name: told
        for path in [*modules, *(ROOT / "scripts").glob("*.py")]
        if (name := path.relative_to(PACKAGE if path in modules else ROOT).as_posix()) not in APART
        and (told := writes(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        'path.write_text("x")',
        'open(path, "w")',
        'path.open(mode="ab")',
        "np.savez_compressed(path, a=a)",
        'picture.save(path, format="PNG")',
        "unfinished.replace(path)",
        "tempfile.mkstemp()",
        "QSaveFile(name)",
    ],
)
def test_other_ways_to_write_are_found(line: str) -> None:
    assert len(writes(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "write_text(path, text)",
        "with replacing(path) as out:\n    picture.save(out)",
        'text.replace("a", "b")',
        "replace(state, pain=pain)",
        'path.open("rb")',
        "painter.save()",
    ],
)
def test_what_writes_nothing_or_by_the_one_writer_is_not(line: str) -> None:
    assert writes(line) == []
