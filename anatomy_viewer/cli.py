"""The command `anatomy-viewer`. Nothing heavy is imported before it is known to be needed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from anatomy_viewer import __version__

if TYPE_CHECKING:
    from anatomy_viewer.atlas.figures.figure import Figure
    from anatomy_viewer.atlas.model import Atlas

OK, FAILED, USAGE, NO_DISPLAY = 0, 1, 2, 3
"""Exit codes: done; refused, or a figure missed; wrong arguments; nothing to draw on."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command with `arguments` (those of the process if None) and returns its exit code."""
    asked = _parser().parse_args(arguments)
    if asked.command == "render":
        return _render(asked)
    if asked.command == "report":
        return _report(asked)
    return _app(asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="anatomy-viewer", description="The human hip in 3D, for teaching. Without a command, opens the window."
    )
    parser.add_argument("--version", action="version", version=f"anatomy-viewer {__version__}")
    _add_model(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    render = commands.add_parser("render", help="make a picture without a window; needs no display")
    render.add_argument("state", nargs="?", type=Path, metavar="STATE.json", help="a saved view; default: the first")
    render.add_argument("-o", "--output", type=_png, required=True, metavar="OUT.png", help="the picture to write")
    render.add_argument("--size", type=_size, default=(1920, 1080), metavar="WxH", help="in pixels; default 1920x1080")
    report = commands.add_parser("report", help="measure the model and print each figure beside its target")
    report.add_argument("--json", action="store_true", help="print JSON for machines")
    for command in (render, report):
        # Given before the command, --model must survive the command's own default.
        _add_model(command, default=argparse.SUPPRESS)
    return parser


def _add_model(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    what = "folder of another model pack; default: the model that comes with the program"
    parser.add_argument("--model", type=Path, metavar="FOLDER", default=default, help=what)


def _size(text: str) -> tuple[int, int]:
    """A size such as 1920x1080; each side 16 to 16384 pixels."""
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"'{text}' is not a size; write it like 1920x1080")
    size = int(width), int(height)
    if not all(16 <= side <= 16384 for side in size):
        raise argparse.ArgumentTypeError(f"'{text}': each side must have 16 to 16384 pixels")
    return size


def _png(text: str) -> Path:
    """A file that ends in .png: no other kind of picture is written."""
    path = Path(text)
    if path.suffix.lower() != ".png":
        raise argparse.ArgumentTypeError(f"'{text}' does not end in .png; pictures are written as PNG only")
    return path


def _app(asked: argparse.Namespace) -> int:
    from anatomy_viewer.desktop.app import run

    return run(asked.model)


def _render(asked: argparse.Namespace) -> int:
    from anatomy_viewer.atlas.loader import PackError, load_atlas
    from anatomy_viewer.export.picture import RenderError, render_picture
    from anatomy_viewer.state.serial import StateError, from_json
    from anatomy_viewer.state.views import default_state

    try:
        asked.output.parent.stat()  # a missing folder is named at once, not after the drawing
        atlas = load_atlas(asked.model)
        state = from_json(asked.state.read_text(encoding="utf-8")) if asked.state else default_state(atlas)
        _warn_of_missing(atlas.missing)
        render_picture(atlas, state, asked.size, asked.output)
        _warn_of_letters(atlas)
    except PackError as error:
        return _refuse(str(error))
    except RenderError as error:
        return _refuse(str(error), NO_DISPLAY)
    except StateError as error:
        return _refuse(f"{asked.state}: {error}")
    except UnicodeDecodeError:
        return _refuse(f"{asked.state}: is not UTF-8 text. Choose a view saved by this program.")
    except OSError as error:
        return _refuse(f"{error.filename or asked.output}: {error.strerror or error}.")
    return OK


def _report(asked: argparse.Namespace) -> int:
    from anatomy_viewer.atlas.loader import PackError, load_atlas
    from anatomy_viewer.atlas.report import ReportError, as_json, as_text

    figures = []
    try:
        atlas = load_atlas(asked.model)
        _warn_of_missing(atlas.missing)
        for figure in _measured(atlas):
            figures.append(figure)
            if not asked.json:
                print(as_text(figure), flush=True)
    except (PackError, ReportError) as error:
        return _refuse(str(error))
    met = sum(figure.met for figure in figures)
    print(as_json(figures) if asked.json else f"{met} of {len(figures)} figures met.")
    return OK if met == len(figures) else FAILED


def _measured(atlas: Atlas) -> Iterator[Figure]:
    """Figures of the model as it stands, then of its motion."""
    from anatomy_viewer.atlas.report import measure

    yield from measure(atlas)
    from anatomy_viewer.motion.figures import measure_motion

    yield from measure_motion(atlas)


def _warn_of_missing(problems: Sequence[object]) -> None:
    for problem in problems:
        print(f"anatomy-viewer: {problem}", file=sys.stderr)


def _warn_of_letters(atlas: Atlas) -> None:
    from anatomy_viewer.stage.label_words import unwritable

    names = unwritable(atlas)
    if names:
        print(
            f"anatomy-viewer: no installed font has all letters of {len(names)} names, the first of which is "
            f"{names[0][:60]!a}: they are drawn as empty boxes. Install a font that has them "
            "(Debian, Ubuntu: sudo apt install fonts-droid-fallback fonts-noto-core libfribidi0).",
            file=sys.stderr,
        )


def _refuse(why: str, code: int = FAILED) -> int:
    print(f"anatomy-viewer: {why}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
