"""Works out the pain maps of a folder on the shipped model and keeps the result beside them.

Run: python scripts/compile_painmaps.py [folder, assets/painmaps if none is named]
"""

import sys
from pathlib import Path

from anatomy_viewer.atlas.loader import load_atlas
from anatomy_viewer.atlas.painmaps import load_painmaps
from anatomy_viewer.atlas.painmaps.store import STORE_FILE, write_store
from anatomy_viewer.files.errors import reason

MAPS = Path(__file__).parents[1] / "assets" / "painmaps"
NOWHERE = Path(__file__).parent / "no_painmaps"


def main(folder: Path) -> int:
    """Returns 0 if every map could be used and all was kept, else prints what is wrong and returns 1."""
    atlas = load_atlas(painmaps=NOWHERE)
    maps = load_painmaps(folder, atlas.structures, atlas.landmarks, atlas.curves, afresh=True)
    for problem in maps.problems:
        print(problem, file=sys.stderr)
    try:
        write_store(folder / STORE_FILE, maps.compiled)
    except OSError as error:
        print(f"{error.filename}: cannot be written: {reason(error)}.", file=sys.stderr)
        return 1
    size = (folder / STORE_FILE).stat().st_size
    print(f"{folder / STORE_FILE}: {len(maps.compiled)} trigger points, {size / 1024:.0f} kB")
    return 1 if maps.problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else MAPS))
