#!/usr/bin/env bash
# Draws the README's pictures anew: each saved view of docs/pictures with the app's own render.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for view in docs/pictures/*.json; do
    .venv/bin/anatomy-viewer render "$view" -o "${view%.json}.png" --size 1280x800
done
