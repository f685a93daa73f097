"""Loads a model pack and says what is wrong in it: the manifest's schema, hashes, and every mesh."""

import sys
from pathlib import Path

from anatomy_viewer.atlas.loader import PackError, load_atlas


def main(folder: Path) -> int:
    """Returns 0 if the pack loads whole, else prints each problem and returns 1."""
    try:
        atlas = load_atlas(folder)
    except PackError as error:
        print(error, file=sys.stderr)
        return 1
    for problem in atlas.missing:
        print(problem, file=sys.stderr)
    print(f"{folder}: {len(atlas.structures)} structures, {len(atlas.landmarks)} landmarks")
    return 1 if atlas.missing else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
