"""A state as a PNG file."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from anatomy_viewer import __version__
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.stage.offscreen import RenderError, offscreen_picture
from anatomy_viewer.stage.wording import ENGLISH, Wording
from anatomy_viewer.state.view_state import ViewState

__all__ = ["RenderError", "render_picture"]


def render_picture(
    atlas: Atlas, state: ViewState, size: tuple[int, int], path: Path, wording: Wording = ENGLISH
) -> None:
    """Writes the still picture of a state as PNG, with credit and licence of every source in its metadata.

    size: width and height in pixels. RenderError where nothing can be drawn, OSError where nothing can be written; a
    file that was there before stays as it was then. The OSError names `path`, not the unfinished file beside it.
    """
    picture = Image.fromarray(offscreen_picture(atlas, state, size, wording))
    unfinished = path.with_name(f".{path.name}.part")
    try:
        picture.save(unfinished, format="PNG", pnginfo=_metadata(atlas))
        unfinished.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _metadata(atlas: Atlas) -> PngInfo:
    """The keywords are those the PNG specification registers."""
    sources = list(atlas.sources.values())
    entries = {
        "Title": atlas.name,
        "Author": "; ".join(source.credit for source in sources),
        "Copyright": "; ".join(f"{source.title}: {source.licence}" for source in sources),
        "Software": f"anatomy-viewer {__version__}",
    }
    metadata = PngInfo()
    for keyword, text in entries.items():
        metadata.add_itxt(keyword, text)
    return metadata
