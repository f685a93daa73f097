"""A state as a PNG file."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from anatomy_viewer import __version__
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.files.write import check_place, replacing
from anatomy_viewer.scene.wording import ENGLISH, Wording
from anatomy_viewer.stage.offscreen import RenderError, offscreen_picture
from anatomy_viewer.stage.picture_memory import MOST_BYTES as MOST_PICTURE_BYTES
from anatomy_viewer.stage.picture_memory import TooLargeError, picture_bytes, require_memory
from anatomy_viewer.state.view_state import ViewState

__all__ = [
    "MOST_PICTURE_BYTES",
    "RenderError",
    "TooLargeError",
    "picture_bytes",
    "render_picture",
    "require_memory",
    "write_png",
]


def render_picture(
    atlas: Atlas, state: ViewState, size: tuple[int, int], path: Path, wording: Wording = ENGLISH
) -> None:
    """Writes the still picture of a state as PNG, with credit and licence of every source in its metadata.

    size: width and height in pixels. RenderError where nothing can be drawn, TooLargeError where it would take too much
    memory, OSError that names `path` where nothing
    can be written, told before anything is drawn if it is plain then; a file that was there before stays as it was.
    """
    check_place(path)
    write_png(Image.fromarray(offscreen_picture(atlas, state, size, wording)), path, _metadata(atlas))


def write_png(picture: Image.Image, path: Path, metadata: PngInfo | None = None) -> None:
    """Writes a picture as PNG, whole or not at all; OSError names `path`."""
    with replacing(path) as file:
        picture.save(file, format="PNG", pnginfo=metadata)


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
