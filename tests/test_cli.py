"""The command answers at once where it can, and says plainly what it cannot do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

import anatomy_viewer
from anatomy_viewer import cli
from anatomy_viewer.atlas import report
from anatomy_viewer.atlas.figures.figure import Question
from anatomy_viewer.atlas.model import Atlas, PackProblem
from anatomy_viewer.desktop import failures
from anatomy_viewer.state.motion import MotionView
from anatomy_viewer.state.pain import PainView
from anatomy_viewer.state.serial import to_json
from anatomy_viewer.state.view_state import FanView, Look, ViewState
from anatomy_viewer.state.views import default_state

HEAVY = {"numpy", "pydantic", "trimesh", "vtk", "vtkmodules", "pyvista", "PySide6", "igl", "manifold3d", "scipy"}


def imported_by(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after a statement."""
    code = f"import sys\ntry:\n    {statement}\nexcept SystemExit:\n    pass\nprint('\\n' + ' '.join(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return {name.partition(".")[0] for name in result.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize("argument", ["--help", "--version", "report --help", "render --help", "compile --help"])
def test_help_and_version_load_nothing_heavy(argument: str) -> None:
    loaded = imported_by(f"from anatomy_viewer.cli import main; main({argument.split()!r})")
    assert "argparse" in loaded
    assert not loaded & HEAVY


def test_the_package_loads_nothing_heavy() -> None:
    assert not imported_by("import anatomy_viewer; anatomy_viewer.__version__") & HEAVY


def test_loading_an_atlas_needs_neither_qt_nor_vtk(tiny_pack: Path) -> None:
    loaded = imported_by(f"import anatomy_viewer; anatomy_viewer.load_atlas({str(tiny_pack)!r})")
    assert "numpy" in loaded
    assert not loaded & {"PySide6", "vtk", "vtkmodules", "pyvista", "pyvistaqt"}


def test_what_would_be_seen_needs_neither_qt_nor_vtk(tiny_pack: Path) -> None:
    loaded = imported_by(
        f"import anatomy_viewer as a; own = a.load_atlas({str(tiny_pack)!r}); a.resolve(own, a.default_state(own))"
    )
    assert "numpy" in loaded
    assert not loaded & {"PySide6", "vtk", "vtkmodules", "pyvista", "pyvistaqt"}


def test_the_public_names_are_there() -> None:
    for name in anatomy_viewer.__all__:
        assert getattr(anatomy_viewer, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = anatomy_viewer.nonsense


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"anatomy-viewer {anatomy_viewer.__version__}\n"


@pytest.mark.parametrize(
    "size",
    [
        "",
        "1920",
        "1920x",
        "x1080",
        "axb",
        "15x100",
        "100x20000",
        "-5x100",
        "1920x1080x3",
        "1e3x100",
        "²x²",
        "١٩٢٠x١٠٨٠",
    ],
)
def test_a_wrong_size_is_refused(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["render", "-o", "out.png", f"--size={size}"])
    assert ended.value.code == cli.USAGE
    assert size in capsys.readouterr().err


@pytest.mark.parametrize("size", ["9" * 6000 + "x100", "100x" + "9" * 6000])
def test_a_size_beyond_all_bounds_is_refused_in_few_words(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["render", "-o", "out.png", f"--size={size}"])
    assert ended.value.code == cli.USAGE
    error = capsys.readouterr().err
    assert "each side must have 16 to 16384 pixels" in error
    assert len(error) < 500


@pytest.mark.parametrize("name", ["", "  ", "a\0b.png", "a" * 5000 + ".png"])
@pytest.mark.parametrize("arguments", [["report", "--model"], ["render", "-o"], ["render", "-o", "out.png"]])
def test_what_names_no_file_is_refused(arguments: list[str], name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*arguments, name])
    assert ended.value.code == cli.USAGE
    error = capsys.readouterr().err
    assert "names no file or folder" in error
    assert "\0" not in error
    assert len(error) < 500


@pytest.mark.parametrize("name", ["picture.jpg", "picture"])
def test_a_picture_of_another_kind_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["render", "-o", name])
    assert ended.value.code == cli.USAGE
    assert f"'{name}' does not end in .png" in capsys.readouterr().err


@pytest.fixture
def painter(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Atlas, ViewState, tuple[int, int], Path]]:
    """Stands in for the room that draws, and keeps what it was asked to draw."""
    asked: list[tuple[Atlas, ViewState, tuple[int, int], Path]] = []
    module = ModuleType("anatomy_viewer.export.picture")
    module.render_picture = lambda *order: asked.append(order)  # type: ignore[attr-defined]
    module.TooLargeError = type("TooLargeError", (ValueError,), {})  # type: ignore[attr-defined]
    module.require_memory = lambda size: None  # type: ignore[attr-defined]
    module.RenderError = type("RenderError", (RuntimeError,), {})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "anatomy_viewer.export.picture", module)
    return asked


def test_render_draws_the_first_picture(painter: list[tuple[object, ...]], tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    assert cli.main(["render", "-o", str(out), "--size", "640x360", "--model", str(tiny_pack)]) == cli.OK
    [(atlas, state, size, path)] = painter
    assert isinstance(atlas, Atlas)
    assert (state, size, path) == (default_state(atlas), (640, 360), out)


def test_render_draws_a_saved_view(
    painter: list[tuple[object, ...]], tiny_pack: Path, tiny_state: ViewState, tmp_path: Path
) -> None:
    saved = tmp_path / "view.json"
    saved.write_text(to_json(tiny_state), encoding="utf-8")
    assert cli.main(["--model", str(tiny_pack), "render", str(saved), "-o", "out.png"]) == cli.OK
    assert painter[0][1:3] == (tiny_state, (1920, 1080))


def test_what_a_saved_view_asks_for_that_the_model_lacks_is_told(
    painter: list[tuple[object, ...]],
    tiny_pack: Path,
    tiny_state: ViewState,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = replace(
        tiny_state,
        looks=(("femurr.right", Look(visible=False)),),
        selected="tail",
        fan=FanView(mode="fibres", muscle="piriformis.right"),
        motion=MotionView(prepared="dance"),
        pain=PainView(points=("gluteus_medius.trp9.right",), region="wing"),
    )
    saved = tmp_path / "view.json"
    saved.write_text(to_json(asked), encoding="utf-8")
    assert cli.main(["--model", str(tiny_pack), "render", str(saved), "-o", "out.png"]) == cli.OK
    assert len(painter) == 1
    lines = capsys.readouterr().err.splitlines()
    keys = ("looks", "pain.points", "pain.region", "motion.prepared", "fan.muscle", "selected")
    assert [line.split(": ")[2] for line in lines] == list(keys)
    assert all("which this model does not have: it is drawn without it. " in line for line in lines)
    assert "Did you mean 'femur.right'?" in lines[0]


def test_a_view_of_the_model_lacks_nothing(
    painter: list[tuple[object, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    for view in sorted((Path(__file__).parents[1] / "docs" / "pictures").glob("*.json")):
        assert cli.main(["render", str(view), "-o", "out.png"]) == cli.OK
    assert len(painter) == 8
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "is missing"), (b"{", "not valid JSON"), (b'{"version": 1}', "camera"), (b"\xff", "not UTF-8")],
)
def test_a_wrong_saved_view_is_named(
    content: bytes | None,
    told: str,
    painter: list[tuple[object, ...]],
    tiny_pack: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    saved = tmp_path / "view.json"
    if content is not None:
        saved.write_bytes(content)
    assert cli.main(["render", str(saved), "-o", "out.png", "--model", str(tiny_pack)]) == cli.FAILED
    error = capsys.readouterr().err
    assert "view.json" in error
    assert told in error
    assert painter == []


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (Path.mkdir, "is a folder"),
        (os.mkfifo, "is a pipe"),
        (lambda path: path.symlink_to("/dev/zero"), "is a device"),
        (lambda path: path.symlink_to(path), "is a link that leads nowhere"),
        (lambda path: os.truncate(path.touch() or path, 2**25), "is larger than 16 MiB"),
        (lambda path: path.write_text("[" * 100_000), "not valid JSON"),
    ],
    ids=["folder", "pipe", "device", "loop", "large", "deep"],
)
@pytest.mark.skipif(os.name == "nt", reason="pipes and devices of Unix")
def test_a_saved_view_that_is_no_plain_file_is_refused(
    make: Callable[[Path], object],
    told: str,
    painter: list[object],
    tiny_pack: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make(tmp_path / "view.json")
    arguments = ["render", str(tmp_path / "view.json"), "-o", "out.png", "--model", str(tiny_pack)]
    assert cli.main(arguments) == cli.FAILED
    assert told in capsys.readouterr().err
    assert painter == []


def test_a_missing_folder_is_named_before_anything_is_drawn(
    painter: list[object], tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "nodir" / "q.png"
    assert cli.main(["render", "-o", str(out), "--model", str(tiny_pack)]) == cli.FAILED
    assert f"anatomy-viewer: {out.parent}: No such file or directory." in capsys.readouterr().err
    assert painter == []


@pytest.mark.usefixtures("painter")
def test_render_without_graphics_says_what_to_install(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = sys.modules["anatomy_viewer.export.picture"]

    def refuse(*_: object) -> None:
        raise picture.RenderError("There is no OpenGL here. Install libegl1.")

    picture.render_picture = refuse  # type: ignore[attr-defined]
    assert cli.main(["render", "--model", str(tiny_pack), "-o", str(tmp_path / "a.png")]) == cli.NO_DISPLAY
    assert "Install libegl1" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["report"], ["render", "-o", "out.png"]])
def test_a_wrong_model_is_named(
    command: list[str], painter: list[object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*command, "--model", str(tmp_path / "nowhere")]) == cli.FAILED
    assert "nowhere" in capsys.readouterr().err


def test_what_a_pack_lacks_is_said(painter: list[object], own_pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own_pack / "full" / "sacrum.ply").unlink()
    assert cli.main(["render", "-o", "out.png", "--model", str(own_pack)]) == cli.OK
    assert "full/sacrum.ply" in capsys.readouterr().err


@pytest.mark.usefixtures("painter")
def test_what_a_pack_lacks_is_said_as_long_as_somebody_would_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tiny_atlas: Atlas
) -> None:
    lost = tuple(PackProblem("manifest.toml", f"part {number} is missing.", "") for number in range(1234))
    monkeypatch.setattr("anatomy_viewer.atlas.loader.load_atlas", lambda folder: replace(tiny_atlas, missing=lost))
    assert cli.main(["render", "-o", "out.png"]) == cli.OK
    told = capsys.readouterr().err.splitlines()
    assert told[199] == "anatomy-viewer: manifest.toml: part 199 is missing."
    assert told[200:] == ["anatomy-viewer: and 1,034 more"]


@pytest.fixture
def measures(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Makes the report consist of one figure of a given value, with a target of at most 1."""

    def set_value(value: float) -> None:
        question = Question("test", "part", "what", lambda: value, "mm", high=1.0, source="a book")
        monkeypatch.setattr(report, "measure", lambda atlas: iter([question.answer()]))

    return set_value


@pytest.mark.parametrize(("value", "code", "mark"), [(0.5, cli.OK, "ok"), (2.0, cli.FAILED, "MISS")])
def test_report_prints_value_target_and_source(
    value: float,
    code: int,
    mark: str,
    measures: Callable[[float], None],
    tiny_pack: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    measures(value)
    assert cli.main(["report", "--model", str(tiny_pack)]) == code
    line = capsys.readouterr().out.splitlines()[0]
    for part in (mark, f"{value:g} mm", "at most 1 mm", "a book"):
        assert part in line


def test_report_speaks_json(
    measures: Callable[[float], None], tiny_pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measures(0.5)
    assert cli.main(["report", "--json", "--model", str(tiny_pack)]) == cli.OK
    told = json.loads(capsys.readouterr().out)
    assert told["met"] is True
    assert told["figures"][0]["value"] == 0.5


def test_report_without_its_libraries_says_what_to_install(tiny_pack: Path) -> None:
    arguments = ["report", "--model", str(tiny_pack)]
    hide = "import sys; sys.modules['igl'] = None"
    code = f"{hide}; from anatomy_viewer.cli import main; sys.exit(main({arguments!r}))"
    result = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert result.returncode == cli.FAILED
    assert "anatomy-viewer[report]" in result.stderr
    assert "Traceback" not in result.stderr


def test_without_a_command_the_app_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path | None] = []
    module = ModuleType("anatomy_viewer.desktop.app")
    module.run = lambda model: asked.append(model) or 3  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "anatomy_viewer.desktop.app", module)
    assert cli.main([]) == 3
    assert cli.main(["--model", "elsewhere"]) == 3
    assert asked == [None, Path("elsewhere")]


def test_what_nobody_foresaw_ends_in_words_and_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_model: Path | None) -> int:
        raise ZeroDivisionError("nobody foresaw this")

    module = ModuleType("anatomy_viewer.desktop.app")
    module.run = fail  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "anatomy_viewer.desktop.app", module)
    monkeypatch.setattr(failures, "log_file", lambda: tmp_path / "errors.log")
    assert cli.main([]) == cli.FAILED
    error = capsys.readouterr().err
    assert str(tmp_path / "errors.log") in error
    assert "Traceback" not in error
    assert "nobody foresaw this" in (tmp_path / "errors.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt, cli.INTERRUPTED), (MemoryError, cli.FAILED)])
def test_interrupted_or_out_of_memory_it_ends_without_a_traceback(
    error: type[BaseException], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_model: Path | None) -> int:
        raise error

    module = ModuleType("anatomy_viewer.desktop.app")
    module.run = fail  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "anatomy_viewer.desktop.app", module)
    assert cli.main([]) == code
    assert "Traceback" not in capsys.readouterr().err
