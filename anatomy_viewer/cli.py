"""The command `anatomy-viewer`. Nothing heavy is imported before it is known to be needed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from anatomy_viewer import __version__, console, environment

if TYPE_CHECKING:
    from anatomy_viewer.atlas.figures.figure import Figure
    from anatomy_viewer.atlas.model import Atlas

OK, FAILED, USAGE, NO_DISPLAY, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes: done; refused, a figure missed, or nobody to print to; wrong arguments; nothing to draw on; Ctrl+C."""

_MOST_SIDE = 16384
_MOST_STATE_BYTES = 16 * 1024 * 1024
_LONGEST_PATH = 4096
"""Letters; no system has longer ones."""
_SHOWN, _SHOWN_OF_ALL = 60, 600
"""So many letters of a wrong value, and of a whole message about it, are repeated."""
_MOST_PROBLEMS = 200
"""So many lines about one model are printed; nobody reads more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command with `arguments` (those of the process if None) and returns its exit code."""
    console.open_streams()
    try:
        return _run(arguments)
    except console.UnheardError as error:
        return _refuse(f"the output cannot be printed: {error.reason}.") if error.reason else FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except MemoryError:
        return _refuse("there is not enough memory. Close other programs, or ask for a smaller picture.")
    except Exception as error:
        return _refuse(_unforeseen(error))


def _run(arguments: Sequence[str] | None) -> int:
    asked = _parser().parse_args(arguments)
    if asked.command == "render":
        return _render(asked)
    if asked.command == "report":
        return _report(asked)
    if asked.command == "compile":
        return _compile(asked)
    return _app(asked)


class _Parser(argparse.ArgumentParser):
    """Prints as the program does everywhere: plainly, and with an exit code where it cannot."""

    def error(self, message: str) -> NoReturn:
        """Says how the command is used and what was wrong, and ends."""
        console.warn(*self.format_usage().splitlines(), f"{self.prog}: error: {_shortened(message, _SHOWN_OF_ALL)}")
        raise SystemExit(USAGE)

    def _print_message(self, message: str, file: object = None) -> None:
        if file is not None and file is sys.stderr:
            console.warn(*message.splitlines())
        else:
            console.say(message.rstrip("\n"))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="anatomy-viewer", description="The human hip in 3D, for teaching. Without a command, opens the window."
    )
    parser.add_argument("--version", action="version", version=f"anatomy-viewer {__version__}")
    _add_model(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    render = commands.add_parser("render", help="make a picture without a window; needs no display")
    render.add_argument("state", nargs="?", type=_path, metavar="STATE.json", help="a saved view; default: the first")
    render.add_argument("-o", "--output", type=_png, required=True, metavar="OUT.png", help="the picture to write")
    render.add_argument("--size", type=_size, default=(1920, 1080), metavar="WxH", help="in pixels; default 1920x1080")
    report = commands.add_parser("report", help="measure the model and print each figure beside its target")
    report.add_argument("--json", action="store_true", help="print JSON for machines")
    compile_ = commands.add_parser("compile", help="work the pain maps of a model out and keep them beside the maps")
    for command in (render, report, compile_):
        # Given before the command, --model must survive the command's own default.
        _add_model(command, default=argparse.SUPPRESS)
    return parser


def _add_model(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    what = "folder of another model pack; default: the model that comes with the program"
    parser.add_argument("--model", type=_path, metavar="FOLDER", default=default, help=what)


def _size(text: str) -> tuple[int, int]:
    """A size such as 1920x1080; each side 16 to 16384 pixels."""
    sides = text.lower().split("x")
    if len(sides) != 2 or not all(side.isascii() and side.isdecimal() for side in sides):
        raise argparse.ArgumentTypeError(f"'{_shortened(text)}' is not a size; write it like 1920x1080")
    # Longer numbers are too large, and some too long for Python to read.
    width, height = (int(side) if len(side) <= len(str(_MOST_SIDE)) else 0 for side in sides)
    if not all(16 <= side <= _MOST_SIDE for side in (width, height)):
        raise argparse.ArgumentTypeError(f"'{_shortened(text)}': each side must have 16 to {_MOST_SIDE} pixels")
    return width, height


def _path(text: str) -> Path:
    """A file or folder; nothing is no name, for it would mean the folder that one is in."""
    if not text.strip() or "\0" in text or len(text) > _LONGEST_PATH:
        raise argparse.ArgumentTypeError(f"'{_shortened(text)}' names no file or folder")
    return Path(text)


def _png(text: str) -> Path:
    """A file that ends in .png: no other kind of picture is written."""
    path = _path(text)
    if path.suffix.lower() != ".png":
        raise argparse.ArgumentTypeError(f"'{_shortened(text)}' does not end in .png; pictures are written as PNG only")
    return path


def _shortened(text: str, most: int = _SHOWN) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _app(asked: argparse.Namespace) -> int:
    from anatomy_viewer.desktop.app import run

    return run(asked.model)


def _render(asked: argparse.Namespace) -> int:
    environment.settle()
    from anatomy_viewer.atlas.loader import PackError, load_atlas
    from anatomy_viewer.export.lacking import lacking
    from anatomy_viewer.export.picture import RenderError, TooLargeError, render_picture, require_memory
    from anatomy_viewer.files.errors import FileError
    from anatomy_viewer.files.read import read_text
    from anatomy_viewer.state.serial import StateError, from_json
    from anatomy_viewer.state.views import default_state

    try:
        require_memory(asked.size)
        asked.output.parent.stat()  # a missing folder is named at once, not after the drawing
        atlas = load_atlas(asked.model)
        state = from_json(read_text(asked.state, _MOST_STATE_BYTES)) if asked.state else default_state(atlas)
        _warn_of([*atlas.missing, *(f"{asked.state}: {problem}" for problem in lacking(atlas, state))])
        render_picture(atlas, state, asked.size, asked.output)
        _warn_of_letters(atlas)
    except PackError as error:
        _warn_of(error.problems)
        return FAILED
    except TooLargeError as error:
        return _refuse(str(error))
    except RenderError as error:
        return _refuse(str(error), code=NO_DISPLAY)
    except (StateError, FileError) as error:
        return _refuse(f"{asked.state}: {error}")
    except OSError as error:
        return _refuse(f"{_told(error, asked.output)} Choose another place with -o.")
    return OK


def _report(asked: argparse.Namespace) -> int:
    from anatomy_viewer.atlas.loader import PackError, load_atlas
    from anatomy_viewer.atlas.report import ReportError, as_json, as_text, summary

    figures = []
    try:
        atlas = load_atlas(asked.model)
        _warn_of(atlas.missing)
        for figure in _measured(atlas):
            figures.append(figure)
            if not asked.json:
                console.say(as_text(figure))
    except PackError as error:
        _warn_of(error.problems)
        return FAILED
    except ReportError as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(
            f"{error.filename or asked.model}: {error.strerror or error}. Choose another folder with --model."
        )
    console.say(as_json(figures) if asked.json else summary(figures))
    return OK if all(figure.met for figure in figures) else FAILED


def _compile(asked: argparse.Namespace) -> int:
    from anatomy_viewer.atlas.loader import PackError, load_atlas, painmaps_of
    from anatomy_viewer.atlas.painmaps import load_painmaps
    from anatomy_viewer.atlas.painmaps.store import STORE_FILE, write_store

    try:
        atlas = load_atlas(asked.model, painmaps=Path(__file__).with_name("no_painmaps"))
        folder = painmaps_of(Path(atlas.folder))
        maps = load_painmaps(folder, atlas.structures, atlas.landmarks, atlas.curves, afresh=True)
        _warn_of(maps.problems)
        if not maps.compiled:
            told = f"{folder}: has no pain map that could be laid on this model; nothing was written."
            return _refuse(f"{told} Put the maps of its muscles there, as assets/painmaps has them.")
        write_store(folder / STORE_FILE, maps.compiled)
    except PackError as error:
        _warn_of(error.problems)
        return FAILED
    except OSError as error:
        return _refuse(
            f"{error.filename or asked.model}: {error.strerror or error}. Choose another folder with --model."
        )
    console.say(f"{folder / STORE_FILE}: {len(maps.compiled)} trigger points")
    return FAILED if maps.problems else OK


def _measured(atlas: Atlas) -> Iterator[Figure]:
    """Figures of the model as it stands, then of its motion."""
    from anatomy_viewer.atlas.report import measure

    yield from measure(atlas)
    from anatomy_viewer.motion.figures import measure_motion

    yield from measure_motion(atlas)


def _warn_of(problems: Sequence[object]) -> None:
    left = len(problems) - _MOST_PROBLEMS
    console.warn(*(f"anatomy-viewer: {problem}" for problem in problems[:_MOST_PROBLEMS]))
    if left > 0:
        console.warn(f"anatomy-viewer: and {left:,} more")


def _warn_of_letters(atlas: Atlas) -> None:
    from anatomy_viewer.stage.writable import unwritable

    names = unwritable(atlas)
    if names:
        console.warn(
            f"anatomy-viewer: no installed font has all letters of {len(names)} names, the first of which is "
            f"{names[0][:60]!a}: they are drawn as empty boxes. Install a font that has them "
            "(Debian, Ubuntu: sudo apt install fonts-droid-fallback fonts-noto-core libfribidi0)."
        )


def _told(error: OSError, path: Path) -> str:
    return f"{error.filename or path}: {error.strerror or error}."


def _refuse(why: str, code: int = FAILED) -> int:
    console.warn(f"anatomy-viewer: {why}")
    return code


def _unforeseen(error: Exception) -> str:
    """One sentence for the user; the details go to the file that the window keeps too."""
    import logging

    from anatomy_viewer.desktop.failures import log_file, start_logging, stop_logging

    log = start_logging(log_file())
    if log is not None:
        logging.getLogger("anatomy_viewer").error("unexpected error", exc_info=error)
        stop_logging(log)
    return f"something went wrong that nobody foresaw ({type(error).__name__}). Details are in {log_file()}"


if __name__ == "__main__":
    sys.exit(main())
