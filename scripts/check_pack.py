"""Loads a model pack and says what is wrong in it: the manifest's schema, hashes, every mesh, and the pain maps."""

import sys
from pathlib import Path

from anatomy_viewer.atlas.loader import PackError, load_atlas, painmaps_of
from anatomy_viewer.atlas.painmaps import load_painmaps


def main(folder: Path) -> int:
    """Returns 0 if the pack loads whole and its compiled pain maps are new, else says what is wrong and returns 1."""
    try:
        atlas = load_atlas(folder)
    except PackError as error:
        print(error, file=sys.stderr)
        return 1
    for problem in atlas.missing:
        print(problem, file=sys.stderr)
    maps = load_painmaps(painmaps_of(folder.resolve()), atlas.structures, atlas.landmarks, atlas.curves)
    if maps.afresh:
        print(f"compiled pain maps lack {', '.join(maps.afresh)}: run anatomy-viewer compile", file=sys.stderr)
    counts = f"{len(atlas.structures)} structures, {len(atlas.landmarks)} landmarks"
    print(f"{folder}: {counts}, {len(atlas.trigger_points)} trigger points")
    return 1 if atlas.missing or maps.afresh else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
