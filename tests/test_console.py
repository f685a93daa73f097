"""What is printed reaches whoever listens, steers no terminal, and fails in words where nobody does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from anatomy_viewer import cli, console
from tests.tiny_pack import write_tiny_pack

FULL = Path("/dev/full")
REPORT = ["report", "--model", "{pack}"]
LINES = [REPORT, [*REPORT, "--json"], ["--help"], ["--version"], ["render", "--help"]]
OTHER_LETTERS = [
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp1251"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "POSIX"},
]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="redirected by a Unix shell")


def run(arguments: list[str], pack: Path, redirected: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in a shell, its streams led elsewhere as the shell writes it; exit code 255 stands for none."""
    called = [part.format(pack=pack) for part in arguments]
    line = f'"$0" -m anatomy_viewer.cli "$@" {redirected}'
    return subprocess.run(
        ["bash", "-c", line, sys.executable, *called],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize("arguments", LINES, ids=" ".join)
@pytest.mark.parametrize(
    ("redirected", "told"),
    [
        (">&-", "standard output is closed"),
        pytest.param(
            f">{FULL}", "No space left on device", marks=pytest.mark.skipif(not FULL.exists(), reason="no full device")
        ),
        ("| true; exit ${PIPESTATUS[0]}", ""),
    ],
    ids=["closed", "full", "nobody reads"],
)
def test_output_that_cannot_be_printed_is_told(
    arguments: list[str], redirected: str, told: str, tiny_pack: Path
) -> None:
    result = run(arguments, tiny_pack, redirected)
    assert result.returncode == cli.FAILED
    lines = result.stderr.splitlines()
    assert lines == ([f"anatomy-viewer: the output cannot be printed: {told}."] if told else [])


@pytest.mark.parametrize("arguments", LINES[:3], ids=" ".join)
@pytest.mark.parametrize("environment", OTHER_LETTERS, ids=lambda one: " ".join(one.values()))
def test_terminals_of_other_letters_are_no_obstacle(
    arguments: list[str], environment: dict[str, str], tiny_pack: Path
) -> None:
    expected = run(arguments, tiny_pack)
    result = run(arguments, tiny_pack, **environment)
    assert (result.returncode, result.stderr) == (expected.returncode, "")
    assert len(result.stdout.splitlines()) == len(expected.stdout.splitlines())
    if "--json" in arguments:
        assert json.loads(result.stdout) == json.loads(expected.stdout)


@pytest.mark.parametrize("redirected", ["2>&-", f"2>{FULL}", ">&- 2>&- <&-"])
def test_where_nobody_hears_warnings_the_exit_code_is_the_same(redirected: str, tiny_pack: Path) -> None:
    result = run(["render", "-o", "out.jpg"], tiny_pack, redirected)
    assert (result.returncode, result.stdout, result.stderr) == (cli.USAGE, "", "")
    result = run(["report", "--model", "nowhere"], tiny_pack, redirected)
    assert (result.returncode, result.stdout, result.stderr) == (cli.FAILED, "", "")


def test_warnings_stay_out_of_the_output_where_theirs_is_closed(tmp_path: Path) -> None:
    pack = write_tiny_pack(tmp_path / "pack")
    (pack / "full" / "sacrum.ply").unlink()
    assert json.loads(run([*REPORT, "--json"], pack, "2>&-").stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", "--model", "{name}"],
        ["render", "{name}", "-o", "out.png", "--model", "{{pack}}"],
        ["render", "-o", "{name}"],
        ["{name}"],
        ["render", "-o", "out.png", "--size={name}"],
        ["report", "{name}"],
    ],
    ids=" ".join,
)
def test_names_do_not_steer_the_terminal(arguments: list[str], tiny_pack: Path) -> None:
    name = "\x1b]0;title\x07\x1b[31m\x9b2J\u202ered\nanatomy-viewer: all is well\udcff"
    result = run([part.format(name=name) for part in arguments], tiny_pack)
    assert result.returncode in {cli.FAILED, cli.USAGE}
    assert not set(result.stderr) & set("\x1b\x07\x9b\u202e\udcff")
    assert "\nanatomy-viewer: all is well" not in result.stderr
    assert "title" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Glutäus 中 μ", "Glutäus 中 μ"),
        ("\x1b[31m", "\\u001b[31m"),
        ("a\tb\r\n\x7f\x85\u2028", "a\\u0009b\\u000d\\u000a\\u007f\\u0085\\u2028"),
        ("\udcff", "\\xff"),
        ("\ud800", "\\ud800"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
    ],
)
def test_plain_text_spells_out_what_steers(text: str, shown: str) -> None:
    assert console.plain(text) == shown
